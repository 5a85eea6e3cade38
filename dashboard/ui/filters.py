"""The filter bar: a period, what is chosen within it, what it is compared with, and views kept of it.

The choice lives in the address of the page; ``assets/eopen.js`` writes it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

CHOICES = {"layanan": "Layanan", "kecamatan": "Kecamatan", "lokasi": "Lokasi", "kanal": "Kanal"}
UNITS = {"kerja": "Jam kerja", "kalender": "Jam kalender"}
PRESETS = {
    "pilih": "Pilih cepat …",
    "bulan-ini": "Bulan ini",
    "bulan-lalu": "Bulan lalu",
    "3-bulan": "3 bulan terakhir",
    "12-bulan": "12 bulan terakhir",
    "tahun-ini": "Tahun ini",
    "tahun-lalu": "Tahun lalu",
    "semua": "Seluruh riwayat",
}
"""Periods by name; ``assets/eopen.js`` knows their days."""


def filter_bar(
    page: str,
    *,
    path: str,
    start: str,
    end: str,
    chosen: Mapping[str, list[str]],
    comparisons: Mapping[str, str],
    comparison: str,
    unit: str | None,
) -> html.Div:
    """Native inputs, filled with what the address asks for; the options come by a callback.

    On a narrow screen a button opens them, and on paper the choice stands in words in their place.

    Args:
        comparisons: what figures can be compared with, value and words.
        unit: ``kerja`` or ``kalender``; ``None`` on a page without durations.
    """
    return html.Div(
        [
            html.Button(
                "Saringan",
                type="button",
                className="btn btn-sm tombol-sunyi saring-buka",
                **{"aria-expanded": "false", "aria-controls": f"{page}-saring"},
            ),
            html.P(id=f"{page}-saringan-kata", className="saringan-kata"),
            html.Form(
                [
                    _select(page, "cepat", "Periode", PRESETS, "pilih"),
                    _date(page, "dari", "Dari tanggal", start),
                    _date(page, "sampai", "Sampai tanggal", end),
                    *[_choice(page, name, label, chosen.get(name, [])) for name, label in CHOICES.items()],
                    _select(page, "banding", "Bandingkan dengan", comparisons, comparison),
                    _units(page, unit) if unit else None,
                    html.A("Atur ulang", href=path, className="btn btn-sm tombol-sunyi saring-ulang"),
                ],
                id=f"{page}-saring",
                className="saring",
                **{"aria-label": "Saringan"},
            ),
            _kept(page),
        ],
        className="saring-wadah",
    )


def kept_list(page: str, path: str, views: Sequence[tuple[int, str, str]]) -> Any:
    """The kept views (id, name, query) as links, each with a button that forgets it."""
    if not views:
        return html.P("Belum ada tampilan tersimpan.", className="panel-sub")
    return html.Ul(
        [
            html.Li(
                [
                    dcc.Link(name, href=f"{path}?{query}"),
                    html.Button(
                        "Hapus",
                        id={"type": f"{page}-simpan-hapus", "id": view_id},
                        type="button",
                        n_clicks=0,
                        className="tombol-baris",
                        **{"aria-label": f"Hapus tampilan {name}"},
                    ),
                ]
            )
            for view_id, name, query in views
        ],
        className="simpan-daftar",
    )


def _kept(page: str) -> html.Div:
    """Copy the address, print, and the user's own views."""
    return html.Div(
        [
            _button(f"{page}-salin", "Salin tautan"),
            _button(f"{page}-cetak", "Cetak"),
            html.Details(
                [
                    html.Summary("Tampilan tersimpan", className="btn btn-sm tombol-sunyi"),
                    html.Div(
                        [
                            html.Div(id=f"{page}-simpan-daftar"),
                            dbc.Label("Simpan saringan ini sebagai", html_for=f"{page}-simpan-nama"),
                            html.Div(
                                [
                                    dbc.Input(id=f"{page}-simpan-nama", type="text", maxLength=60, size="sm"),
                                    _button(f"{page}-simpan", "Simpan"),
                                ],
                                className="simpan-baru",
                            ),
                            html.P(id=f"{page}-simpan-kabar", role="status", className="panel-sub"),
                        ],
                        className="saring-pilihan",
                    ),
                ],
                className="saring-lipat simpan",
            ),
            html.Span(id=f"{page}-salin-kabar", role="status", className="panel-sub"),
            html.Span(id=f"{page}-banding-kabar", role="status", className="panel-sub"),
        ],
        className="saring-alat",
    )


def _button(identity: str, words: str) -> html.Button:
    return html.Button(words, id=identity, type="button", n_clicks=0, className="btn btn-sm tombol-sunyi")


def _date(page: str, name: str, label: str, value: str) -> html.Div:
    identity = f"{page}-{name}"
    return html.Div(
        [dbc.Label(label, html_for=identity), dbc.Input(id=identity, type="date", value=value, debounce=True)]
    )


def _select(page: str, name: str, label: str, values: Mapping[str, str], value: str) -> html.Div:
    identity = f"{page}-{name}"
    choices = [{"label": words, "value": key} for key, words in values.items()]
    return html.Div(
        [dbc.Label(label, html_for=identity), dbc.Select(id=identity, options=choices, value=value)]
    )


def _units(page: str, unit: str) -> html.Fieldset:
    return html.Fieldset(
        [
            html.Legend("Satuan waktu"),
            dbc.RadioItems(
                id=f"{page}-satuan",
                options=[{"label": label, "value": value} for value, label in UNITS.items()],
                value=unit,
                inline=True,
            ),
        ]
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


def filter_names(rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """What each code is called, per dimension, out of the metric ``pilihan_filter``."""
    names: dict[str, dict[str, str]] = {}
    for row in rows:
        names.setdefault(row["jenis"], {})[row["kode"]] = row["nama"]
    return names
