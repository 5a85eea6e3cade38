"""What a page of figures does beyond drawing: kept views, targets, notes, cards, downloads."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import re
from typing import Any

import dash
import openpyxl
import pytest
from flask.testing import FlaskClient
from web_office import call_back, journal

from dashboard.analytics.filters import Filters, Scope, today
from dashboard.analytics.replica import Position
from dashboard.board.parts import Choice, picks_of
from dashboard.board.view import View
from dashboard.office import Office
from dashboard.registry.targets import all_targets
from tests.board.test_board_scope import WHOLE, answer, download, outputs


def starting_with(app: dash.Dash, prefix: str) -> str:
    (output,) = [name for name in app.callback_map if name.strip(".").startswith(prefix)]
    return output


def keep(client: FlaskClient, app: dash.Dash, name: str, address: Any = "layanan=KK") -> str:
    values = {
        "proses-simpan.n_clicks": 1,
        "proses-simpan-nama.value": name,
        "proses-saringan.data": {**WHOLE, "alamat": address},
    }
    return call_back(client, app, starting_with(app, "proses-simpan-daftar"), values).text


def test_a_view_is_kept_and_only_its_user_sees_it(app: dash.Dash, clients: dict[str, FlaskClient]) -> None:
    kept = keep(clients["pimpinan"], app, "KK saja")
    elsewhere = call_back(
        clients["inovasi"], app, starting_with(app, "proses-simpan-daftar"), {"proses-saringan.data": WHOLE}
    )

    told = json.dumps(json.loads(kept))
    assert "/proses?layanan=KK" in told
    assert "Tampilan disimpan." in told
    assert "KK saja" not in elsewhere.text


def test_a_refused_name_stays_in_the_field(app: dash.Dash, clients: dict[str, FlaskClient]) -> None:
    refused = json.loads(keep(clients["pimpinan"], app, "x" * 61))["response"]

    assert refused["proses-simpan-nama"]["value"] == "x" * 61
    assert "60 huruf" in refused["proses-simpan-kabar"]["children"]


@pytest.mark.parametrize("address", [None, {"a": 1}, "x" * 4001])
def test_an_address_that_is_none_is_not_kept(
    app: dash.Dash, clients: dict[str, FlaskClient], address: Any
) -> None:
    assert "tidak dapat disimpan" in keep(clients["pimpinan"], app, "aneh", address)


def set_target(client: FlaskClient, app: dash.Dash, value: str, since: str = "2024-01-01") -> Any:
    values = {
        "target-simpan.n_clicks": 1,
        "target-ukuran.value": "tepat_waktu",
        "target-layanan.value": "semua",
        "target-nilai.value": value,
        "target-sejak.value": since,
    }
    return call_back(client, app, starting_with(app, "target-daftar"), values)


def test_a_target_of_the_admin_stands_on_card_and_chart(
    app: dash.Dash, clients: dict[str, FlaskClient], office: Office
) -> None:
    saved = set_target(clients["admin"], app, "97,5")
    office._kept.clear()
    cards = answer(clients["pimpinan"], app, "ringkasan-utama-kartu.children")
    (chart,) = [name for name in app.callback_map if name.startswith("..ringkasan-tepat-judul")]
    drawn = answer(clients["pimpinan"], app, chart)

    assert "Target disimpan." in saved.text
    assert "target paling sedikit 97,5 %" in json.dumps(cards, ensure_ascii=False)
    shapes = drawn["ringkasan-tepat-grafik"]["figure"]["layout"]["shapes"]
    assert [shape["y0"] for shape in shapes] == [97.5]
    assert any(entry.action == "atur target" for entry in journal(office.database))


def take_off(client: FlaskClient, app: dash.Dash, target_id: int, presses: int = 1) -> Any:
    button = {"id": {"type": "target-cabut", "id": target_id}, "property": "n_clicks", "value": presses}
    return call_back(client, app, starting_with(app, "target-daftar"), {}, made_up=button)


def test_a_target_is_taken_off_once(app: dash.Dash, clients: dict[str, FlaskClient], office: Office) -> None:
    set_target(clients["admin"], app, "60", since=(today() + dt.timedelta(days=9)).isoformat())
    with office.database.session() as session:
        (target,) = [target for target in all_targets(session) if target.value == 60]
    denied = take_off(clients["pimpinan"], app, target.id)
    drawn = take_off(clients["admin"], app, target.id, presses=0)
    first, again = (take_off(clients["admin"], app, target.id).text for _ in range(2))
    with office.database.session() as session:
        left = all_targets(session)

    assert (denied.status_code, drawn.status_code) == (403, 204)
    assert "Target dicabut." in first
    assert "sudah dicabut" in again
    assert target not in left
    (entry,) = [entry for entry in journal(office.database) if entry.action == "cabut target"]
    assert entry.detail["nilai"] == 60


@pytest.mark.parametrize("value", ["", "x", "1.2.3", "12.5", "-3", "1e3", "nan", "∞"])
def test_a_target_that_is_no_number_is_told_and_not_set(
    app: dash.Dash, clients: dict[str, FlaskClient], value: str
) -> None:
    told = json.loads(set_target(clients["admin"], app, value).text)["response"]

    assert "Tulis target sebagai angka" in told["target-kabar"]["children"]
    assert "target-nilai" not in told, "what was typed stays"


@pytest.mark.parametrize("role", ["pimpinan", "inovasi", "petugas", "pamor"])
def test_nobody_but_the_admin_sets_targets_and_notes(
    app: dash.Dash, clients: dict[str, FlaskClient], role: str
) -> None:
    assert set_target(clients[role], app, "50").status_code == 403
    notes = starting_with(app, "target-catatan-daftar")
    assert call_back(clients[role], app, notes, {"target-catatan-simpan.n_clicks": 1}).status_code == 403


def test_a_note_is_drawn_on_the_charts_over_time(
    app: dash.Dash, clients: dict[str, FlaskClient], office: Office
) -> None:
    day = (dt.date.today() - dt.timedelta(days=30)).isoformat()
    values = {
        "target-catatan-simpan.n_clicks": 1,
        "target-catatan-hari.value": day,
        "target-catatan-teks.value": "server pindah",
    }
    call_back(clients["admin"], app, starting_with(app, "target-catatan-daftar"), values)
    office._kept.clear()
    (chart,) = [name for name in app.callback_map if name.startswith("..ringkasan-tunggakan-judul")]
    drawn = answer(clients["pimpinan"], app, chart)

    said = drawn["ringkasan-tunggakan-grafik"]["figure"]["layout"]["annotations"]
    assert "server pindah" in [note["text"] for note in said]


def test_a_workbook_holds_the_table_and_what_it_means(
    app: dash.Dash, clients: dict[str, FlaskClient], office: Office
) -> None:
    sent = json.loads(download(clients["pimpinan"], app, "proses", "waktu", "xlsx").text)["response"]
    data = sent["proses-berkas"]["data"]
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(data["content"])))
    (table,) = outputs(app, re.compile(r"^proses-waktu-tabel\.children"))
    shown = json.dumps(answer(clients["pimpinan"], app, table), ensure_ascii=False)

    rows = list(book["Data"].iter_rows(values_only=True))
    about = {row[0]: row[1] for row in book["Keterangan"].iter_rows(values_only=True)}
    assert rows[0][0] == "Status"
    assert all(str(cell) in shown for row in rows[1:] for cell in row)
    assert about["Saringan"] == "Seluruh riwayat"
    assert "Data per" in about
    assert data["filename"].startswith("waktu_status_")
    last = journal(office.database)[-1]
    assert (last.action, last.subject) == ("unduh", "metrik:waktu_status")


def test_a_choice_of_a_figure_is_one_of_its_values() -> None:
    choice = Choice("menurut", "Menurut", {"layanan": "Layanan", "kanal": "Kanal"})

    assert picks_of((choice,), ["kanal"]) == {"menurut": "kanal"}
    assert [choice.read(value) for value in ("apa", None, [], {"a": 1})] == ["layanan"] * 4


class Standing:
    """A replica whose figures are complete until noon of 25 November 2026."""

    position = Position(1, dt.datetime(2026, 11, 25, 12))


@pytest.mark.parametrize(
    ("comparison", "start", "end", "compared"),
    [
        # Over: as many days before. Not over: the 25 days that have passed, against as many.
        ("sebelumnya", (2026, 10, 1), (2026, 10, 31), ((2026, 8, 31), (2026, 9, 30))),
        ("sebelumnya", (2026, 11, 1), (2026, 11, 30), ((2026, 10, 7), (2026, 10, 31))),
        ("tahun", (2026, 11, 1), (2026, 11, 30), ((2025, 11, 1), (2025, 11, 25))),
        ("tahun", (2026, 2, 1), (2026, 2, 28), ((2025, 2, 1), (2025, 2, 28))),
    ],
)
def test_a_period_is_compared_with_as_many_days_as_have_passed(
    app: dash.Dash, comparison: str, start: Any, end: Any, compared: Any
) -> None:
    office = app.server.extensions["eopen"]
    real, office.replica = office.replica, Standing()
    try:
        with app.server.app_context():
            found = View(
                Filters(dt.date(*start), dt.date(*end)), Scope(), comparison=comparison
            ).comparison_asked
            without = View(
                Filters(dt.date(*start), dt.date(*end)), Scope(), comparison="tidak"
            ).comparison_asked
            endless = View(Filters(), Scope(), comparison=comparison).comparison_asked
    finally:
        office.replica = real

    assert found is not None
    assert (found.start, found.end) == (dt.date(*compared[0]), dt.date(*compared[1]))
    assert without is None
    assert endless is None


def test_nothing_is_compared_with_a_time_before_the_first_data(app: dash.Dash, office: Office) -> None:
    with app.server.app_context():
        first = View(Filters(), Scope()).row("ketersediaan")["hari_pertama"]
        whole = View(Filters(first + dt.timedelta(30), first + dt.timedelta(59)), Scope())
        # 30 days before begin 30 days earlier: one of them has no data, and 1 of 30 is more than 2 %.
        early = View(Filters(first + dt.timedelta(29), first + dt.timedelta(58)), Scope())
        # 50 days before: one of them without data is exactly 2 %, and may be a holiday.
        long = View(Filters(first + dt.timedelta(49), first + dt.timedelta(98)), Scope())

        assert (whole.compared, whole.begins_too_late) == (whole.comparison_asked, None)
        assert whole.compared is not None
        assert (early.compared, early.begins_too_late) == (None, first)
        assert early.comparison_asked is not None
        assert long.compared == long.comparison_asked is not None


def test_a_page_says_that_it_compares_with_nothing(app: dash.Dash, clients: dict[str, FlaskClient]) -> None:
    output = starting_with(app, "ringkasan-kabar")
    told = answer(clients["pimpinan"], app, output, dari="2025-12-01", sampai="2026-11-25")
    silent = answer(clients["pimpinan"], app, output, dari="2025-12-01", sampai="2026-11-25", banding="tidak")

    assert "Tanpa pembanding: data baru mulai" in told["ringkasan-banding-kabar"]["children"]
    assert silent["ringkasan-banding-kabar"]["children"] is None


def test_the_choice_stands_in_words_for_paper(app: dash.Dash, clients: dict[str, FlaskClient]) -> None:
    said = answer(
        clients["pimpinan"], app, "slot-saringan-kata.children",
        dari="2026-10-01", sampai="2026-10-31", layanan="KK", lokasi="KEC_09",
    )  # fmt: skip

    assert said["slot-saringan-kata"]["children"] == (
        "1 Oktober 2026 sampai 31 Oktober 2026; layanan Kartu Keluarga; lokasi Kantor Kecamatan Jatiasih"
    )


def test_a_card_takes_the_filters_along_to_its_page(app: dash.Dash, clients: dict[str, FlaskClient]) -> None:
    values = {"ringkasan-saringan.data": {"dari": "2026-10-01", "sampai": "2026-10-31", "lokasi": "KEC_09"}}
    cards = call_back(clients["pimpinan"], app, "ringkasan-utama-kartu.children", values).json

    assert "/slot?dari=2026-10-01&sampai=2026-10-31&lokasi=KEC_09&banding=sebelumnya" in json.dumps(cards)
