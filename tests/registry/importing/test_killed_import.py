"""An import that is killed and started again, as the command it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import sqlalchemy as sa

from dashboard.registry.database import RequestDatabase

CASES = 40_000
MAPPING = """
name = "putus"
[columns]
case = "kasus"
activity = "kegiatan"
timestamp = "waktu"
[statuses]
terima = "VERIFIKASI"
tolak = "DITOLAK"
proses = "PROSES"
"""
STEPS = ("terima,2024-01-01", "tolak,2024-01-02", "terima,2024-01-03", "proses,2024-01-04")
COMMAND = "import typer; from dashboard.registry.importing.cli import import_log; typer.run(import_log)"


def test_a_killed_import_started_again_completes_without_doubles(
    database: RequestDatabase, tmp_path: Path
) -> None:
    (tmp_path / "peta.toml").write_text(MAPPING)
    rows = "".join(f"K{case:06d},{step}\n" for step in STEPS for case in range(CASES))
    (tmp_path / "log.csv").write_text("kasus,kegiatan,waktu\n" + rows)
    arguments = [sys.executable, "-c", COMMAND, "--mapping", "peta.toml", "--json", "log.csv"]
    environment = os.environ | {
        "EOPEN_DATABASE_URL": database.url,
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    first = subprocess.Popen(
        arguments, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while first.poll() is None and not _count(database, "request"):
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()

    again = subprocess.run(
        arguments, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )

    summary = json.loads(again.stdout)
    assert first.returncode == -signal.SIGKILL
    assert summary["cases_already_present"] >= 1
    assert summary["cases_loaded"] >= 1
    assert summary["cases_already_present"] + summary["cases_loaded"] == CASES
    assert _count(database, "request") == 2 * CASES
    assert _count(database, "transition") == 2 * CASES


def _count(database: RequestDatabase, table: str) -> int:
    with database.session() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0
