"""Charts of the page on the quality of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.intervals import POINT_COLOUR
from dashboard.ui.charts.rows import Bar, bars
from dashboard.ui.panel import Content

Row = Mapping[Any, Any]

TIME_LABELS = {
    "nol_menit": "Kurang dari satu menit",
    "mundur": "Berakhir sebelum mulai",
    "sebelum_masuk": "Mulai sebelum masuk",
    "tak_urut": "Tidak berurutan",
    "masa_depan": "Berakhir di masa depan",
    "masuk_masa_depan": "Masuk di masa depan",
}
DUPLICATE_LABELS = {
    "ulang_dini": "Diulang terlalu dini",
    "semenit": "Serupa dalam semenit",
}
LABELS = TIME_LABELS | DUPLICATE_LABELS
DIMENSION_LABELS = {
    "layanan": "Layanan",
    "varian": "Varian layanan",
    "kecamatan": "Kecamatan",
    "kelurahan": "Kelurahan",
    "lokasi": "Lokasi",
    "kanal": "Kanal",
}
MOST_LOCATIONS = 16
"""Locations drawn; the table holds them all."""
SHORT_CALENDAR_DAYS = 90
"""A calendar that ends sooner leaves deadlines uncounted before long."""

WARNING_COLOUR = "#D55E00"


def empty_days(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """Open days without a submission or decision, per location."""
    rows = frame.to_dict("records")
    marks = [
        Bar(
            _short(row["nama"]),
            row["kosong"],
            f"{words.number(row['kosong'])} dari {words.number(row['hari_buka'])}",
            POINT_COLOUR,
            None,
        )
        for row in rows[:MOST_LOCATIONS]
    ]
    total, days = _sum(rows, "kosong"), _sum(rows, "hari_buka")
    if not rows:
        title = "Belum ada hari buka dalam periode ini"
    elif total == 0:
        title = f"Tidak ada hari kosong pada {words.number(len(rows))} lokasi"
    else:
        title = f"{words.number(total)} hari buka kosong, terbanyak {_short(rows[0]['nama'])}"
    table = pd.DataFrame(
        {
            "Lokasi": [row["nama"] for row in rows],
            "Hari buka": [words.number(row["hari_buka"]) for row in rows],
            "Tanpa permohonan masuk": [words.number(row["tanpa_masuk"]) for row in rows],
            "Tanpa putusan": [words.number(row["tanpa_putusan"]) for row in rows],
            "Tanpa keduanya": [words.number(row["kosong"]) for row in rows],
            "Terakhir kosong": [_day(row["terakhir_kosong"]) for row in rows],
        }
    )
    summary = (
        f"{words.number(total)} dari {words.number(days)} hari buka tanpa permohonan masuk dan tanpa putusan."
    )
    subtitle = f"Hari buka tanpa permohonan masuk dan tanpa putusan, per lokasi, {period}"
    return Content(title, subtitle + _drawn_of(rows), bars(marks, theme), table, summary)


def odd_times(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """Times that cannot be, by kind; a click asks for the cases."""
    total = int(frame["n"].sum()) if len(frame) else 0
    title = f"{words.number(total)} waktu yang janggal" if total else "Tidak ada waktu yang janggal"
    return _kinds(frame, theme, title, f"Banyaknya menurut jenis, {period}", TIME_LABELS)


def duplicates(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """Applications that may be one twice, by kind; a click asks for the cases."""
    total = int(frame["n"].sum()) if len(frame) else 0
    title = f"{words.number(total)} permohonan mungkin ganda" if total else "Tidak ada permohonan ganda"
    return _kinds(frame, theme, title, f"Banyaknya permohonan menurut jenis, {period}", DUPLICATE_LABELS)


def calendar(frame: pd.DataFrame, theme: str | None) -> Content:
    """How far ahead the working calendar of each location reaches."""
    rows = frame.to_dict("records")
    ahead = [0 if pd.isna(row["hari_ke_depan"]) else max(0, int(row["hari_ke_depan"])) for row in rows]
    marks = [
        Bar(_short(row["nama"]), days, _reach(row), POINT_COLOUR if days >= SHORT_CALENDAR_DAYS else
            WARNING_COLOUR, None)
        for row, days in list(zip(rows, ahead, strict=True))[:MOST_LOCATIONS]
    ]  # fmt: skip
    short = sum(days < SHORT_CALENDAR_DAYS for days in ahead)
    if short:
        title = f"Kalender {words.number(short)} lokasi habis dalam {SHORT_CALENDAR_DAYS} hari"
    elif rows:
        title = f"Kalender setiap lokasi masih {words.number(min(ahead))} hari ke depan"
    else:
        title = "Tidak ada lokasi"
    table = pd.DataFrame(
        {
            "Lokasi": [row["nama"] for row in rows],
            "Dari": [_day(row["dari"]) for row in rows],
            "Sampai": [_day(row["sampai"]) for row in rows],
            "Hari ke depan": [words.number(days) for days in ahead],
            "Hari kerja tutup tahun ini": [words.number(row["tutup_tahun_ini"]) for row in rows],
            "Hari kerja tutup tahun depan": [words.number(row["tutup_tahun_depan"]) for row in rows],
        }
    )
    return Content(
        title,
        "Hari terakhir kalender kerja per lokasi; panjang batang: hari dari sekarang" + _drawn_of(rows),
        bars(marks, theme),
        table,
    )


def unknown_dimensions(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """What is not known of the applications that came in."""
    rows = frame.to_dict("records")
    counted = [row for row in rows if row["dari"]]
    marks = [
        Bar(
            DIMENSION_LABELS[row["dimensi"]],
            row["porsi"],
            f"{words.percent(row['porsi'])} ({words.number(row['n'])})",
            POINT_COLOUR,
            row["dimensi"] if row["n"] else None,
        )
        for row in counted
    ]
    worst = max(counted, key=lambda row: row["porsi"], default=None)
    if worst is None:
        title = "Tidak ada permohonan masuk dalam periode ini"
    elif worst["n"] == 0:
        title = "Setiap permohonan lengkap keterangannya"
    else:
        name = DIMENSION_LABELS[worst["dimensi"]].lower()
        title = f"{words.percent(worst['porsi'])} permohonan tanpa {name}"
    table = pd.DataFrame(
        {
            "Keterangan": [DIMENSION_LABELS[row["dimensi"]] for row in rows],
            "Tidak diketahui": [words.number(row["n"]) for row in rows],
            "Dari": [words.number(row["dari"]) for row in rows],
            "Bagian": [words.percent(row["porsi"], 2) for row in rows],
        }
    )
    subtitle = f"Bagian permohonan masuk yang tidak diketahui, {period}"
    keys = [row["dimensi"] if row["n"] else None for row in rows]
    return Content(title, subtitle, bars(marks, theme), table, title, keys)


def _kinds(
    frame: pd.DataFrame, theme: str | None, title: str, subtitle: str, labels: dict[str, str]
) -> Content:
    rows = frame.to_dict("records")
    keys = [row["jenis"] if row["n"] else None for row in rows]
    marks = [
        Bar(
            labels[row["jenis"]],
            row["n"],
            f"{words.number(row['n'])} dari {words.number(row['dari'])}",
            POINT_COLOUR,
            key,
        )
        for row, key in zip(rows, keys, strict=True)
    ]
    table = pd.DataFrame(
        {
            "Jenis": [labels[row["jenis"]] for row in rows],
            "Banyaknya": [words.number(row["n"]) for row in rows],
            "Dari": [words.number(row["dari"]) for row in rows],
            "Bagian": [words.percent(row["porsi"], 3) for row in rows],
        }
    )
    found = [f"{labels[row['jenis']].lower()} {words.number(row['n'])}" for row in rows if row["n"]]
    summary = f"{title}: {'; '.join(found)}." if found else f"{title}."
    return Content(title, subtitle, bars(marks, theme), table, summary, keys)


def _reach(row: Row) -> str:
    if pd.isna(row["sampai"]):
        return "belum ada kalender"
    return _day(row["sampai"])


def _drawn_of(rows: Sequence[Row]) -> str:
    if len(rows) <= MOST_LOCATIONS:
        return ""
    return f"; digambar {MOST_LOCATIONS} dari {len(rows)} lokasi, semuanya di tabel"


def _short(name: str) -> str:
    return name.removeprefix("Kantor ").replace("Gerai Pelayanan Publik", "GPP")


def _day(day: Any) -> str:
    return words.MISSING if pd.isna(day) else words.short_date(day)


def _sum(rows: Sequence[Row], column: str) -> int:
    return sum(int(row[column]) for row in rows)
