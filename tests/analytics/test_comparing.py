"""When two answers are the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.comparing import differing_cells, said, same_value


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (1, 1.0),
        (0.3, 0.1 + 0.2),
        (1e9, 1e9 * (1 + 1e-10)),
        (0.0, 1e-17),
        (None, float("nan")),
        (pd.NaT, None),
        (float("inf"), float("inf")),
        ([1.0, None], np.array([1.0, np.nan])),
        ({"a": 0.3}, {"a": 0.1 + 0.2}),
        (dt.datetime(2026, 1, 1), pd.Timestamp("2026-01-01")),
        (True, np.bool_(True)),
    ],
)
def test_same(first: Any, second: Any) -> None:
    assert same_value(first, second)
    assert same_value(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (1, 2),
        (1e9, 1e9 * (1 + 1e-8)),
        (0, None),
        ("", None),
        ("KK", "KIA"),
        ([1.0], [1.0, 1.0]),
        ([1.0, 2.0], [1.0, 3.0]),
        ({"a": 1}, {"b": 1}),
        (1, "1"),
        ([1], 1),
        (np.array([1, 2]), 1),
        ({"a": 1}, 1),
        (False, None),
    ],
)
def test_not_the_same(first: Any, second: Any) -> None:
    assert not same_value(first, second)
    assert not same_value(second, first)


def test_a_differing_cell_is_told_by_its_row_and_column() -> None:
    first = pd.DataFrame({"status": ["A", "B"], "n": [1, 2], "p": [0.5, None]})
    second = pd.DataFrame({"status": ["A", "B"], "n": [1, 3], "p": [0.5, 1.25]})

    assert differing_cells(first, second) == [("baris 2, n", "2", "3"), ("baris 2, p", "kosong", "1,25")]


def test_rows_in_another_order_are_the_same() -> None:
    first = pd.DataFrame({"status": ["A", "B", "B"], "n": [1, 2, 3]})
    assert differing_cells(first, first.iloc[::-1]) == []


def test_a_row_more_is_told_though_the_others_are_the_same() -> None:
    first = pd.DataFrame({"n": [1, 2]})
    assert differing_cells(first, first.head(1)) == [("banyaknya baris", "2", "1")]


def test_a_doubled_row_is_no_other_order() -> None:
    first, second = pd.DataFrame({"n": [1, 1, 2]}), pd.DataFrame({"n": [1, 2, 2]})
    assert differing_cells(first, second) == [("baris 2, n", "1", "2")]


def test_other_columns_are_told() -> None:
    assert differing_cells(pd.DataFrame({"n": [1]}), pd.DataFrame({"m": [1]})) == [("kolom", "n", "m")]


def test_only_the_first_cells_are_listed() -> None:
    first = pd.DataFrame({"n": range(100)})
    assert len(differing_cells(first, first + 1000)) == 5


def test_empty_answers_are_the_same() -> None:
    assert differing_cells(pd.DataFrame({"n": []}), pd.DataFrame({"n": []})) == []


def test_values_are_told_in_words() -> None:
    assert [said(value) for value in (None, 1.5, 3, "KK", dt.datetime(2026, 1, 5, 8))] == [
        "kosong",
        "1,5",
        "3",
        "KK",
        "2026-01-05 08:00:00",
    ]
