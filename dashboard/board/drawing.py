"""The callbacks of a page of figures: filters, figures, cards, blocks and tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dash import ALL, ClientsideFunction, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import guarded_callback, guarded_clientside_callback
from dashboard.analytics.filters import Filters
from dashboard.analytics.replica import ReplicaNotReady
from dashboard.board.downloads import register_downloads
from dashboard.board.drill import register_drill
from dashboard.board.parts import Block, Cards, Figure, content_of, drawn, picks_of
from dashboard.board.saved import register_saved
from dashboard.board.view import View
from dashboard.ui.card import kpi_card
from dashboard.ui.empty import filtered_out, no_data, not_compared, preparing
from dashboard.ui.filters import CHOICES, choice_in_words, filter_names, options
from dashboard.ui.panel import Content, part, row_id, table_twin
from dashboard.ui.shell import MENU, REVISION, THEME
from dashboard.ui.theme import FONT, palette

if TYPE_CHECKING:
    from dashboard.board.board import Board

WAITING = "Sedang menyiapkan data …"


def register_drawing(board: Board) -> None:
    """Register every callback of a page."""
    _register_filters(board)
    _register_notice(board)
    for one in board.flat:
        match one:
            case Figure():
                _register_figure(board, one)
                _register_table(board, one)
            case Cards():
                _register_cards(board, one)
                _register_table(board, one)
            case Block():
                _register_block(board, one)
    register_downloads(board)
    register_drill(board)
    register_saved(board)


def _register_filters(board: Board) -> None:
    page = board.page
    names = ["dari", "sampai", *CHOICES, "banding", *(["satuan"] if board.has_unit else [])]
    guarded_clientside_callback(
        ClientsideFunction("eopen", "address"),
        Output(board.id("saringan"), "data"),
        *[Input(board.id(name), "value") for name in names],
        *[Input(board.choice_id(choice), "value") for one in board.figures for choice in one.choices],
        State(board.id("saringan"), "data"),
    )
    guarded_clientside_callback(
        ClientsideFunction("eopen", "preset"),
        Output(board.id("dari"), "value"),
        Output(board.id("sampai"), "value"),
        Output(board.id("cepat"), "value"),
        Input(board.id("cepat"), "value"),
        prevent_initial_call=True,
    )
    guarded_clientside_callback(
        ClientsideFunction("eopen", "menu"),
        Output({"type": MENU, "path": ALL}, "href", allow_duplicate=True),
        Input(board.id("saringan"), "data"),
        prevent_initial_call=True,
    )

    @guarded_callback(
        *[Output(f"{page}-{name}", "options") for name in CHOICES],
        Input(REVISION, "data"),
        State(f"{page}-layanan", "options"),
        permission=board.permission,
    )
    def fill_choices(_revision: Any, present: Any) -> Any:
        if present:
            raise PreventUpdate
        try:
            rows = View.asked(None).rows("pilihan_filter", Filters())
        except ReplicaNotReady:
            raise PreventUpdate from None
        return [options(rows, name) for name in CHOICES]

    @guarded_callback(
        *[Output(f"{page}-{name}-ringkas", "children") for name in CHOICES],
        *[Input(f"{page}-{name}", "value") for name in CHOICES],
        *[Input(f"{page}-{name}", "options") for name in CHOICES],
        permission=board.permission,
    )
    def tell_choices(*values: Any) -> Any:
        chosen, offered = values[: len(CHOICES)], values[len(CHOICES) :]
        names = [{option["value"]: option["label"] for option in some or []} for some in offered]
        return [choice_in_words(some, known) for some, known in zip(chosen, names, strict=True)]


def _register_notice(board: Board) -> None:
    @guarded_callback(
        Output(board.id("kabar"), "children"),
        Output(board.id("banding-kabar"), "children"),
        Input(board.id("saringan"), "data"),
        Input(REVISION, "data"),
        permission=board.permission,
    )
    def tell(choice: Any, _revision: Any) -> Any:
        """Why the figures are empty, where they are, or compared with nothing."""
        view = View.asked(choice)
        try:
            present, first = view.row("ketersediaan"), view.begins_too_late
        except ReplicaNotReady as waiting:
            return preparing(str(waiting), waiting.progress), None
        if present["semua"] == 0:
            return no_data(), None
        if present["sesuai"] == 0:
            return filtered_out(), None
        return None, not_compared(first) if first else None

    @guarded_callback(
        Output(board.id("saringan-kata"), "children"),
        Input(board.id("saringan"), "data"),
        Input(REVISION, "data"),
        permission=board.permission,
    )
    def put_in_words(choice: Any, _revision: Any) -> str:
        """The choice for paper and for narrow screens, which hide the filters."""
        view = View.asked(choice)
        try:
            return view.filters.sentence(filter_names(view.rows("pilihan_filter")))
        except ReplicaNotReady:
            return view.filters.sentence()


def _register_figure(board: Board, figure: Figure) -> None:
    page, name = board.page, figure.name

    @guarded_callback(
        Output(part(page, name, "judul"), "children"),
        Output(part(page, name, "sub"), "children"),
        Output(part(page, name, "ringkas"), "children"),
        Output(part(page, name, "grafik"), "figure"),
        Output(part(page, name, "grafik"), "style"),
        Input(board.id("saringan"), "data"),
        Input(REVISION, "data"),
        Input(THEME, "data"),
        *[Input(board.choice_id(choice), "value") for choice in figure.choices],
        permission=board.permission,
    )
    def draw(choice: Any, _revision: Any, theme: Any, *picks: Any) -> Any:
        if choice is None:
            raise PreventUpdate
        view = View.asked(choice, theme=theme, picks=picks_of(figure.choices, picks))
        try:
            content: Content = drawn(page, figure, view)
        except ReplicaNotReady:
            return no_update, WAITING, no_update, no_update, no_update
        picture, height = _inked(content.figure, theme), {"height": f"{content.figure['layout']['height']}px"}
        return _unbroken(content.title), content.subtitle, content.summary or content.title, picture, height


def _unbroken(title: str) -> str:
    """A title in which no line begins with a lone percent sign."""
    return title.replace(" %", "\N{NO-BREAK SPACE}%")


def _inked(figure: dict[str, Any], theme: Any) -> dict[str, Any]:
    """A figure in the theme's ink; a mere sentence (``blank``) was written without knowing the theme."""
    written = {"family": FONT, "size": 13, "color": palette(theme).quiet}
    return {**figure, "layout": {"font": written, **figure["layout"]}}


def _register_cards(board: Board, cards: Cards) -> None:
    def fill(view: View) -> Any:
        return [kpi_card(card, view.address) for card in drawn(board.page, cards, view)]

    _register_components(board, part(board.page, cards.name, "kartu"), fill)


def _register_block(board: Board, block: Block) -> None:
    _register_components(board, part(board.page, block.name, "blok"), block.draw)


def _register_components(board: Board, place: str, fill: Callable[[View], Any]) -> None:
    """Components that are made of figures; the skeleton stays until they can be."""

    @guarded_callback(
        Output(place, "children"),
        Input(board.id("saringan"), "data"),
        Input(REVISION, "data"),
        permission=board.permission,
    )
    def draw(choice: Any, _revision: Any) -> Any:
        if choice is None:
            raise PreventUpdate
        try:
            return fill(View.asked(choice))
        except ReplicaNotReady:
            raise PreventUpdate from None


def _register_table(board: Board, one: Figure | Cards) -> None:
    """The table is sent once it is opened, and again when the figures change: most stay closed."""
    page, name = board.page, one.name
    choices = one.choices if isinstance(one, Figure) else ()
    opens = isinstance(one, Figure) and one.cases is not None
    guarded_clientside_callback(
        ClientsideFunction("eopen", "table"),
        Output(part(page, name, "tabel-minta"), "data"),
        Input(part(page, name, "tabel-buka"), "n_clicks"),
        Input(board.id("saringan"), "data"),
        Input(REVISION, "data"),
        *[Input(board.choice_id(choice), "value") for choice in choices],
    )

    @guarded_callback(
        Output(part(page, name, "tabel"), "children"),
        Input(part(page, name, "tabel-minta"), "data"),
        State(board.id("saringan"), "data"),
        *[State(board.choice_id(choice), "value") for choice in choices],
        permission=board.permission,
        prevent_initial_call=True,
    )
    def list_rows(asked: Any, choice: Any, *picks: Any) -> Any:
        if asked is None or choice is None:
            raise PreventUpdate
        try:
            content = content_of(page, one, View.asked(choice, picks=picks_of(choices, picks)))
        except ReplicaNotReady:
            return WAITING
        return table_twin(content, (lambda key: row_id(page, name, key)) if opens else None)
