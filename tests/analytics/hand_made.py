"""A replica laid out by hand, without a request database: for figures worked out on paper."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.analytics.open_cases import fill_open_cases
from dashboard.analytics.readiness import fill_readiness
from dashboard.analytics.replica import Position


class EmptyReplica:
    """The replica's tables without a row; answers like the real one."""

    def __init__(self, as_of: str = "2026-11-24 12:00") -> None:
        self._connection = duckdb.connect(config={"threads": 1})  # a few rows are not worth sharing out
        self._connection.execute((files("dashboard.analytics") / "schema.sql").read_text())
        self._is_settled = False
        self.as_of = dt.datetime.fromisoformat(as_of)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """For rows put in by hand; taken anew for every statement, so that it is known when they change."""
        self._is_settled = False
        return self._connection

    @property
    def position(self) -> Position:
        return Position(1, self.as_of)

    def query(self, sql: str, parameters: dict[str, Any] | None = None) -> pa.Table:
        if not self._is_settled:
            self._settle()
        return self._connection.cursor().sql(sql, params=parameters).to_arrow_table()

    def _settle(self) -> None:
        """Work out what the program keeps beside the rows."""
        self._connection.execute(
            "update transitions set stands = transition_id not in (select transition_id from reversals)"
        )
        fill_open_cases(self._connection)
        fill_readiness(self._connection)
        self._is_settled = True
