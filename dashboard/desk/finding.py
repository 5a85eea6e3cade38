"""Search over all cases, open and closed. What is typed may be a NIK: it stays in the body of a request."""

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
from dashboard.desk.steps import now
from dashboard.office import current_office
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.lookup import masked_applicants
from dashboard.registry.search import search_cases
from dashboard.ui.case import ids as case_ids
from dashboard.ui.queue import ids
from dashboard.ui.queue.results import found_cases, search_away

MOST_CHARACTERS = 80


def register_search_callbacks() -> None:
    """Finding cases, and going back to the list."""

    @guarded_callback(
        Output(ids.RESULTS, "children"),
        Output(case_ids.GO, "data", allow_duplicate=True),
        Input(ids.SEARCH, "n_submit"),
        Input(ids.SEARCH_GO, "n_clicks"),
        State(ids.SEARCH, "value"),
        permission=Permission.KERJAKAN_ANTREAN,
        prevent_initial_call=True,
        running=[(Output(ids.SEARCH_GO, "disabled"), True, False)],
    )
    def find(submitted: Any, clicked: Any, text: Any) -> Any:
        """The cases found; a single one is opened at once."""
        if not submitted and not clicked:
            raise PreventUpdate
        office, account = current_office(), current_account()
        try:
            with office.database.session() as session:
                found = search_cases(
                    session, office.vault, office.calendar(), account, str(text or "")[:MOST_CHARACTERS]
                )
                numbers = [item.request_id for item in found.items]
                applicants = masked_applicants(session, office.vault, numbers)
                shown = found_cases(found, applicants, names_of(session))
        except DATABASE_AWAY:
            return search_away(), no_update
        only = found.items[0].number if len(found.items) == 1 else None
        return shown, {"nomor": only, "saat": now()} if only else no_update

    guarded_clientside_callback(
        ClientsideFunction("antrean", "showFound"),
        Output(ids.RESULTS, "title"),
        Input(ids.RESULTS, "children"),
        prevent_initial_call=True,
    )
    guarded_clientside_callback(
        ClientsideFunction("antrean", "closeFound"),
        Output(ids.RESULTS, "children", allow_duplicate=True),
        Output(ids.SEARCH, "value"),
        Input(ids.EVERY_SEARCH_CLOSE, "n_clicks"),
        Input(ids.EVERY_TAB, "n_clicks"),
        prevent_initial_call=True,
    )
