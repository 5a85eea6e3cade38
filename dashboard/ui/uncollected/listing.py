"""The rows of the list of uncollected documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from dashboard.ui import format as words
from dashboard.ui.blanks.words import place_name
from dashboard.ui.case.timeline import case_address
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.words import WIB
from dashboard.ui.uncollected import ids
from dashboard.ui.uncollected.words import reminder_words

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.lookup import MaskedApplicant
    from dashboard.registry.uncollected_list import WaitingDocument

HEADS = ("Permohonan", "Layanan", "Lokasi", "Menunggu", "Pengingat", "Tindakan")


def waiting_table(
    items: Sequence[WaitingDocument], applicants: Mapping[int, MaskedApplicant], names: Names
) -> Any:
    """One row per document that waits."""
    if not items:
        return html.Div(
            [
                html.P("Tidak ada dokumen yang menunggu di sini.", className="antrean-kosong-judul"),
                html.P("Pilih umur atau lokasi lain, atau tunggu: daftar memperbarui diri sendiri."),
            ],
            className="antrean-kosong",
        )
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in HEADS]))
    caption = html.Caption("Dokumen siap yang belum diambil", className="visually-hidden")
    body = html.Tbody([_row(item, applicants[item.request_id].name, names) for item in items])
    return html.Table([caption, head, body], className="antrean-tabel ambil-tabel")


def _row(item: WaitingDocument, name: str, names: Names) -> html.Tr:
    since = words.short_date(item.ready_at.astimezone(WIB).date())
    variant = names.variants.get((item.service_code or "", item.variant_code or ""))
    return html.Tr(
        [
            html.Th([dcc.Link(item.number, href=case_address(item.number)), html.Small(name)], scope="row"),
            html.Td([names.services.get(item.service_code or "", "Layanan tidak diketahui"),
                     html.Small(variant) if variant else None]),
            html.Td(place_name(item.location_code or "", {"": "belum ditentukan", **names.locations})),
            html.Td([f"{item.days} hari", html.Small(f"sejak {since}"), *_marks(item)]),
            html.Td(reminder_words(item.reminder)),
            html.Td(_button(item)),
        ],
        key=item.number,
    )  # fmt: skip


def _marks(item: WaitingDocument) -> list[Any]:
    """That nobody came on the booked day, and that a hand-over was undone."""
    found = []
    if item.pickup_day and item.is_missed:
        found.append(("calendar-event", f"tidak datang pada {words.short_date(item.pickup_day)}"))
    elif item.pickup_day:
        found.append(("calendar-event", f"dijadwalkan {words.short_date(item.pickup_day)}"))
    if item.is_returned:
        found.append(("info-circle", "penyerahan dibatalkan"))
    return [
        html.Small([icon(mark), html.Span(told)], className="ambil-tanda" + " ambil-lewat" * item.is_missed)
        for mark, told in found
    ]


def _button(item: WaitingDocument) -> html.Button:
    # It stays where it is also when nobody may be reminded: whoever has just pressed it keeps the focus.
    may = {} if item.may_remind else {"aria-disabled": "true"}
    return html.Button(
        "Ingatkan",
        id=ids.remind(item.request_id),
        type="button",
        className="btn btn-sm tombol-sunyi",
        **{"aria-label": f"Ingatkan pemohon {item.number}", **may},
    )
