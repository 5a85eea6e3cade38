"""What stands above the list: search, filters, and the queues that an officer keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui.case.facts import CHANNELS
from dashboard.ui.case.ids import in_page
from dashboard.ui.case.keys import SEARCH, key
from dashboard.ui.queue import ids
from dashboard.ui.queue.address import FILTERS, SORTINGS, DeskAddress
from dashboard.ui.queue.marks import icon

EVERYTHING = "semua"
"""Value of a filter that filters nothing; an empty one would be shown as not chosen."""
STATUSES = {"VERIFIKASI": "Verifikasi", "PROSES": "Proses"}
ONLY_PRIORITY = {"ya": "Hanya yang diprioritaskan"}

SEARCH_HINT = "Nomor, NIK, nama"


def tool_bar(address: DeskAddress) -> html.Div:
    """Search, filters and kept queues."""
    return html.Div([_search(), _filters(address), _kept()], className="antrean-cari-bilah saring")


def _search() -> html.Div:
    # What is typed may be a NIK: the browser neither remembers nor checks it.
    field = dbc.Input(
        id=ids.SEARCH,
        type="search",
        placeholder=SEARCH_HINT,
        maxLength=80,
        autocomplete="off",
    )
    go = html.Button(
        icon("search"),
        id=ids.SEARCH_GO,
        type="button",
        className="btn btn-outline-secondary",
        **{"aria-label": "Cari"},
    )
    label = dbc.Label("Cari kasus menurut nomor, NIK, atau nama", html_for=ids.SEARCH)
    label.className = "visually-hidden"
    return html.Div(
        [label, field, go],
        className="antrean-cari",
        role="search",
        **key(SEARCH, "Cari kasus, terbuka dan tertutup"),
    )


def _filters(address: DeskAddress) -> html.Details:
    fields = [_select(name, label, address.narrowed.get(name)) for name, label in FILTERS.items()]
    order = _select("urut", "Urutkan", address.order)
    clear = html.Button(
        "Hapus saringan", id=ids.clear("bilah"), type="button", className="btn btn-sm tombol-sunyi"
    )
    return html.Details(
        [html.Summary("Saringan"), html.Div([*fields, order, clear], className="saring-pilihan")],
        className="saring-lipat",
    )


def _select(name: str, label: str, value: str | None) -> html.Div:
    field = ids.filter_field(name)
    return html.Div(
        [
            dbc.Label(label, html_for=in_page(field)),
            dbc.Select(id=field, options=filter_options({}).get(name, []), value=value or EVERYTHING),
        ]
    )


def filter_options(names: Mapping[str, Mapping[str, str]]) -> dict[str, list[dict[str, str]]]:
    """The options of every filter, by its name.

    Args:
        names: what the filters ``layanan`` and ``lokasi`` offer, names by code.
    """
    offered: dict[str, Mapping[str, str]] = {
        "layanan": names.get("layanan", {}),
        "lokasi": names.get("lokasi", {}),
        "status": STATUSES,
        "kanal": CHANNELS,
        "prioritas": ONLY_PRIORITY,
    }
    everything = {"label": "Semua", "value": EVERYTHING}
    narrow = {name: [everything, *_options(choices)] for name, choices in offered.items()}
    return {**narrow, "urut": list(_options(SORTINGS))}


def _options(labels: Mapping[str, str]) -> Iterable[dict[str, str]]:
    return ({"label": label, "value": code} for code, label in labels.items())


def narrowed_to(
    address: DeskAddress, services: Mapping[str, str], locations: Mapping[str, str]
) -> list[Any] | None:
    """What the list is narrowed to, in words; nothing when it is not."""
    if not address.narrowed:
        return None
    labels: dict[str, Mapping[str, str]] = {
        "layanan": services,
        "lokasi": locations,
        "status": STATUSES,
        "kanal": CHANNELS,
        "prioritas": ONLY_PRIORITY,
    }
    said = [labels[name].get(value, value) for name, value in address.narrowed.items()]
    return [
        html.Span(["Hanya ", html.Strong(" · ".join(said)), ". “Ambil berikutnya” mengikuti saringan ini."]),
        html.Button(
            "Hapus saringan", id=ids.clear("daftar"), type="button", className="btn btn-sm tombol-sunyi"
        ),
    ]


def _kept() -> html.Details:
    save = html.Button("Simpan", id=ids.SAVE, type="button", className="btn btn-sm tombol-sunyi")
    return html.Details(
        [
            html.Summary("Antrean tersimpan"),
            html.Div(
                [
                    html.Div(id=ids.SAVED),
                    dbc.Label("Simpan tampilan dan saringan ini sebagai", html_for=ids.SAVE_NAME),
                    html.Div(
                        [dbc.Input(id=ids.SAVE_NAME, type="text", maxLength=60, size="sm"), save],
                        className="simpan-baru",
                    ),
                    html.Span(id=ids.SAVE_MESSAGE, role="status", className="panel-sub"),
                ],
                className="saring-pilihan",
            ),
        ],
        className="saring-lipat simpan",
    )


def kept_queues(views: Sequence[tuple[int, str, str]]) -> Any:
    """The kept queues (id, name, query), each with a button that goes there and one that forgets it."""
    if not views:
        return html.P("Belum ada antrean tersimpan.", className="panel-sub")
    return html.Ul([_kept_queue(*view) for view in views], className="simpan-daftar")


def _kept_queue(view_id: int, name: str, query: str) -> html.Li:
    there = html.Button(name, id=ids.saved(query), type="button", className="tombol-baris")
    forget = html.Button(
        "Hapus",
        id=ids.forget(view_id),
        type="button",
        className="tombol-baris",
        **{"aria-label": f"Hapus antrean tersimpan {name}"},
    )
    return html.Li([there, forget])
