"""Slowing down guesses, per account and per network address, before any password is hashed."""

from __future__ import annotations

import datetime as dt
import hmac

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry.models import SignInThrottle, UserAccount

FREE_ATTEMPTS = 5
"""Mistakes that cost nothing."""

ADDRESS_FREE_ATTEMPTS = 20
"""A whole office may share one address."""

FIRST_LOCK = dt.timedelta(seconds=30)
LONGEST_LOCK = dt.timedelta(minutes=15)


def lock_for(failed_count: int, free_attempts: int) -> dt.timedelta:
    """How long to lock after so many mistakes in a row; doubles with every further one."""
    beyond = failed_count - free_attempts
    if beyond < 0:
        return dt.timedelta(0)
    doubled: int = 2 ** min(beyond, 10)
    return min(FIRST_LOCK * doubled, LONGEST_LOCK)


def address_hash(secret: str, address: str) -> bytes:
    """Addresses are kept only as a keyed hash."""
    return hmac.digest(secret.encode(), address.encode(), "sha256")


def locked_until(session: Session, account: UserAccount | None, address: bytes) -> dt.datetime | None:
    """The later of both locks that still hold, or ``None``."""
    row = session.get(SignInThrottle, address)
    moments = [row.locked_until if row else None, account.locked_until if account else None]
    now = dt.datetime.now(dt.UTC)
    return max((moment for moment in moments if moment and moment > now), default=None)


def note_failure(session: Session, account: UserAccount | None, address: bytes) -> None:
    """Count a mistake against the account and the address."""
    now = dt.datetime.now(dt.UTC)
    if account is not None:
        account.failed_count += 1
        account.locked_until = now + lock_for(account.failed_count, FREE_ATTEMPTS)
    counted = (
        insert(SignInThrottle)
        .values(address_hash=address, failed_count=1, last_at=now)
        .on_conflict_do_update(
            index_elements=["address_hash"],
            set_={"failed_count": SignInThrottle.failed_count + 1, "last_at": now},
        )
        .returning(SignInThrottle)
    )
    row = session.scalars(counted, execution_options={"populate_existing": True}).one()
    row.locked_until = now + lock_for(row.failed_count, ADDRESS_FREE_ATTEMPTS)


def note_success(session: Session, account: UserAccount, address: bytes) -> None:
    """A right password clears the account's mistakes and the address's."""
    account.failed_count, account.locked_until = 0, None
    row = session.get(SignInThrottle, address)
    if row is not None:
        row.failed_count, row.locked_until = 0, None
