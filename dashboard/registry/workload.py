"""The work in officers' hands and the work still to be done, for who shares it out.

Every figure is one statement within the supervisor's locations and kecamatan. Lists of people are in the
order of their names, never of what they did.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import (
    PauseReason,
    QueuePause,
    Request,
    UserAccount,
    UserArea,
    UserScope,
)
from dashboard.registry.numbers import request_number
from dashboard.registry.status import WORKED_STATUSES, Status
from dashboard.registry.workflow import Officer
from dashboard.registry.workflow.claims import within_scope
from dashboard.registry.workflow.people import CASE_WORKERS

ENDING_SOON = dt.timedelta(minutes=5)
"""A lease that ends within this is told, so that nobody loses a case unawares."""

MOST_LISTED = 100


@dataclass(frozen=True)
class Holder:
    """An officer and the cases in hand; ``first_held_since`` and ``first_lease_end`` are the earliest ones.

    ``is_active`` is false for an account that was shut while it held cases.
    """

    officer_id: int
    name: str
    is_active: bool
    held: int
    late: int
    first_held_since: dt.datetime | None
    ending_soon: int
    first_lease_end: dt.datetime | None


@dataclass(frozen=True)
class WorkItem:
    """A case that waits or is held, without personal data."""

    request_id: int
    number: str
    status: Status
    service_code: str | None
    location_code: str | None
    submitted_at: dt.datetime
    due_at: dt.datetime | None
    is_late: bool
    holder: str | None
    held_since: dt.datetime | None
    lease_until: dt.datetime | None


@dataclass(frozen=True)
class WorkList:
    """A page of cases, where it lies, and how many there are in all."""

    items: tuple[WorkItem, ...]
    offset: int
    total: int


@dataclass(frozen=True)
class PauseCount:
    """How often officers passed a case over (``lewati``) or held it back (``tahan``) for a reason."""

    kind: str
    label: str
    last_week: int
    last_month: int
    standing: int


@dataclass(frozen=True)
class OpenWork:
    """Open cases of a service at a location."""

    service_code: str | None
    location_code: str | None
    open: int
    late: int


def holders(session: Session, supervisor: Officer, *, at: dt.datetime | None = None) -> list[Holder]:
    """Who works on cases where the supervisor does, and what is in their hands.

    Any other account is listed while it holds a case.
    """
    at = at or _now()
    held = (
        sa.select(
            Request.claimed_by.label("officer_id"),
            sa.func.count().label("held"),
            sa.func.count().filter(Request.due_at < at).label("late"),
            sa.func.min(Request.claimed_at).label("since"),
            sa.func.count().filter(Request.lease_until < at + ENDING_SOON).label("ending"),
            sa.func.min(Request.lease_until).label("lease_end"),
        )
        .where(*_held(at), *within_scope(supervisor))
        .group_by(Request.claimed_by)
        .subquery()
    )
    count = sa.func.coalesce(held.c.held, 0)
    rows = session.execute(
        sa.select(
            UserAccount.id, UserAccount.display_name, UserAccount.is_active, count,
            sa.func.coalesce(held.c.late, 0), held.c.since, sa.func.coalesce(held.c.ending, 0),
            held.c.lease_end,
        )
        .outerjoin(held, held.c.officer_id == UserAccount.id)
        .where(sa.or_(count > 0, sa.and_(UserAccount.is_active, *colleagues(supervisor))))
        .order_by(UserAccount.display_name, UserAccount.id)
    )  # fmt: skip
    return [Holder(*row) for row in rows]


def colleagues(supervisor: Officer) -> list[sa.ColumnElement[bool]]:
    """Conditions on accounts: those that work on cases at one of the supervisor's places at least."""
    limits = (
        (supervisor.locations, UserScope.user_id, UserScope.location_code),
        (supervisor.areas, UserArea.user_id, UserArea.kecamatan_code),
    )
    conditions: list[sa.ColumnElement[bool]] = [UserAccount.role.in_(CASE_WORKERS)]
    for allowed, user_id, code in limits:
        if allowed is not None:
            is_limited = sa.exists().where(user_id == UserAccount.id)
            meets = sa.exists().where(user_id == UserAccount.id, code.in_(allowed))
            conditions.append(sa.or_(~is_limited, meets))
    return conditions


def work_list(
    session: Session,
    supervisor: Officer,
    *,
    holder: int | None = None,
    service: str | None = None,
    location: str | None = None,
    only_late: bool = False,
    page: int = 1,
    page_size: int = 20,
    at: dt.datetime | None = None,
) -> WorkList:
    """Cases that an officer holds, or (``holder`` is ``None``) free ones, most urgent first.

    Args:
        page: from 1; past the end, the last one.
    """
    at = at or _now()
    chosen = [*(_free() if holder is None else [*_held(at), Request.claimed_by == holder])]
    chosen += within_scope(supervisor)
    for column, code in ((Request.service_code, service), (Request.location_code, location)):
        if code is not None:
            chosen.append(column == code)
    if only_late:
        chosen.append(Request.due_at < at)
    total = session.scalar(sa.select(sa.func.count()).select_from(Request).where(*chosen)) or 0
    page_size = min(page_size, MOST_LISTED)
    offset = min(max(page, 1) - 1, max(0, total - 1) // page_size) * page_size
    rows = session.execute(
        sa.select(Request, UserAccount.display_name)
        .outerjoin(UserAccount, UserAccount.id == Request.claimed_by)
        .where(*chosen)
        .order_by(Request.queue_at, Request.id)
        .offset(offset)
        .limit(page_size)
    )
    return WorkList(tuple(_item(request, name, at) for request, name in rows), offset, total)


def pause_counts(session: Session, supervisor: Officer, *, at: dt.datetime | None = None) -> list[PauseCount]:
    """Skips and holds of the last 30 days by reason, and how many of them last; the usual reasons first."""
    at = at or _now()
    recent = QueuePause.paused_at >= at - dt.timedelta(days=7)
    lasts = sa.and_(QueuePause.ended_at.is_(None), QueuePause.until > at)
    rows = session.execute(
        sa.select(
            QueuePause.kind,
            PauseReason.label,
            sa.func.count().filter(recent),
            sa.func.count(),
            sa.func.count().filter(lasts),
        )
        .join(PauseReason, PauseReason.code == QueuePause.reason_code)
        .join(Request, Request.id == QueuePause.request_id)
        .where(QueuePause.paused_at >= at - dt.timedelta(days=30), *within_scope(supervisor))
        .group_by(QueuePause.kind, PauseReason.label, PauseReason.position)
        .order_by(QueuePause.kind, sa.func.count().desc(), PauseReason.position)
    )
    return [PauseCount(*row) for row in rows]


def open_work(session: Session, supervisor: Officer, *, at: dt.datetime | None = None) -> list[OpenWork]:
    """Open cases per service and location, held ones included; only where there are any."""
    at = at or _now()
    rows = session.execute(
        sa.select(
            Request.service_code,
            Request.location_code,
            sa.func.count(),
            sa.func.count().filter(Request.due_at < at),
        )
        .where(is_open(), *within_scope(supervisor))
        .group_by(Request.service_code, Request.location_code)
    )
    return [OpenWork(*row) for row in rows]


def is_open() -> sa.ColumnElement[bool]:
    """Cases in VERIFIKASI or PROSES, found without reading the closed ones.

    Three partial indexes hold together every open case; the condition names each as it was made, because
    only so the planner joins them.
    """
    return sa.and_(
        _worked(),
        sa.or_(
            sa.and_(*_free()),
            Request.claimed_by.is_not(None),
            Request.hold_until.is_not(None),
        ),
    )


def _worked() -> sa.ColumnElement[bool]:
    # Literals, not parameters, so that the partial indexes fit.
    return Request.status.in_([sa.literal_column(f"'{status.value}'") for status in WORKED_STATUSES])


def _free() -> list[sa.ColumnElement[bool]]:
    return [Request.claimed_by.is_(None), Request.hold_until.is_(None), _worked()]


def _held(at: dt.datetime) -> list[sa.ColumnElement[bool]]:
    return [Request.claimed_by.is_not(None), Request.lease_until > at]


def _item(request: Request, holder: str | None, at: dt.datetime) -> WorkItem:
    return WorkItem(
        request_id=request.id,
        number=request_number(request.id),
        status=Status(request.status),
        service_code=request.service_code,
        location_code=request.location_code,
        submitted_at=request.submitted_at,
        due_at=request.due_at,
        is_late=request.due_at is not None and request.due_at < at,
        holder=holder,
        held_since=request.claimed_at,
        lease_until=request.lease_until,
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
