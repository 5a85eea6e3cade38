"""The forms that leave a case for later, as the workflow takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.registry.workflow import NOTE_LIMIT, Filled, StepNotAllowed
from dashboard.ui.case import pauses

REASONS = {"lewati": pauses.SKIP_REASON, "tahan": pauses.HOLD_REASON, "prioritas": pauses.PRIORITY}
"""The actions of these forms, and the field that says why."""


def by_name(sent: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The values of ``ids.EVERY_FIELD`` by their names, from the browser's list of states."""
    return {str(entry["id"].get("nama")): entry.get("value") for entry in sent}


def filled_for_later(action: str, fields: Mapping[str, Any]) -> Filled:
    """The form of a skip, a hold or a priority; anything odd from the browser is left out.

    Raises:
        StepNotAllowed: no reason is chosen.
    """
    reason = fields.get(REASONS[action])
    if not reason:
        raise StepNotAllowed("Pilih alasannya dahulu.")
    if action == "prioritas":
        return Filled(priority=None if reason == pauses.NO_PRIORITY else str(reason)[:40])
    note = fields.get(pauses.SKIP_NOTE if action == "lewati" else pauses.HOLD_NOTE)
    until = _day(fields.get(pauses.HOLD_UNTIL)) if action == "tahan" else None
    return Filled(pause=str(reason)[:40], note=str(note or "")[:NOTE_LIMIT], until=until)


def _day(text: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return None
