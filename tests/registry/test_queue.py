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
from dashboard.registry.office_facts import set_fact
from dashboard.registry.status import Status
from dashboard.registry.workflow import QueueFilter
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
        (wib(20, 15), dt.date(2026, 11, 25), None, "terlambat", "Terlambat 2 hari kerja; diambil besok"),
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

    where = QueueFilter(services=services)
    listed = counter.page(where=where)

    assert sorted(item.service_code or "" for item in listed) == sorted(services)
    assert counter.counts(where=where).menunggu == counter.counts(where=where).terlambat
    claims = [workflow.claim_next(counter.session, counter.officer, where=where) for _ in range(4)]
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
    priority: str | None


CASES = st.builds(
    Case,
    location=st.sampled_from(LOCATIONS),
    service=st.sampled_from(SERVICES),
    due_in_hours=st.none() | st.integers(-30, 240),
    queue_in_hours=st.integers(-3, 3),
    holder=st.sampled_from([None, 0, 1]),
    end=st.sampled_from([None, None, "proses", "gagal", "lewati", "tahan"]),
    priority=st.sampled_from([None, None, "lansia"]),
)
SCOPES = st.none() | st.lists(st.sampled_from(LOCATIONS), unique=True).map(tuple)
SKILLS = st.none() | st.lists(st.sampled_from(["KK", "KIA"]), unique=True, min_size=1).map(tuple)
FILTERS = st.builds(
    QueueFilter,
    services=st.lists(st.sampled_from(["KK", "KIA"]), unique=True).map(tuple),
    locations=st.lists(st.sampled_from(LOCATIONS), unique=True).map(tuple),
    statuses=st.sampled_from([(), (), ("VERIFIKASI",), ("PROSES",)]),
    only_priority=st.booleans(),
)


def lay_out(counter: Counter, cases: list[Case]) -> list[tuple[Request, Case]]:
    set_fact(counter.session, "desk_most_held", "100")
    return [(_lay_out(counter, case), case) for case in cases]


def _lay_out(counter: Counter, case: Case) -> Request:
    holder = None if case.holder is None else (counter.officer, counter.colleague)[case.holder]
    request = counter.case(
        location=case.location,
        service=case.service,
        due_at=None if case.due_in_hours is None else NOW + dt.timedelta(hours=case.due_in_hours),
        queue_at=NOW + dt.timedelta(hours=case.queue_in_hours),
        holder=holder,
    )
    request.priority = case.priority
    session, here = counter.session, (counter.session, counter.calendar)
    if holder and case.end in ("proses", "gagal"):
        counter.decide(request, workflow.accept if case.end == "proses" else workflow.fail, holder)
    if holder and case.end == "lewati":
        workflow.skip(session, holder, request.id, "BUKAN_BIDANG", at=NOW - dt.timedelta(hours=1))
    if holder and case.end == "tahan":
        workflow.hold(*here, holder, request.id, "TUNGGU_BLANGKO", dt.date(2026, 11, 26), at=NOW)
    session.flush()
    return request


def expected(
    laid_out: list[tuple[Request, Case]], officer: TestOfficer, view: str, where: QueueFilter
) -> list[Request]:
    """The view as a person would sort it out by hand."""

    def is_skipped(case: Case) -> bool:
        return case.end == "lewati" and case.holder == 0

    def is_offered(row: Request, case: Case) -> bool:
        return row.claimed_by is None and not is_skipped(case) and not is_held(case)

    def is_held(case: Case) -> bool:
        return case.end == "tahan" and case.holder is not None

    views = {
        "milik_saya": lambda row, _: row.claimed_by == officer.id,
        "menunggu": is_offered,
        "terlambat": lambda row, case: is_offered(row, case) and row.due_at and row.due_at < NOW,
        "hari_ini": lambda row, case: is_offered(row, case) and row.due_at and NOW <= row.due_at < wib(25, 0),
        "tujuh_hari": lambda row, case: (
            is_offered(row, case)
            and row.due_at
            and wib(25, 0) <= row.due_at < wib(25, 0) + dt.timedelta(days=7)
        ),
        "ditahan": lambda row, case: row.claimed_by is None and (is_skipped(case) or is_held(case)),
    }

    def belongs(row: Request) -> bool:
        knows = view == "milik_saya" or officer.services is None or row.service_code in officer.services
        return (
            row.status in (Status.VERIFIKASI, Status.PROSES)
            and (officer.locations is None or row.location_code in officer.locations)
            and knows
            and (not where.services or row.service_code in where.services)
            and (not where.locations or row.location_code in where.locations)
            and (not where.statuses or row.status in where.statuses)
            and (not where.only_priority or row.priority is not None)
        )

    return [row for row, case in laid_out if belongs(row) and views[view](row, case)]


def put_in_order(rows: list[Request], sort: str, *, descending: bool) -> list[int]:
    """Ids by the sorting; what has no value comes last, and first when the order is turned round."""
    keys = {
        "mendesak": lambda row: (row.queue_at, row.id),
        "masuk": lambda row: (row.submitted_at, row.id),
        "tenggat": lambda row: (row.due_at is None, row.due_at or NOW, row.id),
        "layanan": lambda row: (row.service_code is None, row.service_code or "", row.queue_at, row.id),
        "lokasi": lambda row: (row.location_code, row.queue_at, row.id),
    }
    return [row.id for row in sorted(rows, key=keys[sort], reverse=descending)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cases=st.lists(CASES, max_size=12),
    scope=SCOPES,
    skills=SKILLS,
    where=FILTERS,
    sort=st.sampled_from(list(queue.SORTINGS)),
    descending=st.booleans(),
)
def test_lists_are_right_and_counts_and_claims_agree_whatever_the_office_looks_like(
    module_database: RequestDatabase,
    cases: list[Case],
    scope: Any,
    skills: Any,
    where: QueueFilter,
    sort: queue.Sorting,
    descending: bool,
) -> None:
    with module_database.session() as session:  # never committed, so that every office starts empty
        counter = Counter(session)
        laid_out = lay_out(counter, cases)
        officer = TestOfficer(counter.officer.id, "ani", locations=scope, services=skills)

        lists = {
            view: counter.page(view, officer=officer, where=where, sort=sort, descending=descending)
            for view in queue.VIEWS
        }
        counts = counter.counts(officer=officer, where=where)

        for view, items in lists.items():
            by_hand = put_in_order(expected(laid_out, officer, view, where), sort, descending=descending)
            assert [item.request_id for item in items] == by_hand, view
            assert getattr(counts, view) == len(items)
        assert {item.urgency for item in lists["terlambat"]} <= {"terlambat"}
        assert all(item.holder == "Petugas ani" for item in lists["milik_saya"])
        assert all(item.pause is not None for item in lists["ditahan"])

        waiting = put_in_order(expected(laid_out, officer, "menunggu", where), "mendesak", descending=False)
        claimed = [
            workflow.claim_next(session, officer, where=where, at=NOW) for _ in range(len(waiting) + 1)
        ]
        assert claimed == [*waiting, None]


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


def test_lists_counts_and_claims_among_many_waiting_read_little(counter: Counter) -> None:
    session = counter.session
    session.execute(MANY_WAITING)
    session.execute(sa.text("analyze request"))
    branch = TestOfficer(counter.officer.id, "ani", locations=("KEC_10",))
    both = TestOfficer(counter.officer.id, "ani", locations=("KEC_10", "DINAS"))
    skilled = TestOfficer(counter.officer.id, "ani", services=("KIA", "KK"))
    absent = QueueFilter(services=("AKTA_LAHIR",))

    for officer in (counter.officer, branch, both, skilled):
        assert rows_read(session, lambda o=officer: counter.page(officer=o)) < 400
        assert rows_read(session, lambda o=officer: counter.page("terlambat", officer=o)) < 400
        assert rows_read(session, lambda o=officer: workflow.claim_next(session, o, at=NOW)) < 200
    for sort in queue.SORTINGS:
        assert rows_read(session, lambda s=sort: counter.page(sort=s)) < 400
    assert rows_read(session, lambda: counter.page(where=absent)) < 10
    assert rows_read(session, lambda: workflow.claim_next(session, counter.officer, where=absent)) < 10
    assert rows_read(session, lambda: counter.counts(where=absent)) < 100


def rows_read(session: Session, work: Any) -> int:
    """How many rows of the applications ``work`` makes the server read, whichever way."""
    before = _rows_read(session)
    work()
    return _rows_read(session) - before


def _rows_read(session: Session) -> int:
    return session.scalar(
        sa.text(
            "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables "
            "where relname = 'request'"
        )
    )
