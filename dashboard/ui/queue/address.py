"""What an officer looks at, as the page's address holds it. No personal data: a case is its number.

``assets/antrean.js`` writes the same address; it knows the names below and what is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

VIEWS: dict[str, str] = {
    "menunggu": "Menunggu",
    "terlambat": "Terlambat",
    "hari_ini": "Hari ini",
    "tujuh_hari": "7 hari",
    "milik_saya": "Milik saya",
    "ditahan": "Ditahan",
}
"""The views of the queue and their tabs, in order."""

FILTERS: dict[str, str] = {
    "layanan": "Layanan",
    "lokasi": "Lokasi ambil",
    "status": "Status",
    "kanal": "Kanal",
    "prioritas": "Prioritas",
}
"""What the list can be narrowed by."""

SORTINGS: dict[str, str] = {
    "mendesak": "Paling mendesak dahulu",
    "mendesak-turun": "Paling tidak mendesak dahulu",
    "masuk": "Paling lama masuk dahulu",
    "masuk-turun": "Terbaru masuk dahulu",
    "tenggat": "Tenggat terdekat dahulu",
    "tenggat-turun": "Tenggat terjauh dahulu",
    "layanan": "Layanan A–Z",
    "layanan-turun": "Layanan Z–A",
    "lokasi": "Lokasi A–Z",
    "lokasi-turun": "Lokasi Z–A",
}
"""The orders of the list; ``-turun`` turns one round."""

DOWN = "-turun"
PAGE_NUMBER = re.compile("[1-9][0-9]{0,4}")
CODE = re.compile(r"\w{1,40}", re.ASCII)


@dataclass(frozen=True)
class DeskAddress:
    """View, filters by name, order, page (from 1) and the number of the open case ("" for none)."""

    view: str = "menunggu"
    narrowed: dict[str, str] = field(default_factory=dict)
    order: str = "mendesak"
    page: int = 1
    case: str = ""

    @classmethod
    def from_search(cls, search: str | None) -> DeskAddress:
        """Read ``?tampilan=terlambat&layanan=KK&hal=2&kasus=EO-00000017``; what is unknown is left out."""
        query = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
        return cls.from_query(query)

    @classmethod
    def from_query(cls, query: dict[str, str]) -> DeskAddress:
        """The address of parameters that are taken apart already."""
        page = query.get("hal", "1")
        return cls(
            view=query["tampilan"] if query.get("tampilan") in VIEWS else "menunggu",
            narrowed={name: query[name] for name in FILTERS if CODE.fullmatch(query.get(name, ""))},
            order=query["urut"] if query.get("urut") in SORTINGS else "mendesak",
            page=int(page) if PAGE_NUMBER.fullmatch(page) else 1,
            case=query.get("kasus", "")[:20],
        )

    @property
    def sort(self) -> str:
        """What the list is sorted by."""
        return self.order.removesuffix(DOWN)

    @property
    def is_descending(self) -> bool:
        """Whether the order is turned round."""
        return self.order.endswith(DOWN)

    def to_search(self) -> str:
        """The query string, without what is as usual."""
        return self._written({**self._list(), "kasus": self.case})

    def list_search(self) -> str:
        """The part of it that the list depends on."""
        return self._written(self._list())

    def kept_query(self) -> str:
        """The part of it that is worth a name: without page and case."""
        return self._written({**self._list(), "hal": ""}).removeprefix("?")

    def _list(self) -> dict[str, str]:
        return {
            "tampilan": self.view if self.view != "menunggu" else "",
            **{name: self.narrowed.get(name, "") for name in FILTERS},
            "urut": self.order if self.order != "mendesak" else "",
            "hal": str(self.page) if self.page > 1 else "",
        }

    @staticmethod
    def _written(query: dict[str, str]) -> str:
        text = urlencode({name: value for name, value in query.items() if value})
        return f"?{text}" if text else ""
