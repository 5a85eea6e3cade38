"""What a resident should do about each reason of a refusal, in words for a doorstep."""

from __future__ import annotations

OUR_FAULT = "Bukan kesalahan warga. Ajukan ulang; berkas yang sama boleh dipakai."
NO_HINT = "Perbaiki yang disebut di atas, lalu ajukan ulang."

HINTS: dict[str, str] = {
    "BERKAS_BURAM": "Foto ulang di tempat terang; keempat sudut terlihat dan tulisan terbaca.",
    "BERKAS_TIDAK_LENGKAP": "Lengkapi semua berkas wajib, lalu unggah pada ajuan ulang.",
    "BERKAS_SALAH_JENIS": "Unggah dokumen yang diminta pada barisnya masing-masing.",
    "BUKAN_ASLI": "Foto dokumen aslinya, bukan fotokopi atau tangkapan layar.",
    "UKURAN_BERKAS": "Pakai foto atau PDF, paling besar 5 MB.",
    "NIK_TIDAK_DITEMUKAN": "Bawa KK dan KTP-el ke kantor kecamatan untuk konsolidasi data.",
    "NIK_SALAH_FORMAT": "Periksa kembali 16 angka NIK dan nomor KK pada KK terbaru.",
    "DATA_GANDA": "Datang ke Dinas dengan KK dan KTP-el untuk menyelesaikan data ganda.",
    "BELUM_REKAM": "Warga merekam KTP-el dahulu di kantor kecamatan, atau minta perekaman di rumah.",
    "STATUS_BELUM_PRR": "Tunggu data siap cetak; tanyakan ke kantor kecamatan sebelum mengajukan ulang.",
    "DATA_TIDAK_SESUAI": "Samakan isian dengan KK dan dokumen pendukung, lalu ajukan ulang.",
    "SURAT_LAHIR_TIDAK_LENGKAP": "Minta surat lahir dengan nama anak, atau lampirkan surat pernyataan.",
    "SAKSI_TIDAK_SAH": "Pilih dua saksi lain, bukan pelapor dan bukan orang tua.",
    "NAMA_TIDAK_SESUAI_KETENTUAN": "Nama sedikitnya dua kata dan paling panjang 60 huruf.",
    "SALAH_JENIS_LAYANAN": "Buat permohonan baru dengan jenis yang tepat.",
    "TANPA_SURAT_KEHILANGAN": "Minta surat kehilangan di kantor polisi, lalu unggah.",
    "BUKAN_WARGA_KOTA": "Urus pindah datang dahulu (layanan Pindah Datang atau PERMISI).",
    "ALAMAT_TIDAK_TERBUKTI": "Lampirkan bukti atau izin alamat yang sah; RT/RW dapat membantu.",
    "IKD_BELUM_AKTIF": "Bantu warga mengaktifkan IKD di telepon, lalu ajukan ulang.",
    "PERMOHONAN_GANDA": "Tunggu permohonan yang masih berjalan; jangan ajukan lagi.",
    "KUOTA_HABIS": "Pilih tanggal atau lokasi lain.",
    "BLANGKO_KOSONG": "Tunggu blangko tersedia, lalu ajukan ulang.",
    "GAGAL_KIRIM_DATA": "Ajukan ulang dengan berkas yang sama.",
    "EMAIL_TIDAK_TERKIRIM": "Periksa kembali nomor telepon dan surel warga.",
    "SALAH_VERIFIKASI": "Ajukan ulang dengan berkas yang sama.",
    "ALASAN_TIDAK_JELAS": "Tanyakan alasannya ke kantor kecamatan, lalu ajukan ulang.",
    "LAINNYA": NO_HINT,
}


def hint_for(code: str) -> str:
    """What to do about a reason; the office may have added reasons of its own."""
    return HINTS.get(code, NO_HINT)
