"""Times in the words officers read."""

from __future__ import annotations

import datetime as dt

from dashboard.registry.calendar import WIB

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


def date_in_words(day: dt.date) -> str:
    """``Senin, 23 November 2026``."""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date_in_words(day: dt.date) -> str:
    """``Sen, 23 Nov``: for lists, where the year is clear."""
    return f"{DAYS[day.weekday()][:3]}, {day.day} {MONTHS[day.month - 1][:3]}"


def moment_in_words(at: dt.datetime) -> str:
    """``23 November 2026 pukul 08.00 WIB``."""
    local = at.astimezone(WIB)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year} pukul {local:%H.%M} WIB"
