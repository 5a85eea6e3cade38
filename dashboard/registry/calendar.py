"""Working time of the office, in WIB, per location.

One calendar is the weekly hours of a location, less the days of the ``holiday`` table, with the
``calendar_override`` table on top. It answers in whole seconds, for one moment or for arrays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry.models import CalendarOverride, Holiday, OfficeHours

WIB = ZoneInfo("Asia/Jakarta")
WIB_OFFSET_SECONDS = 7 * 3600
SECONDS_PER_DAY = 24 * 3600
DEFAULT_LOCATION = "DINAS"
"""Cases of no known location are timed by the head office's hours."""

Seconds = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LocationCalendar:
    """Working time of one location over a contiguous range of days.

    ``opens`` and ``closes`` hold seconds after midnight WIB per day (equal on a closed day);
    ``before`` holds the working seconds of all earlier days. ``first_day`` counts days since
    1970-01-01 in WIB.
    """

    first_day: int
    opens: Seconds
    closes: Seconds
    before: Seconds

    def clock(self, epoch_seconds: npt.ArrayLike) -> Seconds:
        """Working seconds from the start of the calendar to each moment.

        Args:
            epoch_seconds: UTC epoch seconds, any shape.

        Raises:
            ValueError: a moment lies outside the calendar's days.
        """
        local = np.asarray(epoch_seconds, dtype=np.int64) + WIB_OFFSET_SECONDS
        day = local // SECONDS_PER_DAY - self.first_day
        if day.size and (day.min() < 0 or day.max() >= len(self.opens)):
            raise ValueError("a moment lies outside the working calendar; call ensure_holidays first")
        time_of_day = local % SECONDS_PER_DAY
        worked_today = np.clip(time_of_day, self.opens[day], self.closes[day]) - self.opens[day]
        result: Seconds = self.before[day] + worked_today
        return result

    def working_seconds(self, start: npt.ArrayLike, end: npt.ArrayLike) -> Seconds:
        """Working seconds between moments (UTC epoch seconds), elementwise."""
        return self.clock(end) - self.clock(start)

    def moment(self, clock_seconds: npt.ArrayLike) -> Seconds:
        """The first moment (UTC epoch seconds) at which the working clock shows ``clock_seconds``."""
        clock = np.asarray(clock_seconds, dtype=np.int64)
        ends = self.before + (self.closes - self.opens)
        day = np.searchsorted(ends, clock, side="left")
        result: Seconds = (
            (self.first_day + day) * SECONDS_PER_DAY + self.opens[day] + (clock - self.before[day])
        ) - WIB_OFFSET_SECONDS
        return result

    def is_open(self, day: dt.date) -> bool:
        """Whether the location works on a day."""
        index = (day - dt.date(1970, 1, 1)).days - self.first_day
        return bool(self.closes[index] > self.opens[index])

    def hours(self, day: dt.date) -> tuple[int, int] | None:
        """Opening and closing of a day in seconds after midnight WIB; ``None`` when closed."""
        index = (day - dt.date(1970, 1, 1)).days - self.first_day
        return (int(self.opens[index]), int(self.closes[index])) if self.is_open(day) else None

    def open_day_after(self, day: dt.date, working_days: int) -> dt.date:
        """The ``working_days``-th open day after ``day``."""
        start = (day - dt.date(1970, 1, 1)).days - self.first_day
        open_days = np.flatnonzero(self.closes[start + 1 :] > self.opens[start + 1 :])
        return day + dt.timedelta(days=int(open_days[working_days - 1]) + 1)

    def due(self, submitted: npt.ArrayLike, working_days: npt.ArrayLike) -> Seconds:
        """The deadline: closing time of the n-th working day after the day of receipt.

        An application that comes in after closing, or on a closed day, counts as received on the
        next working day.

        Args:
            submitted: UTC epoch seconds.
            working_days: target per application, at least 1; broadcast against ``submitted``.

        Returns:
            UTC epoch seconds.
        """
        local = np.asarray(submitted, dtype=np.int64) + WIB_OFFSET_SECONDS
        day = local // SECONDS_PER_DAY - self.first_day
        is_open = self.closes > self.opens
        open_before = np.concatenate([[0], np.cumsum(is_open)])  # open days strictly before each day
        open_days = np.flatnonzero(is_open)
        in_time = is_open[day] & (local % SECONDS_PER_DAY < self.closes[day])
        receipt = open_before[day] + np.where(in_time | ~is_open[day], 0, 1)  # index into open_days
        due_day = open_days[receipt + np.asarray(working_days, dtype=np.int64)]
        result: Seconds = (
            (self.first_day + due_day) * SECONDS_PER_DAY + self.closes[due_day]
        ) - WIB_OFFSET_SECONDS
        return result


class WorkCalendar:
    """The calendars of all locations, read once from the request database.

    Args:
        session: an open session; only read.
    """

    def __init__(self, session: Session) -> None:
        self._weekly: dict[str, dict[int, tuple[int, int]]] = {}
        for row in session.scalars(sa.select(OfficeHours)):
            hours = (_seconds(row.opens_at), _seconds(row.closes_at))
            self._weekly.setdefault(row.location_code, {})[row.weekday] = hours
        self._holidays = {row.day for row in session.scalars(sa.select(Holiday))}
        self._overrides = list(session.scalars(sa.select(CalendarOverride)))
        years = [day.year for day in self._holidays]
        self._first = dt.date(min(years), 1, 1)
        self._last = dt.date(max(years), 12, 31)
        self._built: dict[str, LocationCalendar] = {}

    @property
    def first_day(self) -> dt.date:
        return self._first

    @property
    def last_day(self) -> dt.date:
        return self._last

    def at(self, location_code: str | None) -> LocationCalendar:
        """The calendar of a location; the head office's for a missing or hourless one."""
        code = location_code if location_code in self._weekly else DEFAULT_LOCATION
        if code not in self._built:
            self._built[code] = self._build(code)
        return self._built[code]

    def _build(self, code: str) -> LocationCalendar:
        days = (self._last - self._first).days + 1
        opens = np.zeros(days, dtype=np.int64)
        closes = np.zeros(days, dtype=np.int64)
        weekday = (np.arange(days) + self._first.weekday()) % 7 + 1
        for number, (open_at, close_at) in self._weekly.get(code, {}).items():
            opens[weekday == number], closes[weekday == number] = open_at, close_at
        for day in self._holidays:
            closes[(day - self._first).days] = opens[(day - self._first).days]
        # The office-wide override first, so that a location's own one wins.
        for override in sorted(self._overrides, key=lambda row: row.location_code is not None):
            index = (override.day - self._first).days
            if override.location_code in (None, code) and 0 <= index < days:
                opens[index] = _seconds(override.opens_at) if override.opens_at else 0
                closes[index] = _seconds(override.closes_at) if override.closes_at else 0
        worked = closes - opens
        return LocationCalendar(
            first_day=(self._first - dt.date(1970, 1, 1)).days,
            opens=opens,
            closes=closes,
            before=np.cumsum(worked) - worked,
        )


def ensure_holidays(session: Session, years: Iterable[int]) -> None:
    """Fill the ``holiday`` table for the span of ``years`` and the years in between and around.

    Source: the ``holidays`` library, Indonesia, categories public and government (cuti bersama).
    Days already stored stay as they are.
    """
    stored = session.scalars(sa.select(sa.extract("year", Holiday.day)).distinct()).all()
    wanted = {int(year) for year in stored} | {year + offset for year in years for offset in (-1, 0, 1, 2)}
    missing = set(range(min(wanted), max(wanted) + 1)) - {int(year) for year in stored}
    rows: list[dict[str, Any]] = []
    for category in ("government", "public"):
        found = holidays.country_holidays("ID", years=missing, categories=(category,), language="id")
        rows += [{"day": day, "name": name, "category": category} for day, name in found.items()]
    if missing and rows:
        session.execute(insert(Holiday).on_conflict_do_nothing(), rows)


def _seconds(time: dt.time) -> int:
    return time.hour * 3600 + time.minute * 60 + time.second
