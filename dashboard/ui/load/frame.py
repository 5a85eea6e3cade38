"""The frame of the supervisor's page, still without anybody's work."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.load import ids
from dashboard.ui.queue.marks import icon

TICK_MILLISECONDS = 5_000
SLOW_TICK_MILLISECONDS = 60_000
NOBODY = "belum"
"""Value of the choice that is none; an empty one would be shown as not chosen."""
QUEUE = "antrean"
"""Value of a select that stands for the queue instead of an officer."""
ALL = "semua"

QUESTION = (
    "Siapa memegang apa, apa yang menunggu, dan bagaimana sisa hari ini. Daftar petugas berurutan nama; "
    "halaman ini bukan peringkat."
)


def load_frame() -> html.Div:
    """The whole page; callbacks fill it."""
    return html.Div(
        [
            dcc.Interval(id=ids.TICK, interval=TICK_MILLISECONDS),
            dcc.Interval(id=ids.SLOW_TICK, interval=SLOW_TICK_MILLISECONDS),
            *[dcc.Store(id=name) for name in (ids.CHANGED, ids.SHOWN, ids.SHOWN_CASES)],
            dcc.Store(id=ids.PAGE, data=1),
            dcc.Store(id=ids.DISAGREEMENTS_PAGE, data=1),
            html.H1("Beban kerja"),
            html.P(QUESTION, className="pengantar"),
            html.Div(id=ids.OUTAGE, role="alert", className="antrean-gangguan"),
            _panel("Sisa hari ini", html.Div("Memuat …", id=ids.FORECAST)),
            html.Div(
                [
                    html.Div(
                        [
                            _panel("Siapa memegang apa", html.Div("Memuat …", id=ids.PEOPLE)),
                            _panel("Waktu penanganan", html.Div(id=ids.SPEED)),
                        ],
                        className="kolom",
                    ),
                    _cases(),
                ],
                className="beban-meja",
            ),
            _panel("Terbuka per layanan dan lokasi", html.Div("Memuat …", id=ids.OPEN_WORK)),
            html.Div(
                [
                    _panel("Dilewati dan ditahan", html.Div("Memuat …", id=ids.PAUSES)),
                    _panel(
                        "Periksa ulang yang berbeda",
                        html.Div("Memuat …", id=ids.DISAGREEMENTS),
                        _pager(ids.DISAGREEMENTS_BACK, ids.DISAGREEMENTS_ON),
                    ),
                ],
                className="beban-bawah",
            ),
        ],
        className="beban jaga-fokus",
    )


def _panel(title: str, *content: Any) -> html.Section:
    return html.Section([html.H2(title), *content], className="panel", **{"aria-label": title})


def _cases() -> html.Section:
    return _panel(
        "Kasus",
        html.Div(
            [
                _select(ids.SOURCE, "Di tangan", source_options([]), QUEUE),
                _select(ids.SERVICE, "Layanan", everything("Semua layanan", {}), ALL),
                _select(ids.LOCATION, "Lokasi", everything("Semua lokasi", {}), ALL),
                dbc.Checkbox(id=ids.LATE, label="Hanya yang terlambat", value=False),
            ],
            className="beban-saring",
        ),
        html.Div(
            [
                dbc.Checkbox(id=ids.PICK_ALL, label="Pilih semua di halaman ini", value=False),
                _select(ids.TARGET, "Kepada", target_options([]), NOBODY),
                _button(ids.ASSIGN, "arrow-right-circle", "Berikan yang dipilih", "btn-primary"),
                _button(ids.TAKE_BACK, None, "Tarik yang dipilih", "btn-outline-secondary"),
                _button(ids.HAND_OVER, None, "Alihkan semua kasus petugas ini", "btn-outline-secondary"),
            ],
            className="beban-tindakan",
        ),
        html.Div(id=ids.MESSAGE, role="status", className="beban-pesan", **{"aria-live": "polite"}),
        html.Div("Memuat …", id=ids.CASES),
        html.Div(
            [html.Span(id=ids.CASES_TEXT), _pager(ids.PAGE_BACK, ids.PAGE_ON)], className="beban-halaman"
        ),
    )


def _pager(back: str, on: str) -> html.Div:
    return html.Div(
        [
            html.Button(
                "Sebelumnya", id=back, type="button", disabled=True, className="btn btn-sm tombol-sunyi"
            ),
            html.Button(
                "Berikutnya", id=on, type="button", disabled=True, className="btn btn-sm tombol-sunyi"
            ),
        ],
        className="beban-pager",
    )


def _button(identity: str, mark: str | None, label: str, look: str) -> html.Button:
    marks = [icon(mark)] if mark else []
    return html.Button([*marks, html.Span(label)], id=identity, type="button", className=f"btn btn-sm {look}")


def _select(identity: str, label: str, options: list[dict[str, str]], value: str) -> html.Div:
    return html.Div(
        [
            dbc.Label(label, html_for=identity),
            dbc.Select(id=identity, options=options, value=value, size="sm"),
        ]
    )


def everything(label: str, names: dict[str, str]) -> list[dict[str, str]]:
    """The options of a filter: all, then each by its name."""
    return [{"label": label, "value": ALL}, *({"label": name, "value": code} for code, name in names.items())]


def source_options(people: list[tuple[int, str, int]]) -> list[dict[str, str]]:
    """Where cases lie: the queue, or an officer (account, name, cases held)."""
    waiting = {"label": "Menunggu di antrean", "value": QUEUE}
    return [
        waiting,
        *({"label": f"{name} ({held})", "value": str(account)} for account, name, held in people),
    ]


def target_options(people: list[tuple[int, str]]) -> list[dict[str, str]]:
    """Whom cases are given to (account, name), or the queue."""
    first = [
        {"label": "Pilih petugas …", "value": NOBODY},
        {"label": "Antrean (tanpa petugas)", "value": QUEUE},
    ]
    return [*first, *({"label": name, "value": str(account)} for account, name in people)]
