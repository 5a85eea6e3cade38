"""The bench opens every page of figures, and lets several readers in at once."""

from __future__ import annotations

import json
from pathlib import Path

from typer import Typer
from typer.testing import CliRunner

from dashboard.access.demo import ensure_demo_accounts
from dashboard.bench.cli import bench
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.simulation.loading import load_city

PAGES = {"ringkasan", "proses", "slot", "penolakan", "wilayah", "mutu"}


def test_every_page_of_figures_is_measured(database: RequestDatabase, tmp_path: Path) -> None:
    load_city(database, PersonalDataVault.demo(), requests=300, months=3)
    with database.session.begin() as session:
        ensure_demo_accounts(session)
    application, path = Typer(), tmp_path / "found.json"
    application.command()(bench)
    environment = {"EOPEN_HOME": str(tmp_path), "EOPEN_DATABASE_URL": database.url}

    answer = CliRunner().invoke(
        application, ["--quick", "--only", "pages", "--json", str(path)], env=environment
    )

    assert answer.exit_code == 0, answer.output
    found = json.loads(path.read_text())["pages"]
    assert set(found["pages"]) == PAGES
    for page in found["pages"].values():
        assert len(page["callbacks"]) >= 5
        assert page["whole_cached"]["p50_ms"] > 0
        assert page["whole_uncached_cpu_ms"] > 0
    assert found["viewers"]["own_filters"]["runs"] == found["viewers"]["same_filters"]["runs"] > 0
