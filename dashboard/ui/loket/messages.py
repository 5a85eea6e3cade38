"""What the counter says after a click or a scan. What was typed is not repeated: it may be a NIK."""

from __future__ import annotations

from dash import html

from dashboard.ui.queue.marks import icon

AWAY = (
    "Basis data sedang tidak dapat dihubungi. Langkah Anda belum disimpan dan isian Anda tetap ada. "
    "Coba lagi sebentar lagi."
)
AWAY_LIST = (
    "Basis data sedang tidak dapat dihubungi. Daftar di layar mungkin sudah usang; "
    "halaman mencoba lagi sendiri setiap beberapa detik."
)
AWAY_FIND = "Basis data sedang tidak dapat dihubungi. Yang Anda tulis tetap ada; coba lagi sebentar lagi."
NOTHING_TYPED = "Tulis atau pindai nomor permohonan, atau tulis NIK (16 angka) atau nama pemohon."
NOTHING_FOUND = "Tidak ada permohonan dengan {kind} itu, atau permohonannya di luar wilayah kerja Anda."
GONE = "Permohonan ini tidak ditemukan, atau di luar wilayah kerja Anda."
NOTHING_CHOSEN = "Pilih siapa yang menerima dan apa yang ditunjukkan."
HANDED_OVER = "{number} diserahkan. Penerima dan pemeriksaan identitasnya tercatat."
TAKEN_BACK = "Penyerahan {number} dibatalkan. Dokumen kembali siap diambil; keduanya tetap di riwayat."

KINDS = {"nomor": "nomor", "nik": "NIK", "nama": "nama"}
LOOKS = {
    "beres": ("check-circle", "loket-beres"),
    "ditahan": ("exclamation-octagon", "loket-ditahan"),
    "kabar": ("info-circle", "loket-kabar"),
}


def told(text: str, look: str = "kabar") -> html.Div:
    """A sentence with its mark.

    Args:
        look: ``beres`` when something was saved, ``ditahan`` when it was not, else ``kabar``.
    """
    mark, name = LOOKS[look]
    return html.Div([icon(mark), html.Span(text)], className=name)
