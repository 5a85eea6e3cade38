"""Second looks that came to another answer than the first officer, for the supervisor to read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dashboard.registry.models import (
    QualityReview,
    RejectionReason,
    Request,
    Transition,
    TransitionReason,
    UserAccount,
)
from dashboard.registry.numbers import request_number
from dashboard.registry.workflow import Officer
from dashboard.registry.workflow.claims import within_scope

PAGE_LIMIT = 100


@dataclass(frozen=True)
class Answer:
    """A verdict (PROSES or DITOLAK), the primary reason of a rejection, and who gave it when."""

    verdict: str
    reason: str | None
    officer: str
    at: dt.datetime


@dataclass(frozen=True)
class Disagreement:
    """Two answers to one case; ``note`` is the second officer's."""

    request_id: int
    number: str
    service_code: str | None
    location_code: str | None
    first: Answer
    second: Answer
    note: str


@dataclass(frozen=True)
class SecondLooks:
    """The newest disagreements first; ``total`` of them, and how many second looks still wait."""

    rows: tuple[Disagreement, ...]
    total: int
    waiting: int


def disagreements(session: Session, supervisor: Officer, *, offset: int = 0, limit: int = 10) -> SecondLooks:
    """Answers that differ in the verdict or, both rejecting, in the primary reason; no corrected ones."""
    first, second, first_person, second_person = (
        aliased(RejectionReason),
        aliased(RejectionReason),
        aliased(UserAccount),
        aliased(UserAccount),
    )
    differs = sa.or_(QualityReview.same_verdict.is_(False), QualityReview.same_reason.is_(False))
    within = [QualityReview.withdrawn_at.is_(None), *within_scope(supervisor)]
    rows = session.execute(
        sa.select(
            QualityReview, Request.service_code, Request.location_code, Transition.to_status,
            Transition.left_at, first.label, first_person.display_name, second.label,
            second_person.display_name,
        )
        .join(Request, Request.id == QualityReview.request_id)
        .join(Transition, Transition.id == QualityReview.transition_id)
        .outerjoin(
            TransitionReason,
            sa.and_(TransitionReason.transition_id == Transition.id, TransitionReason.is_primary),
        )
        .outerjoin(first, first.code == TransitionReason.reason_code)
        .outerjoin(second, second.code == QualityReview.reason_code)
        .join(first_person, first_person.id == QualityReview.first_officer)
        .join(second_person, second_person.id == QualityReview.reviewer_id)
        .where(differs, *within)
        .order_by(QualityReview.decided_at.desc(), QualityReview.id.desc())
        .offset(max(offset, 0))
        .limit(min(limit, PAGE_LIMIT))
    )  # fmt: skip
    count = sa.select(sa.func.count()).select_from(QualityReview)
    count = count.join(Request, Request.id == QualityReview.request_id).where(*within)
    return SecondLooks(
        tuple(_disagreement(*row) for row in rows),
        session.scalar(count.where(differs)) or 0,
        session.scalar(count.where(QualityReview.decided_at.is_(None))) or 0,
    )


def _disagreement(
    review: QualityReview,
    service: str | None,
    location: str | None,
    verdict: str,
    decided_at: dt.datetime,
    reason: str | None,
    officer: str,
    second_reason: str | None,
    reviewer: str,
) -> Disagreement:
    assert review.verdict is not None
    assert review.decided_at is not None
    return Disagreement(
        request_id=review.request_id,
        number=request_number(review.request_id),
        service_code=service,
        location_code=location,
        first=Answer(verdict, reason, officer, decided_at),
        second=Answer(review.verdict, second_reason, reviewer, review.decided_at),
        note=review.note,
    )
