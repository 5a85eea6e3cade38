"""What a search found: open and closed cases, the applicants masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.ui.case.messages import AWAY_SEARCH
from dashboard.ui.queue import ids
from dashboard.ui.queue.listing import service_lines
from dashboard.ui.queue.marks import status_chip
from dashboard.ui.queue.words import moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.lookup import MaskedApplicant
    from dashboard.registry.queue import QueueItem
    from dashboard.registry.search import Found

KINDS = {"nomor": "nomor", "nik": "NIK", "nama": "nama"}
NOTHING_TYPED = "Tulis nomor permohonan, NIK (16 angka), atau nama pemohon."
NOTHING_FOUND = "Tidak ada kasus dengan {kind} itu, atau kasusnya di luar wilayah kerja Anda."


def found_cases(found: Found, applicants: Mapping[int, MaskedApplicant], names: Names) -> list[Any]:
    """The cases found, newest first. What was typed is not repeated: it may be a NIK."""
    if found.kind == "kosong":
        return _said(NOTHING_TYPED)
    if not found.items:
        return _said(NOTHING_FOUND.format(kind=KINDS[found.kind]))
    count = f"{len(found.items)} kasus dengan {KINDS[found.kind]} itu"
    more = ", yang terbaru saja; tambahkan kata untuk mempersempit" if found.has_more else ""
    rows = [_row(item, applicants.get(item.request_id), names) for item in found.items]
    heads = [html.Th(title, scope="col") for title in ("Nomor", "Pemohon", "Layanan", "Status", "Dipegang")]
    table = html.Table(
        [html.Caption("Kasus yang ditemukan"), html.Thead(html.Tr(heads)), html.Tbody(rows)],
        className="antrean-tabel antrean-tabel-temuan",
    )
    return [*_said(f"{count}{more}."), table]


def search_away() -> list[Any]:
    """The database cannot be asked; what was typed stays."""
    return _said(AWAY_SEARCH)


def _said(text: str) -> list[Any]:
    close = html.Button(
        "Kembali ke antrean",
        id=ids.search_close(),
        type="button",
        className="btn btn-sm tombol-sunyi antrean-temuan-tutup",
    )
    return [html.Div([html.P(text, role="status"), close], className="antrean-temuan-kepala")]


def _row(item: QueueItem, applicant: MaskedApplicant | None, names: Names) -> html.Tr:
    opener = html.Button(
        item.number,
        id=ids.result_button(item.number),
        type="button",
        className="antrean-buka",
        **{"aria-pressed": "false"},
    )
    person = [html.Span(applicant.name), html.Small(applicant.nik)] if applicant else "tidak diketahui"
    arrived = html.Small(f"masuk {moment_in_short(item.submitted_at)}")
    return html.Tr(
        [
            html.Th([opener, arrived], scope="row", className="antrean-sel-nomor"),
            html.Td(person, className="antrean-sel-pemohon"),
            html.Td(service_lines(item, names), className="antrean-sel-layanan"),
            html.Td(status_chip(item.status), className="antrean-sel-status"),
            html.Td(_holder(item), className="antrean-sel-pemegang"),
        ]
    )


def _holder(item: QueueItem) -> str:
    if item.holder:
        return item.holder
    return "ditahan" if item.pause and item.pause.kind == "tahan" else ""
