"""Rows outside an account's scope do not exist for it: not in a figure, a table, a list, or a file."""

from __future__ import annotations

import json
import re
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient
from web_office import call_back

from dashboard.access.guard import ROUTER_OUTPUT
from dashboard.office import Office
from dashboard.registry.models import Request
from tests.board.conftest import AREA, OTHER_PLACE, PLACE

WHOLE = {"dari": "semua", "sampai": "semua", "satuan": "kerja", "banding": "sebelumnya"}
DRAWN = re.compile(r"-(judul|kartu|blok|kabar)\.children")
ASKED = re.compile(r"\?dari=[^\"]*")
"""The filters that a card takes along to its page: what was asked, not what was found."""

LISTED = re.compile(r"-tabel\.children")


def outputs(app: dash.Dash, wanted: re.Pattern[str]) -> list[str]:
    """Callbacks of pages of figures, by what they fill."""
    return [
        output
        for output, entry in app.callback_map.items()
        if output != ROUTER_OUTPUT
        and entry.get("callback") is not None
        and wanted.search(output)
        and any(part["id"].endswith("-saringan") for part in [*entry["inputs"], *entry["state"]])
    ]


def page_of(output: str) -> str:
    entry = output.strip(".").split("...")[0]
    return entry.split("-")[0]


def answer(client: FlaskClient, app: dash.Dash, output: str, **choice: Any) -> Any:
    page = page_of(output)
    entry = app.callback_map[output]
    values: dict[str, Any] = {
        part["id"] + "." + part["property"]: 1 for part in entry["inputs"] if "tabel-minta" in part["id"]
    }
    values |= {f"{page}-saringan.data": {**WHOLE, **choice}, "eopen-tema.data": "light"}
    values |= {
        f"{part['id']}.{part['property']}": {**WHOLE, **choice}
        for part in [*entry["inputs"], *entry["state"]]
        if part["id"].endswith("-saringan")
    }
    response = call_back(client, app, output, values)
    assert response.status_code in (200, 204), (output, response.text[:300])
    return json.loads(ASKED.sub("", response.text))["response"] if response.status_code == 200 else None


def test_there_are_figures_cards_and_tables_to_look_at(app: dash.Dash) -> None:
    assert len(outputs(app, DRAWN)) >= 15
    assert len(outputs(app, LISTED)) >= 12


def in_words_of_the_city(answered: Any) -> Any:
    """An answer as one without limits is told: what all areas together are called."""
    return json.loads(json.dumps(answered).replace("wilayah kerja", "kota"))


@pytest.mark.parametrize("wanted", [DRAWN, LISTED], ids=["drawn", "listed"])
def test_an_account_of_a_place_sees_what_the_filter_on_that_place_shows(
    app: dash.Dash, clients: dict[str, FlaskClient], wanted: re.Pattern[str]
) -> None:
    for output in outputs(app, wanted):
        limited = answer(clients["setempat"], app, output)
        filtered = answer(clients["admin"], app, output, lokasi=[PLACE])
        assert in_words_of_the_city(limited) == filtered, output


@pytest.mark.parametrize("wanted", [DRAWN, LISTED], ids=["drawn", "listed"])
def test_a_place_outside_the_scope_is_as_empty_as_one_that_does_not_exist(
    app: dash.Dash, clients: dict[str, FlaskClient], wanted: re.Pattern[str]
) -> None:
    for output in outputs(app, wanted):
        asked = answer(clients["setempat"], app, output, lokasi=[OTHER_PLACE])
        nowhere = answer(clients["setempat"], app, output, lokasi=["TIDAK_ADA"])
        assert asked == nowhere, output


def test_an_account_of_a_kecamatan_sees_its_cases_only(
    app: dash.Dash, clients: dict[str, FlaskClient]
) -> None:
    for output in ("..proses-corong-judul", "..proses-waktu-judul", "..ringkasan-ambil-judul"):
        (whole,) = [name for name in outputs(app, DRAWN) if name.startswith(output)]
        limited = answer(clients["sewilayah"], app, whole)
        assert limited == answer(clients["admin"], app, whole, kecamatan=[AREA])
        assert limited != answer(clients["admin"], app, whole)


def downloads(app: dash.Dash, page: str) -> str:
    (output,) = [
        output
        for output, entry in app.callback_map.items()
        if output.startswith(f"{page}-berkas.data") and f'"type":"{page}-unduh"' in str(entry["inputs"])
    ]
    return output


def download(
    client: FlaskClient, app: dash.Dash, page: str, panel: str, kind: str = "csv", **choice: Any
) -> Any:
    identity = {"type": f"{page}-unduh", "panel": panel, "jenis": kind}
    response = call_back(
        client,
        app,
        downloads(app, page),
        {f"{page}-saringan.data": {**WHOLE, **choice}},
        made_up={"id": identity, "property": "n_clicks", "value": 1},
    )
    return response


@pytest.mark.parametrize(
    ("page", "panel"), [("proses", "corong"), ("ringkasan", "utama"), ("ringkasan", "ambil")]
)
def test_a_file_holds_the_scope_only(
    app: dash.Dash, clients: dict[str, FlaskClient], page: str, panel: str
) -> None:
    limited = download(clients["setempat"], app, page, panel)
    filtered = download(clients["admin"], app, page, panel, lokasi=[PLACE])
    everything = download(clients["admin"], app, page, panel)

    content = [json.loads(one.text)["response"] for one in (limited, filtered, everything)]
    assert content[0] == content[1]
    assert content[0] != content[2]


@pytest.mark.parametrize("role", ["petugas", "pamor"])
def test_a_role_without_the_permission_gets_no_file(
    app: dash.Dash, clients: dict[str, FlaskClient], role: str
) -> None:
    assert download(clients[role], app, "proses", "corong").status_code == 403


def list_cases(client: FlaskClient, app: dash.Dash, page: str, panel: str, key: Any, **choice: Any) -> Any:
    (output,) = [name for name in app.callback_map if name.startswith(f"..{page}-kasus-isi")]
    chosen = {"panel": panel, "kunci": key}
    values = {f"{page}-kasus-pilih.data": chosen, f"{page}-saringan.data": {**WHOLE, **choice}}
    return call_back(client, app, output, values)


def test_a_list_of_cases_stays_within_the_scope_whatever_is_asked(
    app: dash.Dash, clients: dict[str, FlaskClient], office: Office
) -> None:
    inside = list_cases(clients["setempat"], app, "proses", "corong", "masuk")
    outside = list_cases(clients["setempat"], app, "proses", "corong", "masuk", lokasi=[OTHER_PLACE])
    asked_by_key = list_cases(
        clients["setempat"], app, "ringkasan", "tenggat", {"keadaan": "terlambat", "lokasi": OTHER_PLACE}
    )

    with office.database.session() as session:
        present = session.query(Request).filter_by(location_code=PLACE).count()
    assert f"dari {present}" in inside.text.replace(".", "")
    assert "0 permohonan" in outside.text
    assert "0 permohonan" in asked_by_key.text


@pytest.mark.parametrize(
    "chosen",
    [
        None,
        "x",
        [],
        {},
        {"panel": "utama", "kunci": "masuk"},
        {"panel": "corong"},
        {"panel": "corong", "kunci": {"a": 1}},
        {"panel": "corong", "kunci": "' or 1=1 --"},
        {"panel": "tren", "kunci": ["2026-99-99", "VERIFIKASI"]},
        {"panel": "tren", "kunci": "VERIFIKASI"},
        {"panel": ["corong"], "kunci": "masuk"},
    ],
    ids=str,
)
def test_what_no_mark_asks_for_is_an_empty_list_and_no_fault(
    app: dash.Dash, clients: dict[str, FlaskClient], chosen: Any
) -> None:
    (output,) = [name for name in app.callback_map if name.startswith("..proses-kasus-isi")]
    values = {"proses-kasus-pilih.data": chosen, "proses-saringan.data": WHOLE}

    response = call_back(clients["pimpinan"], app, output, values)

    assert response.status_code in (200, 204)
    if response.status_code == 200:
        assert "Tidak ada permohonan yang sesuai" in response.text


@pytest.mark.parametrize(
    "choice", [None, "x", 7, [], {"lokasi": {"a": 1}}, {"dari": [], "sampai": {}}], ids=str
)
def test_a_choice_may_be_anything(app: dash.Dash, clients: dict[str, FlaskClient], choice: Any) -> None:
    for output in outputs(app, DRAWN):
        page = page_of(output)
        values = {f"{page}-saringan.data": choice, "eopen-tema.data": {"x": 1}}

        assert call_back(clients["pimpinan"], app, output, values).status_code in (200, 204), output
