"""A simulated city obeys its assumptions and the office's rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from dashboard.registry.calendar import WorkCalendar, ensure_holidays
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Applicant, Booking, Request, Slot
from dashboard.registry.office_facts import data_kind, mark_data_kind
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.status import WORKED_STATUSES
from dashboard.registry.urgency import PULL_HEAD_START, QueuePlace, queue_place
from dashboard.simulation.assumptions import DEFAULT, Assumptions, Surge
from dashboard.simulation.cases import PROSES, VERIFIKASI
from dashboard.simulation.city import read_city
from dashboard.simulation.course import CityCourse
from dashboard.simulation.demand import Demand
from dashboard.simulation.loading import (
    LOADING,
    SIMULATION,
    CityNotWelcome,
    city_is_complete,
    discard_unfinished_city,
    load_city,
)
from dashboard.simulation.people import person

NOW = dt.datetime(2026, 6, 17, 4, 30, tzinfo=dt.UTC)  # a Wednesday, 11.30 WIB
VAULT = PersonalDataVault.demo()
FACT_TABLES = (
    "request",
    "transition",
    "transition_reason",
    "slot",
    "booking",
    "slot_refusal",
    "survey_response",
    "quality_review",
)


@pytest.fixture(scope="module")
def city_database(module_database: RequestDatabase) -> RequestDatabase:
    load_city(module_database, VAULT, requests=3000, months=6, seed=7, now=NOW)
    return module_database


def value(database: RequestDatabase, question: str, **parameters: object) -> Any:
    with database.session() as session:
        return session.execute(sa.text(question), parameters).scalar()


def fingerprint(database: RequestDatabase) -> dict[str, object]:
    """Every fact but what the transaction, the account numbering and the salt of encryption add."""
    return {
        table: value(
            database,
            f"select md5(string_agg(fact, '|' order by fact)) "
            f"from (select (to_jsonb({table}) - 'txid')::text as fact from {table}) facts",
        )
        for table in FACT_TABLES
    }


def test_the_same_seed_and_end_give_the_same_rows(
    database: RequestDatabase, city_database: RequestDatabase
) -> None:
    load_city(database, VAULT, requests=3000, months=6, seed=7, now=NOW)

    assert fingerprint(database) == fingerprint(city_database)


def test_the_city_has_about_the_wanted_size_and_every_status(city_database: RequestDatabase) -> None:
    assert 2600 < value(city_database, "select count(*) from request") < 3400
    statuses = value(city_database, "select array_agg(distinct status) from request")
    assert {"SELESAI", "DIAMBIL", "DITOLAK", "GAGAL"} <= set(statuses)


@pytest.mark.parametrize(
    "moment",
    [
        "submitted_at from request",
        "last_change_at from request",
        "left_at from transition",
        "booked_at from booking",
        "settled_at from booking",
        "refused_at from slot_refusal",
        "responded_at from survey_response",
        "visited_at from home_visit",
        "created_at from applicant",
    ],
)
def test_nothing_lies_in_the_future(city_database: RequestDatabase, moment: str) -> None:
    column, table = moment.split(" from ")

    assert value(city_database, f"select max({column}) from {table}") < NOW


def test_resubmissions_follow_refusals_and_failures(city_database: RequestDatabase) -> None:
    statuses = value(
        city_database,
        "select array_agg(distinct earlier.status order by earlier.status) "
        "from request again join request earlier on earlier.id = again.resubmission_of",
    )

    assert statuses == ["DITOLAK", "GAGAL"]


def test_dates_are_refused_only_when_full_and_no_quota_is_exceeded(city_database: RequestDatabase) -> None:
    refused_early = value(
        city_database,
        """select count(*)
           from slot_refusal refusal join slot using (location_code, day)
           where quota > (
               select count(*) from booking where slot_id = slot.id and booked_at <= refused_at)""",
    )

    assert value(city_database, "select count(*) from slot_refusal") > 0
    assert refused_early == 0
    assert value(city_database, "select count(*) from slot where taken > quota") == 0


def test_taken_places_are_the_bookings_that_hold_one(city_database: RequestDatabase) -> None:
    wrong = value(
        city_database,
        """select count(*) from slot where taken <>
           (select count(*) from booking where slot_id = slot.id and outcome <> 'batal')""",
    )

    assert wrong == 0


def test_a_place_is_booked_where_its_application_is_fetched(city_database: RequestDatabase) -> None:
    elsewhere = value(
        city_database,
        """select count(*)
           from booking join slot on slot.id = slot_id join request on request.id = request_id
           where slot.location_code is distinct from request.location_code""",
    )

    assert elsewhere == 0


def test_rejections_have_one_primary_reason_each(city_database: RequestDatabase) -> None:
    without = value(
        city_database,
        """select count(*) from transition t where to_status = 'DITOLAK' and reverses_id is null
           and (select count(*) from transition_reason r
                where r.transition_id = t.id and is_primary) <> 1""",
    )

    assert without == 0


def test_transitions_lie_in_time_order(city_database: RequestDatabase) -> None:
    backwards = value(
        city_database,
        "select count(*) from "
        "(select left_at < lag(left_at) over (order by id) as back from transition) t where back",
    )

    assert backwards == 0


def test_cases_stand_in_the_queue_where_the_workflow_would_have_put_them(
    city_database: RequestDatabase,
) -> None:
    with city_database.session() as session:
        calendar = WorkCalendar(session)
        cases = session.execute(
            sa.select(Request, Slot.day)
            .outerjoin(Booking, Booking.request_id == Request.id)
            .outerjoin(Slot, Slot.id == Booking.slot_id)
        ).all()

    for request, pickup_day in cases:
        hours = calendar.at(request.location_code)
        place = queue_place(hours, request.submitted_at, request.due_at, pickup_day, request.priority)
        if request.status in WORKED_STATUSES and place.pull_at is not None and place.pull_at <= NOW:
            place = QueuePlace(min(place.queue_at, place.pull_at - PULL_HEAD_START), None)
        assert (request.queue_at, request.pull_at) == (place.queue_at, place.pull_at)
    assert {bool(pickup_day) for _, pickup_day in cases} == {True, False}
    assert 0.01 < sum(request.priority is not None for request, _ in cases) / len(cases) < 0.1


def test_applicants_are_found_by_the_words_of_their_names(city_database: RequestDatabase) -> None:
    with city_database.session() as session:
        applicants = session.scalars(sa.select(Applicant).limit(50)).all()

    assert applicants
    for applicant in applicants:
        assert applicant.name_keys == VAULT.name_keys(VAULT.unseal(applicant.sealed).name)


def test_the_data_are_marked_as_simulated_and_complete(city_database: RequestDatabase) -> None:
    with city_database.session() as session:
        assert data_kind(session) == "contoh"
        assert city_is_complete(session)


def test_personal_data_are_sealed_and_no_nik_belongs_to_a_person(city_database: RequestDatabase) -> None:
    with city_database.session() as session:
        stored = session.scalars(sa.select(Applicant)).all()
    people = [VAULT.unseal(row.sealed) for row in stored]

    assert all(each.nik.startswith("327599") and len(each.nik) == 16 for each in people)
    assert len({each.nik for each in people}) == len(people)
    assert not any(
        each.nik.encode() in row.sealed or each.name.encode() in row.sealed
        for each, row in zip(people, stored, strict=True)
    )


def test_every_number_is_another_person() -> None:
    assert len({person(number).nik for number in range(20_000)}) == 20_000


def course(
    database: RequestDatabase, assumptions: Assumptions, requests: int = 20_000
) -> tuple[CityCourse, int, int]:
    with database.session.begin() as session:
        ensure_holidays(session, [2025, 2026])
        city = read_city(session, assumptions)
    first, last = city.clock.index_of(dt.date(2025, 8, 4)), city.clock.index_of(dt.date(2025, 11, 2))
    rng = np.random.default_rng(11)
    return CityCourse(city, assumptions, rng, first_day=first, last_day=last, requests=requests), first, last


def median_wait(database: RequestDatabase, assumptions: Assumptions) -> float:
    """Median calendar wait for verification of what came in during the week of 8 September 2025."""
    simulated, first, last = course(database, assumptions)
    steps = np.concatenate([simulated.day(day).steps for day in range(first, last + 1)])
    start = simulated.city.clock.midnight(simulated.city.clock.index_of(dt.date(2025, 9, 8)))
    week = steps[
        (steps["from"] == VERIFIKASI)
        & (steps["to"] == PROSES)
        & (steps["entered"] >= start)
        & (steps["entered"] < start + 7 * 86_400)
    ]
    return float(np.median(week["claimed"] - week["entered"]))


def test_a_week_with_doubled_demand_lengthens_the_wait(database: RequestDatabase) -> None:
    busy = replace(DEFAULT, surges=(Surge(dt.date(2025, 9, 8), dt.date(2025, 9, 14), 2.0),))

    assert median_wait(database, busy) > 1.5 * median_wait(database, DEFAULT)


def test_demand_follows_population(database: RequestDatabase) -> None:
    simulated, first, last = course(database, DEFAULT)
    demand: Demand = simulated.demand
    rng = np.random.default_rng(3)
    cases = np.concatenate([demand.arrivals(rng, day) for day in range(first, last + 1)])
    city = simulated.city
    with database.session() as session:
        population = {row.code: row.population for row in session.execute(sa.text("select * from kecamatan"))}
    total = sum(population.values())

    for code, people in population.items():
        own = [number for number, kecamatan in enumerate(city.kelurahan_kecamatan) if kecamatan == code]
        share = np.isin(cases["kelurahan"], own).mean()
        assert share == pytest.approx(people / total, abs=0.012)


def test_real_data_and_a_second_city_are_refused(
    database: RequestDatabase, city_database: RequestDatabase
) -> None:
    with database.session.begin() as session:
        mark_data_kind(session, "nyata")

    with pytest.raises(CityNotWelcome, match="data nyata"):
        load_city(database, VAULT, requests=100, months=1, now=NOW)
    with pytest.raises(CityNotWelcome, match="sudah berisi"):
        load_city(city_database, VAULT, requests=100, months=1, now=NOW)


def test_an_unfinished_city_is_discarded_and_a_finished_one_is_not(
    database: RequestDatabase, city_database: RequestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):
        pass

    def kill(_share: float) -> None:
        raise Killed

    # The first report comes after the first batch was committed.
    monkeypatch.setattr("dashboard.simulation.loading.BATCH_REQUESTS", 200)
    with pytest.raises(Killed):
        load_city(database, VAULT, requests=1000, months=2, seed=1, now=NOW, progress=kill)
    assert value(database, "select count(*) from request") > 0
    assert value(database, "select value from office_fact where key = :key", key=SIMULATION) == LOADING

    monkeypatch.undo()

    assert discard_unfinished_city(database)
    assert not discard_unfinished_city(city_database)
    assert load_city(database, VAULT, requests=500, months=1, seed=1, now=NOW).requests > 300


def test_a_tenth_of_the_verdicts_was_judged_again_by_somebody_else(city_database: RequestDatabase) -> None:
    verdicts = value(
        city_database,
        """select count(*) from transition
           where from_status = 'VERIFIKASI' and to_status in ('PROSES', 'DITOLAK')""",
    )
    reviews = value(city_database, "select count(*) from quality_review")
    odd = value(
        city_database,
        """select count(*) from quality_review join transition on transition.id = transition_id
           where decided_at <= left_at or decided_at > :now or reviewer_id = actor_id""",
        now=NOW,
    )
    waiting = value(city_database, "select count(*) from quality_review where verdict is null")
    alike = value(city_database, "select avg(same_verdict::int) from quality_review")

    assert reviews / verdicts == pytest.approx(0.1, abs=0.02)
    assert odd == 0
    assert 0 < waiting < reviews / 5
    assert float(alike) == pytest.approx(0.955, abs=0.04)
