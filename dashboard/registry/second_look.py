"""Second looks: a decision is judged again by an officer who knows neither the first answer nor its course.

The answer changes no case. It says how alike officers decide, and where they differ the supervisor reads
both answers.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from dashboard.registry import audit
from dashboard.registry.history import chain_of, steps_of
from dashboard.registry.lookup import UNKNOWN_APPLICANT, MaskedApplicant, masked_applicants
from dashboard.registry.models import (
    Booking,
    DocumentType,
    QualityReview,
    RejectionReason,
    Request,
    RequestDocument,
    Requirement,
    Slot,
    Transition,
    TransitionReason,
)
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.status import Status
from dashboard.registry.workflow import CaseMoved, Officer, StepNotAllowed
from dashboard.registry.workflow.claims import within_scope

LEASE = dt.timedelta(minutes=30)
"""How long a second look is kept for the officer who took it."""

NOTE_LIMIT = 500
NOT_YOURS = "Pemeriksaan ini tidak lagi Anda pegang. Ambil yang berikutnya."
NOT_NEEDED = "Pemeriksaan ini tidak diperlukan lagi. Ambil yang berikutnya."

Answer = Literal["setuju", "tolak"]
VERDICTS: dict[str, Status] = {"setuju": Status.PROSES, "tolak": Status.DITOLAK}


@dataclass(frozen=True)
class ShownDocument:
    """A document that the service asks for, and the ids of its files that were there at the decision."""

    code: str
    label: str
    is_mandatory: bool
    condition: str
    files: tuple[int, ...]


@dataclass(frozen=True)
class EarlierAttempt:
    """An application of the same chain that had ended before this one began."""

    attempt: int
    status: Status
    submitted_at: dt.datetime
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class BlindCase:
    """A case as it stood when it was decided, without the decision and without what came after.

    Its number is left out too: it would lead to the case page, which tells how the case ended.
    """

    review_id: int
    as_of: dt.datetime
    service_code: str | None
    variant_code: str | None
    location_code: str | None
    channel: str | None
    attempt: int
    submitted_at: dt.datetime
    due_at: dt.datetime | None
    pickup_day: dt.date | None
    applicant: MaskedApplicant
    documents: tuple[ShownDocument, ...]
    earlier: tuple[EarlierAttempt, ...]


def waiting_count(session: Session, officer: Officer, *, at: dt.datetime | None = None) -> int:
    """How many second looks this officer could take now, the one in hand included."""
    at = at or _now()
    may = sa.or_(_free(at), _in_hand(officer, at))
    offered = _offered(officer).where(may).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(offered)) or 0


def take_next(session: Session, officer: Officer, *, at: dt.datetime | None = None) -> int | None:
    """The second look in hand, else the one that waits longest; ``None`` when none is left.

    Colleagues who ask at the same moment get different ones.
    """
    at = at or _now()
    held = in_hand(session, officer, at=at)
    if held is not None:
        return held
    longest = (
        _offered(officer)
        .where(_free(at))
        .order_by(QualityReview.drawn_at, QualityReview.id)
        .limit(1)
        .with_for_update(of=QualityReview, skip_locked=True, key_share=True)
    )
    taken = (
        sa.update(QualityReview)
        .where(QualityReview.id == longest.scalar_subquery())
        .values(reviewer_id=officer.id, lease_until=at + LEASE)
        .returning(QualityReview.id)
    )
    found: int | None = session.execute(taken).scalar_one_or_none()
    return found


def in_hand(session: Session, officer: Officer, *, at: dt.datetime | None = None) -> int | None:
    """The second look that this officer took and has not answered."""
    found: int | None = session.scalar(_offered(officer).where(_in_hand(officer, at or _now())).limit(1))
    return found


def put_back(session: Session, officer: Officer, review_id: int) -> None:
    """Give a second look back unanswered.

    Raises:
        CaseMoved: the officer does not hold it.
    """
    review = _held(session, officer, review_id)
    review.reviewer_id = review.lease_until = None
    session.flush()


def blind_case(
    session: Session,
    vault: PersonalDataVault,
    officer: Officer,
    review_id: int,
    *,
    at: dt.datetime | None = None,
) -> BlindCase | None:
    """What the officer who holds a second look may see of it; ``None`` for anybody else."""
    held = _offered(officer).where(_in_hand(officer, at or _now()), QualityReview.id == review_id)
    if session.scalar(held) is None:
        return None
    review = session.get_one(QualityReview, review_id)
    request = session.get_one(Request, review.request_id)
    as_of = session.get_one(Transition, review.transition_id).left_at
    return BlindCase(
        review_id=review_id,
        as_of=as_of,
        service_code=request.service_code,
        variant_code=request.variant_code,
        location_code=request.location_code,
        channel=request.channel,
        attempt=request.attempt,
        submitted_at=request.submitted_at,
        due_at=request.due_at,
        pickup_day=_pickup_day(session, request.id, as_of),
        applicant=masked_applicants(session, vault, [request.id]).get(request.id, UNKNOWN_APPLICANT),
        documents=_documents(session, request, as_of),
        earlier=_earlier(session, request),
    )


def judge(
    session: Session,
    officer: Officer,
    review_id: int,
    answer: str,
    reason_code: str | None = None,
    note: str = "",
    *,
    at: dt.datetime | None = None,
) -> None:
    """Keep the second officer's answer; the same answer sent twice is kept once.

    Args:
        answer: ``setuju`` or ``tolak``.
        reason_code: the primary reason of a ``tolak``.

    Raises:
        CaseMoved: the officer does not hold it.
        StepNotAllowed: the decision was undone meanwhile, or the answer is incomplete.
    """
    verdict = VERDICTS.get(answer)
    if verdict is None:
        raise StepNotAllowed("Pilih setuju atau tolak.")
    review = _held(session, officer, review_id)
    if review.decided_at is not None:
        return
    note = note.strip()[:NOTE_LIMIT]
    if verdict is Status.DITOLAK:
        _check_reason(session, reason_code, note)
    first = session.get_one(Transition, review.transition_id)
    both_reject = verdict == first.to_status == Status.DITOLAK
    review.verdict = verdict.value
    review.reason_code = reason_code if verdict is Status.DITOLAK else None
    review.note = note
    review.decided_at = max(at or _now(), first.left_at)
    review.same_verdict = verdict == first.to_status
    review.same_reason = reason_code == _primary_reason(session, first.id) if both_reject else None
    session.flush()
    subject = f"pemeriksaan:{review.id}"
    audit.record(session, officer.username, "periksa_ulang", subject, putusan=verdict.value)


def _held(session: Session, officer: Officer, review_id: int) -> QualityReview:
    """A second look that the officer took, also when its lease ran out but nobody else has taken it."""
    review = session.get(QualityReview, review_id, with_for_update=True, populate_existing=True)
    if review is None or review.reviewer_id != officer.id:
        raise CaseMoved(NOT_YOURS)
    if review.withdrawn_at is not None:
        raise StepNotAllowed(NOT_NEEDED)
    still_blind = _offered(officer).where(QualityReview.id == review_id)
    if review.decided_at is None and session.scalar(still_blind) is None:
        raise CaseMoved(NOT_YOURS)
    return review


def _check_reason(session: Session, reason_code: str | None, note: str) -> None:
    reason = session.get(RejectionReason, reason_code) if reason_code else None
    if reason is None:
        raise StepNotAllowed("Pilih alasan utama penolakan dari daftar.")
    if reason.needs_text and not note:
        raise StepNotAllowed(f"Alasan “{reason.label}” memerlukan keterangan.")


def _primary_reason(session: Session, transition_id: int) -> str | None:
    return session.scalar(
        sa.select(TransitionReason.reason_code).where(
            TransitionReason.transition_id == transition_id, TransitionReason.is_primary
        )
    )


def _offered(officer: Officer) -> sa.Select[Any]:
    """Unanswered second looks on cases that the officer may see and had no hand in."""
    own_step = aliased(Transition)
    services = [] if officer.services is None else [Request.service_code.in_(officer.services)]
    return (
        sa.select(QualityReview.id)
        .join(Request, Request.id == QualityReview.request_id)
        .where(
            QualityReview.decided_at.is_(None),
            QualityReview.withdrawn_at.is_(None),
            QualityReview.first_officer != officer.id,
            # Who took a later step, or holds the case, knows how it was decided.
            ~sa.exists().where(
                own_step.request_id == QualityReview.request_id, own_step.actor_id == officer.id
            ),
            Request.claimed_by.is_distinct_from(officer.id),
            Request.lapsed_by.is_distinct_from(officer.id),
            *within_scope(officer),
            *services,
        )
    )


def _free(at: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.or_(QualityReview.lease_until.is_(None), QualityReview.lease_until < at)


def _in_hand(officer: Officer, at: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(QualityReview.reviewer_id == officer.id, QualityReview.lease_until >= at)


def _documents(session: Session, request: Request, as_of: dt.datetime) -> tuple[ShownDocument, ...]:
    were_there = (
        sa.select(sa.func.array_agg(aggregate_order_by(RequestDocument.id, RequestDocument.id)))
        .where(
            RequestDocument.request_id == request.id,
            RequestDocument.document_code == Requirement.document_code,
            RequestDocument.uploaded_at <= as_of,
        )
        .correlate(Requirement)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(
            Requirement.document_code,
            DocumentType.label,
            Requirement.is_mandatory,
            Requirement.condition,
            were_there,
        )
        .join(DocumentType, DocumentType.code == Requirement.document_code)
        .where(
            Requirement.service_code == request.service_code,
            Requirement.variant_code == request.variant_code,
        )
        .order_by(Requirement.is_mandatory.desc(), Requirement.position)
    )
    return tuple(
        ShownDocument(code, label, mandatory, condition, tuple(files or ()))
        for code, label, mandatory, condition, files in rows
    )


def _pickup_day(session: Session, request_id: int, as_of: dt.datetime) -> dt.date | None:
    """The day that was booked then: a rejection cancels the booking, which would give it away."""
    return session.scalar(
        sa.select(Slot.day)
        .join(Booking, Booking.slot_id == Slot.id)
        .where(
            Booking.request_id == request_id,
            Booking.booked_at <= as_of,
            sa.or_(Booking.settled_at.is_(None), Booking.settled_at >= as_of),
        )
        .order_by(Booking.id.desc())
        .limit(1)
    )


def _earlier(session: Session, request: Request) -> tuple[EarlierAttempt, ...]:
    if request.attempt == 1:
        return ()
    chain = chain_of(session, request.id)
    return tuple(
        EarlierAttempt(row.attempt, row.status, row.submitted_at, _end_reasons(session, row.request_id))
        for row in chain
        if row.attempt < request.attempt
    )


def _end_reasons(session: Session, request_id: int) -> tuple[str, ...]:
    steps = steps_of(session, request_id)
    standing = [step for step in steps if not step.is_undone and not step.is_correction]
    return standing[-1].reasons if standing else ()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
