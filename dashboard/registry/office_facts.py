"""What this database holds: nothing yet, a simulated city, or a real office."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry.models import OfficeFact

DataKind = Literal["kosong", "contoh", "nyata"]
DATA_KIND = "data_kind"


def data_kind(session: Session) -> DataKind:
    """``contoh`` while the data are simulated, ``nyata`` once they are real, ``kosong`` before either."""
    kind = get_fact(session, DATA_KIND)
    return kind if kind in ("contoh", "nyata") else "kosong"  # type: ignore[return-value]


def mark_data_kind(session: Session, kind: Literal["contoh", "nyata"]) -> None:
    """Say once what the data are; simulated and real data never share a database.

    Raises:
        ValueError: the database already holds the other kind.
    """
    present = data_kind(session)
    if present not in ("kosong", kind):
        raise ValueError(f"the database holds data of kind {present!r} and cannot become {kind!r}")
    set_fact(session, DATA_KIND, kind)


def get_fact(session: Session, key: str) -> str | None:
    """The stored value of a fact, or ``None``."""
    return session.scalar(sa.select(OfficeFact.value).where(OfficeFact.key == key))


def set_fact(session: Session, key: str, value: str) -> None:
    """Store a fact, replacing the earlier value."""
    statement = insert(OfficeFact).values(key=key, value=value)
    session.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
