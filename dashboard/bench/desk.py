"""An officer's browser with the desk open: presses what an officer presses, over HTTP."""

from __future__ import annotations

import json
from typing import Any

from dash import ALL

from dashboard.bench.browser import Browser, Callback, spelled
from dashboard.ui import shell
from dashboard.ui.case import ids as case_ids
from dashboard.ui.case.forms import ACTIONS, FORMS
from dashboard.ui.case.pauses import HOLD_NOTE, HOLD_REASON, HOLD_UNTIL, SKIP_NOTE, SKIP_REASON
from dashboard.ui.case.rejection import FAULTS
from dashboard.ui.queue import ids
from dashboard.ui.queue.address import VIEWS


def _pattern(every: dict[str, Any]) -> str:
    """How the callbacks spell "every component of a kind"."""
    return spelled({part: ["ALL"] if value is ALL else value for part, value in every.items()})


FIELDS = (SKIP_REASON, SKIP_NOTE, HOLD_REASON, HOLD_UNTIL, HOLD_NOTE)
PARTS = {
    _pattern(every): [part(name) for name in names]
    for every, part, names in (
        (case_ids.EVERY_ACTION, case_ids.action, ACTIONS),
        (case_ids.EVERY_SUBMIT, case_ids.submit, FORMS),
        (case_ids.EVERY_REASON_GROUP, case_ids.reason_group, FAULTS),
        (case_ids.EVERY_FIELD, case_ids.field, FIELDS),
        (ids.EVERY_COUNT, ids.view_count, VIEWS),
        (ids.EVERY_TAB, ids.view_tab, VIEWS),
    )
}
"""What the desk holds of each kind."""

CALLBACKS = {
    "ambil": (ids.CLAIM_NEXT, case_ids.GO),
    "buka": (case_ids.NUMBER, case_ids.CASE_HEAD),
    "langkah": (_pattern(case_ids.EVERY_ACTION), case_ids.MESSAGE),
    "daftar": (ids.BEAT, ids.LIST),
    "jaga kasus": (case_ids.PULSE, case_ids.CASE_MOVED),
    "jaga halaman": (shell.TICK, shell.REVISION),
    "cari": (ids.SEARCH, ids.RESULTS),
}
"""An input and an output by which each callback is known."""


class Desk:
    """One officer, signed in.

    ``number`` is the open case, ``may`` the actions that its screen offers.
    """

    def __init__(self, port: int, username: str, password: str) -> None:
        self._browser = Browser(port)
        self._browser.sign_in(username, password)
        self._callbacks = _known(self._browser.callbacks())
        self.number = ""
        self.may: list[str] = []
        self._held = 0
        self._case: dict[str, Any] = {}
        self._shown: Any = None

    def claim(self) -> bool:
        """Press "Ambil berikutnya"; whether a case was taken, which is then the open one."""
        answer = self._call(
            "ambil",
            {f"{ids.CLAIM_NEXT}.n_clicks": 1, f"{ids.SHOWN}.data": {"held": self._held}},
            f"{ids.CLAIM_NEXT}.n_clicks",
        )
        taken = answer.get(case_ids.GO)
        self.number = taken["data"]["nomor"] if taken else ""
        return bool(self.number)

    def open(self) -> None:
        """See the open case."""
        self._case = self._call("buka", {f"{case_ids.NUMBER}.data": self.number}, f"{case_ids.NUMBER}.data")
        self.may = [name for name in ACTIONS if not self._case[spelled(case_ids.action(name))]["hidden"]]

    def take(self, action: str) -> bool:
        """Press a button of the open case, with its form filled in; whether the step was saved."""
        button = spelled(case_ids.submit(action) if action in FORMS else case_ids.action(action))
        seen = {f"{case_ids.SEEN}.data": self._case[case_ids.SEEN]["data"]}
        values = {f"{button}.n_clicks": 1, **seen, **self._form(action)}
        return case_ids.CHANGED in self._call("langkah", values, f"{button}.n_clicks")

    def _form(self, action: str) -> dict[str, Any]:
        if action == "tolak":
            group = spelled(case_ids.reason_group(next(iter(FAULTS))))
            reason = self._case[group]["options"][0]["value"]
            return {
                f"{group}.value": [reason],
                f"{case_ids.REASON_PRIMARY}.value": reason,
                f"{case_ids.REASON_TEXT}.value": "Berkas tidak terbaca",
                f"{case_ids.REASON_LABELS}.data": self._case[case_ids.REASON_LABELS]["data"],
            }
        if action == "lewati":
            field = spelled(case_ids.field(SKIP_REASON))
            return {f"{field}.value": self._case[field]["options"][0]["value"]}
        return {}

    def look_at_list(self) -> None:
        """The list and the counts, as the page asks for them every few seconds and after a step."""
        values = {f"{ids.BEAT}.data": 1, f"{ids.ASKED}.data": "", f"{ids.SHOWN}.data": self._shown}
        answer = self._call("daftar", values, f"{ids.BEAT}.data")
        if ids.SHOWN in answer:
            self._shown = answer[ids.SHOWN]["data"]
            self._held = int(self._shown["held"])

    def watch_case(self) -> None:
        """Whether the open case is still as it was seen, as the page asks every few seconds."""
        seen = self._case[case_ids.SEEN]["data"] if self._case else None
        values = {f"{case_ids.PULSE}.data": {"n": 1, "bekerja": True}, f"{case_ids.SEEN}.data": seen}
        self._call("jaga kasus", values, f"{case_ids.PULSE}.data")

    def watch_page(self) -> None:
        """Whether the figures moved, as the frame of every page asks every few seconds."""
        self._call("jaga halaman", {f"{shell.TICK}.n_intervals": 1}, f"{shell.TICK}.n_intervals")

    def find(self, text: str) -> None:
        """Search."""
        values = {f"{ids.SEARCH}.n_submit": 1, f"{ids.SEARCH}.value": text}
        self._call("cari", values, f"{ids.SEARCH}.n_submit")

    def leave(self) -> None:
        """Sign out."""
        self._browser.sign_out()
        self._browser.close()

    def _call(self, name: str, values: dict[str, Any], changed: str) -> dict[str, Any]:
        answer = self._browser.call(self._callbacks[name], values, changed, PARTS)
        found: dict[str, Any] = json.loads(answer)["response"] if answer else {}
        return found


def _known(callbacks: list[Callback]) -> dict[str, Callback]:
    """Of :data:`CALLBACKS`, those that the server answers."""
    asked = [entry for entry in callbacks if not entry.get("clientside_function")]
    return {
        name: next(
            entry
            for entry in asked
            if any(part["id"] == pressed for part in entry["inputs"]) and f"{drawn}." in entry["output"]
        )
        for name, (pressed, drawn) in CALLBACKS.items()
    }
