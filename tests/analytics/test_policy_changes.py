"""A change of standards, quotas, reasons or the calendar today moves no figure of yesterday."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import sqlalchemy as sa
from office_builder import OfficeBuilder

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters
from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase

PAST = Filters(dt.date(2026, 1, 1), dt.date(2026, 1, 31))
OF_NOW = "tidak bergantung pada periode"
"""What is asked of now, and of days to come, may well change."""

OF_THE_CALENDAR = ("mutu_kalender",)
"""How far ahead the calendar is kept, holidays included."""

NO_FIGURES = (
    "petunjuk",
    *("tanggal_bebas", "hari_menunggu", "hari_pertama", "penuh_mendatang", "dibuka_mendatang"),
)
"""Words of the list of reasons, and the free days from now on."""

CHANGES = (
    "update service set sla_working_days = 14, sla_version = sla_version + 1",
    "update rejection_reason set fault = 'petugas', preventable_hint = ''",
    "update slot set quota = quota + 50 where day > current_date",
    "insert into holiday (day, name, category) values (current_date + 1, 'Libur baru', 'public')",
)


def past_office(database: RequestDatabase) -> None:
    """A month with rejections of each fault, lateness, bookings and a slot that was closed."""
    office = OfficeBuilder(database)
    slot = office.slot("KEC_01", "2026-01-12", 2)
    office.slot("KEC_01", "2026-01-13", 0)
    for day in range(5, 10):
        for hour in range(8, 14):
            case = office.application(f"2026-01-0{day} {hour:02d}:00", sla_days=1) if day < 10 else 0
            if hour % 3 == 0:
                office.step(case, "DITOLAK", f"2026-01-1{day - 5} 10:00", reasons=["BERKAS_BURAM"])
                continue
            office.step(case, "PROSES", f"2026-01-1{day - 5} 10:00")
            office.step(case, "SELESAI", f"2026-01-1{day - 5} 13:00")
            if hour == 8 and day < 7:
                office.booking(slot, case, f"2026-01-0{day} {hour:02d}:01")
    office.refusal("KEC_01", "2026-01-12", "2026-01-07 08:00")
    office.slot("KEC_01", (dt.date.today() + dt.timedelta(days=5)).isoformat(), 10)


def test_a_change_of_today_moves_no_figure_of_yesterday(database: RequestDatabase, replica: Replica) -> None:
    past_office(database)
    replica.catch_up()
    catalog = Catalog(replica)
    asked = [
        name
        for name in catalog.names()
        if OF_NOW not in catalog.definition(name).period and name not in OF_THE_CALENDAR
    ]
    before = {name: catalog.run(name, PAST).frame for name in asked}

    with database.engine.begin() as connection:
        for change in CHANGES:
            connection.execute(sa.text(change))
    replica.catch_up()
    catalog.forget()

    assert len(asked) > 40
    assert len(before["alasan_penolakan"]) == 1
    for name in asked:
        after = catalog.run(name, PAST).frame
        words = [column for column in after if column in NO_FIGURES]
        pd.testing.assert_frame_equal(before[name].drop(columns=words), after.drop(columns=words), obj=name)
