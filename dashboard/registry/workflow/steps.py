"""The steps an application takes, one transaction each, and their undoing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dashboard.registry import audit, blanks, booking, wishes
from dashboard.registry.calendar import LocationCalendar, WorkCalendar
from dashboard.registry.models import (
    RejectionReason,
    Request,
    Service,
    Transition,
    TransitionReason,
    UserAccount,
)
from dashboard.registry.numbers import request_number
from dashboard.registry.status import NEXT_STATUSES, REPEATABLE_STATUSES, Status
from dashboard.registry.wording import moment_in_words
from dashboard.registry.workflow.claims import (
    handling_began,
    has_in_hand,
    locked_request,
    refuse_outside_scope,
    who_holds,
)
from dashboard.registry.workflow.people import ADMIN, CaseMoved, Officer, StepNotAllowed
from dashboard.registry.workflow.quality_draw import draw_for_second_look

CORRECTION_WINDOW = dt.timedelta(minutes=30)
"""How long an officer may undo an own step; an admin always may."""

Handover = Literal["loket", "diantar", "cetak_mandiri"]


@dataclass(frozen=True)
class RejectionChoice:
    """One reason of a rejection; exactly one of several is primary."""

    code: str
    is_primary: bool = False
    note: str = ""


def accept(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    *,
    version: int,
    at: dt.datetime | None = None,
) -> Transition:
    """Verified: Verifikasi -> Proses. Raises :class:`WorkflowError`."""
    return _decide(session, calendar, officer, request_id, Status.PROSES, version=version, at=at)


def finish(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    *,
    version: int,
    at: dt.datetime | None = None,
) -> Transition:
    """The document is ready: Proses -> Selesai. Raises :class:`WorkflowError`."""
    return _decide(session, calendar, officer, request_id, Status.SELESAI, version=version, at=at)


def fail(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    *,
    version: int,
    note: str = "",
    at: dt.datetime | None = None,
) -> Transition:
    """The data could not be sent: the system's failure, no rejection. Raises :class:`WorkflowError`."""
    step = _decide(session, calendar, officer, request_id, Status.GAGAL, version=version, at=at, note=note)
    booking.cancel(session, request_id, step.left_at)
    return step


def reject(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    reasons: Sequence[RejectionChoice],
    *,
    version: int,
    at: dt.datetime | None = None,
) -> Transition:
    """Refuse an application for one or more coded reasons, one of them primary.

    Raises:
        WorkflowError: no reason, not exactly one primary, an unknown code, or a code without its text.
    """
    _check_reasons(session, reasons)
    step = _decide(session, calendar, officer, request_id, Status.DITOLAK, version=version, at=at)
    session.add_all(
        TransitionReason(
            transition_id=step.id,
            reason_code=reason.code,
            is_primary=reason.is_primary,
            note=reason.note.strip(),
        )
        for reason in reasons
    )
    booking.cancel(session, request_id, step.left_at)
    return step


def hand_over(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    how: Handover,
    *,
    version: int,
    at: dt.datetime | None = None,
) -> Transition:
    """The applicant has the document: Selesai -> Diambil.

    Raises:
        StepNotAllowed: ``cetak_mandiri`` for a document that cannot be printed at home.
    """
    request = _seen(session, officer, request_id, version)
    service = session.get(Service, request.service_code) if request.service_code else None
    if how == "cetak_mandiri" and service is not None and not service.self_print:
        raise StepNotAllowed(f"{service.name} tidak dapat dicetak mandiri.")
    step = _step(session, calendar, officer, request, Status.DIAMBIL, at=at, handover=how)
    booking.settle(session, calendar, request_id, ready_at=step.entered_at, at=step.left_at)
    return step


def correct(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    note: str,
    *,
    version: int,
    at: dt.datetime | None = None,
) -> Transition:
    """Undo the newest step, with a note; both stay in the history and drop out of every count.

    Raises:
        StepNotAllowed: nothing to undo, no note, too late, another officer's step, or already resubmitted.
    """
    request = _seen(session, officer, request_id, version)
    at = max(at or _now(), request.last_change_at)
    undone = _undoable(session, officer, request, at)
    if not note.strip():
        raise StepNotAllowed("Tuliskan alasan pembatalan.")
    step = _step(
        session, calendar, officer, request, Status(undone.from_status), at=at, note=note, undoes=undone
    )
    if undone.to_status == Status.DIAMBIL:
        booking.reopen_settled(session, request_id)
    elif undone.to_status in REPEATABLE_STATUSES:
        booking.reopen_cancelled(session, request_id)
    return step


def correctable_step(
    session: Session, officer: Officer, request_id: int, *, at: dt.datetime | None = None
) -> Transition | None:
    """The step that :func:`correct` would undo for this officer now; ``None`` when it would refuse."""
    try:
        return _undoable(session, officer, session.get_one(Request, request_id), at or _now())
    except StepNotAllowed:
        return None


def _undoable(session: Session, officer: Officer, request: Request, at: dt.datetime) -> Transition:
    undone = newest_step(session, request.id)
    if undone is None:
        raise StepNotAllowed("Tidak ada langkah yang dapat dibatalkan.")
    own_and_recent = undone.actor_id == officer.id and at - undone.left_at <= CORRECTION_WINDOW
    if officer.role != ADMIN and not own_and_recent:
        raise StepNotAllowed(
            "Langkah hanya dapat dibatalkan oleh petugas yang sama dalam 30 menit, atau oleh admin."
        )
    if session.scalar(sa.select(Request.id).where(Request.resubmission_of == request.id)) is not None:
        raise StepNotAllowed("Permohonan ini sudah diajukan ulang, sehingga tidak dapat dibatalkan.")
    return undone


def newest_step(session: Session, request_id: int) -> Transition | None:
    """The last transition of an application that stands, corrections and what they undid left out."""
    correction = aliased(Transition)
    return session.scalar(
        sa.select(Transition)
        .where(
            Transition.request_id == request_id,
            Transition.reverses_id.is_(None),
            ~sa.exists().where(correction.reverses_id == Transition.id),
        )
        .order_by(Transition.id.desc())
        .limit(1)
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _seen(session: Session, officer: Officer, request_id: int, version: int) -> Request:
    """The locked application, provided it is the officer's to touch and still what the officer saw."""
    request = locked_request(session, request_id)
    refuse_outside_scope(officer, request)
    if request.version != version:
        raise CaseMoved(_what_happened(session, request))
    return request


def _what_happened(session: Session, request: Request) -> str:
    last = session.execute(
        sa.select(Transition, UserAccount.display_name)
        .outerjoin(UserAccount, UserAccount.id == Transition.actor_id)
        .where(Transition.request_id == request.id)
        .order_by(Transition.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return f"{request_number(request.id)} sudah berubah. Muat ulang kasus ini."
    step, actor = last
    return (
        f"{request_number(request.id)} sudah diubah oleh {actor or 'sistem'} pada "
        f"{moment_in_words(step.left_at)}: {Status(step.from_status).label} → "
        f"{Status(step.to_status).label}. "
        "Langkah Anda tidak disimpan."
    )


def _decide(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    to_status: Status,
    *,
    version: int,
    at: dt.datetime | None,
    note: str = "",
) -> Transition:
    """A step that only the officer who holds the case may take."""
    request = _seen(session, officer, request_id, version)
    if not has_in_hand(officer, request):
        raise CaseMoved(who_holds(session, request))
    return _step(session, calendar, officer, request, to_status, at=at, note=note)


def _step(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request: Request,
    to_status: Status,
    *,
    at: dt.datetime | None,
    note: str = "",
    handover: Handover | None = None,
    undoes: Transition | None = None,
) -> Transition:
    if undoes is None and to_status not in NEXT_STATUSES[Status(request.status)]:
        raise StepNotAllowed(
            f"{request_number(request.id)} berstatus {Status(request.status).label} dan tidak dapat menjadi "
            f"{to_status.label}."
        )
    # Clocks of two machines may differ by a little; a step is never before what it follows.
    left_at = max(at or _now(), request.last_change_at, handling_began(request) or request.last_change_at)
    hours = calendar.at(request.location_code)
    # A correction undoes what happened after the claim, so that it counts no handling of its own.
    claimed_at = handling_began(request) if undoes is None else None
    step = Transition(
        request_id=request.id,
        from_status=request.status,
        to_status=to_status.value,
        entered_at=request.status_since,
        claimed_at=claimed_at,
        left_at=left_at,
        working_seconds=_working(hours, request.status_since, left_at),
        working_wait_seconds=_working(hours, request.status_since, claimed_at) if claimed_at else None,
        working_since_submission=_working(hours, request.submitted_at, left_at),
        actor_id=officer.id,
        handover=handover,
        note=note.strip(),
        reverses_id=undoes.id if undoes else None,
    )
    session.add(step)
    session.flush()
    session.refresh(request)  # the database's trigger moved it
    blanks.follow_step(session, request, step, undoes)
    draw_for_second_look(session, step)
    wishes.follow_step(session, request)
    audit.record(
        session,
        officer.username,
        "batalkan" if undoes else to_status.value.lower(),
        f"permohonan:{request.id}",
        dari=step.from_status,
        ke=step.to_status,
    )
    return step


def _working(hours: LocationCalendar, start: dt.datetime, end: dt.datetime) -> int:
    return int(hours.working_seconds(int(start.timestamp()), int(end.timestamp())))


def _check_reasons(session: Session, reasons: Sequence[RejectionChoice]) -> None:
    if not reasons:
        raise StepNotAllowed("Pilih paling sedikit satu alasan penolakan.")
    if sum(reason.is_primary for reason in reasons) != 1:
        raise StepNotAllowed("Tentukan satu alasan utama.")
    known = {
        row.code: row
        for row in session.scalars(
            sa.select(RejectionReason).where(RejectionReason.code.in_([reason.code for reason in reasons]))
        )
    }
    for reason in reasons:
        if reason.code not in known:
            raise StepNotAllowed("Alasan penolakan tidak dikenal. Pilih dari daftar.")
        if known[reason.code].needs_text and not reason.note.strip():
            raise StepNotAllowed(f"Alasan “{known[reason.code].label}” memerlukan keterangan.")
