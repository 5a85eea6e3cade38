"""What one case needs now, in a sentence that can be read out to its resident."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dashboard.ui.queue.words import day_in_short

if TYPE_CHECKING:
    from dashboard.registry.assisted import AssistedCase
    from dashboard.registry.case_file import Names

AWAY_LIST = (
    "Basis data sedang tidak dapat dihubungi. Daftar di layar mungkin sudah usang; halaman mencoba lagi "
    "sendiri setiap beberapa detik."
)
AWAY_FORM = (
    "Basis data sedang tidak dapat dihubungi. Permohonan belum terkirim dan isian Anda tetap ada. "
    "Tekan Kirim sekali lagi sebentar lagi; permohonan tidak akan tercatat dua kali."
)
AWAY_STEP = "Basis data sedang tidak dapat dihubungi. Langkah Anda belum disimpan. Coba lagi sebentar lagi."
AWAY_FURNISH = (
    "Basis data sedang tidak dapat dihubungi. Daftar pilihan menyusul sendiri; isian Anda tetap ada."
)
UNKNOWN_CASE = "Permohonan ini tidak ditemukan, atau bukan warga dampingan Anda."
DELIVERY_ASKED = "Pengantaran diminta. Petugas menjadwalkan kunjungannya."
NO_KELURAHAN = (
    "Akun Anda belum diberi kelurahan dampingan. Minta admin menetapkannya, lalu muat ulang halaman ini."
)


def need_in_words(case: AssistedCase, names: Names, today: dt.date) -> str:
    """What the resident, or the Satgas Pamor, has to do now."""
    if case.status.value == "SELESAI":
        return _ready(case, location_of(case, names), today)
    if case.repeated_by:
        return f"Sudah diajukan ulang sebagai {case.repeated_by}."
    if case.missing_documents:
        return f"{case.missing_documents} berkas wajib belum diunggah. Unggah agar kantor dapat memeriksa."
    booked = f" Tanggal ambil {day_in_short(case.pickup_day)}." if case.pickup_day else ""
    return {
        "VERIFIKASI": f"Berkas sedang diperiksa kantor.{booked}",
        "PROSES": f"Dokumen sedang dikerjakan kantor.{booked}",
        "DIAMBIL": "Selesai; dokumen sudah diterima warga.",
        "GAGAL": "Pengiriman data gagal di sistem. Ajukan ulang.",
        "DITOLAK": "Ditolak. Perbaiki, lalu ajukan ulang.",
    }[case.status.value]


def _ready(case: AssistedCase, location: str, today: dt.date) -> str:
    if case.visit_on:
        return f"Dokumen diantar ke rumah pada {day_in_short(case.visit_on)}."
    if case.has_wish:
        return "Dokumen siap; pengantaran ke rumah menunggu jadwal."
    if case.has_missed and case.pickup_day:
        missed = day_in_short(case.pickup_day)
        return f"Tidak diambil pada {missed}. Masih dapat diambil di {location} pada jam kerja."
    if case.pickup_day and case.pickup_day >= today:
        return f"Siap diambil {day_in_short(case.pickup_day)} di {location}."
    if case.self_print:
        return "Dokumen siap; warga dapat mencetaknya sendiri."
    return f"Siap diambil di {location} pada jam kerja."


def service_in_words(case: AssistedCase, names: Names) -> str:
    """``Kartu Keluarga: Pisah KK``."""
    service = names.services.get(case.service_code or "", "Layanan tidak diketahui")
    variant = names.variants.get((case.service_code or "", case.variant_code or ""))
    return f"{service}: {variant}" if variant else service


def location_of(case: AssistedCase, names: Names) -> str:
    """Where the document is fetched."""
    return names.locations.get(case.location_code or "", "kantor")
