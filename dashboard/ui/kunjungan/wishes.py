"""Wishes that wait for a visit: how many where and when, and the list to choose from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.address import EVERYTHING, VisitsAddress
from dashboard.ui.kunjungan.frame import WHEN
from dashboard.ui.kunjungan.words import Choices, failed_mark, nothing, priority_mark, service_in_words
from dashboard.ui.queue.words import count_in_words, day_in_short, moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.visits import WishItem, WishPage

ALL_AREAS, NO_AREA = "Semua kecamatan", "Tanpa kecamatan"
Counts = Mapping[tuple[str, str], int]


def counts_table(counts: Counts, areas: Mapping[str, str], address: VisitsAddress) -> Any:
    """Kecamatan down, wanted day across; every number leads to its list."""
    if not counts:
        return html.P("Tidak ada permintaan yang menunggu.", className="antrean-redup")
    known = [code for code in (*areas, "") if any(area == code for area, _ in counts)]
    head = html.Thead(
        html.Tr([html.Th(name, scope="col") for name in ("Kecamatan", *WHEN.values(), "Semua")])
    )
    rows = [_count_row(code, areas.get(code, NO_AREA), counts, address) for code in known]
    total = _count_row(None, ALL_AREAS, counts, address)
    caption = html.Caption("Permintaan menurut kecamatan dan waktu", className="visually-hidden")
    table = html.Table([caption, head, html.Tbody([*rows, total])], className="tabel kunjungan-hitungan")
    return html.Div(table, className="gulung", tabIndex="0")


def _count_row(area: str | None, name: str, counts: Counts, address: VisitsAddress) -> html.Tr:
    mine = [(when, n) for (code, when), n in counts.items() if area is None or code == area]
    cells = [
        _count_cell(area, when, name, sum(n for one, n in mine if not when or one == when), address)
        for when in (*WHEN, "")
    ]
    return html.Tr([html.Th(name, scope="row"), *cells], className="kunjungan-semua" if area is None else "")


def _count_cell(area: str | None, when: str, name: str, count: int, address: VisitsAddress) -> html.Td:
    if not count:
        return html.Td("–", className="angka antrean-redup")
    if area == "":  # there is no such choice among the filters
        return html.Td(count_in_words(count), className="angka")
    is_chosen = (area or "", when) == (address.kecamatan, address.when)
    there = html.Button(
        count_in_words(count),
        id=ids.go(f"tampilan=permintaan&kecamatan={area or EVERYTHING}&kapan={when or EVERYTHING}&hal="),
        type="button",
        className="tombol-baris",
        **{
            "aria-pressed": str(is_chosen).lower(),
            "aria-label": f"{name}, {WHEN.get(when, 'kapan saja').lower()}: {count}",
        },
    )
    return html.Td(there, className="angka")


def wish_table(
    page: WishPage, names: Names, choices: Choices, picked: Collection[int], address: VisitsAddress
) -> Any:
    """The wishes to choose from; those already ticked stay ticked."""
    if not page.items:
        is_narrowed = bool(address.kecamatan or address.when)
        why = "Hapus saringan untuk melihat yang lain." if is_narrowed else ""
        return nothing("Tidak ada permintaan yang menunggu di sini.", why)
    heads = ("Pilih", "Nomor", "Keperluan", "Kelurahan", "Diminta untuk", "Pemohon")
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    body = html.Tbody([_row(item, names, choices, item.wish_id in picked) for item in page.items])
    caption = html.Caption("Permintaan yang menunggu kunjungan", className="visually-hidden")
    return html.Table([caption, head, body], className="antrean-tabel kunjungan-tabel")


def _row(item: WishItem, names: Names, choices: Choices, is_picked: bool) -> html.Tr:
    box = dbc.Checkbox(
        id=ids.wish(item.wish_id), value=is_picked, label=f"Pilih {item.number}", className="kunjungan-kotak"
    )
    wanted = day_in_short(item.wanted_on) if item.wanted_on else "hari apa saja"
    return html.Tr(
        [
            html.Td(box, className="kunjungan-sel-pilih"),
            html.Th(
                [
                    dcc.Link(item.number, href=f"/permohonan/{item.number}"),
                    priority_mark(item.priority, choices),
                    failed_mark(item.failed),
                ],
                scope="row",
                className="kunjungan-sel-nomor",
            ),
            html.Td(
                [
                    choices.purposes.get(item.purpose, item.purpose),
                    html.Small(service_in_words(item.service_code, item.variant_code, names)),
                ],
                className="kunjungan-sel-lebar",
            ),
            html.Td(item.kelurahan),
            html.Td(
                [wanted, html.Small(f"dicatat {moment_in_short(item.wished_at)}")],
                className="kunjungan-sel-hari",
            ),
            html.Td(item.applicant, className="kunjungan-sel-pemohon"),
        ]
    )


def place_in_list(page: WishPage) -> str:
    """``1–25 dari 60``; nothing for an empty list."""
    if not page.items:
        return ""
    return f"{page.offset + 1}–{page.offset + len(page.items)} dari {count_in_words(page.total)}"
