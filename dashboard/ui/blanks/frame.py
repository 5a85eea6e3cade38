"""The page of the ledger of blank cards, still without figures."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.blanks import ids
from dashboard.ui.blanks.card import RULE
from dashboard.ui.blanks.words import KINDS

TICK_MILLISECONDS = 10_000
ALL = "semua"
CHOOSE = "pilih"
"""Value of a select in which nothing is chosen yet; an empty one would show nothing at all."""
NOTE_LIMIT = 200
QUESTION = "Berapa blangko tersisa di tiap lokasi, untuk berapa hari, dan siapa mencatat apa."

RECEIVE, SPOIL, CORRECT = "terima", "rusak", "koreksi"
ACTS = {RECEIVE: "Terima", SPOIL: "Rusak", CORRECT: "Koreksi setelah dihitung"}
AMOUNT_LABELS = {
    RECEIVE: "Jumlah diterima",
    SPOIL: "Jumlah rusak",
    CORRECT: "Hasil hitung (seluruh blangko yang ada)",
}


def blank_page() -> html.Div:
    """The whole page; callbacks fill it."""
    return html.Div(
        [
            dcc.Interval(id=ids.TICK, interval=TICK_MILLISECONDS),
            *[dcc.Store(id=name) for name in (ids.CHANGED, ids.SHOWN, ids.SHOWN_LINES, ids.SEEN)],
            dcc.Store(id=ids.PAGE, data=1),
            html.H1("Blangko"),
            html.P(QUESTION, className="pengantar"),
            html.Div(id=ids.OUTAGE, role="alert", className="antrean-gangguan"),
            html.Div(
                [
                    _panel("Stok per lokasi", html.P(RULE, className="panel-sub"),
                           html.Div("Memuat …", id=ids.STOCKS, className="gulung", tabIndex="0")),
                    _form(),
                ],
                className="blangko-meja",
            ),
            _lines(),
        ],
        className="blangko",
    )  # fmt: skip


def _panel(title: str, *content: Any, look: str = "") -> html.Section:
    return html.Section(
        [html.H2(title), *content], className=f"panel {look}".strip(), **{"aria-label": title}
    )


def _form() -> html.Section:
    acts = dbc.RadioItems(
        id=ids.ACT,
        options=[{"label": label, "value": act} for act, label in ACTS.items()],
        value=RECEIVE,
        inline=True,
    )
    return _panel(
        "Catat",
        html.Fieldset([html.Legend("Apa yang terjadi"), acts], className="blangko-tindakan"),
        _field(
            "Lokasi",
            dbc.Select(id=ids.LOCATION, options=options_of({CHOOSE: "Pilih lokasi …"}), value=CHOOSE),
        ),
        _field("Jenis blangko", dbc.Select(id=ids.BLANK, options=options_of(KINDS), value="KTP_EL")),
        html.P(id=ids.HINT, className="blangko-tercatat", role="status"),
        _field(
            AMOUNT_LABELS[RECEIVE],
            dbc.Input(id=ids.AMOUNT, type="text", inputMode="numeric", maxLength=12, autocomplete="off"),
            ids.AMOUNT_LABEL,
        ),
        _field("Keterangan", dbc.Input(id=ids.NOTE, type="text", maxLength=NOTE_LIMIT, autocomplete="off")),
        html.Button("Simpan catatan", id=ids.SAVE, type="button", className="btn btn-primary"),
        html.Div(id=ids.MESSAGE, role="status", className="blangko-pesan", **{"aria-live": "polite"}),
        look="blangko-isian",
    )


def _lines() -> html.Section:
    everywhere = options_of({ALL: "Semua lokasi"})
    everything = options_of({ALL: "Semua jenis", **KINDS})
    back, on = _turn(ids.PAGE_BACK, "Sebelumnya"), _turn(ids.PAGE_ON, "Berikutnya")
    return _panel(
        "Catatan",
        html.Div(
            [
                _field("Lokasi", dbc.Select(id=ids.FILTER_LOCATION, options=everywhere, value=ALL)),
                _field("Jenis blangko", dbc.Select(id=ids.FILTER_BLANK, options=everything, value=ALL)),
            ],
            className="blangko-saring",
        ),
        html.Div("Memuat …", id=ids.LINES, className="gulung", tabIndex="0"),
        html.Div([back, html.Span(id=ids.PAGE_TEXT), on], className="antrean-halaman"),
    )


def _field(label: str, control: Any, label_id: str | None = None) -> html.Div:
    named = {"id": label_id} if label_id else {}
    return html.Div([dbc.Label(label, html_for=control.id, **named), control], className="blangko-kolom")


def _turn(identity: str, label: str) -> html.Button:
    return html.Button(label, id=identity, type="button", disabled=True, className="btn btn-sm tombol-sunyi")


def options_of(names: dict[str, str]) -> list[dict[str, str]]:
    """The options of a select, labels by value."""
    return [{"label": label, "value": value} for value, label in names.items()]
