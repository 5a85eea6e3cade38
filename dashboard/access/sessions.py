"""Signed-in sessions as rows: revocable, with an idle and an absolute limit."""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.access.accounts import Account, limits, make_account
from dashboard.registry.models import OfficeFact, UserAccount, UserSession
from dashboard.registry.office_facts import DATA_KIND
from dashboard.settings import Settings

TOUCH_EVERY = dt.timedelta(minutes=1)
"""A busy page must not write a row at every poll."""

_FIND = (
    sa.select(
        UserSession.last_seen_at,
        UserSession.revoked_at,
        UserSession.expires_at,
        UserAccount.id,
        UserAccount.username,
        UserAccount.display_name,
        UserAccount.role,
        UserAccount.is_active,
        UserAccount.is_demo,
        *limits(),
        sa.select(OfficeFact.value).where(OfficeFact.key == DATA_KIND).scalar_subquery().label("data_kind"),
    )
    .join(UserAccount, UserAccount.id == UserSession.user_id)
    .where(UserSession.token_hash == sa.bindparam("token_hash"))
)


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
    """The account of a live session; ``None`` when it ended, was revoked or its account is shut.

    One statement: every request and every callback asks for it.
    """
    now = dt.datetime.now(dt.UTC)
    row = session.execute(_FIND, {"token_hash": _hash(token)}).first()
    if row is None:
        return None
    idle = now - row.last_seen_at
    if (
        row.revoked_at is not None
        or now >= row.expires_at
        or idle > dt.timedelta(minutes=settings.session_idle_minutes)
        or not row.is_active
        or (row.is_demo and row.data_kind != "contoh")
    ):
        return None
    if idle > TOUCH_EVERY:
        session.execute(
            sa.update(UserSession).where(UserSession.token_hash == _hash(token)).values(last_seen_at=now)
        )
    return make_account(row, row)


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
