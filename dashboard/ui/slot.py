"""The what-if part of the page on pickup places: its form, what was typed, and before beside after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import html

from dashboard.analytics.what_if import (
    PICKUP_TRIES,
    Addition,
    Change,
    Move,
    Place,
)
from dashboard.ui import format as words
from dashboard.ui.charts.slot import short_place
from dashboard.ui.panel import definition_card

EVERY_DAY = "semua"
SAME_DAY = "sama"
WEEKDAYS = {str(number): name for number, name in enumerate(words.DAYS)}
MOST_PLACES = 500

FIELDS = ("dari", "dari-hari", "ke", "ke-hari", "pindah", "tambah-di", "tambah-hari", "tambah")
"""The parts of the form, in the order in which a callback gets their values."""

PLACE_FIELDS = ("dari", "ke", "tambah-di")
AMOUNT_FIELDS = ("pindah", "tambah")

METHOD = (
    "Permintaan: warga yang memesan dan yang ditolak karena penuh, pada tanggal yang mula-mula diminta, "
    "selama delapan minggu utuh terakhir. Penolakan yang dalam satu jam disusul permintaan serupa ke tanggal "
    "yang lebih jauh dianggap dari warga yang sama dan dihitung sekali.",
    "Tempat tiap hari diberikan lebih dulu kepada yang tertunda dari hari sebelumnya, lalu kepada yang "
    "meminta hari itu. Yang tidak kebagian ditolak satu kali dan mencoba hari buka berikutnya di lokasi "
    f"yang sama, paling banyak {PICKUP_TRIES} hari.",
    "Pada hari tutup kuota tidak dipindahkan atau ditambah, dan tidak pernah lebih banyak dipindahkan "
    "daripada yang ada. Dengan dua hari berbeda, kuota pindah dalam minggu yang sama.",
    "Warga tidak pindah lokasi, tidak batal, dan tidak bertambah karena ada tempat; delapan minggu dimulai "
    "tanpa antrean. Hasilnya perkiraan, dengan cara yang sama sebelum dan sesudah.",
)


class NotUnderstood(ValueError):
    """What was typed makes no change of quotas; the message says what would.

    Args:
        field: the part of the form that it is about.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


# --- the form -------------------------------------------------------------------------------------


def field_id(page: str, field: str) -> str:
    """The id of one part of the form."""
    return f"{page}-andai-{field}"


def what_if_panel(page: str, definition: Any) -> html.Section:
    """The form and room for its answer; the locations are filled in by a callback.

    Args:
        definition: of the demand that is played again.
    """
    return html.Section(
        [
            html.H2("Bagaimana bila kuota dipindahkan?", id=field_id(page, "judul")),
            html.P(
                "Permintaan delapan minggu terakhir, termasuk yang ditolak, dijalankan ulang dengan kuota "
                "lain. Saringan di atas tidak berlaku di sini.",
                className="panel-sub",
            ),
            html.Div(
                [
                    _fieldset(
                        "Pindahkan kuota",
                        _select(page, "dari", "Dari lokasi", {}),
                        _select(page, "dari-hari", "Pada hari", {EVERY_DAY: "Semua hari", **WEEKDAYS}),
                        _select(page, "ke", "Ke lokasi", {}),
                        _select(page, "ke-hari", "Ke hari", {SAME_DAY: "Hari yang sama", **WEEKDAYS}),
                        _amount(page, "pindah", "Tempat per hari"),
                    ),
                    _fieldset(
                        "Tambah kuota",
                        _select(page, "tambah-di", "Di lokasi", {}),
                        _select(page, "tambah-hari", "Pada hari", {EVERY_DAY: "Semua hari", **WEEKDAYS}),
                        _amount(page, "tambah", "Tempat per hari"),
                    ),
                    html.Button(
                        "Hitung",
                        id=field_id(page, "hitung"),
                        type="button",
                        n_clicks=0,
                        className="btn btn-primary saring-ulang",
                    ),
                ],
                className="andai-isian",
            ),
            html.P(id=field_id(page, "pesan"), role="alert", className="andai-pesan"),
            html.Div(id=field_id(page, "hasil"), role="status"),
            _method(),
            definition_card([definition]),
        ],
        className="panel panel-lebar andai",
        **{"aria-labelledby": field_id(page, "judul")},
    )


def _fieldset(legend: str, *fields: html.Div) -> html.Fieldset:
    return html.Fieldset([html.Legend(legend), html.Div(list(fields), className="saring")])


def _select(page: str, field: str, label: str, choices: Mapping[str, str]) -> html.Div:
    identity = field_id(page, field)
    return html.Div(
        [
            dbc.Label(label, html_for=identity),
            dbc.Select(
                id=identity,
                options=[{"label": said, "value": value} for value, said in choices.items()],
                value=next(iter(choices), None),
                placeholder=None if choices else "Pilih lokasi",
            ),
        ]
    )


def _amount(page: str, field: str, label: str) -> html.Div:
    identity = field_id(page, field)
    return html.Div(
        [
            dbc.Label(label, html_for=identity),
            # Text and not a number box, which would hide from us what was typed when it is no number.
            dbc.Input(
                id=identity,
                type="text",
                value="0",
                autocomplete="off",
                html_size="6",
                maxlength=6,
                **{"inputmode": "numeric"},
            ),
        ]
    )


def _method() -> html.Details:
    return html.Details(
        [html.Summary("Cara menghitung"), html.Ul([html.Li(step) for step in METHOD])],
        className="panel-definisi",
    )


# --- what was typed -------------------------------------------------------------------------------


def read_changes(values: Sequence[Any], locations: Mapping[str, str]) -> list[Change]:
    """The changes asked for; the values come from a browser and may be anything.

    Args:
        values: in the order of ``FIELDS``.
        locations: name by code of those that may be named.

    Raises:
        NotUnderstood: something is missing, unknown or out of bounds.
    """
    given = dict(zip(FIELDS, values, strict=True))
    moved = _places(given["pindah"], "pindah", "dipindahkan")
    added = _places(given["tambah"], "tambah", "ditambahkan")
    if not moved and not added:
        raise NotUnderstood(
            "pindah", "Isi banyaknya tempat yang dipindahkan atau ditambahkan, dari 1 sampai 500."
        )
    changes: list[Change] = []
    if moved:
        changes.append(_move(given, moved, locations))
    if added:
        where = Place(
            _location(given, "tambah-di", locations, "lokasi yang ditambah"), _weekday(given, "tambah-hari")
        )
        changes.append(Addition(where, added))
    return changes


def _move(given: Mapping[str, Any], amount: int, locations: Mapping[str, str]) -> Move:
    source = Place(_location(given, "dari", locations, "lokasi asal"), _weekday(given, "dari-hari"))
    target_day = source.weekday if given["ke-hari"] == SAME_DAY else _weekday(given, "ke-hari")
    target = Place(_location(given, "ke", locations, "lokasi tujuan"), target_day)
    if (source.weekday is None) != (target.weekday is None):
        raise NotUnderstood("ke-hari", "Untuk memindahkan ke hari lain, pilih juga satu hari asal.")
    if source == target:
        raise NotUnderstood("ke", "Lokasi dan hari tujuan sama dengan asalnya. Pilih lokasi atau hari lain.")
    return Move(source, target, amount)


def _places(value: Any, field: str, verb: str) -> int:
    text = str(value if value is not None else "").strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 6) or int(text) > MOST_PLACES:
        raise NotUnderstood(
            field, f"Banyaknya tempat yang {verb} harus bilangan bulat dari 0 sampai {MOST_PLACES}."
        )
    return int(text)


def _location(given: Mapping[str, Any], field: str, locations: Mapping[str, str], which: str) -> str:
    code = given[field]
    if not isinstance(code, str) or code not in locations:
        raise NotUnderstood(field, f"Pilih {which} dari daftar.")
    return code


def _weekday(given: Mapping[str, Any], field: str) -> int | None:
    day = given[field]
    if day == EVERY_DAY:
        return None
    if not isinstance(day, str) or day not in WEEKDAYS:
        raise NotUnderstood(field, "Pilih hari dari daftar.")
    return int(day)


def location_options(demand: pd.DataFrame) -> list[dict[str, str]]:
    """The locations that may be named, for the form."""
    return [{"label": short_place(name), "value": code} for code, name in place_names(demand).items()]


def field_marks(wrong: str | None) -> list[str]:
    """The class of every part of the form; the one that is wrong stands out."""
    return [
        f"{'form-control' if field in AMOUNT_FIELDS else 'form-select'}{' salah' if field == wrong else ''}"
        for field in FIELDS
    ]


def place_names(demand: pd.DataFrame) -> dict[str, str]:
    return dict(zip(demand["lokasi"], demand["nama"], strict=True))
