"""``python -m dashboard bench`` measures what it says, on a small office."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from dashboard.analytics.catalog import QUERIES
from dashboard.bench.cli import bench
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.simulation.loading import load_city


@pytest.fixture(scope="module")
def report(module_database: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command saved."""
    load_city(module_database, PersonalDataVault.demo(), requests=300, months=14)
    home = tmp_path_factory.mktemp("home")
    environment = {"EOPEN_HOME": str(home), "EOPEN_DATABASE_URL": module_database.url}

    answer = _run(["--quick", "--only", "metrics"], environment)

    assert answer.exit_code == 0, answer.output
    (saved,) = (home / "bench").glob("*.json")
    found: dict[str, Any] = json.loads(saved.read_text())
    return found


def _run(arguments: list[str], environment: dict[str, str]) -> Any:
    application = Typer()
    application.command()(bench)
    return CliRunner().invoke(application, arguments, env=environment)


def test_only_the_asked_section_is_measured(report: dict[str, Any]) -> None:
    assert set(report) == {"quick", "machine", "rows", "metrics"}
    assert report["quick"] is True


def test_machine_and_rows_say_what_was_measured(report: dict[str, Any]) -> None:
    assert report["machine"]["cpus"] >= 1
    assert {"postgresql", "duckdb", "processor", "memory"} <= set(report["machine"])
    assert report["rows"]["request"] > 100
    assert report["rows"]["transition"] > 100


def test_every_metric_is_timed_for_both_periods(report: dict[str, Any]) -> None:
    names = {path.stem for path in QUERIES.glob("*.sql")}
    assert set(report["metrics"]) == {"months_12", "all_history"}
    for metrics in report["metrics"].values():
        assert set(metrics) == names
        for times in metrics.values():
            assert times["ratio_to_duckdb"] > 0
            for way in ("uncached", "cached", "bare_duckdb"):
                assert set(times[way]) == {"p50_ms", "p95_ms", "runs"}


def test_postgresql_was_asked_the_same_questions(report: dict[str, Any]) -> None:
    asked = {"waktu_status", "waktu_layanan", "corong", "tren_mingguan"}
    for metrics in report["metrics"].values():
        assert {name for name, times in metrics.items() if "postgres" in times} == asked
        assert all(metrics[name]["postgres"]["same_counts"] for name in asked)


def test_an_unknown_section_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.json"

    answer = _run(["--only", "weather", "--json", str(path)], {})

    assert answer.exit_code == 2
    assert not path.exists()
