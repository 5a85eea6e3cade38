"""The journal, and facts about the database itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.registry.models.base import Base, TxId


class AuditEntry(Base):
    """One line of the hash-chained journal; see ``dashboard.registry.audit``."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    occurred_at: Mapped[dt.datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    prior_hash: Mapped[bytes]
    hash: Mapped[bytes]


class OfficeFact(Base):
    """A fact about this database itself, such as whether its data are simulated."""

    __tablename__ = "office_fact"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class ImportRun(Base):
    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    file_sha256: Mapped[bytes]
    started_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    finished_at: Mapped[dt.datetime | None]
    summary: Mapped[dict[str, Any] | None]


class ReferenceChange(Base):
    """Written by triggers: a reference table changed, so followers read it anew."""

    __tablename__ = "reference_change"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    table_name: Mapped[str]
    txid: Mapped[TxId]
