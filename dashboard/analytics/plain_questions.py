"""Headline figures asked of the request database itself, in SQL that shares nothing with ``queries/``.

Parameters are WIB civil time, as in the replica: ``%(start)s`` and ``%(end)s`` are half-open,
``%(now)s`` is the minute that the figures stand at.
"""

from __future__ import annotations

from dataclasses import dataclass

# A step and what undid it both drop out.
STAYS = """
    from transition
    join request on request.id = transition.request_id
    where transition.reverses_id is null
      and not exists (select from transition undo where undo.reverses_id = transition.id)"""


@dataclass(frozen=True)
class PlainQuestion:
    """One row whose columns must equal those of a metric; of a metric with several rows, their sums."""

    metric: str
    sql: str


QUESTIONS: tuple[PlainQuestion, ...] = (
    PlainQuestion(
        "ringkas_proses",
        "select count(*) as masuk from request where submitted_at >= %(start)s and submitted_at < %(end)s",
    ),
    PlainQuestion(
        "ringkas_proses",
        f"""select
                count(*) filter (where to_status in ('PROSES', 'SELESAI', 'DITOLAK')) as putusan,
                count(*) filter (where to_status = 'DITOLAK') as ditolak,
                count(*) filter (where to_status = 'GAGAL') as gagal,
                count(*) filter (where to_status = 'SELESAI') as selesai,
                percentile_cont(0.5) within group (order by working_since_submission / 3600.0)
                    filter (where to_status = 'SELESAI') as p50
            {STAYS} and left_at >= %(start)s and left_at < %(end)s""",
    ),
    PlainQuestion(
        "ketepatan",
        f"""with akhir as (
                select request_id, to_status, left_at {STAYS} and to_status in ('SELESAI', 'DITOLAK', 'GAGAL')
            )
            select
                count(*) filter (where to_status <> 'GAGAL' and left_at <= due_at) as tepat,
                count(*) filter (where to_status <> 'GAGAL' or (to_status is null and due_at < %(now)s))
                    as jatuh_tempo
            from request
            left join akhir on akhir.request_id = request.id
            where due_at >= %(start)s and due_at < %(end)s""",  # noqa: S608
    ),
    PlainQuestion(
        "ringkas_rantai",
        f"""select
                count(*) filter (where to_status = 'SELESAI') as sekali_jadi,
                count(*) filter (where to_status in ('SELESAI', 'DITOLAK')) as diputus
            {STAYS} and attempt = 1 and submitted_at >= %(start)s and submitted_at < %(end)s""",
    ),
    PlainQuestion(
        "ringkas_rantai",
        """select count(*) as rantai from request
           where resubmission_of is null and submitted_at >= %(start)s and submitted_at < %(end)s""",
    ),
    PlainQuestion(
        "mutu_keputusan",
        f"""select count(*) as n, count(*) filter (where same_verdict) as sepakat
            {STAYS.replace("where", "join quality_review on transition_id = transition.id where", 1)}
              and decided_at is not null and left_at >= %(start)s and left_at < %(end)s""",
    ),
    # Not by their history but by the status that the work queue goes by. Both periods reach until now.
    PlainQuestion(
        "tunggakan",
        """select count(*) as n from request
           where status in ('VERIFIKASI', 'PROSES') and submitted_at < %(now)s""",
    ),
    PlainQuestion(
        "ringkas_slot",
        """select coalesce(sum(quota), 0) as quota, coalesce(sum(taken), 0) as terisi from slot
           where day >= %(start)s::date and day < %(end)s::date and day <= %(now)s::date and quota > 0""",
    ),
    PlainQuestion(
        "ringkas_slot",
        """select count(*) as dipesan from booking join slot on slot.id = booking.slot_id
           where day >= %(start)s::date and day < %(end)s::date and day <= %(now)s::date
             and outcome in ('aktif', 'hadir', 'tidak_hadir')""",
    ),
    PlainQuestion(
        "ringkas_slot",
        """select count(*) as ditolak_kuota from slot_refusal
           where day >= %(start)s::date and day < %(end)s::date and day <= %(now)s::date""",
    ),
)
