"""``python -m dashboard metric``: the pages' figures for scripts, which never get another one than asked."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from office_builder import OfficeBuilder
from typer.testing import CliRunner

from dashboard.__main__ import application
from dashboard.registry.database import RequestDatabase


def metric(*arguments: str) -> Result:
    return CliRunner().invoke(application, ["metric", *arguments])


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, database: RequestDatabase, tmp_path: Path) -> Path:
    monkeypatch.setenv("EOPEN_HOME", str(tmp_path))
    monkeypatch.setenv("EOPEN_DATABASE_URL", database.url)
    return tmp_path


def test_a_metric_comes_as_json_csv_or_table(home: Path, office: OfficeBuilder) -> None:
    office.step(office.application("2026-01-05 08:00"), "PROSES", "2026-01-05 09:30")

    as_json = json.loads(metric("tren_mingguan", "--format", "json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(metric("tren_mingguan", "--format", "csv").stdout)))
    as_table = metric("waktu_status", "--option", "satuan=kalender").stdout

    assert [(row["minggu"][:10], row["status"], row["p50"]) for row in as_json] == [
        ("2026-01-05", "VERIFIKASI", 1.5)
    ]
    assert [(row["minggu"], row["n"], row["p50"]) for row in as_csv] == [("2026-01-05", "1", "1.5")]
    assert "Lama di tiap status" in as_table
    assert "VERIFIKASI" in as_table


def test_filters_narrow_the_figure(home: Path, office: OfficeBuilder) -> None:
    office.application("2026-01-05 08:00", layanan="KK")
    office.application("2026-01-05 08:00", layanan="KIA", kanal="loket")
    office.application("2026-02-05 08:00", layanan="KIA", kanal="loket")
    january = ("--from", "2026-01-01", "--to", "2026-01-31")

    answers = [
        json.loads(metric("ringkas_proses", "--format", "json", *asked).stdout)[0]["masuk"]
        for asked in ((), january, ("--layanan", "KIA"), (*january, "--kanal", "loket,aplikasi"))
    ]

    assert answers == [3, 2, 2, 2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("tidak_ada",), "waktu_status"),
        (("corong", "--from", "2026-13-01"), "tidak terbaca"),
        (("corong", "--from", "2026-02-01", "--to", "2026-01-01"), "ditukar"),
        (("corong", "--layanan", "KKK"), "Tidak ada layanan KKK. Yang ada: "),
        (("corong", "--layanan", "K;K"), "tidak terbaca"),
        (("corong", "--format", "xml"), "table, csv atau json"),
        (("corong", "--option", "satuan"), "nama=nilai"),
        (("corong", "--option", "satuan=kerja"), "tidak mengenal pilihan satuan"),
        (("waktu_status", "--option", "satuan=menit"), "kerja, kalender"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(
    home: Path, arguments: tuple[str, ...], message: str
) -> None:
    answer = metric(*arguments)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert message in answer.stderr


def test_lists_and_definitions_need_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EOPEN_HOME", str(tmp_path))
    monkeypatch.setenv("EOPEN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    assert "waktu_status" in metric("--list").stdout
    told = metric("waktu_status", "--definition").stdout
    assert "Periode: saat status ditinggalkan" in told
    assert "list_contains($scope_lokasi, lokasi)" in told


def test_an_unreachable_database_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EOPEN_HOME", str(tmp_path))
    monkeypatch.setenv("EOPEN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    answer = metric("corong")

    assert answer.exit_code == 1
    assert "connection" in answer.stderr.lower()
