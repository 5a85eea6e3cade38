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
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2200, 1, 1)
ALL = "semua"
"""Stands for an open end of the period in an address."""

MOST_NAMED = 3
"""Longer choices are counted in a sentence, not listed."""

MOST_ECHOED = 40
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


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


MOST_WITHOUT_DATA = 0.02
"""Of the days of a period compared with, how many may lie before the first data: not a season."""


@dataclass(frozen=True)
class Scope:
    """Rows an account may see: those of the locations and of the kecamatan; ``None`` does not limit.

    With both, a row must lie within both.
    """

    lokasi: tuple[str, ...] | None = None
    kecamatan: tuple[str, ...] | None = None

    @property
    def is_limited(self) -> bool:
        """Whether some rows lie outside of it."""
        return self.lokasi is not None or self.kecamatan is not None

    def parameters(self) -> dict[str, list[str] | None]:
        """Named SQL parameters (``None`` for all)."""
        return {
            "scope_lokasi": None if self.lokasi is None else list(self.lokasi),
            "scope_kecamatan": None if self.kecamatan is None else list(self.kecamatan),
        }


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
        """Read an address leniently; :meth:`read` also tells what could not be read."""
        return cls.read(query, on)[0]

    @classmethod
    def read(cls, query: Mapping[str, Any], on: dt.date | None = None) -> tuple[Filters, tuple[str, ...]]:
        """Read an address (``dari``, ``sampai``, and codes separated by commas per dimension).

        Without dates, the last twelve months; ``semua`` leaves that end of the period open; with one
        date only, the other follows from it. What cannot be read is left out, swapped dates are put
        right, and both are told.

        Returns:
            The filters, and sentences for people (empty when everything was read).
        """
        on = on or today()
        told: list[str] = []
        given_start = _day(query.get("dari"), "awal", told)
        given_end = _day(query.get("sampai"), "akhir", told)
        if given_end is None:
            everything = query.get("sampai") == ALL or query.get("dari") == ALL
            end = None if everything else max(on, given_start or on)
        else:
            end = given_end
        if given_start is None:
            start = None if query.get("dari") == ALL else cls.default(end or on).start
        else:
            start = given_start
        if start and end and start > end:
            start, end = end, start
            told.append("Tanggal awal sesudah tanggal akhir; keduanya ditukar.")
        codes = {name: _codes(query.get(name), name, told) for name in DIMENSIONS}
        return cls(start, end, **codes), tuple(told)

    def to_query(self) -> str:
        """The address of this choice, readable back by :meth:`from_query`."""
        pairs = [("dari", self.start.isoformat() if self.start else ALL)]
        if self.end or self.start:
            pairs.append(("sampai", self.end.isoformat() if self.end else ALL))
        pairs += [(name, ",".join(getattr(self, name))) for name in DIMENSIONS if getattr(self, name)]
        return urlencode(pairs, safe=",:")

    def begins_before(self, first: dt.date | None) -> bool:
        """Whether the period begins before the first data, by more of its days than a holiday or two."""
        if first is None or self.start is None or self.end is None:
            return False
        days = (self.end - self.start).days + 1
        return (first - self.start).days > MOST_WITHOUT_DATA * days

    def previous_period(self) -> Filters:
        """The same choice over the equally long period just before; unchanged without a period."""
        if self.start is None or self.end is None:
            return self
        length = self.end - self.start + dt.timedelta(days=1)
        return replace(self, start=self.start - length, end=self.end - length)

    def year_before(self) -> Filters:
        """The same choice a year earlier; unchanged without a period."""
        if self.start is None or self.end is None:
            return self
        return replace(self, start=months_before(self.start, 12), end=months_before(self.end, 12))

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

    def sentence(self, names: Mapping[str, Mapping[str, str]] | None = None) -> str:
        """The choice in words: ``1 Januari 2026 sampai 30 Juni 2026; layanan KIA dan Kartu Keluarga``.

        Args:
            names: what each code is called, per dimension; a code without a name stands for itself.
        """
        parts = [self._period()]
        for dimension in DIMENSIONS:
            codes: tuple[str, ...] = getattr(self, dimension)
            known = (names or {}).get(dimension, {})
            if len(codes) > MOST_NAMED:
                parts.append(f"{len(codes)} {dimension}")
            elif codes:
                parts.append(f"{dimension} {_listed([known.get(code, code) for code in codes])}")
        return "; ".join(parts)

    def _period(self) -> str:
        if self.start is None and self.end is None:
            return "Seluruh riwayat"
        if self.start is None or self.end is None:
            return f"Sejak {_said(self.start)}" if self.start else f"Sampai {_said(self.end)}"
        return (
            _said(self.start) if self.start == self.end else f"{_said(self.start)} sampai {_said(self.end)}"
        )


def _day(value: Any, which: str, told: list[str]) -> dt.date | None:
    if value in (None, "", ALL):
        return None
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        told.append(f"Tanggal {which} {str(value)[:MOST_ECHOED]!r} tidak terbaca.")
        return None
    return day


def _codes(value: Any, name: str, told: list[str]) -> tuple[str, ...]:
    parts = value if isinstance(value, list | tuple) else str(value or "").split(",")
    asked = {str(part).strip() for part in parts} - {""}
    kept = sorted(code for code in asked if _CODE.fullmatch(code))[:MOST_VALUES]
    if len(kept) < len(asked):
        told.append(f"Sebagian pilihan {name} tidak terbaca.")
    return tuple(kept)


def _said(day: dt.date | None) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} dan {words[-1]}"
