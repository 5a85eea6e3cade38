"""Component ids of the page of home visits, all under one prefix; ``assets/kunjungan.js`` knows them too."""

from __future__ import annotations

from dash import ALL

PREFIX = "kunjungan"

ADDRESS = f"{PREFIX}-alamat"
TICK = f"{PREFIX}-detak"
CHANGED = f"{PREFIX}-berubah"
"""Store: moment of the last thing that was saved."""
OUTAGE = f"{PREFIX}-gangguan"
MESSAGE = f"{PREFIX}-pesan"

# Wishes
COUNTS = f"{PREFIX}-hitungan"
WISHES = f"{PREFIX}-permintaan"
SHOWN_WISHES = f"{PREFIX}-permintaan-tampak"
"""Store: a mark of what the list shows."""
PAGE_TEXT = f"{PREFIX}-letak"
PAGE_BACK = f"{PREFIX}-mundur"
PAGE_ON = f"{PREFIX}-maju"
PICK_ALL = f"{PREFIX}-pilih-semua"
SCHEDULE = f"{PREFIX}-jadwalkan"
WITHDRAW_REASON = f"{PREFIX}-tarik-alasan"
WITHDRAW = f"{PREFIX}-tarik"
NEW_NUMBER = f"{PREFIX}-baru-nomor"
NEW_PURPOSE = f"{PREFIX}-baru-keperluan"
NEW_DAY = f"{PREFIX}-baru-hari"
NEW = f"{PREFIX}-baru"

# Plan
BOARD = f"{PREFIX}-papan"
SHOWN_BOARD = f"{PREFIX}-papan-tampak"
PLANNED = f"{PREFIX}-terjadwal"
MOVE_NOTE = f"{PREFIX}-pindah-catatan"
MOVE = f"{PREFIX}-pindah"
CANCEL = f"{PREFIX}-batal"
CAPACITY_OFFICER = f"{PREFIX}-kapasitas-petugas"
CAPACITY = f"{PREFIX}-kapasitas"
SET_CAPACITY = f"{PREFIX}-kapasitas-simpan"

# Route
ROUTE = f"{PREFIX}-rute"
ROUTE_TEXT = f"{PREFIX}-rute-ringkas"
SHOWN_ROUTE = f"{PREFIX}-rute-tampak"
"""Store: a mark of what the route shows, and which route is opened with its addresses."""
OPEN = f"{PREFIX}-buka"
HIDE = f"{PREFIX}-tutup"
PRINT = f"{PREFIX}-cetak"

# Outcome
FORM = f"{PREFIX}-hasil"
FORM_TITLE = f"{PREFIX}-hasil-judul"
CHOSEN = f"{PREFIX}-hasil-kunjungan"
"""Store: ``{"kunjungan": ..., "nomor": ..., "keperluan": ...}``, the visit that is reported on."""
OUTCOME = f"{PREFIX}-hasil-apa"
RECEIVER = f"{PREFIX}-hasil-penerima"
IDENTITY = f"{PREFIX}-hasil-identitas"
RECEIPT = f"{PREFIX}-hasil-serah"
AGAIN = f"{PREFIX}-hasil-ulang"
AGAIN_DAY = f"{PREFIX}-hasil-hari"
NOTE = f"{PREFIX}-hasil-catatan"
FORM_MESSAGE = f"{PREFIX}-hasil-pesan"
REPORT = f"{PREFIX}-hasil-simpan"
LEAVE = f"{PREFIX}-hasil-batal"

# Every component of a kind, for callbacks.
EVERY_TAB = {"type": f"{PREFIX}-tab", "tampilan": ALL}
EVERY_PANEL = {"type": f"{PREFIX}-panel", "tampilan": ALL}
EVERY_ASKED = {"type": f"{PREFIX}-diminta", "tampilan": ALL}
EVERY_FILTER = {"type": f"{PREFIX}-saring", "nama": ALL}
EVERY_GO = {"type": f"{PREFIX}-ke", "alamat": ALL}
EVERY_WISH = {"type": f"{PREFIX}-pilih", "permintaan": ALL}
EVERY_VISIT = {"type": f"{PREFIX}-pilih", "kunjungan": ALL}
EVERY_REPORT = {"type": f"{PREFIX}-catat", "kunjungan": ALL, "nomor": ALL, "keperluan": ALL}


def tab(view: str) -> dict[str, str]:
    """The tab of a view."""
    return {"type": f"{PREFIX}-tab", "tampilan": view}


def panel(view: str) -> dict[str, str]:
    """What a view shows."""
    return {"type": f"{PREFIX}-panel", "tampilan": view}


def asked(view: str) -> dict[str, str]:
    """Store: ``{"alamat": ..., "detak": ...}``, written while the view is the open one and is to be read."""
    return {"type": f"{PREFIX}-diminta", "tampilan": view}


def filter_field(name: str) -> dict[str, str]:
    """What the address holds under a name."""
    return {"type": f"{PREFIX}-saring", "nama": name}


def go(search: str) -> dict[str, str]:
    """A button that leads elsewhere on the page; ``search`` holds what changes in the address."""
    return {"type": f"{PREFIX}-ke", "alamat": search}


def wish(wish_id: int) -> dict[str, object]:
    """The box that chooses a wish."""
    return {"type": f"{PREFIX}-pilih", "permintaan": wish_id}


def visit(visit_id: int) -> dict[str, object]:
    """The box that chooses a planned visit."""
    return {"type": f"{PREFIX}-pilih", "kunjungan": visit_id}


def report(visit_id: int, number: str, purpose: str) -> dict[str, object]:
    """The button that opens the form for the outcome of a visit."""
    return {"type": f"{PREFIX}-catat", "kunjungan": visit_id, "nomor": number, "keperluan": purpose}


def bar(name: str) -> tuple[str, str]:
    """The fields for officer and day of a bar (``jadwal``, ``pindah``)."""
    return f"{PREFIX}-{name}-petugas", f"{PREFIX}-{name}-hari"
