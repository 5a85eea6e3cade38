"""What the officers' desk keeps: pauses, second looks, hand-overs, blank cards, wishes for visits."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.registry.models.base import Base, TxId


class QueuePause(Base):
    """A case kept from one officer (``lewati``) or from everybody (``tahan``) until a moment."""

    __tablename__ = "queue_pause"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str]
    reason_code: Mapped[str] = mapped_column(ForeignKey("pause_reason.code"))
    note: Mapped[str] = mapped_column(default="")
    paused_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    until: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]


class QualityReview(Base):
    """A decision that a second officer judges without seeing the first answer."""

    __tablename__ = "quality_review"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    transition_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("transition.id"))
    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    first_officer: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    drawn_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    lease_until: Mapped[dt.datetime | None]
    verdict: Mapped[str | None]
    reason_code: Mapped[str | None] = mapped_column(ForeignKey("rejection_reason.code"))
    note: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[dt.datetime | None]
    same_verdict: Mapped[bool | None]
    same_reason: Mapped[bool | None]
    withdrawn_at: Mapped[dt.datetime | None]
    txid: Mapped[TxId]


class HandoverCheck(Base):
    """How the receiver of a document was identified."""

    __tablename__ = "handover_check"

    transition_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("transition.id"), primary_key=True)
    receiver: Mapped[str]
    identity: Mapped[str]
    checked_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    checked_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class PickupReminder(Base):
    """A reminder that a document waits; ``outcome`` is empty until the job has run."""

    __tablename__ = "pickup_reminder"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    outcome: Mapped[str | None]
    settled_at: Mapped[dt.datetime | None]


class BlankMovement(Base):
    """Blank cards received, used, spoiled or corrected; the stock is the sum of the amounts."""

    __tablename__ = "blank_movement"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    location_code: Mapped[str] = mapped_column(ForeignKey("pickup_location.code"))
    blank: Mapped[str]
    kind: Mapped[str]
    amount: Mapped[int]
    moved_on: Mapped[dt.date]
    moved_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    transition_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("transition.id"))
    note: Mapped[str] = mapped_column(default="")


class VisitWish(Base):
    """A wish for a home visit; open until a visit settled it."""

    __tablename__ = "visit_wish"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    request_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("request.id"))
    purpose: Mapped[str]
    wanted_on: Mapped[dt.date | None]
    wished_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    wished_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[dt.datetime | None]


class VisitCapacity(Base):
    """How many home visits an officer makes a day."""

    __tablename__ = "visit_capacity"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    per_day: Mapped[int] = mapped_column(SmallInteger)
