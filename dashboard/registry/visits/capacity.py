"""How many visits an officer makes a day, and which days still have room."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.calendar import WIB, LocationCalendar
from dashboard.registry.models import HomeVisit, UserAccount, VisitCapacity
from dashboard.registry.visits.board import visitors
from dashboard.registry.visits.rules import (
    MOST_DAYS_AHEAD,
    MOST_VISITS_PER_DAY,
    SUPERVISORS,
    VISITS_PER_DAY,
    DayFull,
    locked_visitor,
    takes_place,
)
from dashboard.registry.wording import date_in_words
from dashboard.registry.workflow import Officer, StepNotAllowed


def set_capacity(session: Session, officer: Officer, visitor_id: int, per_day: int) -> None:
    """How many visits an officer makes a day; what is planned already stays planned.

    Raises:
        StepNotAllowed: not a supervisor, an officer who does not work in the supervisor's area, or not
            0 to 40.
    """
    if officer.role not in SUPERVISORS:
        raise StepNotAllowed("Hanya penyelia yang mengatur kapasitas kunjungan.")
    if not 0 <= per_day <= MOST_VISITS_PER_DAY:
        raise StepNotAllowed(f"Kapasitas kunjungan adalah 0 sampai {MOST_VISITS_PER_DAY} per hari.")
    visitor = locked_visitor(session, visitor_id)
    if visitor.id not in {one.id for one in visitors(session, officer, [])}:
        raise StepNotAllowed(f"{visitor.display_name} tidak bekerja di wilayah Anda.")
    statement = insert(VisitCapacity).values(user_id=visitor.id, per_day=per_day)
    session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_={"per_day": per_day}))
    audit.record(
        session, officer.username, "atur kapasitas kunjungan", f"akun:{visitor.username}", per_hari=per_day
    )


def refuse_full(
    session: Session, visitor: UserAccount, hours: LocationCalendar, day: dt.date, at: dt.datetime
) -> None:
    """Raise :class:`DayFull` unless the officer, whose account is locked, has a place left on the day.

    The refusal names the next day with room, so that nobody has to try one day after another.
    """
    capacity, taken = _capacity_of(session, visitor.id), _places_taken(session, visitor.id, day)
    if taken.get(day, 0) < capacity:
        return
    last = at.astimezone(WIB).date() + dt.timedelta(days=MOST_DAYS_AHEAD)
    later = (day + dt.timedelta(days=ahead) for ahead in range(1, (last - day).days + 1))
    free = next((one for one in later if hours.is_open(one) and taken.get(one, 0) < capacity), None)
    told = f"Hari kosong berikutnya: {date_in_words(free)}." if free else "Pilih petugas lain."
    raise DayFull(
        f"{visitor.display_name} sudah penuh pada {date_in_words(day)}: {taken.get(day, 0)} dari {capacity}. "
        + told
    )


def _capacity_of(session: Session, visitor_id: int) -> int:
    own = session.scalar(sa.select(VisitCapacity.per_day).where(VisitCapacity.user_id == visitor_id))
    return VISITS_PER_DAY if own is None else own


def _places_taken(session: Session, visitor_id: int, since: dt.date) -> dict[dt.date, int]:
    rows = session.execute(
        sa.select(HomeVisit.scheduled_on, sa.func.count().label("visits"))
        .where(HomeVisit.officer_id == visitor_id, HomeVisit.scheduled_on >= since, takes_place())
        .group_by(HomeVisit.scheduled_on)
    )
    return {row.scheduled_on: row.visits for row in rows}
