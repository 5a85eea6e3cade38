"""The headline cards and figures of the page on the state of the service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.lines import NOTHING, Line, lines
from dashboard.ui.charts.rows import TOO_FEW, Bar, bars
from dashboard.ui.panel import Content, blank
from dashboard.ui.theme import STATUS_COLOURS

Row = Mapping[str, Any]
LINE_HEIGHT = 300
DUE_WORDS = {
    "terlambat": "Lewat tenggat",
    "mendekati": "Mendekati tenggat",
    "aman": "Masih aman",
    "tanpa_target": "Tanpa target waktu",
}
DUE_COLOURS = {"terlambat": "#D55E00", "mendekati": "#E69F00", "aman": "#0072B2", "tanpa_target": "#7F7F7F"}


def backlog_days(
    frame: pd.DataFrame, theme: str | None, period: str, target: float | None, notes: Sequence[Any]
) -> Content:
    """Open cases at the end of each day, by status."""
    subtitle = f"Permohonan di Verifikasi dan Proses pada akhir hari, {period}"
    if frame.empty:
        return Content("Tidak ada data", subtitle, blank(LINE_HEIGHT, NOTHING), pd.DataFrame())
    figure = lines(
        list(frame["hari"].map(_day)),
        [
            Line("semua", _numbers(frame["terbuka"]), STATUS_COLOURS["VERIFIKASI"], width=2),
            Line("Proses", _numbers(frame["proses"]), STATUS_COLOURS["PROSES"], width=1.5),
        ],
        theme,
        height=LINE_HEIGHT,
        target=target,
        notes=notes,
    )
    last = frame.iloc[-1]
    title = f"{words.number(last['terbuka'])} permohonan terbuka pada {words.date(_day(last['hari']))}"
    table = pd.DataFrame(
        {
            "Hari": [words.short_date(_day(day)) for day in frame["hari"]],
            "Verifikasi": [words.number(n) for n in frame["verifikasi"]],
            "Proses": [words.number(n) for n in frame["proses"]],
            "Terbuka": [words.number(n) for n in frame["terbuka"]],
            "Masuk": [words.number(n) for n in frame["masuk"]],
            "Keluar": [words.number(n) for n in frame["keluar"]],
            "Keterangan": ["hari belum berakhir" if partial else "" for partial in frame["sebagian"]],
        }
    )
    return Content(title, subtitle, figure, table, _turn(title, frame["terbuka"]))


def backlog_age(frame: pd.DataFrame, theme: str | None, at: str) -> Content:
    """Open cases by age, Verifikasi and Proses apart."""
    subtitle = f"Permohonan terbuka menurut umur sejak masuk, {at}"
    rows = frame.to_dict("records")
    keys = [{"status": row["status"], "kelompok": int(row["kelompok"])} for row in rows]
    labels = [f"{words.STATUS_LABELS[row['status']]}, {row['umur']}" for row in rows]
    figure = bars(
        [
            Bar(label, int(row["n"]), words.number(row["n"]), STATUS_COLOURS[row["status"]], key)
            for row, label, key in zip(rows, labels, keys, strict=True)
        ],
        theme,
    )
    total, old = int(frame["n"].sum()), int(frame.loc[frame["tua"], "n"].sum())
    title = "Tidak ada permohonan terbuka"
    if total:
        title = (
            f"{words.number(old)} dari {words.number(total)} permohonan terbuka berumur lebih dari 7 hari"
            if old
            else f"Tidak satu pun dari {words.number(total)} permohonan terbuka berumur lebih dari 7 hari"
        )
    table = pd.DataFrame({"Status dan umur": labels, "Permohonan": [words.number(row["n"]) for row in rows]})
    return Content(title, subtitle, figure, table, title, keys)


def due_states(frame: pd.DataFrame, theme: str | None, at: str) -> Content:
    """Open cases by the state of their deadline."""
    subtitle = f"Permohonan terbuka menurut keadaan tenggatnya, {at}"
    rows = frame.to_dict("records")
    keys = [{"keadaan": row["keadaan"]} for row in rows]
    figure = bars(
        [
            Bar(
                DUE_WORDS[row["keadaan"]],
                int(row["n"]),
                words.number(row["n"]),
                DUE_COLOURS[row["keadaan"]],
                key,
                hatched=row["keadaan"] == "tanpa_target",
            )
            for row, key in zip(rows, keys, strict=True)
        ],
        theme,
    )
    late = next((row for row in rows if row["keadaan"] == "terlambat"), {"n": 0})
    total = int(frame["n"].sum())
    title = f"{words.number(late['n'])} dari {words.number(total)} permohonan terbuka lewat tenggat"
    table = pd.DataFrame(
        {
            "Keadaan": [DUE_WORDS[row["keadaan"]] for row in rows],
            "Permohonan": [words.number(row["n"]) for row in rows],
            "Terlama (hari)": [words.number(row["terlama_hari"], 1) for row in rows],
        }
    )
    return Content(title, subtitle, figure, table, title, keys)


def uncollected(frame: pd.DataFrame, theme: str | None, at: str) -> Content:
    """Finished and not collected, by how long they lie there."""
    subtitle = f"Permohonan Selesai yang belum Diambil, menurut lamanya menunggu, {at}"
    rows = frame.to_dict("records")
    keys = [{"kelompok": int(row["kelompok"])} for row in rows]
    colour = STATUS_COLOURS["SELESAI"]
    figure = bars(
        [
            Bar(row["umur"], int(row["n"]), words.number(row["n"]), colour, key)
            for row, key in zip(rows, keys, strict=True)
        ],
        theme,
    )
    total, old = int(frame["n"].sum()), int(frame.loc[frame["tua"], "n"].sum())
    title = "Tidak ada dokumen yang menunggu diambil"
    if total:
        title = f"{words.number(old)} dari {words.number(total)} dokumen menunggu lebih dari 30 hari"
    table = pd.DataFrame(
        {"Menunggu": [row["umur"] for row in rows], "Permohonan": [words.number(row["n"]) for row in rows]}
    )
    return Content(title, subtitle, figure, table, title, keys)


def arrivals_and_endings(
    frame: pd.DataFrame, before: pd.DataFrame | None, theme: str | None, period: str, notes: Sequence[Any]
) -> Content:
    """Applications in and finished per week; those of the period compared with stand thinly beside."""
    subtitle = f"Permohonan per minggu, {period}; minggu sebagian berongga"
    if frame.empty:
        return Content("Tidak ada data", subtitle, blank(LINE_HEIGHT, NOTHING), pd.DataFrame())
    courses = [
        Line("masuk", _numbers(frame["masuk"]), STATUS_COLOURS["VERIFIKASI"]),
        Line("selesai", _numbers(frame["selesai"]), STATUS_COLOURS["DIAMBIL"]),
    ]
    if before is not None and not before.empty:
        subtitle += "; garis titik: masuk pada periode pembanding"
        earlier = (_numbers(before["masuk"]) + [None] * len(frame))[: len(frame)]
        courses.append(Line("", earlier, "#7F7F7F", width=1.2, dash="dot"))
    figure = lines(
        list(frame["minggu"].map(_day)),
        courses,
        theme,
        height=LINE_HEIGHT,
        partial=list(frame["sebagian"]),
        notes=notes,
    )
    whole = frame[~frame["sebagian"].astype(bool)]
    title = "Permohonan masuk dan selesai per minggu"
    if not whole.empty:
        last = whole.iloc[-1]
        came, ended = words.number(last["masuk"]), words.number(last["selesai"])
        title = f"Minggu penuh terakhir {came} masuk, {ended} selesai"
    table = pd.DataFrame(
        {
            "Minggu mulai": [words.short_date(_day(day)) for day in frame["minggu"]],
            **{
                head: [words.number(n) for n in frame[name]]
                for head, name in {
                    "Masuk": "masuk",
                    "Selesai": "selesai",
                    "Ditolak": "ditolak",
                    "Gagal": "gagal",
                }.items()
            },
            "Keterangan": ["minggu sebagian" if partial else "" for partial in frame["sebagian"]],
        }
    )
    return Content(title, subtitle, figure, table, _turn(title, whole["masuk"]))


def on_time_weeks(
    frame: pd.DataFrame, theme: str | None, period: str, target: float | None, notes: Sequence[Any]
) -> Content:
    """The on-time share per week, with its target."""
    subtitle = f"Tepat waktu dibagi jatuh tempo, per minggu tenggat, {period}; minggu sebagian berongga"
    if frame.empty:
        return Content("Tidak ada data", subtitle, blank(LINE_HEIGHT, NOTHING), pd.DataFrame())
    enough = frame["jatuh_tempo"] >= 20
    shares = [
        float(share) * 100 if known and not pd.isna(share) else None
        for share, known in zip(frame["porsi_tepat"], enough, strict=True)
    ]
    figure = lines(
        list(frame["minggu"].map(_day)),
        [
            Line(
                "",
                shares,
                STATUS_COLOURS["DIAMBIL"],
                texts=[
                    f"({words.number(a)} dari {words.number(b)})"
                    for a, b in zip(frame["tepat"], frame["jatuh_tempo"], strict=True)
                ],
            )
        ],
        theme,
        height=LINE_HEIGHT,
        suffix=" %",
        decimals=1,
        partial=list(frame["sebagian"]),
        target=target,
        notes=notes,
        top=104,
    )
    judged = frame[enough & ~frame["sebagian"].astype(bool)]
    title = TOO_FEW.capitalize()
    if not judged.empty:
        worst = judged.sort_values("porsi_tepat").iloc[0]
        title = (
            f"Minggu terlemah {words.short_date(_day(worst['minggu']))}: "
            f"{words.percent(worst['porsi_tepat'])} tepat waktu"
            if worst["porsi_tepat"] < 1
            else "Setiap minggu semuanya tepat waktu"
        )
    table = pd.DataFrame(
        {
            "Minggu mulai": [words.short_date(_day(day)) for day in frame["minggu"]],
            "Tepat waktu": [words.number(n) for n in frame["tepat"]],
            "Jatuh tempo": [words.number(n) for n in frame["jatuh_tempo"]],
            "Bagian": [
                words.percent(share) if known else TOO_FEW
                for share, known in zip(frame["porsi_tepat"], enough, strict=True)
            ],
            "Keterangan": ["minggu sebagian" if partial else "" for partial in frame["sebagian"]],
        }
    )
    return Content(title, subtitle, figure, table, title)


def _turn(title: str, values: pd.Series[Any]) -> str:
    """A sentence on the course for those who cannot see it."""
    if len(values) < 2:
        return title
    return f"{title}. Terendah {words.number(values.min())}, tertinggi {words.number(values.max())}."


def _day(value: Any) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _numbers(values: pd.Series[Any]) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]
