"""Pickup places under many hands at once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from dashboard.registry import booking, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Booking, Slot, SlotRefusal
from dashboard.registry.personal import Person, PersonalDataVault

THURSDAY = dt.date(2026, 11, 26)
AT = dt.datetime(2026, 11, 23, 9, tzinfo=WIB)


def test_two_hundred_residents_and_twenty_places_make_exactly_twenty_bookings(
    database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar
) -> None:
    with database.session.begin() as session:
        session.add(Slot(location_code="KEC_09", day=THURSDAY, quota=20))

    def apply(number: int) -> bool:
        application = workflow.Application(
            person=Person(nik=f"327599{number:010d}", name="Warga Contoh"),
            service_code="KTP_EL",
            variant_code="hilang",
            kelurahan_code="32.75.09.1001",
            location_code="KEC_09",
            channel="aplikasi",
            pickup_day=THURSDAY,
        )
        try:
            with database.session.begin() as session:
                workflow.submit(session, vault, calendar, application, at=AT)
        except booking.SlotFull:
            with database.session.begin() as session:
                booking.record_refusal(session, location_code="KEC_09", day=THURSDAY, at=AT)
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        booked = sum(pool.map(apply, range(200)))

    with database.session() as session:
        assert booked == 20
        assert session.scalar(sa.select(Slot.taken)) == 20
        assert session.scalar(sa.select(sa.func.count()).select_from(Booking)) == 20
        assert session.scalar(sa.select(sa.func.count()).select_from(SlotRefusal)) == 180


def test_pickup_is_three_to_seven_working_days_ahead(calendar: WorkCalendar) -> None:
    days = booking.pickup_days(calendar.at("KEC_09"), dt.date(2026, 12, 21))

    # From 21 Dec, with 24 and 25 Dec and 1 Jan closed: 22, 23, 28 (third), 29, 30, 31, 4 Jan (seventh).
    assert days == [
        dt.date(2026, 12, 28),
        *[dt.date(2026, 12, day) for day in (29, 30, 31)],
        dt.date(2027, 1, 4),
    ]


def test_coming_days_are_opened_with_the_locations_newest_quota(
    database: RequestDatabase, calendar: WorkCalendar
) -> None:
    monday = dt.date(2026, 11, 23)
    with database.session.begin() as session:
        session.add(Slot(location_code="KEC_09", day=dt.date(2026, 11, 25), quota=7, taken=3))
        booking.open_slots(session, calendar, monday)
        again = booking.open_slots(session, calendar, monday)

    with database.session() as session:
        rows = session.execute(
            sa.select(Slot.day, Slot.quota, Slot.taken)
            .where(Slot.location_code == "KEC_09")
            .order_by(Slot.day)
        ).all()
    assert again == 0
    assert len(rows) == booking.OPEN_AHEAD_WORKING_DAYS
    assert {row.quota for row in rows} == {7}
    assert next(row.taken for row in rows if row.day == dt.date(2026, 11, 25)) == 3


def test_a_lowered_quota_below_what_is_taken_is_allowed(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        session.add(Slot(location_code="KEC_09", day=THURSDAY, quota=20, taken=20))
    with database.session.begin() as session:
        session.execute(sa.update(Slot).values(quota=10))

    with database.session() as session:
        assert session.execute(sa.select(Slot.quota, Slot.taken)).one() == (10, 20)
