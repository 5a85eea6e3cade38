"""Signed-in sessions as rows: revocable, with an idle and an absolute limit."""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.access.accounts import Account, to_account
from dashboard.registry.models import UserAccount, UserSession
from dashboard.registry.office_facts import data_kind
from dashboard.settings import Settings

TOUCH_EVERY = dt.timedelta(minutes=1)
"""A busy page must not write a row at every poll."""


def open_session(session: Session, settings: Settings, account_id: int) -> str:
    """Start a session and return its token, which is stored only as a hash."""
    token = secrets.token_urlsafe(32)
    now = dt.datetime.now(dt.UTC)
    session.add(
        UserSession(
            token_hash=_hash(token),
            user_id=account_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + dt.timedelta(hours=settings.session_hours),
        )
    )
    return token


def account_of(session: Session, settings: Settings, token: str) -> Account | None:
    """The account of a live session; ``None`` when it ended, was revoked or its account is shut."""
    now = dt.datetime.now(dt.UTC)
    found = session.execute(
        sa.select(UserSession, UserAccount)
        .join(UserAccount, UserAccount.id == UserSession.user_id)
        .where(UserSession.token_hash == _hash(token))
    ).first()
    if found is None:
        return None
    row, account = found
    idle = now - row.last_seen_at
    if (
        row.revoked_at is not None
        or now >= row.expires_at
        or idle > dt.timedelta(minutes=settings.session_idle_minutes)
        or not account.is_active
        or (account.is_demo and data_kind(session) != "contoh")
    ):
        return None
    if idle > TOUCH_EVERY:
        row.last_seen_at = now
    return to_account(session, account)


def revoke_session(session: Session, token: str) -> None:
    """End one session."""
    _revoke(session, UserSession.token_hash == _hash(token))


def revoke_all(session: Session, account_id: int) -> None:
    """End every session of an account."""
    _revoke(session, UserSession.user_id == account_id)


def _revoke(session: Session, which: sa.ColumnElement[bool]) -> None:
    session.execute(
        sa.update(UserSession)
        .where(which, UserSession.revoked_at.is_(None))
        .values(revoked_at=dt.datetime.now(dt.UTC))
    )


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
