"""How long officers handle a case: a person's own figure, shown to that person and the supervisor.

Handling is the working time from taking a case to deciding it. It is no ranking: one person is asked for
at a time, services stand in the office's order, and under 20 cases nothing is told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dashboard.registry.models import Request, Service, Transition, UserAccount
from dashboard.registry.status import Status
from dashboard.registry.workflow import Officer
from dashboard.registry.workflow.claims import within_scope
from dashboard.registry.workload import colleagues

PERIOD = dt.timedelta(days=90)
FEWEST = 20
"""Of fewer cases the median says more about chance than about work."""


@dataclass(frozen=True)
class HandlingTime:
    """One service in one status: cases decided, and the median in working seconds (``None``: too few)."""

    service: str
    status: Status
    n: int
    median_seconds: float | None


def own_handling_times(
    session: Session, officer: Officer, *, at: dt.datetime | None = None
) -> list[HandlingTime]:
    """The officer's own figures of the last 90 days."""
    return _handling_times(session, officer.id, officer, at)


def colleague_handling_times(
    session: Session, supervisor: Officer, officer_id: int, *, at: dt.datetime | None = None
) -> list[HandlingTime] | None:
    """An officer's figures within the supervisor's scope; ``None`` when the officer works elsewhere."""
    known = sa.select(UserAccount.id).where(UserAccount.id == officer_id, *colleagues(supervisor))
    if session.scalar(known) is None:
        return None
    return _handling_times(session, officer_id, supervisor, at)


def _handling_times(
    session: Session, officer_id: int, viewer: Officer, at: dt.datetime | None
) -> list[HandlingTime]:
    at = at or dt.datetime.now(dt.UTC)
    undo = aliased(Transition)
    handled = Transition.working_seconds - Transition.working_wait_seconds
    name = sa.func.coalesce(Service.name, "Layanan tidak diketahui")
    count = sa.func.count()
    rows = session.execute(
        sa.select(
            name,
            Transition.from_status,
            count,
            sa.case((count >= FEWEST, sa.func.percentile_cont(0.5).within_group(handled))),
        )
        .join(Request, Request.id == Transition.request_id)
        .outerjoin(Service, Service.code == Request.service_code)
        .where(
            Transition.actor_id == officer_id,
            Transition.claimed_at.is_not(None),
            Transition.left_at >= at - PERIOD,
            Transition.left_at <= at,
            Transition.reverses_id.is_(None),
            ~sa.exists().where(undo.reverses_id == Transition.id, undo.request_id == Transition.request_id),
            *within_scope(viewer),
        )
        .group_by(name, Service.position, Transition.from_status)
        .order_by(Service.position, name, Transition.from_status.desc())
    )
    return [HandlingTime(service, Status(status), n, median) for service, status, n, median in rows]
