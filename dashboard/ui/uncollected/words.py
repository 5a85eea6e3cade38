"""What the list of uncollected documents says: ages, reminders, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from dashboard.ui import format as words
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.words import moment_in_short
from dashboard.ui.uncollected.ids import EVERY_AGE

if TYPE_CHECKING:
    from dashboard.registry.reminders import Reminder

BANDS = {
    EVERY_AGE: "Semua",
    0: "0–7 hari",
    1: "8–30 hari",
    2: "31–90 hari",
    3: "Lebih dari 90 hari",
}
"""Labels by the place of a band, in the order of the tabs."""

OUTCOMES = {
    "terkirim": ("check-circle", "terkirim"),
    "gagal": ("exclamation-octagon", "gagal: tidak diterima jalur pengiriman selama sehari"),
    "tanpa_alamat": ("exclamation-octagon", "tidak terkirim: nomor telepon atau surel pemohon tidak ada"),
    "belum_diatur": ("exclamation-octagon", "tidak dapat dikirim: jalur pengiriman belum diatur"),
    "tidak_perlu": ("dash-circle", "tidak dikirim: saat itu tidak lagi menunggu di loket"),
    "contoh": ("dash-circle", "data contoh, tidak dikirim"),
}
PENDING = ("clock", "diminta, menunggu dikirim")

WAYS = {
    "contoh": "Data contoh: pengingat dicatat, tetapi tidak dikirim kepada siapa pun.",
    "belum_diatur": (
        "Pengingat belum dapat dikirim karena jalurnya belum diatur. Permintaan tetap dicatat; minta admin "
        "mengatur pengiriman SMS atau surel."
    ),
}
AWAY = "Basis data sedang tidak dapat dihubungi. Tidak ada pengingat yang diminta. Coba lagi sebentar lagi."
AWAY_LIST = (
    "Basis data sedang tidak dapat dihubungi. Daftar di layar mungkin sudah usang; halaman mencoba lagi "
    "sendiri setiap beberapa detik."
)


def way_line(ways: Sequence[str], kind: str) -> str:
    """By which way reminders go out, or why none does.

    Args:
        ways: those set up, the preferred one first, in words.
        kind: the kind of data the office holds.
    """
    if kind == "contoh":
        return WAYS["contoh"]
    if not ways:
        return WAYS["belum_diatur"]
    others = "".join(f", atau {way} bila itu tidak ada" for way in ways[1:])
    return f"Pengingat dikirim lewat {ways[0]}{others}; paling banyak sekali dalam 7 hari."


def reminder_words(reminder: Reminder | None) -> html.Span:
    """The newest reminder and what became of it."""
    if reminder is None:
        return html.Span("belum pernah", className="antrean-redup")
    mark, told = OUTCOMES[reminder.outcome] if reminder.outcome else PENDING
    sent = (
        html.Small(f"{words.number(reminder.sent)} kali terkirim seluruhnya") if reminder.sent > 1 else None
    )
    return html.Span(
        [icon(mark), html.Span([f"{moment_in_short(reminder.asked_at)}: {told}", sent])],
        className=f"ambil-kabar ambil-kabar-{reminder.outcome or 'menunggu'}",
    )


def question(count: int, left: int, band: int, place: str) -> str:
    """What the officer is asked to agree to.

    Args:
        left: how many may be reminded after these.
    """
    which = "" if band == EVERY_AGE else f" selama {BANDS[band].lower()}"
    later = f" {words.number(left)} lainnya menunggu giliran berikutnya." if left else ""
    return f"Ingatkan {words.number(count)} pemohon yang dokumennya menunggu{which} di {place}?{later}"


def asked(count: int, kind: str, ways: Sequence[str]) -> str:
    """So many reminders were asked for, and what will come of it."""
    said = f"{words.number(count)} pengingat diminta."
    if kind == "contoh":
        return f"{said} Ini data contoh: tidak ada yang dikirim."
    if not ways:
        return f"{said} Jalur pengiriman belum diatur, sehingga tidak akan terkirim."
    return f"{said} Hasilnya tampil di kolom Pengingat."
