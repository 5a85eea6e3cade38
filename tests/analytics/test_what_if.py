"""The quota simulation against queues played on paper."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.what_if import (
    Addition,
    Change,
    Comparison,
    Move,
    Outcome,
    Place,
    apply,
    compare,
    play,
)

MONDAY = dt.date(2026, 11, 2)


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def frame(rows: list[tuple[str, int, int, int]]) -> pd.DataFrame:
    """Location, day from Monday 2 November, quota, demand."""
    return pd.DataFrame(
        [(place, day(number), quota, wanted) for place, number, quota, wanted in rows],
        columns=["lokasi", "hari", "kuota", "permintaan"],
    )


def test_a_week_with_one_busy_day() -> None:
    # Quota 2 a day; wanted 5, 1, 0, 0, 3.
    #   Mon  2 of Monday's 5 served; 3 refused
    #   Tue  Monday's 3 first: 2 served after 1 day, 1 refused; Tuesday's 1 refused
    #   Wed  Monday's last 1 served after 2 days, Tuesday's 1 served after 1 day
    #   Fri  2 of 3 served; 1 refused and the days run out
    # On time 2 + 0 + 2 = 4; served 2 + 2 + 2 + 0 + 2 = 8; refusals 3 + 2 + 0 + 0 + 1 = 6;
    # waited 2 x 1 + 1 x 2 + 1 x 1 = 5.
    assert play([2, 2, 2, 2, 2], [5, 1, 0, 0, 3]) == Outcome(
        quota=10, demand=9, on_time=4, served=8, refusals=6, waited=5
    )


def test_after_the_last_try_a_resident_is_left_without_a_place() -> None:
    # 3 want the first day; 1 place a day. One is served at once, one on the next day; with two tries the
    # third is refused twice and gone, although the third day is empty.
    assert play([1, 1, 1], [3, 0, 0], tries=2) == Outcome(3, 3, on_time=1, served=2, refusals=3, waited=1)
    # With three tries the third waits two days: 2 + 1 refusals, 0 + 1 + 2 days.
    assert play([1, 1, 1], [3, 0, 0], tries=3) == Outcome(3, 3, on_time=1, served=3, refusals=3, waited=3)


def test_places_moved_from_a_quiet_to_a_busy_location() -> None:
    # A has 4 places and 1 resident on both days; B has 1 place and 3, then 0 residents.
    # Before, B: Monday 1 served, 2 refused; Tuesday 1 served after 1 day, 1 refused and out of days.
    # After moving 2 a day, B has 3 places: all 3 served on Monday. A keeps 2 for its 1.
    rows = frame([("A", 0, 4, 1), ("A", 1, 4, 1), ("B", 0, 1, 3), ("B", 1, 1, 0)])

    result = compare(rows, [Move(Place("A"), Place("B"), 2)])

    assert result.before == {
        "A": Outcome(8, 2, 2, 2, 0, 0),
        "B": Outcome(2, 3, on_time=1, served=2, refusals=3, waited=1),
    }
    assert result.after == {"A": Outcome(4, 2, 2, 2, 0, 0), "B": Outcome(6, 3, 3, 3, 0, 0)}
    assert (result.moved, result.added) == (4, 0)
    # In all: 3 of 5 on the day wanted, then 5 of 5; 3 refusals, then none; 1 day over 4 served, then 0.
    assert result.total_before.share_on_time == 3 / 5
    assert result.total_after.share_on_time == 1
    assert result.total_before.mean_wait == 1 / 4
    assert result.total_before.unserved == 1
    assert result.total_before.utilisation == 4 / 10


def test_places_move_between_weekdays_within_a_week() -> None:
    # Two weeks; 3 places each from Friday to Monday of the same week. In the second week Friday is closed.
    rows = frame([("A", 0, 5, 0), ("A", 4, 5, 0), ("A", 7, 5, 0), ("A", 11, 0, 1)])
    quotas = {("A", day(n)): quota for n, quota in ((0, 5), (4, 5), (7, 5), (11, 0))}

    changed, moved, _ = apply(quotas, [Move(Place("A", 4), Place("A", 0), 3)])

    assert changed == {("A", day(0)): 8, ("A", day(4)): 2, ("A", day(7)): 5, ("A", day(11)): 0}
    assert moved == 3
    assert compare(rows, [Move(Place("A", 4), Place("A", 0), 3)]).total_after.quota == 15


def test_never_more_is_moved_than_there_is_and_nothing_to_a_closed_day() -> None:
    quotas = {("A", day(0)): 2, ("B", day(0)): 1, ("A", day(1)): 2, ("B", day(1)): 0, ("A", day(2)): 9}

    changed, moved, _ = apply(quotas, [Move(Place("A"), Place("B"), 5)])

    assert changed == {
        ("A", day(0)): 0, ("B", day(0)): 3, ("A", day(1)): 2, ("B", day(1)): 0, ("A", day(2)): 9
    }  # fmt: skip
    assert moved == 2


def test_places_are_added_on_the_weekday_asked_for_and_only_on_open_days() -> None:
    quotas = {("A", day(0)): 2, ("A", day(7)): 0, ("A", day(1)): 2, ("B", day(0)): 2}

    changed, _, added = apply(quotas, [Addition(Place("A", 0), 4)])

    assert changed == {**quotas, ("A", day(0)): 6}
    assert added == 4


def test_without_demand_there_is_no_share_and_no_wait() -> None:
    idle = play([3], [0])

    assert (idle.share_on_time, idle.share_served, idle.mean_wait) == (None, None, None)
    assert Outcome().utilisation is None
    assert compare(frame([]), [Addition(Place("A"), 1)]) == Comparison({}, {}, 0, 0)


def test_a_day_that_loses_every_place_still_counts_as_a_day_waited() -> None:
    # 1 wants Monday, whose 2 places all went to Wednesday; Tuesday has none left either.
    rows = frame([("A", 0, 2, 1), ("A", 1, 1, 0), ("A", 2, 1, 0)])
    changes = [Move(Place("A", 0), Place("A", 2), 2), Move(Place("A", 1), Place("A", 2), 1)]

    after = compare(rows, changes).total_after

    assert after == Outcome(4, 1, on_time=0, served=1, refusals=2, waited=2)


series = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), max_size=20)


@given(days=series, tries=st.integers(1, 6))
@settings(max_examples=200, deadline=None)
def test_the_demand_is_served_or_left_and_every_day_waited_was_a_refusal(
    days: list[tuple[int, int]], tries: int
) -> None:
    result = play([quota for quota, _ in days], [wanted for _, wanted in days], tries)

    assert 0 <= result.on_time <= result.served <= min(result.demand, result.quota)
    assert result.waited <= (tries - 1) * result.served
    assert result.refusals >= result.demand - result.on_time
    # Whoever was served had been refused once per day waited; the rest are refusals of those left.
    assert result.refusals - result.waited >= result.unserved
    assert result.refusals - result.waited <= result.unserved * tries


@given(days=series, more=st.integers(0, 5))
@settings(max_examples=200, deadline=None)
def test_more_places_never_serve_fewer(days: list[tuple[int, int]], more: int) -> None:
    quotas, demand = [quota for quota, _ in days], [wanted for _, wanted in days]

    few, many = play(quotas, demand), play([quota + more for quota in quotas], demand)

    assert many.served >= few.served
    assert many.on_time >= few.on_time
    assert many.refusals <= few.refusals


@given(
    quotas=st.dictionaries(
        st.tuples(st.sampled_from("AB"), st.integers(0, 13).map(day)), st.integers(0, 5), max_size=20
    ),
    moves=st.lists(
        st.builds(
            Move,
            st.builds(Place, st.sampled_from("AB"), st.just(0)),
            st.builds(Place, st.sampled_from("AB"), st.integers(0, 6)),
            st.integers(0, 9),
        ),
        max_size=3,
    ),
)
@settings(max_examples=200, deadline=None)
def test_moving_neither_makes_nor_loses_places(
    quotas: dict[tuple[str, dt.date], int], moves: list[Change]
) -> None:
    changed, _, added = apply(quotas, moves)

    assert sum(changed.values()) == sum(quotas.values())
    assert min(changed.values(), default=0) >= 0
    assert added == 0


@pytest.mark.parametrize("stamp", [pd.Timestamp(MONDAY), MONDAY])
def test_dates_are_read_as_pandas_gives_them(stamp: dt.date) -> None:
    rows = pd.DataFrame({"lokasi": ["A"], "hari": [stamp], "kuota": [1], "permintaan": [1]})

    assert compare(rows, [Addition(Place("A", 0), 2)]).total_after.quota == 3
