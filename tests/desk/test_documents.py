"""Documents over HTTP: who may open one, what is taken in, and what the answer tells."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
import typst
from flask.testing import FlaskClient
from web_office import journal
from werkzeug.test import TestResponse

from dashboard.office import Office
from dashboard.registry.document_store import MOST_BYTES
from dashboard.registry.models import RequestDocument
from dashboard.registry.numbers import request_number

Clients = dict[str, FlaskClient]

PNG = typst.compile(b"#set page(width: 2cm, height: 2cm)\nCONTOH", format="png")
PDF = typst.compile(b"CONTOH #pagebreak() CONTOH", format="pdf")


def upload(client: FlaskClient, case: int, data: bytes, *, kind: str = "KK_LAMA") -> TestResponse:
    form = {"nomor": request_number(case), "jenis": kind, "berkas": (io.BytesIO(data), "KTP Budi.png")}
    heads = {"Accept": "application/json"}
    return client.post("/dokumen", data=form, content_type="multipart/form-data", headers=heads)


@pytest.fixture
def kind(office: Office) -> str:
    with office.database.session() as session:
        return str(session.scalar(sa.text("select min(code) from document_type")))


@pytest.fixture
def document(clients: Clients, case: int, kind: str) -> int:
    answer = upload(clients["petugas"], case, PNG, kind=kind)
    assert answer.status_code == 201, answer.text
    return int(answer.json["dokumen"])


@pytest.mark.parametrize("path", ["/dokumen/{}", "/dokumen/{}/gambar"])
def test_an_officer_of_the_place_opens_a_document_and_the_journal_knows(
    clients: Clients, office: Office, document: int, path: str
) -> None:
    answer = clients["petugas"].get(path.format(document))

    assert (answer.status_code, answer.data, answer.content_type) == (200, PNG, "image/png")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Budi" not in answer.headers["Content-Disposition"]
    entry = journal(office.database)[-1]
    assert (entry.actor, entry.action, entry.detail["berkas"]) == ("petugas", "buka berkas", document)


@pytest.mark.parametrize("path", ["/dokumen/{}", "/dokumen/{}/gambar"])
@pytest.mark.parametrize(
    ("username", "status"),
    [("", 302), ("pimpinan", 403), ("inovasi", 403), ("pamor", 403), ("petugas2", 404)],
)
def test_nobody_else_opens_it(
    clients: Clients, office: Office, document: int, username: str, status: int, path: str
) -> None:
    before = len(journal(office.database))

    answer = clients[username].get(path.format(document))

    assert answer.status_code == status
    assert PNG not in answer.data
    assert len(journal(office.database)) == before


def test_an_unknown_document_and_one_out_of_scope_are_told_alike(clients: Clients, document: int) -> None:
    unknown = clients["petugas2"].get("/dokumen/999999")
    elsewhere = clients["petugas2"].get(f"/dokumen/{document}")

    assert (unknown.status_code, unknown.text) == (elsewhere.status_code, elsewhere.text)


@pytest.mark.parametrize(
    ("username", "status"),
    [("", 401), ("pimpinan", 403), ("inovasi", 403), ("pamor", 422), ("petugas2", 422)],
)
def test_nobody_else_adds_one(
    clients: Clients, office: Office, case: int, kind: str, username: str, status: int
) -> None:
    answer = upload(clients[username], case, PNG, kind=kind)

    assert answer.status_code == status
    assert _documents_of(office, case) == 0


@pytest.mark.parametrize(
    ("data", "status", "told"),
    [
        (b"", 422, "Jenis berkas tidak diterima"),
        (b"<svg onload=alert(1)>", 422, "Jenis berkas tidak diterima"),
        (b"%PDF-1.7 not one at all", 422, "PDF ini tidak dapat dibaca"),
        (PNG + bytes(MOST_BYTES), 422, "terlalu besar"),
        (PNG + bytes(2 * MOST_BYTES), 413, "terlalu besar"),
    ],
    ids=["empty", "svg", "damaged", "large", "far too large"],
)
def test_what_is_not_taken_in_is_told_and_leaves_nothing(
    clients: Clients, office: Office, case: int, kind: str, data: bytes, status: int, told: str
) -> None:
    before = _stored(office)

    answer = upload(clients["petugas"], case, data, kind=kind)

    assert answer.status_code == status
    assert told in answer.json["pesan"]
    assert _stored(office) == before
    assert _documents_of(office, case) == 0


def test_a_kind_or_a_number_that_is_not_known_leaves_no_file(
    clients: Clients, office: Office, case: int, kind: str
) -> None:
    before = _stored(office)

    assert upload(clients["petugas"], case, PNG, kind="TIDAK_ADA").status_code == 422
    assert upload(clients["petugas"], 999_999, PNG, kind=kind).status_code == 422
    assert _stored(office) == before


def test_every_page_of_a_pdf_is_a_picture(clients: Clients, case: int, kind: str) -> None:
    document = upload(clients["petugas"], case, PDF, kind=kind).json["dokumen"]

    pages = [clients["petugas"].get(f"/dokumen/{document}/gambar?hal={page}") for page in (1, 2, 9)]

    assert [page.headers["X-Jumlah-Halaman"] for page in pages] == ["2", "2", "2"]
    assert all(page.data.startswith(b"\x89PNG") for page in pages)
    assert clients["petugas"].get(f"/dokumen/{document}").data == PDF


def _stored(office: Office) -> set[str]:
    folder = office.documents.folder
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def _documents_of(office: Office, case: int) -> int:
    with office.database.session() as session:
        found = sa.select(sa.func.count()).select_from(RequestDocument)
        return session.scalar(found.where(RequestDocument.request_id == case)) or 0
