"""Puts the frame around the pages of the signed-in account, and keeps its state line alive."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, html, no_update

from dashboard.access import Permission, guarded_callback, guarded_clientside_callback
from dashboard.access.accounts import signed_in
from dashboard.access.permissions import ROLE_NAMES
from dashboard.office import current_office
from dashboard.registry.office_facts import data_kind
from dashboard.ui import format as words
from dashboard.ui.panel import AS_OF
from dashboard.ui.shell import (
    DATA_STATE,
    MENU,
    REVISION,
    THEME,
    THEME_BUTTON,
    TICK,
    NavItem,
    shell,
    state_in_words,
)

PAGE_LOCATION = "_pages_location"
"""The address as Dash's own pages keep it."""


def frame() -> Any:
    """The frame for the account of this request; nothing for nobody (Dash asks once at its start)."""
    account = signed_in()
    if account is None:
        return html.Div()
    pages = [page for page in dash.page_registry.values() if "nav_label" in page]
    items = [
        NavItem(page["path"], page["nav_label"], page.get("has_filters", False))
        for page in pages
        if account.may(page["permission"])
    ]
    with current_office().database.session() as session:
        demo = data_kind(session) == "contoh"
    return shell(name=account.display_name, role=ROLE_NAMES[account.role], items=items, demo=demo)


def register_frame_callbacks() -> None:
    """The state of the data, the revision that pages redraw on, and the theme."""

    @guarded_callback(
        Output(DATA_STATE, "children"),
        Output(REVISION, "data"),
        Input(TICK, "n_intervals"),
        State(REVISION, "data"),
        permission=Permission.MASUK,
    )
    def follow_data(_ticks: int | None, shown: Any) -> tuple[Any, Any]:
        state = current_office().replica.state
        line = state_in_words(
            as_of=words.moment(state.as_of) if state.ready and state.as_of else None,
            message=state.message,
            progress=state.progress,
            held_back_seconds=state.horizon_age_seconds,
        )
        revision = _revision() if state.ready else None
        return line, no_update if revision == shown else revision

    guarded_clientside_callback(
        ClientsideFunction("eopen", "theme"),
        Output(THEME, "data"),
        Input(THEME_BUTTON, "n_clicks"),
    )
    guarded_clientside_callback(
        ClientsideFunction("eopen", "per"),
        Output({"type": AS_OF, "panel": ALL}, "children"),
        Input(DATA_STATE, "children"),
    )
    guarded_clientside_callback(
        ClientsideFunction("eopen", "here"),
        Output({"type": MENU, "path": ALL}, "active"),
        Input(PAGE_LOCATION, "pathname"),
    )


def _revision() -> str:
    position = current_office().replica.position
    return f"{position.fill}:{position.txid}"
