"""The officers' desk: which case is next and why, who has it, and what happens to it.

Used by officers all day. The address holds what they look at (view, filter, page, open case); every
click goes to ``registry.workflow`` with the version of the case that the officer saw.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import dash
from dash import ClientsideFunction, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy.orm import Session

from dashboard.access import (
    Account,
    Permission,
    current_account,
    guarded_callback,
    guarded_clientside_callback,
)
from dashboard.office import current_office
from dashboard.registry import queue, workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.case_file import Names, case_file, names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.history import rejection_reasons
from dashboard.registry.numbers import parse_request_number, request_number
from dashboard.ui.queue import ids, messages, rejection
from dashboard.ui.queue.address import VIEWS, DeskAddress
from dashboard.ui.queue.case import case_body, case_head
from dashboard.ui.queue.desk import (
    ACTIONS,
    ALL_SERVICES,
    FORMS,
    HANDOVERS,
    desk,
    handover_options,
    service_options,
)
from dashboard.ui.queue.listing import empty_queue, queue_table
from dashboard.ui.queue.words import count_in_words, fingerprint

PAGE_SIZE = 50
DECISIONS = ("setujui", "selesai", "tolak", "gagal", "serahkan")
MAY = Permission.KERJAKAN_ANTREAN

dash.register_page(
    __name__,
    path="/antrean",
    title="Antrean kerja",
    permission=MAY,
    nav_label="Antrean kerja",
    nav_icon="inboxes",
    order=10,
)


def layout(layanan: str = "", **_: str) -> Any:
    """The frame without any data; the callbacks below fill it."""
    return desk(service=layanan)


@guarded_callback(
    Output(ids.SERVICE, "options"),
    Output(ids.EVERY_REASON_GROUP, "options"),
    Output(ids.REASON_LABELS, "data"),
    Input(ids.ADDRESS, "pathname"),
    Input(ids.OUTAGE, "children"),
    State(ids.REASON_LABELS, "data"),
    permission=MAY,
)
def furnish(_path: str | None, _outage: Any, known: Any) -> Any:
    """Services to filter by and reasons to reject for, once per visit."""
    if known:
        raise PreventUpdate
    try:
        with current_office().database.session() as session:
            names, rows = names_of(session), rejection_reasons(session)
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # asked again when the outage is over
    reasons = [rejection.Reason(row.code, row.label, row.fault or "", row.needs_text) for row in rows]
    groups = [rejection.reason_options(reasons, fault) for fault in rejection.FAULTS]
    return service_options(names.services), groups, {reason.code: vars(reason) for reason in reasons}


@guarded_callback(
    Output(ids.ADDRESS, "search"),
    Input(ids.EVERY_TAB, "n_clicks"),
    Input(ids.EVERY_ROW_BUTTON, "n_clicks"),
    Input(ids.PAGE_BACK, "n_clicks"),
    Input(ids.PAGE_ON, "n_clicks"),
    Input(ids.CLOSE, "n_clicks"),
    Input(ids.SERVICE, "value"),
    State(ids.ADDRESS, "search"),
    permission=MAY,
    prevent_initial_call=True,
)
def go(*inputs: Any) -> Any:
    """Another view, filter, page or case: a new address, from which everything else follows."""
    here, clicked = DeskAddress.from_search(inputs[-1]), ctx.triggered_id
    if clicked == ids.SERVICE:
        service = "" if inputs[-2] == ALL_SERVICES else str(inputs[-2] or "")
        there = here.to(service=service) if service != here.service else here
    elif not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a row that has just been drawn, not clicked
    elif isinstance(clicked, dict):
        there = here.to(
            **{{"tampilan": "view", "kasus": "case"}[key]: clicked[key] for key in clicked.keys() - {"type"}}
        )
    else:
        turn = {ids.PAGE_BACK: {"page": max(1, here.page - 1)}, ids.PAGE_ON: {"page": here.page + 1}}
        there = here.to(**turn.get(clicked, {"case": ""}))
    return there.to_search() if there != here else no_update


@guarded_callback(
    Output(ids.LIST, "children"),
    Output(ids.EVERY_COUNT, "children"),
    Output(ids.EVERY_TAB, "aria-pressed"),
    Output(ids.PAGE_TEXT, "children"),
    Output(ids.PAGE_BACK, "disabled"),
    Output(ids.PAGE_ON, "disabled"),
    Output(ids.PAGER, "hidden"),
    Output(ids.CASE_MOVED, "children"),
    Output(ids.OUTAGE, "children"),
    Output(ids.SHOWN, "data"),
    Input(ids.ADDRESS, "search"),
    Input(ids.TICK, "n_intervals"),
    Input(ids.CHANGED, "data"),
    State(ids.SEEN, "data"),
    State(ids.SHOWN, "data"),
    permission=MAY,
)
def show_queue(search: str | None, _tick: Any, _changed: Any, seen: Any, shown: Any) -> Any:
    """The list and the counts; nothing is sent while nothing has changed."""
    address, account, office = DeskAddress.from_search(search), current_account(), current_office()
    try:
        with office.database.session() as session:
            names = names_of(session)
            window = queue.queue_window(
                session, office.calendar(), account, cast(queue.View, address.view),
                services=address.services, page=address.page, page_size=PAGE_SIZE,
            )  # fmt: skip
            moved = _moved(session, office.calendar(), account, seen)
    except DATABASE_AWAY:
        return _outage()
    state = fingerprint(address, window, moved)
    if shown and state == shown["state"]:
        raise PreventUpdate
    last = window.offset + len(window.items)
    return (
        queue_table(window.items, names, address.case) if window.items else _empty(address, names),
        [count_in_words(getattr(window.counts, view)) for view in VIEWS],
        [str(view == address.view).lower() for view in VIEWS],
        f"{window.offset + 1}–{last} dari {count_in_words(window.total)}",
        window.offset == 0,
        last >= window.total,
        window.total <= PAGE_SIZE,
        moved,
        "",
        {"state": state, "held": window.held},
    )


def _outage() -> tuple[Any, ...]:
    # What was shown is forgotten, so that the list is drawn anew once the database is back.
    return (no_update, *[[no_update] * len(VIEWS)] * 2, *[no_update] * 5, messages.AWAY_LIST, None)


def _empty(address: DeskAddress, names: Names) -> Any:
    return empty_queue(address, names.services.get(address.service) if address.service else None)


def _moved(session: Session, calendar: WorkCalendar, account: Account, seen: Any) -> str:
    """What to tell when the open case is no longer as the officer saw it; nothing when it is."""
    request_id = parse_request_number(seen["number"]) if seen else None
    if request_id is None:
        return ""
    item = queue.queue_item(session, calendar, account, request_id)
    same = item is not None and (item.version, item.holder) == (seen["version"], seen["holder"])
    return "" if same else messages.moved(item)


@guarded_callback(
    Output(ids.CASE_HEAD, "children"),
    Output(ids.CASE_BODY, "children"),
    Output(ids.EVERY_ACTION, "hidden"),
    Output(ids.HANDOVER, "options"),
    Output(ids.CASE, "hidden"),
    Output(ids.CASE_EMPTY, "hidden"),
    Output(ids.CASE_UNKNOWN, "hidden"),
    Output(ids.SEEN, "data"),
    Output(ids.CASE_MOVED, "children", allow_duplicate=True),
    Input(ids.ADDRESS, "search"),
    Input(ids.CHANGED, "data"),
    Input(ids.RELOAD, "n_clicks"),
    Input(ids.OUTAGE, "children"),
    State(ids.SEEN, "data"),
    permission=MAY,
    prevent_initial_call="initial_duplicate",
)
def show_case(search: str | None, _changed: Any, _reload: Any, _outage: Any, seen: Any) -> Any:
    """The case of the address, with the actions that this officer may take on it now."""
    number = DeskAddress.from_search(search).case
    request_id = parse_request_number(number)
    is_seen = request_id == (parse_request_number(seen["number"]) if seen else None)
    if ctx.triggered_id in (ids.ADDRESS, ids.OUTAGE) and is_seen:
        raise PreventUpdate  # another view of the list, or a short outage: what was seen stays seen
    office, file, names = current_office(), None, None
    try:
        if request_id is not None:
            with office.database.session() as session:
                names = names_of(session)
                file = case_file(session, office.vault, office.calendar(), current_account(), request_id)
    except DATABASE_AWAY as error:
        raise PreventUpdate from error  # the list tells it, and the case follows when the outage is over
    if file is None or names is None:
        return [], [], [True] * len(ACTIONS), no_update, True, bool(number), not number, None, ""
    return (
        case_head(file),
        case_body(file, names),
        [name not in file.actions for name in ACTIONS],
        handover_options(file.self_print),
        False,
        True,
        True,
        {"number": file.item.number, "version": file.item.version, "holder": file.item.holder},
        "",
    )


@guarded_callback(
    Output(ids.MESSAGE, "children"),
    Output(ids.CLAIM_AFTER, "hidden"),
    Output(ids.CHANGED, "data"),
    Output(ids.ADDRESS, "search", allow_duplicate=True),
    Input(ids.CLAIM_NEXT, "n_clicks"),
    Input(ids.CLAIM_AFTER, "n_clicks"),
    State(ids.ADDRESS, "search"),
    State(ids.SHOWN, "data"),
    permission=MAY,
    prevent_initial_call=True,
    running=[
        (Output(ids.CLAIM_NEXT, "disabled"), True, False),
        (Output(ids.CLAIM_AFTER, "disabled"), True, False),
    ],
)
def claim_next(first: int | None, second: int | None, search: str | None, shown: Any) -> Any:
    """The most urgent free case becomes this officer's and is opened."""
    if not (first or second):
        raise PreventUpdate
    address, office, account = DeskAddress.from_search(search), current_office(), current_account()
    try:
        with office.database.session.begin() as session:
            found = workflow.claim_next(
                session,
                account,
                services=address.services,
                held_on_screen=int(shown["held"]) if shown else None,
            )
    except DATABASE_AWAY:
        return messages.refused(messages.AWAY), True, no_update, no_update
    if found is None:
        return messages.told(messages.NOTHING_WAITING), True, no_update, no_update
    number = request_number(found)
    return messages.done("ambil", number), True, _now(), address.to(case=number).to_search()


@guarded_callback(
    Output(ids.MESSAGE, "children", allow_duplicate=True),
    Output(ids.CLAIM_AFTER, "hidden", allow_duplicate=True),
    Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.EVERY_ACTION, "n_clicks"),
    Input(ids.EVERY_SUBMIT, "n_clicks"),
    State(ids.SEEN, "data"),
    State(ids.EVERY_REASON_GROUP, "value"),
    State(ids.REASON_PRIMARY, "value"),
    State(ids.REASON_TEXT, "value"),
    State(ids.REASON_LABELS, "data"),
    State(ids.NOTE_FAIL, "value"),
    State(ids.NOTE_UNDO, "value"),
    State(ids.HANDOVER, "value"),
    permission=MAY,
    prevent_initial_call=True,
    running=[(Output(ids.EVERY_ACTION, "disabled"), True, False)],
)
def act(_clicks: Any, _sent: Any, seen: Any, *fields: Any) -> Any:
    """One step on the open case, refused in words when somebody else was first."""
    clicked, is_click = ctx.triggered_id, bool(ctx.triggered[0]["value"])
    name = clicked["nama"] if isinstance(clicked, dict) else ""
    opens_form = name in FORMS and clicked["type"] == ids.action("")["type"]
    request_id = parse_request_number(str(seen["number"])) if seen else None
    if not is_click or opens_form or request_id is None:
        raise PreventUpdate
    try:
        following = _take(name, request_id, int(seen["version"]), filled(name, *fields))
    except workflow.WorkflowError as refusal:
        return messages.refused(str(refusal)), True, no_update
    except DATABASE_AWAY:
        return messages.refused(messages.AWAY), True, no_update
    number = request_number(request_id)
    return messages.done(name, number, following), following is None, _now()


def _take(name: str, request_id: int, version: int, form: workflow.Filled) -> queue.QueueItem | None:
    """Take the step; after a decision, the free case that comes next."""
    office, account = current_office(), current_account()
    calendar = office.calendar()
    with office.database.session.begin() as session:
        workflow.take_action(session, calendar, account, name, request_id, version=version, filled=form)
    if name not in DECISIONS:
        return None
    with office.database.session() as session:
        return next(iter(queue.queue_page(session, calendar, account, "menunggu", limit=1)), None)


def filled(
    name: str, groups: Any, primary: Any, text: Any, labels: Any, fail_note: Any, undo_note: Any, how: Any
) -> workflow.Filled:
    """The form of an action as the workflow takes it; anything odd from the browser is left out."""
    notes = {"gagal": fail_note, "batalkan": undo_note}
    return workflow.Filled(
        reasons=_chosen(groups, primary, text, labels) if name == "tolak" else (),
        note=str(notes.get(name) or "")[: workflow.NOTE_LIMIT],
        handover=how if how in HANDOVERS else "loket",
    )


def _chosen(groups: Any, primary: Any, text: Any, labels: Any) -> tuple[workflow.RejectionChoice, ...]:
    codes = [str(code) for group in groups for code in group or ()]
    needs_text = [code for code, row in (labels or {}).items() if row["needs_text"]]
    return workflow.rejection_choices(codes, primary, str(text or ""), needs_text)


@guarded_callback(
    Output(ids.REASON_PRIMARY, "options"),
    Output(ids.REASON_PRIMARY, "value"),
    Output(ids.REASON_PREVIEW, "children"),
    Input(ids.EVERY_REASON_GROUP, "value"),
    Input(ids.REASON_PRIMARY, "value"),
    Input(ids.REASON_TEXT, "value"),
    State(ids.REASON_LABELS, "data"),
    State(ids.SEEN, "data"),
    permission=MAY,
    prevent_initial_call=True,
)
def preview(groups: Any, primary: Any, text: Any, labels: Any, seen: Any) -> Any:
    """The primary reason is one of those chosen; below it what the applicant will read."""
    reasons = {code: rejection.Reason(**row) for code, row in (labels or {}).items()}
    choices = [choice for choice in _chosen(groups, primary, text, labels) if choice.code in reasons]
    number = str(seen["number"]) if seen else ""
    return (
        rejection.primary_options(choices, reasons),
        choices[0].code if choices else None,
        rejection.what_the_applicant_reads(number, choices, reasons),
    )


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()


guarded_clientside_callback(
    ClientsideFunction("antrean", "showForms"),
    Output(ids.EVERY_FORM, "hidden"),
    Input(ids.EVERY_ACTION, "n_clicks"),
    Input(ids.EVERY_CANCEL, "n_clicks"),
    Input(ids.FORM_CASE, "data"),
    State(ids.EVERY_FORM, "hidden"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("antrean", "clearForms"),
    Output(ids.EVERY_REASON_GROUP, "value"),
    Output(ids.REASON_TEXT, "value"),
    Output(ids.NOTE_FAIL, "value"),
    Output(ids.NOTE_UNDO, "value"),
    Output(ids.HANDOVER, "value"),
    Output(ids.FORM_CASE, "data"),
    Input(ids.CHANGED, "data"),
    Input(ids.SEEN, "data"),
    State(ids.FORM_CASE, "data"),
    State(ids.EVERY_REASON_GROUP, "value"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("antrean", "focusCase"),
    Output(ids.CASE_HEAD, "title"),
    Input(ids.SEEN, "data"),
    prevent_initial_call=True,
)
guarded_clientside_callback(
    ClientsideFunction("antrean", "keepFocus"),
    Output(ids.LIST, "title"),
    Input(ids.SHOWN, "data"),
    prevent_initial_call=True,
)
