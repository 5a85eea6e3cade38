"""The report in words: every figure as an Indonesian official writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.analytics.filters import Filters
from dashboard.registry.targets import KPIS
from dashboard.report.content import KeyFigure, ReportContent, Section
from dashboard.report.parts import Column, Kind, Part
from dashboard.ui import format as words
from dashboard.ui.charts.rows import TOO_FEW

LETTERHEAD = ("Pemerintah Kota Bekasi", "Dinas Kependudukan dan Pencatatan Sipil")
SIGNATORY = ("Kepala Dinas Kependudukan", "dan Pencatatan Sipil Kota Bekasi")
SAMPLE = "DATA CONTOH: semua orang, permohonan, dan angka di sini rekaan"
FEW = "n < 20"
"""Stands in a table for a figure that rests on fewer than 20 cases."""

BARS = "batang gelap sampai P50, sedang sampai P80, terang sampai P90"
NUMBERS: tuple[Kind, ...] = ("jumlah", "porsi", "jam", "angka")


_IN_WORDS: dict[Kind, Callable[[Any], str]] = {
    "teks": str,
    "jumlah": words.number,
    "angka": lambda value: words.number(value, 2),
    "porsi": words.percent,
    "jam": words.hours,
    "hari": words.short_date,
    "bulan": lambda day: f"{words.MONTHS[day.month - 1]} {day.year}",
    "tahun": lambda year: str(int(year)),
    "yatidak": lambda is_so: "ya" if is_so else "tidak",
}


def title(content: ReportContent) -> str:
    """``Laporan kinerja pelayanan Oktober 2026``."""
    partial = " (sebagian)" if content.is_partial else ""
    return f"Laporan kinerja pelayanan {content.period.title}{partial}"


def figure(value: Any, kind: Kind) -> str:
    """One figure with its unit."""
    return words.MISSING if value is None else _IN_WORDS[kind](value)


def cell(value: Any, column: Column, part: Part) -> str:
    """A cell of a table."""
    if value is None and column.key in part.guarded:
        return FEW
    return figure(column.names.get(value, value) if column.names else value, column.kind)


def value_of(key: KeyFigure) -> str:
    """The figure of the period."""
    return figure(key.value, key.key.kind) if key.enough else TOO_FEW


def before_of(key: KeyFigure) -> str:
    """The figure of the period before."""
    return figure(key.before, key.key.kind) if key.enough_before else TOO_FEW


def basis_of(key: KeyFigure) -> str:
    """Numerator and denominator: ``8.271 dari 8.278 jatuh tempo``."""
    if key.whole is None or key.part is None:
        return ""
    return f"{words.number(key.part)} dari {words.number(key.whole)} {key.key.of}"


def change_of(key: KeyFigure) -> str:
    """The change against the period before: points for shares, percent for the rest."""
    if not (key.enough and key.enough_before):
        return words.MISSING
    change = words.points if key.key.kind == "porsi" else words.change
    return change(key.value, key.before) or words.MISSING


def target_of(key: KeyFigure) -> str:
    """The target, with the side of it that is good, and whether it is met."""
    if key.target is None or key.key.kpi is None:
        return words.MISSING
    side = "≥" if KPIS[key.key.kpi].higher_is_better else "≤"
    verdict = {True: ", tercapai", False: ", belum tercapai", None: ""}[key.is_met]
    return f"{side} {figure(key.target, key.key.kind)}{verdict}"


def measure_of(section: Section) -> str:
    """What a table measures, and what its bars mean."""
    parts = [section.part.measure]
    if len(section.part.bars) > 1 and section.rows:
        parts.append(f"{BARS}{', tiap status berskala sendiri' if section.part.scaled_by else ''}")
    if section.total > len(section.rows):
        parts.append(f"{words.number(len(section.rows))} teratas dari {words.number(section.total)}")
    return "; ".join(parts)


def facts(content: ReportContent) -> list[tuple[str, str]]:
    """What the report is about, label and words."""
    lines = [
        ("Periode", content.period.days),
        ("Pembanding", _compared(content.compared)),
        ("Wilayah", content.area),
        ("Data per", words.moment(content.as_of)),
    ]
    if content.is_partial:
        lines.append(("Catatan", "Periode belum berakhir; angkanya masih akan berubah."))
    return lines


def definitions(content: ReportContent) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every metric's title, name and the lines that define it."""
    return [
        (
            known.title,
            known.name,
            [
                ("Definisi", known.definition),
                ("Periode", known.period),
                ("Tidak dihitung", known.excludes),
            ],
        )
        for known in content.definitions
    ]


def letter(content: ReportContent, frequency: str) -> str:
    """What stands in the e-mail above the attached report."""
    sample = f"{SAMPLE}.\n\n" if content.data_kind == "contoh" else ""
    about = "\n".join(f"{label}: {words_}" for label, words_ in facts(content))
    figures = "\n".join(f"- {_in_a_line(key)}" for key in content.key_figures)
    return (
        f"{sample}Terlampir {title(content)[0].lower()}{title(content)[1:]} (PDF dan XLSX).\n\n"
        f"{about}\n\nAngka kunci:\n{figures}\n\n"
        f"Surel ini dikirim otomatis karena akun Anda berlangganan laporan {frequency}. "
        "Untuk berhenti, hubungi admin.\n"
    )


def _in_a_line(key: KeyFigure) -> str:
    basis = f" ({basis_of(key)})" if basis_of(key) else ""
    return f"{key.key.label}: {value_of(key)}{basis}, sebelumnya {before_of(key)}"


def _compared(period: Filters | None) -> str:
    return words.period(period.start, period.end) if period else "tidak ada: datanya belum ada waktu itu"
