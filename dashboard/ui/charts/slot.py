"""The figures of the page on pickup places."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.frames import records
from dashboard.ui.charts.rows import TOO_FEW, Bar, bars
from dashboard.ui.panel import Content, blank
from dashboard.ui.theme import STATUS_COLOURS, palette

NOTHING = "Tidak ada slot pengambilan yang sesuai. Perpanjang periode atau kurangi saringan."
MEASURES = {
    "terisi": "Kuota terisi",
    "ditolak": "Ditolak karena penuh",
    "tidak_datang": "Tidak datang",
    "siap": "Siap sebelum harinya",
}
FATES = {
    "tidak_datang": ("tidak_hadir", "Pesanan yang tidak datang"),
    "siap": ("belum_siap", "Pesanan yang belum siap pada harinya"),
}
"""Of a measure, which bookings a click lists; any other lists all of them."""

NOT_READY = "Belum siap untuk hari buka berikutnya"
FILTER_NOTE = "saringan layanan, kecamatan, dan kanal tidak berlaku untuk kuota"
SENTENCE_HEIGHT = 110
MOST_WITH_TEXT = 45
"""Figures in more columns than this would run into each other."""

BEYOND = "kuota di luar wilayah kerja"
USED, CAME, REFUSED, MISSED = (
    STATUS_COLOURS[status] for status in ("VERIFIKASI", "DIAMBIL", "DITOLAK", "PROSES")
)
_LOOKS = {
    "terisi": ("porsi_terisi", "terisi", "quota", USED),
    "ditolak": ("porsi_ditolak_kuota", "ditolak_kuota", "diminta", REFUSED),
    "tidak_datang": ("porsi_tidak_datang", "tidak_datang", "dipesan_lewat", MISSED),
    "siap": ("porsi_siap", "siap", "dipesan", CAME),
}
_BASIS = {
    "terisi": "tempat terpesan dibagi kuota",
    "ditolak": "permintaan yang ditolak dibagi pesanan dan penolakan",
    "tidak_datang": "tidak datang dibagi pesanan pada hari yang lewat",
    "siap": "Selesai sebelum tanggal pengambilan dibagi pesanan",
}


def short_place(name: str) -> str:
    """A location's name as it fits above a row on a telephone."""
    return (
        name.replace("Kantor Kecamatan ", "Kec. ")
        .replace("Gerai Pelayanan Publik ", "GPP ")
        .replace("Kantor Disdukcapil Kota Bekasi", "Kantor Disdukcapil")
    )


# --- locations ------------------------------------------------------------------------------------


def places(
    frame: pd.DataFrame, theme: str | None, period: str, measure: str, *, limited: bool = False
) -> Content:
    """One measure per location, the most telling first.

    Args:
        limited: whether the viewer sees the quota of some kecamatan only.
    """
    subtitle = f"{_BASIS[measure].capitalize()}, menurut tanggal slot {period}"
    if frame.empty:
        return Content("Tidak ada slot", subtitle, bars([], theme), pd.DataFrame())
    rows = frame.assign(diminta=frame["dipesan"] + frame["ditolak_kuota"])
    share, part, whole, colour = _LOOKS[measure]
    rows = rows.assign(cukup=rows["quota"] > 0 if measure == "terisi" else rows[whole] >= 20)
    rows = rows.sort_values(["cukup", share], ascending=[False, measure == "siap"], kind="stable")
    each = records(rows)
    without = BEYOND if limited else "tutup"
    # A refusal belongs to nobody: there is no application behind it.
    keys = [None if measure == "ditolak" else [row["lokasi"], measure] for row in each]
    figure = bars(
        [
            Bar(
                label=short_place(row["nama"]),
                value=float(row[share]) if row["cukup"] else 0.0,
                text=_place_text(row, share, part, without if measure == "terisi" else TOO_FEW),
                colour=colour,
                key=row["lokasi"],
            )
            for row in each
        ],
        theme,
    )
    figure["data"][0]["customdata"] = keys
    if measure in ("terisi", "siap") and each:
        figure["layout"]["xaxis"]["range"] = [0, 1]
    title = _places_title(rows, share, measure)
    return Content(title, subtitle, figure, _places_table(rows), title, keys)


def _place_text(row: dict[str, Any], share: str, part: str, without: str) -> str:
    if not row["cukup"]:
        return without
    return f"{words.percent(row[share])} · {words.number(row[part])}"


def _places_title(rows: pd.DataFrame, share: str, measure: str) -> str:
    known = rows[rows["cukup"]]
    if known.empty:
        return "Data terlalu sedikit"
    first, last = known.iloc[0], known.iloc[-1]
    here, there = words.percent(first[share]), words.percent(last[share])
    if measure == "terisi":
        low, high = short_place(last["nama"]), short_place(first["nama"])
        if len(known) == 1:
            return f"Kuota {high} terisi {here}"
        return f"Kuota terisi dari {there} ({low}) sampai {here} ({high})"
    if measure == "ditolak" and first[share] == 0:
        return "Tidak ada permintaan yang ditolak karena penuh"
    if measure == "siap" and round(first[share], 3) == 1:
        return "Hampir semua permohonan siap sebelum harinya di setiap lokasi"
    finding = {
        "ditolak": "Paling sering ditolak: {}, {} permintaan",
        "tidak_datang": "Paling banyak tidak datang: {}, {} pesanan",
        "siap": "Paling jarang siap: {}, {} pesanan",
    }
    return finding[measure].format(first["nama"], here)


def _places_table(rows: pd.DataFrame) -> pd.DataFrame:
    def shares(name: str, whole: str, least: int = 20) -> list[str]:
        return [
            words.percent(share) if n >= least else (TOO_FEW if n else words.MISSING)
            for share, n in zip(rows[name], rows[whole], strict=True)
        ]

    return pd.DataFrame(
        {
            "Lokasi": rows["nama"].tolist(),
            "Hari buka": [words.number(n) for n in rows["hari_buka"]],
            "Kuota": [words.number(n) for n in rows["quota"]],
            "Terisi": [words.number(n) for n in rows["terisi"]],
            "Bagian terisi": shares("porsi_terisi", "quota", 1),
            "Hari penuh": [words.number(n) for n in rows["hari_penuh"]],
            "Ditolak": [words.number(n) for n in rows["ditolak_kuota"]],
            "Bagian ditolak": shares("porsi_ditolak_kuota", "diminta"),
            "Datang": [words.number(n) for n in rows["datang"]],
            "Bagian datang": shares("porsi_datang", "dipesan_lewat"),
            "Tidak datang": [words.number(n) for n in rows["tidak_datang"]],
            "Bagian tidak datang": shares("porsi_tidak_datang", "dipesan_lewat"),
            "Siap sebelum harinya": shares("porsi_siap", "dipesan"),
        }
    )


def next_free(frame: pd.DataFrame, theme: str | None) -> Content:
    """The next day with a place, per location, the longest wait first."""
    subtitle = (
        "Hari pertama yang masih ada tempat, mulai hari kerja ketiga sesudah hari ini; "
        "panjang batang: hari kalender dari hari ini. 1/5 penuh: satu dari lima hari yang dapat dipilih penuh"
    )
    rows = frame[frame["dibuka_mendatang"] > 0] if not frame.empty else frame
    if rows.empty:
        return Content("Belum ada hari yang dibuka", subtitle, bars([], theme), pd.DataFrame())
    longest = rows["hari_menunggu"].max()
    waiting = rows["hari_menunggu"].fillna((0 if pd.isna(longest) else longest) + 1)
    rows = rows.assign(menunggu=waiting).sort_values("menunggu", ascending=False, kind="stable")
    each = records(rows)
    figure = bars(
        [
            Bar(
                label=short_place(row["nama"]),
                value=float(row["menunggu"]),
                text=_free_text(row),
                colour=REFUSED if pd.isna(row["hari_menunggu"]) else USED,
                key=row["lokasi"],
                hatched=bool(pd.isna(row["hari_menunggu"])),
            )
            for row in each
        ],
        theme,
    )
    figure["data"][0]["customdata"] = [None] * len(each)
    table = pd.DataFrame(
        {
            "Lokasi": rows["nama"].tolist(),
            "Tanggal bebas berikutnya": [
                "semua penuh" if pd.isna(day) else words.long_date(day) for day in rows["tanggal_bebas"]
            ],
            "Hari dari sekarang": [words.number(days) for days in rows["hari_menunggu"]],
            "Hari penuh dari yang dapat dipilih": [
                f"{words.number(full)} dari {words.number(some)}"
                for full, some in zip(rows["penuh_mendatang"], rows["dibuka_mendatang"], strict=True)
            ],
        }
    )
    title = _free_title(rows)
    return Content(title, subtitle, figure, table, title)


def _free_text(row: dict[str, Any]) -> str:
    day = "semua penuh" if pd.isna(row["tanggal_bebas"]) else _short_day(row["tanggal_bebas"])
    full = f" · {int(row['penuh_mendatang'])}/{int(row['dibuka_mendatang'])} penuh"
    return day + (full if row["penuh_mendatang"] else "")


def _short_day(day: dt.date) -> str:
    return f"{words.DAYS[day.weekday()]}, {words.short_date(day).rsplit(' ', 1)[0]}"


def _free_title(rows: pd.DataFrame) -> str:
    full = int(rows["tanggal_bebas"].isna().sum())
    if full:
        return f"{full} lokasi tidak punya tempat lagi pada hari yang sudah dibuka"
    later = rows[rows["tanggal_bebas"] > rows["hari_pertama"]]
    if later.empty:
        return "Semua lokasi masih punya tempat pada hari pertama yang dapat dipilih"
    worst = later.iloc[0]
    return f"Paling lama menunggu: {worst['nama']}, baru ada tempat {words.long_date(worst['tanggal_bebas'])}"


def not_ready(frame: pd.DataFrame, theme: str | None) -> Content:
    """Tomorrow's bookings whose documents are not ready yet."""
    subtitle = (
        "Pesanan pada hari buka berikutnya tiap lokasi yang permohonannya belum Selesai sampai sekarang"
    )
    booked = frame[frame["dipesan"] > 0] if not frame.empty else frame
    if booked.empty:
        return Content(
            "Belum ada pesanan untuk hari buka berikutnya",
            subtitle,
            _sentence(NOTHING, theme),
            pd.DataFrame(),
        )
    total, late = int(booked["dipesan"].sum()), int(booked["belum"].sum())
    rows = records(booked[booked["belum"] > 0])
    keys = [[row["lokasi"], "belum"] if row["belum"] else None for row in records(booked)]
    table = pd.DataFrame(
        {
            "Lokasi": booked["nama"].tolist(),
            "Hari": [words.long_date(day) for day in booked["hari"]],
            "Pesanan": [words.number(n) for n in booked["dipesan"]],
            "Sudah siap": [words.number(n) for n in booked["siap"]],
            "Belum siap": [words.number(n) for n in booked["belum"]],
            "di Verifikasi": [words.number(n) for n in booked["di_verifikasi"]],
            "di Proses": [words.number(n) for n in booked["di_proses"]],
        }
    )
    if not rows:
        title = f"Semua {words.number(total)} pesanan hari buka berikutnya sudah siap"
        return Content(title, subtitle, _sentence("Tidak ada yang perlu dikejar.", theme), table, title, keys)
    figure = bars(
        [
            Bar(
                label=short_place(row["nama"]),
                value=int(row["belum"]),
                text=f"{words.number(row['belum'])} dari {words.number(row['dipesan'])}, "
                f"{words.DAYS[row['hari'].weekday()]}",
                colour=REFUSED,
                key=row["lokasi"],
            )
            for row in rows
        ],
        theme,
    )
    figure["data"][0]["customdata"] = [[row["lokasi"], "belum"] for row in rows]
    title = f"{words.number(late)} dari {words.number(total)} pesanan hari buka berikutnya belum siap"
    return Content(title, subtitle, figure, table, title, keys)


def _sentence(text: str, theme: str | None) -> dict[str, Any]:
    figure = blank(SENTENCE_HEIGHT, text)
    figure["layout"]["annotations"][0]["font"] = {"size": 13, "color": palette(theme).quiet}
    return figure
