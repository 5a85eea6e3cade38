"""Applications, their steps and their documents."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.registry.models.base import Base, Small, TxId


class Request(Base):
    """One application; ``status`` and ``status_since`` are its one open stay.

    A claim ends at ``lease_until``; a case is offered to nobody before ``hold_until``; at ``pull_at`` its
    pickup is so near that it moves ahead. ``entered_by`` is who applied on the resident's behalf,
    ``lapsed_by`` whose claim ended by itself, while nobody else took the case.
    """

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
    lease_until: Mapped[dt.datetime | None]
    hold_until: Mapped[dt.datetime | None]
    pull_at: Mapped[dt.datetime | None]
    priority: Mapped[str | None]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    lapsed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    lapsed_claim_at: Mapped[dt.datetime | None]
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
    fault: Mapped[str | None]
    preventable: Mapped[bool]
    """Both kept by a trigger when the reason is given."""


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
    assessed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    assessed_at: Mapped[dt.datetime | None]
    assessment_note: Mapped[str] = mapped_column(default="")


class RequestNote(Base):
    """What officers tell each other about a case; the applicant never reads it."""

    __tablename__ = "request_note"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    text: Mapped[str]
