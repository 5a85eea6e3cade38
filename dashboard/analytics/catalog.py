"""The metric catalogue: every figure is one file in ``queries/``, run in one way.

A file starts with header comments (``-- title: ...``), the definition that users read, and holds one
SELECT with ``$named`` parameters. Options are declared in the header and checked against it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa

from dashboard.analytics.cache import AnswerCache
from dashboard.analytics.filters import DIMENSIONS, Filters, Scope
from dashboard.analytics.replica import Position

QUERIES = Path(__file__).resolve().parents[2] / "queries"
REQUIRED = ("title", "definition", "unit", "grain", "period", "excludes")
ALLOWED = (*REQUIRED, "option")
_HEADER = re.compile(r"^-- (\w+): (.*)$")
_CONTINUED = re.compile(r"^--\s{2,}(\S.*)$")
_PARAMETER = re.compile(r"\$(\w+)")
_FREE_TEXT_LIMIT = 80
_MOST = 10_000_000
"""The largest number an option takes."""

GIVEN = frozenset({"start", "end", *DIMENSIONS, "scope_lokasi", "scope_kecamatan", "now"})
"""Parameters that every query may use; any other is an option of its own."""

_LOCATED_FACT = re.compile(
    r"\b(?:from|join)\s+(?:submissions|transitions|stays|open_cases|rejections|standing_rejections|slots|bookings"
    r"|slot_refusals|visits|reviews|standing_reviews)\b"
)
_SCOPE = re.compile(
    r"\(\$scope_lokasi is null or list_contains\(\$scope_lokasi, [\w.]+\)\)\s+"
    r"and \(\$scope_kecamatan is null or list_contains\(\$scope_kecamatan, [\w.]+\)\)"
)


class MetricError(ValueError):
    """A metric or option that does not exist; the message says what does."""


class Answering(Protocol):
    """What the catalogue asks of a replica."""

    @property
    def position(self) -> Position: ...
    def query(self, sql: str, parameters: dict[str, Any] | None = None) -> pa.Table: ...


@dataclass(frozen=True)
class Option:
    """A choice beyond the filters. ``kind`` is ``choice``, ``number``, ``date`` or ``text``."""

    name: str
    kind: str
    choices: tuple[str, ...]
    default: str | None
    help: str

    def read(self, value: Any) -> Any:
        """The value for SQL.

        Raises:
            MetricError: it is none of the choices, or no number or date.
        """
        if value is None or value == "":
            value = self.default
        if value is None:
            return None
        match self.kind:
            case "number":
                return self._number(value)
            case "date":
                return self._date(value)
            case "text":
                return str(value)[:_FREE_TEXT_LIMIT]
        if value not in self.choices:
            raise MetricError(f"Pilihan {self.name} harus salah satu dari: {', '.join(self.choices)}.")
        return value

    def _number(self, value: Any) -> int:
        # Values come from browsers and may be of any type.
        try:
            number = int(value)
        except (TypeError, ValueError, OverflowError):
            number = -1
        if not 0 <= number <= _MOST:
            raise MetricError(f"Pilihan {self.name} harus bilangan bulat dari 0 sampai {_MOST}.")
        return number

    def _date(self, value: Any) -> dt.date:
        if isinstance(value, dt.datetime):
            return value.date()
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except ValueError:
            raise MetricError(f"Pilihan {self.name} harus tanggal seperti 2026-01-31.") from None


@dataclass(frozen=True)
class Definition:
    """What a metric means, as users read it, and the SQL that makes it."""

    name: str
    title: str
    definition: str
    unit: str
    grain: str
    period: str
    excludes: str
    options: tuple[Option, ...]
    sql: str

    @property
    def parameters(self) -> frozenset[str]:
        return frozenset(_PARAMETER.findall(self.sql))


@dataclass(frozen=True)
class Result:
    """A metric's rows. ``frame`` is the caller's own; ``position`` says which facts it stands on."""

    name: str
    frame: pd.DataFrame
    position: Position
    from_cache: bool


class Catalog:
    """Loads the query files once and answers from the replica, keeping answers per position.

    Args:
        replica: answers SQL and knows its position.
        folder: where the query files lie.
    """

    def __init__(self, replica: Answering, folder: Path = QUERIES) -> None:
        self._replica = replica
        self._definitions = read_definitions(folder)
        self._answers: AnswerCache[pd.DataFrame] = AnswerCache(weigh=_bytes)

    def names(self) -> list[str]:
        """Every metric, in alphabetical order."""
        return list(self._definitions)

    def definition(self, name: str) -> Definition:
        """What a metric means.

        Raises:
            MetricError: there is no such metric.
        """
        try:
            return self._definitions[name]
        except KeyError:
            raise MetricError(f"Tidak ada metrik {name!r}. Yang ada: {', '.join(self.names())}.") from None

    def run(self, name: str, filters: Filters, scope: Scope = Scope(), **options: Any) -> Result:  # noqa: B008
        """Answer a metric.

        Raises:
            MetricError: the metric or an option does not exist.
            ReplicaNotReady: the replica is being filled.
        """
        definition = self.definition(name)
        position = self._replica.position
        parameters = self.parameters(definition, filters, scope, options, position.as_of)
        # The scope is among the parameters: no query is loaded without it.
        asked = (
            (key, tuple(value) if isinstance(value, list) else value) for key, value in parameters.items()
        )
        key = (name, frozenset(asked), position)
        frame, known = self._answers.get(
            key, lambda: self._replica.query(definition.sql, parameters).to_pandas()
        )
        return Result(name, frame.copy(deep=False), position, known)

    def parameters(
        self,
        definition: Definition,
        filters: Filters,
        scope: Scope,
        options: dict[str, Any],
        as_of: dt.datetime,
    ) -> dict[str, Any]:
        """The SQL parameters a query asks for, and no others."""
        known = {option.name: option for option in definition.options}
        unknown = set(options) - set(known)
        if unknown:
            raise MetricError(
                f"{definition.name} tidak mengenal pilihan {', '.join(sorted(unknown))}. "
                f"Yang ada: {', '.join(known) or 'tidak ada'}."
            )
        values = filters.parameters() | scope.parameters()
        # To the minute: "late by now" must not make every second a question of its own.
        values["now"] = as_of.replace(second=0, microsecond=0)
        values |= {name: option.read(options.get(name)) for name, option in known.items()}
        return {name: value for name, value in values.items() if name in definition.parameters}

    def forget(self) -> None:
        """Drop every kept answer, so that the next ones are computed."""
        self._answers.clear()


def read_definitions(folder: Path = QUERIES) -> dict[str, Definition]:
    """Every metric of a folder by name, in alphabetical order.

    Raises:
        MetricError: a file is not fit to be loaded.
    """
    return {path.stem: read_definition(path) for path in sorted(folder.glob("*.sql"))}


def read_definition(path: Path) -> Definition:
    """Read a query file.

    Raises:
        MetricError: a header is missing or unknown, or the row scope is not applied.
    """
    fields: dict[str, list[str]] = {}
    last: list[str] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    body_start = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    for line in lines[:body_start]:
        if match := _HEADER.match(line):
            last = fields.setdefault(match[1], [])
            last.append(match[2].strip())
        elif (match := _CONTINUED.match(line)) and last:
            last[-1] += " " + match[1].strip()
        else:
            raise MetricError(f"{path.name}: cannot read header line {line!r}")
    missing, unknown = set(REQUIRED) - set(fields), set(fields) - set(ALLOWED)
    if missing or unknown:
        raise MetricError(f"{path.name}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    repeated = [name for name in REQUIRED if len(fields[name]) > 1]
    if repeated:
        raise MetricError(f"{path.name}: {repeated} stand more than once")
    definition = Definition(
        name=path.stem,
        options=tuple(_option(text) for text in fields.get("option", [])),
        sql="\n".join(lines[body_start:]).strip().rstrip(";"),
        **{name: fields[name][0] for name in REQUIRED},
    )
    objection = _objection(definition)
    if objection:
        raise MetricError(f"{path.name}: {objection}")
    return definition


def _objection(definition: Definition) -> str | None:
    """Why a query may not be loaded."""
    code = "\n".join(line.split("--")[0] for line in definition.sql.splitlines())
    if ";" in code:
        return "holds more than one statement"
    if "$scope_" not in code or len(_SCOPE.findall(code)) < len(_LOCATED_FACT.findall(code)):
        return (
            "the row scope ($scope_lokasi is null or list_contains($scope_lokasi, lokasi)) and the same for "
            "kecamatan must be applied to every fact that is read"
        )
    options = {option.name for option in definition.options}
    used = set(_PARAMETER.findall(code))
    if used - GIVEN != options:
        return f"parameters {sorted(used - GIVEN)} and options {sorted(options)} differ"
    for option in definition.options:
        option.read(None)
    return None


def _bytes(frame: pd.DataFrame) -> int:
    return int(frame.memory_usage(deep=True).sum())


def _option(text: str) -> Option:
    """``satuan = kerja | kalender (kerja) - explanation`` or ``limit = number (50) - explanation``."""
    match = re.fullmatch(r"(\w+) = ([\w| ]+?)(?: \((\S+)\))? - (.+)", text)
    if match is None:
        raise MetricError(f"cannot read option {text!r}")
    name, kinds, default, explanation = match.groups()
    choices = tuple(choice.strip() for choice in kinds.split("|"))
    is_typed = len(choices) == 1 and choices[0] in ("number", "date", "text")
    return Option(
        name, choices[0] if is_typed else "choice", () if is_typed else choices, default, explanation
    )
