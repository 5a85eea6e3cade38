"""The figures of the pages on two public logs, held against a computation straight from the CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters
from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from dashboard.registry.importing.mapping import read_mapping
from dashboard.registry.importing.run import import_events
from tests.registry.importing.independent import Rules, expected, summary
from tests.registry.importing.test_real_logs import FOLDER, LOGS, MAPPINGS


@pytest.mark.parametrize(("events", "mapping", "rules"), LOGS, ids=["wabo", "payment"])
def test_metrics_equal_the_computation_from_the_csv(
    database: RequestDatabase, replica: Replica, tmp_path: Path, events: str, mapping: str, rules: Rules
) -> None:
    path = FOLDER / events
    if not path.exists():
        pytest.skip(f"the real log {events} is not in {FOLDER}; set EOPEN_REAL_LOGS to its folder")
    truth = expected(path, rules)
    import_events(database, read_mapping(MAPPINGS / mapping), path, tmp_path / "karantina.csv")
    replica.catch_up()
    catalog = Catalog(replica)

    times = catalog.run("waktu_status", Filters(), satuan="kalender").frame.set_index("status")
    funnel = catalog.run("corong", Filters()).frame.set_index("langkah")["n"]

    assert set(times.index) == set(truth.stays)
    for status, seconds in truth.stays.items():
        n, median, p90 = summary(seconds)
        assert times.loc[status, "n"] == n
        assert times.loc[status, "p50"] == pytest.approx(median / 3600, rel=1e-9, abs=1e-9)
        assert times.loc[status, "p90"] == pytest.approx(p90 / 3600, rel=1e-9, abs=1e-9)
    assert funnel["masuk"] == truth.applications
    assert funnel["diambil"] == len(truth.stays.get("SELESAI", []))
    left_verification = funnel[["proses", "ditolak_verifikasi", "gagal_verifikasi"]].sum()
    assert left_verification == len(truth.stays["VERIFIKASI"])
