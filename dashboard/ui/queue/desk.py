"""The frame of the officers' desk: search, tabs and list, with the open case beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.ui.blanks.card import blank_card
from dashboard.ui.case.keys import HELP, NEXT, key
from dashboard.ui.case.panel import case_panel, outage_line
from dashboard.ui.queue import ids
from dashboard.ui.queue.address import VIEWS, DeskAddress
from dashboard.ui.queue.help import help_dialog
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.tools import tool_bar

TICK_MILLISECONDS = 3_000


def desk(address: DeskAddress, neighbours: Sequence[tuple[str, str]] = ()) -> html.Div:
    """The whole page; callbacks fill it.

    Args:
        address: what the page's address asks for.
        neighbours: label and path of the pages that belong to the queue.
    """
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            dcc.Interval(id=ids.TICK, interval=TICK_MILLISECONDS),
            dcc.Store(id=ids.ASKED, data=address.list_search()),
            *[dcc.Store(id=name) for name in (ids.BEAT, ids.ASKING, ids.SHOWN)],
            _heading(neighbours),
            outage_line(),
            blank_card(),
            html.Div([_queue(address), case_panel(address.case)], className="antrean-meja"),
            help_dialog(),
        ],
        className="antrean",
    )


def _heading(neighbours: Sequence[tuple[str, str]]) -> html.Div:
    links = html.Nav(
        [dcc.Link(label, href=path) for label, path in neighbours],
        className="antrean-tetangga",
        **{"aria-label": "Halaman lain untuk antrean"},
    )
    helper = html.Button(
        ["Pintasan", html.Kbd("?", **{"aria-hidden": "true"})],
        id=ids.HELP_OPEN,
        type="button",
        className="btn btn-outline-secondary",
        **key(HELP, "Daftar tombol pintasan"),
    )
    claim = html.Button(
        [
            icon("arrow-right-circle"),
            html.Span("Ambil berikutnya"),
            html.Kbd("N", **{"aria-hidden": "true"}),
        ],
        id=ids.CLAIM_NEXT,
        type="button",
        className="btn btn-primary",
        **key(NEXT, "Ambil kasus yang paling mendesak"),
    )
    tools = html.Div([links if neighbours else None, helper, claim], className="antrean-alat")
    return html.Div([html.H1("Antrean kerja"), tools], className="antrean-judul")


def _queue(address: DeskAddress) -> html.Section:
    tabs = html.Div(
        [_tab(view, title, place) for place, (view, title) in enumerate(VIEWS.items(), start=1)],
        className="antrean-tab antrean-tampilan",
        role="group",
        **{"aria-label": "Tampilan antrean"},
    )
    pager = html.Div(
        [_turn(ids.PAGE_BACK, "Sebelumnya"), html.Span(id=ids.PAGE_TEXT), _turn(ids.PAGE_ON, "Berikutnya")],
        id=ids.PAGER,
        className="antrean-halaman",
        hidden=True,
    )
    listed = html.Div(
        [
            html.Div(id=ids.NARROWED_TO, className="antrean-tersaring"),
            html.Div(id=ids.LIST, className="antrean-daftar jaga-fokus"),
            pager,
        ],
        className="antrean-terdaftar",
    )
    found = html.Div(id=ids.RESULTS, className="antrean-temuan")
    return html.Section(
        [html.Div([tabs, tool_bar(address)], className="antrean-bilah"), found, listed],
        className="antrean-kartu",
        **{"aria-label": "Daftar antrean"},
    )


def _turn(identity: str, label: str) -> html.Button:
    return html.Button(label, id=identity, type="button", className="btn btn-sm btn-outline-secondary")


def _tab(view: str, title: str, place: int) -> Any:
    return html.Button(
        [html.Span(title), html.Span("–", id=ids.view_count(view), className="antrean-jumlah")],
        id=ids.view_tab(view),
        type="button",
        **{"aria-pressed": "false"},
        **key(str(place), title),
    )
