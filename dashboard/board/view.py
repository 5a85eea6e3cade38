"""What a viewer asks of a page: filters, comparison, unit, theme; and how the catalogue is asked for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from dashboard.access import current_account
from dashboard.analytics.catalog import Definition
from dashboard.analytics.filters import DIMENSIONS, Filters, Scope, today
from dashboard.office import current_office
from dashboard.registry.targets import target_on
from dashboard.ui import format as words

COMPARISONS = {"sebelumnya": "Periode sebelumnya", "tahun": "Tahun lalu", "tidak": "Tanpa pembanding"}
UNITS = ("kerja", "kalender")


@dataclass(frozen=True)
class View:
    """One question of one viewer. What lies outside the viewer's scope does not exist for it.

    Args:
        unit: ``kerja`` or ``kalender``.
        comparison: a key of ``COMPARISONS``.
        picks: the value of each of the page's choices by name.
    """

    filters: Filters
    scope: Scope
    unit: str = "kerja"
    comparison: str = "sebelumnya"
    theme: str = "light"
    picks: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def asked(cls, choice: Any, *, theme: Any = "light", picks: Mapping[str, str] | None = None) -> View:
        """Read what a browser sends, which may be anything; the scope is the signed-in account's."""
        choice = choice if isinstance(choice, dict) else {}
        account = current_account()
        unit, comparison = choice.get("satuan"), choice.get("banding")
        return cls(
            filters=Filters.from_query(choice),
            scope=Scope(account.locations, account.areas),
            unit=unit if unit in UNITS else "kerja",
            comparison=comparison if comparison in COMPARISONS else "sebelumnya",
            theme="dark" if theme == "dark" else "light",
            picks=picks or {},
        )

    def identity(self) -> tuple[Hashable, ...]:
        """All that a picture of this view depends on.

        Raises:
            ReplicaNotReady: the replica is being filled.
        """
        office = current_office()
        position = office.replica.position
        asked = (self.filters, self.scope, self.unit, self.comparison, self.theme)
        minute = position.as_of.replace(second=0, microsecond=0)
        set_by_admin = tuple(office.targets()), tuple(office.notes())
        return *asked, tuple(sorted(self.picks.items())), position, minute, *set_by_admin

    @property
    def address(self) -> str:
        """The choice as another page of figures reads it."""
        return f"{self.filters.to_query()}&banding={self.comparison}"

    @property
    def period(self) -> str:
        """The period in words."""
        return words.period(self.filters.start, self.filters.end)

    @property
    def compared(self) -> Filters | None:
        """The same choice in the period compared with; ``None`` without one.

        Nor is there one where the data do not reach back that far: a growth since before the first
        application is none.
        """
        asked = self.comparison_asked
        return None if asked is None or self.begins_too_late is not None else asked

    @property
    def begins_too_late(self) -> dt.date | None:
        """The first day with data, where that leaves out a part of the period asked to compare with."""
        asked, first = self.comparison_asked, self.row("ketersediaan")["hari_pertama"]
        if asked is None or pd.isna(first):
            return None
        day = pd.Timestamp(first).date()
        return day if asked.begins_before(day) else None

    @property
    def comparison_asked(self) -> Filters | None:
        """The period that the viewer wants to compare with, whether or not there are data of it.

        A period that is not over is compared with as many days as have passed of it.
        """
        if self.comparison == "tidak" or self.filters.start is None or self.filters.end is None:
            return None
        reached = max(self.filters.start, min(self.filters.end, self.as_of.date()))
        passed = replace(self.filters, end=reached)
        return passed.year_before() if self.comparison == "tahun" else passed.previous_period()

    @property
    def compared_words(self) -> str:
        """What a change is measured against."""
        return {"sebelumnya": "dari periode sebelumnya", "tahun": "dari tahun lalu"}.get(self.comparison, "")

    @property
    def as_of(self) -> dt.datetime:
        """The WIB moment up to which the figures are complete.

        Raises:
            ReplicaNotReady: the replica is being filled.
        """
        return current_office().replica.position.as_of

    @property
    def notes(self) -> list[tuple[dt.date, str]]:
        """The dated notes within the period."""
        start, end = self.filters.start or dt.date.min, self.filters.end or dt.date.max
        return [(note.day, note.text) for note in current_office().notes() if start <= note.day <= end]

    def target(self, kpi: str) -> float | None:
        """The target that held at the period's end, in the KPI's unit: for one service, its own."""
        service = self.filters.layanan[0] if len(self.filters.layanan) == 1 else None
        return target_on(current_office().targets(), kpi, service, self.filters.end or today())

    def frame(self, metric: str, filters: Filters | None = None, **options: Any) -> pd.DataFrame:
        """A metric's rows under these filters, or under others within the same scope."""
        return current_office().catalog.run(metric, filters or self.filters, self.scope, **options).frame

    def row(self, metric: str, filters: Filters | None = None, **options: Any) -> dict[str, Any]:
        """The only row of a metric that has one."""
        return self.rows(metric, filters, **options)[0]

    def rows(self, metric: str, filters: Filters | None = None, **options: Any) -> list[dict[str, Any]]:
        """A metric's rows one by one."""
        records = self.frame(metric, filters, **options).to_dict("records")
        return [{str(name): value for name, value in row.items()} for row in records]

    def definition(self, metric: str) -> Definition:
        """What a metric means."""
        return current_office().catalog.definition(metric)

    def recent(self, days: int) -> Filters:
        """The same choice over the last days, today included: for what is asked of now."""
        today = self.as_of.date()
        return replace(self.filters, start=today - dt.timedelta(days=days - 1), end=today)

    def narrowed(self, codes: Mapping[str, Any], until: dt.date | None = None) -> View:
        """This view with the codes of some dimensions replaced, read as from an address.

        Args:
            until: the last day of the period instead of its own.
        """
        known = {name: value for name, value in codes.items() if name in DIMENSIONS}
        read = Filters.from_query(known)
        changes: dict[str, Any] = {name: getattr(read, name) for name in known}
        if until is not None:
            changes["end"] = until
        return replace(self, filters=replace(self.filters, **changes))
