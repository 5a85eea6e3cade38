"""What comes from a browser may be anything; here it becomes what the registry takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dash import set_props

from dashboard.access import current_account
from dashboard.office import current_office
from dashboard.registry import visits
from dashboard.registry.urgency import PRIORITIES
from dashboard.registry.workflow import StepNotAllowed
from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.address import VisitsAddress, day_of
from dashboard.ui.kunjungan.words import AWAY_LIST, Choices

CHOICES = Choices(
    visits.PURPOSES,
    visits.WITHDRAWALS,
    visits.RECEIVERS,
    visits.IDENTITIES,
    PRIORITIES,
    visits.MOST_VISITS_PER_DAY,
    visits.NOTE_LIMIT,
)
DAYS_TO_CHOOSE = 28
"""So many days ahead are offered; the registry takes later ones too."""


def address_of(asked: Any) -> VisitsAddress:
    """The address that a view was asked for with."""
    return VisitsAddress.from_search(str(asked.get("alamat") or "") if isinstance(asked, dict) else "")


def picked(boxes: Any, ticks: Any, name: str) -> list[int]:
    """The ids whose boxes are ticked, in the order of the list."""
    chosen = [box for box, ticked in zip(boxes or [], ticks or [], strict=False) if ticked]
    return [box[name] for box in chosen if isinstance(box, dict) and isinstance(box.get(name), int)]


def number_of(value: Any) -> int | None:
    """A whole number as typed or sent; ``None`` for anything else."""
    text = str(value if value is not None else "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def officer_and_day(officer: Any, day: Any) -> tuple[int, dt.date]:
    """What was chosen in a bar.

    Raises:
        StepNotAllowed: nobody or no day is chosen.
    """
    visitor_id, chosen = number_of(officer), day_of(day)
    if visitor_id is None:
        raise StepNotAllowed("Pilih dahulu petugas yang berkunjung.")
    if chosen is None:
        raise StepNotAllowed("Pilih dahulu hari kunjungan.")
    return visitor_id, chosen


def places(session: Any, days: int = DAYS_TO_CHOOSE) -> tuple[list[visits.Visitor], list[dt.date]]:
    """Who may be sent and when, with what is planned already."""
    account = current_account()
    coming = visits.visiting_days(session, current_office().calendar(), account, days=days)
    return visits.visitors(session, account, coming), coming


def tell_outage(shown: Any) -> None:
    """Say that the database is away, once."""
    if shown != AWAY_LIST:
        set_props(ids.OUTAGE, {"children": AWAY_LIST})


def outage_is_over(shown: Any) -> None:
    """Take the sentence away again."""
    if shown:
        set_props(ids.OUTAGE, {"children": ""})


def now() -> str:
    """This moment, as the mark of something saved."""
    return dt.datetime.now(dt.UTC).isoformat()
