"""Who is expected at a pickup place on a day, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import Booking, PickupLocation, Request, Service, Slot
from dashboard.registry.numbers import request_number
from dashboard.registry.status import Status
from dashboard.registry.workflow.claims import within_scope
from dashboard.registry.workflow.people import Officer

PickupState = Literal["siap", "belum_siap", "dilayani", "tidak_hadir"]
STATES: tuple[PickupState, ...] = get_args(PickupState)
Order = Literal["keadaan", "nomor", "layanan"]
ORDERS: tuple[Order, ...] = get_args(Order)
PAGE_LIMIT = 200


@dataclass(frozen=True)
class PickupCounts:
    """Bookings of one location on a day by what became of them; cancelled ones are none."""

    location_code: str
    siap: int
    belum_siap: int
    dilayani: int
    tidak_hadir: int

    @property
    def expected(self) -> int:
        """All who booked."""
        return self.siap + self.belum_siap + self.dilayani + self.tidak_hadir


@dataclass(frozen=True)
class Pickup:
    """One booking, without personal data."""

    request_id: int
    number: str
    service_code: str | None
    variant_code: str | None
    location_code: str
    day: dt.date
    state: PickupState
    status: Status
    status_since: dt.datetime


@dataclass(frozen=True)
class PickupWindow:
    """One screen of a list: its rows, where it begins, and how long the list is."""

    items: tuple[Pickup, ...]
    offset: int
    total: int


def counter_locations(session: Session, officer: Officer) -> list[str]:
    """The locations at whose counters an officer may stand, in the office's order."""
    inside = [] if officer.locations is None else [PickupLocation.code.in_(officer.locations)]
    return list(
        session.scalars(sa.select(PickupLocation.code).where(*inside).order_by(PickupLocation.position))
    )


def pickup_counts(
    session: Session, officer: Officer, day: dt.date, *, location: str | None = None
) -> list[PickupCounts]:
    """Bookings of a day per location that has any, in the office's order; the sums are the lists' lengths."""
    columns = [sa.func.count().filter(_state() == state) for state in STATES]
    rows = session.execute(
        sa.select(Slot.location_code, *columns)
        .select_from(Booking)
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Request, Request.id == Booking.request_id)
        .join(PickupLocation, PickupLocation.code == Slot.location_code)
        .where(*_expected(officer, day, location))
        .group_by(Slot.location_code, PickupLocation.position)
        .order_by(PickupLocation.position)
    )
    return [PickupCounts(code, **dict(zip(STATES, counts, strict=True))) for code, *counts in rows]


def pickup_window(
    session: Session,
    officer: Officer,
    day: dt.date,
    *,
    location: str | None = None,
    state: PickupState | None = None,
    order: Order = "keadaan",
    page: int = 1,
    page_size: int = 50,
) -> PickupWindow:
    """A page (from 1) of the bookings of a day; past the end, the last page."""
    conditions = _expected(officer, day, location)
    if state is not None:
        conditions.append(_state() == state)
    chosen = (
        sa.select(Request, Slot.location_code, Slot.day, _state().label("state"))
        .select_from(Booking)
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Request, Request.id == Booking.request_id)
        .outerjoin(Service, Service.code == Request.service_code)
        .where(*conditions)
    )
    total = session.scalar(chosen.with_only_columns(sa.func.count())) or 0
    size = min(page_size, PAGE_LIMIT)
    offset = min(max(1, page) - 1, max(0, total - 1) // size) * size
    rows = session.execute(chosen.order_by(*_order(order)).offset(offset).limit(size))
    return PickupWindow(tuple(_pickup(*row) for row in rows), offset, total)


def _state() -> sa.Case[PickupState]:
    # A missed place stays missed, also when its owner comes later: others could have had it.
    return sa.case(
        (Booking.outcome == "hadir", "dilayani"),
        (Booking.outcome == "tidak_hadir", "tidak_hadir"),
        (Request.status == "SELESAI", "siap"),
        else_="belum_siap",
    )


def _expected(officer: Officer, day: dt.date, location: str | None) -> list[sa.ColumnElement[bool]]:
    conditions = [Slot.day == day, Booking.outcome != "batal", *within_scope(officer)]
    if location is not None:
        conditions.append(Slot.location_code == location)
    return conditions


def _order(order: Order) -> Sequence[Any]:
    by_state = sa.case({state: place for place, state in enumerate(STATES)}, value=_state())
    first: dict[Order, list[Any]] = {"keadaan": [by_state], "nomor": [], "layanan": [Service.position]}
    return [*first[order], Request.id]


def _pickup(request: Request, location: str, day: dt.date, state: PickupState) -> Pickup:
    return Pickup(
        request_id=request.id,
        number=request_number(request.id),
        service_code=request.service_code,
        variant_code=request.variant_code,
        location_code=location,
        day=day,
        state=state,
        status=Status(request.status),
        status_since=request.status_since,
    )
