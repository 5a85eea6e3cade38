"""How the demand of each kecamatan runs over the months."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.wilayah import BLUE, COUNTED, NOTHING, UNKNOWN
from dashboard.ui.panel import Content, blank
from dashboard.ui.theme import layout, palette

PANEL_PIXELS = 104
MONTHS_HEAD = 26
MONTHS_FOOT = 28


def monthly(frame: pd.DataFrame, theme: str | None, period: str, counted: str) -> Content:
    """Small multiples, one per kecamatan, all on one scale; partial months hollow."""
    subtitle = f"{COUNTED[counted]} per bulan, satu skala untuk semua; {period}; bulan sebagian berongga"
    if frame.empty:
        return Content("Tidak ada permohonan", subtitle, blank(700, NOTHING), pd.DataFrame())
    totals = frame.groupby("kecamatan")["n"].sum()
    known = bool(totals.drop(UNKNOWN, errors="ignore").sum())
    order = [
        (str(code), str(name))
        for code, name in dict.fromkeys(zip(frame["kecamatan"], frame["nama"], strict=True))
        if (code != UNKNOWN or totals[code] > 0) and (totals[code] > 0 or known)
    ]
    frame = frame[frame["kecamatan"].isin([code for code, _ in order])]
    months = [_day(day) for day in dict.fromkeys(frame["bulan"])]
    highest = max(float(frame["n"].max() or 0), 1.0) * 1.1
    lines_down = -(-len(order) // 2)
    inks = palette(theme)
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    notes: list[dict[str, Any]] = []
    for place, (code, name) in enumerate(order):
        down, across = divmod(place, 2)
        suffix = "" if place == 0 else str(place + 1)
        rows = frame[frame["kecamatan"] == code]
        domain_x = [0.0, 0.46] if across == 0 else [0.54, 1.0]
        head = 1 - down / lines_down
        traces.append(_course(rows, name, suffix, inks.paper))
        axes[f"xaxis{suffix}"] = {
            "domain": domain_x,
            "anchor": f"y{suffix}",
            "range": [_shifted(months[0], -12), _shifted(months[-1], 12)],
            "type": "date",
            "showgrid": False,
            "showticklabels": down == lines_down - 1 or place + 2 >= len(order),
            "tickfont": {"color": inks.quiet, "size": 11},
            "nticks": 3,
            "tickformat": "%m/%y",
            "tickangle": 0,
            "fixedrange": True,
            "automargin": False,
            "linecolor": inks.grid,
        }
        axes[f"yaxis{suffix}"] = {
            "domain": [head - 1 / lines_down + 0.012, head - 30 / (PANEL_PIXELS * lines_down)],
            "anchor": f"x{suffix}",
            "range": [0, highest],
            "nticks": 3,
            "showticklabels": False,
            "gridcolor": inks.grid,
            "zeroline": True,
            "zerolinecolor": inks.grid,
            "fixedrange": True,
        }
        notes += _panel_words(name, rows, domain_x, head, theme)
    figure = {
        "data": traces,
        "layout": layout(
            theme,
            height=MONTHS_HEAD + PANEL_PIXELS * lines_down + MONTHS_FOOT,
            margin={"t": MONTHS_HEAD, "b": MONTHS_FOOT},
            annotations=notes,
            **axes,
        ),
    }
    records = frame.to_dict("records")
    table = pd.DataFrame(
        {
            "Bulan": [_month(row["bulan"]) for row in records],
            "Kecamatan": [row["nama"] for row in records],
            "Permohonan": [words.number(row["n"]) for row in records],
            "Keterangan": [
                "tidak ada data" if pd.isna(row["n"]) else ("bulan sebagian" if row["sebagian"] else "")
                for row in records
            ],
        }
    )
    keys = [
        None if pd.isna(row["n"]) or not row["n"] else [_day(row["bulan"]).isoformat(), row["kecamatan"]]
        for row in records
    ]
    title = _monthly_title(frame)
    return Content(title, subtitle, figure, table, title, keys)


def _course(rows: pd.DataFrame, name: str, suffix: str, paper: str) -> dict[str, Any]:
    records = rows.to_dict("records")
    values = [None if pd.isna(row["n"]) else int(row["n"]) for row in records]
    partial = [bool(row["sebagian"]) for row in records]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [_day(row["bulan"]).isoformat() for row in records],
        "y": values,
        "customdata": [
            [_day(row["bulan"]).isoformat(), row["kecamatan"]] if row["n"] and not pd.isna(row["n"]) else None
            for row in records
        ],
        "text": [
            f"{name}, {_month(row['bulan'])}: {words.number(row['n'])}{' (bulan sebagian)' if open_ else ''}"
            for row, open_ in zip(records, partial, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": BLUE, "width": 2},
        "marker": {
            "size": [7 if open_ else 5 for open_ in partial],
            "color": [paper if open_ else BLUE for open_ in partial],
            "opacity": 1,
            "line": {"color": BLUE, "width": [1.5 if open_ else 0 for open_ in partial]},
        },
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
    }


def _panel_words(
    name: str, rows: pd.DataFrame, domain: list[float], head: float, theme: str | None
) -> list[dict[str, Any]]:
    """The kecamatan at the left of its panel's head, its last whole month at the right."""
    inks = palette(theme)
    whole = rows[~rows["sebagian"].astype(bool) & rows["n"].notna()]
    last = words.number(whole["n"].iloc[-1]) if not whole.empty else ""
    common = {"xref": "paper", "yref": "paper", "y": head, "yanchor": "top", "showarrow": False}
    return [
        {
            **common,
            "x": domain[0],
            "xanchor": "left",
            "text": name,
            "font": {"size": 12, "color": inks.ink},
        },
        {
            **common,
            "x": domain[1],
            "xanchor": "right",
            "text": f"<b>{last}</b>",
            "font": {"size": 12, "color": inks.ink},
        },
    ]


def _monthly_title(frame: pd.DataFrame) -> str:
    """Which kecamatan changed most: the last three whole months against the three before them."""
    whole = frame[~frame["sebagian"].astype(bool) & frame["n"].notna() & (frame["kecamatan"] != UNKNOWN)]
    changes: list[tuple[float, str]] = []
    for _, rows in whole.groupby("kecamatan"):
        late, early = rows["n"].iloc[-3:].sum(), rows["n"].iloc[-6:-3].sum()
        if len(rows) >= 6 and early >= 60:
            changes.append((float(late / early - 1), str(rows["nama"].iloc[0])))
    if not changes:
        return "Permohonan per bulan menurut kecamatan"
    far, name = max(changes, key=lambda pair: abs(pair[0]))
    if abs(far) < 0.1:
        return "Permohonan bertahan di semua kecamatan dalam enam bulan terakhir"
    direction = "naik" if far > 0 else "turun"
    return (
        f"Perubahan terbesar: {name} {direction} {words.percent(abs(far), 0)} "
        "(tiga bulan terakhir terhadap tiga bulan sebelumnya)"
    )


def _shifted(day: dt.date, days: int) -> str:
    return (day + dt.timedelta(days=days)).isoformat()


def _month(value: Any) -> str:
    day = _day(value)
    return f"{words.MONTHS[day.month - 1]} {day.year}"


def _day(value: Any) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
