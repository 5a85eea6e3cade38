"""Pickup places under many hands at once."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from office_builder import OfficeBuilder
from sqlalchemy.orm import Session

from dashboard.jobs import job_application
from dashboard.registry import booking, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Booking, Slot, SlotRefusal
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.settings import Settings

THURSDAY = dt.date(2026, 11, 26)
RESIDENTS = 200
AT = dt.datetime(2026, 11, 23, 9, tzinfo=WIB)


def test_two_hundred_residents_and_twenty_places_make_exactly_twenty_bookings(
    database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar
) -> None:
    with database.session.begin() as session:
        session.add(Slot(location_code="KEC_09", day=THURSDAY, quota=20))

    at_once = Barrier(RESIDENTS)

    def apply(number: int) -> str:
        """What the resident is told; nothing when the place was booked."""
        application = workflow.Application(
            person=Person(nik=f"327599{number:010d}", name="Warga Contoh"),
            service_code="KTP_EL",
            variant_code="hilang",
            kelurahan_code="32.75.09.1001",
            location_code="KEC_09",
            channel="aplikasi",
            pickup_day=THURSDAY,
        )
        at_once.wait()
        try:
            with database.session.begin() as session:
                workflow.submit(session, vault, calendar, application, at=AT)
        except booking.SlotFull as refusal:
            with database.session.begin() as session:
                booking.record_refusal(session, location_code="KEC_09", day=THURSDAY, at=AT)
            return str(refusal)
        return ""

    # They share as many connections as a web server has.
    with ThreadPoolExecutor(RESIDENTS) as pool:
        told = Counter(pool.map(apply, range(RESIDENTS)))

    full = "Kuota Kamis, 26 November 2026 sudah penuh. Pilih tanggal lain."
    assert told == {"": 20, full: 180}
    with database.session() as session:
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


# What became of a place: kept, missed, or still open. The office closes at 15.30 on Thursday, 26 November.

CLOSING = dt.datetime(2026, 11, 26, 15, 30, tzinfo=WIB)
SECOND = dt.timedelta(seconds=1)


def at(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment of November 2026; past the 30th, of December."""
    return dt.datetime(2026, 11, 1, hour, minute, tzinfo=WIB) + dt.timedelta(days=day - 1)


@pytest.fixture
def office(module_database: RequestDatabase) -> Iterator[tuple[Session, OfficeBuilder]]:
    """One transaction over an office that every test finds empty."""
    with module_database.session() as session:
        yield session, OfficeBuilder(module_database, session.connection().connection.driver_connection)
        session.rollback()


@pytest.mark.parametrize(
    ("ready_at", "missed"),
    [
        (at(24), CLOSING),
        (at(25, 23, 59), CLOSING),  # ready on the day before, at the last minute
        (at(26, 0, 0), at(33, 0, 0)),  # not before the day: a week from then, into December
        (at(27, 14), at(34, 14)),
    ],
)
def test_a_place_is_missed_at_closing_unless_the_document_was_not_ready_before_the_day(
    office: tuple[Session, OfficeBuilder], ready_at: dt.datetime, missed: dt.datetime
) -> None:
    assert booking.missed_at(office[1].calendar.at("KEC_09"), THURSDAY, ready_at) == missed


def booked(
    builder: OfficeBuilder,
    ready_at: dt.datetime | None,
    day: dt.date = THURSDAY,
    *,
    applied: str = "2026-11-20",
) -> int:
    """An application with a place; ready at a moment, or not at all."""
    slot = builder.connection.execute(
        "insert into slot (location_code, day, quota) values ('KEC_09', %s, 9) "
        "on conflict (location_code, day) do update set quota = 9 returning id", (day,)
    ).fetchone()[0]  # fmt: skip
    request = builder.application(f"{applied} 09:00", layanan="KTP_EL", lokasi="KEC_09")
    builder.step(request, "PROSES", f"{applied} 10:00")
    if ready_at is not None:
        builder.step(request, "SELESAI", f"{ready_at:%Y-%m-%d %H:%M}")
    builder.booking(slot, request, f"{applied} 09:00", layanan="KTP_EL")
    return request


def fate(session: Session, request: int) -> tuple[str, dt.datetime | None]:
    session.expire_all()
    row = session.execute(
        sa.select(Booking.outcome, Booking.settled_at).where(Booking.request_id == request)
    ).one()
    return row.outcome, row.settled_at


@pytest.mark.parametrize(
    ("ready_at", "fetched_at", "expected"),
    [
        (at(24), at(26), ("hadir", at(26))),
        (at(24), CLOSING - SECOND, ("hadir", CLOSING - SECOND)),
        (at(24), CLOSING, ("hadir", CLOSING)),  # who comes on the day keeps it, also at closing
        (at(24), at(26, 23, 59), ("hadir", at(26, 23, 59))),  # and after
        (at(24), at(27, 0, 0), ("tidak_hadir", CLOSING)),
        (at(24), at(25), ("hadir", at(25))),  # a day early
        (at(27, 14), at(34, 14) - SECOND, ("hadir", at(34, 14) - SECOND)),  # within the week of grace
        (at(27, 14), at(34, 14), ("tidak_hadir", at(34, 14))),
    ],
)
def test_who_fetches_in_time_kept_the_place(
    office: tuple[Session, OfficeBuilder],
    ready_at: dt.datetime, fetched_at: dt.datetime, expected: tuple[str, dt.datetime],
) -> None:  # fmt: skip
    session, builder = office
    request = booked(builder, ready_at)

    booking.settle(session, builder.calendar, request, ready_at=ready_at, at=fetched_at)

    assert fate(session, request) == expected


@pytest.mark.parametrize(
    ("ready_at", "looked_at", "expected"),
    [
        (at(24), at(26, 23, 59), ("aktif", None)),  # the day is not over
        (at(24), at(27, 0, 0), ("tidak_hadir", CLOSING)),
        (at(26), at(27, 0, 10), ("aktif", None)),  # ready on the day itself: a week
        (at(26, 9), at(33, 9) - SECOND, ("aktif", None)),
        (at(26, 9), at(33, 9), ("tidak_hadir", at(33, 9))),
        (None, at(60), ("aktif", None)),  # nobody misses what is not ready
    ],
)
def test_the_nightly_look_ends_what_was_missed_and_nothing_else(
    office: tuple[Session, OfficeBuilder],
    ready_at: dt.datetime | None, looked_at: dt.datetime, expected: tuple[str, dt.datetime | None],
) -> None:  # fmt: skip
    session, builder = office
    request = booked(builder, ready_at)

    ended = booking.settle_missed(session, builder.calendar, looked_at)
    again = booking.settle_missed(session, builder.calendar, looked_at)

    assert fate(session, request) == expected
    assert (ended, again) == (int(expected[0] == "tidak_hadir"), 0)


def test_the_nightly_look_leaves_places_that_were_kept_or_given_back(
    office: tuple[Session, OfficeBuilder],
) -> None:
    session, builder = office
    kept, given_back, missed = (booked(builder, at(24)) for _ in range(3))
    booking.settle(session, builder.calendar, kept, ready_at=at(24), at=at(26))
    booking.cancel(session, given_back, at(25))

    assert booking.settle_missed(session, builder.calendar, at(27)) == 1

    assert [fate(session, each)[0] for each in (kept, given_back, missed)] == [
        "hadir",
        "batal",
        "tidak_hadir",
    ]
    assert session.scalar(sa.select(Slot.taken)) == 2  # a missed place is not free again: its day is over


def test_a_long_backlog_is_ended_in_portions(
    office: tuple[Session, OfficeBuilder],
) -> None:
    session, builder = office
    for _ in range(5):
        booked(builder, at(24))

    assert [booking.settle_missed(session, builder.calendar, at(27), most=2) for _ in range(4)] == [
        2,
        2,
        1,
        0,
    ]


def test_a_hand_over_that_is_undone_after_the_place_was_missed_leaves_it_missed(
    office: tuple[Session, OfficeBuilder],
) -> None:
    session, builder = office
    request = booked(builder, at(24))
    booking.settle_missed(session, builder.calendar, at(27))

    booking.settle(session, builder.calendar, request, ready_at=at(24), at=at(28))
    booking.reopen_settled(session, request)

    assert fate(session, request) == ("tidak_hadir", CLOSING)


def test_the_worker_ends_missed_places_shortly_after_midnight(database: RequestDatabase) -> None:
    builder = OfficeBuilder(database)
    requests = [booked(builder, None, dt.date(2025, 1, 15), applied="2025-01-09") for _ in range(3)]
    for request in requests[:2]:
        builder.step(request, "SELESAI", "2025-01-13 09:00")
    builder.close()

    async def run() -> None:
        jobs = job_application(database, Settings())
        async with jobs.open_async():
            for _ in range(2):
                await jobs.configure_task("settle_missed").defer_async(timestamp=0)
                await jobs.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(run())

    closing = dt.datetime(2025, 1, 15, 15, 30, tzinfo=WIB)
    with database.session() as session:
        assert [fate(session, each) for each in requests] == [
            *[("tidak_hadir", closing)] * 2, ("aktif", None),
        ]  # fmt: skip
        done = session.execute(sa.text("select status::text from procrastinate_jobs "
                                       "where task_name = 'settle_missed'")).scalars().all()  # fmt: skip
    assert done == ["succeeded"] * 2
    crons = {
        periodic.task.name: periodic.cron
        for periodic in job_application(database, Settings()).periodic_registry.periodic_tasks.values()
    }
    assert crons["settle_missed"] == "10 17 * * *"  # the library's clock is UTC: 00.10 WIB
