"""What an officer does with the open case: steps, their forms, and on to the next case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dash import ClientsideFunction, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import (
    Permission,
    current_account,
    guarded_callback,
    guarded_clientside_callback,
)
from dashboard.desk.later import REASONS, by_name, filled_for_later
from dashboard.desk.narrowing import queue_filter
from dashboard.office import current_office
from dashboard.registry import queue, workflow
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.numbers import parse_request_number, request_number
from dashboard.ui.case import ids, messages, rejection
from dashboard.ui.case.forms import FORMS, HANDOVERS

MAY = Permission.KERJAKAN_ANTREAN
AND_ON = ("setujui", "selesai", "tolak", "gagal", "lewati", "tahan", "serahkan")
"""Steps after which the officer goes on to the next case."""


def register_step_callbacks() -> None:
    """Steps, the next case, and the forms."""
    _register_steps()
    _register_next()
    _register_rejection()
    _register_forms()


def _register_steps() -> None:
    @guarded_callback(
        Output(ids.MESSAGE, "children"),
        Output(ids.CLAIM_AFTER, "hidden"),
        Output(ids.CHANGED, "data"),
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
        State(ids.EVERY_FIELD, "value"),
        State(ids.NARROWED, "data"),
        permission=MAY,
        prevent_initial_call=True,
        running=[
            (Output(ids.EVERY_ACTION, "disabled"), True, False),
            (Output(ids.EVERY_SUBMIT, "disabled"), True, False),
        ],
    )
    def act(_clicks: Any, _sent: Any, seen: Any, *filled_in: Any) -> Any:
        """One step on the open case, refused in words when somebody else was first."""
        clicked, is_click = ctx.triggered_id, bool(ctx.triggered[0]["value"])
        name = clicked["nama"] if isinstance(clicked, dict) else ""
        opens_form = name in FORMS and clicked["type"] == ids.action("")["type"]
        request_id = parse_request_number(str(seen["number"])) if seen else None
        if not is_click or opens_form or request_id is None:
            raise PreventUpdate
        *fields, _later, narrowed = filled_in
        try:
            if name in REASONS:
                form = filled_for_later(name, by_name(ctx.states_list[-2]))
            else:
                form = filled(name, *fields)
            following = _take(name, request_id, int(seen["version"]), form, queue_filter(narrowed))
        except workflow.WorkflowError as refusal:
            return messages.refused(str(refusal)), True, no_update
        except DATABASE_AWAY:
            return messages.refused(messages.AWAY), True, no_update
        number = request_number(request_id)
        return messages.done(name, number, following), following is None, now()


def _take(
    name: str, request_id: int, version: int, form: workflow.Filled, where: workflow.QueueFilter
) -> queue.QueueItem | None:
    """Take the step; after one that lets the officer go on, the free case that comes next."""
    office, account = current_office(), current_account()
    calendar = office.calendar()
    with office.database.session.begin() as session:
        workflow.take_action(session, calendar, account, name, request_id, version=version, filled=form)
    if name not in AND_ON:
        return None
    with office.database.session() as session:
        following = queue.queue_page(session, calendar, account, "menunggu", where=where, limit=1)
    return next(iter(following), None)


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


def _register_next() -> None:
    @guarded_callback(
        Output(ids.MESSAGE, "children", allow_duplicate=True),
        Output(ids.CLAIM_AFTER, "hidden", allow_duplicate=True),
        Output(ids.CHANGED, "data", allow_duplicate=True),
        Output(ids.GO, "data"),
        Input(ids.CLAIM_AFTER, "n_clicks"),
        State(ids.NARROWED, "data"),
        State(ids.SEEN, "data"),
        permission=MAY,
        prevent_initial_call=True,
        running=[(Output(ids.CLAIM_AFTER, "disabled"), True, False)],
    )
    def go_on(clicked: int | None, narrowed: Any, seen: Any) -> Any:
        """After a decision: the most urgent free case becomes this officer's and is opened."""
        if not clicked:
            raise PreventUpdate
        return take_next(queue_filter(narrowed), seen["held"] if seen else None)


def take_next(where: workflow.QueueFilter, held_on_screen: int | None) -> tuple[Any, Any, Any, Any]:
    """Claim the next case: the message, whether "next" stays hidden, the moment, and where to go.

    Args:
        where: what the officer narrows the queue to.
        held_on_screen: how many held cases the officer's screen shows, ``None`` when it shows no number.
    """
    account = current_account()
    try:
        with current_office().database.session.begin() as session:
            found = workflow.claim_next(session, account, where=where, held_on_screen=held_on_screen)
    except workflow.WorkflowError as refusal:  # so many cases in hand that no other is offered
        return messages.refused(str(refusal)), True, no_update, no_update
    except DATABASE_AWAY:
        return messages.refused(messages.AWAY), True, no_update, no_update
    if found is None:
        nothing = messages.NOTHING_WAITING if where == workflow.EVERYTHING else messages.NOTHING_LEFT
        return messages.told(nothing), True, no_update, no_update
    number = request_number(found)
    return messages.done("ambil", number), True, now(), {"nomor": number, "saat": now()}


def now() -> str:
    """The present moment, by which a store differs from before."""
    return dt.datetime.now(dt.UTC).isoformat()


def _register_rejection() -> None:
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


def _register_forms() -> None:
    guarded_clientside_callback(
        ClientsideFunction("kasus", "showForms"),
        Output(ids.EVERY_FORM, "hidden"),
        Input(ids.EVERY_ACTION, "n_clicks"),
        Input(ids.EVERY_CANCEL, "n_clicks"),
        Input(ids.FORM_CASE, "data"),
        State(ids.EVERY_FORM, "hidden"),
        prevent_initial_call=True,
    )
    guarded_clientside_callback(
        ClientsideFunction("kasus", "focusRefused"),
        Output(ids.MESSAGE, "title"),
        Input(ids.MESSAGE, "children"),
        prevent_initial_call=True,
    )
    guarded_clientside_callback(
        ClientsideFunction("kasus", "clearForms"),
        Output(ids.EVERY_REASON_GROUP, "value"),
        Output(ids.EVERY_FIELD, "value"),
        Output(ids.REASON_TEXT, "value"),
        Output(ids.NOTE_FAIL, "value"),
        Output(ids.NOTE_UNDO, "value"),
        Output(ids.HANDOVER, "value"),
        Output(ids.NOTE, "value", allow_duplicate=True),
        Output(ids.FORM_CASE, "data"),
        Input(ids.CHANGED, "data"),
        Input(ids.SEEN, "data"),
        State(ids.FORM_CASE, "data"),
        State(ids.EVERY_REASON_GROUP, "value"),
        State(ids.EVERY_FIELD, "value"),
        prevent_initial_call=True,
    )
