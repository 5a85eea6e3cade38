"""``python -m dashboard replica``."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_builder import OfficeBuilder
from typer.testing import CliRunner

from dashboard.analytics.cli import replica as command
from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database: RequestDatabase, tmp_path: Path) -> CliRunner:
    monkeypatch.setenv("EOPEN_HOME", str(tmp_path))
    monkeypatch.setenv("EOPEN_DATABASE_URL", database.url)
    return CliRunner()


def test_status_tells_a_held_file_from_a_free_one(
    run: CliRunner, database: RequestDatabase, office: OfficeBuilder, tmp_path: Path
) -> None:
    office.application("2026-01-05 08:00")
    held = Replica(tmp_path / "replica", database.url, Settings(home=tmp_path))
    free = Replica(tmp_path / "replica", database.url, Settings(home=tmp_path))
    for replica in (held, free):
        replica.open()
        replica.catch_up()
    free.close()

    answer = run.invoke(command, ["status"])
    held.close()

    first, second = answer.stdout.splitlines()[-2:]
    assert first.startswith("replica-0.duckdb; dipakai proses lain")
    assert "umur horizon 0" in first
    assert second.startswith("replica-1.duckdb; data per")
    assert "submissions 1" in second


def test_status_says_when_the_request_database_is_out_of_reach(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EOPEN_DATABASE_URL", "postgresql://postgres@/none?host=/nowhere")

    answer = run.invoke(command, ["status"])

    assert "tidak terjangkau" in answer.stdout
    assert "Belum ada berkas replika." in answer.stdout


def test_rebuild_counts_what_it_deleted(run: CliRunner, replica: Replica) -> None:
    replica.catch_up()

    answer = run.invoke(command, ["rebuild"])

    assert "0 berkas dihapus, 1 berkas" in answer.stdout


def test_restamp_changes_nothing_where_nothing_is_ahead(run: CliRunner, office: OfficeBuilder) -> None:
    office.application("2026-01-05 08:00")

    answer = run.invoke(command, ["restamp"])

    assert "request: 0 baris" in answer.stdout
