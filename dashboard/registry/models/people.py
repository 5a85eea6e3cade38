"""Accounts, their limits and sessions, and applicants."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Integer, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.registry.models.base import Base


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
    email: Mapped[str | None]


class UserScope(Base):
    """A location that an account is limited to; an account without rows sees every location."""

    __tablename__ = "user_scope"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    location_code: Mapped[str] = mapped_column(ForeignKey("pickup_location.code"), primary_key=True)


class UserArea(Base):
    """A kecamatan that an account is limited to; an account without rows sees every kecamatan."""

    __tablename__ = "user_area"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("kecamatan.code"), primary_key=True)


class UserService(Base):
    """A service that an officer works on; an account without rows works on every service."""

    __tablename__ = "user_service"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    service_code: Mapped[str] = mapped_column(ForeignKey("service.code"), primary_key=True)


class UserKelurahan(Base):
    """A kelurahan in which a Satgas Pamor helps residents."""

    __tablename__ = "user_kelurahan"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    kelurahan_code: Mapped[str] = mapped_column(ForeignKey("kelurahan.code"), primary_key=True)


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
    name_keys: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    """32 bits of a keyed hash of each word of the name, by which a person is searched."""
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
