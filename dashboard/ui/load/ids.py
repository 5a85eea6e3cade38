"""Ids of the supervisor's page."""

from __future__ import annotations

from dash import ALL

PREFIX = "beban"

TICK = f"{PREFIX}-detak"
SLOW_TICK = f"{PREFIX}-detak-lambat"
CHANGED = f"{PREFIX}-berubah"
SHOWN = f"{PREFIX}-tampak"
SHOWN_CASES = f"{PREFIX}-kasus-tampak"
OUTAGE = f"{PREFIX}-gangguan"
MESSAGE = f"{PREFIX}-pesan"

FORECAST = f"{PREFIX}-perkiraan"
PEOPLE = f"{PREFIX}-pemegang"
SPEED = f"{PREFIX}-waktu"
OPEN_WORK = f"{PREFIX}-terbuka"
PAUSES = f"{PREFIX}-jeda"
DISAGREEMENTS = f"{PREFIX}-berbeda"
DISAGREEMENTS_PAGE = f"{PREFIX}-berbeda-halaman"
DISAGREEMENTS_BACK = f"{PREFIX}-berbeda-mundur"
DISAGREEMENTS_ON = f"{PREFIX}-berbeda-maju"

SOURCE = f"{PREFIX}-sumber"
SERVICE = f"{PREFIX}-layanan"
LOCATION = f"{PREFIX}-lokasi"
LATE = f"{PREFIX}-terlambat"
CASES = f"{PREFIX}-kasus"
CASES_TEXT = f"{PREFIX}-kasus-letak"
PAGE = f"{PREFIX}-halaman"
PAGE_BACK = f"{PREFIX}-mundur"
PAGE_ON = f"{PREFIX}-maju"

PICK_ALL = f"{PREFIX}-pilih-semua"
TARGET = f"{PREFIX}-kepada"
ASSIGN = f"{PREFIX}-berikan"
TAKE_BACK = f"{PREFIX}-tarik"
HAND_OVER = f"{PREFIX}-alihkan"

EVERY_OFFICER = {"type": f"{PREFIX}-petugas", "akun": ALL}
EVERY_PICK = {"type": f"{PREFIX}-pilih", "kasus": ALL}


def officer(account: int) -> dict[str, object]:
    """The button of an officer's row."""
    return {"type": f"{PREFIX}-petugas", "akun": account}


def pick(request_id: int) -> dict[str, object]:
    """The box that chooses a case."""
    return {"type": f"{PREFIX}-pilih", "kasus": request_id}
