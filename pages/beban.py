"""The supervisor's page: who holds what, what is open, how the day will end, and moving cases about.

Used by supervisors during the day. Every move goes to ``registry.workflow`` and is answered case by case.
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
from dashboard.registry import workflow, workload
from dashboard.registry.case_file import Names, names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.disagreements import disagreements
from dashboard.registry.forecast import forecast
from dashboard.registry.handling_times import colleague_handling_times
from dashboard.ui.load import ids
from dashboard.ui.load.day import forecast_cards
from dashboard.ui.load.frame import ALL, QUEUE, everything, load_frame, source_options, target_options
from dashboard.ui.load.messages import AWAY, AWAY_LIST, refused, told
from dashboard.ui.load.tables import (
    case_table,
    disagreement_table,
    open_work_table,
    pause_table,
    people_table,
    result_list,
)
from dashboard.ui.queue.words import count_in_words, fingerprint
from dashboard.ui.speed import speed_table

MAY = Permission.ATUR_BEBAN
PAGE_SIZE = 20
DISAGREEMENTS_SIZE = 10
MOST_PAGES = 100_000

dash.register_page(
    __name__,
    path="/antrean/beban",
    title="Beban kerja",
    permission=MAY,
    nav_label="Beban kerja",
    order=16,
)


def layout(**_: str) -> Any:
    """The frame without any data; the callbacks below fill it."""
    return load_frame()


@guarded_callback(
    Output(ids.PEOPLE, "children"),
    Output(ids.SOURCE, "options"),
    Output(ids.TARGET, "options"),
    Output(ids.OUTAGE, "children"),
    Output(ids.SHOWN, "data"),
    Input(ids.TICK, "n_intervals"),
    Input(ids.CHANGED, "data"),
    Input(ids.SOURCE, "value"),
    State(ids.SHOWN, "data"),
    permission=MAY,
)
def show_people(_tick: Any, _changed: Any, source: Any, shown: Any) -> Any:
    """Officers and what they hold; nothing is sent while nothing has changed."""
    try:
        with current_office().database.session() as session:
            people = workload.holders(session, current_account())
    except DATABASE_AWAY:
        return *[no_update] * 3, AWAY_LIST, None
    state = fingerprint(people, source)
    if state == shown:
        raise PreventUpdate
    return (
        people_table(people, _account(source)),
        source_options([(one.officer_id, one.name, one.held) for one in people]),
        target_options([(one.officer_id, one.name) for one in people if one.is_active]),
        "",
        state,
    )


@guarded_callback(
    Output(ids.SOURCE, "value"),
    Input(ids.EVERY_OFFICER, "n_clicks"),
    permission=MAY,
    prevent_initial_call=True,
)
def choose_officer(_clicks: Any) -> str:
    """A click on a name opens that officer's cases."""
    if not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a row that has just been drawn, not clicked
    return str(ctx.triggered_id["akun"])


@guarded_callback(
    Output(ids.SERVICE, "options"),
    Output(ids.LOCATION, "options"),
    Input(ids.OUTAGE, "children"),
    permission=MAY,
)
def furnish(_outage: Any) -> Any:
    """Services and locations to filter by, the latter those of the account."""
    account = current_account()
    try:
        with current_office().database.session() as session:
            names = names_of(session)
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # asked again when the outage is over
    mine = {
        code: name
        for code, name in names.locations.items()
        if account.locations is None or code in account.locations
    }
    return everything("Semua layanan", names.services), everything("Semua lokasi", mine)


@guarded_callback(
    Output(ids.PAGE, "data"),
    Input(ids.PAGE_BACK, "n_clicks"),
    Input(ids.PAGE_ON, "n_clicks"),
    Input(ids.SOURCE, "value"),
    Input(ids.SERVICE, "value"),
    Input(ids.LOCATION, "value"),
    Input(ids.LATE, "value"),
    State(ids.PAGE, "data"),
    permission=MAY,
    prevent_initial_call=True,
)
def turn_page(*inputs: Any) -> int:
    """Another filter begins on its first page."""
    step = {ids.PAGE_BACK: -1, ids.PAGE_ON: 1}.get(ctx.triggered_id)
    return 1 if step is None else max(1, _page(inputs[-1]) + step)


@guarded_callback(
    Output(ids.CASES, "children"),
    Output(ids.CASES_TEXT, "children"),
    Output(ids.PAGE_BACK, "disabled"),
    Output(ids.PAGE_ON, "disabled"),
    Output(ids.SHOWN_CASES, "data"),
    Output(ids.PICK_ALL, "value"),
    Output(ids.HAND_OVER, "hidden"),
    Input(ids.TICK, "n_intervals"),
    Input(ids.CHANGED, "data"),
    Input(ids.PAGE, "data"),
    Input(ids.SOURCE, "value"),
    Input(ids.SERVICE, "value"),
    Input(ids.LOCATION, "value"),
    Input(ids.LATE, "value"),
    State(ids.EVERY_PICK, "id"),
    State(ids.EVERY_PICK, "value"),
    State(ids.SHOWN_CASES, "data"),
    permission=MAY,
)
def show_cases(_tick: Any, _changed: Any, page: Any, source: Any, *rest: Any) -> Any:
    """Cases to choose from; a redrawn list keeps what was ticked."""
    service, location, only_late, boxes, ticks, shown = rest
    holder = _account(source)
    try:
        with current_office().database.session() as session:
            names = names_of(session)
            found = workload.work_list(
                session, current_account(), holder=holder, service=_code(service), location=_code(location),
                only_late=bool(only_late), page=_page(page), page_size=PAGE_SIZE,
            )  # fmt: skip
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # the list of people tells it
    state = fingerprint(found, source)
    if state == shown:
        raise PreventUpdate
    last = found.offset + len(found.items)
    return (
        case_table(found.items, names, set(_picked(boxes, ticks))),
        f"{found.offset + 1}–{last} dari {count_in_words(found.total)}" if found.items else "",
        found.offset == 0,
        last >= found.total,
        state,
        no_update if ctx.triggered_id == ids.TICK else False,
        holder is None,
    )


@guarded_callback(
    Output(ids.MESSAGE, "children"),
    Output(ids.CHANGED, "data"),
    Input(ids.ASSIGN, "n_clicks"),
    Input(ids.TAKE_BACK, "n_clicks"),
    Input(ids.HAND_OVER, "n_clicks"),
    State(ids.TARGET, "value"),
    State(ids.SOURCE, "value"),
    State(ids.EVERY_PICK, "id"),
    State(ids.EVERY_PICK, "value"),
    permission=MAY,
    prevent_initial_call=True,
    running=[(Output(name, "disabled"), True, False) for name in (ids.ASSIGN, ids.TAKE_BACK, ids.HAND_OVER)],
)
def move(*inputs: Any) -> Any:
    """Give, take back or hand over; every case is answered for by itself."""
    target, source, boxes, ticks = inputs[3:]
    if not ctx.triggered[0]["value"]:
        raise PreventUpdate
    try:
        results = _move(str(ctx.triggered_id), target, _account(source), _picked(boxes, ticks))
    except workflow.WorkflowError as refusal:
        return refused(str(refusal)), no_update
    except DATABASE_AWAY:
        return refused(AWAY), no_update
    return result_list(results), dt.datetime.now(dt.UTC).isoformat()


def _move(button: str, target: Any, source: int | None, chosen: list[int]) -> list[workflow.CaseResult]:
    """One move in one transaction.

    Raises:
        WorkflowError: nothing chosen, nobody chosen, or the workflow refuses all of it.
    """
    office, account, receiver = current_office(), current_account(), _account(target)
    calendar = office.calendar()
    if button != ids.HAND_OVER and not chosen:
        raise workflow.StepNotAllowed("Pilih dahulu kasus pada daftar.")
    if button != ids.TAKE_BACK and receiver is None and target != QUEUE:
        raise workflow.StepNotAllowed("Pilih dahulu petugas penerima.")
    with office.database.session.begin() as session:
        if button == ids.HAND_OVER:
            if source is None:
                raise workflow.StepNotAllowed("Pilih dahulu petugas yang kasusnya dialihkan.")
            return workflow.hand_over_held(session, calendar, account, source, receiver)
        if button == ids.TAKE_BACK or receiver is None:
            return workflow.take_back(session, account, chosen)
        return workflow.assign(session, calendar, account, receiver, chosen)


@guarded_callback(
    Output(ids.SPEED, "children"),
    Input(ids.SOURCE, "value"),
    permission=MAY,
)
def show_speed(source: Any) -> Any:
    """One officer's handling times, for the officer chosen."""
    officer_id = _account(source)
    if officer_id is None:
        return told("Pilih nama petugas untuk melihat waktu penanganannya.")
    try:
        with current_office().database.session() as session:
            rows = colleague_handling_times(session, current_account(), officer_id)
            people = workload.holders(session, current_account())
    except DATABASE_AWAY:
        return told(AWAY_LIST)
    if rows is None:
        return told("Petugas ini tidak bekerja di wilayah Anda.")
    return speed_table(rows, next((one.name for one in people if one.officer_id == officer_id), "Petugas"))


@guarded_callback(
    Output(ids.FORECAST, "children"),
    Output(ids.OPEN_WORK, "children"),
    Output(ids.PAUSES, "children"),
    Input(ids.SLOW_TICK, "n_intervals"),
    Input(ids.CHANGED, "data"),
    permission=MAY,
)
def show_day(_tick: Any, _changed: Any) -> Any:
    """How the day will end, what is open, and what was put off."""
    office, account = current_office(), current_account()
    try:
        with office.database.session() as session:
            return (
                forecast_cards(forecast(session, office.calendar(), account)),
                open_work_table(workload.open_work(session, account), _names(session)),
                pause_table(workload.pause_counts(session, account)),
            )
    except DATABASE_AWAY as error:
        raise PreventUpdate from error


@guarded_callback(
    Output(ids.DISAGREEMENTS, "children"),
    Output(ids.DISAGREEMENTS_BACK, "disabled"),
    Output(ids.DISAGREEMENTS_ON, "disabled"),
    Output(ids.DISAGREEMENTS_PAGE, "data"),
    Input(ids.SLOW_TICK, "n_intervals"),
    Input(ids.DISAGREEMENTS_BACK, "n_clicks"),
    Input(ids.DISAGREEMENTS_ON, "n_clicks"),
    State(ids.DISAGREEMENTS_PAGE, "data"),
    permission=MAY,
)
def show_disagreements(_tick: Any, _back: Any, _on: Any, shown: Any) -> Any:
    """Second looks that came to another answer, the newest first."""
    step = {ids.DISAGREEMENTS_BACK: -1, ids.DISAGREEMENTS_ON: 1}.get(str(ctx.triggered_id), 0)
    page = max(1, _page(shown) + step)
    offset = (page - 1) * DISAGREEMENTS_SIZE
    try:
        with current_office().database.session() as session:
            found = disagreements(session, current_account(), offset=offset, limit=DISAGREEMENTS_SIZE)
            table = disagreement_table(found, _names(session))
    except DATABASE_AWAY as error:
        raise PreventUpdate from error
    return table, page == 1, offset + DISAGREEMENTS_SIZE >= found.total, page


def _names(session: Any) -> Names:
    return names_of(session)


# What comes from a browser may be anything.


def _account(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _code(value: Any) -> str | None:
    return None if value in (None, "", ALL) else str(value)[:40]


def _page(value: Any) -> int:
    return min(value, MOST_PAGES) if isinstance(value, int) and value > 0 else 1


def _picked(boxes: Any, ticks: Any) -> list[int]:
    chosen = zip(boxes or [], ticks or [], strict=False)
    return [box["kasus"] for box, ticked in chosen if ticked and isinstance(box.get("kasus"), int)]


guarded_clientside_callback(
    ClientsideFunction("beban", "pickAll"),
    Output(ids.EVERY_PICK, "value"),
    Input(ids.PICK_ALL, "value"),
    State(ids.EVERY_PICK, "value"),
    prevent_initial_call=True,
)
