"""Planning several visits at once, capacity, the days of the board, and what nobody reported on."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from dashboard.registry import visits
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import HomeVisit, UserScope
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.workflow import CaseResult, StepNotAllowed
from tests.registry.test_visits import MONDAY, TUESDAY, Field, field, on

__all__ = ["field"]

WEDNESDAY, THURSDAY = dt.date(2026, 11, 25), dt.date(2026, 11, 26)


def wishes_of(field: Field, count: int) -> list[int]:
    made = [field.wish_of(field.ready()) for _ in range(count)]
    return [wished.id for wished in made if wished is not None]


def plan_all(field: Field, wish_ids: list[int], day: dt.date = TUESDAY) -> list[CaseResult]:
    return visits.schedule_all(
        field.session, field.calendar, field.ani, wish_ids, day=day, visitor_id=field.ani.id, at=MONDAY
    )


def test_several_wishes_are_planned_as_far_as_there_is_room(field: Field) -> None:
    visits.set_capacity(field.session, field.sari, field.ani.id, 2)
    wishes = wishes_of(field, 3)

    results = plan_all(field, wishes[::-1])

    assert [result.done for result in results] == [True, True, False]
    assert "2 dari 2. Hari kosong berikutnya: Rabu, 25 November 2026." in results[2].message
    assert field.waiting() == [results[2].request_id]


def test_the_next_day_with_room_is_named_and_full_or_closed_days_are_not(field: Field) -> None:
    visits.set_capacity(field.session, field.sari, field.ani.id, 1)
    friday = dt.date(2026, 11, 27)
    for day in (THURSDAY, friday):
        field.plan(field.ready(), day)

    with pytest.raises(visits.DayFull, match="berikutnya: Senin, 30 November 2026"):
        field.plan(field.ready(), THURSDAY)


def test_who_has_no_place_on_any_day_is_told_to_choose_another_officer(field: Field) -> None:
    visits.set_capacity(field.session, field.sari, field.ani.id, 0)

    with pytest.raises(visits.DayFull, match=r"0 dari 0\. Pilih petugas lain"):
        field.plan(field.ready())


def test_a_wish_that_was_planned_meanwhile_does_not_stop_the_others(field: Field) -> None:
    first, second = wishes_of(field, 2)
    plan_all(field, [first])

    results = plan_all(field, [first, second], WEDNESDAY)

    assert [result.done for result in results] == [False, True]
    assert "sudah dijadwalkan Selasa, 24 November 2026 untuk Petugas ani" in results[0].message


def test_nothing_too_much_and_foreign_things_are_refused_as_a_whole(field: Field) -> None:
    (wish,) = wishes_of(field, 1)
    stranger = replace(field.ani, areas=("32.75.10",))

    with pytest.raises(StepNotAllowed, match="Pilih dahulu"):
        plan_all(field, [])
    with pytest.raises(StepNotAllowed, match="paling banyak 40"):
        plan_all(field, list(range(41)))
    with pytest.raises(StepNotAllowed, match="tidak ditemukan di wilayah kerja"):
        plan_all(field, [wish, 999_999])
    with pytest.raises(StepNotAllowed, match="tidak ditemukan di wilayah kerja"):
        visits.withdraw_all(field.session, stranger, [wish], "salah_catat", at=MONDAY)
    assert len(field.waiting()) == 1


def test_several_visits_are_moved_cancelled_and_wishes_withdrawn(field: Field) -> None:
    moved, cancelled = field.plan(field.ready()), field.plan(field.ready())

    (one,) = visits.reschedule_all(
        field.session, field.calendar, field.ani, [moved.id], day=WEDNESDAY, visitor_id=field.beni.id,
        note="Hujan", at=MONDAY,
    )  # fmt: skip
    (other,) = visits.cancel_all(field.session, field.ani, [cancelled.id], note="Banjir", at=MONDAY)

    assert (one.done, moved.outcome, moved.note) == (True, "dijadwal_ulang", "Hujan")
    assert (other.done, cancelled.outcome, cancelled.note) == (True, "batal", "Banjir")
    assert field.waiting() == [cancelled.request_id]
    (taken,) = visits.withdraw_all(
        field.session, field.ani, [cancelled.wish_id or 0], "tidak_terhubungi", at=MONDAY
    )
    assert taken.done
    assert field.waiting() == []


def test_a_supervisor_sets_the_capacity_of_officers_of_the_own_area_only(field: Field) -> None:
    field.session.add(UserScope(user_id=field.ani.id, location_code="KEC_10"))
    field.session.flush()

    with pytest.raises(StepNotAllowed, match="tidak bekerja di wilayah Anda"):
        visits.set_capacity(field.session, replace(field.sari, locations=("KEC_09",)), field.ani.id, 3)
    visits.set_capacity(field.session, replace(field.sari, locations=("KEC_10",)), field.ani.id, 3)


def test_wishes_without_a_day_come_before_those_weeks_away_and_priority_first_of_a_day(field: Field) -> None:
    wanted = {"nanti": dt.date(2026, 12, 15), "bebas": None, "besok": TUESDAY, "prioritas": TUESDAY}
    made = {}
    for name, day in wanted.items():
        request = made[name] = field.submit("aplikasi")
        visits.wish(
            field.session, field.calendar, field.ani, request.id, "perekaman", wanted_on=day, at=MONDAY
        )
    made["prioritas"].priority = "lansia"
    field.session.flush()

    assert field.waiting() == [made[name].id for name in ("prioritas", "besok", "bebas", "nanti")]


def test_a_past_visit_without_an_outcome_is_told_until_it_is_reported(field: Field) -> None:
    visit = field.plan(field.ready())
    later = on(WEDNESDAY)

    assert visits.unreported(field.session, field.ani, at=on(TUESDAY)) == []
    (one,) = visits.unreported(field.session, field.beni, at=later)
    assert (one.visitor_id, one.name, one.day, one.visits) == (field.ani.id, "Petugas ani", TUESDAY, 1)

    visits.nobody_home(field.session, field.ani, visit.id, at=later)
    assert visits.unreported(field.session, field.ani, at=later) == []


def test_the_board_has_open_days_and_those_with_visits(field: Field) -> None:
    days = visits.visiting_days(field.session, field.calendar, field.ani, days=14, at=MONDAY)
    here = replace(field.ani, locations=("KEC_09",))
    limited = visits.visiting_days(field.session, field.calendar, here, days=14, at=MONDAY)

    assert days[0] == MONDAY.date()
    assert limited == [day for day in days if field.calendar.at("KEC_09").is_open(day)]
    assert dt.date(2026, 11, 29) not in limited


def test_two_officers_planning_one_wish_at_once_get_one_visit(
    database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar
) -> None:
    with database.session.begin() as session:
        one = Field(session, vault, calendar)
        (wish,) = wishes_of(one, 1)
        officers = [one.ani, one.beni]
    gate, told = threading.Barrier(2), list[list[CaseResult]]()

    def plan(number: int) -> None:
        gate.wait()
        with database.session.begin() as session:
            told.append(
                visits.schedule_all(
                    session,
                    calendar,
                    officers[number],
                    [wish],
                    day=TUESDAY,
                    visitor_id=officers[number].id,
                    at=MONDAY,
                )
            )

    threads = [threading.Thread(target=plan, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(result.done for (result,) in told) == [False, True]
    assert any("sudah dijadwalkan" in result.message for (result,) in told)
    with database.session() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(HomeVisit)) == 1


def test_the_last_place_of_a_day_goes_to_one_of_two(
    database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar
) -> None:
    with database.session.begin() as session:
        one = Field(session, vault, calendar)
        visits.set_capacity(session, one.sari, one.ani.id, 1)
        wishes = wishes_of(one, 2)
        ani = one.ani
    gate, told = threading.Barrier(2), list[bool]()

    def plan(wish: int) -> None:
        gate.wait()
        with database.session.begin() as session:
            (result,) = visits.schedule_all(
                session, calendar, ani, [wish], day=TUESDAY, visitor_id=ani.id, at=MONDAY
            )
            told.append(result.done)

    threads = [threading.Thread(target=plan, args=(wish,)) for wish in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == [False, True]
