"""Bringing rows of the request database into a replica file.

Rows and the position up to which they were read are stored in one DuckDB transaction, so that a
process killed at any point neither loses nor doubles a row.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable
from importlib.resources import files

import duckdb
import numpy as np
import pyarrow as pa

from dashboard.analytics.feeds import BOOKINGS, DIMENSION_TABLES, FEEDS, SUBMISSIONS, TRANSITIONS, Feed
from dashboard.analytics.open_cases import fill_open_cases, follow_open_cases
from dashboard.analytics.readiness import fill_readiness, follow_readiness
from dashboard.analytics.source import Poll, Source, read_ahead

CALENDAR_TABLES = frozenset({"office_hours", "holiday", "calendar_override", "pickup_location"})


def schema_hash() -> str:
    """Names the shape of a replica file and what is read into it."""
    package = files("dashboard.analytics")
    shapes = ("schema.sql", "feeds.py", "open_cases.py", "readiness.py")
    parts = [(package / name).read_bytes() for name in shapes]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Lay out an empty replica file."""
    connection.execute((files("dashboard.analytics") / "schema.sql").read_text(encoding="utf-8"))


def fill(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    progress: Callable[[float], None],
) -> None:
    """Read the whole history into an empty file.

    The horizon is taken first: rows of transactions below it are all there and are read now, by
    key; everything else is left to the first round of following.

    Args:
        progress: called with 0..1 after each chunk; may raise to stop.
    """
    poll = source.poll(0)
    create_tables(connection)
    ranges = {feed.table: source.key_range(feed) for feed in FEEDS}
    total = sum(high - low + 1 for low, high in ranges.values())
    done = 0
    for feed in FEEDS:
        low, high = ranges[feed.table]
        with contextlib.closing(read_ahead(source.history(feed, poll.xmin, low, high))) as chunks:
            for last, rows in chunks:
                _insert(connection, feed, rows, feed.fill_select or feed.select)
                progress((done + last - low + 1) / total)
        done += high - low + 1
    fill_open_cases(connection)
    fill_readiness(connection)
    replace_dimensions(connection, source)
    replace_calendar(connection, source)
    connection.execute(
        "insert into replica_position values ($txid, $as_of, $schema, $database)",
        {
            "txid": poll.xmin,
            "as_of": poll.holder_since or poll.now,
            "schema": schema_hash(),
            "database": source.identity(),
        },
    )
    # Closing would write it out as well, but keep silent if it could not.
    connection.execute("checkpoint")


def follow(
    connection: duckdb.DuckDBPyConnection, source: Source, cursor: int, poll: Poll, as_of: dt.datetime
) -> None:
    """Read what ``poll`` found changed since ``cursor``, in one DuckDB transaction."""
    connection.begin()
    try:
        came: dict[str, list[pa.Table]] = {feed.table: [] for feed in (SUBMISSIONS, TRANSITIONS, BOOKINGS)}
        for feed in FEEDS:
            if feed.source in poll.changed:
                for rows in source.window(feed, cursor, poll.xmin):
                    _insert(connection, feed, rows, feed.select)
                    if feed.table in came:
                        came[feed.table].append(rows)
        moved = _keys(came[TRANSITIONS.table], "transition_id")
        follow_open_cases(connection, _keys(came[SUBMISSIONS.table], "request_id"), moved)
        follow_readiness(connection, _keys(came[BOOKINGS.table], "request_id"), moved)
        if "reference_change" in poll.changed:
            replace_dimensions(connection, source)
            if CALENDAR_TABLES & _changed_reference(source, cursor, poll.xmin):
                replace_calendar(connection, source)
        connection.execute("update replica_position set txid = $1, as_of = $2", [poll.xmin, as_of])
        connection.commit()
    except BaseException:
        _roll_back(connection)
        raise


def replace_dimensions(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Read every dimension table whole; they are small."""
    for table, statement in DIMENSION_TABLES.items():
        connection.execute(f"delete from {table}")  # noqa: S608
        _append(connection, source.rows(statement), f"insert into {table} from incoming")


def replace_calendar(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Working seconds per location and open day, from the office's own calendar."""
    locations = [row[0] for row in connection.execute("select code from dim_lokasi").fetchall()]
    work = source.calendar()
    parts = []
    for code in locations:
        calendar = work.at(code)
        open_seconds = calendar.closes - calendar.opens
        days = np.flatnonzero(open_seconds)
        parts.append(
            pa.table(
                {
                    "lokasi": pa.repeat(code, len(days)),
                    "day": pa.array(days + calendar.first_day, pa.int32()).cast(pa.date32()),
                    "open_seconds": pa.array(open_seconds[days], pa.int32()),
                }
            )
        )
    connection.execute("delete from calendar")
    if parts:
        _append(connection, pa.concat_tables(parts), "insert into calendar select * from incoming")


def _keys(came: list[pa.Table], key: str) -> pa.Table:
    empty = pa.table({key: pa.array([], pa.int64())})
    return pa.concat_tables([empty, *(rows.select([key]).cast(empty.schema) for rows in came)])


def _insert(connection: duckdb.DuckDBPyConnection, feed: Feed, rows: pa.Table, select: str) -> None:
    if not rows.num_rows:
        return
    if feed is TRANSITIONS and rows["reverses_id"].null_count < rows.num_rows:
        _take_back(connection, rows.select(["transition_id", "reverses_id"]))
    verb = "insert or replace into" if feed.changing else "insert into"
    _append(connection, rows, f"{verb} {feed.table} by name {select}")


def _take_back(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """Note the pairs that these steps make with those they undo; what is here already no longer counts."""
    _append(
        connection,
        rows,
        """insert into reversals select unnest([transition_id, reverses_id]) from incoming
           where reverses_id is not null""",
    )
    _append(
        connection,
        rows,
        """update transitions set stands = false
           where transition_id in (select reverses_id from incoming where reverses_id is not null)""",
    )


def _append(connection: duckdb.DuckDBPyConnection, rows: pa.Table, statement: str) -> None:
    connection.register("incoming", rows)
    connection.execute(statement)
    connection.unregister("incoming")


def _changed_reference(source: Source, start: int, end: int) -> set[str]:
    rows = source.rows(
        "select distinct table_name from reference_change "  # noqa: S608
        f"where txid >= '{start}'::xid8 and txid < '{end}'::xid8"
    )
    return set(rows["table_name"].to_pylist())


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    # A damaged database cannot even roll back; the error on its way out says so.
    with contextlib.suppress(duckdb.Error):
        connection.rollback()
