"""Pickup places, home visits and what applicants say afterwards."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.registry.models.base import Base, Small, TxId


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
    wish_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("visit_wish.id"))
    rescheduled_from: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("home_visit.id"))
    note: Mapped[str] = mapped_column(default="")
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
