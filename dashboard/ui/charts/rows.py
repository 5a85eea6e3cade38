"""Rows of bars and ranges with their words above them, so that nothing is cut off at any width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.ui import format as words
from dashboard.ui.panel import blank
from dashboard.ui.theme import layout, palette

ROW_PIXELS = 42
FOOT_PIXELS = 16
HEAD_PIXELS = 26
"""Room between the measure and the words of the first row."""

AXIS_PIXELS = 34
ROW_LETTERS = 41
"""What stands above a row at 360 pixels: its name and its figures."""
NO_ROWS = "Tidak ada permohonan yang sesuai."
TOO_FEW = "data terlalu sedikit"


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its length, and what a click on it asks for."""

    label: str
    value: float
    text: str
    colour: str
    key: Any
    hatched: bool = False


@dataclass(frozen=True)
class Range:
    """P50, P80 and P90 of one row, in hours; ``points`` is ``None`` below 20 cases."""

    label: str
    points: tuple[float, float, float] | None
    n: int
    colour: str
    key: Any
    mean: float | None = None


def bars(rows: list[Bar], theme: str | None) -> dict[str, Any]:
    """Horizontal bars from zero, in the order given."""
    height = _height(len(rows))
    if not rows:
        return blank(height, NO_ROWS)
    inks = palette(theme)
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": [row.value for row in rows],
        "customdata": [row.key for row in rows],
        "text": [f"{row.label}: {row.text}" for row in rows],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "width": 0.36,
        "marker": {
            "color": [row.colour for row in rows],
            "pattern": {
                "shape": ["/" if row.hatched else "" for row in rows],
                "fgcolor": inks.paper,
                "solidity": 0.35,
            },
        },
    }
    notes = [note for place, row in enumerate(rows) for note in _words(place, row.label, row.text, theme)]
    longest = max(row.value for row in rows) or 1
    return {
        "data": [trace],
        "layout": layout(
            theme,
            height=height,
            margin={"t": HEAD_PIXELS},
            annotations=notes,
            yaxis=_row_axis(len(rows)),
            xaxis={"range": [0, longest], "visible": False},
        ),
    }


def ranges(rows: list[Range], theme: str | None) -> dict[str, Any]:
    """A line from P50 to P90 per row on one scale of hours; the points differ in shape."""
    height = _height(len(rows)) + AXIS_PIXELS
    if not rows:
        return blank(height, NO_ROWS)
    notes = [note for place, row in enumerate(rows) for note in _words(place, row.label, _spread(row), theme)]
    longest = max((row.points[2] for row in rows if row.points), default=1.0) or 1.0
    return {
        "data": [_range_trace(place, row, theme) for place, row in enumerate(rows)],
        "layout": layout(
            theme,
            height=height,
            margin={"t": HEAD_PIXELS},
            annotations=notes,
            yaxis=_row_axis(len(rows)),
            xaxis={
                "range": [-0.015 * longest, longest * 1.02],
                "nticks": 6,
                "ticksuffix": " jam",
                "zeroline": True,
            },
        ),
    }


def _range_trace(place: int, row: Range, theme: str | None) -> dict[str, Any]:
    if row.points is None:
        return {"type": "scatter", "x": [None], "y": [place], "hoverinfo": "skip"}
    names = zip(("P50", "P80", "P90"), row.points, strict=True)
    mean = "" if row.mean is None else f"<br>rata-rata {words.hours(row.mean)}"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(row.points),
        "y": [place] * 3,
        "customdata": [row.key] * 3,
        "text": [f"{name}: {words.hours(value)}" for name, value in names],
        "hovertemplate": f"{row.label}<br>%{{text}}<br>n = {words.number(row.n)}{mean}<extra></extra>",
        "cliponaxis": False,
        "line": {"color": row.colour, "width": 4},
        "marker": {
            "color": [row.colour, palette(theme).paper, row.colour],
            "opacity": 1,
            "size": [12, 9, 10],
            "symbol": ["circle", "circle", "line-ns"],
            "line": {"color": row.colour, "width": 2.5},
        },
    }


def _spread(row: Range) -> str:
    if row.points is None:
        return f"{TOO_FEW} (n = {words.number(row.n)})"
    return f"{words.hours(row.points[0])} – {words.hours(row.points[2])}"


def _words(place: int, label: str, text: str, theme: str | None) -> list[dict[str, Any]]:
    """The row's name at the left and its figures at the right, both above the row."""
    inks = palette(theme)
    common = {"xref": "paper", "y": place, "showarrow": False, "yshift": 17}
    name = fitting(label, max(ROW_LETTERS - len(text), 12))
    return [
        {**common, "x": 0, "xanchor": "left", "text": name, "font": {"size": 13, "color": inks.ink}},
        {**common, "x": 1, "xanchor": "right", "text": text, "font": {"size": 13, "color": inks.ink}},
    ]


def fitting(label: str, room: int) -> str:
    """A name that stops short of the figures; pointing at the mark and the table tell it in full.

    What explains the name goes first (``KTP Elektronik (KTP-el)``), then its end.
    """
    if len(label) <= room or "<" in label:
        return label
    near = label.replace("Surat Keterangan", "SK")
    for mark in (" (", " - "):
        near = near.split(mark)[0]
    return near if len(near) <= room else f"{near[: room - 1].rstrip(' -(/–')}…"


def _row_axis(count: int) -> dict[str, Any]:
    return {"range": [_places(count) - 0.5, -0.75], "visible": False}


def _places(count: int) -> int:
    """A single row keeps the thickness of others: it stands above an empty one."""
    return max(count, 2)


def _height(count: int) -> int:
    return HEAD_PIXELS + ROW_PIXELS * _places(count) + FOOT_PIXELS
