"""Blank cards over HTTP: the line beside the queue, the ledger's page, and who sees or writes neither."""

from __future__ import annotations

import json
from typing import Any

import dash
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from web_office import call_back
from werkzeug.test import TestResponse

from dashboard.office import Office
from dashboard.registry import blanks
from dashboard.registry.models import BlankMovement
from dashboard.ui.blanks import ids
from dashboard.ui.blanks.ledger import AWAY, AWAY_LIST, NO_NUMBER, NO_PLACE
from tests.registry.conftest import TestOfficer

Clients = dict[str, FlaskClient]
DENIED = ["", "pimpinan", "inovasi", "pamor"]
ALLOWED = ["petugas", "penyelia", "admin"]
CALLBACKS = [ids.CARD_LINE, ids.LOCATION, ids.STOCKS, ids.HINT, ids.MESSAGE, ids.PAGE, ids.LINES]
"""An output of every callback of the line and the page."""


def call(client: FlaskClient, app: dash.Dash, output: str, **values: Any) -> TestResponse:
    """Call the callback that fills a component; values by the component's name."""
    name = next(name for name in app.callback_map if f"{output}." in name)
    entry = app.callback_map[name]
    given = {
        "{id}.{property}".format(**part): values[part["id"]]
        for part in [*entry["inputs"], *entry["state"]]
        if part["id"] in values
    }
    return call_back(client, app, name, given)


def write(client: FlaskClient, app: dash.Dash, act: str, amount: Any, **changes: Any) -> TestResponse:
    """Fill in the form and press "Simpan catatan"."""
    place = {ids.LOCATION: "DINAS", ids.BLANK: "KIA"}
    filled = {ids.SAVE: 1, ids.ACT: act, ids.AMOUNT: amount, ids.NOTE: "Uji"}
    return call(client, app, ids.MESSAGE, **{**place, **filled, **changes})


def answered(response: TestResponse) -> dict[str, Any]:
    """What the callback changes on the page, by component."""
    assert response.status_code == 200
    return json.loads(response.text)["response"]


def said(response: TestResponse) -> str:
    return json.dumps(answered(response), ensure_ascii=False)


def ledger(office: Office) -> list[tuple[str, str, str, int]]:
    with office.database.session() as session:
        rows = session.scalars(sa.select(BlankMovement).order_by(BlankMovement.id))
        return [(row.location_code, row.blank, row.kind, row.amount) for row in rows]


@pytest.mark.parametrize("username", DENIED)
@pytest.mark.parametrize("output", CALLBACKS)
def test_nobody_else_reads_or_writes_the_ledger(
    clients: Clients, app: dash.Dash, office: Office, username: str, output: str
) -> None:
    before = ledger(office)
    form = {ids.SAVE: 1, ids.ACT: "terima", ids.LOCATION: "DINAS", ids.BLANK: "KIA", ids.AMOUNT: "5"}

    assert call(clients[username], app, output, **form).status_code in (401, 403)
    assert ledger(office) == before


@pytest.mark.parametrize("username", ALLOWED)
def test_every_officer_writes_and_is_told_the_stock(
    clients: Clients, app: dash.Dash, office: Office, username: str
) -> None:
    with office.database.session() as session:
        anybody = TestOfficer(0, "siapa")
        stock = blanks._stock_for_writing(session, anybody, "DINAS", "KIA")

    answer = write(clients[username], app, "terima", "1.250")

    assert f"Stok kini {stock + 1250:,}".replace(",", ".") in said(answer)
    fields = answered(answer)
    assert (fields[ids.AMOUNT], fields[ids.NOTE]) == ({"value": ""}, {"value": ""})
    assert ledger(office)[-1] == ("DINAS", "KIA", "diterima", 1250)


@pytest.mark.parametrize(
    ("act", "amount", "changes", "told"),
    [
        ("terima", "", {}, NO_NUMBER),
        ("terima", None, {}, NO_NUMBER),
        ("terima", "dua", {}, NO_NUMBER),
        ("terima", "12,5", {}, NO_NUMBER),
        ("terima", "1.25", {}, NO_NUMBER),
        ("terima", "-5", {}, NO_NUMBER),
        ("terima", "9" * 12, {}, NO_NUMBER),
        ("terima", {"a": 1}, {}, NO_NUMBER),
        ("terima", "5", {ids.LOCATION: "pilih"}, NO_PLACE),
        ("terima", "5", {ids.LOCATION: "TIDAK_ADA"}, "di luar wilayah kerja"),
        ("terima", "5", {ids.BLANK: "KK"}, "Jenis blangko tidak dikenal"),
        ("terima", "0", {}, "antara 1 dan"),
        ("rusak", "99999", {}, "Stok tercatat hanya"),
        ("koreksi", "3", {ids.NOTE: " "}, "Tuliskan mengapa"),
    ],
)
def test_what_cannot_be_is_told_and_stays_in_the_form(
    clients: Clients, app: dash.Dash, office: Office, act: str, amount: Any, changes: dict, told: str
) -> None:
    before = ledger(office)

    answer = write(clients["petugas"], app, act, amount, **changes)

    assert told in said(answer)
    assert set(answered(answer)) == {ids.MESSAGE}  # the fields are left as they are
    assert ledger(office) == before


def test_a_count_is_not_written_over_what_a_colleague_recorded_meanwhile(
    clients: Clients, app: dash.Dash, office: Office
) -> None:
    form = {ids.LOCATION: "KEC_10", ids.BLANK: "KTP_EL"}
    write(clients["petugas"], app, "terima", "40", **form)
    seen = answered(call(clients["petugas"], app, ids.HINT, **form))[ids.SEEN]["data"]
    write(clients["admin"], app, "terima", "10", **form)  # 50 by now
    counted = {**form, ids.NOTE: "Hitung sore", ids.SEEN: seen}

    refused = write(clients["petugas"], app, "koreksi", "38", **counted)

    assert seen == ["KEC_10", "KTP_EL", 40]
    assert "berubah dari 40 menjadi 50" in said(refused)
    assert ids.AMOUNT not in answered(refused)
    now_seen = answered(call(clients["petugas"], app, ids.HINT, **form))[ids.SEEN]["data"]
    assert "Stok kini 38" in said(
        write(clients["petugas"], app, "koreksi", "38", **{**counted, ids.SEEN: now_seen})
    )
    assert ledger(office)[-1] == ("KEC_10", "KTP_EL", "koreksi", -12)  # 38 - 50


def test_an_officer_of_one_location_sees_and_writes_only_there(
    clients: Clients, app: dash.Dash, office: Office
) -> None:
    write(clients["admin"], app, "terima", "7", **{ids.LOCATION: "KEC_09", ids.NOTE: "Hanya Jatiasih"})
    before = ledger(office)
    limited = clients["petugas2"]

    page = [call(limited, app, output) for output in (ids.CARD_LINE, ids.STOCKS, ids.LINES, ids.LOCATION)]
    asked = call(limited, app, ids.LINES, **{ids.FILTER_LOCATION: "KEC_09"})
    hint = call(limited, app, ids.HINT, **{ids.LOCATION: "KEC_09", ids.BLANK: "KIA"})
    refused = write(limited, app, "terima", "5", **{ids.LOCATION: "KEC_09"})

    for answer in [*page, asked, hint]:
        assert "Jatiasih" not in said(answer)
    assert answered(hint)[ids.SEEN] == {"data": None}
    assert answered(page[-1])[ids.LOCATION]["value"] == "DINAS"  # the only one is chosen already
    assert "di luar wilayah kerja" in said(refused)
    assert ledger(office) == before
    assert "Hanya Jatiasih" in said(call(clients["petugas"], app, ids.LINES))


@pytest.mark.parametrize(
    ("output", "shown"),
    [(ids.CARD_LINE, ids.CARD_SHOWN), (ids.STOCKS, ids.SHOWN), (ids.LINES, ids.SHOWN_LINES)],
)
def test_nothing_is_sent_while_nothing_has_changed(
    clients: Clients, app: dash.Dash, office: Office, output: str, shown: str
) -> None:
    first = answered(call(clients["petugas"], app, output))[shown]["data"]

    assert call(clients["petugas"], app, output, **{shown: first}).status_code == 204
    write(clients["petugas"], app, "terima", "1")
    office._kept.clear()  # the line may be five seconds old
    assert call(clients["petugas"], app, output, **{shown: first}).status_code == 200


def test_while_the_database_is_away_the_form_keeps_what_was_typed(
    clients: Clients, app: dash.Dash, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise sa.exc.OperationalError("select", {}, Exception("away"))

    monkeypatch.setattr(blanks, "receive", away)
    monkeypatch.setattr("dashboard.registry.blank_stock.blank_locations", away)

    saved = write(clients["petugas"], app, "terima", "5")
    shown = answered(call(clients["petugas"], app, ids.STOCKS, **{ids.SHOWN: "x"}))

    assert AWAY in said(saved)
    assert set(answered(saved)) == {ids.MESSAGE}
    assert shown == {ids.OUTAGE: {"children": AWAY_LIST}, ids.SHOWN: {"data": None}}
