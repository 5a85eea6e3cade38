"""The working clocks of all locations at once, for arrays that mix locations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dashboard.registry.calendar import SECONDS_PER_DAY, WIB_OFFSET_SECONDS, LocationCalendar

Numbers = npt.NDArray[np.int64]
EPOCH_DAY = dt.date(1970, 1, 1)


class CityClock:
    """What :class:`LocationCalendar` answers for one location, answered for many in one call.

    Args:
        calendars: one per location; ``location`` arguments are positions in this sequence.
    """

    def __init__(self, calendars: Sequence[LocationCalendar]) -> None:
        self.calendars = calendars
        self.first_day = calendars[0].first_day
        self.opens = np.stack([calendar.opens for calendar in calendars])
        self.closes = np.stack([calendar.closes for calendar in calendars])
        self.before = np.stack([calendar.before for calendar in calendars])
        self.is_open = self.closes > self.opens
        ends = self.before + (self.closes - self.opens)
        # One ascending array for all locations, so that one search answers for all of them.
        self._span = int(ends.max()) + SECONDS_PER_DAY
        self._ends = (ends + np.arange(len(calendars))[:, None] * self._span).ravel()
        self._days = self.opens.shape[1]
        self._open_before: Numbers = np.cumsum(self.is_open, axis=1) - self.is_open
        self._open_days = [np.flatnonzero(row) for row in self.is_open]

    def clock(self, location: Numbers, moment: Numbers) -> Numbers:
        """Working seconds of each location up to each moment (UTC epoch seconds)."""
        local = moment + WIB_OFFSET_SECONDS
        day = local // SECONDS_PER_DAY - self.first_day
        opens = self.opens[location, day]
        worked = np.clip(local % SECONDS_PER_DAY, opens, self.closes[location, day]) - opens
        result: Numbers = self.before[location, day] + worked
        return result

    def moment(self, location: Numbers, clock: Numbers) -> Numbers:
        """The first moment (UTC epoch seconds) at which each location's clock shows ``clock``."""
        found = np.searchsorted(self._ends, clock + location * self._span, side="left")
        day = found - location * self._days
        result: Numbers = (
            (self.first_day + day) * SECONDS_PER_DAY
            + self.opens[location, day]
            + clock
            - self.before[location, day]
            - WIB_OFFSET_SECONDS
        )
        return result

    def day_index(self, moment: Numbers) -> Numbers:
        """Position of the civil day (WIB) of each moment in this clock's tables."""
        result: Numbers = (moment + WIB_OFFSET_SECONDS) // SECONDS_PER_DAY - self.first_day
        return result

    def index_of(self, day: dt.date) -> int:
        """Position of a day in this clock's tables."""
        return (day - EPOCH_DAY).days - self.first_day

    def day_at(self, index: int) -> dt.date:
        """The day at a position."""
        return EPOCH_DAY + dt.timedelta(days=int(index) + self.first_day)

    def midnight(self, index: int) -> int:
        """The moment (UTC epoch seconds) at which a day begins in WIB."""
        return (self.first_day + index) * SECONDS_PER_DAY - WIB_OFFSET_SECONDS

    def open_day_after(self, location: int, index: int, working_days: int) -> int:
        """Position of the n-th open day after a day."""
        seen = self._open_before[location, index] + self.is_open[location, index]
        return int(self._open_days[location][seen + working_days - 1])

    def closing_before(self, location: Numbers, day: Numbers) -> Numbers:
        """Closing time (UTC epoch seconds) of the last open day before each day."""
        last = np.empty(len(day), dtype=np.int64)
        for code in np.unique(location):
            chosen = location == code
            last[chosen] = self._open_days[code][self._open_before[code, day[chosen]] - 1]
        closing: Numbers = (self.first_day + last) * SECONDS_PER_DAY + self.closes[location, last]
        return closing - WIB_OFFSET_SECONDS
