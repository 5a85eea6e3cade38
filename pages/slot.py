"""Pickup places, for leadership.

The question: is the capacity well used, where are residents turned away, and what would moving it do?
"""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, guarded_callback
from dashboard.analytics.filters import Filters
from dashboard.analytics.replica import ReplicaNotReady
from dashboard.board import Board, Cards, CaseQuery, Choice, Figure, View
from dashboard.office import current_office
from dashboard.ui import slot as form
from dashboard.ui import slot_answer as answers
from dashboard.ui.card import Card
from dashboard.ui.charts import slot as charts
from dashboard.ui.charts import slot_calendar as filling
from dashboard.ui.charts import slot_times as times
from dashboard.ui.charts.slot_headline import CARD_COUNT, headline
from dashboard.ui.panel import Content
from dashboard.ui.shell import REVISION

PAGE = "slot"
MAY = Permission.LIHAT_PROSES
SPAN = Choice("rentang", "Rentang kalender", filling.SPANS)
MEASURE = Choice("ukuran", "Ukuran per lokasi", charts.MEASURES)
DAY_UNIT = Choice("hitungan", "Hitungan hari", {"kerja": "Hari kerja", "kalender": "Hari kalender"})


def _headline(view: View) -> list[Card]:
    return headline(
        view.row("ringkas_slot"),
        view.row("ringkas_slot", view.compared) if view.compared else None,
        view.frame("slot_mingguan"),
        view.frame("slot_jarak", satuan="kerja"),
        view.frame("slot_jarak", view.compared, satuan="kerja") if view.compared else None,
        view.definition("ringkas_slot").definition,
        {kpi: view.target(kpi) for kpi in ("slot_terisi", "siap_diambil")},
        view.compared_words,
    )


def _calendar(view: View) -> Content:
    span = view.picks["rentang"]
    frame, limited = view.frame("slot_harian", rentang=span), view.scope.kecamatan is not None
    return filling.calendar(frame, view.theme, view.period, span, limited=limited)


def _calendar_cases(_view: View, key: Any) -> CaseQuery:
    place, day, span = filling.read_cell(key)
    options = {"tempat": place, "hari": day, "rentang": span}
    return CaseQuery("kasus_slot", filling.cell_title(day, span), options)


def _places(view: View) -> Content:
    frame, limited = view.frame("slot_lokasi"), view.scope.kecamatan is not None
    return charts.places(frame, view.theme, view.period, view.picks["ukuran"], limited=limited)


def _places_cases(_view: View, key: Any) -> CaseQuery:
    place, measure = key
    fate, title = charts.FATES.get(measure, ("semua", "Pesanan"))
    return CaseQuery("kasus_slot", title, {"tempat": place, "nasib": fate})


def _trend(view: View) -> Content:
    target = view.target("slot_terisi")
    return times.trend(view.frame("slot_mingguan"), view.theme, view.period, view.notes, target)


def _lead_time(view: View) -> Content:
    unit = view.picks["hitungan"]
    return times.lead_time(view.frame("slot_jarak", satuan=unit), view.theme, view.period, unit)


def _curve(view: View) -> Content:
    before = view.frame("slot_kurva", view.compared) if view.compared else None
    said = view.compared_words.removeprefix("dari ")
    return times.booking_curve(view.frame("slot_kurva"), view.theme, view.period, before, said)


BOARD = Board(
    page=PAGE,
    path="/slot",
    heading="Slot pengambilan",
    question="Apakah kuota terpakai baik, di mana warga ditolak, dan apa jadinya bila kuota dipindahkan?",
    permission=MAY,
    parts=(
        Cards("utama", ("ringkas_slot", "slot_jarak"), _headline, CARD_COUNT),
        Figure("kalender", "slot_harian", _calendar, 780, wide=True, choices=(SPAN,), cases=_calendar_cases),
        Figure("lokasi", "slot_lokasi", _places, 714, choices=(MEASURE,), cases=_places_cases),
        Figure(
            "bebas", "slot_lokasi", lambda view: charts.next_free(view.frame("slot_lokasi"), view.theme), 714
        ),
        Figure("tren", "slot_mingguan", _trend, times.TREND_HEIGHT, wide=True),
        (
            Figure("jarak", "slot_jarak", _lead_time, 252, choices=(DAY_UNIT,)),
            Figure(
                "belum-siap",
                "belum_siap",
                lambda view: charts.not_ready(view.frame("belum_siap"), view.theme),
                charts.SENTENCE_HEIGHT,
                cases=lambda _view, key: CaseQuery("kasus_belum_siap", charts.NOT_READY, {"tempat": key[0]}),
            ),
        ),
        (Figure("kurva", "slot_kurva", _curve, times.CURVE_HEIGHT),),
    ),
)


def layout(**query: str) -> html.Div:
    """The board, and under it the form of the what-if."""
    what_if = form.what_if_panel(PAGE, current_office().catalog.definition("slot_permintaan"))
    return html.Div([BOARD.layout(**query), what_if], className="slot-halaman")


@guarded_callback(
    *[Output(form.field_id(PAGE, field), "options") for field in form.PLACE_FIELDS],
    Input(REVISION, "data"),
    State(form.field_id(PAGE, "dari"), "options"),
    permission=MAY,
)
def fill_places(_revision: Any, present: Any) -> Any:
    """The locations of the what-if, once the replica can say them."""
    if present:
        raise PreventUpdate
    try:
        options = form.location_options(View.asked(None).frame("slot_permintaan", Filters()))
    except ReplicaNotReady:
        raise PreventUpdate from None
    return [options] * len(form.PLACE_FIELDS)


@guarded_callback(
    Output(form.field_id(PAGE, "hasil"), "children"),
    Output(form.field_id(PAGE, "pesan"), "children"),
    *[Output(form.field_id(PAGE, field), "className") for field in form.FIELDS],
    Input(form.field_id(PAGE, "hitung"), "n_clicks"),
    *[State(form.field_id(PAGE, field), "value") for field in form.FIELDS],
    permission=MAY,
    prevent_initial_call=True,
)
def try_quotas(clicks: Any, *values: Any) -> Any:
    """Before beside after; what was typed stays as it is, also when it makes no sense."""
    if not clicks:
        raise PreventUpdate
    view = View.asked(None)
    try:
        demand = view.frame("slot_permintaan", Filters())
        answer = answers.what_if(demand, values, view.as_of, sees_all=view.scope.kecamatan is None)
    except ReplicaNotReady as waiting:
        return no_update, str(waiting), *form.field_marks(None)
    except form.NotUnderstood as problem:
        return no_update, str(problem), *form.field_marks(problem.field)
    return answer, None, *form.field_marks(None)


BOARD.register_page(__name__, order=30, layout=layout)
