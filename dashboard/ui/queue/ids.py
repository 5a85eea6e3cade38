"""Component ids of the officers' desk, all under one prefix."""

from __future__ import annotations

from dash import ALL

PREFIX = "antrean"

ADDRESS = f"{PREFIX}-alamat"
TICK = f"{PREFIX}-detak"
CHANGED = f"{PREFIX}-berubah"
SEEN = f"{PREFIX}-dilihat"
SHOWN = f"{PREFIX}-tampak"
FORM_CASE = f"{PREFIX}-formulir-kasus"

CLAIM_NEXT = f"{PREFIX}-ambil-berikutnya"
CLAIM_AFTER = f"{PREFIX}-ambil-lanjut"
SERVICE = f"{PREFIX}-layanan"
LIST = f"{PREFIX}-daftar"
PAGER = f"{PREFIX}-halaman"
PAGE_TEXT = f"{PREFIX}-halaman-teks"
PAGE_BACK = f"{PREFIX}-halaman-sebelum"
PAGE_ON = f"{PREFIX}-halaman-berikut"

MESSAGE = f"{PREFIX}-pesan"
OUTAGE = f"{PREFIX}-gangguan"
CASE = f"{PREFIX}-kasus"
CASE_HEAD = f"{PREFIX}-kasus-kepala"
CASE_BODY = f"{PREFIX}-kasus-isi"
CASE_MOVED = f"{PREFIX}-kasus-bergeser"
CASE_EMPTY = f"{PREFIX}-kasus-kosong"
CASE_UNKNOWN = f"{PREFIX}-kasus-tidak-ada"
RELOAD = f"{PREFIX}-muat-ulang"
CLOSE = f"{PREFIX}-tutup"

REASON_PRIMARY = f"{PREFIX}-alasan-utama"
REASON_TEXT = f"{PREFIX}-alasan-teks"
REASON_PREVIEW = f"{PREFIX}-alasan-pratinjau"
REASON_LABELS = f"{PREFIX}-alasan-daftar"
NOTE_FAIL = f"{PREFIX}-catatan-gagal"
NOTE_UNDO = f"{PREFIX}-catatan-batal"
HANDOVER = f"{PREFIX}-cara-serah"

# Every component of a kind, for callbacks: tabs, counts, rows, buttons, forms, groups of reasons.
EVERY_TAB = {"type": f"{PREFIX}-tab", "tampilan": ALL}
EVERY_COUNT = {"type": f"{PREFIX}-jumlah", "tampilan": ALL}
EVERY_ROW_BUTTON = {"type": f"{PREFIX}-buka", "kasus": ALL}
EVERY_ACTION = {"type": f"{PREFIX}-tindakan", "nama": ALL}
EVERY_FORM = {"type": f"{PREFIX}-formulir", "nama": ALL}
EVERY_SUBMIT = {"type": f"{PREFIX}-kirim", "nama": ALL}
EVERY_CANCEL = {"type": f"{PREFIX}-urung", "nama": ALL}
EVERY_REASON_GROUP = {"type": f"{PREFIX}-alasan", "kelompok": ALL}


def view_tab(view: str) -> dict[str, str]:
    """The tab of a view."""
    return {"type": f"{PREFIX}-tab", "tampilan": view}


def view_count(view: str) -> dict[str, str]:
    """The live count in the tab of a view."""
    return {"type": f"{PREFIX}-jumlah", "tampilan": view}


def row(number: str) -> dict[str, str]:
    """The table row of a case."""
    return {"type": f"{PREFIX}-baris", "kasus": number}


def row_button(number: str) -> dict[str, str]:
    """The button of a row that opens its case."""
    return {"type": f"{PREFIX}-buka", "kasus": number}


def action(name: str) -> dict[str, str]:
    """The button that takes a step at once (``setujui``) or opens its form (``tolak``)."""
    return {"type": f"{PREFIX}-tindakan", "nama": name}


def form(name: str) -> dict[str, str]:
    """The form of an action that needs more than a click."""
    return {"type": f"{PREFIX}-formulir", "nama": name}


def submit(name: str) -> dict[str, str]:
    """The button that sends a form."""
    return {"type": f"{PREFIX}-kirim", "nama": name}


def cancel(name: str) -> dict[str, str]:
    """The button that closes a form without sending it."""
    return {"type": f"{PREFIX}-urung", "nama": name}


def reason_group(fault: str) -> dict[str, str]:
    """The checklist of the rejection reasons of one fault."""
    return {"type": f"{PREFIX}-alasan", "kelompok": fault}
