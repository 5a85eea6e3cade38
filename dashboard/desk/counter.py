"""The case at the counter: found, watched, handed over and taken back."""

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
from dashboard.desk.receipt import receipt_address
from dashboard.office import current_office
from dashboard.registry import counter, workflow
from dashboard.registry.case_file import Names, names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.lookup import masked_applicants
from dashboard.registry.numbers import request_number
from dashboard.registry.queue import queue_items
from dashboard.registry.status import WORKED_STATUSES, Status
from dashboard.ui.loket import ids, messages
from dashboard.ui.loket.case import SHOWN, candidate_list, case_body
from dashboard.ui.queue.words import fingerprint

MOST_CHARACTERS = 200
MAY = Permission.LAYANI_LOKET
TO_COME = (*WORKED_STATUSES, Status.SELESAI)
"""Statuses in which somebody will still come for the document."""


def register_counter_callbacks() -> None:
    """Everything that happens to one case at the counter."""
    _register_finding()
    _register_showing()
    _register_watching()
    _register_acting()
    _register_focus()


def _register_finding() -> None:
    @guarded_callback(
        Output(ids.CANDIDATES, "children"),
        Output(ids.MESSAGE, "children"),
        Output(ids.OPEN, "data"),
        Input(ids.FIND, "n_submit"),
        Input(ids.GO, "n_clicks"),
        Input(ids.SCANNED, "data"),
        State(ids.FIND, "value"),
        permission=MAY,
        prevent_initial_call=True,
        running=[(Output(ids.GO, "disabled"), True, False)],
    )
    def find(_sent: Any, _clicked: Any, scanned: Any, text: Any) -> Any:
        """One case is opened at once; of several the officer picks. What is typed stays in the body."""
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            raise PreventUpdate
        if ctx.triggered_id == ids.SCANNED:
            text = scanned.get("teks") if isinstance(scanned, dict) else None
        try:
            return _found(str(text or "")[:MOST_CHARACTERS])
        except DATABASE_AWAY:
            return no_update, messages.told(messages.AWAY_FIND, "ditahan"), no_update

    # Not on the server: every list that is redrawn asks for this, and would make the answer of a search void.
    guarded_clientside_callback(
        ClientsideFunction("loket", "pick"),
        Output(ids.CANDIDATES, "children", allow_duplicate=True),
        Output(ids.MESSAGE, "children", allow_duplicate=True),
        Output(ids.OPEN, "data", allow_duplicate=True),
        Input(ids.EVERY_CANDIDATE, "n_clicks"),
        Input(ids.EVERY_ROW, "n_clicks"),
        Input(ids.CLOSE, "n_clicks"),
        prevent_initial_call=True,
    )


def _found(text: str) -> tuple[Any, Any, Any]:
    """The pick list, the message, and which case to open."""
    office, account = current_office(), current_account()
    with office.database.session() as session:
        found = counter.find_cases(session, office.vault, office.calendar(), account, text)
        if found.kind == "kosong":
            return None, messages.told(messages.NOTHING_TYPED), no_update
        if not found.request_ids:
            kind = messages.KINDS[found.kind]
            return None, messages.told(messages.NOTHING_FOUND.format(kind=kind), "ditahan"), None
        if len(found.request_ids) == 1:
            return None, "", {"kasus": found.request_ids[0], "saat": _now()}
        items = queue_items(session, office.calendar(), account, found.request_ids)
        applicants = masked_applicants(session, office.vault, found.request_ids)
        listed = candidate_list(items, applicants, names_of(session), has_more=found.has_more)
        return listed, "", None


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()


def _register_showing() -> None:
    @guarded_callback(
        Output(ids.BODY, "children"),
        Output(ids.CASE, "hidden"),
        Output(ids.FORM, "hidden"),
        Output(ids.UNDO_FORM, "hidden"),
        Output(ids.ELSEWHERE_PLACE, "hidden"),
        Output(ids.SEEN, "data"),
        Output(ids.CHECK, "value"),
        Output(ids.ELSEWHERE, "value"),
        Output(ids.UNDO_NOTE, "value"),
        Input(ids.OPEN, "data"),
        Input(ids.CHANGED, "data"),
        Input(ids.STIRRED, "data"),
        Input(ids.LOCATION, "value"),
        Input(ids.OUTAGE, "children"),
        State(ids.SEEN, "data"),
        permission=MAY,
        prevent_initial_call=True,
    )
    def show_case(opened: Any, _done: Any, _stirred: Any, location: Any, _outage: Any, seen: Any) -> Any:
        """The case as it is now; a redrawn one keeps what was filled in, another one begins empty."""
        request_id = _case_id(opened)
        if request_id is None:
            return [], True, True, True, True, None, *_empty_form()
        try:
            case, names = _read(request_id)
        except DATABASE_AWAY as error:
            raise PreventUpdate from error  # asked again when the outage is over
        if case is None:
            gone = messages.told(messages.GONE, "ditahan")
            return gone, False, True, True, True, None, *_empty_form()
        elsewhere = counter.is_elsewhere(case.location_code, counter_at(location))
        is_same = _case_id(seen) == request_id and f"{ids.CHANGED}.data" not in ctx.triggered_prop_ids
        return (
            case_body(case, names, elsewhere=elsewhere, slip=_slip(case)),
            False,
            bool(case.refusal),
            not case.can_undo,
            not elsewhere,
            _seen(case),
            *([no_update] * 3 if is_same else _empty_form()),
        )


def _read(request_id: int) -> tuple[counter.CounterCase | None, Names]:
    office = current_office()
    with office.database.session() as session:
        case = counter.counter_case(session, office.vault, current_account(), request_id)
        return case, names_of(session)


def _slip(case: counter.CounterCase) -> str:
    """Where the slip is printed, while its owner is still to come."""
    return receipt_address(case.number) if case.status in TO_COME else ""


def _empty_form() -> tuple[str, bool, str]:
    return "", False, ""


def counter_at(location: Any) -> str | None:
    """The location of this counter; ``None`` when the account serves several or may not stand there."""
    allowed = current_account().locations
    if not isinstance(location, str) or not location or location == ids.EVERYWHERE:
        return allowed[0] if allowed is not None and len(allowed) == 1 else None
    return location if allowed is None or location in allowed else None


# What comes from a browser may be anything.


def _case_id(stored: Any) -> int | None:
    request_id = stored.get("kasus") if isinstance(stored, dict) else None
    return request_id if isinstance(request_id, int) and 0 < request_id < 10**18 else None


def _seen(case: counter.CounterCase) -> dict[str, Any]:
    """What the screen shows of a case, as far as the next step depends on it."""
    return {"kasus": case.request_id, "versi": case.version, "keadaan": fingerprint(case)}


def _register_watching() -> None:
    @guarded_callback(
        Output(ids.STIRRED, "data"),
        Input(ids.BEAT, "data"),
        State(ids.SEEN, "data"),
        permission=MAY,
        prevent_initial_call=True,
    )
    def watch(_beat: Any, seen: Any) -> Any:
        """Whether the open case is still as the officer sees it; nothing is sent while it is."""
        request_id = _case_id(seen)
        if request_id is None:
            raise PreventUpdate
        try:
            case, _names = _read(request_id)
        except DATABASE_AWAY as error:
            raise PreventUpdate from error  # the list tells it
        if case is not None and _seen(case) == seen:
            raise PreventUpdate
        return _now()


def _register_acting() -> None:
    @guarded_callback(
        Output(ids.MESSAGE, "children", allow_duplicate=True),
        Output(ids.CHANGED, "data"),
        Output(ids.STIRRED, "data", allow_duplicate=True),
        Input(ids.HAND, "n_clicks"),
        Input(ids.UNDO, "n_clicks"),
        Input(ids.UNDO_NOTE, "n_submit"),
        State(ids.SEEN, "data"),
        State(ids.CHECK, "value"),
        State(ids.ELSEWHERE, "value"),
        State(ids.UNDO_NOTE, "value"),
        State(ids.LOCATION, "value"),
        permission=MAY,
        prevent_initial_call=True,
        running=[(Output(ids.HAND, "disabled"), True, False), (Output(ids.UNDO, "disabled"), True, False)],
    )
    def act(_hand: Any, _undo: Any, _sent: Any, seen: Any, check: Any, is_here: Any, *more: Any) -> Any:
        """Hand over or take back; a refusal is told and keeps what was filled in."""
        request_id, (note, location) = _case_id(seen), more
        if not ctx.triggered[0]["value"] or request_id is None:
            raise PreventUpdate
        version = seen.get("versi") if isinstance(seen.get("versi"), int) else -1
        try:
            if ctx.triggered_id == ids.HAND:
                said = _hand_over(request_id, version, check, counter_at(location), is_here=bool(is_here))
            else:
                said = _take_back(request_id, version, str(note or ""))
        except workflow.CaseMoved as lost:
            return messages.told(str(lost), "ditahan"), no_update, _now()
        except workflow.WorkflowError as refusal:
            return messages.told(str(refusal), "ditahan"), no_update, no_update
        except DATABASE_AWAY:
            return messages.told(messages.AWAY, "ditahan"), no_update, no_update
        return messages.told(said, "beres"), _now(), no_update


def _hand_over(request_id: int, version: int, check: Any, place: str | None, *, is_here: bool) -> str:
    if check not in SHOWN:
        raise workflow.StepNotAllowed(messages.NOTHING_CHOSEN)
    office, account = current_office(), current_account()
    receiver, _, identity = check.partition(":")
    with office.database.session.begin() as session:
        counter.hand_over_at_counter(
            session, office.calendar(), account, request_id, version=version,
            receiver=receiver, identity=identity, counter=place, although_elsewhere=is_here,
        )  # fmt: skip
    return messages.HANDED_OVER.format(number=request_number(request_id))


def _take_back(request_id: int, version: int, note: str) -> str:
    office, account = current_office(), current_account()
    note = note[: workflow.NOTE_LIMIT]
    with office.database.session.begin() as session:
        counter.undo_at_counter(session, office.calendar(), account, request_id, note, version=version)
    return messages.TAKEN_BACK.format(number=request_number(request_id))


def _register_focus() -> None:
    guarded_clientside_callback(
        ClientsideFunction("loket", "focus"),
        Output(ids.CASE, "data-fokus"),
        Input(ids.SEEN, "data"),
        Input(ids.CHANGED, "data"),
        Input(ids.CANDIDATES, "children"),
        Input(ids.MESSAGE, "children"),
        prevent_initial_call=True,
    )
