"""The report as PDF/A, typeset by typst from ``template.typ``.

The words go to the template as data and are set as text: no value can become markup.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from importlib.resources import files
from typing import Any, Literal

import typst

from dashboard.analytics.filters import WIB
from dashboard.report import phrasing
from dashboard.report.content import ReportContent, Section
from dashboard.ui import format as words

MAY_BREAK = "\u200b"
_LONG_WORD = re.compile(r"\S{21,}")
_PIECE = re.compile(r".{1,10}")
ARCHIVAL: Literal["a-2b"] = "a-2b"


def to_pdf(content: ReportContent) -> bytes:
    """The report, ready to be signed."""
    made = typst.compile(
        (files("dashboard.report") / "template.typ").read_bytes(),
        format="pdf",
        sys_inputs={"laporan": json.dumps(_breakable(in_words(content)), ensure_ascii=False)},
        pdf_standards=ARCHIVAL,
        ignore_system_fonts=True,  # the same page on every machine
        timestamp=content.as_of.replace(microsecond=0, tzinfo=WIB).astimezone(dt.UTC),
    )
    return made


def in_words(content: ReportContent) -> dict[str, Any]:
    """What the template is given: texts, and lengths of bars from 0 to 1."""
    return {
        "kop": phrasing.LETTERHEAD,
        "judul": phrasing.title(content),
        "fakta": phrasing.facts(content),
        "data_per": words.moment(content.as_of),
        "contoh": phrasing.SAMPLE if content.data_kind == "contoh" else None,
        "penanda_tangan": phrasing.SIGNATORY,
        "tahun": str(content.as_of.year),
        "kunci": [
            {
                "label": key.key.label,
                "arti": key.key.meaning,
                "nilai": phrasing.value_of(key),
                "cukup": key.enough,
                "dasar": phrasing.basis_of(key),
                "sebelumnya": phrasing.before_of(key),
                "perubahan": phrasing.change_of(key),
                "target": phrasing.target_of(key),
                "tercapai": key.is_met,
            }
            for key in content.key_figures
        ],
        "bagian": [_section(section) for section in content.sections],
        "catatan": [{"hari": words.date(note.day), "teks": note.text} for note in content.notes],
        "definisi": [
            {"judul": title, "nama": name, "baris": lines}
            for title, name, lines in phrasing.definitions(content)
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    columns = section.columns
    return {
        "nama": section.part.name,
        "temuan": section.finding,
        "ukuran": phrasing.measure_of(section),
        "kolom": [{"label": c.label, "angka": c.kind in phrasing.NUMBERS} for c in columns],
        "baris": [
            [phrasing.cell(value, column, section.part) for value, column in zip(row, columns, strict=True)]
            for row in section.rows
        ],
        "batang": _bars(section),
        "berongga": _hollow(section),
    }


def _bars(section: Section) -> list[list[float]]:
    """Per row the lengths of its bars as parts of the room, longest first."""
    places = [_place(section, name) for name in reversed(section.part.bars)]
    if not places:
        return []
    least = 1.0 if section.columns[places[0]].kind == "porsi" else 0.0
    by = section.part.scaled_by
    scales = [row[_place(section, by)] if by else "" for row in section.rows]
    values = [[row[place] or 0 for place in places] for row in section.rows]
    longest: dict[Any, float] = {}
    for scale, lengths in zip(scales, values, strict=True):
        longest[scale] = max(longest.get(scale, least), *lengths)
    return [
        [float(value / longest[scale]) if longest[scale] else 0.0 for value in lengths]
        for scale, lengths in zip(scales, values, strict=True)
    ]


def _breakable(value: Any) -> Any:
    """Every text with places to break in words too long for a column, so that none leaves the page."""
    if isinstance(value, str):
        return _LONG_WORD.sub(lambda word: MAY_BREAK.join(_PIECE.findall(word[0])), value)
    if isinstance(value, dict):
        return {name: _breakable(one) for name, one in value.items()}
    return [_breakable(one) for one in value] if isinstance(value, list | tuple) else value


def _hollow(section: Section) -> list[bool]:
    """Per row whether its bars are hollow."""
    if section.part.hollow is None:
        return [False] * len(section.rows)
    name, value = section.part.hollow
    place = _place(section, name)
    return [row[place] == value for row in section.rows]


def _place(section: Section, name: str) -> int:
    return next(n for n, column in enumerate(section.columns) if column.key == name)
