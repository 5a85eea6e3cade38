"""Home visits of the demo officers: who waits, what is planned, and what came of yesterday's.

The simulated city has few open wishes; a page about visits would be empty. So residents ask for visits here,
as they would at a counter or by telephone, and the demo officers plan some of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import visits
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.models import HomeVisit, Request, Service, UserAccount, VisitWish
from dashboard.registry.workflow import WorkflowError
from dashboard.simulation.live import SimulatedOfficer

PLANS: dict[str, tuple[int, ...]] = {"petugas": (6, 4, 2, 3, 1), "petugas2": (3, 4, 4, 0, 2)}
"""Demo sign-ins, and how many of their visits are planned for each of the coming working days."""

CAPACITIES = {"petugas2": 4}
"""So that some day is full."""

WISHES_WANTED = 60
FAILED_BEFORE = 2
"""Visits of the last working day that met nobody: their wishes are on the list again."""

WANTED = (None, 0, 2, None, 5, 1, None, 9, 14, 3)
"""Days from today on which residents ask to be visited, in turn; ``None``: on any."""


def ensure_demo_visits(session: Session, *, now: dt.datetime | None = None) -> None:
    """Fill the coming days unless a visit is planned for them; what people planned is never touched."""
    now = now or dt.datetime.now(dt.UTC)
    officers = _officers(session)
    planned = sa.exists().where(
        HomeVisit.wish_id.is_not(None), HomeVisit.scheduled_on >= now.astimezone(WIB).date()
    )
    if not officers or session.scalar(sa.select(planned)):
        return
    calendar = WorkCalendar(session)
    _set_capacities(session, officers)
    _ask(session, calendar, officers["petugas"], now)
    wishes = iter(_some_wishes(session))
    _miss_some(session, calendar, officers["petugas"], wishes, now)
    for place, day in enumerate(_working_days(calendar, now, len(PLANS["petugas"]))):
        for username, counts in PLANS.items():
            _plan_day(session, calendar, officers[username], wishes, day, counts[place], now)


def _officers(session: Session) -> dict[str, SimulatedOfficer]:
    rows = session.scalars(sa.select(UserAccount).where(UserAccount.username.in_((*PLANS, "penyelia"))))
    found = {row.username: SimulatedOfficer(row.id, row.username, row.role) for row in rows}
    return found if len(found) == len(PLANS) + 1 else {}


def _set_capacities(session: Session, officers: dict[str, SimulatedOfficer]) -> None:
    for username, per_day in CAPACITIES.items():
        visits.set_capacity(session, officers["penyelia"], officers[username].id, per_day)


def _ask(session: Session, calendar: WorkCalendar, officer: SimulatedOfficer, now: dt.datetime) -> None:
    """Residents ask: documents that wait are to be brought, and people who cannot come recorded at home."""
    waiting = sa.select(sa.func.count()).select_from(VisitWish).where(VisitWish.closed_at.is_(None))
    missing = WISHES_WANTED - (session.scalar(waiting) or 0)
    for number, (request_id, status) in enumerate(_candidates(session, max(0, missing))):
        purpose = "antar_dokumen" if status == "SELESAI" else ("perekaman", "verifikasi")[number % 2]
        ahead = WANTED[number % len(WANTED)]
        day = None if ahead is None else now.astimezone(WIB).date() + dt.timedelta(days=ahead)
        asked = now - dt.timedelta(hours=5 * number % 190 + 1)
        ask = partial(visits.wish, session, calendar, officer, request_id, purpose, wanted_on=day, at=asked)
        _tried(session, ask)


def _candidates(session: Session, count: int) -> list[tuple[int, str]]:
    """The newest applications that a visit makes sense for, those with priority first."""
    asked = sa.exists().where(VisitWish.request_id == Request.id)
    base = sa.select(Request.id, Request.status).where(~asked)
    early = session.execute(
        base.where(Request.status == "VERIFIKASI", Request.service_code == "KTP_EL")
        .order_by(Request.priority.is_(None), Request.id.desc())
        .limit(count // 3)
    ).all()
    ready = session.execute(
        base.join(Service, Service.code == Request.service_code)
        .where(Request.status == "SELESAI", ~Service.self_print)
        .order_by(Request.priority.is_(None), Request.id.desc())
        .limit(count - len(early))
    )
    return [(row.id, row.status) for row in (*ready, *early)]


def _some_wishes(session: Session) -> list[int]:
    # Neighbours together: an officer's day lies in one part of the city.
    planned = sa.exists().where(HomeVisit.wish_id == VisitWish.id, HomeVisit.outcome.is_(None))
    return list(
        session.scalars(
            sa.select(VisitWish.id)
            .join(Request, Request.id == VisitWish.request_id)
            .where(VisitWish.closed_at.is_(None), ~planned)
            .order_by(Request.kelurahan_code, VisitWish.id)
        )
    )


def _working_days(calendar: WorkCalendar, now: dt.datetime, count: int) -> list[dt.date]:
    today, hours = now.astimezone(WIB).date(), calendar.at(None)
    first = today if hours.is_open(today) else hours.open_day_after(today, 1)
    return [first, *(hours.open_day_after(first, ahead) for ahead in range(1, count))]


def _miss_some(
    session: Session,
    calendar: WorkCalendar,
    officer: SimulatedOfficer,
    wishes: Iterator[int],
    now: dt.datetime,
) -> None:
    hours, today = calendar.at(None), now.astimezone(WIB).date()
    day = next(one for back in range(1, 30) if hours.is_open(one := today - dt.timedelta(days=back)))
    then = dt.datetime.combine(day, dt.time(10), tzinfo=WIB)
    _plan_day(session, calendar, officer, wishes, day, FAILED_BEFORE, then)
    for visit in session.scalars(
        sa.select(HomeVisit).where(HomeVisit.scheduled_on == day, HomeVisit.outcome.is_(None))
    ):
        if visit.officer_id == officer.id:
            visits.nobody_home(session, officer, visit.id, note="Pagar terkunci", at=then)


def _plan_day(
    session: Session,
    calendar: WorkCalendar,
    officer: SimulatedOfficer,
    wishes: Iterator[int],
    day: dt.date,
    count: int,
    at: dt.datetime,
) -> None:
    planned = 0
    while planned < count and (wish_id := next(wishes, None)) is not None:
        plan = partial(
            visits.schedule, session, calendar, officer, wish_id, day=day, visitor_id=officer.id, at=at
        )
        planned += _tried(session, plan)


def _tried(session: Session, act: Callable[[], object]) -> bool:
    """Whether it could be done: on some days an office is closed where another is open."""
    try:
        with session.begin_nested():
            act()
    except WorkflowError:
        return False
    return True
