"""A replica of many years made out of one of a single year.

The years before are copies of it, 365 days apart each, with ids of their own: as many rows, files as
large and values as varied as an office would have after so long, without hours of loading.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from dashboard.analytics.feeds import DIMENSION_TABLES, FEEDS
from dashboard.analytics.follow import create_tables
from dashboard.analytics.replica_file import delete, duckdb_config
from dashboard.settings import Settings

YEARS = 10
DAYS_A_YEAR = 365
COPIED_ONCE = (*DIMENSION_TABLES, "open_cases", "replica_position")
"""Tables of what is now, which no number of years makes longer."""

ID_COLUMNS = frozenset(
    {
        *("request_id", "root_id", "resubmission_of", "transition_id", "reverses_id"),
        *("slot_id", "booking_id", "refusal_id", "visit_id", "response_id", "review_id"),
    }
)

_SHIFTED_TYPES = {
    "TIMESTAMP": "{column} - to_days({days})",
    "DATE": "{column} - {days}",
}


def lengthen(
    source: Path, target: Path, settings: Settings, years: int = YEARS, tell: Callable[[str], None] = print
) -> None:
    """Write a replica file whose last year is ``source`` and which has as many years as asked.

    What is open now is left out of the years before, as are their days to come: it would have ended.

    Args:
        source: a replica file that nobody has open, of about one year.
        target: is replaced.
        tell: is told which year is written.
    """
    delete(target)
    with duckdb.connect(target, config=duckdb_config(settings)) as connection:
        connection.execute(f"attach '{source}' as office (read_only)")
        create_tables(connection)
        for table in COPIED_ONCE:
            connection.execute(f"insert into {table} from office.{table}")
        span = _id_span(connection)
        # The oldest first, as they would have come in: figures of a period pass over what lies elsewhere.
        for years_ago in reversed(range(years)):
            tell(f"{years_ago} tahun sebelumnya")
            for table in (*(feed.table for feed in FEEDS), "reversals", "calendar"):
                connection.execute(_copy_statement(connection, table, years_ago, span))
        connection.execute("detach office")
        connection.execute("checkpoint")


def _id_span(connection: duckdb.DuckDBPyConnection) -> int:
    """More than any id, so that the ids of no two years meet."""
    highest = [
        int(connection.execute(f"select coalesce(max({key}), 0) from office.{table}").fetchall()[0][0])  # noqa: S608
        for table, columns in _columns(connection).items()
        for key in columns
        if key in ID_COLUMNS
    ]
    return max(highest) + 1


def _copy_statement(connection: duckdb.DuckDBPyConnection, table: str, years_ago: int, span: int) -> str:
    columns = _columns(connection)[table]
    values = ", ".join(_shifted(name, kind, years_ago, span) for name, kind in columns.items())
    kept = " and ".join(_kept(table, columns, years_ago)) or "true"
    return f"insert into {table} select {values} from office.{table} where {kept}"  # noqa: S608


def _shifted(column: str, kind: str, years_ago: int, span: int) -> str:
    if column in ID_COLUMNS:
        return f"{column} - {years_ago * span}"
    return _SHIFTED_TYPES.get(kind, "{column}").format(column=column, days=years_ago * DAYS_A_YEAR)


def _kept(table: str, columns: dict[str, str], years_ago: int) -> list[str]:
    today = "(select as_of::date from office.replica_position)"
    kept = []
    if table == "calendar":
        kept.append(f"day > {today} - {DAYS_A_YEAR}")
    if years_ago and "day" in columns:
        kept.append(f"day <= {today}")
    if years_ago and "request_id" in columns:
        kept.append("(request_id is null or request_id not in (select request_id from open_cases))")
    return kept


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Types by column by table, in the columns' order."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        """select table_name, column_name, data_type from duckdb_columns()
           semi join duckdb_tables() using (database_name, table_name)
           where database_name = 'office' order by table_name, column_index"""
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found
