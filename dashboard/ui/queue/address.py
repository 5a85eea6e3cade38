"""What an officer looks at, as the page's address holds it. No personal data: a case is its number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

VIEWS: dict[str, str] = {
    "menunggu": "Menunggu",
    "terlambat": "Terlambat",
    "hari_ini": "Hari ini",
    "milik_saya": "Milik saya",
}
"""The views of the queue and their tabs, in order."""

PAGE_NUMBER = re.compile("[1-9][0-9]{0,4}")


@dataclass(frozen=True)
class DeskAddress:
    """View, service filter, page (from 1) and the number of the open case ("" for none)."""

    view: str = "menunggu"
    service: str = ""
    page: int = 1
    case: str = ""

    @classmethod
    def from_search(cls, search: str | None) -> DeskAddress:
        """Read ``?tampilan=terlambat&layanan=KK&hal=2&kasus=EO-00000017``; what is unknown is left out."""
        query = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
        page = query.get("hal", "1")
        return cls(
            view=query["tampilan"] if query.get("tampilan") in VIEWS else "menunggu",
            service=query.get("layanan", "")[:40],
            page=int(page) if PAGE_NUMBER.fullmatch(page) else 1,
            case=query.get("kasus", "")[:20],
        )

    @property
    def services(self) -> tuple[str, ...]:
        """The services to filter by; empty for all."""
        return (self.service,) if self.service else ()

    def to_search(self) -> str:
        """The query string, without what is as usual."""
        query = {
            "tampilan": self.view if self.view != "menunggu" else "",
            "layanan": self.service,
            "hal": str(self.page) if self.page > 1 else "",
            "kasus": self.case,
        }
        text = urlencode({name: value for name, value in query.items() if value})
        return f"?{text}" if text else ""

    def to(self, **changes: Any) -> DeskAddress:
        """The address after a change; another view or filter begins on its first page."""
        if {"view", "service"} & changes.keys():
            changes.setdefault("page", 1)
        return replace(self, **changes)
