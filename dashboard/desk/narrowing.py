"""What officers narrow the queue to, from the address or the browser to the queue's filter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dashboard.registry.case_file import Names
from dashboard.registry.status import WORKED_STATUSES
from dashboard.registry.workflow import Officer, QueueFilter
from dashboard.ui.case.facts import CHANNELS

CODE = re.compile(r"\w{1,40}", re.ASCII)
ONLY_PRIORITY = "ya"


def queue_filter(chosen: Any) -> QueueFilter:
    """The filter of a choice such as ``{"layanan": "KK", "prioritas": "ya"}``; what is odd is left out."""
    if not isinstance(chosen, Mapping):
        return QueueFilter()
    statuses = [status.value for status in WORKED_STATUSES]
    return QueueFilter(
        services=_code(chosen.get("layanan")),
        locations=_code(chosen.get("lokasi")),
        statuses=tuple(status for status in statuses if status == chosen.get("status")),
        channels=tuple(channel for channel in CHANNELS if channel == chosen.get("kanal")),
        only_priority=chosen.get("prioritas") == ONLY_PRIORITY,
    )


def _code(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and CODE.fullmatch(value) else ()


def offered(officer: Officer, names: Names) -> dict[str, dict[str, str]]:
    """The services and locations that lie within an officer's tasks, names by code."""
    return {
        "layanan": _within(names.services, officer.services),
        "lokasi": _within(names.locations, officer.locations),
    }


def _within(labels: Mapping[str, str], allowed: tuple[str, ...] | None) -> dict[str, str]:
    return {code: label for code, label in labels.items() if allowed is None or code in allowed}


def out_of_reach(officer: Officer, chosen: Mapping[str, str], names: Names) -> str:
    """What a choice asks for that is not the officer's, in words; nothing when all of it is."""
    limits = {
        "layanan": (officer.services, names.services, "Layanan ini"),
        "lokasi": (officer.locations, names.locations, "Lokasi ini"),
    }
    for name, (allowed, labels, this) in limits.items():
        code = chosen.get(name)
        if code and allowed is not None and code not in allowed:
            return labels.get(code, this)
    return ""
