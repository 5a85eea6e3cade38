"""The overlay that lists every key."""

from __future__ import annotations

from dash import html

from dashboard.ui.case.forms import ACTIONS
from dashboard.ui.case.keys import ACTION_KEYS, CLOSE_CASE, HELP, NEXT, RELOAD, SEARCH
from dashboard.ui.queue import ids
from dashboard.ui.queue.address import VIEWS

SWITCH = f"{ids.PREFIX}-pintasan-saklar"
"""The switch is kept by the browser, see ``assets/pintasan.js``."""


def help_dialog() -> html.Dialog:
    """All keys in groups, and a switch for those who speak or whose reader uses single letters."""
    views = " sampai ".join(("1", str(len(VIEWS))))
    queue = [
        (NEXT.upper(), "Ambil berikutnya"),
        (SEARCH, "Cari kasus; Enter membuka temuan pertama"),
        ("J", "Baris berikutnya"),
        ("K", "Baris sebelumnya"),
        ("Enter", "Buka kasus di baris itu"),
        (views, ", ".join(VIEWS.values())),
    ]
    case = [(ACTION_KEYS[name].upper(), label) for name, (label, _) in ACTIONS.items()]
    case += [(RELOAD.upper(), "Muat ulang kasus yang berubah"), (CLOSE_CASE.upper(), "Tutup kasus")]
    rest = [
        ("Ctrl + Enter", "Kirim formulir yang terbuka"),
        ("Esc", "Tutup formulir, temuan, atau daftar ini"),
        (HELP, "Daftar ini"),
    ]
    groups = [_group("Antrean", queue), _group("Formulir dan bantuan", rest), _group("Kasus terbuka", case)]
    switch = html.Button(
        "Pintasan satu huruf: nyala",
        id=SWITCH,
        type="button",
        className="btn btn-sm btn-outline-secondary",
        **{"aria-pressed": "true"},
    )
    close = html.Form(
        html.Button("Tutup", type="submit", className="btn btn-sm btn-primary"), **{"method": "dialog"}
    )
    note = html.P("Pintasan tidak berlaku selagi Anda mengetik.", className="antrean-redup")
    return html.Dialog(
        [
            html.H2("Tombol pintasan", id=f"{ids.HELP}-judul"),
            html.Div(groups, className="antrean-pintasan"),
            note,
            html.Div([switch, close], className="kasus-tombol"),
        ],
        id=ids.HELP,
        className="antrean-bantuan",
        **{"aria-labelledby": f"{ids.HELP}-judul"},
    )


def _group(title: str, keys: list[tuple[str, str]]) -> html.Section:
    rows = [html.Div([html.Dt(html.Kbd(name)), html.Dd(said.removesuffix(" …"))]) for name, said in keys]
    return html.Section([html.H3(title), html.Dl(rows)])
