"""Search over HTTP: by number, NIK and name, within the officer's reach, masked, and for officers alone."""

from __future__ import annotations

import json
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient
from web_office import call_back
from werkzeug.test import TestResponse

from dashboard.office import Office
from dashboard.registry.models import Applicant, Request
from dashboard.registry.numbers import request_number
from dashboard.ui.queue import ids
from tests.desk.conftest import LIMITED

Clients = dict[str, FlaskClient]


def search(client: FlaskClient, app: dash.Dash, text: Any) -> TestResponse:
    """Enter in the search box."""
    sent = f"{ids.SEARCH}.n_submit"
    output = next(
        name
        for name, entry in app.callback_map.items()
        if any("{id}.{property}".format(**part) == sent for part in entry["inputs"])
    )
    return call_back(client, app, output, {sent: 1, f"{ids.SEARCH}.value": text}, changed=sent)


@pytest.fixture
def nik(office: Office, case: int) -> str:
    """The NIK of the case's applicant."""
    with office.database.session() as session:
        applicant = session.get_one(Applicant, session.get_one(Request, case).applicant_id)
        return office.vault.unseal(applicant.sealed).nik


@pytest.mark.parametrize("by", ["nomor", "nik", "nama"])
def test_a_case_is_found_with_its_applicant_masked_and_what_was_typed_is_not_repeated(
    clients: Clients, app: dash.Dash, case: int, nik: str, by: str
) -> None:
    text = {"nomor": str(case), "nik": nik, "nama": "santoso budi"}[by]

    answer = search(clients["petugas"], app, text)

    said = json.dumps(answer.json, ensure_ascii=False)
    assert request_number(case) in said
    assert "B*** S******" in said
    assert nik not in said
    assert "antoso" not in said


def test_a_single_case_is_opened_at_once(clients: Clients, app: dash.Dash, case: int) -> None:
    answer = search(clients["petugas"], app, request_number(case))

    assert answer.json is not None
    assert request_number(case) in json.dumps(answer.json["response"].get("kasus-tuju", {}))


def test_a_case_beyond_the_officers_locations_is_not_found(
    clients: Clients, app: dash.Dash, case: int, nik: str
) -> None:
    for text in (str(case), nik, "Budi Santoso"):
        said = search(clients[LIMITED], app, text).get_data(as_text=True)
        assert request_number(case) not in said
        assert "di luar wilayah kerja Anda" in said


@pytest.mark.parametrize("text", [None, "", "  ", 7, {"nik": "1"}, "x" * 5_000])
def test_odd_input_finds_nothing_and_harms_nothing(clients: Clients, app: dash.Dash, text: Any) -> None:
    assert search(clients["petugas"], app, text).status_code == 200


@pytest.mark.parametrize("username", ["", "pimpinan", "inovasi", "pamor"])
def test_nobody_else_searches(clients: Clients, app: dash.Dash, case: int, username: str) -> None:
    answer = search(clients[username], app, str(case))

    assert answer.status_code in (401, 403)
    assert request_number(case) not in answer.get_data(as_text=True)
