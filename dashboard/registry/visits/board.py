"""Who makes visits, on which days, and which visits nobody has reported on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.models import (
    HomeVisit,
    PickupLocation,
    Request,
    UserAccount,
    UserArea,
    UserScope,
    VisitCapacity,
)
from dashboard.registry.visits.rules import VISITING_ROLES, VISITS_PER_DAY, takes_place, today
from dashboard.registry.workflow import Officer
from dashboard.registry.workflow.claims import within_scope


@dataclass(frozen=True)
class Visitor:
    """An officer who makes visits, and on each day asked for how many are planned or made."""

    id: int
    name: str
    per_day: int
    booked: dict[dt.date, int]

    def left(self, day: dt.date) -> int:
        """Places left on a day; never less than none, as a capacity may fall below what is planned."""
        return max(0, self.per_day - self.booked.get(day, 0))


@dataclass(frozen=True)
class Unreported:
    """Visits of one officer on one past day of which nobody has said what came of them."""

    visitor_id: int
    name: str
    day: dt.date
    visits: int


def visiting_days(
    session: Session, calendar: WorkCalendar, officer: Officer, *, days: int, at: dt.datetime | None = None
) -> list[dt.date]:
    """The coming days on which an office of the officer's area is open, or a visit is planned."""
    first = today(at)
    span = [first + dt.timedelta(days=ahead) for ahead in range(days)]
    codes = officer.locations or session.scalars(sa.select(PickupLocation.code)).all()
    hours = [calendar.at(code) for code in codes]
    planned = set(
        session.scalars(
            sa.select(HomeVisit.scheduled_on)
            .where(HomeVisit.scheduled_on.between(span[0], span[-1]), HomeVisit.outcome.is_(None))
            .distinct()
        )
    )
    return [day for day in span if day in planned or any(one.is_open(day) for one in hours)]


def unreported(session: Session, officer: Officer, *, at: dt.datetime | None = None) -> list[Unreported]:
    """Past visits without an outcome, oldest first: until it is recorded, nobody plans another."""
    rows = session.execute(
        sa.select(HomeVisit.officer_id, UserAccount.display_name, HomeVisit.scheduled_on, sa.func.count())
        .join(Request, Request.id == HomeVisit.request_id)
        .join(UserAccount, UserAccount.id == HomeVisit.officer_id)
        .where(HomeVisit.outcome.is_(None), HomeVisit.scheduled_on < today(at), *within_scope(officer))
        .group_by(HomeVisit.officer_id, UserAccount.display_name, HomeVisit.scheduled_on)
        .order_by(HomeVisit.scheduled_on, UserAccount.display_name, HomeVisit.officer_id)
    )
    return [Unreported(row[0] or 0, *row[1:]) for row in rows]


def visitors(session: Session, officer: Officer, days: Sequence[dt.date]) -> list[Visitor]:
    """Officers who make visits where this officer works, by name.

    Their places are counted over the whole city: a place taken elsewhere is taken too.
    """
    accounts = session.execute(
        sa.select(UserAccount.id, UserAccount.display_name, VisitCapacity.per_day)
        .outerjoin(VisitCapacity, VisitCapacity.user_id == UserAccount.id)
        .where(
            UserAccount.is_active,
            UserAccount.role.in_(VISITING_ROLES),
            _works_in(UserScope.location_code, UserScope.user_id, officer.locations),
            _works_in(UserArea.kecamatan_code, UserArea.user_id, officer.areas),
        )
        .order_by(UserAccount.display_name, UserAccount.id)
    ).all()
    booked = {
        (row.officer_id, row.scheduled_on): row.visits
        for row in session.execute(
            sa.select(HomeVisit.officer_id, HomeVisit.scheduled_on, sa.func.count().label("visits"))
            .where(HomeVisit.scheduled_on.in_(days), takes_place())
            .group_by(HomeVisit.officer_id, HomeVisit.scheduled_on)
        )
    }
    return [
        Visitor(
            row.id,
            row.display_name,
            VISITS_PER_DAY if row.per_day is None else row.per_day,
            {day: booked.get((row.id, day), 0) for day in days},
        )
        for row in accounts
    ]


def _works_in(code: Any, owner: Any, mine: tuple[str, ...] | None) -> sa.ColumnElement[bool]:
    """Whether an account's limits leave it a place that this officer may see."""
    if mine is None:
        return sa.true()
    limited = sa.exists().where(owner == UserAccount.id)
    return sa.or_(~limited, sa.exists().where(owner == UserAccount.id, code.in_(mine)))
