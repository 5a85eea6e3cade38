"""The history of one application, as its case page shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import (
    ReasonScope,
    RejectionReason,
    Request,
    Transition,
    TransitionReason,
    UserAccount,
)
from dashboard.registry.numbers import request_number
from dashboard.registry.status import Status


@dataclass(frozen=True)
class Step:
    """One transition in words: who, when, what, why.

    ``working_seconds`` is the stay before it in office hours, ``waiting_seconds`` its part before anybody
    took the case (``None`` where nobody did).
    """

    transition_id: int
    from_status: Status
    to_status: Status
    entered_at: dt.datetime
    left_at: dt.datetime
    working_seconds: int
    waiting_seconds: int | None
    actor: str | None
    note: str
    reasons: tuple[str, ...]
    is_correction: bool
    is_undone: bool


@dataclass(frozen=True)
class EarlierApplication:
    """An application of the same chain."""

    request_id: int
    number: str
    attempt: int
    status: Status
    submitted_at: dt.datetime


def steps_of(session: Session, request_id: int) -> list[Step]:
    """Every step of an application in order, corrections and what they undid marked."""
    rows = session.execute(
        sa.select(Transition, UserAccount.display_name)
        .outerjoin(UserAccount, UserAccount.id == Transition.actor_id)
        .where(Transition.request_id == request_id)
        .order_by(Transition.id)
    ).all()
    undone = {step.reverses_id for step, _ in rows}
    reasons = _reasons(session, [step.id for step, _ in rows])
    return [
        Step(
            transition_id=step.id,
            from_status=Status(step.from_status),
            to_status=Status(step.to_status),
            entered_at=step.entered_at,
            left_at=step.left_at,
            working_seconds=step.working_seconds,
            waiting_seconds=step.working_wait_seconds,
            actor=actor,
            note=step.note,
            reasons=tuple(reasons.get(step.id, ())),
            is_correction=step.reverses_id is not None,
            is_undone=step.id in undone,
        )
        for step, actor in rows
    ]


def _reasons(session: Session, transition_ids: list[int]) -> dict[int, list[str]]:
    rows = session.execute(
        sa.select(TransitionReason.transition_id, RejectionReason.label, TransitionReason.note)
        .join(RejectionReason, RejectionReason.code == TransitionReason.reason_code)
        .where(TransitionReason.transition_id.in_(transition_ids))
        .order_by(TransitionReason.is_primary.desc(), RejectionReason.position)
    )
    found: dict[int, list[str]] = {}
    for transition_id, label, note in rows:
        found.setdefault(transition_id, []).append(f"{label}: {note}" if note else label)
    return found


def chain_of(session: Session, request_id: int) -> list[EarlierApplication]:
    """All applications of the chain that a request belongs to, first to last."""
    root_id = session.scalar(sa.select(Request.root_id).where(Request.id == request_id))
    # Walk the links: there is no index on root_id, and a chain is a handful of rows.
    link = sa.select(Request.id).where(Request.id == root_id).cte("chain", recursive=True)
    chain = link.union_all(sa.select(Request.id).join(link, Request.resubmission_of == link.c.id))
    rows = session.scalars(sa.select(Request).join(chain, Request.id == chain.c.id).order_by(Request.attempt))
    return [
        EarlierApplication(
            request_id=row.id,
            number=request_number(row.id),
            attempt=row.attempt,
            status=Status(row.status),
            submitted_at=row.submitted_at,
        )
        for row in rows
    ]


def reasons_offered(
    session: Session, service_code: str | None, variant_code: str | None
) -> list[RejectionReason]:
    """The coded reasons that an officer may choose from for a service and variant, in their order.

    A reason limited to services (table ``reason_scope``) is offered for those only, any other everywhere.
    """
    mine = sa.exists().where(
        ReasonScope.reason_code == RejectionReason.code,
        ReasonScope.service_code == service_code,
        ReasonScope.variant_code.in_(["", variant_code or ""]),
    )
    is_limited = sa.exists().where(ReasonScope.reason_code == RejectionReason.code)
    statement = sa.select(RejectionReason).where(~is_limited | mine).order_by(RejectionReason.position)
    return list(session.scalars(statement))
