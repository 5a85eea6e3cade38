"""Load the reference data that ship with the project, without touching what the office changed."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry.calendar import ensure_holidays
from dashboard.registry.models import (
    Base,
    DocumentType,
    Kecamatan,
    Kelurahan,
    OfficeHours,
    PauseReason,
    PickupLocation,
    ReasonScope,
    RejectionReason,
    Requirement,
    Service,
    ServiceVariant,
)

REFERENCE_MODELS: tuple[type[Base], ...] = (
    Service,
    ServiceVariant,
    DocumentType,
    Requirement,
    Kecamatan,
    Kelurahan,
    PickupLocation,
    OfficeHours,
    RejectionReason,
    ReasonScope,
    PauseReason,
)
"""In the order in which foreign keys allow them; each has a CSV of its table's name."""


def load_reference_data(session: Session, models: Sequence[type[Base]] = REFERENCE_MODELS) -> None:
    """Insert the reference rows that are missing; rows that exist are the office's own and stay.

    Args:
        models: fewer tables, for a schema of an earlier release.
    """
    for model in models:
        rows = read_reference(model)
        missing = _missing(session, model, rows)
        if missing:
            session.execute(insert(model).on_conflict_do_nothing(), missing)
    this_year = dt.date.today().year
    ensure_holidays(session, [this_year - 3, this_year])


def read_reference(model: type[Base]) -> list[dict[str, Any]]:
    """The shipped rows of a table; empty cells are missing values where the column allows them."""
    table: sa.Table = model.__table__  # type: ignore[assignment]
    text = (files("dashboard.registry") / "reference" / f"{table.name}.csv").read_text("utf-8")
    return [
        {name: None if cell == "" and table.c[name].nullable else cell for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text))
    ]


def _missing(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    key = [column.name for column in model.__table__.primary_key]  # type: ignore[attr-defined]
    stored = {
        tuple(str(value) for value in row)
        for row in session.execute(sa.select(*(getattr(model, name) for name in key)))
    }
    columns = model.__table__.columns
    return [
        {name: _typed(columns[name].type, value) for name, value in row.items()}
        for row in rows
        if tuple(row[name] for name in key) not in stored
    ]


def _typed(kind: Any, value: Any) -> Any:
    match kind:
        case _ if value is None:
            return None
        case sa.Boolean():
            return value == "true"
        case sa.Time():
            return dt.time.fromisoformat(value)
        case sa.Integer():
            return int(value)
        case sa.Numeric():
            return Decimal(value)
        case _:
            return value
