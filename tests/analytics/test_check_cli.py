"""``python -m dashboard check``."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import typer
from office_builder import OfficeBuilder
from replica_contents import build_a_bit_of_everything
from typer.testing import CliRunner

from dashboard.analytics.check_cli import check
from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from dashboard.registry.figure_checks import CHECK_LOCK

command = typer.Typer()
command.command()(check)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database: RequestDatabase, tmp_path: Path) -> CliRunner:
    monkeypatch.setenv("EOPEN_HOME", str(tmp_path))
    monkeypatch.setenv("EOPEN_DATABASE_URL", database.url)
    return CliRunner()


def test_equal_figures_end_with_zero(run: CliRunner, office: OfficeBuilder, replica: Replica) -> None:
    build_a_bit_of_everything(office)
    replica.catch_up()

    answer = run.invoke(command)

    assert answer.exit_code == 0
    first, count = answer.stdout.split(" dari ")[0], answer.stdout.split(" dari ")[1]
    assert count.startswith(f"{first} angka cocok (berkas replika: replica-0.duckdb)")


def test_a_difference_ends_with_one_and_is_named(
    run: CliRunner, office: OfficeBuilder, replica: Replica
) -> None:
    build_a_bit_of_everything(office)
    replica.catch_up()
    replica.close()
    with duckdb.connect(replica.path) as connection:
        connection.execute("delete from submissions where attempt = 1")

    answer = run.invoke(command)

    assert answer.exit_code == 1
    named = [
        line for line in answer.stdout.splitlines() if line.startswith("ringkas_proses: seluruh riwayat")
    ]
    assert named[0].endswith("baris 1, masuk: replika 1, basis data 2")


def test_without_a_replica_only_headline_figures_are_checked(run: CliRunner, office: OfficeBuilder) -> None:
    build_a_bit_of_everything(office)

    answer = run.invoke(command)

    assert answer.exit_code == 0
    assert answer.stdout.startswith("36 dari 36 angka cocok (berkas replika: tidak ada")


def test_a_check_beside_another_ends_with_two(run: CliRunner, database: RequestDatabase) -> None:
    with database.connect(autocommit=True) as other:
        other.execute("select pg_advisory_lock(%s)", (CHECK_LOCK,))

        answer = run.invoke(command)

    assert answer.exit_code == 2
    assert "Pemeriksaan lain sedang berjalan." in answer.stderr


def test_a_database_out_of_reach_ends_with_two(run: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EOPEN_DATABASE_URL", "postgresql://postgres@/none?host=/nowhere")

    assert run.invoke(command).exit_code == 2
