"""Processing times, for leadership and the innovation staff.

The question: where do applications spend their time, and is it getting better?
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, ctx, dcc, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import Permission, current_account, guarded_callback, guarded_clientside_callback
from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.replica import ReplicaNotReady
from dashboard.office import current_office
from dashboard.registry import audit
from dashboard.registry.lookup import masked_applicants
from dashboard.registry.numbers import request_number
from dashboard.ui import format as words
from dashboard.ui.cases import PAGE_SIZE, case_table, page_in_words
from dashboard.ui.charts import proses as charts
from dashboard.ui.charts.headline import headline
from dashboard.ui.empty import preparing
from dashboard.ui.export import to_csv, to_xlsx
from dashboard.ui.filters import CHOICES, UNITS, choice_in_words, options
from dashboard.ui.panel import Content, part, table_twin
from dashboard.ui.proses import (
    CHOICE,
    DOWNLOAD,
    HEADLINE,
    NOTICE,
    PAGE,
    PANELS,
    SERVICE_STATUS,
    proses_page,
)
from dashboard.ui.shell import REVISION, THEME

MAY = Permission.LIHAT_PROSES

dash.register_page(
    __name__,
    path="/proses",
    title="Waktu proses",
    permission=MAY,
    nav_label="Waktu proses",
    nav_icon="hourglass-split",
    order=20,
)


def layout(**query: str) -> Any:
    """The frame, with the filters that the address asks for."""
    filters = Filters.from_query(query)
    catalog = current_office().catalog
    return proses_page(
        start=filters.start.isoformat() if filters.start else "",
        end=filters.end.isoformat() if filters.end else "",
        chosen={name: list(getattr(filters, name)) for name in CHOICES},
        unit=_unit_of(query),
        definitions={metric: catalog.definition(metric) for metric in PANELS.values()},
        may_download=current_account().may(Permission.UNDUH),
    )


def _unit_of(query: dict[str, Any]) -> str:
    return "kalender" if query.get("satuan") == "kalender" else "kerja"


def _run(metric: str, filters: Filters, **choices: Any) -> Any:
    scope = Scope(current_account().locations)
    return current_office().catalog.run(metric, filters, scope, **choices).frame


# --- filters --------------------------------------------------------------------------------------

guarded_clientside_callback(
    ClientsideFunction("eopen", "address"),
    Output(CHOICE, "data"),
    *[Input(f"{PAGE}-{name}", "value") for name in ("dari", "sampai", *CHOICES, "satuan")],
)


@guarded_callback(
    *[Output(f"{PAGE}-{name}", "options") for name in CHOICES],
    Input(REVISION, "data"),
    State(f"{PAGE}-layanan", "options"),
    permission=MAY,
)
def fill_choices(_revision: Any, present: Any) -> Any:
    """The options of the filters, once the replica can say them."""
    if present:
        raise PreventUpdate
    try:
        rows = _run("pilihan_filter", Filters()).to_dict("records")
    except ReplicaNotReady:
        raise PreventUpdate from None
    return [options(rows, name) for name in CHOICES]


@guarded_callback(
    *[Output(f"{PAGE}-{name}-ringkas", "children") for name in CHOICES],
    *[Input(f"{PAGE}-{name}", "value") for name in CHOICES],
    *[Input(f"{PAGE}-{name}", "options") for name in CHOICES],
    permission=MAY,
)
def tell_choices(*values: Any) -> Any:
    """What each closed filter shows."""
    chosen, offered = values[: len(CHOICES)], values[len(CHOICES) :]
    names = [{option["value"]: option["label"] for option in some or []} for some in offered]
    return [choice_in_words(some, known) for some, known in zip(chosen, names, strict=True)]


# --- figures --------------------------------------------------------------------------------------


def _corong(filters: Filters, _unit: str, theme: str, _status: str) -> Content:
    months = _run("corong_bulanan", filters)
    immature = int((~months["matang"].astype(bool)).sum())
    return charts.funnel(_run("corong", filters), theme, _period(filters), immature)


def _waktu(filters: Filters, unit: str, theme: str, _status: str) -> Content:
    return charts.time_in_status(_run("waktu_status", filters, satuan=unit), theme, _period(filters), unit)


def _tunggu(filters: Filters, unit: str, theme: str, _status: str) -> Content:
    return charts.waiting_and_handling(
        _run("waktu_tunggu", filters, satuan=unit), theme, _period(filters), unit
    )


def _tren(filters: Filters, unit: str, theme: str, _status: str) -> Content:
    return charts.weekly_trend(_run("tren_mingguan", filters, satuan=unit), theme, unit, _period(filters))


def _layanan(filters: Filters, unit: str, theme: str, status: str) -> Content:
    frame = _run("waktu_layanan", filters, satuan=unit)
    return charts.by_service(frame, theme, _period(filters), unit, status)


def _rantai(filters: Filters, _unit: str, theme: str, _status: str) -> Content:
    summary = _run("ringkas_rantai", filters).iloc[0]
    return charts.chains(_run("rantai", filters), summary, theme, _period(filters))


DRAW: dict[str, Callable[[Filters, str, str, str], Content]] = {
    "corong": _corong,
    "waktu": _waktu,
    "tunggu": _tunggu,
    "tren": _tren,
    "layanan-waktu": _layanan,
    "rantai": _rantai,
}


def _period(filters: Filters) -> str:
    return words.period(filters.start, filters.end)


def _asked(choice: dict[str, Any] | None, status: str | None) -> tuple[Filters, str, str]:
    """The filters, unit and status of a callback; the browser may send anything."""
    choice = choice if isinstance(choice, dict) else {}
    known = status if status in ("VERIFIKASI", "PROSES", "SELESAI") else "VERIFIKASI"
    return Filters.from_query(choice), _unit_of(choice), known


def _register(panel: str) -> None:
    @guarded_callback(
        Output(part(PAGE, panel, "judul"), "children"),
        Output(part(PAGE, panel, "sub"), "children"),
        Output(part(PAGE, panel, "ringkas"), "children"),
        Output(part(PAGE, panel, "grafik"), "figure"),
        Output(part(PAGE, panel, "grafik"), "style"),
        Output(part(PAGE, panel, "tabel"), "children"),
        Input(CHOICE, "data"),
        Input(REVISION, "data"),
        Input(THEME, "data"),
        Input(SERVICE_STATUS, "value"),
        permission=MAY,
    )
    def draw(choice: Any, _revision: Any, theme: Any, status: Any) -> Any:
        if choice is None or (ctx.triggered_id == SERVICE_STATUS and panel != "layanan-waktu"):
            raise PreventUpdate
        filters, unit, status = _asked(choice, status)
        try:
            content = DRAW[panel](filters, unit, str(theme), status)
        except ReplicaNotReady:
            return no_update, "Sedang menyiapkan data …", no_update, no_update, no_update, no_update
        height = {"height": f"{content.figure['layout']['height']}px"}
        return (
            content.title,
            content.subtitle,
            content.summary,
            content.figure,
            height,
            table_twin(content.table),
        )


for _panel in DRAW:
    _register(_panel)


@guarded_callback(
    Output(HEADLINE, "children"),
    Output(NOTICE, "children"),
    Input(CHOICE, "data"),
    Input(REVISION, "data"),
    permission=MAY,
)
def draw_headline(choice: Any, _revision: Any) -> Any:
    """The cards, against the period before."""
    filters, unit, _ = _asked(choice, None)
    catalog = current_office().catalog
    metrics: dict[str, dict[str, str]] = {
        "ringkas_proses": {"satuan": unit},
        "ketepatan": {},
        "ringkas_rantai": {},
    }
    try:
        now, before = (
            {name: _run(name, some, **choices).iloc[0].to_dict() for name, choices in metrics.items()}
            for some in (filters, filters.previous_period())
        )
    except ReplicaNotReady as waiting:
        return no_update, preparing(str(waiting), waiting.progress)
    definitions = {name: catalog.definition(name).definition for name in metrics}
    return headline(now, before, definitions, unit), None


# --- downloads ------------------------------------------------------------------------------------


@guarded_callback(
    Output(DOWNLOAD, "data"),
    Input({"type": f"{PAGE}-unduh", "panel": ALL, "jenis": ALL}, "n_clicks"),
    State(CHOICE, "data"),
    State(SERVICE_STATUS, "value"),
    permission=Permission.UNDUH,
    prevent_initial_call=True,
)
def download(_clicks: Any, choice: Any, status: Any) -> Any:
    """Exactly what the panel's table shows, as a file."""
    asked = ctx.triggered_id
    if not asked or not ctx.triggered[0]["value"] or asked.get("panel") not in DRAW:
        raise PreventUpdate
    filters, unit, status = _asked(choice, status)
    content = DRAW[asked["panel"]](filters, unit, "light", status)
    name = f"{PANELS[asked['panel']]}_{filters.start or 'awal'}_{filters.end or 'akhir'}"
    with current_office().database.session.begin() as session:
        audit.record(session, current_account().username, "unduh", f"metrik:{PANELS[asked['panel']]}")
    if asked.get("jenis") == "xlsx":
        return dcc.send_bytes(to_xlsx(content.table, _notes(asked["panel"], content, unit)), f"{name}.xlsx")
    return dcc.send_string(to_csv(content.table), f"{name}.csv")


def _notes(panel: str, content: Content, unit: str) -> dict[str, str]:
    office = current_office()
    definition = office.catalog.definition(PANELS[panel])
    return {
        "Judul": content.title,
        "Keterangan": content.subtitle,
        "Satuan waktu": UNITS[unit],
        "Definisi": definition.definition,
        "Tidak dihitung": definition.excludes,
        "Data per": words.moment(office.replica.position.as_of),
    }


# --- the cases behind a bar -----------------------------------------------------------------------

CLICKS = ("corong", "waktu", "tunggu", "tren", "layanan-waktu")


@guarded_callback(
    Output(f"{PAGE}-kasus-pilih", "data"),
    Output(f"{PAGE}-kasus", "is_open"),
    Output(f"{PAGE}-kasus-halaman", "data"),
    *[Output(part(PAGE, panel, "grafik"), "clickData") for panel in CLICKS],
    *[Input(part(PAGE, panel, "grafik"), "clickData") for panel in CLICKS],
    State(SERVICE_STATUS, "value"),
    permission=Permission.LIHAT_KASUS_TERSAMAR,
    prevent_initial_call=True,
)
def choose_cases(*values: Any) -> Any:
    """Which cases a click asks for."""
    panel = next((name for name in CLICKS if part(PAGE, name, "grafik") == ctx.triggered_id), None)
    click = ctx.triggered[0]["value"] if ctx.triggered else None
    if panel is None or not click:
        raise PreventUpdate
    chosen = click["points"][0].get("customdata")
    match panel:
        case "corong":
            query = {"metric": "kasus_corong", "langkah": chosen}
        case "tren":
            query = {"metric": "kasus_lama", "minggu": chosen[0], "status": chosen[1]}
        case "layanan-waktu":
            query = {"metric": "kasus_lama", "status": values[-1], "layanan": chosen}
        case "tunggu":
            query = {"metric": "kasus_lama", "status": chosen, "tercatat": "diambil"}
        case _:
            query = {"metric": "kasus_lama", "status": chosen}
    # Cleared, so that a second click on the same bar counts as one.
    return query, True, 0, *([None] * len(CLICKS))


@guarded_callback(
    Output(f"{PAGE}-kasus-halaman", "data", allow_duplicate=True),
    Input(f"{PAGE}-kasus-sebelum", "n_clicks"),
    Input(f"{PAGE}-kasus-berikut", "n_clicks"),
    State(f"{PAGE}-kasus-halaman", "data"),
    permission=Permission.LIHAT_KASUS_TERSAMAR,
    prevent_initial_call=True,
)
def turn_page(_back: Any, _on: Any, page: Any) -> int:
    """One page back or on."""
    step = 1 if ctx.triggered_id == f"{PAGE}-kasus-berikut" else -1
    return max(0, int(page or 0) + step)


@guarded_callback(
    Output(f"{PAGE}-kasus-isi", "children"),
    Output(f"{PAGE}-kasus-nomor", "children"),
    Output(f"{PAGE}-kasus-sebelum", "disabled"),
    Output(f"{PAGE}-kasus-berikut", "disabled"),
    Output(f"{PAGE}-kasus", "title"),
    Input(f"{PAGE}-kasus-pilih", "data"),
    Input(f"{PAGE}-kasus-halaman", "data"),
    State(CHOICE, "data"),
    permission=Permission.LIHAT_KASUS_TERSAMAR,
    prevent_initial_call=True,
)
def list_cases(query: Any, page: Any, choice: Any) -> Any:
    """One page of masked cases."""
    if not isinstance(query, dict) or query.get("metric") not in ("kasus_corong", "kasus_lama"):
        raise PreventUpdate
    filters, unit, _ = _asked(choice, None)
    page = max(0, min(int(page or 0), 100_000))
    rows = _case_rows(query, filters, unit, page)
    ids = [row["request_id"] for row in rows]
    office = current_office()
    with office.database.session() as session:
        people = masked_applicants(session, office.vault, ids)
    total = rows[0]["jumlah"] if rows else 0
    numbers = {request_id: request_number(request_id) for request_id in ids}
    last = (page + 1) * PAGE_SIZE >= total
    return case_table(rows, numbers, people), page_in_words(page, total), page == 0, last, _case_title(query)


def _case_rows(query: dict[str, Any], filters: Filters, unit: str, page: int) -> list[dict[str, Any]]:
    paging = {"batas": PAGE_SIZE, "mulai": page * PAGE_SIZE}
    if query["metric"] == "kasus_corong":
        frame = _run("kasus_corong", filters, langkah=query.get("langkah"), **paging)
        return list(frame.to_dict("records"))
    if query.get("layanan"):
        filters = Filters.from_query(
            {**_as_query(filters), "layanan": query["layanan"]},
        )
    choices = {"status": query.get("status"), "satuan": unit, **paging}
    choices |= {name: query[name] for name in ("minggu", "tercatat") if query.get(name)}
    return list(_run("kasus_lama", filters, **choices).to_dict("records"))


def _as_query(filters: Filters) -> dict[str, Any]:
    return {
        "dari": filters.start.isoformat() if filters.start else "semua",
        "sampai": filters.end.isoformat() if filters.end else "semua",
        **{name: list(getattr(filters, name)) for name in CHOICES},
    }


def _case_title(query: dict[str, Any]) -> str:
    if query["metric"] == "kasus_corong":
        return charts.FUNNEL_LABELS.get(query.get("langkah", ""), "Permohonan").replace("↳ ", "").capitalize()
    return f"Lama di {words.STATUS_LABELS.get(query.get('status', ''), 'status ini')}, terlama dahulu"
