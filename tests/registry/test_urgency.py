"""The one order of the queue: near pickups are pulled ahead, and nothing starves."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dashboard.jobs import keep_queue_now
from dashboard.registry import booking, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Request, Slot
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.queue import queue_item
from dashboard.registry.urgency import (
    PRIORITIES,
    PRIORITY_HEAD_START,
    PULL_HEAD_START,
    QueuePlace,
    keep_queue,
    place_anew,
    queue_place,
)
from tests.registry.conftest import add_officer

OVERTAKEN_NO_LONGER = dt.timedelta(days=6)
"""So long after its place in the queue, a case is overtaken by nobody who comes in."""

LOCATIONS = ("DINAS", "KEC_09", "MPP")


def wib(day: int, hour: int = 0, minute: int = 0, *, month: int = 11) -> dt.datetime:
    """A moment of 2026."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("due_at", "pickup_day", "priority", "place"),
    [
        # Monday the 23rd at 09.00; without a target as if due after five working days.
        (wib(26, 15, 30), None, None, QueuePlace(wib(26, 15, 30), None)),
        (None, None, None, QueuePlace(wib(30, 15, 30), None)),
        # The evening before the pickup, when that is earlier.
        (wib(26, 15, 30), wib(26).date(), None, QueuePlace(wib(25, 15, 30), wib(25))),
        (wib(24, 15, 30), wib(26).date(), None, QueuePlace(wib(24, 15, 30), wib(25))),
        # Before a Monday the last working day is Friday, which ends at 15.00.
        (None, wib(30).date(), None, QueuePlace(wib(27, 15), wib(27))),
        (wib(26, 15, 30), None, "lansia", QueuePlace(wib(25, 15, 30), None)),
    ],
)
def test_the_place_of_a_case(
    calendar: WorkCalendar,
    due_at: dt.datetime | None,
    pickup_day: dt.date | None,
    priority: str | None,
    place: QueuePlace,
) -> None:
    assert queue_place(calendar.at("KEC_09"), wib(23, 9), due_at, pickup_day, priority) == place


class Office:
    """Applications come in, with places to fetch the documents, and officers take them."""

    def __init__(self, session: Session) -> None:
        self.session, self.calendar = session, WorkCalendar(session)
        self.officer = add_officer(session, "ani")
        self.people = 0
        booking.open_slots(session, self.calendar, wib(1).date())
        session.execute(sa.update(Slot).values(quota=1000))

    def submit(
        self, at: dt.datetime, *, service: str = "KIA", pickup: int | None = None, priority: str | None = None
    ) -> Request:
        """``pickup`` is the number of the offered day, from 0."""
        self.people += 1
        hours = self.calendar.at("KEC_09")
        day = None if pickup is None else booking.pickup_days(hours, at.date())[pickup]
        if day is not None and not self._has_slot(day):
            self.session.add(Slot(location_code="KEC_09", day=day, quota=1000))
            self.session.flush()
        application = workflow.Application(
            person=Person(nik=f"327599{self.people:010d}", name="Warga Contoh"),
            service_code=service,
            variant_code="baru_0_5" if service == "KIA" else "baru",
            kelurahan_code="32.75.09.1001",
            location_code="KEC_09",
            channel="loket",
            pickup_day=day,
            priority=priority,  # type: ignore[arg-type]
        )
        return workflow.submit(self.session, PersonalDataVault.demo(), self.calendar, application, at=at)

    def _has_slot(self, day: dt.date) -> bool:
        question = sa.select(sa.exists().where(Slot.location_code == "KEC_09", Slot.day == day))
        return bool(self.session.scalar(question))

    def claim(self, at: dt.datetime) -> int | None:
        """Take the next case and finish with it at once."""
        found = workflow.claim_next(self.session, self.officer, at=at)
        if found is not None:
            workflow.fail(self.session, self.calendar, self.officer, found, version=0, at=at)
        return found


@pytest.fixture
def office(database: RequestDatabase):
    with database.session() as session:
        yield Office(session)


def test_a_case_whose_pickup_is_tomorrow_goes_before_what_is_a_little_late(office: Office) -> None:
    with_pickup = office.submit(wib(16, 9), pickup=0)  # Thursday the 19th
    little_late = office.submit(wib(13, 9))
    very_late = office.submit(wib(2, 9))
    # On Wednesday the 18th one of them is due for long, one for short.
    very_late_place, late_place = very_late.queue_at, little_late.queue_at

    keep_queue(office.session, at=wib(17, 23, 59))
    office.session.refresh(with_pickup)
    assert with_pickup.pull_at == wib(18)

    order = [office.claim(wib(18, 8)) for _ in range(3)]

    assert very_late_place < wib(18) - PULL_HEAD_START < late_place < wib(18)
    assert order == [very_late.id, with_pickup.id, little_late.id]


def test_why_a_pulled_case_is_next_is_said(office: Office) -> None:
    request = office.submit(wib(16, 9), service="PERMISI", pickup=0)

    item = queue_item(office.session, office.calendar, office.officer, request.id, at=wib(18, 8))

    assert item is not None
    assert item.reason == "Diambil besok, belum siap"


def test_a_pulled_case_keeps_its_place_and_is_pulled_once(office: Office) -> None:
    request = office.submit(wib(16, 9), pickup=0)
    for moment in (wib(18), wib(18, 9), wib(19)):
        keep_queue(office.session, at=moment)
    office.session.refresh(request)

    assert (request.queue_at, request.pull_at) == (wib(18) - PULL_HEAD_START, None)


def test_a_later_pickup_puts_a_pulled_case_back_in_line(office: Office) -> None:
    request = office.submit(wib(16, 9), service="PERMISI", pickup=0)
    keep_queue(office.session, at=wib(18))
    office.session.refresh(request)
    booking.cancel(office.session, request.id, wib(18, 9))

    monday = wib(23).date()
    assert booking.pickup_days(office.calendar.at("KEC_09"), wib(18).date())[0] == monday
    office.session.add(Slot(location_code="KEC_09", day=monday, quota=1))
    office.session.flush()
    booking.book(office.session, request, monday, wib(18, 9))
    place_anew(office.session, office.calendar, request)

    # Monday the 23rd: pulled on Friday; the evening before it, or five working days after the 16th.
    assert (request.queue_at, request.pull_at) == (wib(20, 15), wib(20))


def test_time_does_its_work_though_nobody_claims(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        office = Office(session)
        first, second, third = (office.submit(wib(2, 9)) for _ in range(3))
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        workflow.claim(session, office.officer, first.id, at=wib(2, 10))
        first.lease_until = second.hold_until = third.pull_at = long_ago

    keep_queue_now(database)

    with database.session() as session:
        first, second, third = session.scalars(sa.select(Request).order_by(Request.id))
    assert (first.claimed_by, first.lapsed_by, second.hold_until) == (None, office.officer.id, None)
    assert (third.pull_at, third.queue_at) == (None, min(third.due_at, long_ago - PULL_HEAD_START))


def test_a_case_that_is_being_decided_is_left_alone(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        office = Office(session)
        request = office.submit(wib(2, 9))
        workflow.claim(session, office.officer, request.id, at=wib(2, 10))

    with database.session() as deciding:
        workflow.accept(deciding, office.calendar, office.officer, request.id, version=0, at=wib(2, 11))
        keep_queue_now(database)  # would wait for ever
        deciding.commit()

    with database.session() as session:
        assert session.get_one(Request, request.id).status == "PROSES"


ARRIVALS = st.tuples(
    st.datetimes(dt.datetime(2026, 1, 5), dt.datetime(2026, 11, 30), timezones=st.just(WIB)),
    st.sampled_from(LOCATIONS),
    st.none() | st.integers(1, 30),
    st.none() | st.integers(0, 4),
    st.sampled_from([None, *PRIORITIES]),
)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrival=ARRIVALS)
def test_nobody_who_comes_in_stands_more_than_six_days_before_that_moment(
    module_calendar: WorkCalendar,
    arrival: tuple[dt.datetime, str, int | None, int | None, str | None],
) -> None:
    submitted_at, location, target, pickup, priority = arrival
    hours = module_calendar.at(location)
    due = hours.due(int(submitted_at.timestamp()), target) if target else None
    due_at = dt.datetime.fromtimestamp(int(due), dt.UTC) if due is not None else None
    day = None if pickup is None else booking.pickup_days(hours, submitted_at.date())[pickup]

    place = queue_place(hours, submitted_at, due_at, day, priority)

    # The most ahead that priority and pickup can ever bring it.
    foremost = min(place.queue_at, place.pull_at - PULL_HEAD_START) if place.pull_at else place.queue_at
    assert foremost > submitted_at - OVERTAKEN_NO_LONGER
    assert place.queue_at >= submitted_at - PRIORITY_HEAD_START


@pytest.fixture(scope="module")
def module_calendar(module_database: RequestDatabase) -> WorkCalendar:
    with module_database.session() as session:
        return WorkCalendar(session)


def test_the_least_urgent_case_is_reached_though_more_urgent_ones_never_stop(office: Office) -> None:
    # Twice a day two come in, with priority and a near pickup, and only one is taken.
    patient = office.submit(wib(2, 9), service="PERMISI")
    for _ in range(2):
        office.submit(wib(2, 9), pickup=0, priority="lansia")
    overtaken_until = patient.queue_at + OVERTAKEN_NO_LONGER
    came_before, taken, day = 2, 0, wib(2, 10)
    while (found := office.claim(day)) != patient.id:
        assert found is not None
        taken += 1
        for _ in range(2):
            office.submit(day, pickup=0, priority="lansia")
            came_before += day < overtaken_until
        day += dt.timedelta(hours=12)
        assert taken <= came_before, "somebody went before it who came in too late to"
    assert taken > 10
