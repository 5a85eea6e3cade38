"""Files of exactly what a panel's table shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from dash import ALL, Input, Output, State, ctx, dcc
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.access.guard import check
from dashboard.analytics.replica import ReplicaNotReady
from dashboard.board.parts import Cards, Figure, content_of, picks_of
from dashboard.board.view import View
from dashboard.office import current_office
from dashboard.registry import audit
from dashboard.ui import format as words
from dashboard.ui.export import to_csv, to_xlsx
from dashboard.ui.filters import UNITS, filter_names
from dashboard.ui.panel import Content

if TYPE_CHECKING:
    from dashboard.board.board import Board


def register_downloads(board: Board) -> None:
    """CSV and XLSX of every figure and row of cards."""
    known = {one.name: one for one in board.flat if isinstance(one, Figure | Cards)}
    choices = [choice for one in board.figures for choice in one.choices]

    @guarded_callback(
        Output(board.id("berkas"), "data"),
        Input({"type": board.id("unduh"), "panel": ALL, "jenis": ALL}, "n_clicks"),
        State(board.id("saringan"), "data"),
        *[State(board.choice_id(choice), "value") for choice in choices],
        permission=Permission.UNDUH,
        prevent_initial_call=True,
    )
    def download(_clicks: Any, choice: Any, *picks: Any) -> Any:
        asked = ctx.triggered_id
        if not isinstance(asked, dict) or not ctx.triggered[0]["value"] or asked.get("panel") not in known:
            raise PreventUpdate
        check(board.permission)  # and not only for those who may download anything
        one = known[asked["panel"]]
        view = View.asked(choice, picks=picks_of(choices, picks))
        metrics = (one.metric,) if isinstance(one, Figure) else one.metrics
        try:
            return as_file(content_of(board.page, one, view), metrics, view, str(asked.get("jenis")))
        except ReplicaNotReady:
            raise PreventUpdate from None  # the page says that the data are being prepared


def as_file(content: Content, metrics: tuple[str, ...], view: View, kind: str) -> Any:
    """The rows as a file, with what they mean; journalled."""
    start, end = view.filters.start or "awal", view.filters.end or "akhir"
    name = f"{metrics[0]}_{start}_{end}"
    note_download(f"metrik:{','.join(metrics)}")
    if kind == "xlsx":
        return dcc.send_bytes(to_xlsx(content.table, _notes(content, metrics, view)), f"{name}.xlsx")
    return dcc.send_string(to_csv(content.table), f"{name}.csv")


def frame_as_csv(frame: pd.DataFrame, name: str) -> Any:
    """A list of cases as a file; journalled."""
    note_download(f"daftar:{name}")
    return dcc.send_string(to_csv(frame), f"{name}.csv")


def note_download(what: str) -> None:
    """Write a download into the journal."""
    with current_office().database.session.begin() as session:
        audit.record(session, current_account().username, "unduh", what)


def _notes(content: Content, metrics: tuple[str, ...], view: View) -> dict[str, str]:
    names = filter_names(view.rows("pilihan_filter"))
    notes = {
        "Judul": content.title,
        "Keterangan": content.subtitle,
        "Saringan": view.filters.sentence(names),
        "Satuan waktu": UNITS[view.unit],
        "Data per": words.moment(view.as_of),
    }
    for metric in metrics:
        definition = view.definition(metric)
        notes |= {
            f"Definisi: {definition.title}": definition.definition,
            f"Tidak dihitung: {definition.title}": definition.excludes,
        }
    return notes
