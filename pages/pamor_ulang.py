"""The form of a Satgas Pamor to apply once more for what was refused or failed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback, guarded_clientside_callback
from dashboard.desk.assisted import answer, read_day, typed
from dashboard.office import current_office
from dashboard.registry import assisted
from dashboard.registry.calendar import WIB
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.numbers import parse_request_number
from dashboard.ui.pamor import form, ids, words
from dashboard.ui.pamor.listing import REPEAT_PATH
from dashboard.ui.pamor.repeat import earlier_body, repeat_frame

MAY = Permission.DAMPINGI_WARGA
HERE = ids.AGAIN

dash.register_page(__name__, path_template=f"{REPEAT_PATH}/<nomor>", title="Ajukan ulang", permission=MAY)


def layout(nomor: str = "", **_: str) -> Any:
    """The frame without any case; the callbacks below fill it."""
    return repeat_frame(nomor[:20], assisted.CONSENTS)


@guarded_callback(
    Output(ids.EARLIER, "children"),
    Output(HERE.field("pickup_day"), "options"),
    Output(HERE.field("pickup_day"), "value"),
    Output(HERE.day_hint, "children"),
    Output(HERE.send, "disabled"),
    Output(HERE.outage, "children"),
    Output(HERE.tick, "disabled"),
    Input(HERE.tick, "n_intervals"),
    Input(HERE.refresh, "data"),
    Input(HERE.field("pickup_day"), "value"),
    State(ids.NUMBER, "data"),
    permission=MAY,
)
def show_earlier(_tick: Any, _refresh: Any, chosen: Any, number: Any) -> Any:
    """What was refused and why, and the days to choose from; asked for until it is there."""
    office, account = current_office(), current_account()
    request_id = parse_request_number(str(number or ""))
    try:
        with office.database.session() as session:
            case = request_id and assisted.assisted_case(session, office.vault, account, request_id)
            names = names_of(session)
            location = case.location_code if case else None
            choices = assisted.pickup_choices(session, office.calendar(), location) if location else []
    except DATABASE_AWAY:
        return *[no_update] * 5, words.AWAY_FURNISH, False
    if not case:
        return [], [form.CHOOSE], form.NOT_CHOSEN, "", True, words.UNKNOWN_CASE, True
    options = form.day_options(choices, may_print=case.self_print)
    kept = chosen if chosen in [option["value"] for option in options] else options[0]["value"]
    hint = form.day_hint(choices, kept, may_print=case.self_print)
    body = earlier_body(case, names, dt.datetime.now(WIB).date())
    return body, options, kept, hint, not case.may_repeat, "", True


@guarded_callback(
    Output(HERE.faults, "data"),
    Output(HERE.message, "children"),
    Output(HERE.refresh, "data"),
    Output(HERE.go, "href"),
    Input(HERE.send, "n_clicks"),
    State(ids.NUMBER, "data"),
    State(HERE.field("pickup_day"), "value"),
    State(HERE.field("consent"), "value"),
    permission=MAY,
    prevent_initial_call=True,
    running=[(Output(HERE.send, "disabled"), True, False)],
)
def send_again(clicks: Any, number: Any, day: Any, consent: Any) -> Any:
    """Take it in once more, once; what is wrong is told and the form stays as it is."""
    request_id = parse_request_number(str(number or ""))
    if not clicks or request_id is None:
        raise PreventUpdate

    def take_in() -> assisted.Entered:
        office = current_office()
        return assisted.repeat(
            office.database.session, office.calendar(), current_account(), request_id,
            consent=typed(consent), pickup_day=read_day(typed(day)),
        )  # fmt: skip

    return answer(take_in, clicks)


guarded_clientside_callback(
    ClientsideFunction("pamor", "tellFaults"),
    Output(HERE.summary, "title"),
    Input(HERE.faults, "data"),
    prevent_initial_call=True,
)
