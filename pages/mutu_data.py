"""Quality of the data, for leadership and the innovation staff.

The question: can the figures be trusted?
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dash import Input, Output, State, ctx, no_update

from dashboard.access import Permission, current_account, guarded_callback
from dashboard.analytics.filters import WIB
from dashboard.board import Board, CaseQuery, Figure, View
from dashboard.office import current_office
from dashboard.registry import audit
from dashboard.registry.database import DATABASE_AWAY
from dashboard.registry.figure_checks import ask_for_check, check_is_under_way, checks
from dashboard.registry.quality import years_without_joint_leave
from dashboard.ui.charts import mutu as charts
from dashboard.ui.mutu import ASK, LAG, PAGE, RESULT, TOLD, check_frame, check_result, lag_sentence
from dashboard.ui.panel import Content
from dashboard.ui.shell import TICK

MAY = Permission.LIHAT_MUTU_DATA
MOST_CHECKS = 8


def _empty_days(view: View) -> Content:
    return charts.empty_days(view.frame("mutu_hari_kosong"), view.theme, view.period)


def _odd_times(view: View) -> Content:
    return charts.odd_times(view.frame("mutu_waktu_janggal"), view.theme, view.period)


def _duplicates(view: View) -> Content:
    return charts.duplicates(view.frame("mutu_ganda"), view.theme, view.period)


def _odd_cases(_view: View, key: Any) -> CaseQuery:
    return CaseQuery("kasus_janggal", charts.LABELS.get(str(key), "Data yang janggal"), {"jenis": key})


def _unknown_cases(_view: View, key: Any) -> CaseQuery:
    name = charts.DIMENSION_LABELS.get(str(key), "keterangan").lower()
    return CaseQuery("kasus_masuk", f"Permohonan tanpa {name}", {"tanpa": key})


def _calendar(view: View) -> Content:
    return charts.calendar(view.frame("mutu_kalender"), view.theme)


def _unknown(view: View) -> Content:
    return charts.unknown_dimensions(view.frame("mutu_dimensi"), view.theme, view.period)


BOARD = Board(
    page=PAGE,
    path="/mutu-data",
    heading="Mutu data",
    question="Dapatkah angka di halaman-halaman ini dipercaya?",
    permission=MAY,
    parts=(
        (
            Figure("waktu", "mutu_waktu_janggal", _odd_times, 294, cases=_odd_cases),
            Figure("ganda", "mutu_ganda", _duplicates, 126, cases=_odd_cases),
        ),
        Figure("dimensi", "mutu_dimensi", _unknown, 294, cases=_unknown_cases),
        Figure("kosong", "mutu_hari_kosong", _empty_days, 714),
        Figure("kalender", "mutu_kalender", _calendar, 714),
    ),
    extra=check_frame,
)

BOARD.register_page(__name__, order=80)


@guarded_callback(
    Output(RESULT, "children"),
    Output(ASK, "disabled"),
    Output(TOLD, "data"),
    Output(LAG, "children"),
    Input(ASK, "n_clicks"),
    Input(TICK, "n_intervals"),
    State(TOLD, "data"),
    permission=MAY,
)
def show_check(clicks: Any, _tick: Any, told: Any) -> Any:
    """What the last check found; the button asks for another. Nothing is redrawn that did not change."""
    office, now = current_office(), dt.datetime.now(WIB).replace(tzinfo=None)
    lag = lag_sentence(office.replica.state, now)
    try:
        with office.database.session.begin() as session:
            if clicks and ctx.triggered_id == ASK and not check_is_under_way(session):
                by = current_account().username
                if ask_for_check(session, by):
                    audit.record(session, by, "minta pemeriksaan angka", "angka")
            under_way = check_is_under_way(session)
            found = checks(session, MOST_CHECKS)
            years = years_without_joint_leave(session, now.year)
    except DATABASE_AWAY:
        return no_update, no_update, no_update, lag
    newest = [found[0].id if found else None, under_way]
    if newest == told:
        return no_update, no_update, no_update, lag
    titles = {name: office.catalog.definition(name).title for name in office.catalog.names()}
    account = current_account()
    unlimited = account.locations is None and account.areas is None
    shown = check_result(found, titles, under_way, years, sees_everything=unlimited)
    return shown, under_way, newest, lag
