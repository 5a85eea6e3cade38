"""Component ids of the queue, all under one prefix."""

from __future__ import annotations

from dash import ALL

PREFIX = "antrean"

ADDRESS = f"{PREFIX}-alamat"
ASKED = f"{PREFIX}-diminta"
"""Store: the part of the address that the list depends on."""
TICK = f"{PREFIX}-detak"
BEAT = f"{PREFIX}-denyut"
"""Store: a tick on which the list may be asked for and redrawn."""
ASKING = f"{PREFIX}-bertanya"
"""Store: whether the server is just being asked for the list."""
SHOWN = f"{PREFIX}-tampak"

CLAIM_NEXT = f"{PREFIX}-ambil-berikutnya"
HELP_OPEN = f"{PREFIX}-bantuan-buka"
HELP = f"{PREFIX}-bantuan"
LIST = f"{PREFIX}-daftar"
NARROWED_TO = f"{PREFIX}-tersaring"
PAGER = f"{PREFIX}-halaman"
PAGE_TEXT = f"{PREFIX}-halaman-teks"
PAGE_BACK = f"{PREFIX}-halaman-sebelum"
PAGE_ON = f"{PREFIX}-halaman-berikut"

SEARCH = f"{PREFIX}-cari"
SEARCH_GO = f"{PREFIX}-cari-mulai"
RESULTS = f"{PREFIX}-temuan"

SAVED = f"{PREFIX}-simpanan"
SAVE_NAME = f"{PREFIX}-simpan-nama"
SAVE = f"{PREFIX}-simpan"
SAVE_MESSAGE = f"{PREFIX}-simpan-kabar"

# Every component of a kind, for callbacks.
EVERY_TAB = {"type": f"{PREFIX}-tab", "tampilan": ALL}
EVERY_COUNT = {"type": f"{PREFIX}-jumlah", "tampilan": ALL}
EVERY_ROW_BUTTON = {"type": f"{PREFIX}-buka", "kasus": ALL}
EVERY_RESULT = {"type": f"{PREFIX}-hasil", "kasus": ALL}
EVERY_FILTER = {"type": f"{PREFIX}-saring", "nama": ALL}
EVERY_HEAD = {"type": f"{PREFIX}-kolom", "urut": ALL}
EVERY_CLEAR = {"type": f"{PREFIX}-bersih", "di": ALL}
EVERY_SEARCH_CLOSE = {"type": f"{PREFIX}-cari-tutup", "di": ALL}
EVERY_SAVED = {"type": f"{PREFIX}-tersimpan", "alamat": ALL}
EVERY_FORGET = {"type": f"{PREFIX}-lupakan", "nomor": ALL}


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


def result_button(number: str) -> dict[str, str]:
    """The button of a found case that opens it."""
    return {"type": f"{PREFIX}-hasil", "kasus": number}


def filter_field(name: str) -> dict[str, str]:
    """What the list is narrowed by or (``urut``) sorted by."""
    return {"type": f"{PREFIX}-saring", "nama": name}


def head(order: str) -> dict[str, str]:
    """The head of a column; a click sorts the list so."""
    return {"type": f"{PREFIX}-kolom", "urut": order}


def clear(place: str) -> dict[str, str]:
    """A button that takes all filters away."""
    return {"type": f"{PREFIX}-bersih", "di": place}


def search_close() -> dict[str, str]:
    """The button that goes back from what was found to the list; there is none before a search."""
    return {"type": f"{PREFIX}-cari-tutup", "di": "temuan"}


def saved(query: str) -> dict[str, str]:
    """A kept queue; a click goes there."""
    return {"type": f"{PREFIX}-tersimpan", "alamat": query}


def forget(view_id: int) -> dict[str, str]:
    """The button that forgets a kept queue."""
    return {"type": f"{PREFIX}-lupakan", "nomor": str(view_id)}
