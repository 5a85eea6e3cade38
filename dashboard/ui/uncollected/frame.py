"""The frame of the list of uncollected documents; a page shows it whole or in a tab."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.queue.marks import icon
from dashboard.ui.uncollected import ids
from dashboard.ui.uncollected.words import BANDS

TICK_MILLISECONDS = 10_000
ALL = "semua"
ORDERS = {"terlama": "Terlama menunggu", "terbaru": "Terbaru siap"}


def uncollected_part() -> html.Div:
    """The list, still without cases; :mod:`dashboard.desk.uncollected` fills it."""
    stores = (ids.CHANGED, ids.SHOWN, ids.CONFIRMED)
    return html.Div(
        [
            dcc.Interval(id=ids.TICK, interval=TICK_MILLISECONDS),
            *[dcc.Store(id=name) for name in stores],
            dcc.Store(id=ids.BAND, data=ids.EVERY_AGE),
            dcc.Store(id=ids.PAGE, data=1),
            html.Div(id=ids.OUTAGE, role="alert", className="antrean-gangguan"),
            html.P(id=ids.WAY, className="ambil-jalur"),
            html.Section([_tabs(), _tools(), _confirm(), _message(), _list()], className="antrean-kartu",
                         **{"aria-label": "Dokumen yang belum diambil"}),
        ],
        className="ambil",
    )  # fmt: skip


def _tabs() -> html.Div:
    return html.Div(
        html.Div(
            [_tab(band, label) for band, label in BANDS.items()],
            className="antrean-tab",
            role="group",
            **{"aria-label": "Lama menunggu"},
        ),
        className="antrean-bilah",
    )


def _tab(band: int, label: str) -> html.Button:
    return html.Button(
        [html.Span(label), html.Span("–", id=ids.band_count(band), className="antrean-jumlah")],
        id=ids.band_tab(band),
        type="button",
        **{"aria-pressed": str(band == ids.EVERY_AGE).lower()},
    )


def _tools() -> html.Div:
    places = [{"label": "Semua lokasi saya", "value": ALL}]
    orders = [{"label": label, "value": value} for value, label in ORDERS.items()]
    return html.Div(
        [
            _select(ids.LOCATION, "Lokasi", places, ALL),
            _select(ids.ORDER, "Urutan", orders, "terlama"),
            html.Button([icon("alarm"), html.Span("Ingatkan semua …")], id=ids.REMIND_ALL, type="button",
                        className="btn btn-sm btn-outline-secondary"),
        ],
        className="ambil-alat",
    )  # fmt: skip


def _select(identity: str, label: str, options: list[dict[str, str]], value: str) -> html.Div:
    return html.Div(
        [
            dbc.Label(label, html_for=identity),
            dbc.Select(id=identity, options=options, value=value, size="sm"),
        ]
    )


def _confirm() -> html.Div:
    return html.Div(
        [
            html.P(id=ids.CONFIRM_TEXT),
            html.Button("Ya, ingatkan", id=ids.YES, type="button", className="btn btn-sm btn-primary"),
            html.Button("Batal", id=ids.NO, type="button", className="btn btn-sm tombol-sunyi"),
        ],
        id=ids.CONFIRM,
        className="ambil-pastikan",
        role="group",
        hidden=True,
        **{"aria-labelledby": ids.CONFIRM_TEXT},
    )


def _message() -> html.Div:
    return html.Div(id=ids.MESSAGE, role="status", className="ambil-pesan", **{"aria-live": "polite"})


def _list() -> html.Div:
    back, on = _turn(ids.PAGE_BACK, "Sebelumnya"), _turn(ids.PAGE_ON, "Berikutnya")
    return html.Div(
        [
            html.Div("Memuat …", id=ids.LIST, className="jaga-fokus"),
            html.Div([back, html.Span(id=ids.PAGE_TEXT), on], className="antrean-halaman"),
        ]
    )


def _turn(identity: str, label: str) -> Any:
    return html.Button(label, id=identity, type="button", disabled=True, className="btn btn-sm tombol-sunyi")
