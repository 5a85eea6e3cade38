"""Leaving a case for later: skipped by one officer for today, or held for everybody until a day."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.calendar import WIB, LocationCalendar, WorkCalendar
from dashboard.registry.models import PauseReason, QueuePause, Request
from dashboard.registry.numbers import request_number
from dashboard.registry.status import WORKED_STATUSES
from dashboard.registry.workflow.claims import (
    has_in_hand,
    locked_request,
    put_back,
    refuse_outside_scope,
    who_holds,
)
from dashboard.registry.workflow.people import CaseMoved, Officer, StepNotAllowed, supervises

PauseKind = Literal["lewati", "tahan"]

LONGEST_HOLD_WORKING_DAYS = 5
NOTE_LIMIT = 500
OTHER = "LAIN_"
"""Reasons that begin so say nothing without a note."""


def pause_reasons(session: Session, kind: PauseKind) -> dict[str, str]:
    """The reasons for skipping or holding a case: labels by code, in the office's order."""
    rows = session.execute(
        sa.select(PauseReason.code, PauseReason.label)
        .where(PauseReason.kind == kind)
        .order_by(PauseReason.position, PauseReason.code)
    )
    return {row.code: row.label for row in rows}


def hold_days(hours: LocationCalendar, at: dt.datetime) -> list[dt.date]:
    """The days on which a case held now may come back: the next five working days."""
    today = at.astimezone(WIB).date()
    return [hours.open_day_after(today, ahead) for ahead in range(1, LONGEST_HOLD_WORKING_DAYS + 1)]


def skip(
    session: Session,
    officer: Officer,
    request_id: int,
    reason_code: str,
    note: str = "",
    *,
    at: dt.datetime | None = None,
) -> None:
    """Put a case back and keep it from this officer until the day is over; colleagues are offered it.

    Raises:
        CaseMoved: the officer does not hold it.
        StepNotAllowed: the reason is unknown, or needs a note.
    """
    at = at or dt.datetime.now(dt.UTC)
    request = locked_request(session, request_id)
    if not has_in_hand(officer, request):
        raise CaseMoved(who_holds(session, request))
    midnight = dt.datetime.combine(at.astimezone(WIB).date() + dt.timedelta(days=1), dt.time(), tzinfo=WIB)
    _pause(session, officer, request, "lewati", reason_code, note, at, midnight)
    put_back(request)
    session.flush()


def hold(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    reason_code: str,
    until: dt.date,
    note: str = "",
    *,
    at: dt.datetime | None = None,
) -> None:
    """Put a case back and offer it to nobody before a day.

    Args:
        until: the day on which it is in the queue again, one of :func:`hold_days`.

    Raises:
        CaseMoved: the officer does not hold it; a supervisor may hold any case.
        StepNotAllowed: the reason is unknown, needs a note, or the day is too far.
    """
    at = at or dt.datetime.now(dt.UTC)
    request = _to_hold(session, officer, request_id)
    if until not in hold_days(calendar.at(request.location_code), at):
        raise StepNotAllowed("Kasus dapat ditahan paling lama lima hari kerja. Pilih hari dari daftar.")
    morning = dt.datetime.combine(until, dt.time(), tzinfo=WIB)
    _end_hold(session, request_id, at)
    _pause(session, officer, request, "tahan", reason_code, note, at, morning)
    put_back(request)
    request.hold_until = morning
    session.flush()


def resume(session: Session, officer: Officer, request_id: int, *, at: dt.datetime | None = None) -> None:
    """What a held case waited for is there: it is in the queue again.

    Raises:
        StepNotAllowed: it is not on hold, or outside the officer's locations.
    """
    request = locked_request(session, request_id)
    refuse_outside_scope(officer, request)
    if request.hold_until is None:
        raise StepNotAllowed(f"{request_number(request_id)} tidak sedang ditahan.")
    end_hold(session, request, at or dt.datetime.now(dt.UTC))
    audit.record(session, officer.username, "lanjutkan", f"permohonan:{request_id}")
    session.flush()


def end_hold(session: Session, request: Request, at: dt.datetime) -> None:
    """Write into a locked case that nothing holds it."""
    request.hold_until = None
    _end_hold(session, request.id, at)


def _end_hold(session: Session, request_id: int, at: dt.datetime) -> None:
    session.execute(
        sa.update(QueuePause)
        .where(
            QueuePause.request_id == request_id,
            QueuePause.kind == "tahan",
            QueuePause.ended_at.is_(None),
            QueuePause.until > at,
        )
        .values(ended_at=at)
    )


def _to_hold(session: Session, officer: Officer, request_id: int) -> Request:
    request = locked_request(session, request_id)
    if has_in_hand(officer, request):
        return request
    if not supervises(officer):
        raise CaseMoved(who_holds(session, request))
    refuse_outside_scope(officer, request)
    if request.status not in WORKED_STATUSES:
        raise StepNotAllowed(f"{request_number(request_id)} tidak lagi menunggu petugas.")
    return request


def _pause(
    session: Session,
    officer: Officer,
    request: Request,
    kind: PauseKind,
    reason_code: str,
    note: str,
    at: dt.datetime,
    until: dt.datetime,
) -> None:
    reason = session.get(PauseReason, reason_code)
    if reason is None or reason.kind != kind:
        raise StepNotAllowed("Alasan tidak dikenal. Pilih dari daftar.")
    note = note.strip()[:NOTE_LIMIT]
    if reason_code.startswith(OTHER) and not note:
        raise StepNotAllowed(f"Alasan “{reason.label}” memerlukan keterangan.")
    session.add(
        QueuePause(
            request_id=request.id,
            user_id=officer.id,
            kind=kind,
            reason_code=reason_code,
            note=note,
            paused_at=at,
            until=until,
        )
    )
    audit.record(
        session,
        officer.username,
        kind,
        f"permohonan:{request.id}",
        alasan=reason_code,
        sampai=until.astimezone(WIB).isoformat(timespec="minutes"),
    )
