"""A small log, its mapping, and what the office holds after an import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.registry.database import RequestDatabase
from dashboard.registry.importing.mapping import Mapping
from dashboard.registry.importing.run import Summary, import_events

STATUSES = {
    "terima": "VERIFIKASI",
    "proses": "PROSES",
    "selesai": "SELESAI",
    "ambil": "DIAMBIL",
    "tolak*": "DITOLAK",
    "gagal": "GAGAL",
}


def mapping(**changes: Any) -> Mapping:
    """A mapping of the columns kasus, kegiatan, waktu; ``changes`` replace whole keys."""
    columns = {"case": "kasus", "activity": "kegiatan", "timestamp": "waktu"}
    return Mapping.model_validate({"name": "uji", "columns": columns, "statuses": STATUSES} | changes)


@dataclass(frozen=True)
class Import:
    """Imports texts as logs into one office and shows what is there."""

    database: RequestDatabase
    folder: Path

    def __call__(self, text: str | bytes, rules: Mapping | None = None) -> Summary:
        path = self.folder / "log.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return import_events(self.database, rules or mapping(), path, self.quarantine)

    @property
    def quarantine(self) -> Path:
        return self.folder / "log.csv.karantina.csv"

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.database.session() as session:
            return [tuple(row) for row in session.execute(sa.text(statement))]

    def steps(self) -> list[tuple[Any, ...]]:
        """(external id, from, to) of every transition, in order."""
        return self.rows(
            "select external_id, from_status, to_status from transition"
            " join request on request.id = request_id order by external_id, transition.id"
        )

    def requests(self) -> list[tuple[Any, ...]]:
        """(external id, attempt, status) of every application."""
        return self.rows("select external_id, attempt, status from request order by external_id")


@pytest.fixture
def load(database: RequestDatabase, tmp_path: Path) -> Import:
    return Import(database, tmp_path)


@pytest.fixture
def log() -> Callable[..., str]:
    """Builds a log text: ``log("A terima 2024-01-02", ...)``."""

    def build(*rows: str) -> str:
        return "kasus,kegiatan,waktu\n" + "".join(",".join(row.split(" ", 2)) + "\n" for row in rows)

    return build
