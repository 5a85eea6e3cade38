"""Fills the line of blank cards on every page that shows it."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.office import current_office
from dashboard.registry.blanks import blank_locations
from dashboard.registry.case_file import names_of
from dashboard.registry.database import DATABASE_AWAY
from dashboard.ui.blanks import ids
from dashboard.ui.blanks.card import card_line, stock_table
from dashboard.ui.queue.words import fingerprint


def register_blank_card() -> None:
    """The stock of the officer's locations; nothing is sent while nothing has changed."""

    @guarded_callback(
        Output(ids.CARD_LINE, "children"),
        Output(ids.CARD_TABLE, "children"),
        Output(ids.CARD_SHOWN, "data"),
        Input(ids.CARD_TICK, "n_intervals"),
        State(ids.CARD_SHOWN, "data"),
        permission=Permission.KERJAKAN_ANTREAN,
    )
    def show_blanks(_tick: Any, shown: Any) -> Any:
        office = current_office()
        try:
            with office.database.session() as session:
                mine = set(blank_locations(session, current_account()))
                names = names_of(session)
            rows = [row for row in office.blank_stocks() if row.location_code in mine]
        except DATABASE_AWAY as error:
            raise PreventUpdate from error  # the page around the line tells of it
        state = fingerprint(rows)
        if state == shown:
            raise PreventUpdate
        return card_line(rows), stock_table(rows, names.locations), state
