"""What came of a visit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.models import HandoverCheck, HomeVisit, Request, VisitWish
from dashboard.registry.visits.rules import (
    IDENTITIES,
    RECEIVERS,
    SUPERVISORS,
    locked_planned,
    now,
    record,
    settle,
)
from dashboard.registry.wording import date_in_words
from dashboard.registry.workflow import Officer, StepNotAllowed, hand_over


@dataclass(frozen=True)
class Receipt:
    """Who took the document at the door, and how they were identified."""

    receiver: str
    identity: str


def nobody_home(
    session: Session, officer: Officer, visit_id: int, *, note: str = "", at: dt.datetime | None = None
) -> None:
    """Nobody was met; the wish is on the list again. Raises :class:`WorkflowError`."""
    at = at or now()
    visit, request = locked_planned(session, officer, visit_id)
    _refuse_report(officer, visit, at)
    settle(session, visit, "tidak_di_rumah", note, at)
    record(session, officer, "kunjungan tidak di rumah", request.id)


def complete(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    visit_id: int,
    *,
    receipt: Receipt | None = None,
    note: str = "",
    at: dt.datetime | None = None,
) -> None:
    """The visit did what it was for; a document that was brought is handed over with it.

    Args:
        receipt: needed where a document was brought.

    Raises:
        WorkflowError: settled already, not this officer's, before its day, or no receipt.
    """
    at = at or now()
    visit, request = locked_planned(session, officer, visit_id)
    _refuse_report(officer, visit, at)
    wished = session.get(VisitWish, visit.wish_id) if visit.wish_id else None
    delivers = wished is None or wished.purpose == "antar_dokumen"
    taken = _checked(receipt) if delivers else None
    settle(session, visit, "selesai", note, at)
    if wished is not None:
        wished.closed_at = at
        session.flush()
    record(session, officer, "kunjungan selesai", request.id)
    if taken is not None:
        _hand_over(session, calendar, officer, request, taken, at)


def _refuse_report(officer: Officer, visit: HomeVisit, at: dt.datetime) -> None:
    if officer.id != visit.officer_id and officer.role not in SUPERVISORS:
        raise StepNotAllowed("Hasil kunjungan dicatat oleh petugas yang berkunjung, atau oleh penyelia.")
    if at.astimezone(WIB).date() < visit.scheduled_on:
        raise StepNotAllowed(f"Kunjungan ini baru dijadwalkan {date_in_words(visit.scheduled_on)}.")


def _checked(receipt: Receipt | None) -> Receipt:
    if receipt is None or receipt.receiver not in RECEIVERS or receipt.identity not in IDENTITIES:
        raise StepNotAllowed("Pilih siapa yang menerima dokumen dan identitas yang diperiksa.")
    return receipt


def _hand_over(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request: Request,
    receipt: Receipt,
    at: dt.datetime,
) -> None:
    step = hand_over(session, calendar, officer, request.id, "diantar", version=request.version, at=at)
    session.add(
        HandoverCheck(
            transition_id=step.id,
            receiver=receipt.receiver,
            identity=receipt.identity,
            checked_by=officer.id,
            checked_at=step.left_at,
        )
    )
    session.flush()
