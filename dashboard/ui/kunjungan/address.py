"""What an officer looks at, as the page's address holds it. No personal data: a day, a kecamatan, an officer.

``assets/kunjungan.js`` writes the same address.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import parse_qs

VIEWS: dict[str, str] = {"permintaan": "Permintaan", "jadwal": "Jadwal", "rute": "Rute saya"}
"""The views and their tabs, in order."""

EVERYTHING = "semua"
"""Value of a filter that filters nothing; an empty one would be shown as not chosen."""

PAGE_NUMBER = re.compile("[1-9][0-9]{0,4}")
AREA = re.compile(r"\d\d\.\d\d\.\d\d", re.ASCII)
WORD = re.compile("[a-z_]{1,20}")
ACCOUNT = re.compile("[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class VisitsAddress:
    """View, kecamatan and wanted day of the wishes, page (from 1), and whose day is looked at."""

    view: str = "permintaan"
    kecamatan: str = ""
    when: str = ""
    page: int = 1
    officer: int | None = None
    day: dt.date | None = None

    @classmethod
    def from_search(cls, search: str | None) -> VisitsAddress:
        """Read ``?tampilan=rute&petugas=3&hari=2026-11-26``; what is unknown is left out."""
        parsed = parse_qs((search or "").lstrip("?"))
        return cls.from_query({name: values[-1] for name, values in parsed.items()})

    @classmethod
    def from_query(cls, query: dict[str, str]) -> VisitsAddress:
        """The address of parameters that are taken apart already."""
        officer = query.get("petugas", "")
        page = query.get("hal", "1")
        return cls(
            view=query["tampilan"] if query.get("tampilan") in VIEWS else "permintaan",
            kecamatan=_matching(AREA, query.get("kecamatan", "")),
            when=_matching(WORD, query.get("kapan", "")),
            page=int(page) if PAGE_NUMBER.fullmatch(page) else 1,
            officer=int(officer) if ACCOUNT.fullmatch(officer) else None,
            day=day_of(query.get("hari")),
        )


def day_of(text: object) -> dt.date | None:
    """The day of ``2026-11-26``; ``None`` for anything else."""
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return None


def _matching(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) and text != EVERYTHING else ""
