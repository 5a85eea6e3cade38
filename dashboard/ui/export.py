"""Files of exactly what a panel shows; a cell can never become a formula."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pandas as pd
import xlsxwriter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, disarmed by a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def to_csv(frame: pd.DataFrame) -> str:
    """A CSV with a byte-order mark, so that spreadsheets read it as UTF-8."""
    safe = frame.copy()
    for column in safe.columns:
        safe[column] = [neutral(value) for value in safe[column].tolist()]
    return "\ufeff" + str(safe.to_csv(index=False))


def to_xlsx(frame: pd.DataFrame, notes: dict[str, str]) -> bytes:
    """A workbook with the rows on one sheet and what they mean on another.

    Args:
        notes: label and text per line of the second sheet.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Data")
        for column, name in enumerate(frame.columns):
            sheet.write_string(0, column, str(name), bold)
            for row, value in enumerate(frame[name].tolist(), start=1):
                write_cell(sheet, row, column, value)
        sheet.freeze_panes(1, 0)
        about = book.add_worksheet("Keterangan")
        for row, (label, text) in enumerate(notes.items()):
            about.write_string(row, 0, label, bold)
            about.write_string(row, 1, text)
        about.set_column(0, 1, 24)
    return buffer.getvalue()


def write_cell(sheet: Any, row: int, column: int, value: Any, style: Any = None) -> None:
    """Write a value as what it is; text is written as text and so never runs as a formula."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "ya" if value else "tidak", style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, dt.datetime | dt.date):
        sheet.write_string(row, column, value.isoformat(), style)
    else:
        sheet.write_string(row, column, str(value), style)
