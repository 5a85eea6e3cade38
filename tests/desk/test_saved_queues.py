"""Kept queues over HTTP: an officer's own, under a name, and nobody else's."""

from __future__ import annotations

import dash
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from web_office import call_back
from werkzeug.test import TestResponse

from dashboard.office import Office
from dashboard.registry.models import SavedView, UserAccount
from dashboard.ui.queue import ids

Clients = dict[str, FlaskClient]


def output_of(app: dash.Dash) -> str:
    return next(name for name in app.callback_map if f"{ids.SAVED}.children" in name)


def keep(client: FlaskClient, app: dash.Dash, name: str, asked: str) -> TestResponse:
    """Write a name and press "Simpan"."""
    values = {f"{ids.SAVE}.n_clicks": 1, f"{ids.SAVE_NAME}.value": name, f"{ids.ASKED}.data": asked}
    return call_back(client, app, output_of(app), values, changed=f"{ids.SAVE}.n_clicks")


def forget(client: FlaskClient, app: dash.Dash, view_id: int) -> TestResponse:
    pressed = {"id": ids.forget(view_id), "property": "n_clicks", "value": 1}
    return call_back(client, app, output_of(app), {}, made_up=pressed)


def kept(office: Office, username: str) -> dict[str, tuple[int, str]]:
    with office.database.session() as session:
        rows = session.execute(
            sa.select(SavedView.name, SavedView.id, SavedView.query)
            .join(UserAccount, UserAccount.id == SavedView.user_id)
            .where(UserAccount.username == username, SavedView.page == "/antrean")
        )
        return {row.name: (row.id, row.query) for row in rows}


def test_a_queue_is_kept_without_page_case_and_what_is_unknown(
    clients: Clients, app: dash.Dash, office: Office
) -> None:
    answer = keep(
        clients["petugas"], app, "KK terlambat", "?tampilan=terlambat&layanan=KK&hal=3&kasus=EO-1&x=<b>"
    )

    assert "KK terlambat" in answer.get_data(as_text=True)
    assert kept(office, "petugas")["KK terlambat"][1] == "tampilan=terlambat&layanan=KK"


def test_a_queue_without_a_name_is_not_kept(clients: Clients, app: dash.Dash, office: Office) -> None:
    assert "Beri nama" in keep(clients["petugas"], app, "  ", "").get_data(as_text=True)
    assert "" not in kept(office, "petugas")


def test_an_officer_forgets_own_queues_only(clients: Clients, app: dash.Dash, office: Office) -> None:
    keep(clients["petugas"], app, "Punya saya", "?layanan=KK")
    mine = kept(office, "petugas")["Punya saya"][0]

    forget(clients["petugas2"], app, mine)
    assert "Punya saya" in kept(office, "petugas")
    assert "Punya saya" not in call_back(clients["petugas2"], app, output_of(app), {}).get_data(as_text=True)

    forget(clients["petugas"], app, mine)
    assert "Punya saya" not in kept(office, "petugas")


@pytest.mark.parametrize("username", ["", "pimpinan", "pamor"])
def test_nobody_else_keeps_a_queue(clients: Clients, app: dash.Dash, username: str) -> None:
    assert keep(clients[username], app, "x", "").status_code in (401, 403)
