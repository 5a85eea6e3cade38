"""What the desk says after a click."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.ui.queue.marks import icon

if TYPE_CHECKING:
    from dashboard.registry.queue import QueueItem

DONE: Mapping[str, str] = {
    "ambil": "{number} Anda pegang. Petugas lain tidak dapat mengambilnya.",
    "lepas": "{number} dilepas dan kembali ke antrean.",
    "setujui": "{number} disetujui: Verifikasi → Proses.",
    "selesai": "{number} selesai: Proses → Selesai. Dokumen siap diambil.",
    "tolak": "{number} ditolak. Pemohon membaca alasannya dan dapat mengajukan ulang.",
    "gagal": "{number} dicatat gagal proses pengiriman data.",
    "lewati": "{number} dilewati. Hari ini kasus ini tidak ditawarkan lagi kepada Anda.",
    "tahan": "{number} ditahan dan menunggu di “Ditahan”.",
    "lanjutkan": "{number} dilanjutkan dan kembali ke antrean.",
    "prioritas": "Prioritas {number} disimpan; tempatnya di antrean mengikuti.",
    "serahkan": "{number} diserahkan: Selesai → Diambil.",
    "batalkan": "Langkah terakhir {number} dibatalkan. Keduanya tetap tercatat di riwayat.",
}

NOTHING_WAITING = "Antrean kosong. Tidak ada kasus yang menunggu di lokasi Anda."
NOTHING_LEFT = "Tidak ada kasus yang menunggu untuk saringan ini. Hapus saringan untuk mengambil yang lain."
AWAY = (
    "Basis data sedang tidak dapat dihubungi. Langkah Anda belum disimpan dan isian Anda tetap ada. "
    "Coba lagi sebentar lagi."
)
AWAY_LIST = (
    "Basis data sedang tidak dapat dihubungi. Daftar di layar mungkin sudah usang; "
    "halaman mencoba lagi sendiri setiap beberapa detik."
)
AWAY_SEARCH = "Basis data sedang tidak dapat dihubungi. Yang Anda tulis tetap ada; coba lagi sebentar lagi."
UNKNOWN_CASE = "Kasus ini tidak ditemukan, atau di luar wilayah kerja Anda."


def done(action: str, number: str, following: QueueItem | None = None) -> list[Any]:
    """A step was saved; after a decision, the case that comes next."""
    lines: list[Any] = [icon("check-circle"), html.Span(DONE[action].format(number=number))]
    if following is not None:
        which = "kasus yang sama" if following.number == number else following.number
        lines.append(html.Small(f"Berikutnya: {which}. {following.reason}."))
    return [html.Div(lines, className="kasus-beres")]


def refused(text: str) -> list[Any]:
    """A step was not saved, and why."""
    return [html.Div([icon("exclamation-octagon"), html.Span(text)], className="kasus-ditahan")]


def told(text: str) -> list[Any]:
    """Something to know that is neither."""
    return [html.Div([icon("info-circle"), html.Span(text)], className="kasus-kabar")]


def moved(item: QueueItem | None) -> str:
    """That the open case is no longer what the screen shows."""
    if item is None:
        return UNKNOWN_CASE
    holder = f", dipegang oleh {item.holder}" if item.holder else ", tidak dipegang siapa pun"
    return f"Kasus ini berubah sejak Anda membukanya: kini {item.status.label}{holder}."
