"""What a page is asked for: a period and a choice of services, areas, places and channels.

The same object yields the SQL parameters, the address of the page and the sentence a person reads.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
DIMENSIONS = ("layanan", "kecamatan", "lokasi", "kanal")
MOST_VALUES = 100
DEFAULT_MONTHS = 12
_CODE = re.compile(r"[A-Za-z0-9_.: -]{1,80}")
EARLIEST = dt.date(1990, 1, 1)


def today() -> dt.date:
    """Today in WIB."""
    return dt.datetime.now(WIB).date()


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or that month's last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    first = dt.date(year, month + 1, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


@dataclass(frozen=True)
class Scope:
    """Rows an account may see: locations, or everything with ``None``."""

    lokasi: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Filters:
    """A period of whole WIB days, both ends included, and chosen codes; an empty choice is all."""

    start: dt.date | None = None
    end: dt.date | None = None
    layanan: tuple[str, ...] = ()
    kecamatan: tuple[str, ...] = ()
    lokasi: tuple[str, ...] = ()
    kanal: tuple[str, ...] = ()

    @classmethod
    def default(cls, on: dt.date | None = None) -> Filters:
        """The last twelve months, today included."""
        on = on or today()
        return cls(start=months_before(on, DEFAULT_MONTHS) + dt.timedelta(days=1), end=on)

    @classmethod
    def from_query(cls, query: Mapping[str, Any], on: dt.date | None = None) -> Filters:
        """Read an address; what cannot be read is left at its default, and swapped dates are put right."""
        base = cls.default(on)
        if query.get("dari") == "semua":
            base = replace(base, start=None, end=None)
        start, end = _day(query.get("dari"), base.start), _day(query.get("sampai"), base.end)
        if start and end and start > end:
            start, end = end, start
        return cls(start, end, **{name: _codes(query.get(name)) for name in DIMENSIONS})

    def to_query(self) -> str:
        """The address of this choice, readable back by :meth:`from_query`."""
        pairs = [("dari", self.start.isoformat() if self.start else "semua")]
        if self.end:
            pairs.append(("sampai", self.end.isoformat()))
        pairs += [(name, ",".join(getattr(self, name))) for name in DIMENSIONS if getattr(self, name)]
        return urlencode(pairs, safe=",:")

    def previous_period(self) -> Filters:
        """The same choice over the equally long period just before; unchanged without a period."""
        if self.start is None or self.end is None:
            return self
        length = self.end - self.start + dt.timedelta(days=1)
        return replace(self, start=self.start - length, end=self.end - length)

    def parameters(self) -> dict[str, Any]:
        """Named SQL parameters: half-open timestamps and lists (``None`` for all)."""
        start = self.start or dt.date(1, 1, 1)
        end = (self.end + dt.timedelta(days=1)) if self.end else dt.date(9999, 1, 1)
        values: dict[str, Any] = {name: list(getattr(self, name)) or None for name in DIMENSIONS}
        midnight = dt.time()
        return values | {
            "start": dt.datetime.combine(start, midnight),
            "end": dt.datetime.combine(end, midnight),
        }

    def has_choice(self) -> bool:
        """Whether anything but the period narrows the figures."""
        return any(getattr(self, name) for name in DIMENSIONS)


def _day(text: Any, otherwise: dt.date | None) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(str(text))
    except ValueError:
        return otherwise
    return day if EARLIEST <= day <= dt.date(2200, 1, 1) else otherwise


def _codes(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list | tuple) else str(value or "").split(",")
    kept = {str(part).strip() for part in parts if _CODE.fullmatch(str(part).strip())}
    return tuple(sorted(kept))[:MOST_VALUES]
