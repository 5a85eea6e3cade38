"""Component ids of the counter, all under one prefix."""

from __future__ import annotations

from dash import ALL

PREFIX = "loket"

ADDRESS = f"{PREFIX}-alamat"
ASKED = f"{PREFIX}-diminta"
"""Store: the part of the address that the lists depend on."""
TICK = f"{PREFIX}-detak"
BEAT = f"{PREFIX}-denyut"
"""Store: a tick on which the lists may be asked for and redrawn."""
ASKING = f"{PREFIX}-bertanya"
"""Store: whether the server is just being asked for the list."""
OUTAGE = f"{PREFIX}-gangguan"

FIND = f"{PREFIX}-cari"
GO = f"{PREFIX}-cari-mulai"
CANDIDATES = f"{PREFIX}-temuan"

CAMERA = f"{PREFIX}-kamera"
CAMERA_PLACE = f"{PREFIX}-kamera-tempat"
CAMERA_PICTURE = f"{PREFIX}-kamera-gambar"
CAMERA_SAID = f"{PREFIX}-kamera-kabar"
CAMERA_CLOSE = f"{PREFIX}-kamera-tutup"
SCANNED = f"{PREFIX}-terpindai"
"""Store: the number that the camera read, and when."""

OPEN = f"{PREFIX}-dibuka"
"""Store: which case is asked for, and when."""
SEEN = f"{PREFIX}-dilihat"
"""Store: which case the screen shows, in which version."""
STIRRED = f"{PREFIX}-bergerak"
"""Store: when the case on the screen was found changed."""
CHANGED = f"{PREFIX}-berubah"
"""Store: when a step was saved."""
MESSAGE = f"{PREFIX}-pesan"
CASE = f"{PREFIX}-kasus"
BODY = f"{PREFIX}-isi"
CLOSE = f"{PREFIX}-tutup"
FORM = f"{PREFIX}-penyerahan"
CHECK = f"{PREFIX}-ditunjukkan"
ELSEWHERE = f"{PREFIX}-di-sini"
ELSEWHERE_PLACE = f"{PREFIX}-di-sini-tempat"
HAND = f"{PREFIX}-serahkan"
UNDO_FORM = f"{PREFIX}-pembatalan"
UNDO_NOTE = f"{PREFIX}-alasan"
UNDO = f"{PREFIX}-batalkan"

LOCATION = f"{PREFIX}-lokasi"
DAY = f"{PREFIX}-hari"
DAY_BACK = f"{PREFIX}-hari-sebelum"
DAY_ON = f"{PREFIX}-hari-berikut"
TODAY = f"{PREFIX}-hari-ini"
DAY_TITLE = f"{PREFIX}-hari-kata"
LIST = f"{PREFIX}-daftar"
PLACES = f"{PREFIX}-per-lokasi"
PAGER = f"{PREFIX}-halaman"
PAGE_TEXT = f"{PREFIX}-halaman-teks"
PAGE_BACK = f"{PREFIX}-halaman-sebelum"
PAGE_ON = f"{PREFIX}-halaman-berikut"
SHOWN = f"{PREFIX}-tampak"

EVERYWHERE = "semua"
"""Value of the location that stands for all of the account's."""

# Every component of a kind, for callbacks.
EVERY_TAB = {"type": f"{PREFIX}-tab", "tab": ALL}
EVERY_PART = {"type": f"{PREFIX}-bagian", "tab": ALL}
EVERY_STATE = {"type": f"{PREFIX}-keadaan", "keadaan": ALL}
EVERY_COUNT = {"type": f"{PREFIX}-jumlah", "keadaan": ALL}
EVERY_PLACE = {"type": f"{PREFIX}-tempat", "lokasi": ALL}
EVERY_HEAD = {"type": f"{PREFIX}-kolom", "urut": ALL}
EVERY_ROW = {"type": f"{PREFIX}-baris", "kasus": ALL}
EVERY_CANDIDATE = {"type": f"{PREFIX}-calon", "kasus": ALL}


def tab(name: str) -> dict[str, str]:
    """The button of a tab."""
    return {"type": f"{PREFIX}-tab", "tab": name}


def part(name: str) -> dict[str, str]:
    """What a tab shows."""
    return {"type": f"{PREFIX}-bagian", "tab": name}


def state(name: str) -> dict[str, str]:
    """The button that narrows the list to a state; "semua" for all."""
    return {"type": f"{PREFIX}-keadaan", "keadaan": name}


def count(name: str) -> dict[str, str]:
    """The live count in that button."""
    return {"type": f"{PREFIX}-jumlah", "keadaan": name}


def place(code: str) -> dict[str, str]:
    """The button of a location that narrows the list to it."""
    return {"type": f"{PREFIX}-tempat", "lokasi": code}


def head(order: str) -> dict[str, str]:
    """The head of a column; a click sorts the list so."""
    return {"type": f"{PREFIX}-kolom", "urut": order}


def row(request_id: int) -> dict[str, object]:
    """The button of a row that opens its case."""
    return {"type": f"{PREFIX}-baris", "kasus": request_id}


def candidate(request_id: int) -> dict[str, object]:
    """The button of one of several cases that were found."""
    return {"type": f"{PREFIX}-calon", "kasus": request_id}
