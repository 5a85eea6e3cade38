"""What the whole application sends: headers, hosts, cookies, and pages that must name a permission."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient
from web_office import csrf_of, is_signed_in, sign_in, simulated_office

from dashboard.access.sign_in import SESSION_COOKIE
from dashboard.factory import MOST_REQUEST_BYTES, _guard_pages, create_app
from dashboard.office import Office
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings

ANY_HOST = re.compile(r"(?:https?:)?//([a-z0-9.-]+\.[a-z]{2,}|localhost|\d+\.\d+\.\d+\.\d+)", re.IGNORECASE)
OURSELVES = {"localhost", "www.w3.org"}
ADDRESSES = ["/", "/proses", "/antrean", "/masuk", "/sehat", "/_dash-layout", "/assets/masuk.css"]


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with simulated_office(module_database, tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="module")
def app(office: Office) -> dash.Dash:
    return create_app(office=office)


@pytest.fixture(scope="module")
def admin(app: dash.Dash) -> FlaskClient:
    client = app.server.test_client()
    sign_in(client, "admin")
    return client


def policy(header: str) -> dict[str, list[str]]:
    """A content security policy by directive."""
    return {rule.split()[0]: rule.split()[1:] for rule in header.split(";")}


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_carries_a_policy_that_allows_our_own_scripts_only(
    admin: FlaskClient, path: str
) -> None:
    rules = policy(admin.get(path).headers["Content-Security-Policy"])

    allowed = [source for source in rules["script-src"] if not source.startswith("'sha256-")]
    assert allowed == ["'self'"]
    assert rules["default-src"] == ["'self'"]
    assert rules["object-src"] == rules["frame-ancestors"] == ["'none'"]
    assert rules["base-uri"] == rules["form-action"] == rules["connect-src"] == ["'self'"]


@pytest.mark.parametrize(("path", "status"), [("/_dash-update-component", 401), ("/masuk", 400), ("/", 401)])
def test_a_refusal_carries_the_headers_too(app: dash.Dash, path: str, status: int) -> None:
    answer = app.server.test_client().post(path)

    assert answer.status_code == status
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_every_inline_script_of_the_page_is_allowed_by_its_hash(app: dash.Dash, admin: FlaskClient) -> None:
    from base64 import b64encode
    from hashlib import sha256

    answer = admin.get("/")

    scripts = re.findall(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", answer.text, re.S
    )
    hashes = {f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts}
    assert scripts
    assert hashes <= set(policy(answer.headers["Content-Security-Policy"])["script-src"])
    assert "onclick=" not in answer.text


@pytest.mark.parametrize("path", ["/", "/masuk", "/_dash-layout", "/_dash-dependencies", "/tidak/ada"])
def test_no_page_names_another_host(admin: FlaskClient, app: dash.Dash, path: str) -> None:
    visitor = app.server.test_client() if path == "/masuk" else admin

    text = visitor.get(path).text.replace("\\u002f", "/")

    assert len(text) > 500
    assert set(ANY_HOST.findall(text)) <= OURSELVES


def test_our_own_scripts_and_styles_fetch_nothing_from_another_host() -> None:
    assets = [path for path in Path("assets").rglob("*") if path.suffix in (".css", ".js", ".svg")]

    named = {path.name: set(ANY_HOST.findall(path.read_text())) - OURSELVES for path in assets}

    assert len(assets) > 3
    assert {name: hosts for name, hosts in named.items() if hosts} == {}


def test_every_file_that_the_page_asks_for_is_there(admin: FlaskClient) -> None:
    wanted = re.findall(r'(?:src|href)="(/[^"]+)"', admin.get("/").text)

    missing = [path for path in wanted if admin.get(path).status_code != 200]

    assert len(wanted) > 5
    assert missing == []


@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/_dash-dependencies", "/masuk"])
def test_what_depends_on_the_account_is_kept_by_no_cache(admin: FlaskClient, path: str) -> None:
    assert admin.get(path).headers["Cache-Control"] == "no-store"


def test_the_first_page_holds_nothing_of_the_pages_themselves(admin: FlaskClient) -> None:
    text = admin.get("/").text

    assert "Waktu proses" not in text
    assert "antrean-daftar" not in text


def test_a_request_that_is_too_large_is_refused(admin: FlaskClient) -> None:
    body = b'{"output": "' + b"x" * MOST_REQUEST_BYTES + b'"}'

    answer = admin.post("/_dash-update-component", data=body, content_type="application/json")

    assert answer.status_code == 413
    assert "terlalu besar" in answer.json["pesan"]


def test_the_health_of_the_office_is_told_without_details(app: dash.Dash) -> None:
    answer = app.server.test_client().get("/sehat")

    assert answer.status_code == 200
    assert answer.json == {"basis_data": True, "replika": True}


def test_an_unreachable_database_is_told_in_words_and_lets_nobody_in(
    office: Office, app: dash.Dash, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = app.server.test_client()
    token = csrf_of(visitor)
    away = RequestDatabase("postgresql://nobody@127.0.0.1:1/none")
    with monkeypatch.context() as patch:
        patch.setattr(office, "database", away)

        answers = [
            admin.get("/_dash-layout"),
            visitor.post("/masuk", data={"csrf": token, "nama": "admin", "sandi": "contoh-admin-2026"}),
        ]
        health = visitor.get("/sehat")

    assert [answer.status_code for answer in answers] == [503, 503]
    assert all("Basis data sedang tidak dapat dihubungi" in answer.text for answer in answers[1:])
    assert answers[0].headers["Retry-After"] == "5"
    assert (health.status_code, health.json) == (503, {"basis_data": False, "replika": True})
    assert is_signed_in(admin)
    assert not is_signed_in(visitor)


def test_an_unforeseen_failure_tells_a_number_and_neither_cause_nor_content(
    app: dash.Dash, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("NIK 3275010101900001")

    monkeypatch.setitem(app.server.view_functions, "health", fail)

    answer = admin.get("/sehat")

    incident = re.search(r"nomor ([0-9a-f]{8})", answer.text)
    assert answer.status_code == 500
    assert incident is not None
    assert incident[1] in caplog.text
    assert "3275010101900001" not in answer.text + caplog.text
    assert "Traceback" not in answer.text


def test_behind_https_cookies_travel_by_https_only_and_browsers_are_told_to_stay(office: Office) -> None:
    secure = office.settings.model_copy(update={"secure_cookies": True})
    app = create_app(secure, office=Office(secure, office.database, office.replica, office.catalog))
    client = app.server.test_client()
    via_proxy = {"base_url": "https://localhost", "headers": {"X-Forwarded-Proto": "https"}}
    form = client.get("/masuk", **via_proxy)
    token = re.search(r'name="csrf" value="([^"]+)"', form.text)
    assert token is not None

    answer = client.post(
        "/masuk", data={"csrf": token[1], "nama": "admin", "sandi": "contoh-admin-2026"}, **via_proxy
    )

    cookies = [*form.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert any(cookie.startswith(SESSION_COOKIE) for cookie in cookies)
    assert all(
        "Secure" in cookie and "HttpOnly" in cookie
        for cookie in cookies
        if "Expires=Thu, 01 Jan 1970" not in cookie
    )
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_without_https_browsers_are_not_told_to_stay_with_it(admin: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in admin.get("/masuk").headers


@pytest.mark.usefixtures("app")
def test_a_page_without_a_permission_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    page = {"module": "pages.lupa", "path": "/lupa", "layout": "rahasia"}
    monkeypatch.setitem(dash.page_registry, "pages.lupa", page)

    with pytest.raises(RuntimeError, match=r"pages\.lupa declares no permission"):
        _guard_pages()


@pytest.mark.usefixtures("app")
def test_every_page_names_its_permission() -> None:
    assert {page["path"] for page in dash.page_registry.values()} >= {"/", "/antrean", "/proses"}
    assert all(page.get("permission") is not None for page in dash.page_registry.values())


def test_a_generated_cookie_key_stays_the_same_and_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, secret_key=None)

    first, again = settings.cookie_secret(), settings.cookie_secret()

    assert len(first) > 40
    assert first == again
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
