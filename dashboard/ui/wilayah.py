"""The cases behind the marks of the page on areas. Keys come from the browser; who reads them checks them."""

from __future__ import annotations

from typing import Any

from dashboard.board import CaseQuery, View
from dashboard.ui import format as words
from dashboard.ui.charts.wilayah import CHANNELS

LISTED = "kasus_masuk"
UNKNOWN = "wilayah yang dipilih"


def ranking(view: View, key: Any) -> CaseQuery:
    """Behind a kecamatan in the ranking: its applications, or those late or rejected."""
    area, name = {"kecamatan": [key]}, _name(view, "kecamatan", key)
    match view.picks["peringkat"]:
        case "tepat":
            return CaseQuery("kasus_wilayah_mutu", f"Terlambat, {name}", {"himpunan": "terlambat"}, area)
        case "ditolak":
            return CaseQuery("kasus_wilayah_mutu", f"Ditolak, {name}", {"himpunan": "ditolak"}, area)
        case "pertama":
            return CaseQuery(LISTED, f"Pengajuan pertama, {name}", {"hitung": "pertama"}, area)
    return CaseQuery(LISTED, f"Permohonan, {name}", filters=area)


def kelurahan(view: View, key: Any) -> CaseQuery:
    """Behind a kelurahan."""
    area, code = key
    options = {"kelurahan": code, "hitung": view.picks["kelurahan"]}
    frame = view.frame("permintaan_wilayah", tingkat="kelurahan", hitung=view.picks["kelurahan"])
    names = dict(zip(frame["kelurahan"], frame["nama_kelurahan"], strict=True))
    return CaseQuery(LISTED, f"Permohonan, {names.get(code, UNKNOWN)}", options, {"kecamatan": [area]})


def channel(view: View, key: Any) -> CaseQuery:
    """Behind a kecamatan's share of a channel."""
    code = view.picks["lewat"]
    title = f"Lewat {CHANNELS[code]}, {_name(view, 'kecamatan', key)}"
    return CaseQuery(LISTED, title, filters={"kecamatan": [key], "kanal": [code]})


def monthly(view: View, key: Any) -> CaseQuery:
    """Behind a month of a kecamatan."""
    month, area = key
    year, number = str(month).split("-")[:2]
    title = f"{words.MONTHS[int(number) - 1]} {int(year)}, {_name(view, 'kecamatan', area)}"
    options = {"bulan": month, "hitung": view.picks["tren"]}
    return CaseQuery(LISTED, title, options, {"kecamatan": [area]})


def flow(view: View, key: Any) -> CaseQuery:
    """Behind a way from a kecamatan to a pickup place, or to several."""
    area, places = key
    target = _name(view, "lokasi", places[0]) if len(places) == 1 else "lokasi lain"
    title = f"{_name(view, 'kecamatan', area)} ke {target}"
    return CaseQuery(LISTED, title, filters={"kecamatan": [area], "lokasi": places})


def service(view: View, key: Any) -> CaseQuery:
    """Behind a service, or the rarer ones together, of a kecamatan."""
    area, codes = key
    target = _name(view, "layanan", codes[0]) if len(codes) == 1 else "Layanan lainnya"
    title = f"{target}, {_name(view, 'kecamatan', area)}"
    return CaseQuery(LISTED, title, filters={"kecamatan": [area], "layanan": codes})


def _name(view: View, kind: str, code: Any) -> str:
    rows = view.rows("pilihan_filter")
    return next((row["nama"] for row in rows if row["jenis"] == kind and row["kode"] == code), UNKNOWN)
