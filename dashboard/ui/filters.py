"""The filter bar: a period, and what is chosen within it. The choice lives in the address."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

CHOICES = {"layanan": "Layanan", "kecamatan": "Kecamatan", "lokasi": "Lokasi", "kanal": "Kanal"}
UNITS = {"kerja": "Jam kerja", "kalender": "Jam kalender"}


def filter_bar(page: str, *, start: str, end: str, chosen: dict[str, list[str]], unit: str) -> html.Form:
    """Native inputs, filled with what the address asks for; the options come by a callback."""
    return html.Form(
        [
            _date(page, "dari", "Dari tanggal", start),
            _date(page, "sampai", "Sampai tanggal", end),
            *[_choice(page, name, label, chosen.get(name, [])) for name, label in CHOICES.items()],
            html.Fieldset(
                [
                    html.Legend("Satuan waktu"),
                    dbc.RadioItems(
                        id=f"{page}-satuan",
                        options=[{"label": label, "value": value} for value, label in UNITS.items()],
                        value=unit,
                        inline=True,
                    ),
                ]
            ),
            html.A("Atur ulang", href=f"/{page}", className="btn btn-sm tombol-sunyi saring-ulang"),
        ],
        className="saring",
        **{"aria-label": "Saringan"},
    )


def _date(page: str, name: str, label: str, value: str) -> html.Div:
    identity = f"{page}-{name}"
    return html.Div(
        [dbc.Label(label, html_for=identity), dbc.Input(id=identity, type="date", value=value, debounce=True)]
    )


def _choice(page: str, name: str, label: str, value: list[str]) -> html.Div:
    identity = f"{page}-{name}"
    return html.Div(
        [
            html.Span(label, id=f"{identity}-label", className="form-label"),
            html.Details(
                [
                    html.Summary(
                        "Semua",
                        id=f"{identity}-ringkas",
                        **{"aria-labelledby": f"{identity}-label {identity}-ringkas"},
                    ),
                    html.Div(dbc.Checklist(id=identity, options=[], value=value), className="saring-pilihan"),
                ],
                className="saring-lipat",
            ),
        ]
    )


def choice_in_words(values: list[str] | None, names: dict[str, str]) -> str:
    """What a closed choice shows: all, the one name, or how many."""
    if not values:
        return "Semua"
    return names.get(values[0], values[0]) if len(values) == 1 else f"{len(values)} dipilih"


def options(rows: list[dict[str, Any]], kind: str) -> list[dict[str, str]]:
    """The options of one filter out of the metric ``pilihan_filter``."""
    return [{"label": row["nama"], "value": row["kode"]} for row in rows if row["jenis"] == kind]
