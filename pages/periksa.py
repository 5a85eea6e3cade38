"""Second looks: an officer judges anew what a colleague decided, without knowing how.

Nothing of the first decision, its reasons, what came after it or the case's number is sent to this page.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import (
    Permission,
    current_account,
    guarded_callback,
    guarded_clientside_callback,
)
from dashboard.office import current_office
from dashboard.registry import second_look, workflow
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.history import reasons_offered
from dashboard.ui import second_look as ui
from dashboard.ui.case.ids import VIEWER
from dashboard.ui.load.messages import AWAY_LIST

MAY = Permission.KERJAKAN_ANTREAN

dash.register_page(
    __name__,
    path="/antrean/periksa",
    title="Periksa ulang",
    permission=MAY,
    nav_label="Periksa ulang",
    order=12,
)


def layout(**_: str) -> Any:
    """The frame without any case; the callbacks below fill it."""
    return ui.second_look_frame()


@guarded_callback(
    Output(ui.WAITING, "children"),
    Output(ui.OUTAGE, "children"),
    Input(ui.TICK, "n_intervals"),
    Input(ui.CHANGED, "data"),
    State(ui.WAITING, "children"),
    State(ui.OUTAGE, "children"),
    permission=MAY,
)
def count_waiting(_tick: Any, _changed: Any, shown: Any, outage: Any) -> Any:
    """How many there are to take; nothing is sent while nothing has changed."""
    try:
        with current_office().database.session() as session:
            words = ui.waiting_words(second_look.waiting_count(session, current_account()))
    except DATABASE_AWAY:
        return no_update, AWAY_LIST
    if (words, "") == (shown, outage):
        raise PreventUpdate
    return words, ""


@guarded_callback(
    Output(ui.BODY, "children"),
    Output(ui.CASE, "hidden"),
    Output(ui.EMPTY, "hidden"),
    Output(ui.REASON, "options"),
    Output(ui.REASON, "value"),
    Output(ui.NOTE, "value"),
    Output(ui.SEEN, "data"),
    Output(ui.PAPERS, "children"),
    Output(ui.FILES, "data"),
    Input(ui.CHANGED, "data"),
    Input(ui.OUTAGE, "children"),
    State(ui.SEEN, "data"),
    permission=MAY,
)
def show_case(_changed: Any, _outage: Any, seen: Any) -> Any:
    """The second look in hand; another one begins with an empty form."""
    office, account = current_office(), current_account()
    try:
        with office.database.session() as session:
            review_id = second_look.in_hand(session, account)
            case = review_id and second_look.blind_case(session, office.vault, account, review_id)
            names = names_of(session)
            offered = reasons_offered(session, case.service_code, case.variant_code) if case else []
            reasons = [(row.code, row.label) for row in offered]
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # asked again when the outage is over
    if not case:
        return [], True, False, no_update, ui.NO_REASON, "", None, [], []
    if seen == case.review_id:
        raise PreventUpdate
    body, options = ui.blind_body(case, names), ui.reason_options(reasons)
    papers, files = ui.blind_documents(case.documents), ui.blind_files(case)
    return body, False, True, options, ui.NO_REASON, "", case.review_id, papers, files


@guarded_callback(
    Output(ui.MESSAGE, "children"),
    Output(ui.CHANGED, "data"),
    Input(ui.TAKE, "n_clicks"),
    permission=MAY,
    prevent_initial_call=True,
    running=[(Output(ui.TAKE, "disabled"), True, False)],
)
def take(clicks: int | None) -> Any:
    """The one that waits longest, or the one already in hand."""
    if not clicks:
        raise PreventUpdate
    try:
        with current_office().database.session.begin() as session:
            found = second_look.take_next(session, current_account())
    except DATABASE_AWAY:
        return ui.told(ui.AWAY, False), no_update
    return ("" if found else ui.told(ui.NOTHING, False)), _now()


@guarded_callback(
    Output(ui.MESSAGE, "children", allow_duplicate=True),
    Output(ui.CHANGED, "data", allow_duplicate=True),
    Input(ui.ACCEPT, "n_clicks"),
    Input(ui.REJECT, "n_clicks"),
    Input(ui.PUT_BACK, "n_clicks"),
    State(ui.SEEN, "data"),
    State(ui.REASON, "value"),
    State(ui.NOTE, "value"),
    permission=MAY,
    prevent_initial_call=True,
    running=[(Output(name, "disabled"), True, False) for name in (ui.ACCEPT, ui.REJECT, ui.PUT_BACK)],
)
def answer(_accept: Any, _reject: Any, _back: Any, seen: Any, reason: Any, note: Any) -> Any:
    """Keep the answer, or give the case back; the registry asks whose it is."""
    if not ctx.triggered[0]["value"] or not isinstance(seen, int):
        raise PreventUpdate
    verdict = {ui.ACCEPT: "setuju", ui.REJECT: "tolak"}.get(ctx.triggered_id)
    account = current_account()
    try:
        with current_office().database.session.begin() as session:
            if verdict is None:
                second_look.put_back(session, account, seen)
            else:
                second_look.judge(session, account, seen, verdict, _reason(reason), str(note or ""))
    except workflow.CaseMoved as lost:
        return ui.told(str(lost), False), _now()
    except workflow.WorkflowError as refusal:
        is_over = str(refusal) == second_look.NOT_NEEDED
        return ui.told(str(refusal), False), _now() if is_over else no_update
    except DATABASE_AWAY:
        return ui.told(ui.AWAY, False), no_update
    return ui.told(ui.SAVED if verdict else ui.RETURNED, True), _now()


def _reason(chosen: Any) -> str | None:
    return None if chosen in (None, "", ui.NO_REASON) else str(chosen)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()


guarded_clientside_callback(
    ClientsideFunction("penampil", "furnish"),
    Output(VIEWER, "data-isi"),
    Input(ui.FILES, "data"),
    prevent_initial_call=True,
)

guarded_clientside_callback(
    ClientsideFunction("periksa", "focusCase"),
    Output(ui.BODY, "data-fokus"),
    Input(ui.SEEN, "data"),
    prevent_initial_call=True,
)
