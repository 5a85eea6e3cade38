"""Typed SQLAlchemy models of the request database.

The schema itself (keys, checks, triggers) is made by the migrations; a test holds the columns
declared here against a migrated database.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, ForeignKey, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import UserDefinedType


class TransactionId(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id, ``xid8``."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        dt.datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB,
    }


Small = SmallInteger
TxId = Annotated[int, mapped_column(TransactionId, server_default=text("pg_current_xact_id()"))]


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


class UserAccount(Base):
    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str]
    display_name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class UserScope(Base):
    """A location that an account is limited to; an account without rows sees every location."""

    __tablename__ = "user_scope"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    location_code: Mapped[str] = mapped_column(ForeignKey("pickup_location.code"), primary_key=True)


class UserSession(Base):
    """A signed-in session; the cookie holds the token, the row only its SHA-256."""

    __tablename__ = "user_session"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    last_seen_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class SignInThrottle(Base):
    """Failed sign-ins per (keyed-hashed) network address."""

    __tablename__ = "sign_in_throttle"

    address_hash: Mapped[bytes] = mapped_column(primary_key=True)
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[dt.datetime | None]
    last_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class Applicant(Base):
    """A person: personal data sealed with the office's key, found by the keyed hash of the NIK."""

    __tablename__ = "applicant"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    nik_hash: Mapped[bytes]
    sealed: Mapped[bytes]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class Request(Base):
    """One application; ``status`` and ``status_since`` are its one open stay."""

    __tablename__ = "request"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    root_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    resubmission_of: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("request.id"))
    attempt: Mapped[int] = mapped_column(Small, default=1)
    root_submitted_at: Mapped[dt.datetime]
    applicant_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("applicant.id"))
    service_code: Mapped[str | None] = mapped_column(ForeignKey("service.code"))
    variant_code: Mapped[str | None]
    kecamatan_code: Mapped[str | None] = mapped_column(ForeignKey("kecamatan.code"))
    kelurahan_code: Mapped[str | None] = mapped_column(ForeignKey("kelurahan.code"))
    location_code: Mapped[str | None] = mapped_column(ForeignKey("pickup_location.code"))
    channel: Mapped[str | None]
    submitted_at: Mapped[dt.datetime]
    sla_days: Mapped[int | None] = mapped_column(Small)
    sla_version: Mapped[int | None] = mapped_column(Small)
    due_at: Mapped[dt.datetime | None]
    source: Mapped[str] = mapped_column(default="eopen")
    external_id: Mapped[str | None]
    txid: Mapped[TxId]
    status: Mapped[str] = mapped_column(default="VERIFIKASI")
    status_since: Mapped[dt.datetime]
    last_change_at: Mapped[dt.datetime]
    queue_at: Mapped[dt.datetime]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    claimed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=0)


class Transition(Base):
    """One completed stay: ``from_status`` was entered at ``entered_at`` and left at ``left_at``.

    ``working_seconds`` is the stay in office hours, ``working_wait_seconds`` its part before
    handling began, ``working_since_submission`` office hours since the application came in.
    """

    __tablename__ = "transition"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    from_status: Mapped[str]
    to_status: Mapped[str]
    entered_at: Mapped[dt.datetime]
    claimed_at: Mapped[dt.datetime | None]
    left_at: Mapped[dt.datetime]
    working_seconds: Mapped[int]
    working_wait_seconds: Mapped[int | None]
    working_since_submission: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    handover: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    reverses_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("transition.id"))
    txid: Mapped[TxId]


class TransitionReason(Base):
    __tablename__ = "transition_reason"

    transition_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("transition.id"), primary_key=True)
    reason_code: Mapped[str] = mapped_column(ForeignKey("rejection_reason.code"), primary_key=True)
    is_primary: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    txid: Mapped[TxId]


class RequestDocument(Base):
    __tablename__ = "request_document"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    document_code: Mapped[str] = mapped_column(ForeignKey("document_type.code"))
    storage_name: Mapped[str]
    content_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[bytes]
    uploaded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    assessment: Mapped[str | None]


class Slot(Base):
    """A location's pickup places on one day. ``taken`` may exceed a quota that was lowered."""

    __tablename__ = "slot"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    location_code: Mapped[str] = mapped_column(ForeignKey("pickup_location.code"))
    day: Mapped[dt.date]
    quota: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    txid: Mapped[TxId]


class Booking(Base):
    __tablename__ = "booking"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    slot_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("slot.id"))
    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    applicant_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("applicant.id"))
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"))
    booked_at: Mapped[dt.datetime]
    outcome: Mapped[str] = mapped_column(default="aktif")
    settled_at: Mapped[dt.datetime | None]
    txid: Mapped[TxId]


class SlotRefusal(Base):
    """A full date that a resident asked for: bookings understate demand."""

    __tablename__ = "slot_refusal"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    location_code: Mapped[str] = mapped_column(ForeignKey("pickup_location.code"))
    day: Mapped[dt.date]
    refused_at: Mapped[dt.datetime]
    service_code: Mapped[str | None] = mapped_column(ForeignKey("service.code"))
    kecamatan_code: Mapped[str | None] = mapped_column(ForeignKey("kecamatan.code"))
    channel: Mapped[str | None]
    txid: Mapped[TxId]


class HomeVisit(Base):
    __tablename__ = "home_visit"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    kelurahan_code: Mapped[str | None] = mapped_column(ForeignKey("kelurahan.code"))
    scheduled_on: Mapped[dt.date]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[str | None]
    visited_at: Mapped[dt.datetime | None]
    txid: Mapped[TxId]


class SurveyResponse(Base):
    """Answers to the nine elements of the public-satisfaction survey, 1 to 4."""

    __tablename__ = "survey_response"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    request_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("request.id"))
    service_code: Mapped[str | None] = mapped_column(ForeignKey("service.code"))
    responded_at: Mapped[dt.datetime]
    u1: Mapped[int | None] = mapped_column(Small)
    u2: Mapped[int | None] = mapped_column(Small)
    u3: Mapped[int | None] = mapped_column(Small)
    u4: Mapped[int | None] = mapped_column(Small)
    u5: Mapped[int | None] = mapped_column(Small)
    u6: Mapped[int | None] = mapped_column(Small)
    u7: Mapped[int | None] = mapped_column(Small)
    u8: Mapped[int | None] = mapped_column(Small)
    u9: Mapped[int | None] = mapped_column(Small)
    txid: Mapped[TxId]


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
