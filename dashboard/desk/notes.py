"""Notes that officers leave on the open case."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.office import current_office
from dashboard.registry import workflow
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.notes import notes_of, write_note
from dashboard.registry.numbers import parse_request_number
from dashboard.ui.case import ids, messages
from dashboard.ui.case.timeline import note_list


def register_note_callbacks() -> None:
    """Writing a note."""

    @guarded_callback(
        Output(ids.NOTES, "children", allow_duplicate=True),
        Output(ids.NOTE, "value"),
        Output(ids.NOTE_MESSAGE, "children"),
        Input(ids.NOTE_SAVE, "n_clicks"),
        State(ids.NOTE, "value"),
        State(ids.SEEN, "data"),
        permission=Permission.KERJAKAN_ANTREAN,
        prevent_initial_call=True,
        running=[(Output(ids.NOTE_SAVE, "disabled"), True, False)],
    )
    def save_note(clicked: Any, text: Any, seen: Any) -> Any:
        """The note is kept and shown; a refused one stays where it was typed."""
        request_id = parse_request_number(str(seen["number"])) if seen else None
        if not clicked or request_id is None:
            raise PreventUpdate
        try:
            with current_office().database.session.begin() as session:
                write_note(session, current_account(), request_id, str(text or ""))
                notes = notes_of(session, request_id)
        except workflow.WorkflowError as refusal:
            return no_update, no_update, str(refusal)
        except DATABASE_AWAY:
            return no_update, no_update, messages.AWAY
        return note_list(notes), "", "Catatan disimpan."
