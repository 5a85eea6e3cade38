"""What the counter looks at, as the page's address holds it. No case and no personal data stand in it.

``assets/loket.js`` writes the same address; it knows the names below and what is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

TABS: dict[str, str] = {"pengambilan": "Pengambilan", "belum_diambil": "Belum diambil"}
"""The tabs of the page, in order; a page shows those it has a part for."""

STATES: dict[str, str] = {
    "semua": "Diharapkan",
    "siap": "Siap",
    "belum_siap": "Belum siap",
    "dilayani": "Sudah diambil",
    "tidak_hadir": "Tidak hadir",
}
"""What the list is narrowed to; all who booked are expected."""

ORDERS: dict[str, str] = {"keadaan": "Keadaan", "nomor": "Nomor", "layanan": "Layanan"}
EVERYTHING = "semua"
PAGE_NUMBER = re.compile("[1-9][0-9]{0,4}")
CODE = re.compile(r"\w{1,40}", re.ASCII)
DAY = re.compile(r"20\d\d-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class CounterAddress:
    """Tab, location ("" for all), day (``None`` for today), state, order and page (from 1)."""

    tab: str = "pengambilan"
    location: str = ""
    day: dt.date | None = None
    state: str = EVERYTHING
    order: str = "keadaan"
    page: int = 1

    @classmethod
    def from_search(cls, search: str | None) -> CounterAddress:
        """Read ``?tab=belum_diambil&lokasi=DINAS&hari=2026-11-25``; what is unknown is left out."""
        query = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
        return cls.from_query(query)

    @classmethod
    def from_query(cls, query: dict[str, str]) -> CounterAddress:
        """The address of parameters that are taken apart already."""
        page, location = query.get("hal", "1"), query.get("lokasi", "")
        return cls(
            tab=query["tab"] if query.get("tab") in TABS else "pengambilan",
            location=location if CODE.fullmatch(location) and location != EVERYTHING else "",
            day=_day(query.get("hari", "")),
            state=query["keadaan"] if query.get("keadaan") in STATES else EVERYTHING,
            order=query["urut"] if query.get("urut") in ORDERS else "keadaan",
            page=int(page) if PAGE_NUMBER.fullmatch(page) else 1,
        )

    def list_search(self) -> str:
        """The query string that the lists depend on, without what is as usual."""
        query = {
            "lokasi": self.location,
            "hari": self.day.isoformat() if self.day else "",
            "keadaan": self.state if self.state != EVERYTHING else "",
            "urut": self.order if self.order != "keadaan" else "",
            "hal": str(self.page) if self.page > 1 else "",
        }
        text = urlencode({name: value for name, value in query.items() if value})
        return f"?{text}" if text else ""


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None
