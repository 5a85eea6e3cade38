"""What both forms of a Satgas Pamor do with an answer: take it in once, or tell what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from dash import no_update

from dashboard.registry.assisted import Entered, EntryRefused
from dashboard.registry.booking import SlotFull
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.workflow import WorkflowError
from dashboard.ui.load.messages import refused
from dashboard.ui.pamor import words
from dashboard.ui.pamor.case import NEW, SENT_BEFORE
from dashboard.ui.pamor.listing import CASE_PATH

LONGEST_TEXT = 250


def answer(take_in: Callable[[], Entered], clicks: int) -> tuple[Any, Any, Any, Any]:
    """The mistakes by field, a message, when the days are to be drawn anew, and where to go.

    Only a form that was taken in leads away; any other stays as it was filled in.
    """
    try:
        entered = take_in()
    except EntryRefused as mistakes:
        return mistakes.faults, "", clicks, no_update
    except SlotFull as full:
        return {"pickup_day": str(full)}, "", clicks, no_update
    except WorkflowError as refusal:
        return {}, refused(str(refusal)), no_update, no_update
    except DATABASE_AWAY:
        return {}, refused(words.AWAY_FORM), no_update, no_update
    arrived = SENT_BEFORE if entered.is_repeat else NEW
    return {}, "", no_update, f"{CASE_PATH}/{entered.number}?baru={arrived}"


def typed(value: Any) -> str:
    """A value of the browser as a text that PostgreSQL takes."""
    return str(value or "").replace("\0", "")[:LONGEST_TEXT]


def read_day(text: str) -> dt.date | None:
    """A day of the form; ``None`` for none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
