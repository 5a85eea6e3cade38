"""The guard on routes and callbacks, seen from those who must not get through."""

from __future__ import annotations

import json
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient
from web_office import PASSWORDS, csrf_of, is_signed_in, sign_in
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.test import TestResponse

from dashboard.access import Permission
from dashboard.access.guard import CALLBACK_PATH, MARK, ROUTER_OUTPUT, check, permission_of, require
from dashboard.access.permissions import PERMISSIONS, ROLE_NAMES, role_may
from dashboard.access.sign_in import SESSION_COOKIE
from dashboard.office import Office
from dashboard.registry.models import UserAccount

OWN_ORIGIN = "http://localhost"
FOREIGN_HEADERS = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:8051"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": OWN_ORIGIN, "Sec-Fetch-Site": "cross-site"},
]


def server_callbacks(app: dash.Dash) -> dict[str, dict[str, Any]]:
    """Callbacks that run on the server, without Dash's page router."""
    return {
        output: entry
        for output, entry in app.callback_map.items()
        if entry.get("callback") is not None and output != ROUTER_OUTPUT
    }


def call(client: FlaskClient, output: str, entry: dict[str, Any] | None = None, **more: Any) -> TestResponse:
    """Call a callback as a browser would on a page where nothing has a value yet."""
    entry = entry or {"inputs": [], "state": []}
    body = {
        "output": output,
        "outputs": [_output(part) for part in output.strip(".").split("...")],
        "inputs": [_value(dependency) for dependency in entry["inputs"]],
        "state": [_value(dependency) for dependency in entry["state"]],
        "changedPropIds": [],
        **more,
    }
    if not output.startswith(".."):
        body["outputs"] = body["outputs"][0]
    return client.post(CALLBACK_PATH, json=body)


def _output(part: str) -> Any:
    component, name = part.rsplit(".", 1)
    return [] if component.startswith("{") else {"id": component, "property": name}


def _value(dependency: dict[str, str]) -> Any:
    if dependency["id"].startswith("{"):
        return []
    return {**dependency, "value": None}


# --- nobody ---------------------------------------------------------------------------------------


PUBLIC_ROUTES = {
    "/masuk",
    "/sehat",
    "/statis/bootstrap/<path:name>",
    "/assets/<path:filename>",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/_favicon.ico",
}


def test_nobody_gets_anything_but_the_public_routes(app: dash.Dash, client: FlaskClient) -> None:
    answers = {}
    for rule in app.server.url_map.iter_rules():
        if rule.rule not in PUBLIC_ROUTES:
            url = app.server.url_map.bind("localhost").build(
                rule.endpoint, dict.fromkeys(rule.arguments, "1"), force_external=False
            )
            for method in rule.methods or ():
                answers[method, rule.rule] = client.open(url, method=method)

    let_in = {
        place: answer.status_code
        for place, answer in answers.items()
        if answer.status_code != 401 and not (answer.location or "").startswith("/masuk?next=")
    }
    assert {"/", "/<path:path>", CALLBACK_PATH, "/_dash-layout", "/keluar"} <= {rule for _, rule in answers}
    assert let_in == {}


@pytest.mark.parametrize("path", ["/masuk", "/sehat", "/assets/masuk.css", "/_favicon.ico"])
def test_the_public_routes_answer_nobody(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/masukkan", "/masuk/", "/sehatkah", "/assetsx", "/MASUK", "/masuk/../proses"]
)
def test_an_address_that_only_begins_like_a_public_one_is_not_public(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code in (302, 308)
    assert "_dash-config" not in answer.text


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies"])
def test_nobody_learns_the_layout_or_the_callbacks(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 401
    assert answer.json == {"pesan": "Sesi Anda berakhir. Silakan masuk kembali."}


def test_nobody_is_asked_to_sign_in_and_led_back_to_the_page(client: FlaskClient) -> None:
    answer = client.get("/proses?dari=2026-01-01")

    assert answer.status_code == 302
    assert answer.location == "/masuk?next=/proses?dari%3D2026-01-01"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../app.py",
        "/assets/..%2fapp.py",
        "/statis/bootstrap/../../__init__.py",
        "/statis/bootstrap/..%2f..%2f__init__.py",
    ],
)
def test_the_public_folders_do_not_lead_out_of_themselves(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert "import" not in answer.text
    assert answer.status_code in (302, 404)


# --- other sites ----------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", FOREIGN_HEADERS, ids=str)
def test_another_site_can_neither_sign_in_nor_sign_out_nor_call_back(
    app: dash.Dash, client: FlaskClient, headers: dict[str, str]
) -> None:
    sign_in(client, "petugas")
    newcomer = app.server.test_client()
    form = {"csrf": csrf_of(newcomer), "nama": "petugas", "sandi": PASSWORDS["petugas"]}
    output, entry = next(iter(server_callbacks(app).items()))

    refused = [
        newcomer.post("/masuk", data=form, headers=headers),
        client.post("/keluar", headers=headers),
        client.post(CALLBACK_PATH, json={"output": output, "inputs": entry["inputs"]}, headers=headers),
    ]

    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert all("situs lain" in answer.text for answer in refused)
    assert newcomer.get_cookie(SESSION_COOKIE) is None
    assert is_signed_in(client)


def test_our_own_pages_are_no_other_site(client: FlaskClient) -> None:
    headers = {"Origin": OWN_ORIGIN, "Sec-Fetch-Site": "same-origin"}
    form = {"csrf": csrf_of(client), "nama": "petugas", "sandi": PASSWORDS["petugas"]}

    answer = client.post("/masuk", data=form, headers=headers)

    assert answer.status_code == 303


# --- callbacks ------------------------------------------------------------------------------------


def test_every_callback_of_the_server_names_its_permission(app: dash.Dash) -> None:
    unmarked = [
        output for output, entry in server_callbacks(app).items() if not hasattr(entry["callback"], MARK)
    ]

    assert len(server_callbacks(app)) > 15
    assert unmarked == []


def test_no_callback_of_the_server_is_open_to_everybody(app: dash.Dash) -> None:
    permissions = {permission_of(app, output) for output in server_callbacks(app)}

    assert Permission.UMUM not in permissions
    assert permissions >= {Permission.KERJAKAN_ANTREAN, Permission.LIHAT_PROSES, Permission.UNDUH}


@pytest.mark.parametrize("role", [*PERMISSIONS, None])
def test_a_callback_answers_the_roles_with_its_permission_only(
    app: dash.Dash, client: FlaskClient, clients: dict[str, FlaskClient], role: str | None
) -> None:
    visitor = clients[role] if role else client
    refusal = 403 if role else 401

    wrong = {}
    for output, entry in server_callbacks(app).items():
        status = call(visitor, output, entry).status_code
        permission = permission_of(app, output)
        may = permission is not None and role_may(role, permission)
        if (status in (401, 403)) if may else (status != refusal):
            wrong[output] = status

    assert wrong == {}


@pytest.mark.parametrize(
    "body",
    [
        {"output": "tidak-ada.children", "inputs": []},
        {"output": "", "inputs": []},
        {"output": None, "inputs": []},
        {"output": ["proses-berkas.data"], "inputs": []},
        {"output": "_pages_content.children", "inputs": []},
        {"output": f"{ROUTER_OUTPUT}...proses-berkas.data", "inputs": []},
        {"output": " proses-berkas.data", "inputs": []},
        {"output": "..proses-berkas.data..", "inputs": []},
        {"inputs": []},
        [],
        "proses-berkas.data",
        None,
    ],
    ids=str,
)
def test_what_is_no_known_callback_is_refused_even_for_the_admin(
    clients: dict[str, FlaskClient], body: Any
) -> None:
    answer = clients["admin"].post(CALLBACK_PATH, json=body)

    assert answer.status_code == 403
    assert answer.json == {"pesan": "Bagian ini tidak dikenal."}


def test_a_body_that_is_no_json_is_refused(clients: dict[str, FlaskClient]) -> None:
    answer = clients["admin"].post(CALLBACK_PATH, data="{", content_type="application/json")

    assert answer.status_code == 403


def test_a_callback_that_never_asked_for_a_permission_is_refused(
    app: dash.Dash, clients: dict[str, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []
    entry = {"callback": lambda *_: called.append(1), "inputs": [], "state": []}
    monkeypatch.setitem(app.callback_map, "lupa.children", entry)

    answer = call(clients["admin"], "lupa.children")

    assert answer.status_code == 403
    assert called == []


def test_a_role_without_the_permission_is_refused_before_the_call(
    app: dash.Dash, clients: dict[str, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []

    def unprotected(*_: Any, **__: Any) -> str:
        called.append(1)
        return "{}"

    setattr(unprotected, MARK, Permission.KELOLA)
    model = next(entry for output, entry in server_callbacks(app).items() if not output.startswith(".."))
    monkeypatch.setitem(app.callback_map, "kelola.children", {**model, "callback": unprotected})

    refused = call(clients["pimpinan"], "kelola.children", model)
    called_when_refused = list(called)
    call(clients["admin"], "kelola.children", model)

    assert refused.status_code == 403
    assert called_when_refused == []
    assert called == [1]


def test_a_callback_that_runs_in_the_browser_has_no_address_on_the_server(
    app: dash.Dash, clients: dict[str, FlaskClient]
) -> None:
    in_browser = [output for output, entry in app.callback_map.items() if entry.get("callback") is None]

    statuses = {call(clients["admin"], output).status_code for output in in_browser}

    assert len(in_browser) > 1
    assert statuses == {403}


def test_the_permission_is_checked_again_inside_the_call(app: dash.Dash, office: Office) -> None:
    called = []
    guarded = require(Permission.KELOLA, lambda: called.append(1))

    with app.server.test_request_context("/"), pytest.raises(Unauthorized):
        guarded()

    assert called == []


def test_nobody_may_only_what_is_for_everybody(app: dash.Dash) -> None:
    with app.server.test_request_context("/"):
        check(Permission.UMUM)
        with pytest.raises(Unauthorized):
            check(Permission.MASUK)


def test_an_account_without_the_permission_is_refused_inside_the_call(
    app: dash.Dash, clients: dict[str, FlaskClient]
) -> None:
    cookie = clients["pamor"].get_cookie(SESSION_COOKIE)
    assert cookie is not None

    with app.server.test_request_context("/", headers={"Cookie": f"{SESSION_COOKIE}={cookie.value}"}):
        check(Permission.MASUK)
        with pytest.raises(Forbidden):
            check(Permission.LIHAT_PROSES)


# --- who may what ---------------------------------------------------------------------------------


OFFICERS = {"kerjakan_antrean", "buka_data_pribadi", "layani_loket", "kunjungi", "lihat_kasus_tersamar"}
LEADERS = {"lihat_proses", "lihat_kasus_tersamar", "unduh", "lihat_mutu_data"}


@pytest.mark.parametrize(
    ("role", "granted"),
    [
        ("petugas", OFFICERS),
        ("penyelia", OFFICERS | LEADERS | {"atur_beban"}),
        ("pamor", {"dampingi_warga"}),
        ("pimpinan", LEADERS),
        ("inovasi", LEADERS),
        ("admin", OFFICERS | LEADERS | {"atur_beban", "dampingi_warga", "kelola"}),
    ],
)
def test_a_role_may_what_it_is_granted_and_nothing_else(role: str, granted: set[str]) -> None:
    may = {permission.value for permission in Permission if role_may(role, permission)}

    assert may == {"umum", "masuk", *granted}


@pytest.mark.parametrize("role", [None, "", "ADMIN", "tidak-ada"])
def test_an_unknown_role_may_nothing(role: str | None) -> None:
    assert [permission for permission in Permission if role_may(role, permission)] == [Permission.UMUM]


def test_every_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(PERMISSIONS)


def test_a_changed_role_holds_from_the_next_request_on(app: dash.Dash, office: Office) -> None:
    visitor = app.server.test_client()
    sign_in(visitor, "petugas2")
    output = next(o for o in server_callbacks(app) if permission_of(app, o) is Permission.KERJAKAN_ANTREAN)
    entry = app.callback_map[output]
    before = call(visitor, output, entry).status_code

    with office.database.session.begin() as session:
        session.query(UserAccount).filter_by(username="petugas2").update({"role": "pamor"})

    after = call(visitor, output, entry).status_code
    with office.database.session.begin() as session:
        session.query(UserAccount).filter_by(username="petugas2").update({"role": "petugas"})
    assert before not in (401, 403)
    assert after == 403


# --- pages ----------------------------------------------------------------------------------------


def page(client: FlaskClient, app: dash.Dash, path: str, search: str = "") -> TestResponse:
    """What Dash's page router shows for an address."""
    entry = app.callback_map[ROUTER_OUTPUT]
    values = {"pathname": path, "search": search}
    inputs = [{**dependency, "value": values[dependency["property"]]} for dependency in entry["inputs"]]
    changed = [f"{dependency['id']}.{dependency['property']}" for dependency in entry["inputs"]]
    return call(client, ROUTER_OUTPUT, entry, inputs=inputs, changedPropIds=changed)


NO_ACCESS = "Anda tidak memiliki akses ke halaman ini."


@pytest.mark.parametrize("role", PERMISSIONS)
def test_a_page_shows_itself_to_the_roles_with_its_permission_only(
    app: dash.Dash, clients: dict[str, FlaskClient], role: str
) -> None:
    shown = {
        entry["path"]: NO_ACCESS not in page(clients[role], app, entry["path"]).text
        for entry in dash.page_registry.values()
        if entry["permission"] is not Permission.MASUK
    }

    allowed = {path: role_may(role, permission_at(path)) for path in shown}
    assert {"/antrean", "/proses"} <= set(shown)
    assert shown == allowed


def permission_at(path: str) -> Permission:
    return next(entry["permission"] for entry in dash.page_registry.values() if entry["path"] == path)


def test_nobody_is_shown_no_page(app: dash.Dash, client: FlaskClient) -> None:
    answer = page(client, app, "/proses")

    assert answer.status_code == 401


@pytest.mark.parametrize(("role", "path"), [("pamor", "/pamor"), ("pimpinan", "/ringkasan")])
def test_the_way_in_leads_to_the_first_page_of_the_role(
    app: dash.Dash, clients: dict[str, FlaskClient], role: str, path: str
) -> None:
    told = json.dumps(page(clients[role], app, "/").json, separators=(",", ":"))

    assert f'"pathname":"{path}"' in told


@pytest.mark.parametrize("path", ["/tidak-ada", "/proses/x", "/Proses", "/_dash-layoutx"])
def test_an_unknown_address_is_told_to_be_unknown(
    app: dash.Dash, clients: dict[str, FlaskClient], path: str
) -> None:
    answer = page(clients["admin"], app, path)

    assert answer.status_code == 200
    assert "Halaman tidak ditemukan" in answer.text


@pytest.mark.parametrize("role", PERMISSIONS)
def test_the_menu_names_the_pages_of_the_role_only(clients: dict[str, FlaskClient], role: str) -> None:
    layout = clients[role].get("/_dash-layout").json

    links = {link for link in ("/antrean", "/proses") if f'"href": "{link}"' in json.dumps(layout)}
    assert links == {link for link in ("/antrean", "/proses") if role_may(role, permission_at(link))}
