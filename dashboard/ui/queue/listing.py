"""The list of the queue: one row per case, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.ui.queue import ids
from dashboard.ui.queue.address import DeskAddress
from dashboard.ui.queue.marks import attempt_mark, status_chip, urgency_mark
from dashboard.ui.queue.words import day_in_short, moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.queue import QueueItem

COLUMNS = ("Mengapa berikutnya", "Nomor", "Layanan", "Status", "Masuk", "Tenggat", "Lokasi ambil")

EMPTY_VIEWS = {
    "menunggu": ("Antrean kosong.", "Semua permohonan di lokasi Anda sudah ditangani."),
    "terlambat": ("Tidak ada yang terlambat.", "Semua permohonan masih dalam tenggatnya."),
    "hari_ini": ("Tidak ada yang jatuh tempo hari ini.", "Lihat tab Menunggu untuk kasus berikutnya."),
    "milik_saya": ("Anda tidak memegang kasus.", "Tekan “Ambil berikutnya” untuk mulai."),
}


def queue_table(items: Sequence[QueueItem], names: Names, open_case: str) -> html.Table:
    """The cases of one page.

    Args:
        items: cases in the order in which they are worked.
        open_case: number of the case that stands open beside the list, whose row is marked.
    """
    head = html.Thead(html.Tr([html.Th(column, scope="col") for column in COLUMNS]))
    body = html.Tbody([_row(item, names, item.number == open_case) for item in items])
    caption = html.Caption("Permohonan dalam antrean, yang paling mendesak lebih dahulu")
    return html.Table([caption, head, body], className="antrean-tabel")


def _row(item: QueueItem, names: Names, is_open: bool) -> html.Tr:
    opener = html.Button(
        item.number,
        id=ids.row_button(item.number),
        type="button",
        className="antrean-buka",
        **{"aria-pressed": str(is_open).lower()},
    )
    cells = [
        html.Td(urgency_mark(item), className="antrean-sel-alasan"),
        html.Th([opener, attempt_mark(item.attempt)], scope="row", className="antrean-sel-nomor"),
        html.Td(service_lines(item, names), className="antrean-sel-layanan"),
        html.Td(status_chip(item.status), className="antrean-sel-status"),
        html.Td(moment_in_short(item.submitted_at), className="antrean-sel-masuk"),
        html.Td(_deadline(item), className="antrean-sel-tenggat"),
        html.Td(_location(item, names), className="antrean-sel-lokasi"),
    ]
    state = " antrean-terbuka" if is_open else ""
    return html.Tr(cells, id=ids.row(item.number), className=f"antrean-{item.urgency}{state}")


def service_lines(item: QueueItem, names: Names) -> list[Any]:
    """Service above, variant below."""
    service = names.services.get(item.service_code or "", "Layanan tidak diketahui")
    variant = names.variants.get((item.service_code or "", item.variant_code or ""))
    return [html.Span(service), html.Small(variant)] if variant else [html.Span(service)]


def _deadline(item: QueueItem) -> list[Any]:
    due = html.Span(moment_in_short(item.due_at) if item.due_at else "tanpa target")
    pickup = html.Small(f"ambil {day_in_short(item.pickup_day)}") if item.pickup_day else None
    return [due, pickup]


def _location(item: QueueItem, names: Names) -> str:
    return names.locations.get(item.location_code or "", "belum ditentukan").removeprefix("Kantor ")


def empty_queue(address: DeskAddress, service_name: str | None) -> html.Div:
    """Why the list is empty: nothing there, or nothing left by the filter."""
    title, hint = EMPTY_VIEWS[address.view]
    if service_name:
        title, hint = f"Tidak ada {service_name} di sini.", "Pilih “Semua layanan” untuk melihat yang lain."
    return html.Div(
        [html.P(title, className="antrean-kosong-judul"), html.P(hint)], className="antrean-kosong"
    )
