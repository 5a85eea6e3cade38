"""By whose fault applications are rejected, where and when, what became of them; failures of the system."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.frames import Row, records
from dashboard.ui.charts.lines import NOTHING, Line, lines
from dashboard.ui.charts.rows import TOO_FEW, Bar, bars
from dashboard.ui.panel import Content, blank
from dashboard.ui.theme import STATUS_COLOURS

UNKNOWN = "TIDAK_DIKETAHUI"
SMALLEST = 20
CERTAIN = 1.96
"""Standard errors beyond which a change is called one (95 %)."""
MOST_EPISODES = 8
TREND_HEIGHT = 400
SCATTERED = "tersebar"
REJECTED = STATUS_COLOURS["DITOLAK"]

FAULTS = {
    "pemohon": "Pemohon",
    "petugas": "Petugas",
    "sistem": "Sistem",
    "beragam": "Beragam",
    UNKNOWN: "Tidak diketahui",
}
COURSES = (
    ("tingkat", "Semua", REJECTED, 3.0, "solid"),
    ("pemohon", "Pemohon", "#0072B2", 2.0, "dash"),
    ("sistem", "Sistem", "#7F7F7F", 2.0, "solid"),
    ("petugas", "Petugas", "#B8860B", 2.0, "dot"),
)
OUTCOMES = {
    "selesai": ("Diajukan ulang, Selesai", STATUS_COLOURS["SELESAI"]),
    "terbuka": ("Diajukan ulang, masih terbuka", STATUS_COLOURS["PROSES"]),
    "ditolak_lagi": ("Diajukan ulang, ditolak lagi", REJECTED),
    "gagal": ("Diajukan ulang, gagal (sistem)", STATUS_COLOURS["GAGAL"]),
    "menyerah": ("Menyerah (≥ 30 hari)", "#CC79A7"),
    "belum": ("Belum diajukan ulang", STATUS_COLOURS["VERIFIKASI"]),
}


# --- whose fault ----------------------------------------------------------------------------------


def by_fault(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """Rejections by the party that the primary reason names."""
    subtitle = f"Penolakan menurut pihak pada alasan utama (tercatat saat ditolak), {period}"
    rows = records(frame)
    total = int(rows[0]["ditolak"] or 0) if rows else 0
    if not total:
        return Content("Tidak ada penolakan", subtitle, blank(200, NOTHING), pd.DataFrame())
    texts = [f"{words.number(row['n'])} ({words.percent(row['bagian'])})" for row in rows]
    keys = [row["pihak"] if row["n"] else None for row in rows]
    marks = [
        Bar(fault_words(row["pihak"]), int(row["n"]), text, REJECTED, key, hatched=row["pihak"] == UNKNOWN)
        for row, text, key in zip(rows, texts, keys, strict=True)
    ]
    title = _fault_title(rows, total)
    table = pd.DataFrame(
        {
            "Pihak": [fault_words(row["pihak"]) for row in rows],
            "Penolakan": [words.number(row["n"]) for row in rows],
            "Bagian": [words.percent(row["bagian"]) for row in rows],
            "Dari putusan": [words.percent(row["tingkat"], 2) for row in rows],
            "Dapat dicegah": [words.number(row["dapat_dicegah"]) for row in rows],
        }
    )
    return Content(title, subtitle, bars(marks, theme), table, title, keys)


def _fault_title(rows: Sequence[Row], total: int) -> str:
    """The office's own part; where the party is mostly unknown, that, for a share would then say nothing."""
    counts = {row["pihak"]: int(row["n"]) for row in rows}
    if total < SMALLEST:
        return few(total)
    unknown = counts.get(UNKNOWN, 0)
    if unknown > total / 2:
        return f"Pihak penyebab tidak diketahui pada {words.percent(unknown / total)} penolakan"
    share = words.percent((counts.get("petugas", 0) + counts.get("sistem", 0)) / total)
    return f"{share} penolakan berasal dari petugas atau sistem, bukan dari pemohon"


# --- over time ------------------------------------------------------------------------------------


def weekly(
    frame: pd.DataFrame,
    theme: str | None,
    period: str,
    target: float | None = None,
    notes: Sequence[tuple[dt.date, str]] = (),
) -> Content:
    """The rejection rate per week, all and by fault; weeks with few decisions are gaps."""
    subtitle = f"Ditolak dibagi putusan per minggu, %, {period}; lingkaran kosong: minggu sebagian"
    rows = records(frame)
    if not rows:
        return Content("Tidak ada putusan", subtitle, blank(TREND_HEIGHT, NOTHING), pd.DataFrame())
    weeks = [_day(row["minggu"]) for row in rows]
    keys = [week.isoformat() if row["ditolak"] else None for week, row in zip(weeks, rows, strict=True)]
    courses = [
        Line(
            name,
            [_weekly_share(row, column) for row in rows],
            colour,
            width,
            dash,
            keys=keys if column == "tingkat" else None,
            texts=[f"({words.number(row['ditolak'])} dari {words.number(row['putusan'])})" for row in rows]
            if column == "tingkat"
            else None,
        )
        for column, name, colour, width, dash in _drawn_courses(rows)
    ]
    table = pd.DataFrame(
        {
            "Minggu mulai": [
                words.date(week) + (" (sebagian)" if row["sebagian"] else "")
                for week, row in zip(weeks, rows, strict=True)
            ],
            "Putusan": [words.number(row["putusan"]) for row in rows],
            "Ditolak": [words.number(row["ditolak"]) for row in rows],
            "Tingkat": [_weekly_words(row, "tingkat") for row in rows],
            "Pemohon": [_weekly_words(row, "pemohon") for row in rows],
            "Sistem": [_weekly_words(row, "sistem") for row in rows],
            "Petugas": [_weekly_words(row, "petugas") for row in rows],
        }
    )
    figure = lines(
        weeks,
        courses,
        theme,
        height=TREND_HEIGHT,
        suffix=" %",
        decimals=1,
        partial=[bool(row["sebagian"]) for row in rows],
        target=target,
        notes=notes,
    )
    title = _weekly_title(rows)
    return Content(title, subtitle, figure, table, title, keys)


def _drawn_courses(rows: Sequence[Row]) -> list[tuple[str, str, str, float, str]]:
    """All, and each party unless no rejection of the period names one: a line of zeros would claim none."""
    named = any(row[column] for row in rows for column, *_ in COURSES[1:])
    return list(COURSES) if named else [COURSES[0]]


def _weekly_share(row: Row, column: str) -> float | None:
    if not row["cukup"]:
        return None
    n = row["ditolak"] if column == "tingkat" else row[column]
    return float(n / row["putusan"] * 100)


def _weekly_words(row: Row, column: str) -> str:
    if not row["putusan"]:
        return words.MISSING
    share = _weekly_share(row, column)
    return TOO_FEW if share is None else f"{words.number(share, 1)} %"


def _weekly_title(rows: Sequence[Row]) -> str:
    """The last four whole weeks against the four before them, unless chance alone would explain it."""
    whole = [row for row in rows if not row["sebagian"]]
    late, early = _pooled(whole[-4:]), _pooled(whole[-8:-4])
    if len(whole) < 8 or min(late[1], early[1]) < SMALLEST:
        return "Tingkat penolakan per minggu"
    now, before = late[0] / late[1], early[0] / early[1]
    span = f"empat minggu terakhir {words.percent(now)}, empat minggu sebelumnya {words.percent(before)}"
    together = (late[0] + early[0]) / (late[1] + early[1])
    error = (together * (1 - together) * (1 / late[1] + 1 / early[1])) ** 0.5
    if abs(now - before) <= CERTAIN * error:
        return f"Tingkat penolakan bertahan: {span}"
    return f"Tingkat penolakan {'naik' if now > before else 'turun'}: {span}"


def _pooled(rows: Sequence[Row]) -> tuple[int, int]:
    return sum(int(row["ditolak"]) for row in rows), sum(int(row["putusan"]) for row in rows)


# --- after the rejection --------------------------------------------------------------------------


def outcomes(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """What became of every rejected application; each is in exactly one row."""
    subtitle = f"Keadaan sekarang dari permohonan yang ditolak {period}; jumlahnya semua penolakan"
    rows = records(frame)
    total = int(rows[0]["ditolak"] or 0) if rows else 0
    if not total:
        return Content("Tidak ada penolakan", subtitle, blank(280, NOTHING), pd.DataFrame())
    counts = {row["lanjutan"]: int(row["n"]) for row in rows}
    texts = [f"{words.number(row['n'])} ({words.percent(row['bagian'])})" for row in rows]
    keys = [row["lanjutan"] if row["n"] else None for row in rows]
    marks = [
        Bar(OUTCOMES[row["lanjutan"]][0], int(row["n"]), text, OUTCOMES[row["lanjutan"]][1], key)
        for row, text, key in zip(rows, texts, keys, strict=True)
    ]
    title = (
        f"{words.percent(counts['selesai'] / total, 0)} akhirnya Selesai sesudah mengajukan ulang, "
        f"{words.percent(counts['menyerah'] / total, 0)} menyerah"
        if total >= SMALLEST
        else few(total)
    )
    table = pd.DataFrame(
        {
            "Sesudah ditolak": [OUTCOMES[row["lanjutan"]][0] for row in rows],
            "Permohonan": [words.number(row["n"]) for row in rows],
            "Bagian": [words.percent(row["bagian"]) for row in rows],
        }
    )
    return Content(title, subtitle, bars(marks, theme), table, title, keys)


# --- failures of the system -----------------------------------------------------------------------


def failures(frame: pd.DataFrame, whole: Row, theme: str | None, period: str) -> Content:
    """Episodes of failures, the latest first, and what lies outside of them."""
    subtitle = (
        f"Permohonan yang Gagal karena sistem, {period}; bukan penolakan. Episode: paling sedikit 3 "
        "kegagalan dengan jeda paling lama 60 menit"
    )
    total = int(whole["gagal"])
    if not total:
        return Content("Tidak ada kegagalan sistem", subtitle, blank(160, NOTHING), pd.DataFrame())
    rows = sorted(records(frame), key=lambda row: row["mulai"], reverse=True)
    drawn = rows[:MOST_EPISODES]
    if len(rows) > MOST_EPISODES:
        subtitle += f"; digambar {MOST_EPISODES} episode terakhir dari {len(rows)}, semuanya di tabel"
    colour = STATUS_COLOURS["GAGAL"]
    marks = [
        Bar(
            _episode_name(row),
            int(row["kena"]),
            f"{words.number(row['kena'])} kena, {words.number(row['pulih'])} pulih",
            colour,
            row["episode"],
        )
        for row in drawn
    ]
    scattered = int(whole["tersebar"])
    recovered = f"{words.number(whole['pulih_tersebar'])} pulih"
    text = f"{words.number(scattered)} kena, {recovered}"
    lone = SCATTERED if scattered else None
    marks.append(Bar("Tersebar", scattered, text, colour, lone, hatched=True))
    hit = int(whole["kena_episode"])
    title = (
        f"{words.number(len(rows))} episode gangguan mengenai {words.number(hit)} dari {words.number(total)} "
        f"permohonan gagal; {words.percent(whole['porsi_pulih'], 0)} sudah pulih"
        if rows
        else f"{words.number(total)} kegagalan tersebar, tanpa episode; "
        f"{words.percent(whole['porsi_pulih'], 0)} sudah pulih"
    )
    table = pd.DataFrame(
        {
            "Mulai": [*[words.moment(_time(row["mulai"])) for row in rows], "Tersebar (bukan episode)"],
            "Selesai": [*[words.moment(_time(row["selesai"])) for row in rows], words.MISSING],
            "Lama": [*[words.hours(row["menit"] / 60) for row in rows], words.MISSING],
            "Permohonan kena": [*[words.number(row["kena"]) for row in rows], words.number(scattered)],
            "Pulih": [
                *[words.number(row["pulih"]) for row in rows],
                words.number(whole["pulih_tersebar"]),
            ],
            "Lokasi kena": [*[words.number(row["lokasi"]) for row in rows], words.MISSING],
        }
    )
    keys = [*[row["episode"] for row in rows], lone]
    return Content(title, subtitle, bars(marks, theme), table, title, keys)


def _episode_name(row: Row) -> str:
    """``24 Nov 2026 13.29–14.38``; over midnight both days, and the year in the table only."""
    start, end = _time(row["mulai"]), _time(row["selesai"])
    if end.date() == start.date():
        return f"{words.short_date(start)} {start:%H.%M}–{end:%H.%M}"
    return f"{_day_and_time(start)}–{_day_and_time(end)}"


def _day_and_time(moment: dt.datetime) -> str:
    return f"{moment.day} {words.MONTHS[moment.month - 1][:3]} {moment:%H.%M}"


# --- words ----------------------------------------------------------------------------------------


def few(n: int) -> str:
    """What a title says of too few rejections."""
    return f"{words.number(n)} penolakan: terlalu sedikit untuk disimpulkan"


def fault_words(code: str) -> str:
    """A party in words."""
    return FAULTS.get(code, code)


def _time(value: Any) -> dt.datetime:
    moment: dt.datetime = pd.Timestamp(value).to_pydatetime()
    return moment


def _day(value: Any) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
