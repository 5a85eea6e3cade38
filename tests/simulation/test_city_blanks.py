"""The simulated ledger of blank cards: one line per day, never below zero, and true to what was printed."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from dashboard.registry import booking
from dashboard.registry.blank_stock import stocks
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.simulation.live import SimulatedOfficer
from dashboard.simulation.loading import load_city

NOW = dt.datetime(2026, 6, 17, 4, 30, tzinfo=dt.UTC)  # a Wednesday, 11.30 WIB


@pytest.fixture(scope="module")
def city(module_database: RequestDatabase) -> RequestDatabase:
    load_city(module_database, PersonalDataVault.demo(), requests=6000, months=4, seed=7, now=NOW)
    return module_database


def rows(database: RequestDatabase, question: str) -> list[tuple]:
    with database.session() as session:
        return [tuple(row) for row in session.execute(sa.text(question))]


def test_a_day_of_use_is_one_line_and_equals_the_cards_finished(city: RequestDatabase) -> None:
    written = rows(
        city,
        """select location_code, blank, moved_on, -amount from blank_movement where kind = 'terpakai'
           order by 1, 2, 3""",
    )
    finished = rows(
        city,
        """select location_code, service_code, (left_at at time zone 'Asia/Jakarta')::date, count(*)
           from transition join request on request.id = request_id
           where to_status = 'SELESAI' and service_code in ('KTP_EL', 'KIA')
           group by 1, 2, 3 order by 1, 2, 3""",
    )

    assert len(written) > 500
    assert written == finished


def test_the_stock_never_falls_below_zero_and_nothing_lies_in_the_future(city: RequestDatabase) -> None:
    lowest = rows(
        city,
        """select min(stock), max(moved_at) from (
               select sum(amount) over (partition by location_code, blank order by id) as stock, moved_at
               from blank_movement) running""",
    )
    assert lowest[0][0] >= 0
    assert lowest[0][1] <= NOW


def test_every_location_has_a_stock_that_lasts_for_days_not_months(city: RequestDatabase) -> None:
    with city.session() as session:
        found = stocks(session, WorkCalendar(session), SimulatedOfficer(0, "siapa"), at=NOW)

    cards = [each for each in found if each.blank == "KTP_EL"]
    assert len(found) == 2 * 16
    assert all(each.is_recorded for each in found)
    assert {each.stock for each in cards} != {0}
    assert 2 < sum(each.days_left or 0 for each in cards) / len(cards) < 30


def test_the_nightly_look_finds_no_missed_pickup_that_the_city_did_not_know(city: RequestDatabase) -> None:
    before = rows(city, "select outcome, count(*) from booking group by 1 order by 1")
    with city.session.begin() as session:
        ended = booking.settle_missed(session, WorkCalendar(session), NOW)

    assert dict(before)["tidak_hadir"] > 50
    assert ended == 0
