"""What other quotas would have done with the demand there was.

Method, the same before and after the changes, so that the two can be compared:

1. Every location has its open days in order. On each of them some residents want a pickup place for
   that very day (those who booked it and those who were refused, each counted once).
2. Day by day, the places of the day go first to those who have already been put off from earlier
   days, oldest wish first, and then to those who want this day.
3. Who finds the day full is refused once and asks for the next open day of the same location, at
   most ``tries`` days in all (the day wanted included); after that, or when the days run out, the
   resident is left without a place.
4. Nothing is drawn at random. Nobody changes location, cancels, or asks for a day because there is
   room now; the weeks begin with nobody waiting.

The wait is counted in open days of the location from the day wanted to the day given, over those who
were given one.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

PICKUP_TRIES = 5
"""The days a resident may choose from are the third to the seventh working day."""

DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Place:
    """A location on one weekday (Monday is 0), or on every day."""

    location: str
    weekday: int | None = None


@dataclass(frozen=True)
class Move:
    """Places taken from one location and weekday and given to another, on every such day.

    Both weekdays are given or neither. With two different weekdays, places move within a week. Never more
    is taken than there is, and nothing is moved from or to a day on which either location is closed.
    """

    source: Place
    target: Place
    amount: int


@dataclass(frozen=True)
class Addition:
    """Places added on every open day of a location that falls on a weekday."""

    target: Place
    amount: int


Change = Move | Addition


@dataclass(frozen=True)
class Outcome:
    """What became of the demand: of one location, or of all together."""

    quota: int = 0
    demand: int = 0
    on_time: int = 0
    """Given a place on the very day wanted."""
    served: int = 0
    """Given a place at all."""
    refusals: int = 0
    """Times that a resident was told that a day is full."""
    waited: int = 0
    """Open days waited in all by those served."""

    @property
    def unserved(self) -> int:
        """Left without a place."""
        return self.demand - self.served

    @property
    def share_on_time(self) -> float | None:
        """Of the demand, given a place on the day wanted; ``None`` without demand."""
        return self.on_time / self.demand if self.demand else None

    @property
    def share_served(self) -> float | None:
        """Of the demand, given a place; ``None`` without demand."""
        return self.served / self.demand if self.demand else None

    @property
    def mean_wait(self) -> float | None:
        """Open days from the day wanted to the day given; ``None`` when nobody was served."""
        return self.waited / self.served if self.served else None

    @property
    def utilisation(self) -> float | None:
        """Places given out of those there were; ``None`` without any."""
        return self.served / self.quota if self.quota else None

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.quota + other.quota,
            self.demand + other.demand,
            self.on_time + other.on_time,
            self.served + other.served,
            self.refusals + other.refusals,
            self.waited + other.waited,
        )


@dataclass(frozen=True)
class Comparison:
    """Both outcomes per location code and in all, and how many places were really moved and added."""

    before: dict[str, Outcome]
    after: dict[str, Outcome]
    moved: int
    added: int

    @property
    def total_before(self) -> Outcome:
        """All locations before the changes."""
        return sum(self.before.values(), Outcome())

    @property
    def total_after(self) -> Outcome:
        """All locations after the changes."""
        return sum(self.after.values(), Outcome())


Quotas = dict[tuple[str, dt.date], int]


def compare(demand: pd.DataFrame, changes: Sequence[Change], tries: int = PICKUP_TRIES) -> Comparison:
    """Play the demand with the quotas as they were and as they would be.

    Args:
        demand: one row per location and open day: ``lokasi``, ``hari``, ``kuota``, ``permintaan``.
        changes: applied one after another.
        tries: how many open days a resident asks for, the one wanted included.
    """
    keys = _keys(demand)
    wanted = dict(zip(keys, demand["permintaan"].astype(int).tolist(), strict=True))
    quotas = dict(zip(keys, demand["kuota"].astype(int).tolist(), strict=True))
    days: dict[str, list[dt.date]] = {}
    for location, day in sorted(keys):
        days.setdefault(location, []).append(day)
    changed, moved, added = apply(quotas, changes)

    def played(with_quotas: Quotas) -> dict[str, Outcome]:
        return {
            location: play(
                [with_quotas[location, day] for day in open_days],
                [wanted[location, day] for day in open_days],
                tries,
            )
            for location, open_days in days.items()
        }

    return Comparison(played(quotas), played(changed), moved, added)


def play(quotas: Sequence[int], demand: Sequence[int], tries: int = PICKUP_TRIES) -> Outcome:
    """What becomes of one location's demand, day by day.

    Args:
        quotas, demand: places, and residents who want that day, per open day in order.
    """
    on_time = served = refusals = waited = 0
    queue: deque[tuple[int, int]] = deque()
    for today, (places, wanting) in enumerate(zip(quotas, demand, strict=True)):
        left = places
        queue.append((today, wanting))
        still: deque[tuple[int, int]] = deque()
        for wanted_on, waiting in queue:
            given = min(left, waiting)
            left -= given
            served += given
            waited += given * (today - wanted_on)
            on_time += given if wanted_on == today else 0
            refusals += waiting - given
            if waiting > given and today - wanted_on + 1 < tries:
                still.append((wanted_on, waiting - given))
        queue = still
    return Outcome(sum(quotas), sum(demand), on_time, served, refusals, waited)


def apply(quotas: Quotas, changes: Iterable[Change]) -> tuple[Quotas, int, int]:
    """The quotas after the changes, the places moved and the places added.

    Only days that were open before the changes take part.
    """
    changed = dict(quotas)
    open_days = [key for key, quota in quotas.items() if quota > 0]
    moved = added = 0
    for change in changes:
        if isinstance(change, Addition):
            for key in open_days:
                if _is_at(key, change.target):
                    changed[key] += change.amount
                    added += change.amount
        else:
            for source in open_days:
                target = _counterpart(source, change)
                if target is not None and quotas.get(target, 0) > 0:
                    taken = min(change.amount, changed[source])
                    changed[source] -= taken
                    changed[target] += taken
                    moved += taken
    return changed, moved, added


def _counterpart(source: tuple[str, dt.date], move: Move) -> tuple[str, dt.date] | None:
    """The day that gains what ``source`` gives; ``None`` when it gives nothing."""
    if not _is_at(source, move.source):
        return None
    day = source[1]
    if move.source.weekday is not None and move.target.weekday is not None:
        day += dt.timedelta(days=move.target.weekday - move.source.weekday)
    return move.target.location, day


def _is_at(key: tuple[str, dt.date], place: Place) -> bool:
    location, day = key
    return location == place.location and place.weekday in (None, day.weekday())


def _keys(demand: pd.DataFrame) -> list[tuple[str, dt.date]]:
    return [
        (str(location), _date(day))
        for location, day in zip(demand["lokasi"].tolist(), demand["hari"].tolist(), strict=True)
    ]


def _date(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
