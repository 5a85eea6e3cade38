"""Pickup places: never more bookings than the quota, and refusals remembered."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WIB, LocationCalendar, WorkCalendar
from dashboard.registry.models import Booking, PickupLocation, Request, Slot, SlotRefusal
from dashboard.registry.wording import date_in_words

FIRST_PICKUP_WORKING_DAY = 3
LAST_PICKUP_WORKING_DAY = 7

OPEN_AHEAD_WORKING_DAYS = 10
"""Places are opened a little further ahead than residents may book."""

LATE_DOCUMENT_DAYS = 7
"""Days to fetch a document that was not ready before the booked day, counted from when it is."""

DEFAULT_DAILY_QUOTA = 30
"""Assumption for a location without any earlier day: the quota per kecamatan at the end of 2025."""


class SlotFull(Exception):
    """The day has no place left (or none at all); the message is meant for the screen."""


def pickup_days(hours: LocationCalendar, submitted_on: dt.date) -> list[dt.date]:
    """The days a resident may choose from: 3 to 7 working days ahead by the location's calendar."""
    return [
        hours.open_day_after(submitted_on, ahead)
        for ahead in range(FIRST_PICKUP_WORKING_DAY, LAST_PICKUP_WORKING_DAY + 1)
    ]


def closing_before(hours: LocationCalendar, day: dt.date) -> dt.datetime:
    """Closing time of the last working day before ``day``."""
    earlier = day - dt.timedelta(days=1)
    while (open_close := hours.hours(earlier)) is None:
        earlier -= dt.timedelta(days=1)
    midnight = dt.datetime.combine(earlier, dt.time(), tzinfo=WIB)
    return midnight + dt.timedelta(seconds=open_close[1])


def open_slots(session: Session, calendar: WorkCalendar, today: dt.date | None = None) -> int:
    """Open the coming days that have no places yet, with the quota of the location's newest day.

    Returns:
        The number of days opened; days that exist keep their quota.
    """
    today = today or dt.datetime.now(WIB).date()
    opened = 0
    for location_code in session.scalars(sa.select(PickupLocation.code)):
        hours = calendar.at(location_code)
        newest_quota = session.scalar(
            sa.select(Slot.quota)
            .where(Slot.location_code == location_code)
            .order_by(Slot.day.desc())
            .limit(1)
        )
        days = [hours.open_day_after(today, ahead) for ahead in range(1, OPEN_AHEAD_WORKING_DAYS + 1)]
        quota = DEFAULT_DAILY_QUOTA if newest_quota is None else newest_quota
        rows = [{"location_code": location_code, "day": day, "quota": quota} for day in days]
        statement = insert(Slot).values(rows).on_conflict_do_nothing().returning(Slot.id)
        opened += len(session.scalars(statement).all())
    return opened


def book(session: Session, request: Request, day: dt.date, at: dt.datetime) -> Booking:
    """Take one place of the request's location on a day.

    Raises:
        SlotFull: no place is left; the caller rolls back and records a refusal.
    """
    slot_id = session.scalar(
        sa.update(Slot)
        .where(Slot.location_code == request.location_code, Slot.day == day, Slot.taken < Slot.quota)
        .values(taken=Slot.taken + 1)
        .returning(Slot.id)
    )
    if slot_id is None:
        raise SlotFull(f"Kuota {date_in_words(day)} sudah penuh. Pilih tanggal lain.")
    booking = Booking(
        slot_id=slot_id,
        request_id=request.id,
        applicant_id=request.applicant_id,
        service_code=request.service_code,
        booked_at=at,
    )
    session.add(booking)
    session.flush()
    return booking


def record_refusal(
    session: Session,
    *,
    location_code: str,
    day: dt.date,
    service_code: str | None = None,
    kecamatan_code: str | None = None,
    channel: str | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Remember a full day somebody asked for, in a transaction of its own."""
    session.add(
        SlotRefusal(
            location_code=location_code,
            day=day,
            refused_at=at or dt.datetime.now(dt.UTC),
            service_code=service_code,
            kecamatan_code=kecamatan_code,
            channel=channel,
        )
    )


def missed_at(hours: LocationCalendar, day: dt.date, ready_at: dt.datetime) -> dt.datetime:
    """When a place that nobody came for counts as missed: at the location's closing of its day.

    Nobody misses a document that was not ready before that day; its owner gets a week from when it is.
    """
    if ready_at.astimezone(WIB).date() < day:
        return closing_before(hours, day + dt.timedelta(days=1))
    return ready_at + dt.timedelta(days=LATE_DOCUMENT_DAYS)


def settle(
    session: Session, calendar: WorkCalendar, request_id: int, *, ready_at: dt.datetime, at: dt.datetime
) -> None:
    """The applicant has the document: the active booking was kept, or was missed by then.

    Who comes on the booked day keeps it, also after closing. The answer is the same whether
    :func:`settle_missed` has run or not.
    """
    found = session.execute(_active().where(Booking.request_id == request_id)).first()
    if found is None:
        return
    missed = missed_at(calendar.at(found.location_code), found.day, ready_at)
    kept = at < missed or at.astimezone(WIB).date() <= found.day
    _settle_active(session, found.id, "hadir" if kept else "tidak_hadir", at if kept else missed)


def settle_missed(
    session: Session, calendar: WorkCalendar, at: dt.datetime | None = None, *, most: int | None = None
) -> int:
    """End the bookings of past days that were missed by now.

    Args:
        most: no more than so many at one go, so that the transaction stays short.

    Returns:
        The number of bookings ended as ``tidak_hadir``; less than ``most`` once none is left.
    """
    at = at or dt.datetime.now(dt.UTC)
    past = (
        _active()
        .join(Request, Request.id == Booking.request_id)
        .add_columns(Request.status_since)
        .where(Slot.day < at.astimezone(WIB).date(), Request.status == "SELESAI")
        .order_by(Slot.id, Booking.id)
    )
    ended = 0
    for row in session.execute(past).all():
        missed = missed_at(calendar.at(row.location_code), row.day, row.status_since)
        if missed <= at:
            ended += _settle_active(session, row.id, "tidak_hadir", missed)
        if ended == most:
            break
    return ended


def _active() -> sa.Select[int, dt.date, str]:
    return (
        sa.select(Booking.id, Slot.day, Slot.location_code)
        .join(Slot, Slot.id == Booking.slot_id)
        .where(Booking.outcome == "aktif")
    )


def _settle_active(session: Session, booking_id: int, outcome: str, at: dt.datetime) -> int:
    # A counter may have been faster: only what is still active ends here.
    ended = session.scalar(
        sa.update(Booking)
        .where(Booking.id == booking_id, Booking.outcome == "aktif")
        .values(outcome=outcome, settled_at=at)
        .returning(Booking.id)
    )
    return int(ended is not None)


def cancel(session: Session, request_id: int, at: dt.datetime) -> None:
    """The application ended early: its place is free again."""
    _move_place(session, request_id, "aktif", "batal", at, places=-1)


def reopen_settled(session: Session, request_id: int) -> None:
    """The hand-over was undone: the booking is active again."""
    _move_place(session, request_id, "hadir", "aktif", None, places=0)


def reopen_cancelled(session: Session, request_id: int) -> None:
    """The early end was undone: the place is taken back, even above the quota, as the mistake was ours."""
    _move_place(session, request_id, "batal", "aktif", None, places=1)


def _move_place(
    session: Session, request_id: int, outcome: str, to_outcome: str, at: dt.datetime | None, *, places: int
) -> None:
    # Slot before booking, like book(): one lock order for all.
    newest = sa.select(Booking.id, Booking.slot_id).where(
        Booking.request_id == request_id, Booking.outcome == outcome
    )
    found = session.execute(newest.order_by(Booking.id.desc()).limit(1)).first()
    if found is None:
        return
    if places:
        session.execute(sa.update(Slot).where(Slot.id == found.slot_id).values(taken=Slot.taken + places))
    session.execute(
        sa.update(Booking)
        .where(Booking.id == found.id, Booking.outcome == outcome)
        .values(outcome=to_outcome, settled_at=at)
    )
