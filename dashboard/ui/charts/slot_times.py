"""Charts of when places are taken: week by week, and how far ahead of the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.lines import Line, lines
from dashboard.ui.charts.rows import TOO_FEW, Bar, bars
from dashboard.ui.charts.slot import FILTER_NOTE, MISSED, NOTHING, REFUSED, USED
from dashboard.ui.panel import Content, blank
from dashboard.ui.theme import layout, palette

UNIT_DAYS = {"kerja": "hari kerja", "kalender": "hari kalender"}
LONGEST_SHOWN = 14
CURVE_HEIGHT = 300
MOST_WEEK_NAMES = 5
TREND_HEIGHT = 340


def trend(
    frame: pd.DataFrame,
    theme: str | None,
    period: str,
    notes: list[tuple[dt.date, str]],
    target: float | None,
) -> Content:
    """Utilisation, refusals and no-shows per week."""
    subtitle = f"Persen per minggu menurut tanggal slot {period}; minggu sebagian ditandai lingkaran kosong"
    if frame.empty:
        return Content("Tidak ada slot", subtitle, blank(TREND_HEIGHT, NOTHING), pd.DataFrame())
    days = list(frame["minggu"])
    enough = {"porsi_terisi": frame["quota"] > 0}
    enough["porsi_ditolak_kuota"] = frame["dipesan"] + frame["ditolak_kuota"] >= 20
    enough["porsi_tidak_datang"] = frame["cukup_datang"].astype(bool)
    looks = {
        "porsi_terisi": ("Terisi", USED, "solid"),
        "porsi_ditolak_kuota": ("Ditolak", REFUSED, "dash"),
        "porsi_tidak_datang": ("Tidak datang", MISSED, "dot"),
    }
    courses = [
        Line(
            name,
            [
                None if pd.isna(share) or not ok else float(share) * 100
                for share, ok in zip(frame[column], enough[column], strict=True)
            ],
            colour,
            dash=dash,
        )
        for column, (name, colour, dash) in looks.items()
    ]
    unknown = [course.name for course in courses if not any(value is not None for value in course.values)]
    subtitle += f"; {' dan '.join(unknown).lower()}: {TOO_FEW}" if unknown else ""
    figure = lines(
        days,
        courses,
        theme,
        height=TREND_HEIGHT,
        suffix=" %",
        decimals=1,
        partial=[bool(some) for some in frame["sebagian"]],
        target=target,
        notes=notes,
    )
    figure["layout"]["xaxis"] |= _week_ticks(days)
    figure["layout"]["xaxis"]["tickfont"] = {**figure["layout"]["xaxis"]["tickfont"], "size": 11}
    table = pd.DataFrame(
        {
            "Minggu mulai": [words.date(day) for day in days],
            "Kuota": [words.number(n) for n in frame["quota"]],
            "Terisi": [words.number(n) for n in frame["terisi"]],
            "Bagian terisi": _table_shares(frame["porsi_terisi"], enough["porsi_terisi"], frame["quota"]),
            "Ditolak": [words.number(n) for n in frame["ditolak_kuota"]],
            "Bagian ditolak": _table_shares(
                frame["porsi_ditolak_kuota"],
                enough["porsi_ditolak_kuota"],
                frame["dipesan"] + frame["ditolak_kuota"],
            ),
            "Tidak datang": [words.number(n) for n in frame["tidak_datang"]],
            "Bagian tidak datang": _table_shares(
                frame["porsi_tidak_datang"], enough["porsi_tidak_datang"], frame["dipesan_lewat"]
            ),
            "Keterangan": ["minggu sebagian" if some else "" for some in frame["sebagian"]],
        }
    )
    title = _trend_title(frame)
    return Content(title, subtitle, figure, table, title)


def _week_ticks(days: list[dt.date]) -> dict[str, Any]:
    """Few names, in Indonesian, that have room on a telephone."""
    shown = days[:: -(-len(days) // MOST_WEEK_NAMES)]
    is_long = len(days) > 4 * MOST_WEEK_NAMES
    # A year is told once: beside each other they would run together on a telephone.
    years = [
        f"<br>{day.year}" if day.year != before else ""
        for day, before in zip(shown, [0, *[day.year for day in shown]], strict=False)
    ]
    names = [
        f"{words.MONTHS[day.month - 1][:3]}{year}"
        if is_long
        else f"{day.day} {words.MONTHS[day.month - 1][:3]}"
        for day, year in zip(shown, years, strict=True)
    ]
    return {"tickvals": [day.isoformat() for day in shown], "ticktext": names, "tickangle": 0}


def _table_shares(shares: Any, enough: Any, n: Any) -> list[str]:
    return [
        words.percent(share) if ok else (TOO_FEW if some else words.MISSING)
        for share, ok, some in zip(shares, enough, n, strict=True)
    ]


def _trend_title(frame: pd.DataFrame) -> str:
    """The last four whole weeks against the four before them."""
    whole = frame[~frame["sebagian"].astype(bool) & (frame["quota"] > 0)]
    if len(whole) < 8:
        return "Pemakaian kuota per minggu"
    late, early = (part["terisi"].sum() / part["quota"].sum() for part in (whole[-4:], whole[-8:-4]))
    if abs(late - early) < 0.02:
        return f"Kuota terisi bertahan sekitar {words.percent(late, 0)} dalam delapan minggu terakhir"
    direction = "naik" if late > early else "turun"
    return (
        f"Kuota terisi {direction} dari {words.percent(early, 0)} menjadi {words.percent(late, 0)} "
        "dalam delapan minggu terakhir"
    )


def lead_time(frame: pd.DataFrame, theme: str | None, period: str, unit: str) -> Content:
    """How many days lie between the application and the day given."""
    subtitle = (
        f"{UNIT_DAYS[unit].capitalize()} dari permohonan masuk sampai tanggal slot {period}; bagian pesanan"
    )
    if frame.empty:
        return Content("Tidak ada pesanan", subtitle, bars([], theme), pd.DataFrame())
    shown = _folded(frame)
    enough = bool(frame["cukup"].iloc[0])
    total = int(frame["jumlah"].iloc[0])
    figure = bars(
        [
            Bar(
                label=label,
                value=share,
                text=f"{words.percent(share)} · {words.number(n)}",
                colour=USED,
                key=label,
            )
            for label, n, share in shown
        ],
        theme,
    )
    figure["data"][0]["customdata"] = [None] * len(shown)
    table = pd.DataFrame(
        {
            UNIT_DAYS[unit].capitalize(): [_days_label(day, unit) for day in frame["hari"]],
            "Pesanan": [words.number(n) for n in frame["n"]],
            "Bagian": [words.percent(share) for share in frame["bagian"]],
            "Kumulatif": [words.percent(share) for share in frame["kumulatif"]],
        }
    )
    half = frame[frame["kumulatif"] >= 0.5]
    if not enough or half.empty:
        title = f"Data terlalu sedikit (n = {words.number(total)})"
    else:
        title = f"Separuh pesanan mendapat tanggal dalam {int(half['hari'].iloc[0])} {UNIT_DAYS[unit]}"
    return Content(title, subtitle, figure, table, title)


def _folded(frame: pd.DataFrame) -> list[tuple[str, int, float]]:
    """Every distance up to a fortnight, and all longer ones in one row."""
    known = frame[frame["hari"].notna()]
    short = known[known["hari"] <= LONGEST_SHOWN]
    rows = [
        (f"{int(day)} hari", int(n), float(share))
        for day, n, share in zip(short["hari"], short["n"], short["bagian"], strict=True)
    ]
    for label, rest in (
        (f"Lebih dari {LONGEST_SHOWN} hari", known[known["hari"] > LONGEST_SHOWN]),
        ("Tidak diketahui", frame[frame["hari"].isna()]),
    ):
        if not rest.empty:
            rows.append((label, int(rest["n"].sum()), float(rest["bagian"].sum())))
    return rows


def _days_label(day: Any, unit: str) -> str:
    return "Tidak diketahui" if pd.isna(day) else f"{int(day)} {UNIT_DAYS[unit]}"


def booking_curve(
    frame: pd.DataFrame, theme: str | None, period: str, before: pd.DataFrame | None, before_words: str = ""
) -> Content:
    """How full the days are so many days ahead, beside the period compared with."""
    subtitle = (
        f"Bagian kuota yang sudah dipesan menurut hari kalender sebelum tanggal slot {period}; {FILTER_NOTE}"
    )
    if frame.empty:
        return Content("Tidak ada hari buka", subtitle, blank(CURVE_HEIGHT, NOTHING), pd.DataFrame())
    inks = palette(theme)
    curves = [(frame, "periode ini", USED, "solid", 3.0)]
    if before is not None and not before.empty:
        curves.insert(0, (before, before_words or "pembanding", inks.quiet, "dash", 1.75))
    highest = max(float(some["porsi"].max()) for some, *_ in curves) * 100
    figure = {
        "data": [_curve(*curve) for curve in curves],
        "layout": layout(
            theme,
            height=CURVE_HEIGHT,
            hovermode="x unified",
            margin={"t": 26, "r": 14},
            annotations=_curve_names(curves),
            xaxis={
                "range": [-21.3, 0.6],
                "tickvals": [-21, -14, -7, -3, 0],
                "ticktext": ["21", "14", "7", "3", "0"],
                "showgrid": False,
                "zeroline": False,
                "title": {"text": "hari sebelum tanggal slot", "font": {"size": 12, "color": inks.quiet}},
            },
            yaxis={"range": [0, max(highest * 1.12, 10)], "ticksuffix": " %", "nticks": 6, "zeroline": True},
        ),
    }
    columns = {
        "Hari sebelum": [words.number(day) for day in frame["sebelum"]],
        "Dipesan": [words.number(n) for n in frame["dipesan"]],
        "Bagian kuota": [words.percent(share) for share in frame["porsi"]],
    }
    if len(curves) == 2:
        columns[f"Bagian kuota, {before_words or 'pembanding'}"] = [
            words.percent(share) for share in curves[0][0]["porsi"]
        ]
    title = _curve_title(frame)
    return Content(title, subtitle, figure, pd.DataFrame(columns), title)


def _curve(frame: pd.DataFrame, name: str, colour: str, dash: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [-int(day) for day in frame["sebelum"]],
        "y": [float(share) * 100 for share in frame["porsi"]],
        # What is booked stays booked until the next day's bookings.
        "line": {"color": colour, "width": width, "dash": dash, "shape": "hv"},
        "hovertemplate": "%{y:,.1f} %",
    }


def _curve_names(curves: list[tuple[pd.DataFrame, str, str, str, float]]) -> list[dict[str, Any]]:
    """At the left, where the curves are still low; the present one first."""
    return [
        {
            "x": 0.02,
            "xref": "paper",
            "y": 1,
            "yref": "paper",
            "yshift": -18 * place,
            "xanchor": "left",
            "yanchor": "top",
            "text": f"{'━' if dash == 'solid' else '┅'} {name}: {words.percent(frame['porsi'].iloc[-1])}",
            "showarrow": False,
            "font": {"size": 12, "color": colour},
        }
        for place, (frame, name, colour, dash, _) in enumerate(reversed(curves))
    ]


def _curve_title(frame: pd.DataFrame) -> str:
    final = float(frame["porsi"].iloc[-1])
    if final == 0:
        return "Belum ada tempat yang dipesan"
    week = float(frame.loc[frame["sebelum"] == 7, "porsi"].iloc[0])
    return (
        f"Seminggu sebelumnya {words.percent(week, 0)} kuota terpesan, pada harinya {words.percent(final, 0)}"
    )
