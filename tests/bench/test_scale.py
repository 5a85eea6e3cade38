"""A longer history is the same office, more often; its figures of now stay what they are."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from typer import Typer
from typer.testing import CliRunner

from dashboard.analytics.catalog import QUERIES, Catalog
from dashboard.analytics.filters import Filters, today
from dashboard.analytics.open_cases import fill_open_cases
from dashboard.analytics.replica import Replica
from dashboard.bench.cli import bench
from dashboard.bench.longer import lengthen
from dashboard.bench.metrics import copy_replica
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.settings import Settings
from dashboard.simulation.loading import load_city

YEARS = 3
OF_NOW = (
    "corong",
    "waktu_status",
    "ketepatan",
    "tunggakan",
    "belum_diambil",
    "ringkas_slot",
    "alasan_penolakan",
)


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase) -> RequestDatabase:
    load_city(module_database, PersonalDataVault.demo(), requests=600, months=12)
    return module_database


@pytest.fixture(scope="module")
def replicas(office: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Replica]]:
    """The office's own, and the longer one."""
    settings = Settings()
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "many")]
    filled = Replica(folders[0], office.url, settings)
    filled.catch_up()
    filled.close()
    lengthen(filled.path, folders[1] / "replica-0.duckdb", settings, YEARS, tell=lambda _: None)
    opened = [Replica(folder, "", settings) for folder in folders]
    for replica in opened:
        replica.open()
    yield opened
    for replica in opened:
        replica.close()


def count(replica: Replica, what: str) -> int:
    return int(replica.query(f"select count(*) from {what}")[0][0].as_py())


def test_every_year_before_holds_what_has_ended(replicas: list[Replica]) -> None:
    one, many = replicas

    open_now = count(one, "open_cases")
    assert open_now > 0
    assert count(many, "submissions") == YEARS * count(one, "submissions") - (YEARS - 1) * open_now
    assert count(many, "(select distinct request_id from submissions)") == count(many, "submissions")
    assert count(many, "(select distinct transition_id from transitions)") == count(many, "transitions")


def test_nothing_more_is_open_than_before(replicas: list[Replica], tmp_path: Path) -> None:
    one, many = replicas
    kept = many.query("from open_cases order by all")
    assert kept == one.query("from open_cases order by all")

    copy_replica(many.path, tmp_path / "copy.duckdb")
    with duckdb.connect(tmp_path / "copy.duckdb") as connection:
        fill_open_cases(connection)
        assert connection.sql("from open_cases order by all").to_arrow_table() == kept


@pytest.mark.parametrize("name", OF_NOW)
def test_figures_of_the_last_months_stay(replicas: list[Replica], name: str) -> None:
    recent = Filters(start=today() - dt.timedelta(days=90), end=today())

    one, many = (Catalog(replica).run(name, recent).frame for replica in replicas)

    assert len(one)
    pd.testing.assert_frame_equal(one, many)


def test_every_metric_is_timed_on_both(office: RequestDatabase, tmp_path: Path) -> None:
    application, path = Typer(), tmp_path / "found.json"
    application.command()(bench)
    environment = {"EOPEN_HOME": str(tmp_path), "EOPEN_DATABASE_URL": office.url}

    answer = CliRunner().invoke(
        application, ["--quick", "--only", "scale", "--json", str(path)], env=environment
    )

    assert answer.exit_code == 0, answer.output
    found = json.loads(path.read_text())["scale"]
    assert found["requests"]["many_years"] > 2 * found["requests"]["one_year"] > 0
    assert set(found["metrics"]) == {query.stem for query in QUERIES.glob("*.sql")}
    for times in found["metrics"].values():
        assert min(times[f"{way}_to_one_year"] for way in ("months_12", "all_history")) > 0
    assert "skipped" in found["pages"]
