"""The page for a printed stack: numbers in, a result per case out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.case.timeline import case_address
from dashboard.ui.queue.marks import icon

if TYPE_CHECKING:
    from dashboard.registry.workflow import BatchResult

NUMBERS = "tumpukan-nomor"
FINISH = "tumpukan-selesaikan"
RESULTS = "tumpukan-hasil"
HINT = "EO-00000017\nEO-00000018"


def stack_page(most: int) -> html.Div:
    """The page, still without any result.

    Args:
        most: lines that are taken at one go.
    """
    form = html.Div(
        [
            dbc.Label("Nomor permohonan, satu per baris", html_for=NUMBERS),
            dbc.Textarea(id=NUMBERS, rows=10, placeholder=HINT, autoFocus=True, spellCheck=False),
            html.P(
                f"Pindai kode pada berkas atau tempelkan nomornya, paling banyak {most} baris. Setiap kasus "
                "diselesaikan sendiri-sendiri: satu yang ditolak tidak menahan yang lain.",
                className="antrean-redup",
            ),
            html.Button("Tandai selesai", id=FINISH, type="button", className="btn btn-primary"),
        ],
        className="antrean-kartu tumpukan-isian",
    )
    results = html.Div(id=RESULTS, className="tumpukan-hasil", role="status", **{"aria-live": "polite"})
    return html.Div(
        [html.H1("Selesaikan tumpukan cetak"), html.Div([form, results], className="tumpukan")],
        className="antrean",
    )


def stack_results(results: Sequence[BatchResult], not_tried: int) -> Any:
    """What became of every line, those that need a hand first.

    Args:
        not_tried: lines after the database went away; they stay in the form.
    """
    refused = [result for result in results if not result.is_finished]
    finished = [result for result in results if result.is_finished]
    parts = [f"{len(finished)} selesai", f"{len(refused)} ditolak"]
    if not_tried:
        parts.append(f"{not_tried} belum dicoba karena basis data tidak dapat dihubungi")
    rows = [_row(result) for result in [*refused, *finished]]
    return html.Div(
        [html.P(html.Strong(", ".join(parts) + "."), className="tumpukan-jumlah"), html.Ul(rows)],
        className="antrean-kartu",
    )


def nothing_typed() -> html.P:
    """The form was sent empty."""
    return html.P("Belum ada nomor. Pindai atau tempelkan paling sedikit satu.", className="antrean-redup")


def _row(result: BatchResult) -> html.Li:
    name = dcc.Link(result.number, href=case_address(result.number)) if result.number else result.line
    said = "Selesai" if result.is_finished else f"Ditolak: {result.refusal}"
    look = "tumpukan-selesai" if result.is_finished else "tumpukan-ditolak"
    mark = icon("check-circle-fill" if result.is_finished else "exclamation-octagon")
    return html.Li([mark, html.Strong(name), html.Span(said)], className=look)
