"""One case of a Satgas Pamor: its number to write down, what to do now, its documents, a receipt."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback, guarded_clientside_callback
from dashboard.office import current_office
from dashboard.registry import assisted
from dashboard.registry.calendar import WIB
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.documents import required_documents
from dashboard.registry.numbers import parse_request_number
from dashboard.registry.status import Status
from dashboard.registry.workflow import WorkflowError
from dashboard.ui.load.messages import refused
from dashboard.ui.pamor import ids, words
from dashboard.ui.pamor.case import case_body, case_frame, case_head, case_need, receipt_text
from dashboard.ui.pamor.listing import CASE_PATH
from dashboard.ui.queue.words import fingerprint
from dashboard.ui.second_look import told

MAY = Permission.DAMPINGI_WARGA

dash.register_page(__name__, path_template=f"{CASE_PATH}/<nomor>", title="Permohonan warga", permission=MAY)


def layout(nomor: str = "", baru: str = "", **_: str) -> Any:
    """The frame without any case; the callbacks below fill it."""
    return case_frame(nomor[:20], baru)


@guarded_callback(
    Output(ids.HEAD, "children"),
    Output(ids.NEED, "children"),
    Output(ids.CASE, "children"),
    Output(ids.RECEIPT, "children"),
    Output(ids.RECEIPT_BOX, "hidden"),
    Output(ids.DELIVER_BOX, "hidden"),
    Output(ids.CASE_OUTAGE, "children"),
    Output(ids.CASE_SHOWN, "data"),
    Input(ids.CASE_TICK, "n_intervals"),
    Input(ids.UPLOADED, "data"),
    Input(ids.CHANGED, "data"),
    State(ids.CASE_NUMBER, "data"),
    State(ids.ARRIVED, "data"),
    State(ids.CASE_SHOWN, "data"),
    State(ids.CASE_OUTAGE, "children"),
    permission=MAY,
)
def show_case(
    _tick: Any, _uploaded: Any, _changed: Any, number: Any, arrived: Any, shown: Any, outage: Any
) -> Any:
    """The case of the number, for whom it is; nothing is sent while nothing has changed."""
    office, account = current_office(), current_account()
    request_id = parse_request_number(str(number or ""))
    try:
        with office.database.session() as session:
            case = request_id and assisted.assisted_case(session, office.vault, account, request_id)
            names = names_of(session)
            documents = required_documents(session, case.request_id) if case else []
    except DATABASE_AWAY:
        return *[no_update] * 6, words.AWAY_LIST, shown
    if not case:
        return no_update, [], [], "", True, True, words.UNKNOWN_CASE, None
    today = dt.datetime.now(WIB).date()
    state = fingerprint(case, documents, today)
    if state == shown and not outage:
        raise PreventUpdate
    may_deliver = case.status is Status.SELESAI and not case.has_wish
    return (
        no_update if shown else case_head(case.number, arrived),
        case_need(case, names, today),
        case_body(case, names, documents),
        receipt_text(case, names, documents),
        False,
        not may_deliver,
        "",
        state,
    )


@guarded_callback(
    Output(ids.CASE_MESSAGE, "children"),
    Output(ids.CHANGED, "data"),
    Input(ids.DELIVER, "n_clicks"),
    State(ids.CASE_NUMBER, "data"),
    permission=MAY,
    prevent_initial_call=True,
    running=[(Output(ids.DELIVER, "disabled"), True, False)],
)
def ask_delivery(clicks: Any, number: Any) -> Any:
    """The resident cannot come: an officer brings the document."""
    request_id = parse_request_number(str(number or ""))
    if not clicks or request_id is None:
        raise PreventUpdate
    office, account = current_office(), current_account()
    try:
        with office.database.session.begin() as session:
            assisted.ask_delivery(session, office.calendar(), account, request_id)
    except WorkflowError as refusal:
        return refused(str(refusal)), clicks
    except DATABASE_AWAY:
        return refused(words.AWAY_STEP), no_update
    return told(words.DELIVERY_ASKED, True), clicks


guarded_clientside_callback(
    ClientsideFunction("pamor", "copy"),
    Output(ids.COPIED, "children"),
    Input(ids.COPY, "n_clicks"),
    State(ids.RECEIPT, "children"),
    prevent_initial_call=True,
)

guarded_clientside_callback(
    ClientsideFunction("pamor", "greet"),
    Output(ids.HEAD, "title"),
    Input(ids.HEAD, "children"),
    prevent_initial_call=True,
)
