"""Who asks for what, where and when."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dashboard.registry.calendar import SECONDS_PER_DAY
from dashboard.simulation.assumptions import Assumptions, Season
from dashboard.simulation.cases import CASE, NOTHING, Rows
from dashboard.simulation.city import City

Floats = npt.NDArray[np.float64]
DAYS_PER_YEAR = 365.25
LOKET_CHANNEL = 3


class Demand:
    """Expected new applications per day and service, and random draws of them.

    Args:
        first_day, last_day: positions in the city's clock, both included.
        requests: wanted number of requests over all these days, resubmissions included.
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
        self.city, self.assumptions, self.first_day = city, assumptions, first_day
        days = np.arange(first_day, last_day + 1)
        self.trend: Floats = (1 + assumptions.yearly_growth) ** ((days - first_day) / DAYS_PER_YEAR)
        weights = _mix_by_day(days, city, assumptions) * self.trend[:, None]
        weights *= (_weekday(days, city, assumptions) * _noise(days, assumptions, rng))[:, None]
        new_requests = requests * (1 - assumptions.resubmission_share)
        self.expected: Floats = weights * (new_requests / weights.sum())
        """New applications per day and service, surges left out."""
        self.per_open_day: float = new_requests / max(1, int(city.clock.is_open[0, days].sum()))
        self._surge = _surges(days, city, assumptions)
        hours = np.asarray(assumptions.app_hour_weights)
        self._hour_shares = hours / hours.sum()

    def arrivals(self, rng: np.random.Generator, day: int) -> Rows:
        """The new applications of one day, in time order, without ids, applicants and slots."""
        rates = self.expected[day - self.first_day] * self._surge[day - self.first_day]
        count = int(rng.poisson(rates.sum()))
        cases = np.zeros(count, dtype=CASE)
        for name in ("id", "root", "prior", "applicant", "slot", "slot_day", "variant"):
            cases[name] = NOTHING
        cases["attempt"] = 1
        cases["service"] = pick(rng, rates / rates.sum(), count)
        cases["variant"] = self._variants(rng, cases["service"])
        cases["kelurahan"] = pick(rng, self.city.kelurahan_shares, count)
        cases["location"] = _pick_by_row(rng, self.city.location_shares, cases["kelurahan"])
        cases["channel"] = pick(rng, np.asarray(self.assumptions.channel_shares), count)
        cases["submitted"] = self._moments(rng, day, cases)
        cases.sort(order="submitted", kind="stable")
        return cases

    def _variants(self, rng: np.random.Generator, services: npt.NDArray[np.int16]) -> npt.NDArray[np.int64]:
        variants = np.full(len(services), NOTHING, dtype=np.int64)
        for service in np.unique(services):
            first, shares = self.city.variant_shares[service]
            chosen = services == service
            if len(shares):
                variants[chosen] = first + pick(rng, shares, int(chosen.sum()))
        return variants

    def _moments(self, rng: np.random.Generator, day: int, cases: Rows) -> npt.NDArray[np.int64]:
        """When on the day: the app round the clock, the counter only in office hours."""
        clock, location = self.city.clock, cases["location"].astype(np.int64)
        count = len(cases)
        second = pick(rng, self._hour_shares, count) * 3600 + rng.integers(0, 3600, count)
        opens, closes = clock.opens[location, day], clock.closes[location, day]
        at_counter = opens + (rng.random(count) * np.maximum(closes - opens - 600, 0)).astype(np.int64)
        # Nobody stands at a counter that is closed: those residents use the app.
        closed = (cases["channel"] == LOKET_CHANNEL) & (closes <= opens)
        cases["channel"][closed] = 0
        moments = np.where(cases["channel"] == LOKET_CHANNEL, at_counter, second)
        result: npt.NDArray[np.int64] = clock.midnight(day) + np.minimum(moments, SECONDS_PER_DAY - 1)
        return result


def pick(rng: np.random.Generator, shares: Floats, count: int) -> npt.NDArray[np.int64]:
    """``count`` positions drawn with the given shares (any positive sum)."""
    cumulative = np.cumsum(shares)
    drawn = rng.random(count) * cumulative[-1]
    found: npt.NDArray[np.int64] = np.searchsorted(cumulative, drawn, side="right").astype(np.int64)
    return found


def _pick_by_row(
    rng: np.random.Generator, shares: Floats, rows: npt.NDArray[np.int16]
) -> npt.NDArray[np.int64]:
    cumulative = np.cumsum(shares, axis=1)[rows]
    found: npt.NDArray[np.int64] = (cumulative < rng.random(len(rows))[:, None] * cumulative[:, -1:]).sum(
        axis=1
    )
    return found


def _mix_by_day(days: npt.NDArray[np.int64], city: City, assumptions: Assumptions) -> Floats:
    """Weight of every service on every day: the mix, bent by season."""
    mix = np.array([assumptions.service_mix[code] for code in city.services])
    weights = np.tile(mix / mix.sum(), (len(days), 1))
    dates = [city.clock.day_at(day) for day in days]
    for season in assumptions.seasons:
        inside = np.array([_is_in(season, (date.month, date.day)) for date in dates])
        weights[inside] *= _factors(season.factors, city)
    since_feast = np.full(len(days), 10_000)
    for feast in city.idulfitri:
        since_feast = np.where(days >= feast, np.minimum(since_feast, days - feast), since_feast)
    after = (since_feast > 1) & (since_feast <= assumptions.lebaran_days)
    weights[after] *= _factors(assumptions.lebaran_factors, city)
    return weights


def _is_in(season: Season, day: tuple[int, int]) -> bool:
    return season.first <= day <= season.last


def _factors(factors: object, city: City) -> Floats:
    assert hasattr(factors, "get")
    otherwise = factors.get("*", 1.0)
    return np.array([factors.get(code, otherwise) for code in city.services])


def _weekday(days: npt.NDArray[np.int64], city: City, assumptions: Assumptions) -> Floats:
    weekday = np.array([city.clock.day_at(day).weekday() for day in days])
    factor = np.asarray(assumptions.weekday_factor)[weekday]
    is_holiday = np.array([day in city.holidays for day in days.tolist()]) & (weekday < 5)
    return np.where(is_holiday, assumptions.holiday_factor, factor)


def _noise(days: npt.NDArray[np.int64], assumptions: Assumptions, rng: np.random.Generator) -> Floats:
    """Weeks that are busier or quieter for no stated cause, each leaning on the one before."""
    weeks = (days - days[0]) // 7
    shocks = rng.normal(0, assumptions.weekly_noise, int(weeks[-1]) + 1)
    level, levels = 0.0, []
    for shock in shocks:
        level = assumptions.weekly_noise_memory * level + float(shock)
        levels.append(level)
    result: Floats = np.exp(np.array(levels))[weeks]
    return result


def _surges(days: npt.NDArray[np.int64], city: City, assumptions: Assumptions) -> Floats:
    factor = np.ones(len(days))
    for surge in assumptions.surges:
        first, last = city.clock.index_of(surge.first), city.clock.index_of(surge.last)
        factor[(days >= first) & (days <= last)] *= surge.factor
    return factor
