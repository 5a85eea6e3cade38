"""The demo Satgas Pamor's own cases: there from the first start on, and never doubled."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry import booking
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Request, Slot, UserAccount, UserKelurahan
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.personal import PersonalDataVault
from dashboard.simulation.doorsteps import CASES, FETCHED, ensure_demo_assisted

TUESDAY = dt.datetime(2026, 11, 24, 8, 0, tzinfo=WIB)


def open_office(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
        booking.open_slots(session, WorkCalendar(session), TUESDAY.date())


def entered(database: RequestDatabase) -> list[Request]:
    with database.session() as session:
        pamor = sa.select(UserAccount.id).where(UserAccount.username == "pamor").scalar_subquery()
        return list(session.scalars(sa.select(Request).where(Request.entered_by == pamor)))


def test_every_start_leaves_the_same_cases_of_both_kelurahan(database: RequestDatabase) -> None:
    open_office(database)

    for hours in (0, 1, 30):
        ensure_demo_assisted(database, PersonalDataVault.demo(), now=TUESDAY + dt.timedelta(hours=hours))

    cases = entered(database)
    assert [(case.service_code, case.variant_code, case.priority or "") for case in cases] == list(CASES)
    assert {case.kelurahan_code for case in cases} == {"32.75.01.1001", "32.75.01.1002"}


def test_without_a_free_day_only_what_is_printed_at_home_is_entered(database: RequestDatabase) -> None:
    open_office(database)
    with database.session.begin() as session:
        session.execute(sa.update(Slot).values(quota=0))

    ensure_demo_assisted(database, PersonalDataVault.demo(), now=TUESDAY)

    assert [case.service_code for case in entered(database)] == [
        service for service, _, _ in CASES if service not in FETCHED
    ]


def test_a_satgas_pamor_without_kelurahan_has_entered_nothing(database: RequestDatabase) -> None:
    open_office(database)
    with database.session.begin() as session:
        session.execute(sa.delete(UserKelurahan))

    ensure_demo_assisted(database, PersonalDataVault.demo(), now=TUESDAY)

    assert entered(database) == []
