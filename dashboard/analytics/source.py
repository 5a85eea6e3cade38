"""Reading the request database: how far it is complete, what is new, and the rows themselves.

Every statement is a short transaction of its own: a long one would slow the work queue.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pyarrow as pa
import sqlalchemy as sa
from adbc_driver_manager import Error as AdbcError
from adbc_driver_postgresql import dbapi
from sqlalchemy.orm import Session

from dashboard.analytics.feeds import FEEDS, Feed
from dashboard.registry.calendar import WorkCalendar

FILL_ROWS = 4 * 122_880
"""Rows per statement while filling a new file: whole row groups of DuckDB."""

CHANNEL = "eopen_facts"

# The right plan is known: walk one index. Without statistics, right after a bulk load, the planner
# would rather read whole tables.
SESSION_SETTINGS = """
    set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;
    set enable_bitmapscan = off; set jit = off; set max_parallel_workers_per_gather = 0;
    set application_name = 'eopen_replica'; set timezone = 'Asia/Jakarta'"""

FOLLOWED = (*(feed.source for feed in FEEDS), "reference_change")

XMIN = "pg_snapshot_xmin(pg_current_snapshot())"

POLL = f"""
    select {XMIN}::text::bigint,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
           now() at time zone 'Asia/Jakarta',
           case when {XMIN} < pg_snapshot_xmax(pg_current_snapshot()) then coalesce(
               (select min(xact_start) from pg_stat_activity
                where backend_xid::text::bigint = {XMIN}::text::bigint & 4294967295),
               (select min(prepared) from pg_prepared_xacts
                where transaction::text::bigint = {XMIN}::text::bigint & 4294967295)
           ) end at time zone 'Asia/Jakarta',
           array[{
    ", ".join(
        f"exists (select from {name} where txid >= %(cursor)s::xid8 and txid < {XMIN})" for name in FOLLOWED
    )
}]"""  # noqa: S608

# A point-in-time recovery or a failover starts a new timeline, on which rows may be missing that
# were read before.
IDENTITY = """
    select (select system_identifier from pg_control_system()) || '/' ||
           (select oid from pg_database where datname = current_database()) || '/' ||
           substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"""

AHEAD_OF_SERVER = " union all ".join(
    f"select '{name}' where exists (select from {name} "  # noqa: S608
    "where txid >= pg_snapshot_xmax(pg_current_snapshot()))"
    for name in FOLLOWED
)


class SourceUnreachableError(Exception):
    """The request database does not answer."""


SOURCE_ERRORS = (psycopg.Error, AdbcError, sa.exc.OperationalError, pa.ArrowException)


@dataclass(frozen=True)
class Poll:
    """One look at the request database.

    ``xmin``: every transaction below it has ended, so rows below it are all there. ``holder_since``:
    start of the open transaction that keeps ``xmin`` from moving. ``changed``: tables with rows
    between the asked cursor and ``xmin``. Times are WIB.
    """

    xmin: int
    xmax: int
    now: dt.datetime
    holder_since: dt.datetime | None
    changed: frozenset[str]


class Source:
    """The request database as a follower sees it.

    Args:
        url: a ``postgresql://`` URL.
    """

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._control: psycopg.Connection[Any] | None = None
        self._stream: Any = None

    @property
    def connected(self) -> bool:
        return self._control is not None

    def connect(self) -> None:
        """Open both connections: one for questions and LISTEN, one for rows."""
        self.close()
        self._control = psycopg.connect(self._url, autocommit=True, connect_timeout=5)
        self._control.execute(SESSION_SETTINGS)
        self._control.execute(f"listen {CHANNEL}")
        self._stream = dbapi.connect(self._url, autocommit=True)
        with self._stream.cursor() as cursor:
            for setting in SESSION_SETTINGS.split(";"):
                cursor.execute(setting)

    def close(self) -> None:
        """Close what is open; a connection that is already dead is no error."""
        for connection in (self._stream, self._control):
            try:
                if connection is not None:
                    connection.close()
            except SOURCE_ERRORS:
                pass
        self._control = self._stream = None

    def identity(self) -> str:
        """Names this database, on this server, on this timeline."""
        return str(self._one(IDENTITY)[0])

    def tables_ahead_of_server(self) -> list[str]:
        """Tables with rows stamped by transactions that this server has not reached.

        They come from a restore into a server with a lower transaction counter, and would stay
        unseen, then be seen twice.
        """
        assert self._control is not None
        return [row[0] for row in self._control.execute(AHEAD_OF_SERVER)]

    def poll(self, cursor: int) -> Poll:
        """How far the database is complete, and where there is something new since ``cursor``."""
        xmin, xmax, now, holder_since, flags = self._one(POLL, {"cursor": str(cursor)})
        changed = frozenset(name for name, flag in zip(FOLLOWED, flags, strict=True) if flag)
        return Poll(xmin, xmax, now, holder_since, changed)

    def wait(self, seconds: float) -> None:
        """Return when somebody announced facts, or after ``seconds``."""
        assert self._control is not None
        for _ in self._control.notifies(timeout=seconds, stop_after=1):
            pass

    def window(self, feed: Feed, start: int, end: int) -> Iterator[pa.Table]:
        """Rows of transactions ``start <= txid < end``, as batches of bounded size."""
        with self._stream.cursor() as cursor:
            cursor.execute(
                f"select {feed.columns} from {feed.source} {feed.alias} {feed.join} "  # noqa: S608
                f"where {feed.alias}.txid >= '{start}'::xid8 and {feed.alias}.txid < '{end}'::xid8 "
                f"order by {feed.alias}.{feed.key}"
            )
            for batch in cursor.fetch_record_batch():
                yield pa.Table.from_batches([batch])

    def key_range(self, feed: Feed) -> tuple[int, int]:
        """Lowest and highest key of a table, (0, 0) when it is empty."""
        low, high = self._one(
            f"select coalesce(min({feed.key}), 0), coalesce(max({feed.key}), 0) from {feed.source}"  # noqa: S608
        )
        return int(low), int(high)

    def history(self, feed: Feed, end: int, low: int, high: int) -> Iterator[tuple[int, pa.Table]]:
        """Every row with ``txid < end`` in key order, a chunk at a time.

        Args:
            low, high: the range of keys to read, both inclusive.

        Yields:
            The last key of the chunk, and its rows.
        """
        columns, join = (feed.fill_columns, "") if feed.fill_columns else (feed.columns, feed.join)
        after = low - 1
        while after < high:
            last = self._chunk_end(feed, after, high)
            with self._stream.cursor() as cursor:
                cursor.execute(
                    f"select {columns} from {feed.source} {feed.alias} {join} "  # noqa: S608
                    f"where {feed.alias}.{feed.key} > {after} and {feed.alias}.{feed.key} <= {last} "
                    # "is true" keeps the planner off the txid index, which has another order.
                    f"and ({feed.alias}.txid < '{end}'::xid8) is true order by {feed.alias}.{feed.key}"
                )
                yield last, cursor.fetch_arrow_table()
            after = last

    def rows(self, statement: str) -> pa.Table:
        """The whole answer to a small SELECT."""
        with self._stream.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetch_arrow_table()

    def calendar(self) -> WorkCalendar:
        """The office's working calendar as it stands now."""
        engine = sa.create_engine(self._url, poolclass=sa.NullPool)
        with Session(engine) as session:
            return WorkCalendar(session)

    def _chunk_end(self, feed: Feed, after: int, high: int) -> int:
        # By position, not by adding to the key: sequences may have leapt.
        found = self._control.execute(  # type: ignore[union-attr]
            f"select {feed.key} from {feed.source} where {feed.key} > {after} "  # noqa: S608
            f"order by {feed.key} limit 1 offset {FILL_ROWS}"
        ).fetchone()
        return min(high, int(found[0])) if found else high

    def _one(self, query: str, parameters: dict[str, Any] | None = None) -> tuple[Any, ...]:
        if self._control is None:
            raise SourceUnreachableError("not connected")
        row = self._control.execute(query, parameters).fetchone()
        assert row is not None
        return tuple(row)


def read_ahead(items: Iterator[Any]) -> Generator[Any, None, None]:
    """Produce the next item in a thread while the caller works on the present one."""
    done = object()
    slot: list[Any] = []

    def fetch() -> None:
        try:
            slot.append(next(items, done))
        except BaseException as error:
            slot.append(error)

    def start() -> threading.Thread:
        thread = threading.Thread(target=fetch, daemon=True)
        thread.start()
        return thread

    thread = start()
    while True:
        thread.join()
        item = slot.pop()
        if item is done:
            return
        if isinstance(item, BaseException):
            raise item
        thread = start()
        try:
            yield item
        finally:
            # The connection must not be closed under the thread that reads from it.
            thread.join()
