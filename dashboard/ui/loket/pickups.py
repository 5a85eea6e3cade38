"""Who is expected on a day: counts, a table per location, and the list that equals them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui.loket import ids
from dashboard.ui.loket.address import EVERYTHING, ORDERS, STATES
from dashboard.ui.queue.marks import icon, status_chip
from dashboard.ui.queue.words import count_in_words, moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.lookup import MaskedApplicant
    from dashboard.registry.pickups import Pickup, PickupCounts

STATE_ICONS = {
    "siap": "check-circle-fill",
    "belum_siap": "clock",
    "dilayani": "check-circle",
    "tidak_hadir": "dash-circle",
}
EMPTY: dict[str, str] = {
    "semua": "Tidak ada yang memesan tempat pada hari ini.",
    "siap": "Tidak ada dokumen siap yang masih menunggu pemohonnya pada hari ini.",
    "belum_siap": "Tidak ada dokumen yang belum siap untuk hari ini.",
    "dilayani": "Belum ada yang mengambil dokumennya pada hari ini.",
    "tidak_hadir": "Tidak ada yang tercatat tidak hadir pada hari ini.",
}


def pickups_part(day: dt.date) -> html.Div:
    """Day, counts and list, still without data."""
    days = html.Div(
        [
            _turn(ids.DAY_BACK, "Hari sebelumnya", "‹"),
            html.Div(
                [
                    dbc.Label("Hari", html_for=ids.DAY, className="visually-hidden"),
                    dbc.Input(id=ids.DAY, type="date", value=day.isoformat()),
                ]
            ),
            _turn(ids.DAY_ON, "Hari berikutnya", "›"),
            html.Button("Hari ini", id=ids.TODAY, type="button", className="btn btn-sm tombol-sunyi"),
        ],
        className="loket-hari",
    )
    states = html.Div(
        [_state_button(name, label) for name, label in STATES.items()],
        className="antrean-tab loket-keadaan",
        role="group",
        **{"aria-label": "Keadaan pengambilan"},
    )
    pager = html.Div(
        [
            _page_turn(ids.PAGE_BACK, "Sebelumnya"),
            html.Span(id=ids.PAGE_TEXT),
            _page_turn(ids.PAGE_ON, "Berikutnya"),
        ],
        id=ids.PAGER,
        className="antrean-halaman",
        hidden=True,
    )
    listed = html.Section(
        [
            html.Div([html.H2(id=ids.DAY_TITLE), days], className="loket-hari-kepala"),
            states,
            html.Div(id=ids.LIST, className="loket-daftar jaga-fokus"),
            pager,
        ],
        className="antrean-kartu",
        **{"aria-label": "Daftar pengambilan"},
    )
    return html.Div([listed, html.Div(id=ids.PLACES, className="loket-tempat")], className="loket-hari-ini")


def _turn(identity: str, label: str, mark: str) -> html.Button:
    return html.Button(
        mark, id=identity, type="button", className="btn btn-sm tombol-sunyi", **{"aria-label": label}
    )


def _page_turn(identity: str, label: str) -> html.Button:
    return html.Button(label, id=identity, type="button", className="btn btn-sm btn-outline-secondary")


def _state_button(name: str, label: str) -> html.Button:
    return html.Button(
        [html.Span(label), html.Span("–", id=ids.count(name), className="antrean-jumlah")],
        id=ids.state(name),
        type="button",
        **{"aria-pressed": "false"},
    )


def counted(counts: Sequence[PickupCounts]) -> dict[str, int]:
    """The counts of all locations together, by the names of ``STATES``."""
    sums = {name: sum(getattr(count, name) for count in counts) for name in STATES if name != EVERYTHING}
    return {EVERYTHING: sum(count.expected for count in counts), **sums}


def pickup_table(
    items: Sequence[Pickup], applicants: Mapping[int, MaskedApplicant], names: Names, order: str
) -> html.Table:
    """The bookings of one page; the applicants are masked."""
    heads = [
        _head("keadaan", order),
        _head("nomor", order),
        html.Th("Pemohon", scope="col"),
        _head("layanan", order),
        html.Th("Lokasi", scope="col"),
        html.Th("Status", scope="col"),
    ]
    return html.Table(
        [
            html.Caption("Pengambilan pada hari ini; judul kolom mengurutkan"),
            html.Thead(html.Tr(heads)),
            html.Tbody([_row(item, applicants.get(item.request_id), names) for item in items]),
        ],
        className="antrean-tabel loket-tabel",
    )


def _head(name: str, order: str) -> html.Th:
    arrow = icon("caret-up-fill") if name == order else None
    button = html.Button([ORDERS[name], arrow], id=ids.head(name), type="button", className="antrean-urut")
    return html.Th(button, scope="col", **{"aria-sort": "ascending" if name == order else "none"})


def _row(item: Pickup, applicant: MaskedApplicant | None, names: Names) -> html.Tr:
    opener = html.Button(item.number, id=ids.row(item.request_id), type="button", className="antrean-buka")
    person = [html.Span(applicant.name), html.Small(applicant.nik)] if applicant else "tidak diketahui"
    service = names.services.get(item.service_code or "", "Layanan tidak diketahui")
    variant = names.variants.get((item.service_code or "", item.variant_code or ""), "")
    place = names.locations.get(item.location_code, item.location_code).removeprefix("Kantor ")
    since = html.Small(f"sejak {moment_in_short(item.status_since)}")
    mark = html.Span(
        [icon(STATE_ICONS[item.state]), html.Span(STATES[item.state])],
        className=f"loket-tanda loket-tanda-{item.state}",
    )
    return html.Tr(
        [
            html.Td(mark, className="loket-sel-keadaan"),
            html.Th(opener, scope="row", className="loket-sel-nomor"),
            html.Td(person, className="loket-sel-pemohon"),
            html.Td([html.Span(service), html.Small(variant)], className="loket-sel-layanan"),
            html.Td(place, className="loket-sel-lokasi"),
            html.Td([status_chip(item.status), since], className="loket-sel-status"),
        ]
    )


def place_table(counts: Sequence[PickupCounts], locations: Mapping[str, str]) -> html.Section | None:
    """Every location that expects somebody; a click narrows the list to it. Nothing for a single one."""
    if len(counts) < 2:
        return None
    columns = [name for name in STATES if name != EVERYTHING]
    heads = [html.Th("Lokasi", scope="col"), *[html.Th(STATES[name], scope="col") for name in STATES]]
    rows = [
        html.Tr(
            [
                html.Th(_place_button(count.location_code, locations), scope="row"),
                *[
                    html.Td(count_in_words(number))
                    for number in (count.expected, *[getattr(count, name) for name in columns])
                ],
            ]
        )
        for count in counts
    ]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tabel loket-lokasi")
    return html.Section(
        [html.H2("Per lokasi"), html.Div(table, className="gulung", tabIndex=0)],
        className="panel",
        **{"aria-label": "Per lokasi"},
    )


def _place_button(code: str, locations: Mapping[str, str]) -> html.Button:
    name = locations.get(code, code).removeprefix("Kantor ")
    return html.Button(name, id=ids.place(code), type="button", className="tombol-baris")


def no_pickups(state: str, *, out_of_reach: str = "") -> html.Div:
    """Why the list is empty.

    Args:
        out_of_reach: the location asked for that is not the officer's, in words.
    """
    if out_of_reach:
        title, hint = f"{out_of_reach} di luar tugas Anda.", "Pilih lokasi lain."
    else:
        title, hint = EMPTY[state], "Pilih hari, keadaan, atau lokasi lain."
    return html.Div(
        [html.P(title, className="antrean-kosong-judul"), html.P(hint)], className="antrean-kosong"
    )


def day_title(day: dt.date, today: dt.date, in_words: str) -> str:
    """``Hari ini, Rabu, 25 November 2026``."""
    near = {
        today: "Hari ini, ",
        today + dt.timedelta(days=1): "Besok, ",
        today - dt.timedelta(days=1): "Kemarin, ",
    }
    return f"{near.get(day, '')}{in_words}"
