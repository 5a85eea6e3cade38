"""Views that a user keeps under a name: the page's filters, found again with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import ALL, ClientsideFunction, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from dashboard.access import current_account, guarded_callback, guarded_clientside_callback
from dashboard.office import current_office
from dashboard.registry.saved_views import ViewError, forget_view, keep_view, kept_views
from dashboard.ui.filters import kept_list

if TYPE_CHECKING:
    from dashboard.board.board import Board

MOST_ADDRESS = 4000


def register_saved(board: Board) -> None:
    """Copy the address, print, keep a view, forget one."""
    for action in ("salin", "cetak"):
        guarded_clientside_callback(
            ClientsideFunction("eopen", action),
            Output(board.id("salin-kabar"), "children", allow_duplicate=True),
            Input(board.id(action), "n_clicks"),
            prevent_initial_call=True,
        )

    @guarded_callback(
        Output(board.id("simpan-daftar"), "children"),
        Output(board.id("simpan-kabar"), "children"),
        Output(board.id("simpan-nama"), "value"),
        Input(board.id("simpan"), "n_clicks"),
        Input({"type": board.id("simpan-hapus"), "id": ALL}, "n_clicks"),
        State(board.id("simpan-nama"), "value"),
        State(board.id("saringan"), "data"),
        permission=board.permission,
    )
    def keep(clicks: Any, _forgets: Any, name: Any, choice: Any) -> Any:
        user, asked = current_account().id, ctx.triggered_id
        pressed = bool(ctx.triggered and ctx.triggered[0]["value"])
        told, left = "", name or ""
        with current_office().database.session.begin() as session:
            if isinstance(asked, dict):
                if not pressed or not isinstance(asked.get("id"), int):
                    raise PreventUpdate
                forget_view(session, user, asked["id"])
                told = "Tampilan dihapus."
            elif asked == board.id("simpan") and clicks:
                told, left = _kept(session, user, board.page, left, choice)
            views = [(view.id, view.name, view.query) for view in kept_views(session, user, board.page)]
        return kept_list(board.page, board.path, views), told, left


def _kept(session: Any, user: int, page: str, name: Any, choice: Any) -> tuple[str, str]:
    """What is told, and what stays in the field: a refused name is not lost."""
    name = str(name)
    address = choice.get("alamat") if isinstance(choice, dict) else None
    if not isinstance(address, str) or len(address) > MOST_ADDRESS or not address.isprintable():
        return "Saringan ini tidak dapat disimpan.", name
    try:
        keep_view(session, user, page, name, address)
    except ViewError as refused:
        return str(refused), name
    return "Tampilan disimpan.", ""
