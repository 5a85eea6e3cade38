"""Working time: closed days, hours per location, deadlines."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.registry.calendar import WIB, WorkCalendar, ensure_holidays
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import CalendarOverride, Holiday

HOUR = 3600


def epoch(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=WIB).timestamp())


def wib(epoch_seconds: object) -> str:
    return f"{dt.datetime.fromtimestamp(int(epoch_seconds), WIB):%Y-%m-%d %H:%M}"  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def calendar(module_database: RequestDatabase) -> WorkCalendar:
    with module_database.session() as session:
        return WorkCalendar(session)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23 09:00", "2026-11-23 10:30", 1.5),  # within a Monday
        ("2026-11-23 14:00", "2026-11-24 09:00", 2.5),  # over the night: 14.00-15.30 and 08.00-09.00
        ("2026-11-27 14:00", "2026-11-30 09:00", 2.0),  # over a weekend; Friday closes at 15.00
        ("2026-11-23 23:30", "2026-11-24 00:30", 0.0),  # over midnight
        ("2026-11-28 09:00", "2026-11-29 18:00", 0.0),  # a weekend
        ("2026-12-23 15:00", "2026-12-28 08:30", 1.0),  # 24 Dec cuti bersama, 25 Dec Natal, weekend
    ],
)
def test_working_hours_by_hand(calendar: WorkCalendar, start: str, end: str, hours: float) -> None:
    worked = calendar.at("KEC_09").working_seconds(epoch(start), epoch(end))

    assert worked / HOUR == hours


@pytest.mark.parametrize(
    ("submitted", "days", "due"),
    [
        ("2026-11-23 09:00", 1, "2026-11-24 15:30"),
        ("2026-11-23 15:29", 1, "2026-11-24 15:30"),
        ("2026-11-23 15:30", 1, "2026-11-25 15:30"),  # at closing counts as received tomorrow
        ("2026-11-26 10:00", 1, "2026-11-27 15:00"),  # Friday closes at 15.00
        ("2026-11-27 10:00", 1, "2026-11-30 15:30"),
        ("2026-11-28 10:00", 1, "2026-12-01 15:30"),  # Saturday counts as received on Monday
        ("2026-12-23 10:00", 1, "2026-12-28 15:30"),
        ("2026-11-23 09:00", 3, "2026-11-26 15:30"),
    ],
)
def test_deadlines_by_hand(calendar: WorkCalendar, submitted: str, days: int, due: str) -> None:
    assert wib(calendar.at("KEC_09").due(epoch(submitted), days)) == due


def test_an_unknown_location_keeps_the_head_offices_hours(calendar: WorkCalendar) -> None:
    assert calendar.at(None) is calendar.at("DINAS")
    assert calendar.at("TIDAK_ADA") is calendar.at("DINAS")


def test_a_location_may_open_on_saturday(calendar: WorkCalendar) -> None:
    assert calendar.at("MPP").is_open(dt.date(2026, 11, 28))
    assert not calendar.at("KEC_09").is_open(dt.date(2026, 11, 28))


def test_an_override_of_one_location_wins_over_the_office_wide_one(database: RequestDatabase) -> None:
    day = dt.date(2026, 11, 25)
    with database.session.begin() as session:
        session.add(CalendarOverride(day=day, note="listrik padam"))
        session.add(
            CalendarOverride(location_code="MPP", day=day, opens_at=dt.time(9), closes_at=dt.time(11))
        )
    with database.session() as session:
        calendar = WorkCalendar(session)

    assert not calendar.at("KEC_09").is_open(day)
    assert calendar.at("MPP").hours(day) == (9 * HOUR, 11 * HOUR)


def test_years_outside_the_calendar_are_filled_without_touching_the_rest(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        session.execute(
            sa.update(Holiday).where(Holiday.day == dt.date(2026, 12, 25)).values(name="Nama kami")
        )
        ensure_holidays(session, [2012])
    with database.session() as session:
        assert session.get_one(Holiday, dt.date(2012, 8, 17)).category == "public"
        assert session.get_one(Holiday, dt.date(2026, 12, 25)).name == "Nama kami"
        assert WorkCalendar(session).first_day <= dt.date(2012, 1, 1)


def test_a_moment_outside_the_calendar_is_refused(calendar: WorkCalendar) -> None:
    with pytest.raises(ValueError, match="outside the working calendar"):
        calendar.at(None).clock(epoch("1990-01-01 00:00"))


moments = st.integers(epoch("2025-01-01 00:00"), epoch("2027-12-31 00:00"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=moments, second=moments, third=moments)
def test_working_time_adds_up_and_never_exceeds_calendar_time(
    calendar: WorkCalendar, first: int, second: int, third: int
) -> None:
    start, middle, end = sorted((first, second, third))
    hours = calendar.at("KEC_01")

    whole = hours.working_seconds(start, end)

    assert hours.working_seconds(start, middle) + hours.working_seconds(middle, end) == whole
    assert 0 <= whole <= end - start


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=moments)
def test_the_clock_turned_back_gives_the_same_working_time(calendar: WorkCalendar, at: int) -> None:
    hours = calendar.at("MPP")

    assert hours.clock(hours.moment(hours.clock(at))) == hours.clock(at)
