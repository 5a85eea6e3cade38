"""The frame of a case, still without any data; callbacks fill it."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.case import ids
from dashboard.ui.case.documents import document_frame
from dashboard.ui.case.facts import reveal_form
from dashboard.ui.case.forms import action_bar, action_forms
from dashboard.ui.case.keys import CLOSE_CASE, NEXT, RELOAD, key
from dashboard.ui.case.messages import UNKNOWN_CASE
from dashboard.ui.case.timeline import section
from dashboard.ui.queue.marks import icon

TICK_MILLISECONDS = 4_000
FOR_OFFICERS = "Hanya dibaca petugas; jangan tulis NIK."


def outage_line() -> html.Div:
    """Where a page that shows cases tells of an outage; it stands above everything else."""
    return html.Div(id=ids.OUTAGE, role="alert", className="kasus-gangguan")


def case_panel(number: str = "") -> html.Section:
    """The case with its stores, buttons and forms.

    Args:
        number: of the case that is open from the start; "" for none.
    """
    return html.Section(
        [*_stores(number), _message(), _case(), _empty(), _unknown()],
        className="antrean-kartu kasus",
        **{"aria-label": "Kasus"},
    )


def _stores(number: str) -> list[object]:
    unset = (ids.GO, ids.CHANGED, ids.SEEN, ids.FORM_CASE, ids.PULSE, ids.WATCHING, ids.REASON_LABELS)
    return [
        dcc.Store(id=ids.NUMBER, data=number),
        dcc.Store(id=ids.NARROWED, data={}),
        *[dcc.Store(id=name) for name in unset],
        dcc.Interval(id=ids.TICK, interval=TICK_MILLISECONDS),
    ]


def _message() -> html.Div:
    following = html.Button(
        ["Ambil berikutnya", html.Kbd("N", **{"aria-hidden": "true"})],
        id=ids.CLAIM_AFTER,
        type="button",
        className="btn btn-sm btn-primary",
        hidden=True,
        **key(NEXT, "Ambil berikutnya"),
    )
    said = html.Div(id=ids.MESSAGE, role="status", **{"aria-live": "polite"})
    return html.Div([said, following], className="kasus-pesan")


def _case() -> html.Div:
    close = html.Button(
        [icon("x-lg"), html.Span("Kembali ke antrean")],
        id=ids.CLOSE,
        type="button",
        className="kasus-tutup",
        **{"aria-label": "Tutup kasus dan kembali ke antrean"},
        **key(CLOSE_CASE, "Tutup kasus"),
    )
    wide = dcc.Link("Buka satu halaman", id=ids.WIDE, href="/antrean", className="kasus-lebar")
    head = html.Div(
        [html.Div(id=ids.CASE_HEAD, tabIndex=-1), html.Div([wide, close], className="kasus-kepala-alat")],
        className="kasus-kepala",
    )
    return html.Div([head, _moved(), action_bar(), _body()], id=ids.CASE, hidden=True)


def _body() -> html.Div:
    """Facts left and documents right, below what happened; a form leaves the documents in sight."""
    facts = html.Div([*action_forms(), html.Div(id=ids.FACTS), reveal_form()], className="kasus-fakta-kolom")
    below = html.Div([html.Div(id=ids.HISTORY), _notes()], className="kasus-bawah")
    return html.Div([facts, document_frame(), below], className="kasus-badan")


def _notes() -> html.Section:
    save = html.Button(
        "Simpan catatan", id=ids.NOTE_SAVE, type="button", className="btn btn-sm btn-outline-secondary"
    )
    return section(
        "Catatan petugas",
        html.Div(id=ids.NOTES),
        dbc.Label("Catatan baru", html_for=ids.NOTE, className="visually-hidden"),
        dbc.Textarea(id=ids.NOTE, rows=2, maxLength=1000, placeholder=FOR_OFFICERS),
        html.Div([save, html.Span(id=ids.NOTE_MESSAGE, role="status")], className="kasus-tombol"),
    )


def _moved() -> html.Div:
    reload = html.Button(
        "Muat ulang kasus",
        id=ids.RELOAD,
        type="button",
        className="btn btn-sm btn-outline-secondary",
        **key(RELOAD, "Muat ulang kasus"),
    )
    return html.Div([html.Span(id=ids.CASE_MOVED), reload], className="kasus-bergeser", role="status")


def _empty() -> html.Div:
    return html.Div(
        [
            html.P("Belum ada kasus yang dibuka.", className="antrean-kosong-judul"),
            html.P("Pilih kasus dari daftar, atau tekan “Ambil berikutnya”."),
        ],
        id=ids.CASE_EMPTY,
        className="antrean-kosong",
    )


def _unknown() -> html.Div:
    return html.Div(html.P(UNKNOWN_CASE), id=ids.CASE_UNKNOWN, className="antrean-kosong", hidden=True)
