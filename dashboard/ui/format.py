"""Numbers, durations and dates as Indonesian officials write them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

MISSING = "–"
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
STATUS_LABELS = {
    "VERIFIKASI": "Verifikasi",
    "PROSES": "Proses",
    "SELESAI": "Selesai",
    "DIAMBIL": "Diambil",
    "DITOLAK": "Ditolak",
    "GAGAL": "Gagal",
}


def number(value: Any, decimals: int = 0) -> str:
    """``1234.5`` becomes ``1.234,5``; a missing value a dash."""
    if value is None or pd.isna(value):
        return MISSING
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def percent(share: Any, decimals: int = 1) -> str:
    """``0.1234`` becomes ``12,3 %``."""
    return MISSING if share is None or pd.isna(share) else f"{number(share * 100, decimals)} %"


def hours(value: Any) -> str:
    """Hours with a precision that fits: ``45 menit``, ``3,5 jam``, ``128 jam``."""
    if value is None or pd.isna(value):
        return MISSING
    minutes = round(value * 60)
    if minutes < 60:
        return f"{number(minutes)} menit"
    return f"{number(value, 1 if round(value, 1) < 100 else 0)} jam"


def change(now: Any, before: Any) -> str | None:
    """Change against an earlier value in percent, with its sign; ``None`` when there is none."""
    if now is None or before is None or pd.isna(now) or pd.isna(before) or before == 0:
        return None
    return f"{_signed((now / before - 1) * 100)} %"


def points(now: Any, before: Any) -> str | None:
    """Change of a share in percentage points, with its sign; ``None`` when there is none."""
    if percent(now) == MISSING or percent(before) == MISSING:
        return None
    return f"{_signed((now - before) * 100)} poin"


def days_more(now: int | None, before: int | None) -> str | None:
    """Change of a number of working days, with its sign; ``None`` when there is none."""
    if now is None or before is None:
        return None
    return f"{_sign(now - before)}{number(abs(now - before))} hari kerja"


def _signed(value: float) -> str:
    """One decimal with its sign; what rounds to nothing has none."""
    return f"{_sign(round(value, 1))}{number(abs(value), 1)}"


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def date(day: dt.date) -> str:
    """``23 November 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: dt.date) -> str:
    """``23 Nov 2026``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def long_date(day: dt.date) -> str:
    """``Senin, 23 November 2026``."""
    return f"{DAYS[day.weekday()]}, {date(day)}"


def moment(at: dt.datetime) -> str:
    """``23 Nov 2026 08.00 WIB`` of a WIB civil time."""
    return f"{short_date(at)} {at:%H.%M} WIB"


def period(start: dt.date | None, end: dt.date | None) -> str:
    """``1 Januari 2026 sampai 31 Januari 2026``, or the whole history."""
    if start is None and end is None:
        return "seluruh riwayat"
    if start is None:
        return f"sampai {date(end)}" if end else ""
    return f"{date(start)} sampai {date(end)}" if end else f"sejak {date(start)}"
