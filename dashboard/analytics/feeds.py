"""What is read from the request database for each table of the replica.

Times become WIB civil time and missing dimensions a value of their own while they are read, so that
no query has to think of either. Nothing personal is named here.
"""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "TIDAK_DIKETAHUI"
"""Stands for a dimension that was not given, so that every filter and group keeps the row."""


def _wib(expression: str) -> str:
    # The reading session's time zone is WIB, which makes this twenty times cheaper than naming it.
    return f"{expression}::timestamp"


def _known(expression: str) -> str:
    return f"coalesce({expression}, '{UNKNOWN}')"


@dataclass(frozen=True)
class Feed:
    """One table of facts.

    ``columns`` carry the names of the replica's columns. ``key`` is the ascending number in whose
    order a new file is filled. ``changing`` rows come again when they change, and replace.
    """

    table: str
    source: str
    key: str
    columns: str
    join: str = ""
    changing: bool = False
    alias: str = "f"
    select: str = "select * from incoming"
    """The replica's own SELECT that completes the rows read, by column name."""
    fill_columns: str = ""
    """Read instead of ``columns`` and without ``join`` while filling; completed by ``fill_select``."""
    fill_select: str = ""


DIMENSIONS = {
    "layanan": _known("r.service_code"),
    "varian": _known("r.variant_code"),
    "kecamatan": _known("r.kecamatan_code"),
    "kelurahan": _known("r.kelurahan_code"),
    "lokasi": _known("r.location_code"),
    "kanal": _known("r.channel"),
}

SUBMISSIONS = Feed(
    table="submissions",
    source="request",
    alias="r",
    key="id",
    columns=f"""r.id as request_id, r.root_id, r.resubmission_of, r.attempt,
        {_wib("r.root_submitted_at")} as root_submitted_at, {_wib("r.submitted_at")} as submitted_at,
        {_wib("r.due_at")} as due_at, r.sla_days,
        {", ".join(f"{value} as {name}" for name, value in DIMENSIONS.items())}, r.source""",
)

_STAY = f"""f.id as transition_id, f.request_id, f.from_status, f.to_status,
        {_wib("f.entered_at")} as entered_at, {_wib("f.claimed_at")} as claimed_at,
        {_wib("f.left_at")} as left_at,
        f.working_seconds, f.working_wait_seconds, f.working_since_submission, f.reverses_id, f.handover"""

# Fractions are kept: whole seconds would move the medians of short stays.
_CALENDAR_SECONDS = """
        (epoch_us(incoming.left_at) - epoch_us(incoming.entered_at)) / 1e6 as calendar_seconds,
        (epoch_us(incoming.claimed_at) - epoch_us(incoming.entered_at)) / 1e6 as calendar_wait_seconds"""

# Corrected pairs are noted before the rows come in: often both members come at once.
_STANDS = "incoming.transition_id not in (select transition_id from reversals) as stands"

TRANSITIONS = Feed(
    table="transitions",
    source="transition",
    key="id",
    columns=f"""{_STAY}, {_wib("r.submitted_at")} as submitted_at, {_wib("r.due_at")} as due_at, r.attempt,
        {", ".join(f"{value} as {name}" for name, value in DIMENSIONS.items())}""",
    join="join request r on r.id = f.request_id",
    select=f"select *, {_CALENDAR_SECONDS}, {_STANDS} from incoming",  # noqa: S608
    # Millions of rows are joined to their application faster here than on the server, and the
    # request database has other work to do.
    fill_columns=_STAY,
    fill_select=f"""select incoming.*, {_CALENDAR_SECONDS}, {_STANDS}, s.submitted_at, s.due_at, s.attempt,
        {", ".join(f"s.{name}" for name in DIMENSIONS)}
        from incoming join submissions s using (request_id)""",  # noqa: S608
)

BOOKINGS = Feed(
    table="bookings",
    source="booking",
    key="id",
    columns=f"""f.id as booking_id, f.slot_id, f.request_id, p.day, {_wib("f.booked_at")} as booked_at,
        f.outcome, {_wib("f.settled_at")} as settled_at, {_wib("r.submitted_at")} as submitted_at,
        {_known("f.service_code")} as layanan, {DIMENSIONS["kecamatan"]} as kecamatan,
        p.location_code as lokasi, {DIMENSIONS["kanal"]} as kanal""",
    join="join slot p on p.id = f.slot_id join request r on r.id = f.request_id",
    changing=True,
    fill_columns=f"""f.id as booking_id, f.slot_id, f.request_id, {_wib("f.booked_at")} as booked_at,
        f.outcome, {_wib("f.settled_at")} as settled_at, {_known("f.service_code")} as layanan""",
    fill_select="""select incoming.*, p.day, p.lokasi, s.submitted_at, s.kecamatan, s.kanal
        from incoming join slots p using (slot_id) join submissions s using (request_id)""",
)

FEEDS: tuple[Feed, ...] = (
    SUBMISSIONS,
    TRANSITIONS,
    Feed(
        table="rejections",
        source="transition_reason",
        key="transition_id",
        columns=f"""f.transition_id, t.request_id, r.root_id, f.reason_code as reason, f.is_primary,
            {_known("f.fault")} as fault, t.from_status, {_wib("t.left_at")} as left_at,
            {_wib("r.submitted_at")} as submitted_at, r.attempt,
            {", ".join(f"{value} as {name}" for name, value in DIMENSIONS.items())}, f.preventable""",
        join="join transition t on t.id = f.transition_id join request r on r.id = t.request_id",
        fill_columns=f"""f.transition_id, f.reason_code as reason, f.is_primary,
            {_known("f.fault")} as fault, f.preventable""",
        fill_select=f"""select incoming.*, s.request_id, s.root_id, t.from_status, t.left_at,
            s.submitted_at, s.attempt, {", ".join(f"s.{name}" for name in DIMENSIONS)}
            from incoming join transitions t using (transition_id)
            join submissions s on s.request_id = t.request_id""",  # noqa: S608
    ),
    # Only what was answered: nobody learns from the pages which decision waits for a second look. Who
    # answered is not read.
    Feed(
        table="reviews",
        source="quality_review",
        key="id",
        columns=f"""f.id as review_id, f.transition_id, f.request_id, t.to_status as first_verdict,
            f.verdict as second_verdict, a.reason_code as first_reason, f.reason_code as second_reason,
            {_wib("t.left_at")} as left_at, {_wib("f.decided_at")} as reviewed_at,
            {_wib("r.submitted_at")} as submitted_at, r.attempt,
            {", ".join(f"{value} as {name}" for name, value in DIMENSIONS.items())}""",
        join="""join transition t on t.id = f.transition_id and f.decided_at is not null
            join request r on r.id = f.request_id
            left join transition_reason a on a.transition_id = f.transition_id and a.is_primary""",
        changing=True,
    ),
    Feed(
        table="slots",
        source="slot",
        key="id",
        columns=f"""f.id as slot_id, f.location_code as lokasi, {_known("l.kecamatan_code")} as kecamatan,
            f.day, f.quota, f.taken""",
        join="join pickup_location l on l.code = f.location_code",
        changing=True,
    ),
    BOOKINGS,
    Feed(
        table="slot_refusals",
        source="slot_refusal",
        key="id",
        columns=f"""f.id as refusal_id, f.location_code as lokasi, f.day,
            {_wib("f.refused_at")} as refused_at, {_known("f.service_code")} as layanan,
            {_known("f.kecamatan_code")} as kecamatan, {_known("f.channel")} as kanal""",
    ),
    Feed(
        table="visits",
        source="home_visit",
        key="id",
        columns=f"""f.id as visit_id, f.request_id, {DIMENSIONS["layanan"]} as layanan,
            {DIMENSIONS["kecamatan"]} as kecamatan, {_known("f.kelurahan_code")} as kelurahan,
            {DIMENSIONS["lokasi"]} as lokasi, f.scheduled_on, f.outcome,
            {_wib("f.visited_at")} as visited_at""",
        join="join request r on r.id = f.request_id",
        changing=True,
    ),
    Feed(
        table="surveys",
        source="survey_response",
        key="id",
        columns=f"""f.id as response_id, f.request_id, {_known("f.service_code")} as layanan,
            {_wib("f.responded_at")} as responded_at,
            f.u1, f.u2, f.u3, f.u4, f.u5, f.u6, f.u7, f.u8, f.u9""",
    ),
)

DIMENSION_TABLES: dict[str, str] = {
    "dim_layanan": "select code, name, sla_working_days, position from service",
    "dim_varian": "select service_code, code, name from service_variant",
    "dim_kecamatan": """select code, name, population, population_year, tile_row, tile_col
        from kecamatan""",
    "dim_kelurahan": "select code, name, kecamatan_code from kelurahan",
    "dim_lokasi": "select code, name, kind, position, kecamatan_code from pickup_location",
    "dim_alasan": "select code, label, fault, preventable_hint from rejection_reason",
}
"""Replaced whole when a reference table changed; the columns are in the replica's order."""
