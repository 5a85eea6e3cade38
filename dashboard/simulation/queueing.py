"""Queues of cases before officers, in working time."""

from __future__ import annotations

import heapq

import numpy as np

from dashboard.simulation.clock import CityClock, Numbers


class OfficerPool:
    """First come, first served before the officers of each location, one kind of work.

    Everything happens on the location's working clock, so nobody works at night and a queue that is
    not empty at closing time is still there in the morning. The state carries from call to call.

    Args:
        officers: number of officers per location.
        clock: the city's working clocks.
    """

    def __init__(self, officers: Numbers, clock: CityClock) -> None:
        self._clock = clock
        # Per location: the working-clock times at which its officers are free again.
        self._free: list[list[int]] = [[0] * int(count) for count in officers]

    def serve(
        self, location: Numbers, arrived: Numbers, handling: Numbers, occupied: Numbers, reaction: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Let cases queue, in the order given (which must be by arrival, across calls too).

        Args:
            location: position of each case's location.
            arrived: moment of arrival in the queue, UTC epoch seconds.
            handling: working seconds from claim to decision.
            occupied: working seconds until the officer is free for the next case, at least
                ``handling``: officers have other duties.
            reaction: working seconds from arrival to the claim when an officer is free, at least 1.

        Returns:
            The moments of claim and of decision.
        """
        start = self._clock.clock(location, arrived)
        claimed = np.empty(len(start), dtype=np.int64)
        cases = zip(location.tolist(), start.tolist(), occupied.tolist(), reaction.tolist(), strict=True)
        for number, (place, arrival, busy, delay) in enumerate(cases):
            officers = self._free[place]
            begin = max(arrival + delay, officers[0] + 1)
            heapq.heapreplace(officers, begin + busy)
            claimed[number] = begin
        return self._clock.moment(location, claimed), self._clock.moment(location, claimed + handling)


def staff(demand_per_second: np.ndarray, busy_seconds: float, load: float) -> tuple[Numbers, np.ndarray]:
    """How many officers a location needs, and how occupied each is per second of handling.

    A whole number of officers rarely fits: the remaining attention goes to other duties, so that
    ordinary demand fills exactly ``load`` of the time given to this work.

    Args:
        demand_per_second: arrivals per working second, per location.
        busy_seconds: mean handling time.
        load: wanted share of filled time, below 1.

    Returns:
        Officers per location, and the factor from handling to occupied time (at least 1).
    """
    offered = demand_per_second * busy_seconds
    officers = np.maximum(1, np.ceil(offered / load)).astype(np.int64)
    return officers, np.maximum(1.0, officers * load / np.maximum(offered, 1e-12))
