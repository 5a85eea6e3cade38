"""The written lines of the ledger, and what the form says after a click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.ui import format as words
from dashboard.ui.blanks.words import KINDS, MOVES, place_name
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.words import moment_in_full

if TYPE_CHECKING:
    from dashboard.registry.blank_stock import Movement, MovementWindow

HEADS = ("Waktu", "Lokasi", "Blangko", "Apa", "Jumlah", "Keterangan", "Oleh")
EMPTY = "Belum ada catatan. Pemakaian untuk kartu yang selesai dihitung sendiri dan tidak ditulis di sini."

AWAY = "Basis data sedang tidak dapat dihubungi. Catatan belum disimpan dan isian Anda tetap ada. Coba lagi."
AWAY_LIST = (
    "Basis data sedang tidak dapat dihubungi. Angka di layar mungkin sudah usang; halaman mencoba lagi "
    "sendiri setiap beberapa detik."
)
NO_PLACE = "Pilih lokasi dahulu."
NO_NUMBER = "Isi jumlah dengan bilangan bulat, misalnya 250."


def line_table(window: MovementWindow, names: dict[str, str]) -> Any:
    """What people wrote, newest first."""
    if not window.items:
        return html.P(EMPTY, className="antrean-redup")
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in HEADS]))
    caption = html.Caption("Catatan blangko, terbaru di atas", className="visually-hidden")
    body = html.Tbody([_line(move, names) for move in window.items])
    return html.Table([caption, head, body], className="tabel tabel-susun blangko-catatan")


def _line(move: Movement, names: dict[str, str]) -> html.Tr:
    sign = "+" if move.amount > 0 else "−"
    return html.Tr(
        [
            html.Td(moment_in_full(move.moved_at), className="nomor"),
            html.Th(place_name(move.location_code, names), scope="row"),
            html.Td(KINDS.get(move.blank, move.blank)),
            html.Td(MOVES.get(move.kind, move.kind)),
            html.Td(f"{sign}{words.number(abs(move.amount))}", className="angka"),
            html.Td(move.note or words.MISSING, className="lebar"),
            html.Td(move.actor or "sistem", className="lebar"),
        ]
    )


def saved(kind: str, blank: str, place: str, amount: int, stock: int) -> html.Div:
    """A line was written, and the stock after it."""
    what = MOVES[kind].lower()
    told = f"{KINDS[blank]} di {place}, {what}: {words.number(amount)}. Stok kini {words.number(stock)}."
    return html.Div([icon("check-circle"), html.Span(told)], className="antrean-beres")


def refused(text: str) -> html.Div:
    """Nothing was written, and why."""
    return html.Div([icon("exclamation-octagon"), html.Span(text)], className="antrean-ditahan")


def stock_seen(stock: int) -> str:
    """What the ledger says for the chosen place and kind."""
    return f"Stok tercatat: {words.number(stock)}"
