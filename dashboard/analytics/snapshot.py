"""The request database as it was at one moment, read like a follower reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import sqlalchemy as sa
from adbc_driver_postgresql import dbapi
from sqlalchemy.orm import Session

from dashboard.analytics.feeds import FEEDS
from dashboard.analytics.source import SESSION_SETTINGS, Poll, Source
from dashboard.registry.calendar import WorkCalendar

BEGIN = "begin isolation level repeatable read read only"
TIMEOUT = "set statement_timeout = '300s'"


class SnapshotSource(Source):
    """A source whose every statement sees one and the same snapshot.

    The transaction has no id of its own, so it holds back no follower; it holds back only the
    cleaning of old rows, for as long as it is open. ``close()`` ends it.
    """

    _snapshot = ""

    def connect(self) -> None:
        """Open both connections in one snapshot."""
        self.close()
        self._control = psycopg.connect(self._url, autocommit=True, connect_timeout=5)
        for setting in (SESSION_SETTINGS, TIMEOUT, BEGIN):
            self._control.execute(setting)
        self._snapshot = str(self._one("select pg_export_snapshot()")[0])
        self._stream = dbapi.connect(self._url, autocommit=True)
        with self._stream.cursor() as cursor:
            for setting in (*SESSION_SETTINGS.split(";"), TIMEOUT, BEGIN, self._adopting):
                cursor.execute(setting)

    def poll(self, cursor: int) -> Poll:
        """Everything the snapshot shows counts as complete: nothing can still be added to it.

        What committed while an older transaction was open lies above the horizon of a follower, and
        a row that such a transaction changed would be in neither window; so the end is ``xmax``.
        """
        seen = super().poll(cursor)
        (changed,) = self._one(
            "select exists (select from reference_change where txid >= %(cursor)s::xid8)",
            {"cursor": str(cursor)},
        )
        tables = {feed.source for feed in FEEDS} | ({"reference_change"} if changed else set())
        return replace(seen, xmin=seen.xmax, holder_since=None, changed=frozenset(tables))

    def calendar(self) -> WorkCalendar:
        """The office's working calendar at the moment of the snapshot."""
        engine = sa.create_engine(
            self._url.replace("postgresql://", "postgresql+psycopg://"),
            poolclass=sa.NullPool,
            isolation_level="REPEATABLE READ",
        )
        with Session(engine) as session:
            session.execute(sa.text(self._adopting))
            return WorkCalendar(session)

    @contextmanager
    def plain(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection in the same snapshot on which the planner is free, for whole-table questions."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("set timezone = 'Asia/Jakarta'")
            for setting in (TIMEOUT, BEGIN, self._adopting):
                connection.execute(setting)
            yield connection
            connection.execute("rollback")

    @property
    def _adopting(self) -> str:
        return f"set transaction snapshot '{self._snapshot}'"
