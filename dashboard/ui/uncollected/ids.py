"""Ids of the list of documents that nobody fetches."""

from __future__ import annotations

from dash import ALL

PREFIX = "belum-diambil"

TICK = f"{PREFIX}-detak"
CHANGED = f"{PREFIX}-berubah"
SHOWN = f"{PREFIX}-tampak"
BAND = f"{PREFIX}-umur"
"""Store: the place of the chosen band, ``EVERY_AGE`` for all."""
EVERY_AGE = -1
LOCATION = f"{PREFIX}-lokasi"
ORDER = f"{PREFIX}-urut"
OUTAGE = f"{PREFIX}-gangguan"
WAY = f"{PREFIX}-jalur"
MESSAGE = f"{PREFIX}-pesan"
LIST = f"{PREFIX}-daftar"

REMIND_ALL = f"{PREFIX}-ingatkan-semua"
CONFIRM = f"{PREFIX}-pastikan"
CONFIRM_TEXT = f"{PREFIX}-pastikan-teks"
CONFIRMED = f"{PREFIX}-dipastikan"
"""Store: band, location and number that the officer is asked to agree to."""
YES = f"{PREFIX}-ya"
NO = f"{PREFIX}-batal"

PAGE = f"{PREFIX}-halaman"
PAGE_TEXT = f"{PREFIX}-halaman-teks"
PAGE_BACK = f"{PREFIX}-mundur"
PAGE_ON = f"{PREFIX}-maju"

EVERY_BAND = {"type": f"{PREFIX}-tab", "umur": ALL}
EVERY_COUNT = {"type": f"{PREFIX}-jumlah", "umur": ALL}
EVERY_REMIND = {"type": f"{PREFIX}-ingatkan", "kasus": ALL}


def band_tab(band: int) -> dict[str, object]:
    """The tab of a band."""
    return {"type": f"{PREFIX}-tab", "umur": band}


def band_count(band: int) -> dict[str, object]:
    """The live count in the tab of a band."""
    return {"type": f"{PREFIX}-jumlah", "umur": band}


def remind(request_id: int) -> dict[str, object]:
    """The button that has one owner reminded."""
    return {"type": f"{PREFIX}-ingatkan", "kasus": request_id}
