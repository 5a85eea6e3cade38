"""Queues that an officer keeps under a name: view, filters and order, found again with one click."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy.orm import Session

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.office import current_office
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.saved_views import ViewError, forget_view, keep_view, kept_views
from dashboard.ui.case.messages import AWAY_SEARCH
from dashboard.ui.queue import ids
from dashboard.ui.queue.address import DeskAddress
from dashboard.ui.queue.tools import kept_queues

PAGE = "/antrean"


def register_saved_queue_callbacks() -> None:
    """Keep a queue, forget one, list them."""

    @guarded_callback(
        Output(ids.SAVED, "children"),
        Output(ids.SAVE_MESSAGE, "children"),
        Output(ids.SAVE_NAME, "value"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.SAVE, "n_clicks"),
        Input(ids.SAVE_NAME, "n_submit"),
        Input(ids.EVERY_FORGET, "n_clicks"),
        State(ids.SAVE_NAME, "value"),
        State(ids.ASKED, "data"),
        permission=Permission.KERJAKAN_ANTREAN,
    )
    def keep(_path: Any, _saved: Any, _sent: Any, _forgotten: Any, name: Any, asked: Any) -> Any:
        """The officer's own queues, after what was asked for."""
        clicked, is_click = ctx.triggered_id, bool(ctx.triggered and ctx.triggered[0]["value"])
        if isinstance(clicked, dict) and not is_click:
            raise PreventUpdate  # a list that has just been drawn
        user, told, left = current_account().id, "", no_update
        try:
            with current_office().database.session.begin() as session:
                if isinstance(clicked, dict):
                    told = _forgotten_queue(session, user, clicked)
                elif clicked in (ids.SAVE, ids.SAVE_NAME):
                    told, left = _kept_queue(session, user, str(name or ""), asked)
                views = [(view.id, view.name, view.query) for view in kept_views(session, user, PAGE)]
        except DATABASE_AWAY:
            return no_update, AWAY_SEARCH, no_update
        return kept_queues(views), told, left


def _forgotten_queue(session: Session, user: int, clicked: dict[str, Any]) -> str:
    number = str(clicked.get("nomor"))
    if number.isdecimal() and len(number) < 10:
        forget_view(session, user, int(number))
    return "Antrean tersimpan dihapus."


def _kept_queue(session: Session, user: int, name: str, asked: Any) -> tuple[str, Any]:
    """What is told, and what stays in the field: a refused name is not lost."""
    address = DeskAddress.from_search(asked if isinstance(asked, str) else "")
    try:
        keep_view(session, user, PAGE, name, address.kept_query())
    except ViewError as refused:
        return str(refused), no_update
    return "Antrean disimpan.", ""
