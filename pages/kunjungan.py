"""Home visits (Halo Petugas): who waits for a visit, who can go when, and where do I go today.

Used by officers, in the office and on the road. The address holds the view, its filters and whose day is
looked at; ``assets/kunjungan.js`` turns clicks into addresses and asks for the view that is open.
"""

from __future__ import annotations

from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State
from dash.exceptions import PreventUpdate

from dashboard.access import (
    Permission,
    current_account,
    guarded_callback,
    guarded_clientside_callback,
)
from dashboard.desk.visits.given import CHOICES
from dashboard.desk.visits.plan import register_plan_callbacks
from dashboard.desk.visits.route import register_route_callbacks
from dashboard.desk.visits.wishes import register_wish_callbacks
from dashboard.office import current_office
from dashboard.registry import visits
from dashboard.registry.database import DATABASE_AWAY
from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.address import EVERYTHING, VisitsAddress
from dashboard.ui.kunjungan.frame import visits_frame

MAY = Permission.KUNJUNGI

dash.register_page(
    __name__,
    path="/kunjungan",
    title="Kunjungan",
    permission=MAY,
    nav_label="Kunjungan",
    order=14,
)


def layout(**query: str) -> Any:
    """The frame without any data; the callbacks fill it."""
    supervises = current_account().role in visits.SUPERVISORS
    return visits_frame(VisitsAddress.from_query(query), CHOICES, supervises=supervises)


register_wish_callbacks()
register_plan_callbacks()
register_route_callbacks()


@guarded_callback(
    Output(ids.filter_field("kecamatan"), "options"),
    Input(ids.asked("permintaan"), "data"),
    State(ids.filter_field("kecamatan"), "options"),
    permission=MAY,
    prevent_initial_call=True,
)
def furnish(asked: Any, known: Any) -> Any:
    """The kecamatan that wishes are narrowed to: those of the account."""
    if not asked or len(known or ()) > 1:
        raise PreventUpdate
    try:
        with current_office().database.session() as session:
            areas = visits.areas_of(session, current_account())
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # asked again at the next tick
    return [
        {"label": "Semua kecamatan", "value": EVERYTHING},
        *({"label": name, "value": code} for code, name in areas.items()),
    ]


guarded_clientside_callback(
    ClientsideFunction("kunjungan", "steer"),
    Output(ids.ADDRESS, "search"),
    Output(ids.EVERY_FILTER, "value"),
    Output(ids.EVERY_TAB, "aria-pressed"),
    Output(ids.EVERY_PANEL, "hidden"),
    Output(ids.EVERY_ASKED, "data"),
    Input(ids.ADDRESS, "search"),
    Input(ids.EVERY_FILTER, "value"),
    Input(ids.EVERY_TAB, "n_clicks"),
    Input(ids.EVERY_GO, "n_clicks"),
    Input(ids.PAGE_BACK, "n_clicks"),
    Input(ids.PAGE_ON, "n_clicks"),
    Input(ids.TICK, "n_intervals"),
    Input(ids.CHANGED, "data"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("kunjungan", "pickAll"),
    Output(ids.EVERY_WISH, "value"),
    Input(ids.PICK_ALL, "value"),
    State(ids.EVERY_WISH, "value"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("kunjungan", "openForm"),
    Output(ids.CHOSEN, "data"),
    Output(ids.FORM, "is_open", allow_duplicate=True),
    Output(ids.FORM_TITLE, "children"),
    Output(ids.OUTCOME, "value"),
    Output(ids.RECEIVER, "value"),
    Output(ids.IDENTITY, "value"),
    Output(ids.AGAIN_DAY, "value"),
    Output(ids.NOTE, "value"),
    Output(ids.FORM_MESSAGE, "children", allow_duplicate=True),
    Input(ids.EVERY_REPORT, "n_clicks"),
    Input(ids.LEAVE, "n_clicks"),
    State(ids.CHOSEN, "data"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("kunjungan", "showFields"),
    Output(ids.RECEIPT, "hidden"),
    Output(ids.AGAIN, "hidden"),
    Input(ids.OUTCOME, "value"),
    Input(ids.CHOSEN, "data"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("kunjungan", "leaveForm"),
    Output(ids.FORM_TITLE, "title"),
    Input(ids.FORM, "is_open"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("kunjungan", "showMessage"),
    Output(ids.PAGE_TEXT, "title"),
    Input(ids.MESSAGE, "children"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("kunjungan", "print"),
    Output(ids.PRINT, "title"),
    Input(ids.PRINT, "n_clicks"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("kunjungan", "keepFocus"),
    Output(ids.MESSAGE, "title"),
    Input(ids.SHOWN_WISHES, "data"),
    Input(ids.SHOWN_BOARD, "data"),
    Input(ids.SHOWN_ROUTE, "data"),
    prevent_initial_call=True,
)
