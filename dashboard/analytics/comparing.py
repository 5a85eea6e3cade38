"""Two answers to the same question, compared cell by cell."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

RELATIVE = 1e-9
ABSOLUTE = 1e-12
"""Sums of fractions depend on their order in the last digits, also where they cancel out to nothing."""

MOST_CELLS = 5
"""Differing cells that are listed of one answer; its number of rows is told besides."""

Cell = tuple[str, str, str]
"""Where, the first value, the second value."""


def differing_cells(first: pd.DataFrame, second: pd.DataFrame) -> list[Cell]:
    """The first few cells that differ; none when the answers are the same but for the order of rows."""
    if list(first.columns) != list(second.columns):
        return [("kolom", ", ".join(first.columns), ", ".join(second.columns))]
    if len(first) != len(second):
        rows = [("banyaknya baris", str(len(first)), str(len(second)))]
        shorter = min(len(first), len(second))
        return rows + _cells(first.head(shorter), second.head(shorter))[: MOST_CELLS - 1]
    cells = _cells(first, second)
    # Rows that a query holds equal may come in any order.
    return _cells(_ordered(first), _ordered(second)) if cells else []


def same_value(first: Any, second: Any) -> bool:
    """Whether two cells say the same; nothing equals nothing."""
    if isinstance(first, list | tuple | np.ndarray):
        return (
            isinstance(second, list | tuple | np.ndarray)
            and len(first) == len(second)
            and all(same_value(one, other) for one, other in zip(first, second, strict=True))
        )
    if isinstance(first, dict):
        return (
            isinstance(second, dict)
            and first.keys() == second.keys()
            and all(same_value(value, second[name]) for name, value in first.items())
        )
    if isinstance(second, list | tuple | np.ndarray | dict):
        return False
    if _is_nothing(first) or _is_nothing(second):
        return _is_nothing(first) and _is_nothing(second)
    if _is_number(first) and _is_number(second):
        return math.isclose(first, second, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return bool(first == second)


def said(value: Any) -> str:
    """A cell as a person reads it."""
    if _is_nothing(value):
        return "kosong"
    if isinstance(value, float | np.floating):
        return f"{float(value):.12g}".replace(".", ",")
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _cells(first: pd.DataFrame, second: pd.DataFrame) -> list[Cell]:
    if first.equals(second):
        return []
    found: list[Cell] = []
    for place, (row, other) in enumerate(
        zip(first.itertuples(index=False), second.itertuples(index=False), strict=True), start=1
    ):
        for column, one, two in zip(first.columns, row, other, strict=True):
            if not same_value(one, two):
                found.append((f"baris {place}, {column}", said(one), said(two)))
                if len(found) == MOST_CELLS:
                    return found
    return found


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    places = frame.astype(str).sort_values(list(frame.columns)).index
    return frame.loc[places]


def _is_nothing(value: Any) -> bool:
    return (
        value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value))
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal | np.number) and not isinstance(value, bool | np.bool_)
