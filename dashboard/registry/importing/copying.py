"""Rows into tables by COPY."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from psycopg import sql


def copy_rows(
    connection: psycopg.Connection, table: str, columns: dict[str, pa.DataType], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows, in their order; ``columns`` gives names and Arrow types. ``None`` becomes NULL."""
    if not rows:
        return
    arrays = [
        pa.array(values, kind) for values, kind in zip(zip(*rows, strict=True), columns.values(), strict=True)
    ]
    buffer = io.BytesIO()
    # Arrow quotes every text and leaves NULL bare, which is how COPY tells '' from NULL.
    pa_csv.write_csv(pa.table(arrays, names=list(columns)), buffer, pa_csv.WriteOptions(include_header=False))
    statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor().copy(statement) as copy:
        copy.write(buffer.getbuffer())
