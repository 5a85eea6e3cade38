"""The case beside the queue and on a page of its own: what it shows, and that it keeps up.

A page that shows a case holds ``ui.case.panel.case_panel`` and ``outage_line``, and writes the number of
the open case into the store ``ids.NUMBER``; everything else follows from here.
"""

from __future__ import annotations

from typing import Any

import dash
import sqlalchemy as sa
from dash import ClientsideFunction, Input, Output, State, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy.orm import Session

from dashboard.access import (
    Permission,
    current_account,
    guarded_callback,
    guarded_clientside_callback,
)
from dashboard.desk.notes import register_note_callbacks
from dashboard.desk.papers import papers_of, register_paper_callbacks
from dashboard.desk.reveal import register_reveal_callbacks
from dashboard.desk.steps import register_step_callbacks
from dashboard.office import current_office
from dashboard.registry import queue, workflow
from dashboard.registry.case_file import CaseFile, Names, case_file, names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.numbers import parse_request_number
from dashboard.registry.reveal import PURPOSES
from dashboard.ui.case import ids, messages, rejection
from dashboard.ui.case.facts import case_facts, case_head, purpose_options
from dashboard.ui.case.forms import ACTIONS, handover_options
from dashboard.ui.case.pauses import CHOICES_OF_A_CASE, pause_options
from dashboard.ui.case.timeline import case_address, case_history, note_list

MAY = Permission.KERJAKAN_ANTREAN


def register_case_callbacks() -> None:
    """Everything a case does, once per application."""
    _register_showing()
    _register_watching()
    _register_focus()
    register_step_callbacks()
    register_paper_callbacks()
    register_reveal_callbacks()
    register_note_callbacks()


SHOWN = (
    Output(ids.CASE_HEAD, "children"),
    Output(ids.FACTS, "children"),
    Output(ids.HISTORY, "children"),
    Output(ids.NOTES, "children"),
    Output(ids.PAPERS, "children"),
    Output(ids.FILES, "data"),
    Output(ids.WIDE, "href"),
    Output(ids.EVERY_ACTION, "hidden"),
    Output(ids.HANDOVER, "options"),
    Output(ids.PURPOSE, "options"),
    Output(ids.EVERY_REASON_GROUP, "options"),
    Output(ids.REASON_LABELS, "data"),
    *[Output(ids.field(name), "options") for name in CHOICES_OF_A_CASE],
)
"""What a case fills, in the order of :func:`case_parts`."""


def _register_showing() -> None:
    @guarded_callback(
        *SHOWN,
        Output(ids.CASE, "hidden"),
        Output(ids.CASE_EMPTY, "hidden"),
        Output(ids.CASE_UNKNOWN, "hidden"),
        Output(ids.SEEN, "data"),
        Output(ids.CASE_MOVED, "children"),
        Input(ids.NUMBER, "data"),
        Input(ids.CHANGED, "data"),
        Input(ids.RELOAD, "n_clicks"),
        Input(ids.OUTAGE, "children"),
        State(ids.SEEN, "data"),
        permission=MAY,
    )
    def show_case(number: Any, changed: Any, reload: Any, _outage: Any, seen: Any) -> Any:
        """The case of the number, with the actions that this officer may take on it now."""
        number = str(number or "")
        request_id = parse_request_number(number)
        asked = {"langkah": changed, "muat": reload}
        if is_shown(seen, request_id, asked):
            raise PreventUpdate  # a short outage: what was seen stays seen
        office, file, names = current_office(), None, None
        try:
            if request_id is not None:
                with office.database.session() as session:
                    names = names_of(session)
                    file = case_file(session, office.vault, office.calendar(), current_account(), request_id)
        except DATABASE_AWAY as error:
            raise PreventUpdate from error  # it is told, and the case follows when the outage is over
        if file is None or names is None:
            return *_nothing(), True, bool(number), not number, None, ""
        return *case_parts(file, names), False, True, True, {**seen_of(file), **asked}, ""


def is_shown(seen: Any, request_id: int | None, asked: dict[str, Any]) -> bool:
    """Whether the screen shows the case as of the last saved step and the last wish to see it anew.

    Told by what the screen holds and not by what triggers: a redraw that is overtaken on its way loses its
    answer and its triggers.
    """
    if not seen or parse_request_number(seen["number"]) != request_id:
        return False
    return all(seen.get(name) == value for name, value in asked.items())


def case_parts(file: CaseFile, names: Names) -> tuple[Any, ...]:
    """All that a case fills."""
    reasons = [rejection.Reason(row.code, row.label, row.fault or "", row.needs_text) for row in file.reasons]
    return (
        case_head(file),
        case_facts(file, names),
        case_history(file),
        note_list(file.notes),
        *papers_of(file.item, file.documents, held_by_me=file.held_by_me),
        case_address(file.item.number),
        [name not in file.actions for name in ACTIONS],
        handover_options(file.self_print),
        purpose_options(PURPOSES),
        [rejection.reason_options(reasons, fault) for fault in rejection.FAULTS],
        {reason.code: vars(reason) for reason in reasons},
        *pause_options(file),
    )


def _nothing() -> tuple[Any, ...]:
    actions, empty = [True] * len(ACTIONS), list[Any]()
    groups, choices = [empty] * len(rejection.FAULTS), [empty] * len(CHOICES_OF_A_CASE)
    return *([],) * 6, no_update, actions, no_update, no_update, groups, {}, *choices


def seen_of(file: CaseFile) -> dict[str, Any]:
    """What the screen shows of a case, as far as the next step depends on it."""
    item = file.item
    return {"number": item.number, "version": item.version, "holder": item.holder, "held": file.held}


def _register_watching() -> None:
    guarded_clientside_callback(
        ClientsideFunction("kasus", "pulse"),
        Output(ids.PULSE, "data"),
        Input(ids.TICK, "n_intervals"),
        State(ids.SEEN, "data"),
        State(ids.OUTAGE, "children"),
        State(ids.WATCHING, "data"),
        prevent_initial_call=True,
    )

    # The line of outages is no output: the case would wait for the answer, on a slow server for ever.
    @guarded_callback(
        Output(ids.CASE_MOVED, "children", allow_duplicate=True),
        Input(ids.PULSE, "data"),
        State(ids.SEEN, "data"),
        State(ids.CASE_MOVED, "children"),
        State(ids.OUTAGE, "children"),
        permission=MAY,
        prevent_initial_call=True,
        running=[(Output(ids.WATCHING, "data"), True, False)],
    )
    def watch(pulse: Any, seen: Any, moved: Any, outage: Any) -> Any:
        """Whether the open case is still as the officer saw it; nothing is sent while it is."""
        is_at_work = bool(pulse and pulse.get("bekerja"))
        try:
            with current_office().database.session.begin() as session:
                now_moved = moved_since(session, seen, is_at_work=is_at_work)
        except DATABASE_AWAY:
            tell_outage(messages.AWAY_LIST, outage)
            return no_update
        tell_outage("", outage)
        return now_moved if now_moved != (moved or "") else no_update


def tell_outage(text: str, told: Any) -> None:
    """Say above the page what keeps it from working, or (an empty text) that nothing does.

    Args:
        told: what stands there now; the same is not said again.
    """
    if text != (told or ""):
        dash.set_props(ids.OUTAGE, {"children": text})


def moved_since(session: Session, seen: Any, *, is_at_work: bool = False) -> str:
    """What to tell when the open case is no longer as the officer saw it; nothing when it is.

    Args:
        is_at_work: the officer did something since the last time, so that the lease begins anew.
    """
    request_id = parse_request_number(str(seen["number"])) if seen else None
    if request_id is None:
        session.execute(sa.select(1))  # whether the database answers at all
        return ""
    account = current_account()
    item = queue.queue_item(session, current_office().calendar(), account, request_id)
    same = item is not None and (item.version, item.holder) == (seen["version"], seen["holder"])
    if same and is_at_work and seen["holder"] == account.display_name:
        workflow.extend_lease(session, account, request_id)
    return "" if same else messages.moved(item)


def _register_focus() -> None:
    guarded_clientside_callback(
        ClientsideFunction("kasus", "focusCase"),
        Output(ids.CASE_HEAD, "title"),
        Input(ids.SEEN, "data"),
        prevent_initial_call=True,
    )
