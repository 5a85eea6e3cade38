"""What the application costs the browser, and that offices in one process stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_office import sign_in, simulated_office

from dashboard.access.sign_in import SESSION_COOKIE
from dashboard.factory import create_app
from dashboard.office import Office
from dashboard.registry.database import RequestDatabase

A_MONTH = 30 * 24 * 3600


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with simulated_office(module_database, tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="module")
def admin(office: Office) -> FlaskClient:
    client = create_app(office=office).server.test_client()
    sign_in(client, "admin")
    return client


def test_two_offices_in_one_process_know_only_their_own_sessions(
    office: Office, database: RequestDatabase, tmp_path: Path
) -> None:
    here = create_app(office=office).server.test_client()
    sign_in(here, "admin")
    session = here.get_cookie(SESSION_COOKIE)
    assert session is not None
    with simulated_office(database, tmp_path) as other:
        there = create_app(office=other).server.test_client()

        there.set_cookie(SESSION_COOKIE, session.value)

        assert there.get("/_dash-layout").status_code == 401
        assert here.get("/_dash-layout").status_code == 200


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_scripts_travel_compressed(admin: FlaskClient, encoding: str) -> None:
    source = next(name for name in _scripts(admin) if "dash-renderer" in name)

    compressed = admin.get(source, headers={"Accept-Encoding": encoding})
    plain = admin.get(source)

    assert compressed.headers["Content-Encoding"] == encoding
    assert len(compressed.data) < len(plain.data) / 2


def test_browsers_keep_fingerprinted_files_and_bootstrap_for_long(admin: FlaskClient) -> None:
    kept = [name for name in _scripts(admin) if name.startswith("/_dash-component-suites/")]
    kept += re.findall(r'href="(/statis/bootstrap/[^"]+)"', admin.get("/").text)

    ages = {name: admin.get(name).cache_control.max_age for name in kept}

    assert any("/statis/" in name for name in kept)
    assert {name: age for name, age in ages.items() if age is None or int(age) < A_MONTH} == {}


def test_the_address_of_bootstrap_changes_with_its_version(admin: FlaskClient) -> None:
    assert re.search(r'href="/statis/bootstrap/css/bootstrap\.min\.css\?v=[\d.]+"', admin.get("/").text)


def _scripts(client: FlaskClient) -> list[str]:
    return re.findall(r'<script src="([^"]+)"', client.get("/").text)
