"""Everything a running office is made of, met in one place."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from dashboard.analytics.cache import AnswerCache
from dashboard.analytics.catalog import Catalog
from dashboard.analytics.replica import Replica
from dashboard.registry.annotations import Note, standing_notes
from dashboard.registry.blank_stock import BlankStock, all_stocks
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import DATABASE_AWAY, RequestDatabase
from dashboard.registry.document_store import DOCUMENT_FOLDER, DocumentStore
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.targets import Target, all_targets
from dashboard.settings import Settings

CALENDAR_SECONDS = 60
REMARK_SECONDS = 5
"""How long what was read from the database is used before it is read again."""

MOST_DRAWN = 160
"""Pictures kept: those of every page, for a few ways of looking at it."""

EXTENSION = "eopen"


@dataclass
class Office:
    """The parts that pages and commands work with."""

    settings: Settings
    database: RequestDatabase
    replica: Replica
    catalog: Catalog
    drawn: AnswerCache[Any] = field(default_factory=lambda: AnswerCache(most=MOST_DRAWN), repr=False)
    """Pictures that pages drew, by all that they depend on."""
    _vault: PersonalDataVault | None = field(default=None, repr=False)
    _kept: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, settings: Settings, database: RequestDatabase | None = None) -> Office:
        """Open the office of the settings; the replica is opened but not yet followed."""
        database = database or RequestDatabase.open(settings)
        replica = Replica(settings.home_path / "replica", database.url, settings)
        return cls(settings, database, replica, Catalog(replica))

    @property
    def documents(self) -> DocumentStore:
        """The files of the applications."""
        return DocumentStore(self.settings.home_path / DOCUMENT_FOLDER)

    @property
    def vault(self) -> PersonalDataVault:
        """The personal-data vault.

        Raises:
            MissingKeyError: the data are real and no key is set.
        """
        if self._vault is None:
            self._vault = PersonalDataVault.open(self.settings, self.database)
        return self._vault

    def calendar(self) -> WorkCalendar:
        """The working calendar, at most a minute old."""
        calendar: WorkCalendar = self._read("calendar", CALENDAR_SECONDS, WorkCalendar)
        return calendar

    def targets(self) -> list[Target]:
        """Every target of a KPI, at most five seconds old."""
        targets: list[Target] = self._read("targets", REMARK_SECONDS, all_targets)
        return targets

    def notes(self) -> list[Note]:
        """Every dated note, at most five seconds old."""
        notes: list[Note] = self._read("notes", REMARK_SECONDS, standing_notes)
        return notes

    def blank_stocks(self) -> list[BlankStock]:
        """The blank cards of every location, at most five seconds old: adding up a long ledger takes time."""
        stocks: list[BlankStock] = self._read(
            "blank stocks", REMARK_SECONDS, lambda session: all_stocks(session, self.calendar())
        )
        return stocks

    def _read(self, name: str, seconds: float, read: Callable[[Session], Any]) -> Any:
        """What ``read`` found, read anew when it is older; while the database is away, what is known."""
        known = self._kept.get(name)
        if known is None or time.monotonic() - known[0] > seconds:
            try:
                with self.database.session() as session:
                    known = self._kept[name] = (time.monotonic(), read(session))
            except DATABASE_AWAY:
                if known is None:
                    raise
        return known[1]


def current_office() -> Office:
    """The office of the running Flask application."""
    office: Office = current_app.extensions[EXTENSION]
    return office
