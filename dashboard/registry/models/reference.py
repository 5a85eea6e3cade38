"""Services, places, hours and reasons: what the office is made of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.registry.models.base import Base, Small


class Service(Base):
    """One of the office's services. ``sla_working_days`` is empty where no target is known."""

    __tablename__ = "service"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    sla_working_days: Mapped[int | None] = mapped_column(Small)
    sla_version: Mapped[int] = mapped_column(Small, default=1)
    sla_basis: Mapped[str] = mapped_column(default="")
    in_eopen: Mapped[bool] = mapped_column(default=True)
    self_print: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(default="dinas")
    confidence: Mapped[str] = mapped_column(default="high")
    position: Mapped[int] = mapped_column(Small, default=100)


class ServiceVariant(Base):
    __tablename__ = "service_variant"

    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    confidence: Mapped[str] = mapped_column(default="assumption")
    position: Mapped[int] = mapped_column(Small, default=100)


class DocumentType(Base):
    __tablename__ = "document_type"

    code: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]


class Requirement(Base):
    """A document that a service variant asks for, with the source and how sure it is."""

    __tablename__ = "requirement"

    service_code: Mapped[str] = mapped_column(primary_key=True)
    variant_code: Mapped[str] = mapped_column(primary_key=True)
    document_code: Mapped[str] = mapped_column(ForeignKey("document_type.code"), primary_key=True)
    is_mandatory: Mapped[bool]
    condition: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    confidence: Mapped[str]
    position: Mapped[int] = mapped_column(Small, default=100)


class Kecamatan(Base):
    __tablename__ = "kecamatan"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    population: Mapped[int | None]
    population_year: Mapped[int | None] = mapped_column(Small)
    area_km2: Mapped[Decimal | None]
    lat: Mapped[Decimal | None]
    lon: Mapped[Decimal | None]
    tile_row: Mapped[int | None] = mapped_column(Small)
    tile_col: Mapped[int | None] = mapped_column(Small)
    source: Mapped[str] = mapped_column(default="dinas")


class Kelurahan(Base):
    __tablename__ = "kelurahan"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("kecamatan.code"))


class PickupLocation(Base):
    __tablename__ = "pickup_location"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    kecamatan_code: Mapped[str | None] = mapped_column(ForeignKey("kecamatan.code"))
    source: Mapped[str] = mapped_column(default="dinas")
    confidence: Mapped[str] = mapped_column(default="high")
    position: Mapped[int] = mapped_column(Small, default=100)


class OfficeHours(Base):
    """Opening hours of a location on a weekday (ISO, 1 = Monday), WIB; no row means closed."""

    __tablename__ = "office_hours"

    location_code: Mapped[str] = mapped_column(ForeignKey("pickup_location.code"), primary_key=True)
    weekday: Mapped[int] = mapped_column(Small, primary_key=True)
    opens_at: Mapped[dt.time]
    closes_at: Mapped[dt.time]
    confidence: Mapped[str] = mapped_column(default="assumption")


class Holiday(Base):
    __tablename__ = "holiday"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    name: Mapped[str]
    category: Mapped[str]


class CalendarOverride(Base):
    """Hours of one day that replace the usual ones; empty hours mean closed."""

    __tablename__ = "calendar_override"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_code: Mapped[str | None] = mapped_column(ForeignKey("pickup_location.code"))
    day: Mapped[dt.date]
    opens_at: Mapped[dt.time | None]
    closes_at: Mapped[dt.time | None]
    note: Mapped[str] = mapped_column(default="")


class RejectionReason(Base):
    __tablename__ = "rejection_reason"

    code: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    fault: Mapped[str | None]
    preventable_hint: Mapped[str] = mapped_column(default="")
    needs_text: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[str] = mapped_column(default="medium")
    position: Mapped[int] = mapped_column(Small, default=100)


class PauseReason(Base):
    """Why an officer skips a case (``lewati``) or holds it for everybody (``tahan``)."""

    __tablename__ = "pause_reason"

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    label: Mapped[str]
    position: Mapped[int] = mapped_column(Small, default=100)


class ReasonScope(Base):
    """A service, and a variant unless empty, that a rejection reason is offered for."""

    __tablename__ = "reason_scope"

    reason_code: Mapped[str] = mapped_column(ForeignKey("rejection_reason.code"), primary_key=True)
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"), primary_key=True)
    variant_code: Mapped[str] = mapped_column(primary_key=True, default="")
