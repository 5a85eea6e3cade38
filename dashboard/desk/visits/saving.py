"""One way in which every change of the page is made and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import no_update

from dashboard.desk.visits.given import now
from dashboard.office import current_office
from dashboard.registry import workflow
from dashboard.registry.database import DATABASE_AWAY
from dashboard.ui.kunjungan.words import AWAY, told


def saved(change: Callable[[Any], Any]) -> tuple[Any, Any]:
    """What to say, and the mark that something was saved (``no_update`` when nothing was).

    Args:
        change: makes the change within a session and returns what to say of it.
    """
    try:
        with current_office().database.session.begin() as session:
            words = change(session)
    except workflow.CaseMoved as lost:
        return told(str(lost), False), now()
    except workflow.WorkflowError as refusal:
        return told(str(refusal), False), no_update
    except DATABASE_AWAY:
        return told(AWAY, False), no_update
    return words, now()


def went_well(words: Any, mark: Any) -> bool:
    """Whether all of it was saved, so that the form may be emptied."""
    return mark is not no_update and "beres" in words.className
