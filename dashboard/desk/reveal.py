"""The applicant's data unmasked: asked for with a purpose, shown for two minutes."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import (
    Permission,
    current_account,
    guarded_callback,
    guarded_clientside_callback,
)
from dashboard.office import current_office
from dashboard.registry import workflow
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.numbers import parse_request_number, request_number
from dashboard.registry.reveal import reveal_applicant
from dashboard.ui.case import ids, messages
from dashboard.ui.case.facts import NO_PURPOSE, revealed


def register_reveal_callbacks() -> None:
    """Showing the data, and taking them away again."""

    @guarded_callback(
        Output(ids.REVEALED, "children"),
        Output(ids.REVEAL_MESSAGE, "children"),
        Output(ids.PURPOSE, "value"),
        Input(ids.REVEAL, "n_clicks"),
        State(ids.PURPOSE, "value"),
        State(ids.SEEN, "data"),
        permission=Permission.BUKA_DATA_PRIBADI,
        prevent_initial_call=True,
    )
    def reveal(clicked: Any, purpose: Any, seen: Any) -> Any:
        """The data, once the journal holds who asked, of which case, and why."""
        request_id = parse_request_number(str(seen["number"])) if seen else None
        if not clicked or request_id is None:
            raise PreventUpdate
        office = current_office()
        try:
            with office.database.session.begin() as session:
                person = reveal_applicant(
                    session, office.vault, current_account(), request_id, str(purpose or "")
                )
        except workflow.WorkflowError as refusal:
            return None, str(refusal), no_update
        except DATABASE_AWAY:
            return None, messages.AWAY, no_update
        return revealed(request_number(request_id), person), "", NO_PURPOSE

    guarded_clientside_callback(
        ClientsideFunction("kasus", "hideRevealed"),
        Output(ids.REVEALED, "children", allow_duplicate=True),
        Input(ids.HIDE, "n_clicks"),
        Input(ids.SEEN, "data"),
        Input(ids.REVEALED, "children"),
        prevent_initial_call=True,
    )
