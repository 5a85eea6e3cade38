"""Claiming over HTTP: what an officer with full hands is told, and who may not claim at all."""

from __future__ import annotations

import json

import dash
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from web_office import call_back
from werkzeug.test import TestResponse

from dashboard.office import Office
from dashboard.registry.desk_settings import change_desk_setting
from dashboard.registry.models import Request
from dashboard.ui.queue import ids

Clients = dict[str, FlaskClient]


def claim_next(client: FlaskClient, app: dash.Dash) -> TestResponse:
    """The click on "Ambil berikutnya"."""
    clicked = f"{ids.CLAIM_NEXT}.n_clicks"
    output = next(
        name
        for name, entry in app.callback_map.items()
        if any("{id}.{property}".format(**part) == clicked for part in entry["inputs"])
    )
    return call_back(client, app, output, {clicked: 1}, changed=clicked)


def test_an_officer_with_full_hands_is_told_so(
    clients: Clients, app: dash.Dash, office: Office, case: int
) -> None:
    with office.database.session.begin() as session:
        change_desk_setting(session, "uji", "most_held", 1)
    first = claim_next(clients["petugas"], app)

    second = claim_next(clients["petugas"], app)

    assert (first.status_code, second.status_code) == (200, 200)
    assert "Anda pegang" in json.dumps(first.json)
    assert "Selesaikan atau lepas" in json.dumps(second.json)
    with office.database.session() as session:
        held = session.scalars(sa.select(Request.id).where(Request.claimed_by.is_not(None))).all()
    assert held == [case]


@pytest.mark.parametrize("username", ["", "pimpinan", "inovasi", "pamor"])
def test_nobody_else_claims(
    clients: Clients, app: dash.Dash, office: Office, case: int, username: str
) -> None:
    assert claim_next(clients[username], app).status_code in (401, 403)
    with office.database.session() as session:
        assert session.get_one(Request, case).claimed_by is None
