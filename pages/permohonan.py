"""One application with everything known of it: what is asked, what was handed in, what to do next.

Used by officers who check and decide, and from lists of cases. The address holds the number of the
application and nothing else; what the page does is ``dashboard.desk.case``.
"""

from __future__ import annotations

from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, dcc, html

from dashboard.access import Permission, guarded_clientside_callback
from dashboard.ui.case import ids
from dashboard.ui.case.panel import case_panel, outage_line

ADDRESS = "permohonan-alamat"

dash.register_page(
    __name__,
    path_template="/permohonan/<nomor>",
    title="Permohonan",
    permission=Permission.KERJAKAN_ANTREAN,
)


def layout(nomor: str = "", **_: str) -> Any:
    """The frame without any data; the callbacks fill it."""
    return html.Div(
        [
            dcc.Location(id=ADDRESS, refresh="callback-nav"),
            html.H1("Permohonan", className="visually-hidden"),
            outage_line(),
            case_panel(nomor[:20]),
        ],
        className="antrean permohonan",
    )


guarded_clientside_callback(
    ClientsideFunction("kasus", "leave"),
    Output(ADDRESS, "href"),
    Input(ids.CLOSE, "n_clicks"),
    Input(ids.GO, "data"),
    prevent_initial_call=True,
)
