"""What the replica shows of the request database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from office_builder import OfficeBuilder

from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings


def rows(replica: Replica, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in replica.query(sql).to_pylist()]


def test_a_new_replica_holds_the_history_with_times_in_wib(office: OfficeBuilder, replica: Replica) -> None:
    request = office.application("2026-01-05 08:00", lokasi="KEC_01", kelurahan=None, sla_days=1)
    office.step(request, "PROSES", "2026-01-05 10:00:00.5", claimed_at="2026-01-05 09:00")

    replica.catch_up()

    assert rows(
        replica,
        """select from_status, entered_at, left_at, calendar_seconds, calendar_wait_seconds,
                  working_seconds, working_wait_seconds, lokasi, kelurahan, submitted_at from stays""",
    ) == [
        (
            "VERIFIKASI",
            dt.datetime(2026, 1, 5, 8),
            dt.datetime(2026, 1, 5, 10, 0, 0, 500_000),
            7200.5,
            3600.0,
            7200,
            3600,
            "KEC_01",
            "TIDAK_DIKETAHUI",
            dt.datetime(2026, 1, 5, 8),
        )
    ]


def test_what_is_followed_equals_what_is_filled(
    office: OfficeBuilder, replica: Replica, database: RequestDatabase, tmp_path: Path
) -> None:
    replica.catch_up()
    build_a_bit_of_everything(office)
    replica.catch_up()

    filled = Replica(tmp_path / "other", database.url, Settings(home=tmp_path))
    filled.open()
    filled.catch_up()

    assert contents(filled) == contents(replica)
    assert all(contents(filled).values())
    filled.close()


def test_a_corrected_pair_drops_out_of_the_stays(office: OfficeBuilder, replica: Replica) -> None:
    replica.catch_up()
    request = office.application("2026-01-05 08:00")
    office.step(request, "PROSES", "2026-01-05 09:00")
    wrong = office.step(request, "DITOLAK", "2026-01-05 10:00", reasons=["BERKAS_BURAM"])
    replica.catch_up()

    office.undo(wrong, "2026-01-05 10:05")
    office.step(request, "SELESAI", "2026-01-05 11:00")
    replica.catch_up()

    stays = rows(replica, "select to_status, calendar_seconds from stays order by transition_id")
    assert stays == [("PROSES", 3600.0), ("SELESAI", 7200.0)]


TABLES = [
    *("submissions", "transitions", "reversals", "rejections", "slots", "bookings", "slot_refusals"),
    *("visits", "surveys", "dim_layanan", "dim_varian", "dim_kecamatan", "dim_kelurahan", "dim_lokasi"),
    *("dim_alasan", "calendar"),
]


def contents(replica: Replica) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order of its own."""
    return {table: rows(replica, f"select * from {table} order by all") for table in TABLES}


def build_a_bit_of_everything(office: OfficeBuilder) -> None:
    first = office.application("2026-01-05 08:00", sla_days=1)
    office.step(first, "PROSES", "2026-01-05 09:00", claimed_at="2026-01-05 08:30")
    wrong = office.step(first, "SELESAI", "2026-01-05 10:00")
    office.undo(wrong, "2026-01-05 10:01")
    office.step(first, "DITOLAK", "2026-01-05 11:00", reasons=["BERKAS_BURAM", "BERKAS_TIDAK_LENGKAP"])
    second = office.application("2026-01-06 08:00", layanan=None, kecamatan=None, resubmission_of=first)
    slot = office.slot("KEC_01", "2026-01-09", 2)
    booking = office.booking(slot, second, "2026-01-06 08:01")
    office.settle_booking(booking, "hadir", "2026-01-09 09:00")
    office.refusal("KEC_01", "2026-01-08", "2026-01-06 08:00")
    office.visit(second, "2026-01-12")
    office.survey("2026-01-12 15:00", [4, 3, 4, 3, 4, 3, 4, 3, 4], request_id=second)
