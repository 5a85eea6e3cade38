"""The frame of the officers' desk: tabs, list, case panel and forms, still without any case."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.queue import ids
from dashboard.ui.queue.address import VIEWS
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.messages import UNKNOWN_CASE
from dashboard.ui.queue.rejection import rejection_fields

TICK_MILLISECONDS = 3_000

ACTIONS: dict[str, tuple[str, str]] = {
    "ambil": ("Ambil kasus ini", "btn-primary"),
    "setujui": ("Setujui", "btn-primary"),
    "selesai": ("Tandai selesai", "btn-primary"),
    "serahkan": ("Serahkan", "btn-primary"),
    "tolak": ("Tolak …", "btn-outline-danger"),
    "gagal": ("Gagal kirim …", "btn-outline-secondary"),
    "lepas": ("Lepas", "btn-outline-secondary"),
    "batalkan": ("Batalkan langkah …", "btn-outline-secondary"),
}
"""The buttons of the case panel in their order: label and look."""

ALL_SERVICES = "semua"
"""Value of the filter that filters nothing; an empty one would be shown as not chosen."""

FORMS = ("tolak", "gagal", "serahkan", "batalkan")
"""Actions that open a form instead of happening at once."""

HANDOVERS = {
    "loket": "Diambil di loket",
    "diantar": "Diantar Halo Petugas",
    "cetak_mandiri": "Dicetak mandiri oleh pemohon",
}


def desk(service: str = "") -> html.Div:
    """The whole page; callbacks fill it.

    Args:
        service: code of the service that the list is filtered by; "" for all.
    """
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            dcc.Interval(id=ids.TICK, interval=TICK_MILLISECONDS),
            *[
                dcc.Store(id=name)
                for name in (ids.CHANGED, ids.SEEN, ids.SHOWN, ids.FORM_CASE, ids.REASON_LABELS)
            ],
            _heading(),
            html.Div(id=ids.OUTAGE, role="alert", className="antrean-gangguan"),
            html.Div([_queue(service), _case()], className="antrean-meja"),
        ],
        className="antrean",
    )


def _heading() -> html.Div:
    claim = html.Button(
        [icon("arrow-right-circle"), html.Span("Ambil berikutnya")],
        id=ids.CLAIM_NEXT,
        type="button",
        className="btn btn-primary",
    )
    return html.Div([html.H1("Antrean kerja"), claim], className="antrean-judul")


def _queue(service: str) -> html.Section:
    tabs = html.Div(
        [_tab(view, title) for view, title in VIEWS.items()], className="antrean-tab", role="group"
    )
    service_filter = html.Div(
        [
            dbc.Label("Layanan", html_for=ids.SERVICE, className="visually-hidden"),
            dbc.Select(id=ids.SERVICE, options=service_options({}), value=service or ALL_SERVICES),
        ],
        className="antrean-saring",
    )
    pager = html.Div(
        [
            html.Button(
                "Sebelumnya", id=ids.PAGE_BACK, type="button", className="btn btn-sm btn-outline-secondary"
            ),
            html.Span(id=ids.PAGE_TEXT),
            html.Button(
                "Berikutnya", id=ids.PAGE_ON, type="button", className="btn btn-sm btn-outline-secondary"
            ),
        ],
        id=ids.PAGER,
        className="antrean-halaman",
        hidden=True,
    )
    bar = html.Div([tabs, service_filter], className="antrean-bilah")
    queue = html.Div(id=ids.LIST, className="antrean-daftar")
    return html.Section([bar, queue, pager], className="antrean-kartu", **{"aria-label": "Daftar antrean"})


def service_options(services: dict[str, str]) -> list[dict[str, str]]:
    """The options of the service filter: all, then each by its name."""
    everything = {"label": "Semua layanan", "value": ALL_SERVICES}
    return [everything, *({"label": label, "value": code} for code, label in services.items())]


def _tab(view: str, title: str) -> html.Button:
    return html.Button(
        [html.Span(title), html.Span("–", id=ids.view_count(view), className="antrean-jumlah")],
        id=ids.view_tab(view),
        type="button",
        **{"aria-pressed": "false"},
    )


def _case() -> html.Section:
    close = html.Button(
        [icon("x-lg"), html.Span("Kembali ke antrean")],
        id=ids.CLOSE,
        type="button",
        className="antrean-tutup",
        **{"aria-label": "Tutup kasus dan kembali ke antrean"},
    )
    message = html.Div(
        [
            html.Div(id=ids.MESSAGE, role="status", **{"aria-live": "polite"}),
            html.Button(
                "Ambil berikutnya",
                id=ids.CLAIM_AFTER,
                type="button",
                className="btn btn-sm btn-primary",
                hidden=True,
            ),
        ],
        className="antrean-pesan",
    )
    moved = html.Div(
        [
            html.Span(id=ids.CASE_MOVED),
            html.Button(
                "Muat ulang kasus", id=ids.RELOAD, type="button", className="btn btn-sm btn-outline-secondary"
            ),
        ],
        className="antrean-bergeser",
        role="status",
    )
    head = html.Div([html.Div(id=ids.CASE_HEAD, tabIndex=-1), close], className="antrean-kepala")
    case = html.Div(
        [head, moved, _actions(), *_forms(), html.Div(id=ids.CASE_BODY)], id=ids.CASE, hidden=True
    )
    empty = html.Div(
        [
            html.P("Belum ada kasus yang dibuka.", className="antrean-kosong-judul"),
            html.P("Pilih kasus dari daftar, atau tekan “Ambil berikutnya”."),
        ],
        id=ids.CASE_EMPTY,
        className="antrean-kosong",
    )
    unknown = html.Div(html.P(UNKNOWN_CASE), id=ids.CASE_UNKNOWN, className="antrean-kosong", hidden=True)
    return html.Section(
        [message, case, empty, unknown], className="antrean-kartu antrean-panel", **{"aria-label": "Kasus"}
    )


def _actions() -> html.Div:
    buttons = [
        html.Button(label, id=ids.action(name), type="button", className=f"btn {look}", hidden=True)
        for name, (label, look) in ACTIONS.items()
    ]
    return html.Div(buttons, className="antrean-tindakan", role="group", **{"aria-label": "Tindakan"})


def _forms() -> list[html.Div]:
    fail_note = _note(ids.NOTE_FAIL, "Catatan (boleh kosong)")
    undo_note = _note(ids.NOTE_UNDO, "Alasan pembatalan")
    return [
        _form("tolak", "Tolak permohonan", rejection_fields(), "Tolak permohonan", "btn-danger"),
        _form("gagal", "Gagal proses pengiriman data", fail_note, "Simpan gagal kirim", "btn-primary"),
        _form("serahkan", "Serahkan dokumen", _handover(), "Simpan penyerahan", "btn-primary"),
        _form("batalkan", "Batalkan langkah terakhir", undo_note, "Batalkan langkah ini", "btn-primary"),
    ]


def _form(name: str, title: str, fields: list[Any], label: str, look: str) -> html.Div:
    buttons = [
        html.Button(label, id=ids.submit(name), type="button", className=f"btn {look}"),
        html.Button(
            "Tutup formulir", id=ids.cancel(name), type="button", className="btn btn-outline-secondary"
        ),
    ]
    return html.Div(
        [html.H3(title), *fields, html.Div(buttons, className="antrean-tombol")],
        id=ids.form(name),
        className="antrean-formulir",
        hidden=True,
    )


def _note(field: str, label: str) -> list[Any]:
    return [dbc.Label(label, html_for=field), dbc.Textarea(id=field, rows=2, maxLength=500)]


def _handover() -> list[Any]:
    choice = dbc.RadioItems(id=ids.HANDOVER, options=handover_options(self_print=True), value="loket")
    return [html.Fieldset([html.Legend("Cara penyerahan"), choice])]


def handover_options(self_print: bool) -> list[dict[str, str]]:
    """Ways to hand a document over; printing at home only where the document may be printed there."""
    return [
        {"label": label, "value": value}
        for value, label in HANDOVERS.items()
        if self_print or value != "cetak_mandiri"
    ]
