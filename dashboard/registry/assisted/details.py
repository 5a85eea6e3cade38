"""What a list of assisted cases knows of each beyond its own row: places, visits, repeats, reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dashboard.registry.models import (
    Booking,
    HomeVisit,
    RejectionReason,
    Request,
    RequestDocument,
    Requirement,
    Slot,
    Transition,
    TransitionReason,
    VisitWish,
)
from dashboard.registry.status import REPEATABLE_STATUSES, Status


@dataclass(frozen=True)
class Refusal:
    """A reason for which an application was refused, as its applicant reads it."""

    code: str
    words: str
    fault: str | None


def needs_repeat() -> sa.ColumnElement[bool]:
    """Ended without a document, and not yet applied for again."""
    repeat = aliased(Request)
    return sa.and_(
        Request.status.in_(REPEATABLE_STATUSES), ~sa.exists().where(repeat.resubmission_of == Request.id)
    )


def missing_documents() -> sa.ScalarSelect[int]:
    """How many mandatory documents of a case that is still to be examined were not uploaded."""
    # Both named: SQLAlchemy would otherwise look for the document among those of all applications.
    uploaded = (
        sa.exists()
        .where(
            RequestDocument.request_id == Request.id,
            RequestDocument.document_code == Requirement.document_code,
        )
        .correlate(Request, Requirement)
    )
    return (
        sa.select(sa.func.count())
        .select_from(Requirement)
        .where(
            Request.status == Status.VERIFIKASI,
            Requirement.service_code == Request.service_code,
            Requirement.variant_code == Request.variant_code,
            Requirement.is_mandatory,
            ~uploaded,
        )
        .correlate(Request)
        .scalar_subquery()
    )


def _lacks_documents() -> sa.ColumnElement[bool]:
    return sa.and_(Request.status == Status.VERIFIKASI, missing_documents() > 0)


def needs_somebody() -> sa.ColumnElement[bool]:
    """Whether the resident, or who helps the resident, has something to do."""
    return sa.or_(Request.status == Status.SELESAI, needs_repeat(), _lacks_documents())


def urgency() -> sa.Case[int]:
    """What its resident has to do, the most pressing first; what waits for the office comes last."""
    is_ready = Request.status == Status.SELESAI
    return sa.case(
        (needs_repeat(), 0),
        (_lacks_documents(), 1),
        (sa.and_(is_ready, _day("tidak_hadir").is_not(None)), 2),
        (is_ready, 3),
        else_=4,
    )


def booked_on() -> sa.Label[dt.date]:
    """The day of the place that is booked."""
    return _day("aktif").label("booked_on")


def missed_on() -> sa.Label[dt.date]:
    """The day of the last place that nobody came for."""
    return _day("tidak_hadir").label("missed_on")


def _day(outcome: Literal["aktif", "tidak_hadir"]) -> sa.ScalarSelect[dt.date]:
    # A literal, not a parameter, so that the partial index of the outcome fits.
    return (
        sa.select(sa.func.max(Slot.day))
        .join(Booking, Booking.slot_id == Slot.id)
        .where(Booking.request_id == Request.id, Booking.outcome == sa.literal_column(f"'{outcome}'"))
        .correlate(Request)
        .scalar_subquery()
    )


def visit_day() -> sa.Label[dt.date]:
    """The day of a visit that is planned."""
    return (
        sa.select(sa.func.min(HomeVisit.scheduled_on))
        .where(HomeVisit.request_id == Request.id, HomeVisit.outcome.is_(None))
        .correlate(Request)
        .scalar_subquery()
        .label("visit_on")
    )


def has_wish() -> sa.Label[bool]:
    """Whether a visit is wished for, planned or not."""
    return (
        sa.exists()
        .where(VisitWish.request_id == Request.id, VisitWish.closed_at.is_(None))
        .correlate(Request)
        .label("has_wish")
    )


def repeat_id() -> sa.Label[int]:
    """The application that followed this one."""
    repeat = aliased(Request)
    return (
        sa.select(repeat.id)
        .where(repeat.resubmission_of == Request.id)
        .correlate(Request)
        .scalar_subquery()
        .label("repeat_id")
    )


def refusals(session: Session, request_ids: Sequence[int]) -> dict[int, list[Refusal]]:
    """Reasons of the refusals that stand, by request, the primary one first."""
    correction = aliased(Transition)
    rows = session.execute(
        sa.select(
            Request.id,
            RejectionReason.code,
            RejectionReason.label,
            TransitionReason.note,
            TransitionReason.fault,
        )
        .select_from(Request)
        .join(
            Transition,
            sa.and_(
                Transition.request_id == Request.id,
                Transition.to_status == Request.status,
                Transition.left_at == Request.status_since,
                Transition.reverses_id.is_(None),
                ~sa.exists().where(correction.reverses_id == Transition.id),
            ),
        )
        .join(TransitionReason, TransitionReason.transition_id == Transition.id)
        .join(RejectionReason, RejectionReason.code == TransitionReason.reason_code)
        .where(Request.id.in_(request_ids), Request.status == Status.DITOLAK)
        .order_by(Request.id, TransitionReason.is_primary.desc(), RejectionReason.position)
    )
    found: dict[int, list[Refusal]] = {}
    for request_id, code, label, note, fault in rows:
        found.setdefault(request_id, []).append(Refusal(code, f"{label}: {note}" if note else label, fault))
    return found
