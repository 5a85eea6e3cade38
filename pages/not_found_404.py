"""An address that is no page."""

from __future__ import annotations

from typing import Any

import dash
from dash import dcc, html

from dashboard.access import Permission

dash.register_page(__name__, title="Tidak ditemukan", permission=Permission.MASUK)


def layout(**_: str) -> Any:
    """Say so, and show the way back."""
    return html.Div(
        [
            html.H1("Halaman tidak ditemukan"),
            html.P("Alamat ini tidak ada, atau sudah dipindahkan."),
            dcc.Link("Kembali ke beranda", href="/"),
        ]
    )
