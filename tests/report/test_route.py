"""The report as a download, and from the command line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from click.testing import Result
from flask.testing import FlaskClient
from office_builder import OfficeBuilder
from pypdf import PdfReader
from typer.testing import CliRunner
from web_office import journal, sign_in, simulated_office

from dashboard.__main__ import application
from dashboard.factory import create_app
from dashboard.office import Office
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount, UserArea, UserScope
from tests.report.conftest import fill


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    builder = OfficeBuilder(module_database)
    fill(builder)
    builder.close()
    with simulated_office(module_database, tmp_path_factory.mktemp("office")) as office:
        with office.database.session.begin() as session:
            ids = {account.username: account.id for account in session.scalars(sa.select(UserAccount))}
            session.add(UserScope(user_id=ids["inovasi"], location_code="KEC_01"))
            session.add(UserArea(user_id=ids["admin"], kecamatan_code="32.75.01"))
        yield office


@pytest.fixture(scope="module")
def server(office: Office) -> object:
    return create_app(office=office).server


def client_of(server: object, username: str) -> FlaskClient:
    client: FlaskClient = server.test_client()  # type: ignore[attr-defined]
    sign_in(client, username)
    return client


def came_in(workbook: bytes) -> int:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook))["Angka kunci"]
    assert sheet["A2"].value == "Permohonan masuk"
    return int(sheet["C2"].value)


def test_leadership_gets_the_paper_and_the_journal_tells_of_it(server: object, office: Office) -> None:
    answer = client_of(server, "pimpinan").get("/laporan?periode=2026-10&jenis=pdf")

    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="laporan-2026-10.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Oktober 2026" in PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    entry = journal(office.database)[-1]
    assert (entry.actor, entry.action, entry.subject, entry.detail) == (
        "pimpinan", "unduh laporan", "laporan:2026-10", {"jenis": "pdf"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("username", "count"),
    [("pimpinan", 9), ("inovasi", 2), ("admin", 7)],  # all; only KEC_01; only kecamatan 32.75.01
)
def test_a_report_holds_what_its_reader_may_see(server: object, username: str, count: int) -> None:
    answer = client_of(server, username).get("/laporan?periode=2026-10&jenis=xlsx")

    assert came_in(answer.data) == count


def test_an_address_cannot_widen_the_scope(server: object) -> None:
    answer = client_of(server, "inovasi").get(
        "/laporan?periode=2026-10&jenis=xlsx&lokasi=DINAS&kecamatan=32.75.01"
    )

    assert came_in(answer.data) == 2
    names = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.data))["Laporan"]["B"]]
    assert any("Terbatas pada lokasi" in str(name) for name in names)


@pytest.mark.parametrize("username", ["petugas", "pamor"])
def test_who_may_not_download_gets_nothing(server: object, office: Office, username: str) -> None:
    client = client_of(server, username)
    before = len(journal(office.database))

    answer = client.get("/laporan?periode=2026-10")

    assert answer.status_code == 403
    assert len(journal(office.database)) == before


def test_nobody_is_asked_to_sign_in(server: object) -> None:
    answer = server.test_client().get("/laporan?periode=2026-10")  # type: ignore[attr-defined]

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/masuk")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "Periode tidak terbaca."),
        ("periode=2026-13", "Periode tidak terbaca."),
        ("periode=%3Cscript%3E", "Periode tidak terbaca."),
        ("periode=2099-01", "belum dimulai"),
        ("periode=2026-01", "Data dimulai Oktober 2026."),
        ("periode=2026-10&jenis=exe", "Jenis laporan harus pdf atau xlsx."),
    ],
)
def test_a_bad_request_is_told_in_words(server: object, query: str, told: str) -> None:
    answer = client_of(server, "pimpinan").get(f"/laporan?{query}")

    assert answer.status_code == 400
    assert told in answer.text
    assert "<script>" not in answer.text


@pytest.fixture
def _command_line(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EOPEN_DATABASE_URL", office.database.url)
    monkeypatch.setenv("EOPEN_HOME", str(tmp_path / "home"))


def report(*arguments: str) -> Result:
    return CliRunner().invoke(application, ["report", *arguments])


@pytest.mark.usefixtures("_command_line")
def test_the_command_writes_either_file(tmp_path: Path) -> None:
    paper, workbook = tmp_path / "laporan.pdf", tmp_path / "laporan.XLSX"

    first = report("--period", "2026-10", "--to", str(paper))
    second = report("--period", "2026-W45", "--to", str(workbook))

    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert "Oktober 2026" in PdfReader(paper).pages[0].extract_text()
    assert came_in(workbook.read_bytes()) == 2


@pytest.mark.usefixtures("_command_line")
def test_the_command_keeps_to_a_scope(tmp_path: Path) -> None:
    target = tmp_path / "laporan.xlsx"

    result = report("--period", "2026-10", "--to", str(target), "--kecamatan", "32.75.02")

    assert result.exit_code == 0, result.output
    assert came_in(target.read_bytes()) == 2


@pytest.mark.usefixtures("_command_line")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--period", "2026-10", "--to", "laporan.doc"], "harus berakhir .pdf atau .xlsx"),
        (["--period", "2026-10", "--to", "tidak/ada/laporan.pdf"], "tidak ada"),
        (["--period", "Oktober", "--to", "laporan.pdf"], "Periode tidak terbaca"),
        (["--period", "2026-10", "--to", "laporan.pdf", "--lokasi", "KEC_1"], "Tidak ada lokasi KEC_1"),
    ],
)
def test_the_command_refuses_in_words_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)

    result = report(*arguments)

    assert result.exit_code == 2
    assert told in result.output
    assert list(tmp_path.glob("*laporan*")) == []
