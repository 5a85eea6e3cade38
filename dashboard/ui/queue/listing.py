"""The list of the queue: one row per case, most urgent first unless sorted otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.ui.queue import ids
from dashboard.ui.queue.address import DOWN, DeskAddress
from dashboard.ui.queue.marks import attempt_mark, icon, status_chip, urgency_mark
from dashboard.ui.queue.words import day_in_short, moment_in_short, time_left

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.queue import QueueItem

KEPT_ROWS = 500
"""Rows that are kept drawn, some kilobytes each; they hold no personal data."""

COLUMNS: tuple[tuple[str, str], ...] = (
    ("Mengapa berikutnya", "mendesak"),
    ("Nomor", ""),
    ("Layanan", "layanan"),
    ("Status", ""),
    ("Masuk", "masuk"),
    ("Tenggat", "tenggat"),
    ("Lokasi ambil", "lokasi"),
)
"""Titles, and what a click sorts by."""

EMPTY_VIEWS = {
    "menunggu": ("Antrean kosong.", "Semua permohonan di lokasi Anda sudah ditangani."),
    "terlambat": ("Tidak ada yang terlambat.", "Semua permohonan masih dalam tenggatnya."),
    "hari_ini": ("Tidak ada yang jatuh tempo hari ini.", "Lihat tab Menunggu untuk kasus berikutnya."),
    "tujuh_hari": ("Tidak ada yang jatuh tempo dalam 7 hari.", "Lihat tab Menunggu untuk kasus berikutnya."),
    "milik_saya": ("Anda tidak memegang kasus.", "Tekan “Ambil berikutnya” untuk mulai."),
    "ditahan": ("Tidak ada yang ditahan.", "Kasus yang ditahan atau Anda lewati hari ini menunggu di sini."),
}


def queue_table(items: Sequence[QueueItem], names: Names, order: str, at: dt.datetime) -> html.Table:
    """The cases of one page; the browser marks the one that stands open.

    Args:
        items: cases in the order asked for.
        order: that order, one of ``address.SORTINGS``.
        at: now, from which leases run out.
    """
    head = html.Thead(html.Tr([_head(title, sort, order) for title, sort in COLUMNS]))
    body = html.Tbody([_row(item, names, at) for item in items])
    caption = html.Caption("Permohonan dalam antrean; judul kolom mengurutkan")
    return html.Table([caption, head, body], className="antrean-tabel")


def _head(title: str, sort: str, order: str) -> html.Th:
    if not sort:
        return html.Th(title, scope="col")
    is_down, is_sorted = order.endswith(DOWN), order.removesuffix(DOWN) == sort
    state = ("descending" if is_down else "ascending") if is_sorted else "none"
    arrow = icon("caret-down-fill" if is_down else "caret-up-fill") if is_sorted else None
    turned = sort if is_down or not is_sorted else f"{sort}{DOWN}"
    button = html.Button([title, arrow], id=ids.head(turned), type="button", className="antrean-urut")
    return html.Th(button, scope="col", **{"aria-sort": state})


def _row(item: QueueItem, names: Names, at: dt.datetime) -> html.Tr:
    left = time_left(item.lease_until, at) if item.lease_until else ""
    return _kept_row(item, *_service_of(item, names), _location(item, names), left)


@lru_cache(maxsize=KEPT_ROWS)
def _kept_row(item: QueueItem, service: str, variant: str | None, location: str, left: str) -> html.Tr:
    """A row as it was drawn before: officers look at the same cases, every few seconds."""
    opener = html.Button(
        item.number,
        id=ids.row_button(item.number),
        type="button",
        className="antrean-buka",
        **{"aria-pressed": "false"},
    )
    why = [urgency_mark(item), *_in_hand(item, left)]
    cells = [
        html.Td(why, className="antrean-sel-alasan"),
        html.Th([opener, attempt_mark(item.attempt)], scope="row", className="antrean-sel-nomor"),
        html.Td(_two_lines(service, variant), className="antrean-sel-layanan"),
        html.Td(status_chip(item.status), className="antrean-sel-status"),
        html.Td(moment_in_short(item.submitted_at), className="antrean-sel-masuk"),
        html.Td(_deadline(item), className="antrean-sel-tenggat"),
        html.Td(location, className="antrean-sel-lokasi"),
    ]
    return html.Tr(cells, id=ids.row(item.number), className=f"antrean-{item.urgency}")


def _in_hand(item: QueueItem, left: str) -> list[Any]:
    """How long a case stays in hand, or who keeps it from the queue and why."""
    if left:
        return [html.Small(f"sisa {left}", className="antrean-sisa")]
    if item.pause is None:
        return []
    lines = [html.Small(f"oleh {item.pause.by}")] if item.pause.kind == "tahan" else []
    return [*lines, html.Small(f"“{item.pause.note}”")] if item.pause.note else lines


def service_lines(item: QueueItem, names: Names) -> list[Any]:
    """Service above, variant below."""
    return _two_lines(*_service_of(item, names))


def _service_of(item: QueueItem, names: Names) -> tuple[str, str | None]:
    service = names.services.get(item.service_code or "", "Layanan tidak diketahui")
    return service, names.variants.get((item.service_code or "", item.variant_code or ""))


def _two_lines(service: str, variant: str | None) -> list[Any]:
    return [html.Span(service), html.Small(variant)] if variant else [html.Span(service)]


def _deadline(item: QueueItem) -> list[Any]:
    due = html.Span(moment_in_short(item.due_at) if item.due_at else "tanpa target")
    pickup = html.Small(f"ambil {day_in_short(item.pickup_day)}") if item.pickup_day else None
    return [due, pickup]


def _location(item: QueueItem, names: Names) -> str:
    return names.locations.get(item.location_code or "", "belum ditentukan").removeprefix("Kantor ")


def empty_queue(address: DeskAddress, *, out_of_reach: str = "") -> html.Div:
    """Why the list is empty: not this officer's, nothing left by the filter, or nothing there.

    Args:
        out_of_reach: what the filter asks for that is not the officer's, in words.
    """
    if out_of_reach:
        title, hint = f"{out_of_reach} di luar tugas Anda.", "Hapus saringan, atau minta akses kepada admin."
    elif address.narrowed:
        title, hint = "Tidak ada kasus yang sesuai saringan.", "Hapus saringan untuk melihat yang lain."
    else:
        title, hint = EMPTY_VIEWS[address.view]
    return html.Div(
        [html.P(title, className="antrean-kosong-judul"), html.P(hint)], className="antrean-kosong"
    )
