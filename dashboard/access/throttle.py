"""Slowing down guesses, per account and per network address, before any password is hashed.

A name without an account is slowed down exactly like one with an account: otherwise the lock itself
would tell which accounts exist.
"""

from __future__ import annotations

import datetime as dt
import hmac
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry.models import SignInThrottle, UserAccount

FREE_ATTEMPTS = 5
"""Mistakes that cost nothing."""

ADDRESS_FREE_ATTEMPTS = 20
"""A whole office may share one address."""

FIRST_LOCK = dt.timedelta(seconds=30)
LONGEST_LOCK = dt.timedelta(minutes=15)

FORGET_AFTER = dt.timedelta(days=1)
"""Mistakes count together only while no such pause lies between them."""


def lock_for(failed_count: int, free_attempts: int) -> dt.timedelta:
    """How long to lock after so many mistakes in a row; doubles with every further one."""
    beyond = failed_count - free_attempts
    if beyond < 0:
        return dt.timedelta(0)
    doubled: int = 2 ** min(beyond, 10)
    return min(FIRST_LOCK * doubled, LONGEST_LOCK)


@dataclass(frozen=True)
class Attempt:
    """One try to sign in, inside the transaction that decides it.

    ``account`` is ``None`` when the name belongs to nobody. Names and addresses are kept only as a
    hash keyed with ``secret``.
    """

    session: Session
    account: UserAccount | None
    secret: str
    username: str
    address: str

    def locked_until(self) -> dt.datetime | None:
        """The latest of the locks that still hold, or ``None``."""
        rows = [self.session.get(SignInThrottle, key) for key, _ in self._rows()]
        moments = [row.locked_until for row in rows if row]
        if self.account is not None:
            moments.append(self.account.locked_until)
        now = dt.datetime.now(dt.UTC)
        return max((moment for moment in moments if moment and moment > now), default=None)

    def note_failure(self) -> None:
        """Count a mistake against the account (or the name of nobody) and the address."""
        now = dt.datetime.now(dt.UTC)
        if self.account is not None:
            # After every mistake the lock ends now or later, so it also tells when the last one was.
            last = self.account.locked_until
            is_forgotten = last is not None and last < now - FORGET_AFTER
            self.account.failed_count = 1 if is_forgotten else self.account.failed_count + 1
            self.account.locked_until = now + lock_for(self.account.failed_count, FREE_ATTEMPTS)
        for key, free_attempts in self._rows():
            row = self._counted(key, now)
            row.locked_until = now + lock_for(row.failed_count, free_attempts)

    def note_success(self) -> None:
        """A right password clears the account's mistakes and the address's."""
        if self.account is not None:
            self.account.failed_count, self.account.locked_until = 0, None
        row = self.session.get(SignInThrottle, self._key("alamat", self.address))
        if row is not None:
            row.failed_count, row.locked_until = 0, None

    def _rows(self) -> list[tuple[bytes, int]]:
        rows = [(self._key("alamat", self.address), ADDRESS_FREE_ATTEMPTS)]
        if self.account is None:
            rows.append((self._key("nama", self.username), FREE_ATTEMPTS))
        return rows

    def _key(self, kind: str, value: str) -> bytes:
        return hmac.digest(self.secret.encode(), f"{kind}:{value}".encode(), "sha256")

    def _counted(self, key: bytes, now: dt.datetime) -> SignInThrottle:
        is_forgotten = SignInThrottle.last_at < now - FORGET_AFTER
        statement = (
            insert(SignInThrottle)
            .values(address_hash=key, failed_count=1, last_at=now)
            .on_conflict_do_update(
                index_elements=["address_hash"],
                set_={
                    "failed_count": sa.case((is_forgotten, 1), else_=SignInThrottle.failed_count + 1),
                    "last_at": now,
                },
            )
            .returning(SignInThrottle)
        )
        return self.session.scalars(statement, execution_options={"populate_existing": True}).one()
