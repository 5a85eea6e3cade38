"""The cases behind a mark: chosen with a click or from the table, masked, paged, ordered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.access.guard import check
from dashboard.analytics.catalog import MetricError
from dashboard.analytics.replica import ReplicaNotReady
from dashboard.board.downloads import frame_as_csv
from dashboard.board.parts import CaseQuery, Choice, Figure, picks_of
from dashboard.board.view import View
from dashboard.office import current_office
from dashboard.registry.lookup import MaskedApplicant, masked_applicants
from dashboard.registry.numbers import request_number
from dashboard.ui import format as words
from dashboard.ui.cases import PAGE_SIZE, case_frame, case_table, order_options, page_in_words
from dashboard.ui.empty import filtered_out, preparing
from dashboard.ui.panel import part

if TYPE_CHECKING:
    from dashboard.board.board import Board

MOST_LISTED = 5_000
"""Cases in one file; a longer list says that it was cut."""

MOST_PAGES = 100_000
NOT_ASKED_BY_US = (MetricError, LookupError, TypeError, ValueError, ArithmeticError)
"""What comes of a key that none of our marks carries."""


def register_drill(board: Board) -> None:
    """The drawer of a page; nothing when no figure has cases."""
    figures = {one.name: one for one in board.figures if one.cases is not None}
    if figures:
        _register_choosing(board, figures)
        _register_listing(board, figures)


def _register_choosing(board: Board, figures: dict[str, Figure]) -> None:
    page = board.page
    graphs = {part(page, name, "grafik"): name for name in figures}

    @guarded_callback(
        Output(board.id("kasus-pilih"), "data"),
        Output(board.id("kasus"), "is_open"),
        Output(board.id("kasus-halaman"), "data"),
        *[Output(graph, "clickData") for graph in graphs],
        *[Input(graph, "clickData") for graph in graphs],
        Input({"type": board.id("baris"), "panel": ALL, "kunci": ALL}, "n_clicks"),
        permission=Permission.LIHAT_KASUS_TERSAMAR,
        prevent_initial_call=True,
    )
    def choose_cases(*_values: Any) -> Any:
        """Which cases a click asks for."""
        clicked = ctx.triggered[0]["value"] if ctx.triggered else None
        chosen = _chosen(ctx.triggered_id, clicked, graphs) if clicked else None
        if chosen is None or chosen["panel"] not in figures or chosen["kunci"] is None:
            raise PreventUpdate
        # Cleared, so that a second click on the same mark counts as one.
        return chosen, True, 0, *([None] * len(graphs))

    @guarded_callback(
        Output(board.id("kasus-halaman"), "data", allow_duplicate=True),
        Input(board.id("kasus-sebelum"), "n_clicks"),
        Input(board.id("kasus-berikut"), "n_clicks"),
        State(board.id("kasus-halaman"), "data"),
        permission=Permission.LIHAT_KASUS_TERSAMAR,
        prevent_initial_call=True,
    )
    def turn_page(_back: Any, _on: Any, shown: Any) -> int:
        step = 1 if ctx.triggered_id == board.id("kasus-berikut") else -1
        return _page_number(shown) + step if _page_number(shown) + step > 0 else 0


def _register_listing(board: Board, figures: dict[str, Figure]) -> None:
    choices = tuple(choice for one in board.figures for choice in one.choices)
    asked_of = (
        State(board.id("saringan"), "data"),
        *[State(board.choice_id(choice), "value") for choice in choices],
    )

    @guarded_callback(
        Output(board.id("kasus-isi"), "children"),
        Output(board.id("kasus-nomor"), "children"),
        Output(board.id("kasus-sebelum"), "disabled"),
        Output(board.id("kasus-berikut"), "disabled"),
        Output(board.id("kasus"), "title"),
        Output(board.id("kasus-urut"), "options"),
        Output(board.id("kasus-urut"), "value"),
        Input(board.id("kasus-pilih"), "data"),
        Input(board.id("kasus-halaman"), "data"),
        Input(board.id("kasus-urut"), "value"),
        *asked_of,
        permission=Permission.LIHAT_KASUS_TERSAMAR,
        prevent_initial_call=True,
    )
    def list_cases(chosen: Any, page: Any, order: Any, choice: Any, *picks: Any) -> Any:
        """One page of masked cases."""
        page = _page_number(page)
        try:
            view, query, orders = _asked(board, figures, chosen, choice, choices, picks)
            order = order if order in orders else orders[0]
            rows = _rows(view, query, order, page * PAGE_SIZE, PAGE_SIZE)
        except ReplicaNotReady as waiting:
            told = preparing(str(waiting), waiting.progress)
            return told, "", True, True, "Permohonan", no_update, no_update
        except NOT_ASKED_BY_US:
            return filtered_out(), page_in_words(0, 0), True, True, "Permohonan", no_update, no_update
        total = int(rows[0]["jumlah"]) if rows else 0
        numbers, people = _told(rows)
        link = _case_link if current_account().may(Permission.KERJAKAN_ANTREAN) else None
        table = case_table(rows, numbers, people, _service_names(view), link)
        last = (page + 1) * PAGE_SIZE >= total
        pager = page_in_words(page, total)
        return table, pager, page == 0, last, query.title, order_options(orders), order

    @guarded_callback(
        Output(board.id("berkas"), "data", allow_duplicate=True),
        Input(board.id("kasus-unduh"), "n_clicks"),
        State(board.id("kasus-pilih"), "data"),
        State(board.id("kasus-urut"), "value"),
        *asked_of,
        permission=Permission.UNDUH,
        prevent_initial_call=True,
    )
    def download_cases(clicks: Any, chosen: Any, order: Any, choice: Any, *picks: Any) -> Any:
        """The listed cases as a file, masked as on screen."""
        if not clicks or not current_account().may(Permission.LIHAT_KASUS_TERSAMAR):
            raise PreventUpdate
        try:
            view, query, orders = _asked(board, figures, chosen, choice, choices, picks)
            rows = _rows(view, query, order if order in orders else orders[0], 0, MOST_LISTED)
        except (ReplicaNotReady, *NOT_ASKED_BY_US):
            raise PreventUpdate from None
        numbers, people = _told(rows)
        frame = case_frame(rows, numbers, people, _service_names(view))
        total = int(rows[0]["jumlah"]) if rows else 0
        if total > len(rows):
            cut = f"{words.number(len(rows))} dari {words.number(total)} permohonan; persempit saringan"
            frame.loc[len(frame)] = [cut, *[""] * (len(frame.columns) - 1)]
        return frame_as_csv(frame, query.metric)


def _chosen(asked: Any, clicked: Any, graphs: dict[str, str]) -> dict[str, Any] | None:
    """The figure and the mark of a click on a chart or on a table row."""
    try:
        if isinstance(asked, dict):
            return {"panel": asked["panel"], "kunci": json.loads(asked["kunci"])}
        return {"panel": graphs[asked], "kunci": clicked["points"][0].get("customdata")}
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _asked(
    board: Board,
    figures: dict[str, Figure],
    chosen: Any,
    choice: Any,
    choices: tuple[Choice, ...],
    picks: Any,
) -> tuple[View, CaseQuery, tuple[str, ...]]:
    """What the drawer is asked for; all of it comes from a browser and is checked by what reads it."""
    figure = figures[chosen["panel"]]
    check(board.permission)  # cases are for those who may see the figure they stand behind
    if figure.cases is None:
        raise KeyError(figure.name)
    view = View.asked(choice, picks=picks_of(choices, picks))
    query = figure.cases(view, chosen["kunci"])
    orders = next(o.choices for o in view.definition(query.metric).options if o.name == "urut")
    return view.narrowed(query.filters, query.until), query, orders


def _rows(view: View, query: CaseQuery, order: str, start: int, count: int) -> list[dict[str, Any]]:
    return view.rows(query.metric, urut=order, batas=count, mulai=start, **query.options)


def _told(rows: list[dict[str, Any]]) -> tuple[dict[int, str], dict[int, MaskedApplicant]]:
    """Numbers and masked people of the rows."""
    ids = [row["request_id"] for row in rows]
    office = current_office()
    with office.database.session() as session:
        people = masked_applicants(session, office.vault, ids)
    return {request_id: request_number(request_id) for request_id in ids}, people


def _service_names(view: View) -> dict[str, str]:
    rows = view.rows("pilihan_filter")
    return {row["kode"]: row["nama"] for row in rows if row["jenis"] == "layanan"}


def _case_link(number: str) -> str:
    return f"/permohonan/{number}"


def _page_number(value: Any) -> int:
    return min(value, MOST_PAGES) if isinstance(value, int) and value > 0 else 0
