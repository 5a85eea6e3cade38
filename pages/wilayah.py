"""Areas, for leadership: where demand comes from, whether service is equal, where people collect."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Input, Output, State, html
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, guarded_callback
from dashboard.analytics.filters import Filters
from dashboard.board import Board, Cards, Choice, Figure, View
from dashboard.office import current_office
from dashboard.ui import wilayah as cases
from dashboard.ui.card import Card
from dashboard.ui.charts import wilayah as charts
from dashboard.ui.charts import wilayah_mix as mix
from dashboard.ui.charts.outlines import usable_outlines
from dashboard.ui.charts.wilayah_headline import CARD_COUNT, headline
from dashboard.ui.charts.wilayah_map import city_map
from dashboard.ui.charts.wilayah_months import monthly
from dashboard.ui.panel import Content, part

PAGE = "wilayah"
MAY = Permission.LIHAT_PROSES
METRICS = ("permintaan_wilayah", "wilayah_mutu", "wilayah_aliran", "wilayah_kanal")
WHOLE_CITY = (
    "Peta, peringkat, kanal, dan ragam layanan selalu memuat semua kecamatan; yang disaring ditandai ▸. "
    "Klik kecamatan di peta untuk melihat kelurahannya, klik lagi untuk kembali ke seluruh kota."
)
MAP_MEASURE = Choice("peta", "Ukuran", charts.MEASURE_CHOICES)
RANKED = Choice("peringkat", "Ukuran", charts.RANKED_CHOICES)
VILLAGE = Choice("kelurahan", "Hitung", charts.COUNTED_CHOICES)
CHANNEL = Choice("lewat", "Kanal", charts.CHANNELS)
COURSE = Choice("tren", "Hitung", charts.COUNTED_CHOICES)
QUALITY = ("tepat", "terlambat", "ditolak")


def _whole(view: View) -> str:
    """What all areas of the viewer are called together."""
    return "wilayah kerja" if view.scope.is_limited else charts.CITY


def _all_areas(view: View) -> Filters:
    """The filters without the choice of kecamatan, which comparisons between them do not follow."""
    return replace(view.filters, kecamatan=())


def _measured(view: View, measure: str) -> Any:
    if measure in QUALITY:
        return view.frame("wilayah_mutu", _all_areas(view))
    counted = "pertama" if measure == "pertama" else "semua"
    return view.frame("permintaan_wilayah", _all_areas(view), hitung=counted)


def _headline(view: View) -> list[Card]:
    compared = view.compared
    now = {name: view.frame(name) for name in METRICS}
    now["wilayah_mutu"] = view.frame("wilayah_mutu", _all_areas(view))
    before = {name: view.frame(name, compared) for name in METRICS} if compared else None
    definitions = {name: view.definition(name).definition for name in METRICS}
    return headline(now, before, definitions, view.compared_words, _whole(view))


def _map(view: View) -> Content:
    measure = view.picks["peta"]
    frame = _measured(view, measure)
    outlines, trouble = usable_outlines(current_office().settings.geojson, set(frame["kecamatan"]))
    chosen = view.filters.kecamatan
    return city_map(
        frame,
        measure,
        view.theme,
        view.period,
        chosen=chosen,
        outlines=outlines,
        trouble=trouble,
        whole=_whole(view),
    )


def _ranking(view: View) -> Content:
    measure = view.picks["peringkat"]
    frame = _measured(view, measure)
    chosen = view.filters.kecamatan
    return charts.ranking(frame, measure, view.theme, view.period, chosen=chosen, whole=_whole(view))


def _kelurahan(view: View) -> Content:
    counted = view.picks["kelurahan"]
    frame = view.frame("permintaan_wilayah", tingkat="kelurahan", hitung=counted)
    return charts.kelurahan(frame, view.theme, view.period, counted, view.filters.kecamatan, _whole(view))


def _channel(view: View) -> Content:
    frame = view.frame("wilayah_kanal", replace(_all_areas(view), kanal=()))
    chosen, whole = view.filters.kecamatan, _whole(view)
    return charts.channel(frame, view.picks["lewat"], view.theme, view.period, chosen, whole)


def _monthly(view: View) -> Content:
    counted = view.picks["tren"]
    return monthly(view.frame("wilayah_bulanan", hitung=counted), view.theme, view.period, counted)


def _flow(view: View) -> Content:
    return mix.flow(view.frame("wilayah_aliran"), view.theme, view.period)


def _services(view: View) -> Content:
    frame = view.frame("wilayah_layanan", _all_areas(view))
    return mix.services(frame, view.theme, view.period, _whole(view))


BOARD = Board(
    page=PAGE,
    path="/wilayah",
    heading="Wilayah",
    question="Dari mana permintaan datang, samakah layanan di seluruh kota, dan di mana warga mengambil?",
    permission=MAY,
    extra=lambda: html.P(WHOLE_CITY, className="panel-sub mb-3"),
    parts=(
        Cards("utama", METRICS, _headline, CARD_COUNT),
        Figure("peta", "permintaan_wilayah", _map, 500, choices=(MAP_MEASURE,)),
        Figure("peringkat", "wilayah_mutu", _ranking, 580, choices=(RANKED,), cases=cases.ranking),
        Figure("kelurahan", "permintaan_wilayah", _kelurahan, 630, choices=(VILLAGE,), cases=cases.kelurahan),
        Figure("kanal-wilayah", "wilayah_kanal", _channel, 580, choices=(CHANNEL,), cases=cases.channel),
        Figure("aliran", "wilayah_aliran", _flow, 600, cases=cases.flow),
        Figure("ragam", "wilayah_layanan", _services, 640, cases=cases.service),
        Figure(
            "bulanan", "wilayah_bulanan", _monthly, 678, wide=True, choices=(COURSE,), cases=cases.monthly
        ),
    ),
)

BOARD.register_page(__name__, order=50)


@guarded_callback(
    Output(BOARD.id("kecamatan"), "value"),
    Output(part(PAGE, "peta", "grafik"), "clickData"),
    Input(part(PAGE, "peta", "grafik"), "clickData"),
    State(BOARD.id("kecamatan"), "value"),
    permission=MAY,
    prevent_initial_call=True,
)
def choose_area(clicked: Any, chosen: Any) -> Any:
    """A click on the map filters the page to that kecamatan, a second one takes the filter off."""
    try:
        code = clicked["points"][0]["customdata"]
    except (KeyError, IndexError, TypeError):
        raise PreventUpdate from None
    if not isinstance(code, str):
        raise PreventUpdate
    return ([] if chosen == [code] else [code]), None
