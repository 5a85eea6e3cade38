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
from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.replica import Position

QUERIES = Path(__file__).resolve().parents[2] / "queries"
REQUIRED = ("title", "definition", "unit", "grain", "period", "excludes")
ALLOWED = (*REQUIRED, "option")
_HEADER = re.compile(r"^-- (\w+): (.*)$")
_CONTINUED = re.compile(r"^--\s{2,}(\S.*)$")
_PARAMETER = re.compile(r"\$(\w+)")
_FREE_TEXT_LIMIT = 80


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
        try:
            match self.kind:
                case "number":
                    return int(value)
                case "date":
                    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
                case "text":
                    return str(value)[:_FREE_TEXT_LIMIT]
        except ValueError:
            raise MetricError(
                f"Pilihan {self.name}: {value!r} tidak dapat dibaca sebagai {self.kind}."
            ) from None
        if value not in self.choices:
            raise MetricError(f"Pilihan {self.name} harus salah satu dari: {', '.join(self.choices)}.")
        return value


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
        self._definitions = {path.stem: read_definition(path) for path in sorted(folder.glob("*.sql"))}
        self._answers: AnswerCache[pd.DataFrame] = AnswerCache()

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
        key = (name, filters, scope, tuple(sorted(options.items())), position, parameters.get("now"))
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
        values = filters.parameters() | {
            "scope_lokasi": list(scope.lokasi) if scope.lokasi is not None else None
        }
        # To the minute: "late by now" must not make every second a question of its own.
        values["now"] = as_of.replace(second=0, microsecond=0)
        values |= {name: option.read(options.get(name)) for name, option in known.items()}
        return {name: value for name, value in values.items() if name in definition.parameters}

    def forget(self) -> None:
        """Drop every kept answer, so that the next ones are computed."""
        self._answers.clear()


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
    sql = "\n".join(lines[body_start:]).strip().rstrip(";")
    if "$scope_lokasi" not in sql:
        raise MetricError(f"{path.name}: the row scope $scope_lokasi is not applied")
    return Definition(
        name=path.stem,
        options=tuple(_option(text) for text in fields.get("option", [])),
        sql=sql,
        **{name: " ".join(fields[name]) for name in REQUIRED},
    )


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
