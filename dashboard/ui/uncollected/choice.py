"""What an officer chose to see; what comes from a browser may be anything."""

from __future__ import annotations

from typing import Any

from dashboard.ui.uncollected.frame import ALL
from dashboard.ui.uncollected.ids import EVERY_AGE
from dashboard.ui.uncollected.words import BANDS

MOST_PAGES = 100_000


def band_place(value: Any) -> int:
    """The place of a band, ``EVERY_AGE`` for all."""
    return value if isinstance(value, int) and value in BANDS else EVERY_AGE


def band_of(value: Any) -> int | None:
    """A band as the registry takes it."""
    place = band_place(value)
    return None if place == EVERY_AGE else place


def location_of(value: Any) -> str | None:
    """The code of a location; ``None`` for all."""
    return None if value in (None, "", ALL) else str(value)[:40]


def page_of(value: Any) -> int:
    """A page, from 1."""
    return min(value, MOST_PAGES) if isinstance(value, int) and value > 0 else 1
