"""An office on a real PostgreSQL server with a few applications that were worked through."""

from __future__ import annotations

import pytest
from office_builder import OfficeBuilder

from dashboard.registry.database import RequestDatabase


def fill(builder: OfficeBuilder) -> None:
    """October 2026: seven applications at DINAS, two at KEC_01; November 2 to 8: one at each."""
    places = ["DINAS"] * 7 + ["KEC_01"] * 2
    for number, place in enumerate(places):
        area = "32.75.01" if place == "DINAS" else "32.75.02"
        case = builder.application(f"2026-10-{5 + number:02} 08:00", lokasi=place, kecamatan=area, sla_days=2)
        builder.step(case, "PROSES", f"2026-10-{5 + number:02} 09:00")
        builder.step(case, "SELESAI", f"2026-10-{5 + number:02} 10:00")
    for place, area in (("DINAS", "32.75.01"), ("KEC_01", "32.75.02")):
        builder.application("2026-11-03 08:00", lokasi=place, kecamatan=area, sla_days=2)


@pytest.fixture
def filled(database: RequestDatabase) -> RequestDatabase:
    """A fresh office with those applications."""
    builder = OfficeBuilder(database)
    fill(builder)
    builder.close()
    return database
