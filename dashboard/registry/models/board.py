"""What the pages of figures keep: views, targets, notes, reports, checks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.registry.models.base import Base


class SavedView(Base):
    """The filters of a page that a user keeps under a name."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    page: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class KpiTarget(Base):
    """A target of a KPI from a day on, for one service or (``None``) for all together.

    Without a value there is none from that day on.
    """

    __tablename__ = "kpi_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi: Mapped[str]
    service_code: Mapped[str | None] = mapped_column(ForeignKey("service.code"))
    value: Mapped[Decimal | None]
    valid_from: Mapped[dt.date]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    set_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class Annotation(Base):
    """A dated note that is drawn on charts; taken off, it stays in the table."""

    __tablename__ = "annotation"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date]
    note: Mapped[str]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    set_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    removed_at: Mapped[dt.datetime | None]


class ReportSubscription(Base):
    """Who gets the report by e-mail, ``mingguan`` or ``bulanan``."""

    __tablename__ = "report_subscription"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    frequency: Mapped[str] = mapped_column(primary_key=True)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    set_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class ReportDelivery(Base):
    """A report that went out; one per user and period."""

    __tablename__ = "report_delivery"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    frequency: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    sent_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class FigureCheck(Base):
    """One check of the replica's figures against the request database."""

    __tablename__ = "figure_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime]
    asked_by: Mapped[str]
    total: Mapped[int]
    matching: Mapped[int]
    differences: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    duplicates: Mapped[int]
    """Applications of one applicant for one service within 24 hours, repeats after a rejection aside."""
