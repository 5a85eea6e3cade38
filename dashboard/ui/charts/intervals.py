"""Estimates with their uncertainty, one row per area: what a bare ranking would hide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from dashboard.ui import format as words
from dashboard.ui.charts.rows import AXIS_PIXELS, FOOT_PIXELS, HEAD_PIXELS, NO_ROWS, ROW_PIXELS, TOO_FEW
from dashboard.ui.panel import blank
from dashboard.ui.theme import layout, palette

Unit = Literal["persen", "jumlah"]
POINT_COLOUR = "#0072B2"


@dataclass(frozen=True)
class Interval:
    """One area's estimate; without ``enough`` its figures are neither drawn nor told."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    enough: bool
    key: Any = None
    colour: str | None = None


def intervals(
    rows: list[Interval], theme: str | None, *, unit: Unit, reference: float | None = None
) -> dict[str, Any]:
    """A point with its interval per row, in the order given.

    Args:
        rows: the areas; a share is given as 0 to 1.
        theme: light or dark.
        unit: ``persen`` for shares, ``jumlah`` for counts and rates.
        reference: the whole city's value, drawn as one line through all rows.
    """
    height = HEAD_PIXELS + ROW_PIXELS * max(len(rows), 2) + FOOT_PIXELS + AXIS_PIXELS
    if not rows:
        return blank(height, NO_ROWS)
    factor = 100 if unit == "persen" else 1
    notes = [note for place, row in enumerate(rows) for note in _words(place, row, unit, theme)]
    drawn = any(row.enough and row.value is not None for row in rows)
    start, end = _span(rows, reference)
    return {
        "data": [_trace(place, row, unit, theme) for place, row in enumerate(rows)],
        "layout": layout(
            theme,
            height=height,
            margin={"t": HEAD_PIXELS},
            annotations=notes,
            shapes=[]
            if reference is None or not drawn
            else _reference_lines(reference * factor, len(rows), theme),
            yaxis={"range": [max(len(rows), 2) - 0.5, -0.75], "visible": False},
            xaxis={
                "range": [start * factor, end * factor],
                "visible": drawn,
                "nticks": 6,
                "ticksuffix": " %" if unit == "persen" else "",
                "zeroline": False,
            },
        ),
    }


def told(row: Interval, unit: Unit) -> str:
    """The estimate and its interval in words, or how few cases there were."""
    if not row.enough or row.value is None:
        return f"{TOO_FEW} (n = {words.number(row.n)})"
    if row.low is None or row.high is None:
        return _figure(row.value, unit)
    bounds = (
        f"{words.number(row.low * 100, 1)}–{words.number(row.high * 100, 1)}"
        if unit == "persen"
        else f"{words.number(row.low, 1)}–{words.number(row.high, 1)}"
    )
    return f"{_figure(row.value, unit)} ({bounds})"


def standing(row: Interval, reference: float | None) -> str | None:
    """Against the city: ``di atas``, ``di bawah`` or ``setara``; ``None`` where it cannot be told."""
    if not row.enough or row.value is None or row.low is None or row.high is None or reference is None:
        return None
    # The estimate too: the bound of none at all is not zero to the last digit.
    if min(row.low, row.value) > reference:
        return "di atas"
    return "di bawah" if max(row.high, row.value) < reference else "setara"


def _figure(value: float, unit: Unit) -> str:
    return words.percent(value) if unit == "persen" else words.number(value, 1)


def _trace(place: int, row: Interval, unit: Unit, theme: str | None) -> dict[str, Any]:
    if not row.enough or row.value is None:
        return {"type": "scatter", "x": [None], "y": [place], "hoverinfo": "skip"}
    factor = 100 if unit == "persen" else 1
    low = row.value if row.low is None else row.low
    high = row.value if row.high is None else row.high
    colour = row.colour or POINT_COLOUR
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [low * factor, row.value * factor, high * factor],
        "y": [place] * 3,
        "customdata": [row.key] * 3,
        "text": [f"{row.label}<br>{told(row, unit)}<br>n = {words.number(row.n)}"] * 3,
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "line": {"color": colour, "width": 3},
        "marker": {
            "color": colour,
            "opacity": 1,
            "size": [9, 12, 9],
            "symbol": ["line-ns", "circle", "line-ns"],
            "line": {"color": [colour, palette(theme).paper, colour], "width": [2.5, 1.5, 2.5]},
        },
    }


def _words(place: int, row: Interval, unit: Unit, theme: str | None) -> list[dict[str, Any]]:
    """The row's name at the left and its figures at the right, both above the row."""
    inks = palette(theme)
    common = {"xref": "paper", "y": place, "showarrow": False, "yshift": 17}
    told_ink = inks.ink if row.enough else inks.quiet
    return [
        {**common, "x": 0, "xanchor": "left", "text": row.label, "font": {"size": 13, "color": inks.ink}},
        {
            **common,
            "x": 1,
            "xanchor": "right",
            "text": told(row, unit),
            "font": {"size": 13, "color": told_ink},
        },
    ]


def _reference_lines(value: float, count: int, theme: str | None) -> list[dict[str, Any]]:
    """One stroke per row, so that no words above the rows are crossed out."""
    return [
        {
            "type": "line",
            "x0": value,
            "x1": value,
            "y0": place - 0.17,
            "y1": place + 0.36,
            "layer": "below",
            "line": {"color": palette(theme).ink, "width": 1.5, "dash": "3px,2px"},
        }
        for place in range(count)
    ]


def _span(rows: list[Interval], reference: float | None) -> tuple[float, float]:
    """The range of all that is drawn, with some air."""
    drawn = [
        value for row in rows if row.enough for value in (row.low, row.value, row.high) if value is not None
    ]
    if reference is not None:
        drawn.append(reference)
    if not drawn:
        return 0.0, 1.0
    least, most = min(drawn), max(drawn)
    air = (most - least) * 0.04 or max(abs(most) * 0.1, 0.01)
    return least - air, most + air
