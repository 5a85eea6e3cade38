"""Simulated rows into tables by COPY."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from psycopg import sql

from dashboard.simulation.cases import NOTHING

COPY_BYTES = 1 << 20


def copy_rows(connection: psycopg.Connection, table: str, columns: Mapping[str, Any]) -> None:
    """Insert rows by COPY, in their order.

    Args:
        columns: one Arrow array (or what makes one) per column; nulls become NULL.
    """
    data = pa.table(dict(columns))
    if data.num_rows == 0:
        return
    # Arrow writes CSV in C++, about ten times faster than a Python loop over rows.
    buffer = io.BytesIO()
    pa_csv.write_csv(data, buffer, pa_csv.WriteOptions(include_header=False))
    statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, data.column_names))
    )
    text = buffer.getbuffer()
    with connection.cursor().copy(statement) as copy:
        for start in range(0, len(text), COPY_BYTES):
            copy.write(text[start : start + COPY_BYTES])


def numbers(values: npt.NDArray[Any]) -> pa.Array:
    """Whole numbers; NOTHING becomes NULL."""
    wide = values.astype(np.int64)
    return pa.array(wide, mask=wide == NOTHING)


def moments(values: npt.NDArray[Any]) -> pa.Array:
    """UTC epoch seconds as timestamps; NOTHING becomes NULL."""
    wide = values.astype(np.int64)
    return pa.array(wide, mask=wide == NOTHING).cast(pa.timestamp("s", tz="UTC"))


def days(values: npt.NDArray[Any]) -> pa.Array:
    """Days since 1970-01-01 as dates."""
    return pa.array(values.astype(np.int32)).cast(pa.date32())


def words(positions: npt.NDArray[Any], names: Sequence[str]) -> pa.Array:
    """Positions in ``names`` as those names; NOTHING becomes NULL."""
    wide = positions.astype(np.int64)
    return pa.array(names, pa.string()).take(pa.array(wide, mask=wide == NOTHING))


def sealed(values: Sequence[bytes]) -> list[str]:
    """Bytes in PostgreSQL's hex notation."""
    return ["\\x" + value.hex() for value in values]


def whole_numbers(values: Sequence[int]) -> str:
    """Whole numbers in PostgreSQL's notation of an array."""
    return "{" + ",".join(map(str, values)) + "}"
