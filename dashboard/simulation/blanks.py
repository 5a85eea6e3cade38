"""The ledger of blank cards of a simulated city: what was printed, what came in, what was spoiled."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import psycopg

from dashboard.registry.blanks import BLANKS
from dashboard.registry.calendar import SECONDS_PER_DAY
from dashboard.simulation.assumptions import Assumptions
from dashboard.simulation.cases import NOTHING, SELESAI, Rows
from dashboard.simulation.city import City
from dashboard.simulation.clock import Numbers
from dashboard.simulation.copying import copy_rows, days, moments, words

KINDS = ("diterima", "terpakai", "rusak")
RECEIVED, USED, SPOILED = range(3)
NOTES = ("", "Kiriman pusat (data contoh)", "Kiriman susulan (data contoh)")
LOT = 10
USUAL_DAYS = 20
"""Open days whose mean use says how much a location is sent."""

HOUR_OF = {RECEIVED: 8, USED: 15, SPOILED: 15}


class Line(NamedTuple):
    """One line of the ledger; ``day`` is a position in the clock's days, ``note`` one in ``NOTES``."""

    location: int
    blank: int
    kind: int
    amount: int
    day: int
    note: int = 0


class BlankBook:
    """Counts the cards that a city prints per location and day, and makes the ledger of them.

    Args:
        first_day, last_day: positions in the clock's days; the ledger begins on the first.
    """

    def __init__(self, city: City, assumptions: Assumptions, first_day: int, last_day: int) -> None:
        self._city, self._assumptions, self._first = city, assumptions, first_day
        self.used: Numbers = np.zeros((len(city.locations), len(BLANKS), last_day - first_day + 1), np.int64)

    def count(self, steps: Rows) -> None:
        """Add the cards that were finished by ``steps``."""
        finished = steps[(steps["to"] == SELESAI) & (steps["reverses"] == NOTHING)]
        day = self._city.clock.day_index(finished["left"].astype(np.int64)) - self._first
        for blank, service in enumerate(BLANKS):
            printed = finished["service"] == self._city.services.index(service)
            np.add.at(self.used[:, blank], (finished["location"][printed], day[printed]), 1)

    def lines(self) -> Iterator[Line]:
        """The ledger of every location, each in the order of its days."""
        for location in range(len(self._city.locations)):
            for blank in range(len(BLANKS)):
                yield from self._ledger(location, blank)

    def _ledger(self, location: int, blank: int) -> Iterator[Line]:
        used = self.used[location, blank].tolist()
        is_open = self._city.clock.is_open[location, self._first :].tolist()
        open_days = max(1, sum(is_open[: len(used)]))
        usual = sum(used) / open_days
        stock, spoiled, is_due = 0, 0.0, True
        for number, taken in enumerate(used):
            day = self._first + number
            # Locations are sent theirs on different days, so that they run low on different days.
            is_due |= (day + 5 * location) % self._assumptions.blank_delivery_days == 0
            if is_due and is_open[number]:
                is_due = False
                lot = self._lot(usual, stock, self._assumptions.blank_delivery_covers_days)
                if lot:
                    stock += lot
                    yield Line(location, blank, RECEIVED, lot, day, note=1)
            if taken > stock:  # nobody prints on what is not there: more was brought in time
                lot = self._lot(usual, stock - taken, 2)
                stock += lot
                yield Line(location, blank, RECEIVED, lot, day, note=2)
            if taken:
                stock -= taken
                yield Line(location, blank, USED, -taken, day)
            spoiled += taken * self._assumptions.blank_spoiled_share
            if spoiled >= 1 and stock > 0:
                spoiled, stock = spoiled - 1, stock - 1
                yield Line(location, blank, SPOILED, -1, day)
            if is_open[number]:
                usual += (taken - usual) / USUAL_DAYS

    @staticmethod
    def _lot(usual: float, stock: int, covers_days: float) -> int:
        """What brings the stock up to so many days of usual use, in whole packs."""
        return max(0, math.ceil((usual * covers_days - stock) / LOT) * LOT)

    def write(self, connection: psycopg.Connection, now: int) -> None:
        """Store the ledger: one line per location, blank, kind and day."""
        lines = np.array(list(self.lines()), dtype=np.int64).reshape(-1, len(Line._fields))
        location, blank, kind, amount, day, note = lines.T
        midnight = (self._city.clock.first_day + day) * SECONDS_PER_DAY - 7 * 3600
        hour = np.array([HOUR_OF[each] for each in range(len(KINDS))])[kind]
        columns = {
            "location_code": words(location, self._city.locations),
            "blank": words(blank, tuple(BLANKS)),
            "kind": words(kind, KINDS),
            "amount": amount,  # always a number: -1 is one card
            "moved_on": days(day + self._city.clock.first_day),
            "moved_at": moments(np.minimum(midnight + hour * 3600, now)),
            "note": words(note, NOTES),
        }
        copy_rows(connection, "blank_movement", columns)
