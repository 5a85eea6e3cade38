"""Names of what the pages of a Satgas Pamor hold; ``assets/pamor.js`` knows them too.

Every page has names of its own: a callback of one must never be asked for on another.
"""

from __future__ import annotations

from typing import Any

from dash import ALL

# The list.
TICK = "pamor-detak"
OUTAGE = "pamor-gangguan"
ASKED = "pamor-diminta"
SHOWN = "pamor-tampil"
LIST = "pamor-daftar"
KELURAHAN_FILTER = "pamor-saring-kelurahan"
KELURAHAN_BOX = "pamor-saring"
PAGER = "pamor-halaman"
PAGE_BACK = "pamor-sebelum"
PAGE_ON = "pamor-berikut"
PAGE_TEXT = "pamor-letak"
TAB, COUNT = "pamor-tab", "pamor-jumlah"
EVERY_TAB = {"type": TAB, "tampilan": ALL}
EVERY_COUNT = {"type": COUNT, "tampilan": ALL}

# One case.
CASE_TICK = "pamor-kasus-detak"
CASE_OUTAGE = "pamor-kasus-gangguan"
CASE_MESSAGE = "pamor-kasus-pesan"
CASE_SHOWN = "pamor-kasus-tampil"
CASE_NUMBER = "pamor-kasus-nomor"
HEAD = "pamor-kasus-kepala"
ARRIVED = "pamor-kasus-baru"
NEED = "pamor-kasus-perlu"
CASE = "pamor-kasus-isi"
CHANGED = "pamor-kasus-berubah"
UPLOADED = "pamor-berkas-diunggah"
UPLOAD_MESSAGE = "pamor-berkas-kabar"
DELIVER = "pamor-antar"
DELIVER_BOX = "pamor-antar-kotak"
RECEIPT_BOX = "pamor-tanda-kotak"
RECEIPT = "pamor-tanda"
COPY = "pamor-salin"
COPIED = "pamor-tersalin"


class FormIds:
    """The names of one form."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.tick = f"{prefix}-detak"
        self.outage = f"{prefix}-gangguan"
        self.message = f"{prefix}-pesan"
        self.form_key = f"{prefix}-kunci"
        self.faults = f"{prefix}-salah"
        self.summary = f"{prefix}-ringkasan"
        self.refresh = f"{prefix}-segarkan"
        self.send = f"{prefix}-kirim"
        self.go = f"{prefix}-tuju"
        self.day_hint = f"{prefix}-hari-ket"

    def field(self, name: str) -> str:
        """A control by its name in ``registry.assisted.Entry``."""
        return f"{self.prefix}-isi-{name}"


NEW = FormIds("pamor-baru")
"""The form for a new application."""
DOCUMENTS = "pamor-baru-syarat"
NIK_REMARK = "pamor-baru-nik-ket"

AGAIN = FormIds("pamor-ulang")
"""The form to apply once more."""
NUMBER = "pamor-ulang-nomor"
EARLIER = "pamor-ulang-semula"


def tab(view: str) -> dict[str, Any]:
    """The button of a view."""
    return {"type": TAB, "tampilan": view}


def count(view: str) -> dict[str, Any]:
    """How many cases a view holds."""
    return {"type": COUNT, "tampilan": view}
