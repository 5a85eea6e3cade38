"""Everything a running office is made of, met in one place."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from flask import current_app

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.replica import Replica
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.settings import Settings

CALENDAR_SECONDS = 60
"""How long a calendar read from the database is used before it is read again."""

EXTENSION = "eopen"


@dataclass
class Office:
    """The parts that pages and commands work with."""

    settings: Settings
    database: RequestDatabase
    replica: Replica
    catalog: Catalog
    _vault: PersonalDataVault | None = field(default=None, repr=False)
    _calendar: tuple[float, WorkCalendar] | None = field(default=None, repr=False)

    @classmethod
    def open(cls, settings: Settings, database: RequestDatabase | None = None) -> Office:
        """Open the office of the settings; the replica is opened but not yet followed."""
        database = database or RequestDatabase.open(settings)
        replica = Replica(settings.home_path / "replica", database.url, settings)
        return cls(settings, database, replica, Catalog(replica))

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
        if self._calendar is None or time.monotonic() - self._calendar[0] > CALENDAR_SECONDS:
            with self.database.session() as session:
                self._calendar = (time.monotonic(), WorkCalendar(session))
        return self._calendar[1]


def current_office() -> Office:
    """The office of the running Flask application."""
    office: Office = current_app.extensions[EXTENSION]
    return office
