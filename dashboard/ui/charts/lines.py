"""Courses over days, weeks or months: gaps stay gaps, what is not over is hollow, names stand at the ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.ui import format as words
from dashboard.ui.panel import blank
from dashboard.ui.theme import layout, palette

NOTHING = "Tidak ada data yang sesuai. Perpanjang periode atau kurangi saringan."
NAME_PIXELS = 116
"""Room at the right for the names of the lines."""

LETTER_PIXELS = 7.2
MOST_NAMED_NOTES = 6
"""More notes are drawn as lines only; their words come on pointing at them."""


@dataclass(frozen=True)
class Line:
    """One course; ``values`` stand at the days in order, ``None`` is a gap.

    Args:
        keys: what a click on a point asks for.
        texts: words shown with a point beyond its value.
    """

    name: str
    values: Sequence[float | None]
    colour: str
    width: float = 2.5
    dash: str = "solid"
    keys: Sequence[Any] | None = None
    texts: Sequence[str] | None = None


def lines(
    days: Sequence[dt.date],
    courses: Sequence[Line],
    theme: str | None,
    *,
    height: int,
    suffix: str = "",
    decimals: int = 0,
    partial: Sequence[bool] = (),
    target: float | None = None,
    notes: Sequence[tuple[dt.date, str]] = (),
    top: float | None = None,
) -> dict[str, Any]:
    """Lines over time from zero.

    Args:
        suffix: the unit behind each number, with its space.
        decimals: of the numbers shown.
        partial: days, weeks or months that are not whole; drawn hollow.
        target: drawn as a dashed line with its value.
        notes: dated notes, drawn as fine upright lines.
        top: the scale's end when it is known (100 for percent); else from the data.
    """
    if not days or not courses:
        return blank(height, NOTHING)
    inks = palette(theme)
    known = [value for course in courses for value in course.values if value is not None]
    highest = max([*known, target or 0]) or 1.0
    margin_top = 26 if notes or target is not None else 12
    names = [
        _name(course, days, inks.ink)
        for course in courses
        if any(value is not None for value in course.values)
    ]
    shapes, said = _notes(notes, days, theme)
    if target is not None:
        shapes.append(_target_line(target, inks.quiet))
        said.append(_target_words(target, suffix, decimals, inks.quiet))
    margin = (days[-1] - days[0]) / 80
    longest = max((len(course.name) for course in courses if course.name), default=0)
    return {
        "data": [
            trace
            for course in courses
            for trace in _traces(
                course, days, list(partial) or [False] * len(days), suffix, decimals, inks.paper
            )
        ],
        "layout": layout(
            theme,
            height=height,
            hovermode="x unified",
            margin={"t": margin_top, "r": min(NAME_PIXELS, 30 + round(LETTER_PIXELS * longest))},
            annotations=[*_apart(names, highest, height), *said],
            shapes=shapes,
            xaxis={
                "showgrid": False,
                "type": "date",
                "nticks": 5,
                "tickangle": 0,
                "tickformat": "%b\n%Y" if days[-1] - days[0] > dt.timedelta(days=120) else "%-d %b\n%Y",
                # Else the names at the ends would widen it.
                "range": [(days[0] - margin).isoformat(), (days[-1] + margin).isoformat()],
            },
            yaxis={
                "range": [0, top if top is not None else highest * 1.08],
                "ticksuffix": suffix,
                "nticks": 6,
                "zeroline": True,
            },
        ),
    }


def _traces(
    course: Line, days: Sequence[dt.date], partial: Sequence[bool], suffix: str, decimals: int, paper: str
) -> list[dict[str, Any]]:
    """The whole ones as a line; what is not over as hollow points apart, or it would look like a fall."""
    whole = [None if open_ else value for value, open_ in zip(course.values, partial, strict=True)]
    shared: dict[str, Any] = {
        "type": "scatter",
        "name": course.name,
        "x": [day.isoformat() for day in days],
        "connectgaps": False,
        "cliponaxis": False,
        "hovertemplate": f"%{{y:,.{decimals}f}}{suffix}{'%{text}' if course.texts else ''}",
    }
    if course.keys is not None:
        shared["customdata"] = list(course.keys)
    if course.texts is not None:
        shared["text"] = [f" {text}" if text else "" for text in course.texts]
    line = {
        **shared,
        "mode": "lines+markers",
        "y": whole,
        "line": {"color": course.colour, "width": course.width, "dash": course.dash},
        "marker": {"size": [6 if alone else 0 for alone in _alone(whole)], "color": course.colour},
    }
    if not any(partial):
        return [line]
    hollow = {
        **shared,
        "mode": "markers",
        "y": [value if open_ else None for value, open_ in zip(course.values, partial, strict=True)],
        "marker": {"size": 8, "color": paper, "opacity": 1, "line": {"color": course.colour, "width": 2}},
    }
    return [line, hollow]


def _alone(values: Sequence[float | None]) -> list[bool]:
    """Points between two gaps: without a mark of their own they would not be seen."""
    padded = [None, *values, None]
    return [
        padded[place] is None and padded[place + 2] is None and value is not None
        for place, value in enumerate(values)
    ]


def _name(course: Line, days: Sequence[dt.date], ink: str) -> dict[str, Any]:
    """At the right edge, as high as the course ends; within the figure it would cover other courses."""
    return {
        "x": days[-1].isoformat(),
        "y": next(value for value in reversed(course.values) if value is not None),
        "xanchor": "left",
        "xshift": 7,
        "text": f'<span style="color:{course.colour}">●</span> {course.name}' if course.name else "",
        "showarrow": False,
        "font": {"size": 12, "color": ink},
    }


def _apart(names: list[dict[str, Any]], highest: float, height: int) -> list[dict[str, Any]]:
    """Names that would stand on each other are moved up by a line's height."""
    step = highest * 16 / max(height - 70, 1)
    last = None
    for name in sorted(names, key=lambda one: one["y"]):
        if last is not None and name["y"] < last + step:
            name["yshift"] = round((last + step - name["y"]) / highest * (height - 70))
            last = last + step
        else:
            last = name["y"]
    return names


def _notes(
    notes: Sequence[tuple[dt.date, str]], days: Sequence[dt.date], theme: str | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    inks = palette(theme)
    within = [note for note in notes if days[0] <= note[0] <= days[-1]]
    whole = max((days[-1] - days[0]).days, 1)
    shapes = [
        {
            "type": "line",
            "x0": day.isoformat(),
            "x1": day.isoformat(),
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": inks.quiet, "width": 1, "dash": "dot"},
        }
        for day, _ in within
    ]
    said = [
        {
            "x": day.isoformat(),
            "y": 1,
            "yref": "paper",
            "xanchor": _inwards((day - days[0]).days / whole),
            "yanchor": "bottom",
            "text": text if len(within) <= MOST_NAMED_NOTES and len(text) <= 24 else "◆",
            "hovertext": text,
            "showarrow": False,
            "font": {"size": 11, "color": inks.quiet},
        }
        for day, text in within
    ]
    return shapes, said


def _inwards(along: float) -> str:
    """The side on which words near an edge are held, so that a narrow figure does not cut them off."""
    return "right" if along > 0.6 else "left" if along < 0.4 else "center"


def _target_line(target: float, colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": target,
        "y1": target,
        "line": {"color": colour, "width": 1.5, "dash": "dash"},
    }


def _target_words(target: float, suffix: str, decimals: int, colour: str) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 0,
        "y": target,
        "xanchor": "left",
        "yanchor": "bottom",
        "text": f"target {words.number(target, decimals)}{suffix}",
        "showarrow": False,
        "font": {"size": 11, "color": colour},
    }
