"""The frame of the counter: one input, the case it finds, and the lists below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.case.keys import SEARCH
from dashboard.ui.loket import ids
from dashboard.ui.loket.address import EVERYTHING, TABS, CounterAddress
from dashboard.ui.loket.case import case_frame
from dashboard.ui.queue.marks import icon

TICK_MILLISECONDS = 4_000
HINT = "nomor, NIK atau nama; atau pindai"


def counter_frame(address: CounterAddress, parts: Mapping[str, Any]) -> html.Div:
    """The whole page; callbacks fill it.

    Args:
        address: what the page's address asks for.
        parts: what each tab shows, by the names of ``address.TABS``; a tab without a part is left out.
    """
    shown = address.tab if address.tab in parts else next(iter(parts))
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            dcc.Interval(id=ids.TICK, interval=TICK_MILLISECONDS),
            dcc.Store(id=ids.ASKED, data=address.list_search()),
            *_stores(),
            html.Div([html.H1("Loket"), _location(address)], className="antrean-judul"),
            html.Div(id=ids.OUTAGE, role="alert", className="loket-gangguan"),
            _finder(),
            html.Div(id=ids.MESSAGE, role="status", className="loket-pesan", **{"aria-live": "polite"}),
            html.Div(id=ids.CANDIDATES, className="loket-temuan"),
            case_frame(),
            _tabs(parts, shown),
            *[html.Div(part, id=ids.part(name), hidden=name != shown) for name, part in parts.items()],
        ],
        className="antrean loket",
    )


def _stores() -> list[Any]:
    names = (ids.BEAT, ids.ASKING, ids.SCANNED, ids.OPEN, ids.SEEN, ids.STIRRED, ids.CHANGED)
    return [dcc.Store(id=name) for name in (*names, ids.SHOWN)]


def _location(address: CounterAddress) -> html.Div:
    options = location_options({})
    return html.Div(
        [
            dbc.Label("Loket di", html_for=ids.LOCATION),
            dbc.Select(id=ids.LOCATION, options=options, value=address.location or EVERYTHING),
        ],
        className="loket-di",
    )


def location_options(locations: Mapping[str, str]) -> list[dict[str, str]]:
    """The locations whose counter it may be, names by code."""
    everything = {"label": "Semua lokasi saya", "value": EVERYTHING}
    return [everything, *({"label": name, "value": code} for code, name in locations.items())]


def _finder() -> html.Section:
    # What is typed may be a NIK: the browser neither remembers nor checks it.
    field = dbc.Input(
        id=ids.FIND,
        type="search",
        placeholder=HINT,
        maxLength=200,
        autocomplete="off",
        autoFocus=True,
        value="",
    )
    label = dbc.Label("Nomor permohonan, NIK, atau nama pemohon", html_for=ids.FIND)
    go = html.Button(
        [icon("search"), html.Span("Cari")], id=ids.GO, type="button", className="btn btn-primary"
    )
    camera = html.Button(
        "Pindai dengan kamera",
        id=ids.CAMERA,
        type="button",
        className="btn btn-outline-secondary",
        **{"aria-expanded": "false", "aria-controls": ids.CAMERA_PLACE},
    )
    return html.Section(
        [label, html.Div([field, go, camera], className="loket-sebaris"), _camera()],
        className="panel loket-pencari",
        role="search",
        **{"aria-label": "Cari permohonan", "aria-keyshortcuts": SEARCH},
    )


def _camera() -> html.Div:
    close = html.Button(
        "Tutup kamera", id=ids.CAMERA_CLOSE, type="button", className="btn btn-sm tombol-sunyi"
    )
    picture = html.Video(
        id=ids.CAMERA_PICTURE, muted=True, **{"aria-label": "Gambar kamera: arahkan ke kode QR"}
    )
    said = html.P(id=ids.CAMERA_SAID, role="status", **{"aria-live": "polite"})
    return html.Div([picture, html.Div([said, close])], id=ids.CAMERA_PLACE, hidden=True)


def _tabs(parts: Mapping[str, Any], shown: str) -> html.Div:
    return html.Div(
        [
            html.Button(
                label, id=ids.tab(name), type="button", **{"aria-pressed": str(name == shown).lower()}
            )
            for name, label in TABS.items()
            if name in parts
        ],
        className="antrean-tab loket-tab",
        role="group",
        hidden=len(parts) < 2,
        **{"aria-label": "Bagian loket"},
    )
