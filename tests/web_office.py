"""A simulated office behind the web application, and how a visitor signs in to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dash
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.demo import DEMO_ACCOUNTS, ensure_demo_accounts
from dashboard.access.guard import CALLBACK_PATH
from dashboard.office import Office
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import AuditEntry
from dashboard.registry.office_facts import mark_data_kind
from dashboard.settings import Settings

PASSWORDS = {demo.username: demo.password for demo in DEMO_ACCOUNTS}
ROLES = {demo.username: demo.role for demo in DEMO_ACCOUNTS}
CSRF_FIELD = re.compile(r'name="csrf" value="([^"]+)"')


@contextmanager
def simulated_office(database: RequestDatabase, home: Path) -> Iterator[Office]:
    """An office of simulated data with the demo accounts; its replica is filled once, not followed."""
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
    office = Office.open(Settings(home=home, secret_key="a key of the tests only"), database)
    office.replica.open()
    office.replica.catch_up()
    yield office
    office.replica.close()


def csrf_of(client: FlaskClient) -> str:
    """The token of the sign-in form as this visitor is shown it."""
    found = CSRF_FIELD.search(client.get("/masuk").text)
    assert found is not None, "the sign-in form carries no token"
    return found[1]


def sign_in(
    client: FlaskClient, username: str, password: str | None = None, *, then: str | None = None
) -> TestResponse:
    """Fill in and send the form; a demo account's own password when none is given."""
    form = {"csrf": csrf_of(client), "nama": username, "sandi": password or PASSWORDS[username]}
    return client.post("/masuk", data=form if then is None else {**form, "next": then})


def is_signed_in(client: FlaskClient) -> bool:
    """Whether the server still knows this visitor."""
    return client.get("/_dash-dependencies").status_code == 200


def journal(database: RequestDatabase) -> list[AuditEntry]:
    """The journal, oldest first."""
    with database.session() as session:
        return list(session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))


def call_back(
    client: FlaskClient,
    app: dash.Dash,
    output: str,
    values: Mapping[str, Any],
    changed: str | None = None,
    made_up: Mapping[str, Any] | None = None,
) -> TestResponse:
    """Call a callback as a browser would.

    Args:
        values: what the page holds, by ``id.property``; anything else has no value.
        changed: the ``id.property`` that set it off; the first input when left out.
        made_up: the changed input of a pattern such as a list of buttons: its id and value.
    """
    entry = app.callback_map[output]
    changed = changed or "{id}.{property}".format(**entry["inputs"][0])

    def given(part: dict[str, Any]) -> Any:
        if not part["id"].startswith("{"):
            return {**part, "value": values.get(f"{part['id']}.{part['property']}")}
        if made_up is None or set(json.loads(part["id"])) != set(made_up["id"]):
            return []
        return [{"id": made_up["id"], "property": part["property"], "value": made_up["value"]}]

    names = output.strip(".").split("...")
    outputs = [_named(name) for name in names]
    if made_up is not None:
        changed = json.dumps(made_up["id"], separators=(",", ":"), sort_keys=True) + "." + made_up["property"]
    body = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [given(part) for part in entry["inputs"]],
        "state": [given(part) for part in entry["state"]],
        "changedPropIds": [changed],
    }
    return client.post(CALLBACK_PATH, json=body)


def _named(name: str) -> dict[str, str]:
    component, prop = name.rsplit(".", 1)
    return {"id": component, "property": prop}
