"""The course of every case, day by day: submission, two queues, outcome, pickup."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.registry.calendar import SECONDS_PER_DAY
from dashboard.simulation.assumptions import Assumptions
from dashboard.simulation.cases import (
    CASE,
    DITOLAK,
    GAGAL,
    NOTHING,
    PROSES,
    SELESAI,
    STEP,
    VERIFIKASI,
    Rows,
    cases_of,
    empty,
    steps_of,
)
from dashboard.simulation.city import City
from dashboard.simulation.demand import DAYS_PER_YEAR, LOKET_CHANNEL, Demand, Floats
from dashboard.simulation.people import Applicants
from dashboard.simulation.pickup import (
    HALO_PETUGAS_CHANNEL,
    PickupPlaces,
    cancelled_bookings,
    handovers,
    quotas_for,
)
from dashboard.simulation.queueing import OfficerPool, staff

LAST_PICKUP_MARGIN_DAYS = 30
"""Days after the end for which places exist, so that the last applicants find some."""


@dataclass
class DayOfCity:
    """What one simulated day brought. Steps may lie in the future; they are planned, not done."""

    cases: Rows
    steps: Rows
    bookings: Rows
    refusals: Rows
    new_people: tuple[int, int]
    """First applicant number of the day, and the one after its last."""


class CityCourse:
    """Simulates a city; call :meth:`day` once per day, in order.

    Args:
        first_day, last_day: positions in the city's clock, both included.
        requests: wanted number of requests over all these days.
    """

    def __init__(
        self,
        city: City,
        assumptions: Assumptions,
        rng: np.random.Generator,
        *,
        first_day: int,
        last_day: int,
        requests: int,
    ) -> None:
        self.city, self.assumptions, self.rng, self.first_day = city, assumptions, rng, first_day
        span = {"first_day": first_day, "last_day": last_day}
        self.demand = Demand(city, assumptions, rng, requests=requests, **span)
        self.places = self._open_places(**span)
        self.applicants = Applicants(assumptions)
        self.outages = self._outages(**span)
        self._next_id = 0
        self._verification, self._verification_strain = self._staffed(
            assumptions.verification_minutes, assumptions.verification_load
        )
        self._processing, self._processing_strain = self._staffed(
            assumptions.processing_minutes, assumptions.processing_load
        )
        self._waiting = empty(CASE)  # resubmissions of coming days, and residents who found no date
        self._accepted = empty(STEP)  # verified, reaching the second queue on a coming day

    def day(self, day: int) -> DayOfCity:
        """Simulate one day."""
        ends = self.city.clock.midnight(day + 1)
        due = self._waiting["submitted"] < ends
        coming = np.concatenate([self.demand.arrivals(self.rng, day), self._waiting[due]])
        coming.sort(order=["submitted", "root"], kind="stable")
        cases, again, refusals = self.places.book(self.rng, coming)
        people = self._register(cases)

        verified = self._verify(cases)
        arrived = np.concatenate([self._accepted, verified[verified["to"] == PROSES]])
        in_time = arrived["left"] < ends
        self._accepted = arrived[~in_time]
        processed = self._process(np.sort(arrived[in_time], order=["left", "id"]))
        collected, bookings = handovers(
            self.rng, self.city, self.assumptions, processed[processed["to"] == SELESAI]
        )
        decided = np.concatenate([verified, processed])
        ended = decided[np.isin(decided["to"], (DITOLAK, GAGAL))]
        self._waiting = np.concatenate([self._waiting[~due], again, self._resubmissions(ended, ends)])
        return DayOfCity(
            cases=cases,
            steps=np.concatenate([decided, collected]),
            bookings=np.concatenate([bookings, cancelled_bookings(ended)]),
            refusals=refusals,
            new_people=people,
        )

    def undecided(self) -> Rows:
        """Cases whose processing has not been planned yet."""
        return cases_of(self._accepted)

    def _register(self, cases: Rows) -> tuple[int, int]:
        """Give ids to the day's applications, and applicants to those that open a chain."""
        cases["id"] = self._next_id + np.arange(len(cases))
        self._next_id += len(cases)
        opening = cases["attempt"] == 1
        cases["root"][opening] = cases["id"][opening]
        cases["root_submitted"][opening] = cases["submitted"][opening]
        first = self.applicants.count
        cases["applicant"][opening] = self.applicants.choose(self.rng, int(opening.sum()))
        return first, self.applicants.count

    def _verify(self, cases: Rows) -> Rows:
        steps = steps_of(cases, VERIFIKASI, cases["submitted"])
        minutes = self.assumptions.verification_minutes * np.where(
            np.isin(steps["channel"], (1, HALO_PETUGAS_CHANNEL)), self.assumptions.assisted_effort, 1.0
        )
        self._work(self._verification, self._verification_strain, steps, minutes)
        steps["to"] = np.where(self.rng.random(len(steps)) < self._rejection_chance(steps), DITOLAK, PROSES)
        return self._fail(steps)

    def _process(self, accepted: Rows) -> Rows:
        steps = steps_of(cases_of(accepted), PROSES, accepted["left"])
        minutes = np.full(len(steps), self.assumptions.processing_minutes)
        self._work(self._processing, self._processing_strain, steps, minutes)
        late = self.rng.random(len(steps)) < self.assumptions.late_rejection_share
        unsent = self.rng.random(len(steps)) < self.assumptions.failure_share
        steps["to"] = np.where(late, DITOLAK, np.where(unsent, GAGAL, SELESAI))
        return self._fail(steps)

    def _work(self, pool: OfficerPool, strain: Floats, steps: Rows, minutes: Floats) -> None:
        """Let steps queue before a pool; fills ``claimed`` and ``left``."""
        low, high = self.assumptions.reaction_seconds
        effort = np.array([self.assumptions.service_effort.get(code, 1.0) for code in self.city.services])
        spread = self.assumptions.handling_spread
        noise = np.exp(self.rng.normal(-(spread**2) / 2, spread, len(steps)))
        handling = np.maximum(45, minutes * 60 * effort[steps["service"]] * noise).astype(np.int64)
        location = steps["location"].astype(np.int64)
        # Staff grows with the trend of demand: each officer gets more of the day for this work.
        growth = self.demand.trend[
            np.clip(
                self.city.clock.day_index(steps["entered"]) - self.first_day, 0, len(self.demand.trend) - 1
            )
        ] / float(self.demand.trend.mean())
        occupied = np.maximum(handling, (handling * strain[location] / growth).astype(np.int64))
        reaction = self.rng.integers(low, high + 1, len(steps))
        entered = steps["entered"].astype(np.int64)
        steps["claimed"], steps["left"] = pool.serve(location, entered, handling, occupied, reaction)

    def _rejection_chance(self, steps: Rows) -> Floats:
        assumed = self.assumptions
        by_service = np.array(
            [assumed.rejection_share.get(code, assumed.rejection_share["*"]) for code in self.city.services]
        )
        by_channel = np.asarray(assumed.channel_rejection_factor)
        again = assumed.repeat_rejection_factor ** (steps["attempt"] > 1)
        return np.asarray(by_service[steps["service"]] * by_channel[steps["channel"]] * again)

    def _fail(self, steps: Rows) -> Rows:
        """Outages end a share of the stays that they meet."""
        for start, end in self.outages:
            met = np.flatnonzero(
                (steps["entered"] + 1 < end) & (steps["left"] > start) & (steps["to"] != GAGAL)
            )
            met = met[self.rng.random(len(met)) < self.assumptions.outage_hit_share]
            earliest = np.maximum(steps["entered"][met] + 1, start)
            latest = np.minimum(steps["left"][met], end)
            moment = earliest + (self.rng.random(len(met)) * (latest - earliest)).astype(np.int64)
            steps["left"][met], steps["to"][met] = moment, GAGAL
            steps["claimed"][met] = np.where(steps["claimed"][met] <= moment, steps["claimed"][met], NOTHING)
        return steps

    def _resubmissions(self, ended: Rows, tomorrow: int) -> Rows:
        """Who tries again, and when: not before the next day."""
        assumed = self.assumptions
        chance = np.where(
            ended["to"] == GAGAL, assumed.resubmit_after_failure, assumed.resubmit_after_rejection
        ) * (ended["attempt"] < assumed.most_attempts)
        again = ended[self.rng.random(len(ended)) < chance]
        cases = cases_of(again)
        days = np.exp(
            self.rng.normal(np.log(assumed.resubmission_median_days), assumed.resubmission_spread, len(again))
        )
        moment = np.maximum(again["left"], tomorrow) + (days * SECONDS_PER_DAY).astype(np.int64)
        location = again["location"].astype(np.int64)
        in_hours = self.city.clock.moment(location, self.city.clock.clock(location, moment) + 60)
        cases["submitted"] = np.where(again["channel"] == LOKET_CHANNEL, in_hours, moment)
        cases["prior"], cases["id"] = again["id"], NOTHING
        cases["attempt"] += 1
        cases["slot"], cases["slot_day"], cases["deferrals"] = NOTHING, NOTHING, 0
        return cases

    def _staffed(self, minutes: float, load: float) -> tuple[OfficerPool, Floats]:
        """Officers for one kind of work at every location, scaled to its share of demand."""
        clock = self.city.clock
        days = np.arange(self.first_day, self.first_day + len(self.demand.expected))
        hours = (clock.closes[:, days] - clock.opens[:, days]).sum(axis=1)
        with_repeats = self.demand.expected.sum() / (1 - self.assumptions.resubmission_share)
        effort = np.array([self.assumptions.service_effort.get(code, 1.0) for code in self.city.services])
        mean_effort = float((self.demand.expected.sum(axis=0) * effort).sum() / self.demand.expected.sum())
        rate = with_repeats * self.location_demand() / np.maximum(hours, 1)
        officers, strain = staff(rate, minutes * 60 * mean_effort, load)
        return OfficerPool(officers, clock), np.minimum(strain, self.assumptions.most_other_duties)

    def location_demand(self) -> Floats:
        """Share of demand that each location receives."""
        return np.asarray(self.city.kelurahan_shares @ self.city.location_shares)

    def _open_places(self, *, first_day: int, last_day: int) -> PickupPlaces:
        city, assumed = self.city, self.assumptions
        cards = ~city.self_print * self.demand.expected.sum(axis=0) / self.demand.expected.sum()
        at_counter = float(cards.sum()) * (1 - assumed.channel_shares[HALO_PETUGAS_CHANNEL])
        days = np.arange(first_day, last_day + 1)
        open_days = city.clock.is_open[:, days].sum(axis=1)
        total = self.demand.expected.sum() / (1 - assumed.resubmission_share) * at_counter
        per_open_day = total * self.location_demand() / np.maximum(open_days, 1)
        trend = self.demand.trend / self.demand.trend.mean()
        trend = np.concatenate([trend, np.full(LAST_PICKUP_MARGIN_DAYS, trend[-1])])
        wanted = trend[:, None] * per_open_day[None, :]
        last = last_day + LAST_PICKUP_MARGIN_DAYS
        return PickupPlaces(city, assumed, quotas_for(city, assumed, wanted, first_day, last), first_day)

    def _outages(self, *, first_day: int, last_day: int) -> list[tuple[int, int]]:
        """Start and end of every outage, in office hours of a working day."""
        count = int(
            self.rng.poisson(self.assumptions.outages_per_year * (last_day - first_day) / DAYS_PER_YEAR)
        )
        windows = []
        for day in np.sort(self.rng.integers(first_day, last_day + 1, max(1, count))):
            start = self.city.clock.midnight(int(day)) + int(self.rng.integers(8 * 3600, 14 * 3600))
            windows.append((start, start + int(self.rng.uniform(*self.assumptions.outage_hours) * 3600)))
        return windows
