"""How long a person handles a case, as that person and the supervisor read it: no ranking, no colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.ui import format as words
from dashboard.ui.charts.rows import TOO_FEW

if TYPE_CHECKING:
    from dashboard.registry.handling_times import HandlingTime

DEFINITION = (
    "Median jam kerja sejak kasus diambil sampai diputus, 90 hari terakhir; langkah yang dibatalkan tidak "
    "dihitung. Di bawah 20 kasus tidak disebut. Hanya petugasnya sendiri dan penyelia yang melihat angka "
    "ini, dan angka ini bukan peringkat: kasus berbeda berat."
)


def speed_table(rows: Sequence[HandlingTime], whose: str) -> list[Any]:
    """One row per service and status, in the office's order."""
    told = html.P([html.Strong(f"{whose}. "), DEFINITION], className="panel-sub")
    if not rows:
        return [
            told,
            html.P("Belum ada kasus yang diputus dalam 90 hari terakhir.", className="antrean-redup"),
        ]
    head = html.Tr([html.Th(name, scope="col") for name in ("Layanan", "Tahap", "n", "Median")])
    body = [
        html.Tr(
            [
                html.Th(row.service, scope="row"),
                html.Td(row.status.label),
                html.Td(words.number(row.n), className="angka"),
                html.Td(_median(row.median_seconds), className="angka"),
            ]
        )
        for row in rows
    ]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="tabel")
    return [told, html.Div(table, className="gulung", tabIndex="0")]


def _median(seconds: float | None) -> str:
    return TOO_FEW if seconds is None else words.hours(seconds / 3600)
