"""The report as a workbook: one sheet per table, raw figures in cells, and what they mean."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from dashboard.report import phrasing
from dashboard.report.content import KeyFigure, ReportContent, Section
from dashboard.report.parts import Kind
from dashboard.ui.charts.rows import TOO_FEW
from dashboard.ui.export import write_cell

FORMATS: dict[Kind, str] = {"jumlah": "#,##0", "porsi": "0.0%", "jam": "#,##0.0", "angka": "#,##0.00"}
KEY_COLUMNS = (
    "Ukuran",
    "Satuan",
    "Nilai",
    "Sebelumnya",
    "Perubahan",
    "Target",
    "Tercapai",
    "Pembilang",
    "Penyebut",
    "Arti",
)
UNITS: dict[Kind, str] = {"jumlah": "jumlah", "porsi": "bagian", "jam": "jam kerja", "angka": "angka"}
WIDTH = 16
FIRST_WIDTH = 34


def to_xlsx(content: ReportContent) -> bytes:
    """The workbook of a report."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": phrasing.title(content), "author": ", ".join(phrasing.LETTERHEAD)})
        sheets = _Sheets(book)
        sheets.labelled("Laporan", _about(content))
        sheets.table("Angka kunci", KEY_COLUMNS, [_key_row(key) for key in content.key_figures])
        for section in content.sections:
            sheets.section(section)
        sheets.table("Catatan", ("Tanggal", "Catatan"), [(note.day, note.text) for note in content.notes])
        sheets.labelled(
            "Definisi",
            [
                (f"{title} ({name})" if place == 0 else "", f"{label}: {text}")
                for title, name, lines in phrasing.definitions(content)
                for place, (label, text) in enumerate(lines)
            ],
        )
    return buffer.getvalue()


class _Sheets:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._styles = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}

    def table(self, name: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """A plain table; a cell may be ``(value, kind)``."""
        sheet = self._started(name, head)
        for place, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                value, kind = cell if isinstance(cell, tuple) else (cell, "teks")
                write_cell(sheet, place, column, value, self._styles.get(kind))

    def section(self, section: Section) -> None:
        columns, named = section.columns, [column.names for column in section.columns]
        self.table(
            section.part.name,
            [_head(column.label, column.kind) for column in columns],
            [
                [
                    (names.get(value, value) if names else value, column.kind)
                    for value, column, names in zip(row, columns, named, strict=True)
                ]
                for row in section.rows
            ],
        )

    def labelled(self, name: str, lines: Sequence[tuple[str, str]]) -> None:
        """Label and text per line."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, FIRST_WIDTH)
        sheet.set_column(1, 1, 110)
        for row, (label, text) in enumerate(lines):
            sheet.write_string(row, 0, label, self._bold)
            sheet.write_string(row, 1, text, self._wrapped)

    def _started(self, name: str, head: Sequence[str]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, FIRST_WIDTH)
        sheet.set_column(1, len(head) - 1, WIDTH)
        for column, label in enumerate(head):
            sheet.write_string(0, column, label, self._bold)
        return sheet


def _head(label: str, kind: Kind) -> str:
    return f"{label} (jam)" if kind == "jam" else label


def _about(content: ReportContent) -> list[tuple[str, str]]:
    lines = [("Laporan", phrasing.title(content)), *phrasing.facts(content)]
    if content.data_kind == "contoh":
        lines.insert(0, ("Perhatian", phrasing.SAMPLE))
    return lines


def _key_row(key: KeyFigure) -> list[Any]:
    kind = key.key.kind
    return [
        key.key.label,
        UNITS[kind],
        (key.value if key.enough else TOO_FEW, kind),
        (key.before if key.enough_before else TOO_FEW, kind),
        phrasing.change_of(key),
        (key.target, kind),
        key.is_met,
        (key.part, "jumlah"),
        (key.whole, "jumlah"),
        key.key.meaning,
    ]
