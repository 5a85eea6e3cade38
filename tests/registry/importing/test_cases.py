"""Order among equal times, on its own."""

from __future__ import annotations

from itertools import chain, groupby, pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.registry.importing.cases import FOLLOWERS, Event, Objection, history_of
from dashboard.registry.status import Status

V, P, S, D, X, G = (
    Status.VERIFIKASI,
    Status.PROSES,
    Status.SELESAI,
    Status.DIAMBIL,
    Status.DITOLAK,
    Status.GAGAL,
)


def case(*groups: list[Status]) -> list[Event]:
    """Events of a case; each group has one time."""
    flat = [(at, status) for at, group in enumerate(groups) for status in group]
    return [Event(at, status, line) for line, (at, status) in enumerate(flat, start=2)]


def told(events: list[Event]) -> list[list[Status]] | None:
    history = history_of(events)
    if isinstance(history, Objection):
        return None
    return [[event.status for event in application] for application in history.applications]


@pytest.mark.parametrize(
    ("groups", "applications"),
    [
        ([[V], [P], [S], [D]], [[V, P, S, D]]),
        ([[D, S, P, V]], [[V, P, S, D]]),
        ([[X, V], [V], [P]], [[V, X], [V, P]]),
        ([[V, V, X], [P]], [[V, X], [V, P]]),  # V, V, X is legal by itself, but not with what follows
        ([[V, V, X], [S, P]], [[V, X], [V, P, S]]),
        ([[P, X, V, V, X, S]], [[V, X], [V, P, S]]),  # the second refusal can only be a repeat
        ([[V], [V], [P, P]], [[V, P]]),
        ([[V], [G], [V], [X], [V], [P]], [[V, G], [V, X], [V, P]]),
        ([[P], [V]], None),
        ([[V, P, S, D], [S]], None),
        ([[V], [S]], None),
        ([[V], [P], [V]], None),
    ],
)
def test_events_become_applications(
    groups: list[list[Status]], applications: list[list[Status]] | None
) -> None:
    result = told(case(*groups))

    assert result == applications


def test_an_order_the_file_has_and_the_graph_allows_is_kept() -> None:
    assert told(case([V, V, X])) == [[V, X]]
    assert told(case([V, X, V])) == [[V, X], [V]]


def test_a_thousand_equal_times_end_in_an_answer() -> None:
    assert told(case([V, P, S, D] * 250)) is None
    assert told(case([X, V] * 500)) is not None


GROUPS = st.lists(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=4), min_size=1, max_size=3)


@given(GROUPS)
def test_a_case_is_loaded_exactly_if_some_order_of_its_equal_times_is_legal(
    groups: list[list[Status]],
) -> None:
    def is_legal(order: list[Status]) -> bool:
        steps = [None, *(status for status, _ in groupby(order))]
        return all(after in FOLLOWERS[before] for before, after in pairwise(steps))

    orders = product(*(permutations(group) for group in groups))

    assert (told(case(*groups)) is not None) == any(is_legal([*chain(*order)]) for order in orders)


@given(GROUPS, st.randoms())
def test_shuffling_equal_times_never_changes_whether_a_case_is_loaded_nor_its_one_legal_reading(
    groups: list[list[Status]], random: object
) -> None:
    readings = {
        str(told(case(*(list(group) for group in order))))
        for order in product(*(permutations(group) for group in groups))
    }
    shuffled = [random.sample(group, len(group)) for group in groups]  # type: ignore[attr-defined]

    assert str(told(case(*shuffled))) in readings
    assert ("None" in readings) == (readings == {"None"})
