"""What the rest of the day brings: arrivals and completions as on the last same weekdays.

Each of the last eight open days of the same weekday is looked at over the same hours, from this minute to
today's closing. The middle of the eight is the expectation, their lowest and highest the band: with eight
days an honest band is what has happened, not a curve laid over it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.models import PickupLocation, Request
from dashboard.registry.workflow import Officer
from dashboard.registry.workflow.claims import within_scope
from dashboard.registry.workload import is_open

DAYS = 8
FEWEST_DAYS = 4
"""With fewer days to look back on, nothing is foretold."""

WEEKS_BACK = 26


@dataclass(frozen=True)
class Band:
    """Lowest, middle and highest of the days looked at."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: list[int]) -> Band:
        return cls(min(values), median(values), max(values))


@dataclass(frozen=True)
class Forecast:
    """The rest of today.

    ``closes_at`` is empty on a day on which no place is open, and the bands are when there are too few
    ``days`` to look back on. ``due`` are open cases that are late or due today; ``left_over`` are those
    of them that remain at closing when the most urgent are worked first. ``open_at_close`` takes arrivals
    and completions of one day together, because busy days are busy on both sides.
    """

    at: dt.datetime
    closes_at: dt.datetime | None
    days: tuple[dt.date, ...]
    open_now: int
    due: int
    arrivals: Band | None = None
    completions: Band | None = None
    open_at_close: Band | None = None
    left_over: Band | None = None


# Each day's rows are found by the time summaries of both tables.
_COUNTS = """
select (
    select count(*) from request
    where submitted_at >= span.start and submitted_at < span.stop and {scope}
), (
    select count(*) from transition
    join request on request.id = transition.request_id
    where left_at >= span.start and left_at < span.stop and reverses_id is null
      and to_status in ('SELESAI', 'DITOLAK', 'GAGAL') and {scope}
      and not exists (
          select from transition undo where undo.request_id = request.id and undo.reverses_id = transition.id
      )
)
from unnest(cast(:starts as timestamptz[]), cast(:stops as timestamptz[])) as span (start, stop)
order by span.start desc
"""


def forecast(
    session: Session, calendar: WorkCalendar, supervisor: Officer, *, at: dt.datetime | None = None
) -> Forecast:
    """What is still to come today, within the supervisor's locations and kecamatan."""
    at = (at or dt.datetime.now(dt.UTC)).astimezone(WIB)
    open_now, due = _open_cases(session, supervisor, at)
    places = _places(session, supervisor)
    closing = _closing(calendar, places, at.date())
    if closing is None or closing <= at:
        return Forecast(at, closing, (), open_now, due)
    days = _same_weekdays(session, calendar, places, at.date())
    if len(days) < FEWEST_DAYS:
        return Forecast(at, closing, days, open_now, due)
    counts = _counts(session, supervisor, days, at, closing)
    came, done = [arrived for arrived, _ in counts], [completed for _, completed in counts]
    return Forecast(
        at,
        closing,
        days,
        open_now,
        due,
        arrivals=Band.of(came),
        completions=Band.of(done),
        open_at_close=Band.of([max(0, open_now + arrived - completed) for arrived, completed in counts]),
        left_over=Band.of([max(0, due - completed) for completed in done]),
    )


def _open_cases(session: Session, supervisor: Officer, at: dt.datetime) -> tuple[int, int]:
    midnight = dt.datetime.combine(at.date() + dt.timedelta(days=1), dt.time(), tzinfo=WIB)
    counts = sa.select(sa.func.count(), sa.func.count().filter(Request.due_at < midnight))
    row = session.execute(counts.where(is_open(), *within_scope(supervisor))).one()
    return row[0], row[1]


def _places(session: Session, supervisor: Officer) -> list[str]:
    if supervisor.locations is not None:
        return list(supervisor.locations)
    return list(session.scalars(sa.select(PickupLocation.code)))


def _closing(calendar: WorkCalendar, places: list[str], day: dt.date) -> dt.datetime | None:
    """When the last of the places closes on a day; ``None`` when none of them opens."""
    hours = [calendar.at(code).hours(day) for code in places]
    closing = max((found[1] for found in hours if found), default=None)
    if closing is None:
        return None
    return dt.datetime.combine(day, dt.time(), tzinfo=WIB) + dt.timedelta(seconds=closing)


def _same_weekdays(
    session: Session, calendar: WorkCalendar, places: list[str], today: dt.date
) -> tuple[dt.date, ...]:
    """The last open days of today's weekday on which the office already took applications, newest first."""
    oldest = session.scalar(sa.select(Request.submitted_at).order_by(Request.id).limit(1))
    if oldest is None:
        return ()
    since = max(oldest.astimezone(WIB).date(), calendar.first_day)
    candidates = [today - dt.timedelta(weeks=weeks) for weeks in range(1, WEEKS_BACK + 1)]
    is_usual = [day for day in candidates if day > since and _closing(calendar, places, day) is not None]
    return tuple(is_usual[:DAYS])


def _counts(
    session: Session,
    supervisor: Officer,
    days: tuple[dt.date, ...],
    at: dt.datetime,
    closing: dt.datetime,
) -> list[tuple[int, int]]:
    """Arrivals and completions of each day between this time of day and today's closing."""
    limits = (("location_code", supervisor.locations), ("kecamatan_code", supervisor.areas))
    scope = [f"request.{column} = any(:{column})" for column, allowed in limits if allowed is not None]
    spans = [[dt.datetime.combine(day, end.timetz()) for day in days] for end in (at, closing)]
    rows = session.execute(
        sa.text(_COUNTS.format(scope=" and ".join(scope) or "true")),
        {
            "starts": spans[0],
            "stops": spans[1],
            **{column: list(allowed) for column, allowed in limits if allowed is not None},
        },
    )
    return [(row[0], row[1]) for row in rows]
