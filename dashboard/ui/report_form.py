"""Asks for the signed report: a plain form, so that a download is a download."""

from __future__ import annotations

import datetime as dt

from dash import html

from dashboard.ui import format as words

MONTHS_OFFERED = 12


def report_form(today: dt.date) -> html.Form:
    """The last twelve months, the newest whole one first, as PDF or XLSX."""
    months = [_month_before(today, back) for back in range(MONTHS_OFFERED + 1)]
    running, *whole = months
    options = [html.Option(_name(month), value=f"{month:%Y-%m}") for month in whole]
    options.append(html.Option(f"{_name(running)} (belum berakhir)", value=f"{running:%Y-%m}"))
    return html.Form(
        [
            html.Label("Unduh laporan", htmlFor="ringkasan-laporan"),
            html.Select(
                options, id="ringkasan-laporan", name="periode", className="form-select form-select-sm"
            ),
            _button("pdf", "PDF"),
            _button("xlsx", "XLSX"),
        ],
        action="/laporan",
        method="GET",
        className="laporan",
        **{"aria-label": "Unduh laporan"},
    )


def _button(kind: str, label: str) -> html.Button:
    return html.Button(
        label,
        type="submit",
        name="jenis",
        value=kind,
        className="btn btn-sm tombol-sunyi",
        **{"aria-label": f"Unduh laporan {label}"},
    )


def _month_before(day: dt.date, back: int) -> dt.date:
    index = day.year * 12 + day.month - 1 - back
    return dt.date(index // 12, index % 12 + 1, 1)


def _name(month: dt.date) -> str:
    return f"{words.MONTHS[month.month - 1]} {month.year}"
