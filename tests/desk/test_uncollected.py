"""Uncollected documents over HTTP: masked, within the scope, reminded once, and not at all by others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import dash
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from office_builder import OfficeBuilder
from web_office import call_back
from werkzeug.test import TestResponse

from dashboard.access.guard import CALLBACK_PATH
from dashboard.office import Office
from dashboard.registry import reminders
from dashboard.registry.models import Applicant, PickupReminder, Request
from dashboard.registry.personal import Person
from dashboard.ui.uncollected import ids, words
from dashboard.ui.uncollected.words import BANDS

Clients = dict[str, FlaskClient]
DENIED = ["", "pimpinan", "inovasi", "pamor"]


@pytest.fixture
def waiting(office: Office) -> Iterator[dict[str, int]]:
    """One card that waits at the head office and one at Jatiasih, since 2025."""
    builder = OfficeBuilder(office.database)
    made = {}
    for place in ("DINAS", "KEC_09"):
        made[place] = builder.application("2025-03-03 09:00", layanan="KTP_EL", lokasi=place)
        builder.step(made[place], "PROSES", "2025-03-03 10:00")
        builder.step(made[place], "SELESAI", "2025-03-04 09:00")
    yield made
    for request in made.values():
        builder.step(request, "DIAMBIL", "2025-03-05 09:00", handover="loket")
    builder.close()


def name_of(app: dash.Dash, output: str) -> str:
    return next(name for name in app.callback_map if output in name)


def show(client: FlaskClient, app: dash.Dash, **values: Any) -> TestResponse:
    """Ask for the list as the page does, with its five tabs."""
    name = name_of(app, f"{ids.LIST}.children")
    entry = app.callback_map[name]

    def tabs(kind: dict[str, Any], prop: str) -> list[dict[str, Any]]:
        return [{"id": {**kind, "umur": band}, "property": prop} for band in BANDS]

    outputs: list[Any] = [{"id": ids.LIST, "property": "children"}]
    outputs += [tabs(ids.EVERY_COUNT, "children"), tabs(ids.EVERY_BAND, "aria-pressed")]
    outputs += [
        {"id": component, "property": prop}
        for component, prop in (
            (ids.PAGE_TEXT, "children"), (ids.PAGE_BACK, "disabled"), (ids.PAGE_ON, "disabled"),
            (ids.OUTAGE, "children"), (ids.SHOWN, "data"),
        )
    ]  # fmt: skip
    body = {
        "output": name,
        "outputs": outputs,
        "inputs": [{**part, "value": values.get(part["id"])} for part in entry["inputs"]],
        "state": [{**part, "value": values.get(part["id"])} for part in entry["state"]],
        "changedPropIds": [f"{ids.TICK}.n_intervals"],
    }
    return client.post(CALLBACK_PATH, json=body)


def press(client: FlaskClient, app: dash.Dash, request_id: int) -> TestResponse:
    """The button of a row."""
    pressed = {"id": ids.remind(request_id), "property": "n_clicks", "value": 1}
    return call_back(client, app, f"..{ids.MESSAGE}.children...{ids.CHANGED}.data..", {}, made_up=pressed)


def ask_all(client: FlaskClient, app: dash.Dash, place: str = "semua") -> TestResponse:
    name = next(
        n for n in app.callback_map if f"{ids.CONFIRM}.hidden" in n and "@" in n and f"{ids.CHANGED}" not in n
    )
    values = {f"{ids.REMIND_ALL}.n_clicks": 1, f"{ids.BAND}.data": -1, f"{ids.LOCATION}.value": place}
    return call_back(client, app, name, values)


def agree(client: FlaskClient, app: dash.Dash, confirmed: Any) -> TestResponse:
    name = next(n for n in app.callback_map if f"{ids.CONFIRM}.hidden@" in n and f"{ids.CHANGED}" in n)
    values = {f"{ids.YES}.n_clicks": 1, f"{ids.CONFIRMED}.data": confirmed}
    return call_back(client, app, name, values)


def reminded(office: Office) -> list[int]:
    with office.database.session() as session:
        return list(session.scalars(sa.select(PickupReminder.request_id).order_by(PickupReminder.id)))


@pytest.mark.parametrize("username", DENIED)
def test_nobody_else_sees_the_list_or_reminds(
    clients: Clients, app: dash.Dash, office: Office, waiting: dict[str, int], username: str
) -> None:
    before = reminded(office)
    client = clients[username]

    answers = [show(client, app), press(client, app, waiting["DINAS"]), ask_all(client, app)]
    answers.append(agree(client, app, [-1, "semua", 2]))
    answers.append(call_back(client, app, name_of(app, f"{ids.WAY}.children"), {}))
    answers.append(call_back(client, app, name_of(app, f"{ids.BAND}.data"), {}))

    assert {answer.status_code for answer in answers} <= {401, 403}
    assert reminded(office) == before


def test_names_are_masked(clients: Clients, app: dash.Dash, office: Office, waiting: dict[str, int]) -> None:
    person = Person(nik="3275990101900077", name="Budi Santoso", phone="081200000000")
    with office.database.session.begin() as session:
        owner = Applicant(nik_hash=office.vault.nik_hash(person.nik), sealed=office.vault.seal(person))
        session.add(owner)
        session.flush()
        # An application's owner is fixed once submitted, so that it is written past the trigger here.
        session.execute(sa.text("set local session_replication_role = replica"))
        session.execute(
            sa.update(Request).where(Request.id == waiting["DINAS"]).values(applicant_id=owner.id)
        )

    text = show(clients["petugas"], app).text

    assert "B*** S******" in text
    assert not [secret for secret in ("Budi", "Santoso", "0812", person.nik) if secret in text]


def test_an_officer_of_one_location_sees_counts_and_reminds_only_there(
    clients: Clients, app: dash.Dash, office: Office, waiting: dict[str, int]
) -> None:
    limited, before = clients["petugas2"], reminded(office)

    mine = json.loads(show(limited, app).text)["response"]
    elsewhere = show(limited, app, **{ids.LOCATION: "KEC_09"}).text
    refused = press(limited, app, waiting["KEC_09"])
    asked = ask_all(limited, app, "KEC_09").text

    numbers = {place: f"EO-{request:08d}" for place, request in waiting.items()}
    assert numbers["DINAS"] in json.dumps(mine)
    assert numbers["KEC_09"] not in json.dumps(mine) + elsewhere
    assert mine[ids.PAGE_TEXT]["children"] == "1–1 dari 1"
    assert "di luar wilayah" in refused.text
    assert "Tidak ada yang perlu diingatkan" in asked
    assert reminded(office) == before


def test_everybody_is_asked_for_as_often_as_was_agreed_and_then_not_again(
    clients: Clients, app: dash.Dash, office: Office, waiting: dict[str, int]
) -> None:
    officer, before = clients["petugas"], len(reminded(office))
    question = json.loads(ask_all(officer, app).text)["response"]
    assert "Ingatkan 2 pemohon" in question[ids.CONFIRM_TEXT]["children"]
    press(officer, app, waiting["DINAS"])  # meanwhile, at another counter

    surprised = json.loads(agree(officer, app, question[ids.CONFIRMED]["data"]).text)["response"]
    assert "kini 1 pengingat" in json.dumps(surprised[ids.MESSAGE])
    assert "Ingatkan 1 pemohon" in surprised[ids.CONFIRM_TEXT]["children"]
    assert len(reminded(office)) == before + 1

    done = agree(officer, app, surprised[ids.CONFIRMED]["data"])
    assert "1 pengingat diminta" in done.text
    assert "Ini data contoh" in done.text
    assert reminded(office)[before:] == [waiting["DINAS"], waiting["KEC_09"]]
    assert "sudah diingatkan" in press(officer, app, waiting["KEC_09"]).text
    assert "Tidak ada yang perlu diingatkan" in ask_all(officer, app).text


@pytest.mark.parametrize("confirmed", [None, "2", [], [-1, "semua", "2"], [-1, "semua", None], [{}, [], {}]])
def test_what_nobody_agreed_to_reminds_nobody(
    clients: Clients, app: dash.Dash, office: Office, waiting: dict[str, int], confirmed: Any
) -> None:
    before = reminded(office)

    assert agree(clients["petugas"], app, confirmed).status_code in (200, 204)
    assert reminded(office) == before


def test_nothing_is_sent_while_nothing_has_changed(
    clients: Clients, app: dash.Dash, waiting: dict[str, int]
) -> None:
    first = json.loads(show(clients["petugas"], app).text)["response"][ids.SHOWN]["data"]

    assert show(clients["petugas"], app, **{ids.SHOWN: first}).status_code == 204
    press(clients["petugas"], app, waiting["DINAS"])
    assert show(clients["petugas"], app, **{ids.SHOWN: first}).status_code == 200


def test_while_the_database_is_away_the_officer_is_told_that_nobody_is_reminded(
    clients: Clients, app: dash.Dash, waiting: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise sa.exc.OperationalError("select", {}, Exception("away"))

    for name in ("ask_to_remind", "ask_to_remind_all", "due_count"):
        monkeypatch.setattr(reminders, name, away)
    monkeypatch.setattr("dashboard.desk.uncollected.waiting_counts", away)
    officer = clients["petugas"]

    answers = [
        press(officer, app, waiting["DINAS"]),
        ask_all(officer, app),
        agree(officer, app, [-1, "semua", 2]),
    ]
    for answer in answers:
        assert words.AWAY in json.dumps(json.loads(answer.text)["response"][ids.MESSAGE])
    assert words.AWAY_LIST in show(officer, app).text
