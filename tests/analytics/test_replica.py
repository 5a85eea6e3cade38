"""What the replica shows of the request database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from office_builder import OfficeBuilder
from replica_contents import build_a_bit_of_everything, contents, rows

from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings


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
