"""What a supervisor reads: work in hand and open, pauses, the rest of the day, handling times."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa
from office_builder import OfficeBuilder
from sqlalchemy.orm import Session

from dashboard.registry import workflow, workload
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.forecast import Band, forecast
from dashboard.registry.handling_times import colleague_handling_times, own_handling_times
from dashboard.registry.models import Request, UserScope
from dashboard.registry.workload import OpenWork
from tests.registry.conftest import TestOfficer, add_officer

NOW = dt.datetime(2026, 11, 25, 10, 0, tzinfo=WIB)  # a Wednesday


class Floor:
    """Two officers and a supervisor; one of the officers works at Jatiasih only."""

    def __init__(self, database: RequestDatabase, session: Session) -> None:
        self.office, self.session = OfficeBuilder(database), session
        self.ani, self.beni = add_officer(session, "ani"), add_officer(session, "beni")
        self.chief = add_officer(session, "chief", "penyelia")
        session.add(UserScope(user_id=self.beni.id, location_code="KEC_09"))
        session.commit()
        self.jatiasih = replace(self.chief, locations=("KEC_09",))

    def case(self, submitted_at: str = "2026-11-24 08:00", *, lokasi: str = "DINAS", **more: object) -> int:
        return self.office.application(submitted_at, lokasi=lokasi, **more)  # type: ignore[arg-type]

    def hold(self, officer: TestOfficer, *cases: int, minutes: int = 0) -> None:
        for case in cases:
            workflow.claim(self.session, officer, case, at=NOW + dt.timedelta(minutes=minutes))
        self.session.commit()


@pytest.fixture
def floor(database: RequestDatabase):
    with database.session() as session:
        yield Floor(database, session)


def test_what_everybody_holds_is_told_in_the_order_of_names(floor: Floor) -> None:
    late = floor.case(due_at="2026-11-25 09:59")
    due_now = floor.case(due_at="2026-11-25 10:00")
    floor.hold(floor.ani, late, due_now, minutes=-26)  # leases of 30 minutes: four are left
    floor.hold(floor.ani, floor.case(), minutes=-20)
    floor.hold(floor.beni, floor.case(), minutes=-31)  # ended a minute ago

    rows = {row.name: row for row in workload.holders(floor.session, floor.chief, at=NOW)}

    assert list(rows) == ["Petugas ani", "Petugas beni", "Petugas chief"]
    ani = rows["Petugas ani"]
    # Due exactly now is not late yet.
    assert (ani.held, ani.late, ani.ending_soon) == (3, 1, 2)
    assert ani.first_held_since == NOW - dt.timedelta(minutes=26)
    assert (rows["Petugas beni"].held, rows["Petugas beni"].first_lease_end) == (0, None)


def test_a_supervisor_of_one_place_sees_its_cases_and_those_who_work_there(floor: Floor) -> None:
    here, elsewhere = floor.case(lokasi="KEC_09"), floor.case(lokasi="DINAS")
    other = add_officer(floor.session, "dina")
    floor.session.add(UserScope(user_id=other.id, location_code="DINAS"))
    floor.session.commit()
    floor.hold(floor.ani, here, elsewhere)

    rows = workload.holders(floor.session, floor.jatiasih, at=NOW)

    # Ani works everywhere, dina does not work here.
    assert [(row.name, row.held) for row in rows] == [
        ("Petugas ani", 1), ("Petugas beni", 0), ("Petugas chief", 0),
    ]  # fmt: skip
    assert [item.request_id for item in _list(floor, floor.jatiasih, holder=floor.ani.id)] == [here]
    assert _list(floor, floor.jatiasih, location="DINAS") == []


def _list(floor: Floor, supervisor: TestOfficer, **choice: object) -> list[workload.WorkItem]:
    return list(workload.work_list(floor.session, supervisor, at=NOW, **choice).items)  # type: ignore[arg-type]


def test_lists_are_paged_filtered_and_counted_alike(floor: Floor) -> None:
    cases = [
        floor.case(f"2026-11-24 08:0{minute}", layanan="KIA" if minute % 2 else "KK") for minute in range(5)
    ]
    late = floor.case("2026-11-10 08:00", due_at="2026-11-20 10:00")

    pages = [
        workload.work_list(floor.session, floor.chief, page=page, page_size=4, at=NOW) for page in (1, 2, 9)
    ]

    assert [page.total for page in pages] == [6, 6, 6]
    assert [item.request_id for item in (*pages[0].items, *pages[1].items)] == [late, *cases]
    assert pages[2] == pages[1]
    assert [item.request_id for item in _list(floor, floor.chief, only_late=True)] == [late]
    assert [item.request_id for item in _list(floor, floor.chief, service="KIA")] == [cases[1], cases[3]]


def test_pauses_are_counted_by_reason_and_age(floor: Floor) -> None:
    first, second, third, here = (floor.case(lokasi=place) for place in ("DINAS", "DINAS", "DINAS", "KEC_09"))
    put = sa.text("""
        insert into queue_pause (request_id, user_id, kind, reason_code, paused_at, until, ended_at)
        values (:case, :officer, :kind, :reason, :at, :until, :ended)""")
    days = dt.timedelta(days=1)
    for case, kind, reason, age, ended in (
        (first, "lewati", "BUKAN_BIDANG", 7, None),  # exactly a week ago counts as of the week
        (second, "lewati", "BUKAN_BIDANG", 8, None),
        (third, "lewati", "BUKAN_BIDANG", 31, None),  # too long ago
        (first, "tahan", "TUNGGU_BLANGKO", 1, None),  # lasts
        (here, "tahan", "TUNGGU_BLANGKO", 1, NOW - days / 2),  # ended
    ):
        at = NOW - age * days
        until = NOW + days if kind == "tahan" else at + days / 2
        floor.session.execute(
            put,
            {"case": case, "officer": floor.ani.id, "kind": kind, "reason": reason, "at": at,
             "until": until, "ended": ended},
        )  # fmt: skip

    rows = workload.pause_counts(floor.session, floor.chief, at=NOW)
    mine = workload.pause_counts(floor.session, floor.jatiasih, at=NOW)

    assert [(row.kind, row.last_week, row.last_month, row.standing) for row in rows] == [
        ("lewati", 1, 2, 0),
        ("tahan", 2, 2, 1),
    ]
    assert [(row.kind, row.last_week, row.standing) for row in mine] == [("tahan", 1, 0)]


def test_open_work_is_everything_that_is_not_decided(floor: Floor) -> None:
    late, held, on_hold = floor.case(due_at="2026-11-24 12:00"), floor.case(), floor.case(layanan="KIA")
    floor.office.step(floor.case(), "DITOLAK", "2026-11-24 09:00", reasons=["BERKAS_BURAM"])
    floor.office.step(floor.case(), "PROSES", "2026-11-24 09:00")
    floor.hold(floor.ani, held)
    floor.session.execute(
        sa.update(Request).where(Request.id == on_hold).values(hold_until=NOW + dt.timedelta(days=1))
    )

    rows = workload.open_work(floor.session, floor.chief, at=NOW)

    assert late
    assert sorted(rows, key=lambda row: str(row.service_code)) == [
        OpenWork("KIA", "DINAS", 1, 0),
        OpenWork("KK", "DINAS", 3, 1),
    ]
    assert workload.open_work(floor.session, floor.jatiasih, at=NOW) == []


def test_the_rest_of_the_day_is_as_on_the_last_same_weekdays(floor: Floor) -> None:
    # Four Wednesdays after the office began; from 10.00 until closing came 1, 2, 3 and 6, done were
    # 0, 1, 1 and 2. What came before 10.00, or on a Tuesday, does not count.
    floor.case("2026-10-21 09:00")
    for day, came, done in (("28", 1, 0), ("04", 2, 1), ("11", 3, 1), ("18", 6, 2)):
        month = "10" if day == "28" else "11"
        floor.case(f"2026-{month}-{day} 09:59")
        cases = [floor.case(f"2026-{month}-{day} 10:0{number}") for number in range(came)]
        for case in cases[:done]:
            floor.office.step(case, "GAGAL", f"2026-{month}-{day} 11:00")
    floor.case("2026-11-24 11:00")
    with floor.session.begin_nested():
        calendar = WorkCalendar(floor.session)

    found = forecast(floor.session, calendar, floor.chief, at=NOW)

    # Open: 1 + 4 (before ten) + 12 - 4 (those of the afternoons) + 1 = 14.
    assert found.open_now == 14
    assert [day.isoformat() for day in found.days] == ["2026-11-18", "2026-11-11", "2026-11-04", "2026-10-28"]
    assert found.arrivals == Band(1, 2.5, 6)
    assert found.completions == Band(0, 1, 2)
    # 14 + 1 - 0, 14 + 2 - 1, 14 + 3 - 1, 14 + 6 - 2
    assert found.open_at_close == Band(15, 15.5, 18)


def test_with_too_few_days_or_after_closing_nothing_is_foretold(floor: Floor) -> None:
    floor.case("2026-11-03 09:00")  # only three Wednesdays since
    calendar = WorkCalendar(floor.session)

    early = forecast(floor.session, calendar, floor.chief, at=NOW)
    evening = forecast(floor.session, calendar, floor.chief, at=NOW.replace(hour=22))
    sunday = forecast(floor.session, calendar, floor.jatiasih, at=NOW + dt.timedelta(days=4))

    assert (len(early.days), early.arrivals) == (3, None)
    assert (evening.arrivals, evening.open_now) == (None, 1)
    assert sunday.closes_at is None


@pytest.mark.parametrize(("cases", "median"), [(19, None), (20, 1_800)])
def test_of_fewer_than_twenty_cases_no_handling_time_is_told(
    floor: Floor, cases: int, median: float | None
) -> None:
    calendar = WorkCalendar(floor.session)
    for _ in range(cases):
        case = floor.case("2026-11-24 08:00")
        workflow.claim(floor.session, floor.ani, case, at=NOW)
        workflow.accept(
            floor.session, calendar, floor.ani, case, version=0, at=NOW + dt.timedelta(minutes=30)
        )
    later = NOW + dt.timedelta(hours=1)

    (row,) = own_handling_times(floor.session, floor.ani, at=later)

    assert (row.n, row.median_seconds) == (cases, median)
    assert colleague_handling_times(floor.session, floor.chief, floor.ani.id, at=later) == [row]
    assert own_handling_times(floor.session, floor.beni, at=later) == []


def test_a_step_that_was_undone_is_no_handling(floor: Floor) -> None:
    calendar, case = WorkCalendar(floor.session), floor.case("2026-11-24 08:00")
    workflow.claim(floor.session, floor.ani, case, at=NOW)
    workflow.accept(floor.session, calendar, floor.ani, case, version=0, at=NOW + dt.timedelta(minutes=5))
    workflow.correct(
        floor.session, calendar, floor.ani, case, "Salah tekan", version=1, at=NOW + dt.timedelta(minutes=6)
    )

    assert own_handling_times(floor.session, floor.ani, at=NOW + dt.timedelta(hours=1)) == []


def test_a_supervisor_is_not_told_of_somebody_who_works_elsewhere(floor: Floor) -> None:
    head_office = replace(floor.chief, locations=("DINAS",))

    assert colleague_handling_times(floor.session, head_office, floor.beni.id, at=NOW) is None
    assert colleague_handling_times(floor.session, floor.jatiasih, floor.beni.id, at=NOW) == []
