"""The officers' work queue: what waits, in which order, and why a case is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WIB, LocationCalendar, WorkCalendar
from dashboard.registry.models import Booking, Request, Slot, UserAccount
from dashboard.registry.numbers import request_number
from dashboard.registry.status import WORKED_STATUSES, Status
from dashboard.registry.wording import date_in_words, short_date_in_words
from dashboard.registry.workflow import Officer
from dashboard.registry.workflow.claims import within_scope

View = Literal["menunggu", "milik_saya", "terlambat", "hari_ini"]
VIEWS: tuple[View, ...] = ("menunggu", "milik_saya", "terlambat", "hari_ini")
Urgency = Literal["terlambat", "pengambilan_besok", "hari_ini", "nanti", "tanpa_target"]

PAGE_LIMIT = 200


@dataclass(frozen=True)
class QueueItem:
    """One case in the queue, without personal data."""

    request_id: int
    number: str
    version: int
    status: Status
    service_code: str | None
    variant_code: str | None
    kecamatan_code: str | None
    location_code: str | None
    channel: str | None
    attempt: int
    submitted_at: dt.datetime
    due_at: dt.datetime | None
    pickup_day: dt.date | None
    holder: str | None
    urgency: Urgency
    reason: str


@dataclass(frozen=True)
class QueueCounts:
    """Numbers of cases per view; each equals the length of that view's list."""

    menunggu: int
    milik_saya: int
    terlambat: int
    hari_ini: int


def queue_page(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    view: View,
    *,
    services: Sequence[str] = (),
    offset: int = 0,
    limit: int = 50,
    at: dt.datetime | None = None,
) -> list[QueueItem]:
    """Cases of a view, most urgent first.

    Args:
        view: ``menunggu`` free cases; ``milik_saya`` those the officer holds; ``terlambat`` and
            ``hari_ini`` free cases past their deadline, or due by the end of today.
        limit: at most 200.
    """
    at = at or dt.datetime.now(dt.UTC)
    statement = (
        sa.select(Request, UserAccount.display_name, _pickup_day())
        .outerjoin(UserAccount, UserAccount.id == Request.claimed_by)
        .where(*_in_view(officer, view, services, at))
        .order_by(Request.queue_at, Request.id)
        .offset(offset)
        .limit(min(limit, PAGE_LIMIT))
    )
    return [
        _item(request, holder, pickup_day, calendar, at)
        for request, holder, pickup_day in session.execute(statement)
    ]


def queue_counts(
    session: Session, officer: Officer, *, services: Sequence[str] = (), at: dt.datetime | None = None
) -> QueueCounts:
    """How many cases each view holds."""
    at = at or dt.datetime.now(dt.UTC)
    numbers = {
        view: session.scalar(
            sa.select(sa.func.count()).select_from(Request).where(*_in_view(officer, view, services, at))
        )
        or 0
        for view in VIEWS
    }
    return QueueCounts(**numbers)


@dataclass(frozen=True)
class QueueWindow:
    """One screen of a view: its cases, all counts, and where in the view it lies.

    ``held`` is the number of cases the officer holds, whatever the filter.
    """

    items: tuple[QueueItem, ...]
    counts: QueueCounts
    offset: int
    total: int
    held: int


def queue_window(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    view: View,
    *,
    services: Sequence[str] = (),
    page: int = 1,
    page_size: int = 50,
    at: dt.datetime | None = None,
) -> QueueWindow:
    """A page (from 1) of a view with the counts; past the end, the last page."""
    at = at or dt.datetime.now(dt.UTC)
    counts = queue_counts(session, officer, services=services, at=at)
    total: int = getattr(counts, view)
    offset = min(page - 1, max(0, total - 1) // page_size) * page_size
    items = queue_page(
        session, calendar, officer, view, services=services, offset=offset, limit=page_size, at=at
    )
    held = queue_counts(session, officer, at=at).milik_saya if services else counts.milik_saya
    return QueueWindow(tuple(items), counts, offset, total, held)


def queue_item(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    *,
    at: dt.datetime | None = None,
) -> QueueItem | None:
    """One case, whatever its status; ``None`` when unknown or outside the officer's locations."""
    row = session.execute(
        sa.select(Request, UserAccount.display_name, _pickup_day())
        .outerjoin(UserAccount, UserAccount.id == Request.claimed_by)
        .where(Request.id == request_id, *within_scope(officer))
    ).first()
    return _item(*row, calendar, at or dt.datetime.now(dt.UTC)) if row else None


def why_next(
    request: Request, pickup_day: dt.date | None, hours: LocationCalendar, at: dt.datetime
) -> tuple[Urgency, str]:
    """Why a case stands where it stands, in words for the officer."""
    today = at.astimezone(WIB).date()
    if request.due_at is not None and request.due_at < at:
        return "terlambat", f"Terlambat {_overdue(request.due_at, hours, at)}"
    if pickup_day is not None and pickup_day <= hours.open_day_after(today, 1):
        return "pengambilan_besok", f"{_pickup_in_words(pickup_day, today)}, belum siap"
    if request.due_at is None:
        waited = (today - request.submitted_at.astimezone(WIB).date()).days
        return "tanpa_target", f"Tanpa target; {f'menunggu {waited} hari' if waited else 'masuk hari ini'}"
    due = request.due_at.astimezone(WIB)
    if due.date() == today:
        return "hari_ini", f"Jatuh tempo hari ini pukul {due:%H.%M} WIB"
    when = "besok" if due.date() == today + dt.timedelta(days=1) else short_date_in_words(due.date())
    return "nanti", f"Jatuh tempo {when}"


def _pickup_in_words(pickup_day: dt.date, today: dt.date) -> str:
    if pickup_day == today:
        return "Diambil hari ini"
    if pickup_day < today:
        return f"Seharusnya diambil {date_in_words(pickup_day)}"
    is_tomorrow = pickup_day == today + dt.timedelta(days=1)
    return "Diambil besok" if is_tomorrow else f"Diambil {date_in_words(pickup_day)}"


def _overdue(due_at: dt.datetime, hours: LocationCalendar, at: dt.datetime) -> str:
    """Lateness in working days begun since the deadline, or in hours on the first of them."""
    due_day, today = due_at.astimezone(WIB).date(), at.astimezone(WIB).date()
    days = 0
    while due_day < today:
        due_day += dt.timedelta(days=1)
        days += hours.is_open(due_day)
    if days >= 1:
        return f"{days} hari kerja"
    minutes = int((at - due_at).total_seconds() // 60)
    return f"{minutes // 60} jam" if minutes >= 60 else f"{minutes} menit"


def _item(
    request: Request,
    holder: str | None,
    pickup_day: dt.date | None,
    calendar: WorkCalendar,
    at: dt.datetime,
) -> QueueItem:
    urgency, reason = why_next(request, pickup_day, calendar.at(request.location_code), at)
    return QueueItem(
        request_id=request.id,
        number=request_number(request.id),
        version=request.version,
        status=Status(request.status),
        service_code=request.service_code,
        variant_code=request.variant_code,
        kecamatan_code=request.kecamatan_code,
        location_code=request.location_code,
        channel=request.channel,
        attempt=request.attempt,
        submitted_at=request.submitted_at,
        due_at=request.due_at,
        pickup_day=pickup_day,
        holder=holder,
        urgency=urgency,
        reason=reason,
    )


def _pickup_day() -> sa.ScalarSelect[dt.date]:
    return (
        sa.select(Slot.day)
        .join(Booking, Booking.slot_id == Slot.id)
        .where(Booking.request_id == Request.id, Booking.outcome == "aktif")
        .scalar_subquery()
    )


def _in_view(
    officer: Officer, view: View, services: Sequence[str], at: dt.datetime
) -> list[sa.ColumnElement[bool]]:
    # Literals, not parameters, so that the partial indexes request_queue and request_held fit.
    worked = Request.status.in_([sa.literal_column(f"'{status.value}'") for status in WORKED_STATUSES])
    conditions = [worked, *within_scope(officer)]
    if view == "milik_saya":
        conditions.append(Request.claimed_by == officer.id)
    else:
        conditions.append(Request.claimed_by.is_(None))
    if view == "terlambat":
        conditions.append(Request.due_at < at)
    if view == "hari_ini":
        midnight = dt.datetime.combine(
            at.astimezone(WIB).date() + dt.timedelta(days=1), dt.time(), tzinfo=WIB
        )
        conditions += [Request.due_at >= at, Request.due_at < midnight]
    if services:
        conditions.append(Request.service_code.in_(services))
    return conditions
