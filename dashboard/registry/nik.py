"""What a NIK says about itself. Every remark is a warning: a NIK never changes, its owner's facts may."""

from __future__ import annotations

import datetime as dt

OFFICE_REGION = "3275"
"""Kota Bekasi; a NIK begins with the place of its first registration."""

WOMEN_FROM = 40
"""Added to the day of birth in a woman's NIK."""


def nik_remarks(nik: str) -> list[str]:
    """What an officer should look at before going on; nothing for a NIK that is not 16 digits."""
    if len(nik) != 16 or not nik.isdigit():
        return []
    remarks = []
    if not nik.startswith(OFFICE_REGION):
        remarks.append(
            "NIK ini pertama kali terdaftar di luar Kota Bekasi. Pastikan warga sudah pindah datang."
        )
    if not _has_birthday(nik[6:12]):
        remarks.append("Tanggal lahir di dalam NIK tidak ada di kalender. Cocokkan dengan KK.")
    if nik.endswith("0000"):
        remarks.append("Nomor urut NIK 0000 tidak lazim. Cocokkan dengan KK.")
    return remarks


def _has_birthday(digits: str) -> bool:
    day, month, year = (int(digits[place : place + 2]) for place in (0, 2, 4))
    day -= WOMEN_FROM if day > WOMEN_FROM else 0
    return any(_is_date(century + year, month, day) for century in (1900, 2000))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
