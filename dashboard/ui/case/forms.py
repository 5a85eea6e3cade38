"""The buttons of a case, and the forms of those that need more than a click."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui.case import ids
from dashboard.ui.case.keys import ACTION_KEYS, key
from dashboard.ui.case.pauses import hold_fields, priority_fields, skip_fields
from dashboard.ui.case.rejection import rejection_fields

ACTIONS: dict[str, tuple[str, str]] = {
    "ambil": ("Ambil kasus ini", "btn-primary"),
    "setujui": ("Setujui", "btn-primary"),
    "selesai": ("Tandai selesai", "btn-primary"),
    "serahkan": ("Serahkan", "btn-primary"),
    "tolak": ("Tolak …", "btn-outline-danger"),
    "gagal": ("Gagal kirim …", "btn-outline-secondary"),
    "lanjutkan": ("Lanjutkan", "btn-primary"),
    "lewati": ("Lewati …", "btn-outline-secondary"),
    "tahan": ("Tahan …", "btn-outline-secondary"),
    "prioritas": ("Prioritas …", "btn-outline-secondary"),
    "lepas": ("Lepas", "btn-outline-secondary"),
    "batalkan": ("Batalkan langkah …", "btn-outline-secondary"),
}
"""The buttons in their order: label and look."""

FORMS = ("tolak", "gagal", "lewati", "tahan", "prioritas", "serahkan", "batalkan")
"""Actions that open a form instead of happening at once."""

HANDOVERS = {
    "loket": "Diambil di loket",
    "diantar": "Diantar Halo Petugas",
    "cetak_mandiri": "Dicetak mandiri oleh pemohon",
}


def action_bar() -> html.Div:
    """All buttons, hidden until a case says which of them may be pressed."""
    buttons = [
        html.Button(
            [label, html.Kbd(ACTION_KEYS[name].upper(), **{"aria-hidden": "true"})],
            id=ids.action(name),
            type="button",
            className=f"btn {look}",
            hidden=True,
            **key(ACTION_KEYS[name], label.removesuffix(" …")),
        )
        for name, (label, look) in ACTIONS.items()
    ]
    return html.Div(buttons, className="kasus-tindakan", role="group", **{"aria-label": "Tindakan"})


def action_forms() -> list[html.Div]:
    """All forms, closed."""
    fail_note = _note(ids.NOTE_FAIL, "Catatan (boleh kosong)")
    undo_note = _note(ids.NOTE_UNDO, "Alasan pembatalan")
    return [
        _form("tolak", "Tolak permohonan", rejection_fields(), "Tolak permohonan", "btn-danger"),
        _form("gagal", "Gagal proses pengiriman data", fail_note, "Simpan gagal kirim", "btn-primary"),
        _form("lewati", "Lewati kasus ini", skip_fields(), "Lewati kasus ini", "btn-primary"),
        _form("tahan", "Tahan kasus ini", hold_fields(), "Tahan kasus ini", "btn-primary"),
        _form("prioritas", "Prioritas", priority_fields(), "Simpan prioritas", "btn-primary"),
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
        [html.H3(title), *fields, html.Div(buttons, className="kasus-tombol")],
        id=ids.form(name),
        className="kasus-formulir",
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
