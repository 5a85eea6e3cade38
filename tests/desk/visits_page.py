"""What one visitor's browser sends to the page of home visits, and what lies behind it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dash
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.guard import CALLBACK_PATH
from dashboard.office import Office
from dashboard.registry.models import HomeVisit, UserAccount, VisitWish
from dashboard.registry.visits import today
from dashboard.registry.workflow.people import StoredOfficer, stored_officer
from dashboard.ui.kunjungan import ids


def account(office: Office, username: str) -> StoredOfficer:
    with office.database.session() as session:
        user = session.scalars(sa.select(UserAccount.id).where(UserAccount.username == username)).one()
        found = stored_officer(session, user)
    assert found is not None
    return found


def open_day(office: Office, number: int = 1) -> dt.date:
    """The first working day of Jatiasih after today, or the second, third ..."""
    return office.calendar().at("KEC_09").open_day_after(today(), number)


@dataclass(frozen=True)
class Page:
    """What one visitor's browser would send."""

    app: dash.Dash
    client: FlaskClient

    def click(
        self, button: str, values: Mapping[str, Any] | None = None, boxes: tuple[dict[str, Any], ...] = ()
    ) -> TestResponse:
        """Press a button; ``boxes`` are ticked."""
        changed = f"{button}.n_clicks"
        return self.send(changed, {**(values or {}), changed: 1}, boxes)

    def ask(self, view: str, search: str = "", **values: Any) -> TestResponse:
        """The callback that fills a view, as the browser asks for it."""
        changed = json.dumps(ids.asked(view), separators=(",", ":"), sort_keys=True) + ".data"
        shown = {"permintaan": ids.WISHES, "jadwal": ids.BOARD, "rute": ids.ROUTE}[view]
        output = next(name for name in self.app.callback_map if f"{shown}.children" in name)
        return self._post(output, changed, {changed: {"alamat": search, "detak": 1}, **values}, ())

    def send(self, changed: str, values: Mapping[str, Any], boxes: Any = ()) -> TestResponse:
        output = next(
            name
            for name, entry in self.app.callback_map.items()
            if any("{id}.{property}".format(**part) == changed for part in entry["inputs"])
        )
        return self._post(output, changed, values, boxes)

    def _post(self, output: str, changed: str, values: Mapping[str, Any], boxes: Any) -> TestResponse:
        entry = self.app.callback_map[output]

        def given(part: dict[str, Any]) -> Any:
            name, prop = part["id"], part["property"]
            if not name.startswith("{") or '["ALL"]' not in name:
                identity = json.loads(name) if name.startswith("{") else name
                return {"id": identity, "property": prop, "value": values.get(f"{name}.{prop}")}
            fitting = [box for box in boxes if set(box) == set(json.loads(name))]
            return [{"id": b, "property": prop, "value": b if prop == "id" else True} for b in fitting]

        outputs = [
            {"id": json.loads(one) if one.startswith("{") else one, "property": prop}
            for one, prop in (part.rsplit(".", 1) for part in output.strip(".").split("..."))
        ]
        body = {
            "output": output,
            "outputs": outputs if output.startswith("..") else outputs[0],
            "inputs": [given(part) for part in entry["inputs"]],
            "state": [given(part) for part in entry["state"]],
            "changedPropIds": [changed],
        }
        return self.client.post(CALLBACK_PATH, json=body)


def plan(office: Office, wish: int, day: dt.date, visitor: str = "petugas") -> int:
    """A planned visit; planned the day before, so that it may be today's whatever day that is."""
    who = account(office, visitor)
    with office.database.session.begin() as session:
        wished = session.get_one(VisitWish, wish)
        visit = HomeVisit(
            request_id=wished.request_id, kelurahan_code="32.75.09.1001", scheduled_on=day,
            officer_id=who.id, wish_id=wish,
        )  # fmt: skip
        session.add(visit)
        session.flush()
        return visit.id


def visit_of(office: Office, wish: int) -> HomeVisit | None:
    with office.database.session() as session:
        return session.scalars(sa.select(HomeVisit).where(HomeVisit.wish_id == wish)).one_or_none()


def chosen_in(bar: str, officer: int, day: dt.date) -> dict[str, Any]:
    who, when = ids.bar(bar)
    return {f"{who}.value": str(officer), f"{when}.value": day.isoformat()}


def told(answer: TestResponse) -> str:
    """All that an answer says."""
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.json, ensure_ascii=False)


def form(visit: int, outcome: str, **fields: str) -> dict[str, Any]:
    places = {"receiver": ids.RECEIVER, "identity": ids.IDENTITY, "day": ids.AGAIN_DAY, "note": ids.NOTE}
    typed = {f"{places[name]}.value": value for name, value in fields.items()}
    return {
        f"{ids.CHOSEN}.data": {"kunjungan": visit, "nomor": "EO-00000001"},
        f"{ids.OUTCOME}.value": outcome,
        **typed,
    }
