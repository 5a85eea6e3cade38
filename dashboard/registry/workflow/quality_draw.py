"""Which decisions a second officer judges again: drawn by lot in the transaction of the decision."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.desk_settings import desk_settings
from dashboard.registry.models import QualityReview, Transition
from dashboard.registry.status import Status

# From the system's entropy: a seeded generator could be foretold by who knows earlier draws.
_lots = secrets.SystemRandom()


def quality_share(session: Session) -> float:
    """The share of decisions that is judged again, 0 to 1."""
    return desk_settings(session).second_look_percent / 100


def draw_for_second_look(session: Session, step: Transition) -> None:
    """Decide once whether a decision is judged again; a correction withdraws what its decision had drawn.

    Only decisions on the documents are drawn: Verifikasi -> Proses or Ditolak.
    """
    if step.reverses_id is not None:
        _withdraw(session, step)
    elif _can_be_judged(step) and _lots.random() < quality_share(session):
        session.add(
            QualityReview(
                transition_id=step.id,
                request_id=step.request_id,
                first_officer=step.actor_id,
                drawn_at=step.left_at,
            )
        )


def _can_be_judged(step: Transition) -> bool:
    is_verdict = step.from_status == Status.VERIFIKASI and step.to_status in (Status.PROSES, Status.DITOLAK)
    return is_verdict and step.actor_id is not None


def _withdraw(session: Session, correction: Transition) -> None:
    session.execute(
        sa.update(QualityReview)
        .where(QualityReview.transition_id == correction.reverses_id)
        .values(withdrawn_at=correction.left_at)
    )
