"""The parts every figure has: a finding as its title, table twin, downloads, definition."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import dcc, html

GRAPH_CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "locale": "id",
    "responsive": True,
    "displayModeBar": False,  # it needs a mouse; the panel's own buttons do not
}

AS_OF = "eopen-per"
"""Type of the places that say as of when figures are complete; ``assets/eopen.js`` fills them."""


SENTENCE_LETTERS = 34
"""A line of a sentence that stands for a figure, at 360 pixels."""


@dataclass(frozen=True)
class Content:
    """What a panel shows: a finding, its measure, the figure, and the same figures as a table."""

    title: str
    subtitle: str
    figure: dict[str, Any]
    table: pd.DataFrame
    summary: str = ""
    """One sentence for those who cannot see the figure."""
    keys: Sequence[Any] | None = None
    """What each row of the table asks for when its cases are wanted; the marks carry the same."""


@dataclass(frozen=True)
class Panel:
    """Where a panel stands and what may be asked of it."""

    name: str
    height: int
    controls: Sequence[Any] = ()
    wide: bool = False


def part(page: str, panel: str, what: str) -> str:
    """The id of one part of a panel."""
    return f"{page}-{panel}-{what}"


def row_id(page: str, panel: str, key: Any) -> dict[str, str]:
    """The id of the button that opens the cases of a table row."""
    return {"type": f"{page}-baris", "panel": panel, "kunci": json.dumps(key)}


def download_id(page: str, panel: str, kind: str) -> dict[str, str]:
    """The id of a download button."""
    return {"type": f"{page}-unduh", "panel": panel, "jenis": kind}


def panel_frame(page: str, panel: Panel, definition: Any, *, may_download: bool) -> html.Section:
    """A panel before its figures came; its height is fixed so that nothing jumps."""
    name = panel.name
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H2(definition.title, id=part(page, name, "judul")),
                            html.P("Memuat …", id=part(page, name, "sub"), className="panel-sub"),
                        ]
                    ),
                    html.Div(
                        [
                            *panel.controls,
                            *download_buttons(page, name, definition.title, may_download),
                            _picture_button(definition.title) if may_download else None,
                        ],
                        className="panel-alat",
                    ),
                ],
                className="panel-kepala",
            ),
            html.P(id=part(page, name, "ringkas"), className="visually-hidden"),
            html.Div(
                dcc.Graph(
                    id=part(page, name, "grafik"),
                    figure=blank(panel.height),
                    config=GRAPH_CONFIG,
                    style={"height": f"{panel.height}px"},
                ),
                className="panel-grafik",
            ),
            table_frame(page, name),
            definition_card([definition]),
            as_of(page, name),
        ],
        className="panel panel-lebar" if panel.wide else "panel",
        **{"aria-labelledby": part(page, name, "judul")},
    )


def download_buttons(page: str, panel: str, title: str, may_download: bool) -> list[html.Button]:
    """CSV and XLSX of exactly what the table shows, for those who may."""
    return [
        html.Button(
            kind.upper(),
            id=download_id(page, panel, kind),
            type="button",
            className="btn btn-sm tombol-sunyi",
            **{"aria-label": f"Unduh {kind.upper()}: {title}"},
        )
        for kind in (("csv", "xlsx") if may_download else ())
    ]


def _picture_button(title: str) -> html.Button:
    """The chart as a picture that can stand alone; ``assets/lembar.js`` makes it."""
    return html.Button(
        "PNG",
        type="button",
        className="btn btn-sm tombol-sunyi unduh-png",
        **{"aria-label": f"Unduh gambar PNG: {title}"},
    )


def as_of(page: str, panel: str) -> html.P:
    """Where a panel says as of when its figures are complete."""
    return html.P(id={"type": AS_OF, "panel": f"{page}-{panel}"}, className="panel-per")


def table_frame(page: str, panel: str) -> html.Details:
    """The closed table; its rows are asked for when it is opened."""
    return html.Details(
        [
            html.Summary("Tabel", id=part(page, panel, "tabel-buka"), n_clicks=0),
            html.Div("Memuat …", id=part(page, panel, "tabel"), className="panel-tabel"),
            dcc.Store(id=part(page, panel, "tabel-minta")),
        ]
    )


def definition_card(definitions: Sequence[Any]) -> html.Details:
    """What figures mean, in the words of their query files, with the SQL itself."""
    return html.Details(
        [html.Summary("Definisi"), *[one for some in definitions for one in _defined(some)]],
        className="panel-definisi",
    )


def _defined(definition: Any) -> list[Any]:
    rows = {
        "Judul": definition.title,
        "Definisi": definition.definition,
        "Periode": definition.period,
        "Satuan": definition.unit,
        "Tidak dihitung": definition.excludes,
        "Metrik": definition.name,
    }
    return [
        html.Dl([part for label, text in rows.items() for part in (html.Dt(label), html.Dd(text))]),
        html.Details([html.Summary("SQL"), html.Pre(html.Code(definition.sql), tabIndex="0")]),
    ]


def blank(height: int, message: str = "") -> dict[str, Any]:
    """A figure with nothing but a sentence."""
    note = {
        "text": "<br>".join(textwrap.wrap(message, SENTENCE_LETTERS)),
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
    }
    hidden = {"visible": False, "fixedrange": True}
    return {
        "data": [],
        "layout": {
            "height": height,
            "xaxis": hidden,
            "yaxis": hidden,
            "annotations": [note] if message else [],
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "template": None,
        },
    }


def table_twin(content: Content, open_cases: Callable[[Any], dict[str, str]] | None = None) -> html.Div:
    """The figures as a plain table.

    Args:
        open_cases: the id of the button that opens a row's cases, by the row's key; the first cell of
            a row with a key becomes that button, so that no mouse is needed to get there.
    """
    frame = content.table
    if frame.empty:
        return html.Div("Tidak ada baris.")
    keys = content.keys if open_cases and content.keys is not None else [None] * len(frame)
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in frame.columns]))
    rows = zip(frame.itertuples(index=False), keys, strict=True)
    body = html.Tbody([_row(list(row), key, open_cases) for row, key in rows])
    return html.Div(html.Table([head, body], className="tabel"), className="gulung", tabIndex="0")


def _row(cells: list[Any], key: Any, open_cases: Callable[[Any], dict[str, str]] | None) -> html.Tr:
    first, *others = cells
    if key is not None and open_cases:
        first = html.Button(first, id=open_cases(key), type="button", className="tombol-baris", n_clicks=0)
    return html.Tr([html.Th(first, scope="row"), *[html.Td(cell) for cell in others]])
