"""The list of documents that wait: their age, reminders, and what happened to their pickup places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WIB
from dashboard.registry.models import Booking, Request, Slot, Transition
from dashboard.registry.numbers import request_number
from dashboard.registry.reminders import Reminder, newest_reminders, reminded_lately
from dashboard.registry.uncollected import waiting, wib_day
from dashboard.registry.workflow.people import Officer

PAGE_LIMIT = 200


@dataclass(frozen=True)
class WaitingDocument:
    """One document that waits, without personal data.

    ``days`` is its age; ``pickup_day`` the booked day and ``is_missed`` whether nobody came for it;
    ``is_returned`` whether a hand-over was undone, so that it waits again.
    """

    request_id: int
    number: str
    service_code: str | None
    variant_code: str | None
    location_code: str | None
    ready_at: dt.datetime
    days: int
    pickup_day: dt.date | None
    is_missed: bool
    is_returned: bool
    reminder: Reminder | None
    may_remind: bool


@dataclass(frozen=True)
class WaitingWindow:
    """One screen of the list of a band."""

    items: tuple[WaitingDocument, ...]
    offset: int
    total: int


def waiting_window(
    session: Session,
    officer: Officer,
    band: int | None,
    *,
    location: str | None = None,
    newest_first: bool = False,
    page: int = 1,
    page_size: int = 50,
    at: dt.datetime | None = None,
) -> WaitingWindow:
    """A page (from 1) of the documents of a band (``None``: all), oldest first; past the end, the last."""
    at = at or dt.datetime.now(dt.UTC)
    chosen = waiting(officer, location, band, at)
    total = session.scalar(chosen.with_only_columns(sa.func.count())) or 0
    size = min(page_size, PAGE_LIMIT)
    offset = min(page - 1, max(0, total - 1) // size) * size
    order = (
        [Request.status_since.desc(), Request.id.desc()]
        if newest_first
        else [Request.status_since, Request.id]
    )
    # First the ids, from the index alone; then the few applications of the page.
    found = chosen.with_only_columns(Request.id).order_by(*order).offset(offset).limit(size)
    ids = session.scalars(found).all()
    rows = session.execute(
        sa.select(Request, (~reminded_lately(at)).label("may_remind"))
        .where(Request.id.in_(ids))
        .order_by(*order)
    ).all()
    reminders, places = newest_reminders(session, ids), _places(session, ids)
    returned = _returned(session, ids)
    items = (
        _document(request, places.get(request.id), request.id in returned, reminders.get(request.id), may, at)
        for request, may in rows
    )
    return WaitingWindow(tuple(items), offset, total)


def _places(session: Session, request_ids: Sequence[int]) -> dict[int, tuple[dt.date, bool]]:
    """The booked day of each application, and whether it was missed; cancelled places are none."""
    rows = session.execute(
        sa.select(Booking.request_id, Slot.day, Booking.outcome == "tidak_hadir")
        .ext(distinct_on(Booking.request_id))
        .join(Slot, Slot.id == Booking.slot_id)
        .where(Booking.request_id.in_(request_ids), Booking.outcome != "batal")
        .order_by(Booking.request_id, Booking.id.desc())
    )
    return {request_id: (day, missed) for request_id, day, missed in rows}


def _returned(session: Session, request_ids: Sequence[int]) -> set[int]:
    """Applications whose newest step undid a hand-over."""
    newest = (
        sa.select(Transition.request_id, Transition.from_status)
        .ext(distinct_on(Transition.request_id))
        .where(Transition.request_id.in_(request_ids))
        .order_by(Transition.request_id, Transition.id.desc())
    )
    return {request_id for request_id, undone in session.execute(newest) if undone == "DIAMBIL"}


def _document(
    request: Request,
    place: tuple[dt.date, bool] | None,
    is_returned: bool,
    reminder: Reminder | None,
    may_remind: bool,
    at: dt.datetime,
) -> WaitingDocument:
    pickup_day, is_missed = place or (None, False)
    return WaitingDocument(
        request_id=request.id,
        number=request_number(request.id),
        service_code=request.service_code,
        variant_code=request.variant_code,
        location_code=request.location_code,
        ready_at=request.status_since,
        days=(wib_day(at) - request.status_since.astimezone(WIB).date()).days,
        pickup_day=pickup_day,
        is_missed=is_missed,
        is_returned=is_returned,
        reminder=reminder,
        may_remind=may_remind,
    )
