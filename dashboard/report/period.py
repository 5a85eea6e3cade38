"""The period of a report: a calendar month or a week from Monday to Sunday."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from dashboard.analytics.filters import EARLIEST, LATEST, Filters
from dashboard.ui import format as words

Frequency = Literal["mingguan", "bulanan"]

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
HOW_TO_WRITE = "Tulis bulan seperti 2026-10 atau minggu seperti 2026-W43."


class PeriodError(ValueError):
    """A period there is no report on; the message says why."""


@dataclass(frozen=True)
class Period:
    """Whole WIB days, both ends included."""

    frequency: Frequency
    start: dt.date
    end: dt.date

    @classmethod
    def read(cls, text: str) -> Period:
        """The period that ``2026-10`` or ``2026-W43`` names.

        Raises:
            PeriodError: it names none.
        """
        try:
            if match := _MONTH.fullmatch(text):
                period = cls.month_of(dt.date(int(match[1]), int(match[2]), 1))
            elif match := _WEEK.fullmatch(text):
                period = cls.week_of(dt.date.fromisocalendar(int(match[1]), int(match[2]), 1))
            else:
                raise PeriodError(f"Periode tidak terbaca. {HOW_TO_WRITE}")
        except (ValueError, OverflowError) as error:
            raise PeriodError(f"Periode tidak terbaca. {HOW_TO_WRITE}") from error
        if not EARLIEST <= period.start <= LATEST:
            raise PeriodError(f"Periode tidak terbaca. {HOW_TO_WRITE}")
        return period

    @classmethod
    def month_of(cls, day: dt.date) -> Period:
        """The month a day lies in."""
        start = day.replace(day=1)
        following = (start + dt.timedelta(days=31)).replace(day=1)
        return cls("bulanan", start, following - dt.timedelta(days=1))

    @classmethod
    def week_of(cls, day: dt.date) -> Period:
        """The week a day lies in."""
        start = day - dt.timedelta(days=day.weekday())
        return cls("mingguan", start, start + dt.timedelta(days=6))

    @classmethod
    def last_complete(cls, frequency: Frequency, on: dt.date) -> Period:
        """The newest period that was over when the day began."""
        current = cls.month_of(on) if frequency == "bulanan" else cls.week_of(on)
        return current.before()

    def before(self) -> Period:
        """The month or week just before."""
        eve = self.start - dt.timedelta(days=1)
        return Period.month_of(eve) if self.frequency == "bulanan" else Period.week_of(eve)

    @property
    def code(self) -> str:
        """As :meth:`read` takes it."""
        if self.frequency == "bulanan":
            return f"{self.start:%Y-%m}"
        year, week, _ = self.start.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def title(self) -> str:
        """``Oktober 2026`` or ``minggu ke-43 tahun 2026``."""
        if self.frequency == "bulanan":
            return f"{words.MONTHS[self.start.month - 1]} {self.start.year}"
        year, week, _ = self.start.isocalendar()
        return f"minggu ke-{week} tahun {year}"

    @property
    def days(self) -> str:
        """Its first and last day in words."""
        return words.period(self.start, self.end)

    @property
    def filters(self) -> Filters:
        """All of it, for every service, place and channel."""
        return Filters(self.start, self.end)

    def is_over(self, as_of: dt.datetime) -> bool:
        """Whether nothing more can happen in it."""
        return as_of.date() > self.end

    def compared(self, as_of: dt.datetime) -> Filters:
        """The period before; of a period that is not yet over, as many days as have passed of it."""
        before = self.before()
        if self.is_over(as_of):
            return before.filters
        passed = max((as_of.date() - self.start).days, 0)
        return Filters(before.start, min(before.start + dt.timedelta(days=passed), before.end))
