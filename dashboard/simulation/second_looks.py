"""Second looks in a simulated city: drawn and answered by lots that are the same at every run."""

from __future__ import annotations

import datetime as dt
from typing import Any

import psycopg

from dashboard.simulation.assumptions import Assumptions

STILL_WAITING = dt.timedelta(days=2)
"""Decisions younger than this wait for their second look, so that there is one to take."""

# A lot is a share of 1 made of the decision's own number. Corrected decisions are left out: their second
# look would have been withdrawn.
_INSERT = """
with decided as (
    select id, request_id, to_status, left_at, actor_id, reason_code,
           (hashint8extended(id, 1) & 1048575) / 1048576.0 as drawn,
           (hashint8extended(id, 2) & 1048575) / 1048576.0 as agreed,
           (hashint8extended(id, 3) & 1048575) / 1048576.0 as reasoned,
           (hashint8extended(id, 4) & 1048575) / 1048576.0 as chosen
    from transition
    left join transition_reason on transition_id = id and is_primary
    where from_status = 'VERIFIKASI' and to_status in ('PROSES', 'DITOLAK') and reverses_id is null
      and actor_id is not null
      and not exists (select from transition undo where undo.reverses_id = transition.id)
),
people as (select array_agg(id order by id) as ids from user_account where username like %(officers)s),
reasons as (
    select array_agg(code order by position) as codes from rejection_reason where not needs_text
),
answered as (
    select decided.*, ids, codes,
           case when (agreed < case to_status when 'PROSES' then %(accepted)s else %(rejected)s end)
               then to_status
               else case to_status when 'PROSES' then 'DITOLAK' else 'PROSES' end
           end as verdict
    from decided, people, reasons
    where drawn < %(share)s
),
judged as (
    select *,
           case when verdict = 'PROSES' then null
                when to_status = 'DITOLAK' and reasoned < %(reason)s then reason_code
                else codes[1 + floor(chosen * cardinality(codes))::integer]
           end as second_reason,
           -- Anybody but the first officer.
           ids[1 + (array_position(ids, actor_id) + floor(chosen * (cardinality(ids) - 1))::integer)
               %% cardinality(ids)] as reviewer,
           left_at < %(waiting)s as is_done
    from answered
)
insert into quality_review (transition_id, request_id, first_officer, drawn_at, reviewer_id, verdict,
    reason_code, decided_at, same_verdict, same_reason)
select id, request_id, actor_id, left_at,
       case when is_done then reviewer end,
       case when is_done then verdict end,
       case when is_done then second_reason end,
       case when is_done then left_at + (1 + reasoned * 5) * interval '1 hour' end,
       case when is_done then verdict = to_status end,
       case when is_done and verdict = 'DITOLAK' and to_status = 'DITOLAK'
           then second_reason is not distinct from reason_code end
from judged
order by left_at, id
"""


def draw_second_looks(
    connection: psycopg.Connection[Any], assumptions: Assumptions, officers: str, now: dt.datetime
) -> int:
    """Give a loaded city its second looks, in the caller's transaction, and tell how many.

    Args:
        officers: what the user names of the simulated officers begin with.
        now: the end of the simulation.
    """
    cursor = connection.execute(
        _INSERT,
        {
            "officers": f"{officers}%",
            "share": assumptions.second_look_share,
            "accepted": assumptions.second_look_accepts_again,
            "rejected": assumptions.second_look_rejects_again,
            "reason": assumptions.second_look_same_reason,
            "waiting": now - STILL_WAITING,
        },
    )
    return cursor.rowcount
