"""The bench asks the queue's lists, and works at the desk, as officers do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from dashboard.bench.cli import bench
from dashboard.registry import queue
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.simulation.loading import load_city


@pytest.fixture(scope="module")
def found(module_database: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command saved."""
    application, home = Typer(), tmp_path_factory.mktemp("home")
    application.command()(bench)
    environment = {"EOPEN_HOME": str(home), "EOPEN_DATABASE_URL": module_database.url}
    load_city(module_database, PersonalDataVault.demo(), requests=300, months=2)
    asked = [f"--only={section}" for section in ("claims", "lists", "counter", "actions")]

    answer = CliRunner().invoke(
        application, ["--quick", *asked, "--json", str(home / "found.json")], env=environment
    )

    assert answer.exit_code == 0, answer.output
    assert "Daftar, 2000 kasus terbuka" in answer.output
    saved: dict[str, Any] = json.loads(Path(home / "found.json").read_text())
    return saved


def test_claims_are_set_beside_the_barest_loop(found: dict[str, Any]) -> None:
    office = found["claims"]["open_1000"]

    assert office["ratio_to_bare"] > 0
    assert len(office["claims_per_second"]) == len(office["bare_claims_per_second"]) == 1


def test_every_view_and_order_of_the_queue_is_asked(found: dict[str, Any]) -> None:
    asked = set(found["lists"]["lists"])

    assert asked >= {f"tampilan {view}" for view in queue.VIEWS}
    assert asked >= {f"urut {sort} {way}" for sort in queue.SORTINGS for way in ("naik", "turun")}
    assert asked >= {"cari nomor", "cari NIK", "cari nama", "jumlah saja", "saring prioritas"}


def test_the_lists_of_the_counter_and_of_visits_are_asked(found: dict[str, Any]) -> None:
    asked = found["counter"]["lists"]

    assert found["counter"]["sizes"]["siap diambil"] > 0
    assert {
        "pengambilan sehari",
        "belum diambil",
        "belum diambil, satu lokasi, halaman akhir",
        "loket, satu permohonan",
        "permintaan kunjungan",
        "blangko, persediaan",
    } <= set(asked)
    assert all(times["p95_ms"] >= times["p50_ms"] > 0 for times in asked.values())


def test_officers_take_open_and_decide_cases(found: dict[str, Any]) -> None:
    actions = found["actions"]["actions"]

    assert {"ambil", "buka kasus", "daftar setelah langkah", "tanya daftar"} <= set(actions)
    assert {"setujui", "selesai"} & set(actions)
    assert found["actions"]["refused"].get("ambil", 0) < actions["ambil"]["runs"]
    assert all(times["p95_ms"] >= times["p50_ms"] > 0 for times in actions.values())
