"""The documents of the open case: judged one by one, and drawn anew after an upload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import ClientsideFunction, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy.orm import Session

from dashboard.access import (
    Permission,
    current_account,
    guarded_callback,
    guarded_clientside_callback,
)
from dashboard.office import current_office
from dashboard.registry import queue, workflow
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.documents import RequiredDocument, assess_document, required_documents
from dashboard.registry.numbers import parse_request_number
from dashboard.registry.status import WORKED_STATUSES
from dashboard.ui.case import ids, messages
from dashboard.ui.case.documents import document_list, file_facts

MAY = Permission.KERJAKAN_ANTREAN


def register_paper_callbacks() -> None:
    """Judging, and what an upload changes."""
    _register_judging()
    _register_uploads()
    guarded_clientside_callback(
        ClientsideFunction("penampil", "furnish"),
        Output(ids.VIEWER, "title"),
        Input(ids.FILES, "data"),
        Input(ids.PAPERS, "children"),
        prevent_initial_call=True,
    )


def _register_judging() -> None:
    @guarded_callback(
        Output(ids.PAPERS, "children", allow_duplicate=True),
        Output(ids.FILES, "data", allow_duplicate=True),
        Output(ids.VERDICT_MESSAGE, "children"),
        Input(ids.EVERY_VERDICT, "n_clicks"),
        State(ids.FILE, "data"),
        State(ids.VERDICT_NOTE, "value"),
        State(ids.SEEN, "data"),
        permission=MAY,
        prevent_initial_call=True,
    )
    def judge(_clicks: Any, document_id: Any, note: Any, seen: Any) -> Any:
        """The file in the viewer is sufficient, incomplete or wrong."""
        clicked = ctx.triggered_id
        if not isinstance(clicked, dict) or not ctx.triggered[0]["value"] or not isinstance(document_id, int):
            raise PreventUpdate
        account = current_account()
        try:
            with current_office().database.session.begin() as session:
                assess_document(session, account, document_id, str(clicked["hasil"]), str(note or ""))
                drawn = _drawn(session, seen)
        except workflow.WorkflowError as refusal:
            return no_update, no_update, str(refusal)
        except DATABASE_AWAY:
            return no_update, no_update, messages.AWAY
        return *drawn, "Penilaian disimpan."


def _register_uploads() -> None:
    @guarded_callback(
        Output(ids.PAPERS, "children", allow_duplicate=True),
        Output(ids.FILES, "data", allow_duplicate=True),
        Input(ids.UPLOADED, "data"),
        State(ids.SEEN, "data"),
        permission=MAY,
        prevent_initial_call=True,
    )
    def draw_anew(uploaded: Any, seen: Any) -> Any:
        """A file was added by the route for uploads."""
        if not uploaded:
            raise PreventUpdate
        with current_office().database.session() as session:
            return _drawn(session, seen)


def _drawn(session: Session, seen: Any) -> tuple[Any, Any]:
    """The list of the open case as it is now."""
    request_id = parse_request_number(str(seen["number"])) if seen else None
    account = current_account()
    item = None
    if request_id is not None:
        item = queue.queue_item(session, current_office().calendar(), account, request_id)
    if item is None:
        raise PreventUpdate
    documents = required_documents(session, item.request_id)
    return papers_of(item, documents, held_by_me=item.holder == account.display_name)


def papers_of(
    item: queue.QueueItem, documents: Sequence[RequiredDocument], *, held_by_me: bool
) -> tuple[Any, Any]:
    """The list of documents, and what the viewer knows of their files."""
    is_open = item.status in WORKED_STATUSES
    facts = file_facts(documents, item.number, may_assess=is_open and held_by_me)
    return document_list(documents, may_add=is_open), facts
