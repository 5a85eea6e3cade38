"""The one rule of the queue's order.

A case stands at ``queue_at``, the earliest first, and of equals the lower number. That is its deadline,
or the evening before its pickup when that comes earlier; without a target, as if due after five working
days. A priority puts it one day ahead. When the pickup is on the next working day and the document is
not ready, the case is pulled ahead of all that is less than five days late.

A new application is booked for a later day than its own, so it stands at most six days before the
moment it came in. So a waiting case is overtaken by nobody new once it is six days past its place:
nothing starves.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.booking import closing_before
from dashboard.registry.calendar import WIB, LocationCalendar, WorkCalendar
from dashboard.registry.models import Booking, Request, Slot

Priority = Literal["lansia", "disabilitas", "ibu_hamil", "sakit"]
PRIORITIES: dict[str, str] = {
    "lansia": "lanjut usia",
    "disabilitas": "penyandang disabilitas",
    "ibu_hamil": "ibu hamil",
    "sakit": "sedang sakit",
}
"""Why an applicant is served earlier, in words."""

QUEUE_DAYS_WITHOUT_TARGET = 5
"""A service without a target queues as if due after this many working days."""

PRIORITY_HEAD_START = dt.timedelta(days=1)
PULL_HEAD_START = dt.timedelta(days=5)
"""What is later than this stays ahead of a case whose pickup is near."""


@dataclass(frozen=True)
class QueuePlace:
    """Where a case stands, and when its pickup will pull it ahead (``None``: no pickup is booked)."""

    queue_at: dt.datetime
    pull_at: dt.datetime | None


def queue_place(
    hours: LocationCalendar,
    submitted_at: dt.datetime,
    due_at: dt.datetime | None,
    pickup_day: dt.date | None,
    priority: str | None,
) -> QueuePlace:
    """The place of a case that nothing has pulled ahead yet."""
    queue_at = due_at or _moment(hours.due(int(submitted_at.timestamp()), QUEUE_DAYS_WITHOUT_TARGET))
    pull_at = None
    if pickup_day is not None:
        evening_before = closing_before(hours, pickup_day)
        queue_at = max(submitted_at, min(queue_at, evening_before))
        pull_at = evening_before.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    return QueuePlace(queue_at - PRIORITY_HEAD_START if priority else queue_at, pull_at)


def place_anew(session: Session, calendar: WorkCalendar, request: Request) -> None:
    """Work out the place of a waiting case again, after its priority or its booking changed.

    A pickup that is near already pulls it ahead at the next upkeep.
    """
    place = queue_place(
        calendar.at(request.location_code),
        request.submitted_at,
        request.due_at,
        session.scalar(sa.select(active_pickup_day(request.id))),
        request.priority,
    )
    request.queue_at, request.pull_at = place.queue_at, place.pull_at
    session.flush()


def active_pickup_day(request_id: object) -> sa.ScalarSelect[dt.date]:
    """The day of the place that is booked for an application."""
    return (
        sa.select(Slot.day)
        .join(Booking, Booking.slot_id == Slot.id)
        .where(Booking.request_id == request_id, Booking.outcome == "aktif")
        .scalar_subquery()
    )


def keep_queue(session: Session, *, at: dt.datetime | None = None) -> None:
    """Do what time alone calls for: end claims and holds, pull cases ahead whose pickup is near.

    Every claim does it first, and a job does it every minute; cheap when nothing is due.
    """
    session.execute(
        sa.text("select queue_upkeep(:at, :head_start)"),
        {"at": at or dt.datetime.now(dt.UTC), "head_start": PULL_HEAD_START},
    )


def _moment(epoch_seconds: object) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(epoch_seconds), dt.UTC)  # type: ignore[call-overload]
