"""A replica laid out by hand, without a request database: for figures worked out on paper."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.analytics.replica import Position


class EmptyReplica:
    """The replica's tables without a row; answers like the real one."""

    def __init__(self, as_of: str = "2026-11-24 12:00") -> None:
        self.connection = duckdb.connect()
        self.connection.execute((files("dashboard.analytics") / "schema.sql").read_text())
        self.as_of = dt.datetime.fromisoformat(as_of)

    @property
    def position(self) -> Position:
        return Position(1, self.as_of)

    def query(self, sql: str, parameters: dict[str, Any] | None = None) -> pa.Table:
        return self.connection.cursor().sql(sql, params=parameters).to_arrow_table()
