"""Reading a replica whole, and an office small enough to compare."""

from __future__ import annotations

from typing import Any

from office_builder import OfficeBuilder

from dashboard.analytics.replica import Replica

TABLES = [
    *("submissions", "transitions", "reversals", "open_cases", "rejections", "reviews"),
    *("slots", "bookings", "slot_refusals"),
    *("visits", "surveys", "dim_layanan", "dim_varian", "dim_kecamatan", "dim_kelurahan", "dim_lokasi"),
    *("dim_alasan", "calendar"),
]


def rows(replica: Replica, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in replica.query(sql).to_pylist()]


def contents(replica: Replica) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order of its own."""
    return {table: rows(replica, f"select * from {table} order by all") for table in TABLES}


def build_a_bit_of_everything(office: OfficeBuilder) -> None:
    first = office.application("2026-01-05 08:00", sla_days=1)
    accepted = office.step(first, "PROSES", "2026-01-05 09:00", claimed_at="2026-01-05 08:30")
    wrong = office.step(first, "SELESAI", "2026-01-05 10:00")
    office.undo(wrong, "2026-01-05 10:01")
    office.step(first, "DITOLAK", "2026-01-05 11:00", reasons=["BERKAS_BURAM", "BERKAS_TIDAK_LENGKAP"])
    office.second_look(accepted, "PROSES", "2026-01-05 12:00")
    second = office.application("2026-01-06 08:00", layanan=None, kecamatan=None, resubmission_of=first)
    slot = office.slot("KEC_01", "2026-01-09", 2)
    booking = office.booking(slot, second, "2026-01-06 08:01")
    office.settle_booking(booking, "hadir", "2026-01-09 09:00")
    office.refusal("KEC_01", "2026-01-08", "2026-01-06 08:00")
    office.visit(second, "2026-01-12")
    office.survey("2026-01-12 15:00", [4, 3, 4, 3, 4, 3, 4, 3, 4], request_id=second)
