"""The page on pickup places behind the web application: its what-if and the cases behind its marks."""

from __future__ import annotations

import json
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient
from web_office import call_back

from dashboard.analytics.filters import Filters
from dashboard.office import Office
from dashboard.ui.slot import FIELDS, field_id
from tests.board.conftest import OTHER_PLACE, PLACE

MOVE = {"dari": PLACE, "dari-hari": "semua", "ke": OTHER_PLACE, "ke-hari": "sama", "pindah": "1"}
NOTHING_ADDED = {"tambah-di": None, "tambah-hari": "semua", "tambah": "0"}


def output_of(app: dash.Dash, part: str) -> str:
    (output,) = [name for name in app.callback_map if part in name]
    return str(output)


def try_quotas(client: FlaskClient, app: dash.Dash, **typed: Any) -> Any:
    values = {
        f"slot-andai-{field}.value": value for field, value in {**MOVE, **NOTHING_ADDED, **typed}.items()
    }
    output = output_of(app, "slot-andai-hasil.children")
    return call_back(client, app, output, {**values, "slot-andai-hitung.n_clicks": 1})


def told(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.text)["response"]
    return found


def test_moved_quota_is_answered_with_before_and_after(
    app: dash.Dash, clients: dict[str, FlaskClient]
) -> None:
    answer = told(try_quotas(clients["pimpinan"], app))

    said = json.dumps(answer["slot-andai-hasil"], ensure_ascii=False)
    assert answer["slot-andai-pesan"]["children"] is None
    assert "Sebelum" in said
    assert "Sesudah" in said
    assert "tempat dipindahkan" in said


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"pindah": "seribu"}, "pindah"),
        ({"pindah": "501"}, "pindah"),
        ({"ke": "TIDAK_ADA"}, "ke"),
        ({"dari": ["KEC_03"]}, "dari"),
        ({"dari-hari": {"$ne": 1}}, "dari-hari"),
        ({"tambah": "3", "tambah-di": "' or 1=1 --"}, "tambah-di"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_touched(
    app: dash.Dash, clients: dict[str, FlaskClient], typed: dict[str, Any], field: str
) -> None:
    answer = told(try_quotas(clients["pimpinan"], app, **typed))

    assert answer["slot-andai-pesan"]["children"]
    # The earlier answer stays, and no value is among what is sent back.
    assert "slot-andai-hasil" not in answer
    assert {prop for part in answer.values() for prop in part} == {"children", "className"}
    marked = [name for name in FIELDS if "salah" in answer[field_id("slot", name)]["className"]]
    assert marked == [field]


def test_the_what_if_is_for_those_who_may_see_the_page(
    app: dash.Dash, clients: dict[str, FlaskClient]
) -> None:
    assert try_quotas(clients["petugas"], app).status_code == 403
    assert try_quotas(clients["pamor"], app).status_code == 403


def test_an_account_of_one_place_can_name_no_other(app: dash.Dash, clients: dict[str, FlaskClient]) -> None:
    output = output_of(app, "slot-andai-dari.options")
    offered = told(call_back(clients["setempat"], app, output, {}))["slot-andai-dari"]["options"]

    assert [one["value"] for one in offered] == [PLACE]
    refused = told(try_quotas(clients["setempat"], app))
    assert refused["slot-andai-pesan"]["children"] == "Pilih lokasi tujuan dari daftar."


def listed(client: FlaskClient, app: dash.Dash, panel: str, key: Any) -> dict[str, Any]:
    output = output_of(app, "slot-kasus-isi.children")
    values = {
        "slot-kasus-pilih.data": {"panel": panel, "kunci": key},
        "slot-kasus-halaman.data": 0,
        "slot-saringan.data": {"dari": "semua", "sampai": "semua"},
    }
    return told(call_back(client, app, output, values))


def test_a_cell_of_the_calendar_opens_as_many_cases_as_it_counts(
    app: dash.Dash, office: Office, clients: dict[str, FlaskClient]
) -> None:
    cells = office.catalog.run("slot_harian", Filters()).frame
    cell = cells[cells["dipesan"] > 0].iloc[0]

    answer = listed(
        clients["pimpinan"], app, "kalender", f"{cell['lokasi']}|{cell['hari'].isoformat()[:10]}|hari"
    )

    assert answer["slot-kasus-nomor"]["children"].endswith(f"dari {cell['dipesan']}")
    assert answer["slot-kasus"]["title"].startswith("Pesanan ")


@pytest.mark.parametrize("key", ["bukan kunci", "A|kemarin|hari", "A|2026-01-01|tahun", 7, ["A"], {"a": "b"}])
@pytest.mark.parametrize("panel", ["kalender", "lokasi", "belum-siap"])
def test_a_made_up_mark_opens_an_empty_list(
    app: dash.Dash, clients: dict[str, FlaskClient], panel: str, key: Any
) -> None:
    answer = listed(clients["pimpinan"], app, panel, key)

    assert answer["slot-kasus-nomor"]["children"] == "0 permohonan"
