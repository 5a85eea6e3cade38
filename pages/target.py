"""Targets of the KPIs and dated notes, set by an admin.

The question: what does the office aim at, and which event explains a bend in a line?
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy.orm import Session

from dashboard.access import Account, Permission, current_account, guarded_callback
from dashboard.analytics.filters import today
from dashboard.office import current_office
from dashboard.registry import audit
from dashboard.registry.annotations import NoteError, add_note, remove_note, standing_notes
from dashboard.registry.lookup import service_names
from dashboard.registry.targets import (
    KPIS,
    TargetError,
    all_targets,
    set_target,
    withdraw_target,
    withdrawable,
)
from dashboard.ui.targets import EVERY_SERVICE, PAGE, note_list, target_list, targets_page

MAY = Permission.KELOLA
LABELS = {code: kpi.label for code, kpi in KPIS.items()}
UNITS = {code: "%" if kpi.unit == "persen" else kpi.unit for code, kpi in KPIS.items()}
NUMBER = re.compile(r"(\d{1,9}|\d{1,3}(\.\d{3})+)(,\d{1,3})?")
NOT_A_DATE = "Isi tanggal dengan lengkap."

dash.register_page(
    __name__,
    path="/admin/target",
    title="Target dan catatan",
    permission=MAY,
    nav_label="Target dan catatan",
    order=90,
)


def layout(**_: str) -> Any:
    """The forms; what was set comes by the callbacks."""
    with current_office().database.session() as session:
        measures = {code: f"{kpi.label} ({UNITS[code]})" for code, kpi in KPIS.items()}
        return targets_page(measures, service_names(session), today())


@guarded_callback(
    Output(f"{PAGE}-daftar", "children"),
    Output(f"{PAGE}-kabar", "children"),
    Output(f"{PAGE}-nilai", "value"),
    Input(f"{PAGE}-simpan", "n_clicks"),
    Input({"type": f"{PAGE}-cabut", "id": ALL}, "n_clicks"),
    State(f"{PAGE}-ukuran", "value"),
    State(f"{PAGE}-layanan", "value"),
    State(f"{PAGE}-nilai", "value"),
    State(f"{PAGE}-sejak", "value"),
    permission=MAY,
)
def keep_target(clicks: Any, _withdrawals: Any, kpi: Any, service: Any, value: Any, since: Any) -> Any:
    """Set a target or take one off; what was typed stays when it is refused."""
    row, by = _pressed_row(), current_account()
    told, left = "", no_update
    with current_office().database.session.begin() as session:
        if row is not None:
            told = _withdraw(session, row, by)
        elif clicks:
            try:
                number, day = _number(value), _day(since)
                whose = None if service == EVERY_SERVICE else str(service)
                set_target(session, kpi=str(kpi), service=whose, value=number, valid_from=day, by=by.id)
                detail = {"layanan": whose or "semua", "nilai": number, "sejak": day.isoformat()}
                audit.record(session, by.username, "atur target", f"target:{kpi}", **detail)
                told, left = "Target disimpan.", ""
            except (TargetError, ValueError) as refused:
                told = str(refused)
        targets = all_targets(session)
        open_ones = [target.id for target in withdrawable(targets, today())]
        listed = target_list(targets, LABELS, UNITS, service_names(session), open_ones)
    return listed, told, left


@guarded_callback(
    Output(f"{PAGE}-catatan-daftar", "children"),
    Output(f"{PAGE}-catatan-kabar", "children"),
    Output(f"{PAGE}-catatan-teks", "value"),
    Input(f"{PAGE}-catatan-simpan", "n_clicks"),
    Input({"type": f"{PAGE}-catatan-hapus", "id": ALL}, "n_clicks"),
    State(f"{PAGE}-catatan-hari", "value"),
    State(f"{PAGE}-catatan-teks", "value"),
    permission=MAY,
)
def keep_note(clicks: Any, _removals: Any, day: Any, text: Any) -> Any:
    """Set a note or take one off; what was typed stays when it is refused."""
    row, by = _pressed_row(), current_account()
    told, left = "", no_update
    with current_office().database.session.begin() as session:
        if row is not None:
            remove_note(session, row)
            audit.record(session, by.username, "hapus catatan grafik", f"catatan:{row}")
            told = "Catatan dihapus."
        elif clicks:
            try:
                add_note(session, day=_day(day), text=str(text or ""), by=by.id)
                audit.record(session, by.username, "tambah catatan grafik", f"tanggal:{day}", catatan=text)
                told, left = "Catatan disimpan.", ""
            except (NoteError, ValueError) as refused:
                told = str(refused)
        return note_list(standing_notes(session)), told, left


def _pressed_row() -> int | None:
    """The id in the button of a row, when one was pressed; a row that was just drawn is no press."""
    asked = ctx.triggered_id
    if not isinstance(asked, dict):
        return None
    if not ctx.triggered[0]["value"] or not isinstance(asked.get("id"), int):
        raise PreventUpdate
    return int(asked["id"])


def _withdraw(session: Session, target_id: int, by: Account) -> str:
    try:
        gone = withdraw_target(session, target_id, by.id)
    except TargetError as refused:
        return str(refused)
    detail = {"layanan": gone.service or "semua", "nilai": gone.value, "sejak": gone.valid_from.isoformat()}
    audit.record(session, by.username, "cabut target", f"target:{gone.kpi}", **detail)
    return "Target dicabut."


def _number(value: Any) -> float:
    """A number as officials write it: ``90``, ``12,5`` or ``1.000``."""
    text = str(value or "").strip()
    if not NUMBER.fullmatch(text):
        raise ValueError("Tulis target sebagai angka, misalnya 90, 12,5 atau 1.000.")
    return float(text.replace(".", "").replace(",", "."))


def _day(value: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(NOT_A_DATE) from None
