"""The page on which an admin sets targets and dated notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui import format as words

PAGE = "target"
EVERY_SERVICE = "semua"


class TargetRow(Protocol):
    """A target as the page lists it."""

    @property
    def id(self) -> int: ...
    @property
    def kpi(self) -> str: ...
    @property
    def service(self) -> str | None: ...
    @property
    def value(self) -> float | None: ...
    @property
    def valid_from(self) -> dt.date: ...


class NoteRow(Protocol):
    """A dated note as the page lists it."""

    @property
    def id(self) -> int: ...
    @property
    def day(self) -> dt.date: ...
    @property
    def text(self) -> str: ...


def targets_page(kpis: Mapping[str, str], services: Mapping[str, str], today: dt.date) -> html.Div:
    """Both forms and, filled by a callback, what was set.

    Args:
        kpis, services: words by code.
    """
    return html.Div(
        [
            html.H1("Target dan catatan"),
            html.P(
                "Apa yang dituju tiap ukuran, dan kejadian apa yang menjelaskan angka? Keduanya tampil pada "
                "kartu dan grafik.",
                className="pengantar",
            ),
            html.Div(
                [
                    html.Section(
                        [
                            html.H2("Target"),
                            html.Div(id=f"{PAGE}-daftar"),
                            _target_form(kpis, services, today),
                            html.P(id=f"{PAGE}-kabar", role="status", className="panel-sub"),
                        ],
                        className="panel panel-lebar",
                    ),
                    html.Section(
                        [
                            html.H2("Catatan pada grafik"),
                            html.Div(id=f"{PAGE}-catatan-daftar"),
                            _note_form(today),
                            html.P(id=f"{PAGE}-catatan-kabar", role="status", className="panel-sub"),
                        ],
                        className="panel panel-lebar",
                    ),
                ],
                className="panel-kisi",
            ),
        ]
    )


def target_list(
    targets: Sequence[TargetRow],
    labels: Mapping[str, str],
    units: Mapping[str, str],
    services: Mapping[str, str],
    withdrawable: Collection[int],
) -> Any:
    """Every target with the day it holds from, the newest first.

    Args:
        labels, units, services: words by code.
        withdrawable: ids of the targets that get a button.
    """
    if not targets:
        return html.P("Belum ada target.", className="panel-sub")
    heads = ("Ukuran", "Layanan", "Target", "Berlaku sejak", "Tindakan")
    rows = [
        html.Tr(
            [
                html.Th(labels.get(target.kpi, target.kpi), scope="row"),
                html.Td(services.get(target.service or "", target.service) if target.service else "Semua"),
                html.Td(_value(target.value, units.get(target.kpi, ""))),
                html.Td(words.short_date(target.valid_from), className="angka"),
                html.Td(
                    _withdrawal(target.id, labels.get(target.kpi, "")) if target.id in withdrawable else ""
                ),
            ]
        )
        for target in reversed(targets)
    ]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    return html.Div(
        html.Table([head, html.Tbody(rows)], className="tabel tabel-susun"), className="gulung", tabIndex="0"
    )


def _withdrawal(target_id: int, label: str) -> html.Button:
    return html.Button(
        "Cabut",
        id={"type": f"{PAGE}-cabut", "id": target_id},
        type="button",
        n_clicks=0,
        className="tombol-baris",
        **{"aria-label": f"Cabut target {label}"},
    )


def note_list(notes: Sequence[NoteRow]) -> Any:
    """The standing notes, each with a button that takes it off."""
    if not notes:
        return html.P("Belum ada catatan.", className="panel-sub")
    return html.Ul(
        [
            html.Li(
                [
                    html.Span([html.Strong(words.date(note.day)), f" {note.text}"]),
                    html.Button(
                        "Hapus",
                        id={"type": f"{PAGE}-catatan-hapus", "id": note.id},
                        type="button",
                        n_clicks=0,
                        className="tombol-baris",
                        **{"aria-label": f"Hapus catatan {words.date(note.day)}"},
                    ),
                ]
            )
            for note in reversed(notes)
        ],
        className="simpan-daftar",
    )


def _target_form(kpis: Mapping[str, str], services: Mapping[str, str], today: dt.date) -> html.Form:
    return html.Form(
        [
            _field("ukuran", "Ukuran", _select("ukuran", kpis)),
            _field("layanan", "Layanan", _select("layanan", {EVERY_SERVICE: "Semua layanan", **services})),
            _field(
                "nilai",
                "Target",
                dbc.Input(id=f"{PAGE}-nilai", type="text", inputMode="decimal", placeholder="90 atau 12,5"),
            ),
            _field(
                "sejak",
                "Berlaku sejak",
                dbc.Input(id=f"{PAGE}-sejak", type="date", value=today.isoformat()),
            ),
            _button("simpan", "Simpan target"),
        ],
        className="saring formulir",
        **{"aria-label": "Target baru"},
    )


def _note_form(today: dt.date) -> html.Form:
    return html.Form(
        [
            _field(
                "catatan-hari",
                "Tanggal",
                dbc.Input(id=f"{PAGE}-catatan-hari", type="date", value=today.isoformat()),
            ),
            _field(
                "catatan-teks",
                "Catatan",
                dbc.Input(
                    id=f"{PAGE}-catatan-teks",
                    type="text",
                    maxLength=120,
                    placeholder="misalnya: server pindah",
                ),
            ),
            _button("catatan-simpan", "Simpan catatan"),
        ],
        className="saring formulir",
        **{"aria-label": "Catatan baru"},
    )


def _field(name: str, label: str, control: Any) -> html.Div:
    return html.Div([dbc.Label(label, html_for=f"{PAGE}-{name}"), control])


def _select(name: str, values: Mapping[str, str]) -> dbc.Select:
    options = [{"label": label, "value": code} for code, label in values.items()]
    return dbc.Select(id=f"{PAGE}-{name}", options=options, value=options[0]["value"] if options else None)


def _button(name: str, label: str) -> html.Button:
    return html.Button(
        label, id=f"{PAGE}-{name}", type="button", n_clicks=0, className="btn btn-sm btn-primary"
    )


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "dicabut"
    return f"{words.number(value, 0 if value.is_integer() else 1)} {unit}"
