"""Why applications are rejected: the reasons from the most frequent on, and what they make up together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.frames import Row, records
from dashboard.ui.charts.lines import NOTHING
from dashboard.ui.charts.penolakan import REJECTED, SMALLEST, UNKNOWN, fault_words, few
from dashboard.ui.charts.rows import FOOT_PIXELS, HEAD_PIXELS, Bar, bars
from dashboard.ui.panel import Content, blank
from dashboard.ui.theme import layout, palette

MOST_REASONS = 12
VITAL = 0.8
REASON_PIXELS = 56
EMPTY_HEIGHT = 200
PARETO_HEIGHT = HEAD_PIXELS + REASON_PIXELS * (MOST_REASONS + 1) + FOOT_PIXELS
LONGEST_NAME = 40
PALE = "#F0B48A"
"""The same hue for reasons beyond the vital ones; they are told by words too."""


def pareto(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """Primary reasons with the line of what they make up together, both on one scale of rejections."""
    subtitle = f"Penolakan menurut alasan utama, {period}; garis: kumulatif; garis putus-putus: 80 %"
    if frame.empty:
        return Content("Tidak ada penolakan", subtitle, blank(EMPTY_HEIGHT, NOTHING), pd.DataFrame())
    rows = records(frame)
    total = sum(int(row["n"]) for row in rows)
    shown, rest = (rows, []) if len(rows) <= MOST_REASONS + 1 else (rows[:MOST_REASONS], rows[MOST_REASONS:])
    marks = [_bar(row) for row in shown]
    if rest:
        n = sum(int(row["n"]) for row in rest)
        text = f"{words.number(n)} penolakan ({words.percent(n / total)}); kumulatif 100,0 %"
        marks.append(Bar(f"{len(rest)} alasan lain (lihat tabel)", n, text, PALE, None))
    title = few(total) if total < SMALLEST else _title(rows)
    table = pd.DataFrame(
        {
            "Alasan": [row["nama"] for row in rows],
            "Pihak": [fault_words(row["pihak"]) for row in rows],
            "Penolakan": [words.number(row["n"]) for row in rows],
            "Bagian": [words.percent(row["bagian"]) for row in rows],
            "Kumulatif": [words.percent(row["kumulatif"]) for row in rows],
            "Dari putusan": [words.percent(row["tingkat"], 2) for row in rows],
            "Disebut (utama dan tambahan)": [words.number(row["disebut"]) for row in rows],
            "Petunjuk pencegahan": [row["petunjuk"] or words.MISSING for row in rows],
        }
    )
    return Content(
        title,
        subtitle,
        _figure(marks, total, theme),
        table,
        f"{title}. {words.number(total)} penolakan seluruhnya.",
        [row["alasan"] for row in rows],
    )


def _title(rows: Sequence[Row]) -> str:
    vital = sum(bool(row["pokok"]) for row in rows)
    if len(rows) == 1:
        return (
            "Alasan penolakan tidak tercatat"
            if rows[0]["alasan"] == UNKNOWN
            else f"Satu alasan saja: {_lowered(rows[0]['nama'])}"
        )
    share = words.percent(rows[vital - 1]["kumulatif"], 0)
    first = _lowered(rows[0]["nama"])
    return f"{vital} dari {len(rows)} alasan menyebabkan {share} penolakan, terutama: {first}"


def _bar(row: Row) -> Bar:
    text = (
        f"{words.number(row['n'])} ({words.percent(row['bagian'])}); kumulatif "
        f"{words.percent(row['kumulatif'])}; {fault_words(row['pihak']).lower()}"
    )
    return Bar(_cut(row["nama"]), int(row["n"]), text, REJECTED if row["pokok"] else PALE, row["alasan"])


def _figure(marks: list[Bar], total: int, theme: str | None) -> dict[str, Any]:
    """Bars as :func:`bars` draws them, but with two lines of words above each, for long names."""
    figure = bars(marks, theme)
    inks = palette(theme)
    count = max(len(marks), 2)
    figure["data"][0]["width"] = 0.2
    drawn = layout(
        theme,
        height=HEAD_PIXELS + REASON_PIXELS * count + FOOT_PIXELS,
        margin={"t": HEAD_PIXELS},
        annotations=[
            *[note for place, mark in enumerate(marks) for note in _words(place, mark, theme)],
            _vital_words(total, inks.ink),
        ],
        shapes=[_vital_line(total, inks.ink)],
        yaxis={"range": [count - 0.75, -0.75], "visible": False},
        xaxis={"range": [0, total], "visible": False},
    )
    return {"data": [figure["data"][0], _course(marks, theme)], "layout": drawn}


def _words(place: int, mark: Bar, theme: str | None) -> list[dict[str, Any]]:
    """Name and figures above the bar, on the panel's ground, so that no line crosses them out."""
    inks = palette(theme)
    common = {"xref": "paper", "x": 0, "xanchor": "left", "y": place, "showarrow": False}
    common |= {"bgcolor": inks.paper, "borderpad": 0}
    return [
        {**common, "yshift": 30, "text": mark.label, "font": {"size": 13, "color": inks.ink}},
        {**common, "yshift": 14, "text": mark.text, "font": {"size": 12, "color": inks.quiet}},
    ]


def _course(marks: list[Bar], theme: str | None) -> dict[str, Any]:
    """What the reasons down to each row make up together."""
    inks, running = palette(theme), 0.0
    reached = [running := running + mark.value for mark in marks]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": reached,
        "y": list(range(len(marks))),
        "hoverinfo": "skip",
        "cliponaxis": False,
        "line": {"color": inks.quiet, "width": 1.5},
        "marker": {"color": inks.paper, "size": 8, "opacity": 1, "line": {"color": inks.quiet, "width": 1.5}},
    }


def _vital_line(total: int, ink: str) -> dict[str, Any]:
    at = VITAL * total
    return {
        "type": "line",
        "x0": at,
        "x1": at,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": ink, "width": 1.5, "dash": "dash"},
    }


def _vital_words(total: int, ink: str) -> dict[str, Any]:
    return {
        "x": VITAL * total,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "text": "80 %",
        "showarrow": False,
        "font": {"size": 12, "color": ink},
    }


def _lowered(name: str) -> str:
    """A reason inside a sentence; an abbreviation keeps its capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" (/,") + "…"
