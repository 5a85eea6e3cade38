"""The officers' queue: its order, its reasons in words, and counts that equal the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from dashboard.registry import queue, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Booking, PickupLocation, Request, Slot
from dashboard.registry.status import Status
from tests.registry.conftest import TestOfficer, add_officer

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=WIB)  # a Tuesday
LOCATIONS = ("KEC_1", "KEC_10", "DINAS")
SERVICES = ("KK", "KIA", None)


def wib(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of November 2026."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=WIB)


class Counter:
    """One session, with an officer at it and a colleague beside, that puts cases into the queue."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.calendar = WorkCalendar(session)
        self.officer = add_officer(session, "ani")
        self.colleague = add_officer(session, "beni")
        session.add(PickupLocation(code="KEC_1", name="Loket uji", kind="kecamatan"))
        session.flush()

    def case(
        self,
        *,
        due_at: dt.datetime | None = None,
        queue_at: dt.datetime | None = None,
        location: str | None = "DINAS",
        service: str | None = "KK",
        submitted_at: dt.datetime | None = None,
        pickup_day: dt.date | None = None,
        holder: TestOfficer | None = None,
    ) -> Request:
        submitted_at = submitted_at or wib(16, 9)
        request_id = self.session.scalar(sa.text("select nextval(pg_get_serial_sequence('request', 'id'))"))
        request = Request(
            id=request_id,
            root_id=request_id,
            root_submitted_at=submitted_at,
            submitted_at=submitted_at,
            status_since=submitted_at,
            last_change_at=submitted_at,
            service_code=service,
            location_code=location,
            due_at=due_at,
            sla_days=1 if due_at else None,
            queue_at=queue_at or due_at or wib(30, 15),
        )
        self.session.add(request)
        self.session.flush()
        if pickup_day is not None:
            self._book(request, pickup_day)
        if holder is not None:
            workflow.claim(self.session, holder, request.id, at=NOW)
        return request

    def _book(self, request: Request, day: dt.date) -> None:
        slot = Slot(location_code=request.location_code, day=day, quota=5, taken=1)
        self.session.add(slot)
        self.session.flush()
        self.session.add(
            Booking(slot_id=slot.id, request_id=request.id, service_code="KK", booked_at=wib(16, 9))
        )
        self.session.flush()

    def decide(self, request: Request, step: Any, holder: TestOfficer) -> None:
        step(self.session, self.calendar, holder, request.id, version=request.version, at=NOW)

    def page(self, view: queue.View = "menunggu", **options: Any) -> list[queue.QueueItem]:
        officer = options.pop("officer", self.officer)
        return queue.queue_page(self.session, self.calendar, officer, view, at=NOW, **options)

    def counts(self, **options: Any) -> queue.QueueCounts:
        officer = options.pop("officer", self.officer)
        return queue.queue_counts(self.session, officer, at=NOW, **options)


@pytest.fixture
def counter(database: RequestDatabase) -> Iterator[Counter]:
    with database.session() as session:
        yield Counter(session)


@pytest.mark.parametrize(
    ("due_at", "pickup_day", "submitted_at", "urgency", "reason"),
    [
        (wib(24, 9, 30), None, None, "terlambat", "Terlambat 30 menit"),
        (wib(24, 8), None, None, "terlambat", "Terlambat 2 jam"),
        (wib(23, 15, 30), None, None, "terlambat", "Terlambat 1 hari kerja"),
        # Friday the 20th: the weekend between does not count.
        (wib(20, 15), None, None, "terlambat", "Terlambat 2 hari kerja"),
        (wib(20, 15), dt.date(2026, 11, 25), None, "terlambat", "Terlambat 2 hari kerja"),
        (wib(26, 15, 30), dt.date(2026, 11, 25), None, "pengambilan_besok",
         "Diambil besok, belum siap"),
        (wib(26, 15, 30), dt.date(2026, 11, 24), None, "pengambilan_besok",
         "Diambil hari ini, belum siap"),
        (None, dt.date(2026, 11, 23), None, "pengambilan_besok",
         "Seharusnya diambil Senin, 23 November 2026, belum siap"),
        (wib(26, 15, 30), dt.date(2026, 11, 26), None, "nanti", "Jatuh tempo Kam, 26 Nov"),
        (wib(24, 15, 30), None, None, "hari_ini", "Jatuh tempo hari ini pukul 15.30 WIB"),
        (None, None, wib(16, 9), "tanpa_target", "Tanpa target; menunggu 8 hari"),
        (None, None, wib(24, 9), "tanpa_target", "Tanpa target; masuk hari ini"),
    ],
)  # fmt: skip
def test_a_case_tells_in_words_why_it_is_next(
    counter: Counter,
    due_at: dt.datetime | None,
    pickup_day: dt.date | None,
    submitted_at: dt.datetime | None,
    urgency: str,
    reason: str,
) -> None:
    counter.case(due_at=due_at, pickup_day=pickup_day, submitted_at=submitted_at)

    (item,) = counter.page()

    assert (item.urgency, item.reason) == (urgency, reason)


def test_on_a_friday_monday_is_the_next_pickup_day(counter: Counter) -> None:
    counter.case(due_at=wib(30, 15), pickup_day=dt.date(2026, 11, 23))

    (item,) = queue.queue_page(counter.session, counter.calendar, counter.officer, "menunggu", at=wib(20, 10))

    assert item.reason == "Diambil Senin, 23 November 2026, belum siap"


def test_lateness_follows_the_calendar_of_the_location(counter: Counter) -> None:
    # The mall works on Saturdays, the head office does not.
    counter.case(due_at=wib(20, 15), location="MPP")
    counter.case(due_at=wib(20, 15, 1), location="DINAS")

    mall, head_office = counter.page()

    assert (mall.reason, head_office.reason) == ("Terlambat 3 hari kerja", "Terlambat 2 hari kerja")


def test_the_list_is_in_the_order_in_which_cases_are_claimed(counter: Counter) -> None:
    for queue_at in (wib(27, 15), wib(20, 15), wib(24, 15), wib(24, 15), wib(25, 15)):
        counter.case(queue_at=queue_at)

    listed = [item.request_id for item in counter.page()]

    claimed = [workflow.claim_next(counter.session, counter.officer, at=NOW) for _ in listed]
    assert listed == claimed


def test_pages_of_the_list_follow_each_other_without_gap_or_overlap(counter: Counter) -> None:
    for _ in range(7):
        counter.case(queue_at=wib(24, 15))

    pages = [counter.page(offset=offset, limit=3) for offset in (0, 3, 6)]

    assert [len(page) for page in pages] == [3, 3, 1]
    assert [item for page in pages for item in page] == counter.page()


def test_a_location_code_that_begins_like_another_is_another(counter: Counter) -> None:
    counter.case(location="KEC_10")
    counter.case(location=None)
    officer = TestOfficer(counter.officer.id, "ani", locations=("KEC_1",))

    assert counter.page(officer=officer) == []
    assert counter.counts(officer=officer).menunggu == 0
    assert workflow.claim_next(counter.session, officer) is None


def test_an_officer_without_any_location_sees_nothing(counter: Counter) -> None:
    counter.case()

    assert counter.page(officer=TestOfficer(counter.officer.id, "ani", locations=())) == []


def test_a_case_outside_the_officers_locations_is_as_good_as_unknown(counter: Counter) -> None:
    request = counter.case(location="KEC_10")
    officer = TestOfficer(counter.officer.id, "ani", locations=("KEC_1",))

    assert queue.queue_item(counter.session, counter.calendar, officer, request.id) is None
    assert queue.queue_item(counter.session, counter.calendar, counter.officer, request.id) is not None


@pytest.mark.parametrize("services", [("KIA",), ("KIA", "KK")])
def test_the_service_filter_holds_for_list_counts_and_claims(
    counter: Counter, services: tuple[str, ...]
) -> None:
    for service in ("PERMISI", "KK", "KIA"):
        counter.case(service=service, due_at=wib(23, 15))

    listed = counter.page(services=services)

    assert sorted(item.service_code or "" for item in listed) == sorted(services)
    assert counter.counts(services=services).menunggu == counter.counts(services=services).terlambat
    claims = [workflow.claim_next(counter.session, counter.officer, services=services) for _ in range(4)]
    assert [claim for claim in claims if claim] == [item.request_id for item in listed]


def test_the_second_click_of_a_double_click_takes_no_second_case(counter: Counter) -> None:
    for _ in range(2):
        counter.case()

    clicks = [
        workflow.claim_next(counter.session, counter.officer, held_on_screen=0, at=NOW) for _ in range(2)
    ]
    later = workflow.claim_next(counter.session, counter.officer, held_on_screen=1, at=NOW)

    assert clicks[0] == clicks[1]
    assert later not in clicks


@dataclass(frozen=True)
class Case:
    """A case that hypothesis thought of."""

    location: str
    service: str | None
    due_in_hours: int | None
    queue_in_hours: int
    holder: int | None
    end: str | None


CASES = st.builds(
    Case,
    location=st.sampled_from(LOCATIONS),
    service=st.sampled_from(SERVICES),
    due_in_hours=st.none() | st.integers(-30, 30),
    queue_in_hours=st.integers(-3, 3),
    holder=st.sampled_from([None, 0, 1]),
    end=st.sampled_from([None, None, "proses", "gagal"]),
)
SCOPES = st.none() | st.lists(st.sampled_from(LOCATIONS), unique=True).map(tuple)
FILTERS = st.lists(st.sampled_from(["KK", "KIA"]), unique=True).map(tuple)


def lay_out(counter: Counter, cases: list[Case]) -> list[Request]:
    return [_lay_out(counter, case) for case in cases]


def _lay_out(counter: Counter, case: Case) -> Request:
    holder = None if case.holder is None else (counter.officer, counter.colleague)[case.holder]
    request = counter.case(
        location=case.location,
        service=case.service,
        due_at=None if case.due_in_hours is None else NOW + dt.timedelta(hours=case.due_in_hours),
        queue_at=NOW + dt.timedelta(hours=case.queue_in_hours),
        holder=holder,
    )
    if holder and case.end:
        counter.decide(request, workflow.accept if case.end == "proses" else workflow.fail, holder)
    return request


def expected(
    requests: list[Request], officer: TestOfficer, view: str, services: tuple[str, ...]
) -> list[int]:
    """The view as a person would sort it out by hand."""

    views = {
        "milik_saya": lambda row: row.claimed_by == officer.id,
        "menunggu": lambda row: row.claimed_by is None,
        "terlambat": lambda row: row.claimed_by is None and row.due_at and row.due_at < NOW,
        "hari_ini": lambda row: row.claimed_by is None and row.due_at and NOW <= row.due_at < wib(25, 0),
    }

    def belongs(row: Request) -> bool:
        is_worked = row.status in (Status.VERIFIKASI, Status.PROSES)
        is_in_scope = officer.locations is None or row.location_code in officer.locations
        return is_worked and is_in_scope and (not services or row.service_code in services)

    requests = [row for row in requests if belongs(row) and views[view](row)]
    found = sorted(requests, key=lambda row: (row.queue_at, row.id))
    return [row.id for row in found]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(CASES, max_size=12), scope=SCOPES, services=FILTERS)
def test_lists_are_right_and_counts_equal_them_whatever_the_office_looks_like(
    module_database: RequestDatabase, cases: list[Case], scope: Any, services: tuple[str, ...]
) -> None:
    with module_database.session() as session:  # never committed, so that every office starts empty
        counter = Counter(session)
        requests = lay_out(counter, cases)
        officer = TestOfficer(counter.officer.id, "ani", locations=scope)

        lists = {view: counter.page(view, officer=officer, services=services) for view in queue.VIEWS}
        counts = counter.counts(officer=officer, services=services)

        for view, items in lists.items():
            assert [item.request_id for item in items] == expected(requests, officer, view, services)
            assert getattr(counts, view) == len(items)
        assert {item.urgency for item in lists["terlambat"]} <= {"terlambat"}
        assert all(item.holder == "Petugas ani" for item in lists["milik_saya"])


MANY_WAITING = sa.text(
    """
    insert into request (root_id, id, root_submitted_at, submitted_at, status_since, last_change_at,
                         service_code, location_code, due_at, sla_days, queue_at)
    select n, n, t, t, t, t, 'KK', case when n % 12 = 0 then 'KEC_10' else 'DINAS' end,
           t + interval '2 days', 1, t + interval '2 days'
    from (select n, timestamptz '2026-11-01' + (n - 1000000) * interval '1 minute' as t
          from generate_series(1000001, 1030000) n)
    """
)


def test_list_and_claim_among_many_waiting_read_the_queue_index(counter: Counter) -> None:
    session = counter.session
    session.execute(MANY_WAITING)
    session.execute(sa.text("analyze request"))
    officer = TestOfficer(counter.officer.id, "ani", locations=("KEC_10", "DINAS"))

    plans = [
        plan_of(session, lambda: counter.page(limit=50)),
        plan_of(session, lambda: counter.page(limit=50, officer=officer)),
        plan_of(session, lambda: counter.page("terlambat", limit=50)),
        plan_of(session, lambda: workflow.claim_next(session, officer, at=NOW)),
    ]

    for plan in plans:
        assert "Index Scan using request_queue on request" in plan, plan
        assert "Sort" not in plan, plan


def plan_of(session: Session, work: Any) -> str:
    """The plan of the statement that ``work`` sends, with its own parameters."""
    sent: list[tuple[str, Any]] = []

    def remember(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "queue_at" in statement:
            sent.append((statement, parameters))

    bind = session.get_bind()
    sa.event.listen(bind, "before_cursor_execute", remember)
    try:
        work()
    finally:
        sa.event.remove(bind, "before_cursor_execute", remember)
    (statement, parameters), *_ = sent
    rows = session.connection().exec_driver_sql("explain " + statement, parameters)
    return "\n".join(row[0] for row in rows)
