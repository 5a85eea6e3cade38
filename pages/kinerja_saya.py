"""An officer's own handling times: nobody else's, and no ranking."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, html

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.office import current_office
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.handling_times import own_handling_times
from dashboard.ui.load.messages import AWAY_LIST
from dashboard.ui.shell import REVISION
from dashboard.ui.speed import speed_table

MAY = Permission.KERJAKAN_ANTREAN
TABLE = "kinerja-saya-tabel"

dash.register_page(
    __name__,
    path="/antrean/kinerja-saya",
    title="Kinerja saya",
    permission=MAY,
    nav_label="Kinerja saya",
    order=17,
)


def layout(**_: str) -> Any:
    """The frame without any figure; the callback below fills it."""
    return html.Div(
        [
            html.H1("Kinerja saya"),
            html.P("Waktu penanganan Anda sendiri.", className="pengantar"),
            html.Section(
                html.Div("Memuat …", id=TABLE), className="panel", **{"aria-label": "Waktu penanganan"}
            ),
        ],
        className="kinerja-saya",
    )


@guarded_callback(Output(TABLE, "children"), Input(REVISION, "data"), permission=MAY)
def show_own(_revision: Any) -> Any:
    """The figures of whoever is signed in; the page can ask for nobody else."""
    account = current_account()
    try:
        with current_office().database.session() as session:
            return speed_table(own_handling_times(session, account), account.display_name)
    except DATABASE_AWAY:
        return AWAY_LIST
