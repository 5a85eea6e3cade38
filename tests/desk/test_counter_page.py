"""The counter over HTTP: who may call it, for which places, and what the camera's pictures give away."""

from __future__ import annotations

import io
import json
from typing import Any

import dash
import numpy as np
import pytest
import sqlalchemy as sa
import zxingcpp
from flask.testing import FlaskClient
from pypdf import PdfReader
from web_office import ROLES, call_back, journal

from dashboard.access.guard import CALLBACK_PATH
from dashboard.access.headers import CAMERA_PAGE
from dashboard.desk.scanning import MOST_PIXELS_A_SIDE, PATH
from dashboard.office import Office
from dashboard.registry import counter, pickups, workflow
from dashboard.registry.models import HandoverCheck, Request, Transition, UserAccount
from dashboard.registry.numbers import request_number
from dashboard.registry.workflow.people import stored_officer
from dashboard.ui.loket import ids
from dashboard.ui.loket.address import STATES

Clients = dict[str, FlaskClient]

SERVES = {"petugas", "petugas2", "penyelia", "admin"}
NIK = "3275991234567890"


@pytest.fixture
def ready(office: Office, case: int) -> int:
    """An application at Jatiasih whose document is ready; its id."""
    with office.database.session.begin() as session:
        officer = stored_officer(session, session.scalars(sa.select(UserAccount.id)).first() or 0)
        assert officer is not None
        for step in (workflow.accept, workflow.finish):
            workflow.claim(session, officer, case)
            step(session, office.calendar(), officer, case, version=session.get_one(Request, case).version)
    return case


def status(office: Office, case: int) -> str:
    with office.database.session() as session:
        return str(session.get_one(Request, case).status)


def named(app: dash.Dash, component: str) -> str:
    """The callback whose first output is this property of the counter."""
    return next(output for output in app.callback_map if output.strip(".").startswith(component))


def counter_callbacks(app: dash.Dash) -> dict[str, Any]:
    return {
        output: entry
        for output, entry in app.callback_map.items()
        if f"{ids.PREFIX}-" in output and entry.get("callback") is not None
    }


def seen(case: int, version: int = 2) -> dict[str, Any]:
    return {"kasus": case, "versi": version, "keadaan": ""}


def hand_over(client: FlaskClient, app: dash.Dash, case: Any, *, version: int = 2, **more: Any) -> Any:
    values = {
        f"{ids.HAND}.n_clicks": 1,
        f"{ids.SEEN}.data": seen(case, version),
        f"{ids.CHECK}.value": "pemohon:ktp_el",
        **more,
    }
    return call_back(client, app, named(app, f"{ids.MESSAGE}.children@"), values, f"{ids.HAND}.n_clicks")


def find(client: FlaskClient, app: dash.Dash, text: str) -> Any:
    values = {f"{ids.FIND}.value": text, f"{ids.FIND}.n_submit": 1}
    return call_back(client, app, named(app, f"{ids.CANDIDATES}.children"), values, f"{ids.FIND}.n_submit")


def day_list(client: FlaskClient, app: dash.Dash, asked: Any) -> Any:
    """The list of a day, as the browser asks for it: its patterns name the buttons that are there."""
    output = named(app, f"{ids.LIST}.children")
    patterns = {
        "jumlah": [ids.count(name) for name in STATES],
        "keadaan": [ids.state(name) for name in STATES],
    }

    def part(name: str) -> Any:
        component, prop = name.rsplit(".", 1)
        kind = json.loads(component)["type"].removeprefix(f"{ids.PREFIX}-") if component[0] == "{" else ""
        return (
            [{"id": each, "property": prop} for each in patterns[kind]]
            if kind
            else {"id": component, "property": prop}
        )

    entry, values = app.callback_map[output], {f"{ids.ASKED}.data": asked}
    given = {
        place: [{**each, "value": values.get(f"{each['id']}.{each['property']}")} for each in entry[place]]
        for place in ("inputs", "state")
    }
    body = {
        "output": output,
        "outputs": [part(name) for name in output.strip(".").split("...")],
        **given,
        "changedPropIds": [f"{ids.ASKED}.data"],
    }
    return client.post(CALLBACK_PATH, json=body)


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["", *sorted(set(ROLES) - SERVES)])
def test_no_callback_of_the_counter_answers_those_who_do_not_serve_at_it(
    app: dash.Dash, clients: Clients, office: Office, ready: int, username: str
) -> None:
    answers = {
        output: call_back(clients[username], app, output, {f"{ids.SEEN}.data": seen(ready)}).status_code
        for output in counter_callbacks(app)
    }

    assert len(answers) >= 6
    assert set(answers.values()) == {403 if username else 401}
    assert hand_over(clients[username], app, ready).status_code in (401, 403)
    assert status(office, ready) == "SELESAI"


@pytest.mark.parametrize("username", sorted(SERVES - {"petugas2"}))
def test_whoever_serves_at_the_counter_hands_over_once_and_keeps_what_was_checked(
    app: dash.Dash, clients: Clients, office: Office, ready: int, username: str
) -> None:
    answer = hand_over(clients[username], app, ready)
    again = hand_over(clients[username], app, ready)  # the second of a double click

    assert f"{request_number(ready)} diserahkan." in answer.text
    assert f"{request_number(ready)} diserahkan." in again.text
    assert status(office, ready) == "DIAMBIL"
    with office.database.session() as session:
        check = session.scalars(sa.select(HandoverCheck).order_by(HandoverCheck.checked_at.desc())).first()
        assert check is not None
        assert (check.receiver, check.identity) == ("pemohon", "ktp_el")
        assert session.get_one(UserAccount, check.checked_by).username == username
    assert [entry.action for entry in journal(office.database) if entry.actor == username][-1] == "diambil"


def test_an_officer_of_another_place_finds_sees_and_hands_over_nothing(
    app: dash.Dash, clients: Clients, office: Office, ready: int
) -> None:
    limited, values = clients["petugas2"], {f"{ids.OPEN}.data": {"kasus": ready, "saat": "x"}}

    assert "di luar wilayah kerja Anda" in find(limited, app, request_number(ready)).text
    shown = call_back(limited, app, named(app, f"{ids.BODY}.children"), values)
    assert "di luar wilayah kerja Anda" in shown.text
    assert "B***" not in shown.text
    assert (
        "B*** S******" in call_back(clients["petugas"], app, named(app, f"{ids.BODY}.children"), values).text
    )
    assert "di luar wilayah kerja Anda" in hand_over(limited, app, ready).text
    assert status(office, ready) == "SELESAI"


def test_a_list_of_another_place_says_that_it_is_not_ones_own(app: dash.Dash, clients: Clients) -> None:
    answer = day_list(clients["petugas2"], app, "?lokasi=KEC_09")

    assert "Kantor Kecamatan Jatiasih di luar tugas Anda." in answer.text


# --- what is told ---------------------------------------------------------------------------------


def test_a_conflict_is_told_and_nothing_is_handed_over_twice(
    app: dash.Dash, clients: Clients, office: Office, ready: int
) -> None:
    hand_over(clients["petugas"], app, ready)

    lost = hand_over(clients["penyelia"], app, ready)

    assert "sudah diubah oleh Petugas Contoh" in lost.text
    assert f'"{ids.CHANGED}"' not in lost.text  # nothing is emptied
    with office.database.session() as session:
        steps = sa.select(Transition.id).where(Transition.request_id == ready)
        checks = sa.select(HandoverCheck).where(HandoverCheck.transition_id.in_(steps))
        assert len(session.scalars(checks).all()) == 1


def test_a_hand_over_without_a_choice_or_of_an_unready_case_is_refused(
    app: dash.Dash, clients: Clients, office: Office, case: int
) -> None:
    client = clients["petugas"]

    assert "Pilih siapa yang menerima" in hand_over(client, app, case, **{f"{ids.CHECK}.value": ""}).text
    assert (
        "Pilih siapa yang menerima" in hand_over(client, app, case, **{f"{ids.CHECK}.value": "kuasa:kk"}).text
    )
    assert "Belum siap" in hand_over(client, app, case, version=0).text
    assert status(office, case) == "VERIFIKASI"


def test_a_document_of_another_counter_needs_the_box_to_be_ticked(
    app: dash.Dash, clients: Clients, office: Office, ready: int
) -> None:
    here = {f"{ids.LOCATION}.value": "DINAS"}
    assert "bukan di loket ini" in hand_over(clients["petugas"], app, ready, **here).text
    assert status(office, ready) == "SELESAI"

    hand_over(clients["petugas"], app, ready, **here, **{f"{ids.ELSEWHERE}.value": True})
    assert status(office, ready) == "DIAMBIL"


@pytest.mark.parametrize(
    "odd", [None, "x", 7, [], {}, {"kasus": "17"}, {"kasus": [1]}, {"kasus": -1}, {"kasus": 10**30}]
)
def test_odd_input_of_a_browser_is_no_error(app: dash.Dash, clients: Clients, odd: Any) -> None:
    client = clients["petugas"]
    values = {f"{ids.OPEN}.data": odd, f"{ids.SEEN}.data": odd, f"{ids.LOCATION}.value": odd}

    for output in set(counter_callbacks(app)) - {named(app, f"{ids.LIST}.children")}:
        assert call_back(client, app, output, values).status_code in (200, 204), output
    assert day_list(client, app, odd).status_code == 200


def test_a_nik_that_was_typed_is_neither_repeated_nor_kept(
    app: dash.Dash, clients: Clients, office: Office
) -> None:
    before = len(journal(office.database))

    answer = find(clients["petugas"], app, NIK)

    assert "Tidak ada permohonan dengan NIK itu" in answer.text
    assert NIK not in answer.text
    assert len(journal(office.database)) == before


def test_an_outage_is_told_and_keeps_everything(
    app: dash.Dash, clients: Clients, office: Office, ready: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise sa.exc.OperationalError("select 1", {}, Exception("gone"))

    for name in ("find_cases", "counter_case", "hand_over_at_counter"):
        monkeypatch.setattr(counter, name, away)
    monkeypatch.setattr(pickups, "pickup_window", away)
    client, values = clients["petugas"], {f"{ids.OPEN}.data": {"kasus": ready, "saat": "x"}}

    found, handed = find(client, app, "EO-17"), hand_over(client, app, ready)
    assert "Yang Anda tulis tetap ada" in found.text
    assert "isian Anda tetap ada" in handed.text
    assert '"value"' not in found.text + handed.text  # no field is emptied
    assert call_back(client, app, named(app, f"{ids.BODY}.children"), values).status_code == 204
    assert "Daftar di layar mungkin sudah usang" in day_list(client, app, "").text
    assert status(office, ready) == "SELESAI"


# --- the camera -----------------------------------------------------------------------------------


def picture(text: str, *, turned: int = 0, noisy: bool = False) -> np.ndarray:
    """A camera's grey picture of a QR code on a desk."""
    code = np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6))
    frame = np.full((480, 640), 200, dtype=np.uint8)
    frame[60 : 60 + code.shape[0], 150 : 150 + code.shape[1]] = np.rot90(code, turned)
    if noisy:
        noise = np.random.default_rng(1).integers(-40, 40, frame.shape)
        frame = np.clip(frame.astype(int) + noise, 0, 255).astype(np.uint8)
    return frame


def scan(client: FlaskClient, frame: np.ndarray, size: str | None = None, **heads: str) -> Any:
    height, width = frame.shape
    query = size if size is not None else f"?lebar={width}&tinggi={height}"
    return client.post(
        f"{PATH}{query}", data=frame.tobytes(), headers={"Accept": "application/json", **heads}
    )


@pytest.mark.parametrize("text", ["EO-00000017", "https://e-open.example/status/EO-00000017"])
@pytest.mark.parametrize("look", [{}, {"turned": 1}, {"turned": 2, "noisy": True}])
def test_a_code_before_the_camera_becomes_the_number(clients: Clients, text: str, look: dict) -> None:
    answer = scan(clients["petugas"], picture(text, **look))

    assert (answer.status_code, answer.json) == (200, {"nomor": "EO-00000017", "kode_lain": True})


def test_of_another_code_nothing_is_told_and_without_one_neither(clients: Clients) -> None:
    other = scan(clients["petugas"], picture(f"NIK {NIK}"))
    empty = scan(clients["petugas"], np.zeros((480, 640), dtype=np.uint8))

    assert other.json == {"nomor": None, "kode_lain": True}
    assert NIK not in other.text
    assert empty.json == {"nomor": None, "kode_lain": False}


@pytest.mark.parametrize(
    "size",
    [
        "",
        "?lebar=640",
        "?lebar=640&tinggi=479",
        "?lebar=-640&tinggi=-480",
        "?lebar=x&tinggi=480",
        f"?lebar={MOST_PIXELS_A_SIDE + 1}&tinggi=480",
    ],
)
def test_what_is_no_picture_is_refused(clients: Clients, size: str) -> None:
    assert scan(clients["petugas"], picture("EO-17"), size).status_code == 400


@pytest.mark.parametrize("username", ["", *sorted(set(ROLES) - SERVES)])
def test_nobody_else_has_codes_read(clients: Clients, username: str) -> None:
    answer = scan(clients[username], picture("EO-00000017"))

    assert answer.status_code == (403 if username else 401)
    assert "EO-00000017" not in answer.text


def test_no_other_site_has_codes_read(clients: Clients) -> None:
    assert scan(clients["petugas"], picture("EO-17"), Origin="https://lain.example").status_code == 403


def test_only_the_page_of_the_counter_may_ask_for_the_camera(clients: Clients) -> None:
    policies = {
        path: clients["petugas"].get(path).headers["Permissions-Policy"]
        for path in ("/loket", "/antrean", "/", "/loket/pindai", "/masuk")
    }

    assert policies.pop(CAMERA_PAGE).startswith("camera=(self), ")
    assert all(policy.startswith("camera=(), ") for policy in policies.values())


# --- the slip -------------------------------------------------------------------------------------


def test_the_slip_holds_number_service_and_place_and_nobodys_name(clients: Clients, case: int) -> None:
    answer = clients["petugas"].get(f"/loket/tanda-bukti/{request_number(case)}")

    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    for text in (request_number(case), "Kartu Keluarga", "Kantor Kecamatan Jatiasih", "belum ditentukan"):
        assert text in said
    for text in ("Budi", "B***", "3275"):
        assert text not in said + str(answer.headers)


@pytest.mark.parametrize(
    ("username", "status"),
    [("", 302), ("pimpinan", 403), ("inovasi", 403), ("pamor", 403), ("petugas2", 404)],
)
def test_nobody_else_gets_a_slip(clients: Clients, case: int, username: str, status: int) -> None:
    answer = clients[username].get(f"/loket/tanda-bukti/{request_number(case)}")

    assert answer.status_code == status
    assert b"%PDF" not in answer.data


@pytest.mark.parametrize("number", ["EO-99999999", "x", NIK, "9" * 30])
def test_an_unknown_slip_is_not_found(clients: Clients, number: str) -> None:
    assert clients["petugas"].get(f"/loket/tanda-bukti/{number}").status_code == 404
