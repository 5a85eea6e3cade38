"""How applications move between statuses, when they come in, and how the backlog stood day by day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.heat import heat, heat_height
from dashboard.ui.charts.lines import NOTHING
from dashboard.ui.panel import Content, blank
from dashboard.ui.theme import STATUS_COLOURS, layout, palette

FLOW_HEIGHT = 360
WEEK_HEIGHT = heat_height(7)
NODES = ("VERIFIKASI", "PROSES", "SELESAI", "DIAMBIL", "DITOLAK", "GAGAL", "AJUKAN_ULANG")
NODE_LABELS = {**words.STATUS_LABELS, "AJUKAN_ULANG": "Ajukan ulang"}
NODE_COLOURS = {**STATUS_COLOURS, "AJUKAN_ULANG": "#CC79A7"}
# Where each stands, from the left and from the top, so that the map looks alike under every filter; names of
# neighbours stand at different heights, since they meet on a narrow screen.
NODE_PLACES = {
    "VERIFIKASI": (0.001, 0.45),
    "PROSES": (0.33, 0.4),
    "SELESAI": (0.66, 0.36),
    "DIAMBIL": (0.999, 0.43),
    "DITOLAK": (0.66, 0.8),
    "GAGAL": (0.66, 0.96),
    "AJUKAN_ULANG": (0.999, 0.88),
}
WEEKDAYS = words.DAYS
MOST_WEEK_NAMES = 4
ALL_HOURS = 24
"""The whole day, where a list of cases is asked for an hour."""
HOURS = [f"{hour:02d}" for hour in range(24)]


def transition_map(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """Statuses and the applications that went from one to the next, repeats included."""
    subtitle = f"Permohonan yang masuk {period}, menurut perpindahan statusnya; lebar pita = permohonan"
    if frame.empty:
        return Content("Tidak ada perpindahan", subtitle, blank(FLOW_HEIGHT, NOTHING), pd.DataFrame())
    rows = frame.to_dict("records")
    present = [node for node in NODES if node in {row["dari"] for row in rows} | {row["ke"] for row in rows}]
    leaving = frame.groupby("dari")["n"].sum().to_dict()
    labels = [f"{NODE_LABELS[row['dari']]} → {NODE_LABELS[row['ke']]}" for row in rows]
    shares = [words.percent(row["n"] / leaving[row["dari"]]) for row in rows]
    keys = [_step(row["dari"], row["ke"]) for row in rows]
    inks = palette(theme)
    trace = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": [NODE_LABELS[node] for node in present],
            "color": [NODE_COLOURS[node] for node in present],
            "x": [NODE_PLACES[node][0] for node in present],
            "y": [NODE_PLACES[node][1] for node in present],
            "pad": 14,
            "thickness": 14,
            "line": {"width": 0},
            "hovertemplate": "%{label}: %{value:,.0f}<extra></extra>",
        },
        "link": {
            "source": [present.index(row["dari"]) for row in rows],
            "target": [present.index(row["ke"]) for row in rows],
            "value": [int(row["n"]) for row in rows],
            "color": [_pale(NODE_COLOURS[row["ke"]]) for row in rows],
            "customdata": keys,
            "label": [f"{label}, {share}" for label, share in zip(labels, shares, strict=True)],
            "hovertemplate": "%{label}: %{value:,.0f}<extra></extra>",
        },
        "textfont": {"color": inks.ink, "size": 13},
    }
    again = {row["dari"]: int(row["n"]) for row in rows if row["ke"] == "AJUKAN_ULANG"}
    refused = int(frame.loc[frame["ke"] == "DITOLAK", "n"].sum())
    title = "Tidak ada permohonan yang ditolak"
    if refused:
        share = words.percent(again.get("DITOLAK", 0) / refused, 0)
        title = f"{share} permohonan yang ditolak diajukan ulang"
    table = pd.DataFrame(
        {"Perpindahan": labels, "Permohonan": [words.number(row["n"]) for row in rows], "Bagian": shares}
    )
    figure = {"data": [trace], "layout": layout(theme, height=FLOW_HEIGHT, margin={"t": 30, "b": 16})}
    return Content(title, subtitle, figure, table, title, keys)


def arrival_hours(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """Weekday by hour of submission."""
    subtitle = f"Permohonan masuk menurut hari dan jam WIB, {period}"
    if frame.empty or frame["n"].sum() == 0:
        return Content("Tidak ada permohonan", subtitle, blank(WEEK_HEIGHT, NOTHING), pd.DataFrame())
    grid = frame.pivot(index="hari", columns="jam", values="n").reindex(range(1, 8)).fillna(0)
    values = [[int(n) for n in line] for line in grid.to_numpy()]
    texts = [[words.number(n) for n in line] for line in values]
    hovers = [
        [f"{day}, {hour}.00–{hour}.59: {text} permohonan" for hour, text in zip(HOURS, line, strict=True)]
        for day, line in zip(WEEKDAYS, texts, strict=True)
    ]
    figure = heat(
        WEEKDAYS,
        HOURS,
        values,
        [[""] * 24] * 7,
        [
            [[day, hour] if n else None for hour, n in enumerate(line)]
            for day, line in enumerate(values, start=1)
        ],
        theme,
        hovers=hovers,
        notes=[words.number(sum(line)) for line in values],
        ticks=[0, 4, 8, 12, 16, 20],
        scale_words=("0", words.number(max(max(line) for line in values))),
    )
    busiest = frame.sort_values("n").iloc[-1]
    hour = int(busiest["jam"])
    title = f"Paling ramai {WEEKDAYS[int(busiest['hari']) - 1]} pukul {hour:02d}.00 sampai {hour + 1:02d}.00"
    table = pd.DataFrame(
        {
            "Hari": list(WEEKDAYS),
            **{
                f"{hour}.00": [line[place] for line in texts]
                for place, hour in enumerate(HOURS)
                if any(line[place] for line in values)
            },
        }
    )
    keys = [[day, ALL_HOURS] if sum(line) else None for day, line in enumerate(values, start=1)]
    return Content(title, subtitle, figure, table, title, keys)


def backlog_calendar(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """Open cases at each day's end, a column per week."""
    subtitle = f"Permohonan di Verifikasi dan Proses pada akhir hari, {period}; satu kolom satu minggu"
    if frame.empty:
        return Content("Tidak ada data", subtitle, blank(WEEK_HEIGHT, NOTHING), pd.DataFrame())
    days = [_day(value) for value in frame["hari"]]
    counts = {day: int(n) for day, n in zip(days, frame["terbuka"], strict=True)}
    first = days[0] - dt.timedelta(days=days[0].weekday())
    mondays = [first + dt.timedelta(days=7 * week) for week in range(((days[-1] - first).days // 7) + 1)]
    cells = [[monday + dt.timedelta(days=weekday) for monday in mondays] for weekday in range(7)]
    step = max(1, -(-len(mondays) // MOST_WEEK_NAMES))
    figure = heat(
        WEEKDAYS,
        [_week(monday) for monday in mondays],
        [[counts.get(day) for day in line] for line in cells],
        [[""] * len(mondays)] * 7,
        [[day.isoformat() if counts.get(day) else None for day in line] for line in cells],
        theme,
        hovers=[
            [f"{words.long_date(day)}: {words.number(counts.get(day))} terbuka" for day in line]
            for line in cells
        ],
        # Not from the edge on, where a name would not fit.
        ticks=list(range(step // 2, len(mondays), step)),
        scale_words=("0", words.number(max(counts.values()))),
    )
    worst = max(counts, key=lambda day: counts[day])
    title = f"Tunggakan tertinggi {words.number(counts[worst])} pada {words.long_date(worst)}"
    table = pd.DataFrame(
        {
            "Hari": [words.long_date(day) for day in days],
            "Terbuka": [words.number(counts[day]) for day in days],
        }
    )
    keys = [day.isoformat() if counts[day] else None for day in days]
    return Content(title, subtitle, figure, table, title, keys)


def _step(left: str, reached: str) -> str | None:
    """The step of the funnel that a move makes; a repeat is none."""
    if reached in ("DITOLAK", "GAGAL"):
        return f"{reached}_{left}".lower()
    return None if reached == "AJUKAN_ULANG" else reached.lower()


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.38)"


def _week(monday: dt.date) -> str:
    return f"{words.MONTHS[monday.month - 1][:3]} {monday.year}"


def _day(value: Any) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
