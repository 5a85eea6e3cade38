"""Who must be visited, when and by whom."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import wishes
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.models import (
    HomeVisit,
    Request,
    UserAccount,
    UserArea,
    UserScope,
    VisitWish,
)
from dashboard.registry.numbers import request_number
from dashboard.registry.status import Status
from dashboard.registry.visits.capacity import refuse_full
from dashboard.registry.visits.rules import (
    PURPOSES,
    WITHDRAWALS,
    check_day,
    known_visit,
    locked_planned,
    locked_visitor,
    now,
    record,
    settle,
)
from dashboard.registry.wishes import FITTING
from dashboard.registry.wording import date_in_words
from dashboard.registry.workflow import CaseMoved, Officer, StepNotAllowed
from dashboard.registry.workflow.claims import locked_request, refuse_outside_scope


def wish(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    purpose: str,
    *,
    wanted_on: dt.date | None = None,
    at: dt.datetime | None = None,
) -> VisitWish:
    """Ask for a visit by hand.

    Raises:
        StepNotAllowed: unknown or foreign case, one whose status does not fit, or a day that cannot be.
        CaseMoved: a wish is open already.
    """
    at = at or now()
    request = locked_request(session, request_id)
    refuse_outside_scope(officer, request)
    if purpose not in FITTING:
        raise StepNotAllowed("Pilih keperluan kunjungan dari daftar.")
    if request.status not in FITTING[purpose]:
        raise StepNotAllowed(
            f"{request_number(request_id)} berstatus {Status(request.status).label}: "
            f"tidak ada kunjungan {PURPOSES[purpose].lower()}."
        )
    if wanted_on is not None:
        check_day(calendar.at(request.location_code), wanted_on, at)
    if wishes.open_wish_of(session, request_id) is not None:
        raise CaseMoved(f"{request_number(request_id)} sudah memiliki permintaan kunjungan.")
    wished = VisitWish(
        request_id=request_id, purpose=purpose, wanted_on=wanted_on, wished_at=at, wished_by=officer.id
    )
    session.add(wished)
    session.flush()
    record(session, officer, "minta kunjungan", request_id, keperluan=purpose)
    return wished


def withdraw(
    session: Session, officer: Officer, wish_id: int, reason: str, *, at: dt.datetime | None = None
) -> None:
    """No visit is needed any more; a planned one is cancelled too.

    Args:
        reason: one of ``WITHDRAWALS``.

    Raises:
        WorkflowError: no reason of the list, or the wish is closed already or foreign.
    """
    if reason not in WITHDRAWALS:
        raise StepNotAllowed("Pilih alasan penarikan dari daftar.")
    wished, _ = _open_wish(session, officer, wish_id)
    wishes.close(session, wished, at or now(), f"Permintaan ditarik: {WITHDRAWALS[reason]}.")
    record(session, officer, "tarik permintaan kunjungan", wished.request_id, alasan=reason)


def schedule(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    wish_id: int,
    *,
    day: dt.date,
    visitor_id: int,
    at: dt.datetime | None = None,
) -> HomeVisit:
    """Plan the visit of a wish.

    Raises:
        DayFull: the visiting officer has no place left on the day; never exceeded, as the account's row
            is locked while places are counted. Names the next day with room.
        CaseMoved: the wish is planned or settled already.
        StepNotAllowed: no working day, or the visitor does not work there.
    """
    at = at or now()
    visitor = locked_visitor(session, visitor_id)
    wished, request = _open_wish(session, officer, wish_id)
    planned = _planned_visit(session, wish_id)
    if planned is not None:
        raise CaseMoved(_already_planned(session, planned))
    _check_plan(session, calendar, visitor, request, day, at)
    visit = HomeVisit(
        request_id=request.id,
        kelurahan_code=request.kelurahan_code,
        scheduled_on=day,
        officer_id=visitor.id,
        wish_id=wished.id,
    )
    session.add(visit)
    session.flush()
    record(
        session, officer, "jadwalkan kunjungan", request.id, hari=day.isoformat(), petugas=visitor.username
    )
    return visit


def reschedule(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    visit_id: int,
    *,
    day: dt.date,
    visitor_id: int | None = None,
    note: str = "",
    at: dt.datetime | None = None,
) -> HomeVisit:
    """Move a planned visit to another day, or on its day to another officer.

    Another day ends this visit as ``dijadwal_ulang`` and plans the following one.

    Returns:
        The visit that is planned now.

    Raises:
        WorkflowError: as :func:`schedule`, or the visit is settled already.
    """
    at = at or now()
    known = known_visit(session, visit_id)
    visitor = locked_visitor(session, visitor_id or known.officer_id or 0)
    visit, request = locked_planned(session, officer, visit_id)
    if (day, visitor.id) == (visit.scheduled_on, visit.officer_id):
        raise StepNotAllowed(f"Kunjungan ini sudah dijadwalkan {date_in_words(day)}. Pilih hari lain.")
    _check_plan(session, calendar, visitor, request, day, at)
    record(
        session, officer, "jadwal ulang kunjungan", request.id, hari=day.isoformat(), petugas=visitor.username
    )
    if day == visit.scheduled_on:
        visit.officer_id = visitor.id
        session.flush()
        return visit
    settle(session, visit, "dijadwal_ulang", note, at)
    following = HomeVisit(
        request_id=request.id,
        kelurahan_code=visit.kelurahan_code,
        scheduled_on=day,
        officer_id=visitor.id,
        wish_id=visit.wish_id,
        rescheduled_from=visit.id,
    )
    session.add(following)
    session.flush()
    return following


def cancel(
    session: Session, officer: Officer, visit_id: int, *, note: str = "", at: dt.datetime | None = None
) -> None:
    """Take a visit off the plan; its wish is on the list again. Raises :class:`WorkflowError`."""
    visit, request = locked_planned(session, officer, visit_id)
    settle(session, visit, "batal", note, at or now())
    record(session, officer, "batalkan kunjungan", request.id)


def _check_plan(
    session: Session,
    calendar: WorkCalendar,
    visitor: UserAccount,
    request: Request,
    day: dt.date,
    at: dt.datetime,
) -> None:
    hours = calendar.at(request.location_code)
    check_day(hours, day, at)
    limits = (
        (UserScope.location_code, UserScope.user_id, request.location_code),
        (UserArea.kecamatan_code, UserArea.user_id, request.kecamatan_code),
    )
    for column, owner, code in limits:
        allowed = session.scalars(sa.select(column).where(owner == visitor.id)).all()
        if allowed and code not in allowed:
            raise StepNotAllowed(
                f"{request_number(request.id)} di luar wilayah kerja {visitor.display_name}."
            )
    refuse_full(session, visitor, hours, day, at)


def _open_wish(session: Session, officer: Officer, wish_id: int) -> tuple[VisitWish, Request]:
    known = session.get(VisitWish, wish_id)
    if known is None:
        raise StepNotAllowed("Permintaan kunjungan tidak ditemukan.")
    request = locked_request(session, known.request_id)
    refuse_outside_scope(officer, request)
    wished = wishes.open_wish_of(session, request.id)
    if wished is None or wished.id != wish_id:
        raise CaseMoved(f"Permintaan kunjungan {request_number(request.id)} sudah ditutup.")
    return wished, request


def _planned_visit(session: Session, wish_id: int) -> HomeVisit | None:
    return session.scalar(
        sa.select(HomeVisit).where(HomeVisit.wish_id == wish_id, HomeVisit.outcome.is_(None))
    )


def _already_planned(session: Session, visit: HomeVisit) -> str:
    name = session.scalar(sa.select(UserAccount.display_name).where(UserAccount.id == visit.officer_id))
    return (
        f"{request_number(visit.request_id)} sudah dijadwalkan {date_in_words(visit.scheduled_on)} "
        f"untuk {name or 'petugas lain'}."
    )
