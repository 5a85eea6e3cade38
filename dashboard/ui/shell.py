"""The frame around every page: menu by role, account, theme, state of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

TICK_MILLISECONDS = 5_000

TICK = "eopen-detak"
REVISION = "eopen-revisi"
THEME = "eopen-tema"
THEME_BUTTON = "eopen-tema-tombol"
DATA_STATE = "eopen-keadaan-data"
MENU = "eopen-menu"
"""Type of the menu entries that take the filters of one page along to the next."""


@dataclass(frozen=True)
class NavItem:
    """One entry of the menu."""

    path: str
    label: str
    has_filters: bool = False
    """Whether the page understands the filters of the others."""


def shell(*, name: str, role: str, items: list[NavItem], demo: bool) -> html.Div:
    """The whole frame for one signed-in account.

    Args:
        name: as shown in the account box.
        role: the role in words.
        items: the pages the account may open, in their order.
        demo: whether the data are simulated, which the page then says.
    """
    return html.Div(
        [
            dcc.Interval(id=TICK, interval=TICK_MILLISECONDS),
            dcc.Store(id=REVISION),
            dcc.Store(id=THEME),
            html.A("Langsung ke isi", href="#isi", className="lompat"),
            html.Header(
                [
                    html.Div(
                        [html.Strong("e-Open Dasbor"), html.Span("Disdukcapil Kota Bekasi")],
                        className="merek",
                    ),
                    html.Nav(
                        [_entry(item) for item in items],
                        className="menu",
                        **{"aria-label": "Menu utama"},
                    ),
                    _account(name, role),
                ],
                className="samping",
            ),
            html.Div(
                [
                    _banner() if demo else None,
                    html.P(id=DATA_STATE, className="keadaan", **{"aria-live": "polite"}),
                    html.Main(dash.page_container, id="isi", tabIndex="-1"),
                ],
                className="halaman",
            ),
        ],
        className="rangka",
    )


def _entry(item: NavItem) -> dbc.NavLink:
    named = {"id": {"type": MENU, "path": item.path}} if item.has_filters else {}
    return dbc.NavLink(item.label, href=item.path, active="exact", **named)


def _account(name: str, role: str) -> html.Div:
    return html.Div(
        [
            html.Div([html.Strong(name), html.Span(role)], className="akun-siapa"),
            html.Button(
                "Tema gelap/terang", id=THEME_BUTTON, type="button", className="btn btn-sm tombol-sunyi"
            ),
            # A plain form: signing out must work whatever state the page is in.
            html.Form(
                html.Button("Keluar", type="submit", className="btn btn-sm tombol-sunyi"),
                action="/keluar",
                method="POST",
            ),
        ],
        className="akun",
    )


def _banner() -> html.P:
    return html.P(
        [html.Strong("Data contoh. "), "Semua orang, permohonan, dan angka di sini rekaan."],
        className="contoh",
        role="note",
    )


def state_in_words(
    *, as_of: str | None, message: str, progress: float | None, held_back_seconds: float
) -> Any:
    """The line above every page: how far the figures are complete, and what stands in the way."""
    if as_of is None:
        share = "" if progress is None else f" {progress * 100:.0f} %"
        return f"Menyiapkan data{share}. {message}".strip()
    parts = [f"Data per {as_of}"]
    if message:
        parts.append(message.rstrip("."))
    if held_back_seconds > 10:
        parts.append(f"ada transaksi terbuka sejak {held_back_seconds:.0f} detik; data sesudahnya menyusul")
    return " · ".join(parts)
