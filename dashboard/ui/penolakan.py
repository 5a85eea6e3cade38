"""What would prevent rejections: the hint of each reason, from the reason that costs most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.ui import format as words
from dashboard.ui.charts.penolakan import FAULTS, SMALLEST, UNKNOWN
from dashboard.ui.panel import row_id

MOST_HINTS = 6


def hints(rows: Sequence[Mapping[str, Any]], page: str, panel: str, period: str) -> html.Section:
    """The hints that would prevent most, each with the rejections it is about.

    Args:
        rows: ``alasan_penolakan``, the most frequent reason first.
        panel: the figure whose cases a reason opens.
    """
    total = sum(int(row["n"]) for row in rows)
    hinted = [row for row in rows if row["dapat_dicegah"]]
    preventable = sum(int(row["n_dicegah"]) for row in hinted)
    shown = hinted[:MOST_HINTS]
    covered = sum(int(row["n"]) for row in shown)
    unknown = sum(int(row["n"]) for row in rows if row["alasan"] == UNKNOWN)
    head = "Tidak ada penolakan yang dapat dicegah"
    if total and unknown == total:
        head = "Alasan tidak tercatat, jadi yang dapat dicegah tidak diketahui"
    elif 0 < total < SMALLEST:
        head = f"{words.number(total)} penolakan: terlalu sedikit untuk disimpulkan"
    elif covered:
        share = words.percent(covered / total, 0)
        head = f"{len(shown)} langkah pencegahan teratas menyangkut {share} penolakan"
    basis = (
        f"{words.number(preventable)} dari {words.number(total)} penolakan {period} alasannya mempunyai "
        "petunjuk pencegahan pada daftar alasan. Angka tiap baris ialah batas atas: petunjuk belum tentu "
        "mencegah semuanya."
    )
    return html.Section(
        [
            html.H2(head),
            html.P(basis, className="panel-sub"),
            html.Div(_table(shown, page, panel), className="gulung", tabIndex="0") if shown else None,
        ],
        className="panel",
    )


def _table(rows: Sequence[Mapping[str, Any]], page: str, panel: str) -> html.Table:
    head = html.Tr(
        [html.Th(name, scope="col") for name in ("Langkah pencegahan", "Alasan", "Pihak", "Penolakan")]
    )
    body = [
        html.Tr(
            [
                html.Th(row["petunjuk"], scope="row", className="lebar"),
                html.Td(_opener(row, page, panel), className="lebar"),
                html.Td(FAULTS.get(row["pihak"], row["pihak"])),
                html.Td(f"{words.number(row['n'])} ({words.percent(row['bagian'])})", className="angka"),
            ]
        )
        for row in rows
    ]
    return html.Table([html.Thead(head), html.Tbody(body)], className="tabel tabel-susun")


def _opener(row: Mapping[str, Any], page: str, panel: str) -> html.Button:
    return html.Button(
        row["nama"],
        # In a list, so that the button in the figure's own table keeps an id of its own.
        id=row_id(page, panel, [row["alasan"]]),
        type="button",
        className="tombol-baris",
        n_clicks=0,
    )
