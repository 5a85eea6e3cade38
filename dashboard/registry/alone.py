"""Keeps two workers from doing the same thing at once, without an open transaction meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import sqlalchemy as sa

from dashboard.registry.database import DATABASE_AWAY, RequestDatabase


@contextlib.contextmanager
def alone(database: RequestDatabase, space: int, key: int) -> Iterator[bool]:
    """Whether nobody else is at it; nobody will until the end.

    Args:
        space, key: 32-bit numbers of what is done and to what.
    """
    names = {"space": space, "key": key}
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        taken = bool(connection.scalar(sa.text("select pg_try_advisory_lock(:space, :key)"), names))
        try:
            yield taken
        finally:
            if taken:
                with contextlib.suppress(*DATABASE_AWAY):  # with the connection the lock is gone too
                    connection.execute(sa.text("select pg_advisory_unlock(:space, :key)"), names)
