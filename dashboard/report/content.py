"""What a report says: figures of the catalogue as they are, gathered for one period and row scope.

Nothing is worked out here. A figure is a cell of a metric's answer, so that it is the one on the pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.analytics.catalog import Catalog, Definition
from dashboard.analytics.filters import Filters, Scope
from dashboard.registry.annotations import Note
from dashboard.registry.office_facts import DataKind
from dashboard.registry.targets import KPIS, Target, target_on
from dashboard.report.parts import BEFORE, KEYS, PARTS, Column, Key, Part
from dashboard.report.period import Period, PeriodError
from dashboard.ui import format as words

ATTEMPTS = 3
"""Facts come in while the metrics are asked one after the other; a report stands on one state of them."""

ALL_AREAS = "Seluruh Kota Bekasi"


@dataclass(frozen=True)
class KeyFigure:
    """A headline figure.

    Args:
        key: what it is and where it comes from.
        value, before: of the period and the one before; ``None`` where there is none.
        part, whole: numerator and denominator of a share.
        enough, enough_before: whether they stand on enough cases to be shown.
        target: in the unit of ``value``.
    """

    key: Key
    value: float | None
    before: float | None
    part: float | None = None
    whole: float | None = None
    enough: bool = True
    enough_before: bool = True
    target: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; ``None`` without a target or a figure."""
        if self.key.kpi is None or self.target is None or self.value is None or not self.enough:
            return None
        better = KPIS[self.key.kpi].higher_is_better
        return self.value >= self.target if better else self.value <= self.target


@dataclass(frozen=True)
class Section:
    """A table of figures; ``rows`` are parallel to ``columns``, ``finding`` is its heading."""

    part: Part
    finding: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    """Rows there are, of which ``rows`` may be the first ones only."""


@dataclass(frozen=True)
class ReportContent:
    """Everything a report says, before it is put into words."""

    period: Period
    compared: Filters | None
    """The period compared with; ``None`` where the data do not reach back that far."""
    area: str
    as_of: dt.datetime
    data_kind: DataKind
    key_figures: tuple[KeyFigure, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    definitions: tuple[Definition, ...]

    @property
    def is_partial(self) -> bool:
        """Whether the period is not yet over."""
        return not self.period.is_over(self.as_of)


@dataclass(frozen=True)
class Remarks:
    """What is not a figure of the catalogue: targets, dated notes, and what the data are."""

    targets: Sequence[Target] = ()
    notes: Sequence[Note] = ()
    data_kind: DataKind = "nyata"


def gather(
    catalog: Catalog,
    period: Period,
    scope: Scope = Scope(),  # noqa: B008
    remarks: Remarks = Remarks(),
) -> ReportContent:
    """The report of a period, of the rows within the scope.

    Raises:
        PeriodError: the period has not begun, or lies before the first data.
        ReplicaNotReady: the replica is being filled.
    """
    for _ in range(ATTEMPTS):
        asked = _Asked(catalog, period, scope, remarks)
        content = asked.report()
        if asked.stands_on_one_state():
            break
    return content


class _Asked:
    """One pass through the catalogue."""

    def __init__(self, catalog: Catalog, period: Period, scope: Scope, remarks: Remarks) -> None:
        self.catalog, self.period, self.scope, self.remarks = catalog, period, scope, remarks
        self._answers: dict[Any, pd.DataFrame] = {}
        first = catalog.run("pilihan_filter", Filters(), scope)
        self._positions = [first.position]
        self.as_of = first.position.as_of
        self.names = first.frame
        self.compared = self._comparable(period.compared(self.as_of))

    def _comparable(self, asked: Filters) -> Filters | None:
        first = self.frame("ketersediaan", Filters())["hari_pertama"].iloc[0]
        lacks_data = not pd.isna(first) and asked.begins_before(pd.Timestamp(first).date())
        return None if lacks_data else asked

    def stands_on_one_state(self) -> bool:
        return all(position == self._positions[0] for position in self._positions)

    def report(self) -> ReportContent:
        self._must_have_data()
        parts = [part for part in PARTS if self.period.frequency in part.frequencies]
        used = dict.fromkeys([*(key.metric for key in KEYS), *(part.metric for part in parts)])
        return ReportContent(
            period=self.period,
            compared=self.compared,
            area=self._area(),
            as_of=self.as_of,
            data_kind=self.remarks.data_kind,
            key_figures=tuple(self._key_figure(key) for key in KEYS),
            sections=tuple(self._section(part) for part in parts),
            notes=tuple(n for n in self.remarks.notes if self.period.start <= n.day <= self.period.end),
            definitions=tuple(self.catalog.definition(name) for name in used),
        )

    def _must_have_data(self) -> None:
        period, last = self.period, self.as_of.date()
        if period.start > last:
            raise PeriodError(
                f"Periode {period.title} belum dimulai. Data tersedia sampai {words.date(last)}."
            )
        months = self.frame("corong_bulanan", Filters(end=last))
        if months.empty:
            return  # an office that has nothing yet gets a report that says so
        first: dt.date = pd.Timestamp(months["bulan"].iloc[0]).date()
        if period.end < first:
            raise PeriodError(
                f"Tidak ada data untuk periode {period.title}. Data dimulai "
                f"{words.MONTHS[first.month - 1]} {first.year}."
            )

    def frame(self, metric: str, filters: Filters, **options: Any) -> pd.DataFrame:
        asked = (metric, filters, tuple(options.items()))
        if asked not in self._answers:
            result = self.catalog.run(metric, filters, self.scope, **options)
            self._positions.append(result.position)
            self._answers[asked] = result.frame
        return self._answers[asked]

    def _key_figure(self, key: Key) -> KeyFigure:
        now = self.frame(key.metric, self.period.filters)
        old = self.frame(key.metric, self.compared) if self.compared else None
        target = None
        if key.kpi is not None:
            target = target_on(list(self.remarks.targets), key.kpi, None, self.period.end)
            if target is not None and key.kind == "porsi":
                target /= 100
        return KeyFigure(
            key,
            value=key.read(now),
            before=None if old is None else key.read(old),
            part=_cell(now, key.part),
            whole=_cell(now, key.whole),
            enough=_is_enough(now, key.enough),
            enough_before=old is None or _is_enough(old, key.enough),
            target=target,
        )

    def _section(self, part: Part) -> Section:
        now = part.prepare(self.frame(part.metric, part.reach(self.period.filters), **part.options))
        if part.compare and self.compared is None:
            now = now.assign(**{BEFORE: None})
        elif part.compare and self.compared:
            old = part.prepare(self.frame(part.metric, self.compared, **part.options))
            now = _beside(now, old, part)
        shown = now if part.most is None else now.head(part.most)
        rows = (
            tuple(_cell_of(record, column, part) for column in part.columns) for record in _records(shown)
        )
        return Section(part, part.finding(now), part.columns, tuple(rows), len(now))

    def _area(self) -> str:
        named = [
            f"{kind} {', '.join(self._name_of(kind, code) for code in codes)}"
            for kind, codes in (("lokasi", self.scope.lokasi), ("kecamatan", self.scope.kecamatan))
            if codes is not None
        ]
        return f"Terbatas pada {'; '.join(named)}" if named else ALL_AREAS

    def _name_of(self, kind: str, code: str) -> str:
        found = self.names.loc[(self.names["jenis"] == kind) & (self.names["kode"] == code), "nama"]
        return str(found.iloc[0]) if len(found) else code


def _beside(now: pd.DataFrame, old: pd.DataFrame, part: Part) -> pd.DataFrame:
    """The rows with what they were in the period before, matched by what they are about."""
    kept = old[[*part.identity, part.compare]].rename(columns={part.compare: BEFORE})
    if part.compare in part.guarded:
        kept[BEFORE] = kept[BEFORE].where(old[part.enough])
    return now.merge(kept, on=list(part.identity), how="left")


def _records(frame: pd.DataFrame) -> list[Mapping[str, Any]]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _cell_of(record: Mapping[str, Any], column: Column, part: Part) -> Any:
    """A cell; nothing where it stands on too few cases."""
    if column.key in part.guarded and not record[part.enough]:
        return None
    return _plain(record[column.key])


def _cell(frame: pd.DataFrame, column: str | None) -> Any:
    return None if column is None or frame.empty else _plain(frame[column].iloc[0])


def _is_enough(frame: pd.DataFrame, column: str | None) -> bool:
    return column is None or frame.empty or bool(frame[column].iloc[0])


def _plain(value: Any) -> Any:
    """A Python value, so that nothing depends on how the answer was stored."""
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    return value.item() if hasattr(value, "item") else value
