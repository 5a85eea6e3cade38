"""Pickup places with quotas, refusals on full dates, and how documents reach people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.registry.booking import LATE_DOCUMENT_DAYS
from dashboard.registry.calendar import SECONDS_PER_DAY
from dashboard.simulation.assumptions import Assumptions
from dashboard.simulation.cases import (
    BATAL,
    BOOKING,
    CETAK_MANDIRI,
    DIAMBIL,
    DIANTAR,
    HADIR,
    LOKET,
    NOTHING,
    REFUSAL,
    SELESAI,
    TIDAK_HADIR,
    Rows,
    cases_of,
    steps_of,
)
from dashboard.simulation.city import City
from dashboard.simulation.clock import Numbers
from dashboard.simulation.demand import Floats, pick

HALO_PETUGAS_CHANNEL = 2
COUNTER_SECONDS = 600
"""A document must have been ready for this long before it is handed over."""


class PickupPlaces:
    """The daily places of every location, taken in order of asking.

    Args:
        quotas: places per location and day, 0 where closed; days start at ``first_day``.
    """

    def __init__(self, city: City, assumptions: Assumptions, quotas: Numbers, first_day: int) -> None:
        self._city, self._assumptions = city, assumptions
        self.first_day, self.days = first_day, quotas.shape[1]
        self.quotas = quotas
        self._left: list[list[int]] = quotas.tolist()
        self._choices: dict[tuple[int, int], list[int]] = {}

    def book(self, rng: np.random.Generator, cases: Rows) -> tuple[Rows, Rows, Rows]:
        """Give cases that need one a pickup place.

        Args:
            cases: applications in time order, all of one day.

        Returns:
            Those that went in (with their slot, if any), those that found every date full and try
            again the next day, and the refusals. Who has tried often enough gives up.
        """
        needs = ~self._city.self_print[cases["service"]] & (cases["channel"] != HALO_PETUGAS_CHANNEL)
        asking = np.flatnonzero(needs)
        wishes = pick(rng, np.asarray(self._assumptions.pickup_preference), len(asking))
        refused: list[tuple[int, int]] = []
        turned_away: list[int] = []
        days = self._city.clock.day_index(cases["submitted"])
        places = cases["location"].tolist()
        for number, wish in zip(asking.tolist(), wishes.tolist(), strict=True):
            location, left = places[number], self._left[places[number]]
            offered = self._offered(location, int(days[number]))
            for day in offered[wish:] + offered[:wish]:
                if left[day - self.first_day] > 0:
                    left[day - self.first_day] -= 1
                    cases["slot_day"][number] = day
                    cases["slot"][number] = location * self.days + day - self.first_day
                    break
                refused.append((number, day))
            else:
                turned_away.append(number)
        refusals = self._refusals(cases, refused)
        again = cases[turned_away]
        again = again[again["deferrals"] < self._assumptions.most_deferrals]
        again["deferrals"] += 1
        again["submitted"] += SECONDS_PER_DAY
        return np.delete(cases, turned_away), again, refusals

    def _offered(self, location: int, day: int) -> list[int]:
        if (location, day) not in self._choices:
            first, last = self._assumptions.pickup_ahead
            clock = self._city.clock
            offered = [clock.open_day_after(location, day, ahead) for ahead in range(first, last + 1)]
            self._choices[location, day] = offered
        return self._choices[location, day]

    @staticmethod
    def _refusals(cases: Rows, refused: Sequence[tuple[int, int]]) -> Rows:
        rows = np.zeros(len(refused), dtype=REFUSAL)
        asked = cases[[number for number, _ in refused]]
        for name in ("location", "service", "kelurahan", "channel"):
            rows[name] = asked[name]
        rows["at"], rows["day"] = asked["submitted"], [day for _, day in refused]
        return rows


def quotas_for(
    city: City, assumptions: Assumptions, cards_per_open_day: Floats, first_day: int, last_day: int
) -> Numbers:
    """Places per location and day, so that ordinary demand fills ``quota_fill`` of them.

    Args:
        cards_per_open_day: expected wishes for a place per open day, days x locations.
    """
    wanted = np.ceil(cards_per_open_day.T / assumptions.quota_fill)
    quotas = np.maximum(wanted, assumptions.smallest_quota).astype(np.int64)
    return np.where(city.clock.is_open[:, first_day : last_day + 1], quotas, 0)


def handovers(
    rng: np.random.Generator, city: City, assumptions: Assumptions, finished: Rows
) -> tuple[Rows, Rows]:
    """How and when finished documents reach people.

    Args:
        finished: steps into Selesai.

    Returns:
        The steps into Diambil (documents that are never fetched have none) and the fate of the
        pickup places.
    """
    steps = steps_of(cases_of(finished), SELESAI, finished["left"])
    steps["to"] = DIAMBIL
    ready = finished["left"].astype(np.int64)
    at_home = city.self_print[steps["service"]]
    visited = ~at_home & (steps["channel"] == HALO_PETUGAS_CHANNEL)
    steps["left"] = np.where(
        at_home,
        ready + 60 + (rng.exponential(assumptions.print_at_home_hours, len(steps)) * 3600).astype(np.int64),
        _after_working_hours(rng, city, steps, ready, assumptions.delivery_working_hours),
    )
    steps["handover"] = np.where(at_home, CETAK_MANDIRI, np.where(visited, DIANTAR, LOKET))
    never = rng.random(len(steps)) < np.where(
        at_home, assumptions.never_printed_share, assumptions.never_collected_share * ~visited
    )
    collected = np.flatnonzero(steps["slot"] != NOTHING)
    bookings = _collect(rng, city, assumptions, steps, collected, never)
    return steps[~never], bookings


def _collect(
    rng: np.random.Generator,
    city: City,
    assumptions: Assumptions,
    steps: Rows,
    chosen: Numbers,
    never: np.ndarray,
) -> Rows:
    """Pickups on the booked day, later ones, and no-shows; changes ``steps`` and ``never``."""
    own = steps[chosen]
    location, day = own["location"].astype(np.int64), own["slot_day"].astype(np.int64)
    midnight = (city.clock.first_day + day) * SECONDS_PER_DAY - 7 * 3600
    opens, closes = city.clock.opens[location, day], city.clock.closes[location, day]
    ready = own["entered"].astype(np.int64)
    on_day = midnight + opens + (rng.random(len(own)) * (closes - opens)).astype(np.int64)
    late = _after_working_hours(rng, city, own, ready, assumptions.late_pickup_working_hours)
    is_late = on_day < ready + COUNTER_SECONDS
    # Nobody misses a document that was not ready before the day: the office's own rule.
    in_time = ready < midnight
    stays_away = rng.random(len(own)) < assumptions.no_show_share
    no_show = in_time & (stays_away | never[chosen])
    given_up = ready + LATE_DOCUMENT_DAYS * SECONDS_PER_DAY
    returns = np.where(in_time, midnight + closes, given_up)
    comes_back = _after_working_hours(rng, city, own, returns, assumptions.no_show_return_days * 7.0)
    steps["left"][chosen] = np.where(is_late, late, np.where(no_show, comes_back, on_day))
    never[chosen] |= no_show & (rng.random(len(own)) > assumptions.no_show_returns)
    bookings = bookings_of(own, HADIR, steps["left"][chosen])
    missed = no_show | never[chosen]
    bookings["outcome"][missed], bookings["settled"][missed] = TIDAK_HADIR, returns[missed]
    return bookings


def cancelled_bookings(ended: Rows) -> Rows:
    """The places of applications that were refused or failed."""
    booked = ended[ended["slot"] != NOTHING]
    return bookings_of(booked, BATAL, booked["left"])


def bookings_of(cases: Rows, outcome: int, settled: object) -> Rows:
    """Booking rows of cases that hold a place."""
    rows = np.zeros(len(cases), dtype=BOOKING)
    for name in ("id", "slot", "applicant", "service"):
        rows[name] = cases[name]
    rows["booked"], rows["outcome"], rows["settled"] = cases["submitted"], outcome, settled
    return rows


def _after_working_hours(
    rng: np.random.Generator, city: City, cases: Rows, since: Numbers, hours: float
) -> Numbers:
    """A moment in opening hours, on average ``hours`` working hours after ``since``."""
    location = cases["location"].astype(np.int64)
    wait = COUNTER_SECONDS + (rng.exponential(hours, len(cases)) * 3600).astype(np.int64)
    return city.clock.moment(location, city.clock.clock(location, since) + wait)
