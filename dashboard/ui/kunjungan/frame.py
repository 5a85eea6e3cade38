"""The frame of the page of home visits, still without any visit."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.case.ids import in_page
from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.address import EVERYTHING, VIEWS, VisitsAddress
from dashboard.ui.kunjungan.outcome import outcome_form
from dashboard.ui.kunjungan.words import NO_DAY, NO_OFFICER, Choices, button, options_of, select
from dashboard.ui.queue.marks import icon

TICK_MILLISECONDS = 10_000
WHEN = {
    "lewat": "Lewat",
    "hari_ini": "Hari ini",
    "minggu_ini": "7 hari",
    "nanti": "Nanti",
    "bebas": "Bebas",
}
"""When a visit is wanted, in the order of the registry's ``WHEN``."""


def visits_frame(address: VisitsAddress, choices: Choices, *, supervises: bool) -> html.Div:
    """The whole page; callbacks fill it.

    Args:
        address: what the page's address asks for.
        choices: what the registry offers.
        supervises: whether the account sees other officers' routes and sets capacities.
    """
    stores = (ids.CHANGED, ids.SHOWN_WISHES, ids.SHOWN_BOARD, ids.SHOWN_ROUTE, ids.CHOSEN)
    views = {
        "permintaan": _wishes(address, choices),
        "jadwal": _plan(choices, supervises),
        "rute": _route(address, supervises),
    }
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            dcc.Interval(id=ids.TICK, interval=TICK_MILLISECONDS),
            *[dcc.Store(id=name) for name in stores],
            *[dcc.Store(id=ids.asked(view)) for view in VIEWS],
            html.H1("Kunjungan"),
            _tabs(address),
            html.Div(id=ids.OUTAGE, role="alert", className="antrean-gangguan"),
            html.Div(id=ids.MESSAGE, role="status", className="kunjungan-pesan", tabIndex=-1),
            *[
                html.Div(parts, id=ids.panel(view), hidden=view != address.view, className="kunjungan-panel")
                for view, parts in views.items()
            ],
            outcome_form(choices),
        ],
        className="antrean kunjungan",
    )


def _tabs(address: VisitsAddress) -> html.Div:
    buttons = [
        html.Button(
            title, id=ids.tab(view), type="button", **{"aria-pressed": str(view == address.view).lower()}
        )
        for view, title in VIEWS.items()
    ]
    return html.Div(
        buttons,
        className="antrean-tab kunjungan-tab",
        role="group",
        **{"aria-label": "Bagian halaman kunjungan"},
    )


def _panel(title: str, *content: Any, look: str = "") -> html.Section:
    return html.Section(
        [html.H2(title), *content], className=f"panel {look}".strip(), **{"aria-label": title}
    )


def _fold(title: str, *content: Any) -> html.Details:
    return html.Details(
        [html.Summary(title), html.Div(list(content), className="kunjungan-tindakan")],
        className="kunjungan-lipat",
    )


def _wishes(address: VisitsAddress, choices: Choices) -> list[Any]:
    filters = html.Div(
        [
            select(
                ids.filter_field("kecamatan"),
                "Kecamatan",
                [{"label": "Semua kecamatan", "value": EVERYTHING}],
                address.kecamatan or EVERYTHING,
            ),
            select(
                ids.filter_field("kapan"),
                "Diminta untuk",
                [{"label": "Kapan saja", "value": EVERYTHING}, *options_of(WHEN)],
                address.when or EVERYTHING,
            ),
        ],
        className="kunjungan-saring",
    )
    pager = html.Div(
        [
            html.Span(id=ids.PAGE_TEXT),
            html.Span(
                [button(ids.PAGE_BACK, "Sebelumnya"), button(ids.PAGE_ON, "Berikutnya")],
                className="kunjungan-pager",
            ),
        ],
        className="kunjungan-halaman",
    )
    waiting = _panel(
        "Menunggu kunjungan", filters, _schedule_bar(choices), html.Div("Memuat …", id=ids.WISHES), pager
    )
    side = html.Div(
        [_panel("Menurut kecamatan dan waktu", html.Div("Memuat …", id=ids.COUNTS)), _new_wish(choices)],
        className="kolom",
    )
    return [html.Div([waiting, side], className="kunjungan-meja")]


def _schedule_bar(choices: Choices) -> html.Div:
    officer, day = ids.bar("jadwal")
    plan = html.Div(
        [
            dbc.Checkbox(id=ids.PICK_ALL, label="Pilih semua di halaman ini", value=False),
            select(officer, "Petugas", first=NO_OFFICER),
            select(day, "Hari", first=NO_DAY),
            button(ids.SCHEDULE, "Jadwalkan yang dipilih", "btn-primary", "calendar-event"),
        ],
        className="kunjungan-tindakan",
    )
    withdraw = _fold(
        "Tarik permintaan",
        select(
            ids.WITHDRAW_REASON, "Alasan penarikan", options_of(choices.withdrawals), first="Pilih alasan …"
        ),
        button(ids.WITHDRAW, "Tarik yang dipilih"),
    )
    return html.Div([plan, withdraw])


def _new_wish(choices: Choices) -> html.Section:
    number = html.Div(
        [
            dbc.Label("Nomor permohonan", html_for=ids.NEW_NUMBER),
            dbc.Input(
                id=ids.NEW_NUMBER, type="text", maxLength=20, size="sm", placeholder="EO-00000000",
                autocomplete="off", value="",
            ),
        ],
        className="kunjungan-isian",
    )  # fmt: skip
    day = html.Div(
        [
            dbc.Label("Diminta untuk hari (boleh kosong)", html_for=ids.NEW_DAY),
            dbc.Input(id=ids.NEW_DAY, type="date", size="sm", value=""),
        ],
        className="kunjungan-isian",
    )
    purpose = select(ids.NEW_PURPOSE, "Keperluan", options_of(choices.purposes), first="Pilih keperluan …")
    fields = html.Div(
        [number, purpose, day, button(ids.NEW, "Catat permintaan", "btn-primary")],
        className="kunjungan-formulir",
    )
    return _panel("Permintaan baru", fields)


def _plan(choices: Choices, supervises: bool) -> list[Any]:
    officer, day = ids.bar("pindah")
    note = html.Div(
        [
            dbc.Label("Catatan (boleh kosong)", html_for=ids.MOVE_NOTE),
            dbc.Input(id=ids.MOVE_NOTE, type="text", maxLength=choices.note_limit, size="sm", value=""),
        ],
        className="kunjungan-isian",
    )
    move = html.Div(
        [
            select(officer, "Pindahkan ke petugas", first=NO_OFFICER),
            select(day, "Pindahkan ke hari", first=NO_DAY),
            note,
            button(ids.MOVE, "Pindahkan yang dipilih", "btn-primary", "arrow-right-circle"),
            button(ids.CANCEL, "Batalkan yang dipilih"),
        ],
        className="kunjungan-tindakan",
    )
    return [
        _panel("Dua minggu ke depan", html.Div("Memuat …", id=ids.BOARD)),
        _panel("Kunjungan terjadwal", move, html.Div("Memuat …", id=ids.PLANNED), look="kunjungan-rencana"),
        _capacity(choices, hidden=not supervises),
    ]


def _capacity(choices: Choices, *, hidden: bool) -> html.Div:
    number = html.Div(
        [
            dbc.Label("Kunjungan per hari", html_for=ids.CAPACITY),
            dbc.Input(
                id=ids.CAPACITY, type="number", min=0, max=choices.most_per_day, step=1, size="sm", value=None
            ),
        ],
        className="kunjungan-isian",
    )
    fields = html.Div(
        [
            select(ids.CAPACITY_OFFICER, "Petugas", first=NO_OFFICER),
            number,
            button(ids.SET_CAPACITY, "Simpan kapasitas", "btn-primary"),
        ],
        className="kunjungan-tindakan",
    )
    said = (
        "Yang sudah dijadwalkan tetap, juga bila kapasitas menjadi lebih kecil. 0 berarti tidak berkunjung."
    )
    section = _panel("Kapasitas petugas", html.P(said, className="panel-sub"), fields)
    return html.Div(section, hidden=hidden)


def _route(address: VisitsAddress, supervises: bool) -> list[Any]:
    day = ids.filter_field("hari")
    fields = [
        html.Div(
            [
                dbc.Label("Hari", html_for=in_page(day)),
                dbc.Input(
                    id=day, type="date", size="sm", value=address.day.isoformat() if address.day else ""
                ),
            ],
            className="kunjungan-isian",
        ),
        select(
            ids.filter_field("petugas"),
            "Petugas",
            [{"label": "Rute saya", "value": EVERYTHING}],
            str(address.officer or EVERYTHING),
            hidden=not supervises,
        ),
        html.Div(
            [
                button(ids.OPEN, "Tampilkan nama dan alamat", "btn-primary"),
                button(ids.HIDE, "Sembunyikan alamat"),
                button(ids.PRINT, "Cetak rute"),
            ],
            className="kunjungan-tombol",
        ),
    ]
    return [
        html.Div(fields, className="kunjungan-rute-alat"),
        html.Div(id=ids.ROUTE_TEXT, className="kunjungan-rute-ringkas"),
        html.Div("Memuat …", id=ids.ROUTE, className="kunjungan-rute"),
        html.P(
            [icon("info-circle"), "Lembar ini memuat data pribadi. Musnahkan setelah kunjungan selesai."],
            className="kunjungan-hanya-cetak",
        ),
    ]
