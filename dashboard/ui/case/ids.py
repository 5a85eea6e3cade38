"""Component ids of the case, all under one prefix; a page that shows a case holds all of them."""

from __future__ import annotations

import json

from dash import ALL

PREFIX = "kasus"

NUMBER = f"{PREFIX}-nomor"
"""Store: number of the case that is to be shown, "" for none. The page writes it."""
NARROWED = f"{PREFIX}-saringan"
"""Store: what the next case is narrowed to, see ``desk.narrowing``; empty for nothing. The page writes it."""
GO = f"{PREFIX}-tuju"
"""Store: ``{"nomor": ..., "saat": ...}``, a case that was just taken. The page goes there."""
CHANGED = f"{PREFIX}-berubah"
"""Store: moment of the last step that was saved."""
SEEN = f"{PREFIX}-dilihat"
"""Store: number, version and holder of the case as the screen shows it, how many cases the officer holds,
the step (``langkah``) and the click on ``RELOAD`` (``muat``) that it was last drawn for."""
FORM_CASE = f"{PREFIX}-formulir-nomor"
"""Store: ``{"nomor": ..., "langkah": ...}``, the case and the step for which the forms were last emptied."""
TICK = f"{PREFIX}-detak"
PULSE = f"{PREFIX}-denyut"
"""Store: ``{"n": ..., "bekerja": ...}``, a tick with whether the officer was at work since the last."""

WATCHING = f"{PREFIX}-bertanya"
"""Store: whether the server is just being asked if the case is still as it was seen."""

OUTAGE = f"{PREFIX}-gangguan"
MESSAGE = f"{PREFIX}-pesan"
CLAIM_AFTER = f"{PREFIX}-ambil-lanjut"
CASE = f"{PREFIX}-panel"
CASE_HEAD = f"{PREFIX}-kepala"
FACTS = f"{PREFIX}-fakta"
HISTORY = f"{PREFIX}-riwayat"
CASE_MOVED = f"{PREFIX}-bergeser"
CASE_EMPTY = f"{PREFIX}-kosong"
CASE_UNKNOWN = f"{PREFIX}-tidak-ada"
RELOAD = f"{PREFIX}-muat-ulang"
WIDE = f"{PREFIX}-lebar"
CLOSE = f"{PREFIX}-tutup"

PURPOSE = f"{PREFIX}-tujuan"
REVEAL = f"{PREFIX}-tampilkan"
REVEAL_MESSAGE = f"{PREFIX}-tampilkan-kabar"
REVEALED = f"{PREFIX}-terbuka"
HIDE = f"{PREFIX}-sembunyikan"

PAPERS = f"{PREFIX}-berkas"
PAPERS_MESSAGE = f"{PREFIX}-berkas-kabar"
FILES = f"{PREFIX}-berkas-daftar"
"""Store: what the viewer knows of the files, see ``ui.case.documents.file_facts``."""
FILE = f"{PREFIX}-berkas-terbuka"
"""Store: id of the file that the viewer shows. The browser writes it."""
UPLOADED = f"{PREFIX}-berkas-diunggah"
"""Store: moment of the last upload. The browser writes it."""
VIEWER = f"{PREFIX}-penampil"
VERDICT_NOTE = f"{PREFIX}-nilai-catatan"
VERDICT_MESSAGE = f"{PREFIX}-nilai-kabar"

NOTES = f"{PREFIX}-catatan"
NOTE = f"{PREFIX}-catatan-teks"
NOTE_SAVE = f"{PREFIX}-catatan-simpan"
NOTE_MESSAGE = f"{PREFIX}-catatan-kabar"

REASON_PRIMARY = f"{PREFIX}-alasan-utama"
REASON_TEXT = f"{PREFIX}-alasan-teks"
REASON_PREVIEW = f"{PREFIX}-alasan-pratinjau"
REASON_LABELS = f"{PREFIX}-alasan-daftar"
NOTE_FAIL = f"{PREFIX}-catatan-gagal"
NOTE_UNDO = f"{PREFIX}-catatan-batal"
HANDOVER = f"{PREFIX}-cara-serah"

# Every component of a kind, for callbacks.
EVERY_ACTION = {"type": f"{PREFIX}-tindakan", "nama": ALL}
EVERY_FORM = {"type": f"{PREFIX}-formulir", "nama": ALL}
EVERY_SUBMIT = {"type": f"{PREFIX}-kirim", "nama": ALL}
EVERY_CANCEL = {"type": f"{PREFIX}-urung", "nama": ALL}
EVERY_VERDICT = {"type": f"{PREFIX}-nilai", "hasil": ALL}
EVERY_FIELD = {"type": f"{PREFIX}-isian", "nama": ALL}
EVERY_REASON_GROUP = {"type": f"{PREFIX}-alasan", "kelompok": ALL}


def in_page(identity: dict[str, str]) -> str:
    """How the page spells an id of several parts: what a label is for."""
    return json.dumps(identity, sort_keys=True, separators=(",", ":"))


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


def field(name: str) -> dict[str, str]:
    """A field of the forms that leave a case for later, see ``ui.case.pauses``."""
    return {"type": f"{PREFIX}-isian", "nama": name}


def reason_group(fault: str) -> dict[str, str]:
    """The checklist of the rejection reasons of one fault."""
    return {"type": f"{PREFIX}-alasan", "kelompok": fault}


def file_button(document_id: int) -> dict[str, str]:
    """The button that shows a file."""
    return {"type": f"{PREFIX}-lihat", "berkas": str(document_id)}


def verdict(name: str) -> dict[str, str]:
    """The button that judges the file in the viewer."""
    return {"type": f"{PREFIX}-nilai", "hasil": name}
