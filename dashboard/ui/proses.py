"""The frame of the page on processing times, still without figures."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.card import kpi_skeleton
from dashboard.ui.cases import case_drawer
from dashboard.ui.charts.headline import CARD_COUNT
from dashboard.ui.filters import filter_bar
from dashboard.ui.format import STATUS_LABELS
from dashboard.ui.panel import Panel, panel_frame

PAGE = "proses"
CHOICE = f"{PAGE}-saringan"
HEADLINE = f"{PAGE}-ringkas"
NOTICE = f"{PAGE}-kabar"
DOWNLOAD = f"{PAGE}-berkas"
SERVICE_STATUS = f"{PAGE}-layanan-status"

PANELS: dict[str, str] = {
    "corong": "corong",
    "waktu": "waktu_status",
    "tunggu": "waktu_tunggu",
    "tren": "tren_mingguan",
    "layanan-waktu": "waktu_layanan",
    "rantai": "rantai",
}
"""Panel and the metric whose definition it shows."""


def proses_page(
    *,
    start: str,
    end: str,
    chosen: dict[str, list[str]],
    unit: str,
    definitions: dict[str, Any],
    may_download: bool,
) -> html.Div:
    """The whole page; callbacks fill it.

    Args:
        start, end: ISO dates of the period.
        chosen: codes per dimension as the address asks for them.
        definitions: the catalogue's definition per metric name.
    """
    panels = [
        Panel("corong", 504),
        Panel("waktu", 202),
        Panel("tunggu", 244),
        Panel("tren", 460, wide=True),
        Panel("layanan-waktu", 622, controls=[_status_select()]),
        Panel("rantai", 252),
    ]
    frames = {
        panel.name: panel_frame(PAGE, panel, definitions[PANELS[panel.name]], may_download=may_download)
        for panel in panels
    }
    return html.Div(
        [
            dcc.Store(id=CHOICE),
            dcc.Download(id=DOWNLOAD),
            html.H1("Waktu proses"),
            html.P("Di mana waktu permohonan habis, dan apakah membaik?", className="pengantar"),
            filter_bar(PAGE, start=start, end=end, chosen=chosen, unit=unit),
            html.Div(id=NOTICE, role="status"),
            html.Div(kpi_skeleton(CARD_COUNT), id=HEADLINE, className="kpi-deret"),
            html.Div(
                [
                    html.Div([frames["corong"], frames["rantai"]], className="kolom"),
                    html.Div([frames["waktu"], frames["tunggu"]], className="kolom"),
                    frames["tren"],
                    html.Div(frames["layanan-waktu"], className="panel-lebar"),
                ],
                className="panel-kisi",
            ),
            case_drawer(PAGE),
        ],
        className="proses",
    )


def _status_select() -> html.Div:
    return html.Div(
        [
            dbc.Label("Status", html_for=SERVICE_STATUS, className="visually-hidden"),
            dbc.Select(
                id=SERVICE_STATUS,
                options=[
                    {"label": STATUS_LABELS[status], "value": status}
                    for status in ("VERIFIKASI", "PROSES", "SELESAI")
                ],
                value="VERIFIKASI",
                size="sm",
            ),
        ]
    )
