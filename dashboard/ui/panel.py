"""The parts every figure has: a finding as its title, table twin, downloads, definition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from dash import dcc, html

GRAPH_CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "locale": "id",
    "responsive": True,
    "modeBarButtonsToRemove": [
        "zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d",
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Content:
    """What a panel shows: a finding, its measure, the figure, and the same figures as a table."""

    title: str
    subtitle: str
    figure: dict[str, Any]
    table: pd.DataFrame
    summary: str = ""
    """One sentence for those who cannot see the figure."""


@dataclass(frozen=True)
class Panel:
    """Where a panel stands and what may be asked of it."""

    name: str
    height: int
    controls: list[Any] = field(default_factory=list)
    wide: bool = False


def part(page: str, panel: str, what: str) -> str:
    """The id of one part of a panel."""
    return f"{page}-{panel}-{what}"


def download_id(page: str, panel: str, kind: str) -> dict[str, str]:
    """The id of a download button."""
    return {"type": f"{page}-unduh", "panel": panel, "jenis": kind}


def panel_frame(page: str, panel: Panel, definition: Any, *, may_download: bool) -> html.Section:
    """A panel before its figures came; its height is fixed so that nothing jumps."""
    downloads = [
        html.Button(
            kind.upper(),
            id=download_id(page, panel.name, kind),
            type="button",
            className="btn btn-sm tombol-sunyi",
            **{"aria-label": f"Unduh {kind.upper()}: {definition.title}"},
        )
        for kind in (("csv", "xlsx") if may_download else ())
    ]
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H2(definition.title, id=part(page, panel.name, "judul")),
                            html.P("Memuat …", id=part(page, panel.name, "sub"), className="panel-sub"),
                        ]
                    ),
                    html.Div([*panel.controls, *downloads], className="panel-alat"),
                ],
                className="panel-kepala",
            ),
            html.P(id=part(page, panel.name, "ringkas"), className="visually-hidden"),
            html.Div(
                dcc.Graph(
                    id=part(page, panel.name, "grafik"),
                    figure=blank(panel.height),
                    config=GRAPH_CONFIG,
                    style={"height": f"{panel.height}px"},
                ),
                className="panel-grafik",
            ),
            html.Details(
                [html.Summary("Tabel"), html.Div(id=part(page, panel.name, "tabel"), className="panel-tabel")]
            ),
            definition_card(definition),
        ],
        className="panel panel-lebar" if panel.wide else "panel",
        **{"aria-labelledby": part(page, panel.name, "judul")},
    )


def definition_card(definition: Any) -> html.Details:
    """What a figure means, in the words of its query file, with the SQL itself."""
    rows = {
        "Definisi": definition.definition,
        "Periode": definition.period,
        "Satuan": definition.unit,
        "Tidak dihitung": definition.excludes,
        "Metrik": definition.name,
    }
    return html.Details(
        [
            html.Summary("Definisi"),
            html.Dl([part for label, text in rows.items() for part in (html.Dt(label), html.Dd(text))]),
            html.Details([html.Summary("SQL"), html.Pre(html.Code(definition.sql), tabIndex="0")]),
        ],
        className="panel-definisi",
    )


def blank(height: int, message: str = "") -> dict[str, Any]:
    """A figure with nothing but a sentence."""
    note = {"text": message, "showarrow": False, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
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


def table_twin(frame: pd.DataFrame) -> html.Div:
    """A frame of ready-made words and numbers as a plain table."""
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in frame.columns]))
    body = html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in frame.itertuples(index=False)])
    return html.Div(html.Table([head, body], className="tabel"), className="gulung", tabIndex="0")
