"""A small office with waiting applications, for the browser tests of the officers' pages."""

from __future__ import annotations

import datetime as dt

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry import booking, workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.personal import Person, PersonalDataVault

CASES = 60


def fill_office(database: RequestDatabase, cases: int = CASES) -> None:
    """Demo accounts, and applications that wait."""
    vault = PersonalDataVault.demo()
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
        calendar = WorkCalendar(session)
        booking.open_slots(session, calendar)
        now = dt.datetime.now(dt.UTC)
        for number in range(cases):
            application = workflow.Application(
                person=Person(nik=f"327599{number:010d}", name="Budi Santoso"),
                service_code=("KK", "KTP_EL", "KIA")[number % 3],
                variant_code=("baru", "baru", "hilang")[number % 3],
                kelurahan_code="32.75.09.1001",
                location_code=("DINAS", "KEC_10")[number % 2],
                channel="aplikasi",
            )
            workflow.submit(
                session, vault, calendar, application, at=now - dt.timedelta(hours=cases - number)
            )
