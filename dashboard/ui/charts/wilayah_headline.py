"""The cards of the page on areas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.card import Card
from dashboard.ui.charts.intervals import Interval
from dashboard.ui.charts.wilayah import CITY, UNKNOWN, stands_of, unknown_channel
from dashboard.ui.charts.wilayah_mix import own_share

CARD_COUNT = 6


def headline(
    now: Mapping[str, pd.DataFrame],
    before: Mapping[str, pd.DataFrame] | None,
    definitions: Mapping[str, str],
    compared: str,
    whole: str = CITY,
) -> list[Card]:
    """Six figures of the whole city.

    Args:
        now: the frames of ``permintaan_wilayah``, ``wilayah_mutu``, ``wilayah_aliran``, ``wilayah_kanal``.
        before: the same of the period compared with.
        compared: what a change is measured against, in words.
        whole: what all areas together are called.
    """
    earlier = before or {}
    return [
        _demand(now["permintaan_wilayah"], earlier.get("permintaan_wilayah"), definitions, compared),
        _apart(now["wilayah_mutu"], "tepat", f"Kurang tepat waktu dari {whole}", definitions, whole),
        _apart(now["wilayah_mutu"], "ditolak", f"Lebih sering ditolak dari {whole}", definitions, whole),
        _own_office(now["wilayah_aliran"], earlier.get("wilayah_aliran"), definitions, compared),
        _channel(now, earlier, "halo_pamor", "Lewat Halo Pamor", definitions, compared),
        _channel(now, earlier, "halo_petugas", "Lewat Halo Petugas", definitions, compared),
    ]


def _demand(
    frame: pd.DataFrame, before: pd.DataFrame | None, definitions: Mapping[str, str], compared: str
) -> Card:
    rate, n, people = (_first(frame, name) for name in ("kota_per_1000", "kota_n", "kota_penduduk"))
    years = sorted({int(year) for year in frame["tahun"].dropna()})
    year = f" ({years[0]})" if len(years) == 1 else (f" ({years[0]}–{years[-1]})" if years else "")
    earlier = None if before is None else _first(before, "kota_per_1000")
    unknown = int(frame.loc[frame["kecamatan"] == UNKNOWN, "n"].sum())
    untold = not n and unknown > 0
    left_out = f"; {words.number(unknown)} tanpa kecamatan" if unknown else ""
    return Card(
        "Permohonan per 1.000 penduduk",
        words.MISSING if untold else words.number(rate, 1),
        f"kecamatan tidak diketahui pada {words.number(unknown)} permohonan"
        if untold
        else f"{words.number(n)} permohonan, {words.number(people)} penduduk{year}{left_out}",
        change=None if untold else _told(words.change(rate, earlier), compared),
        help_text=definitions["permintaan_wilayah"],
    )


def _apart(frame: pd.DataFrame, measure: str, label: str, definitions: Mapping[str, str], whole: str) -> Card:
    """How many kecamatan are worse than the city by more than chance."""
    city = _first(frame, f"kota_{measure}")
    columns = [f"porsi_{measure}", f"{measure}_low", f"{measure}_high", f"{measure}_cukup"]
    found = [
        Interval("", value, low, high, 0, bool(enough))
        for value, low, high, enough in frame.loc[frame["kecamatan"] != UNKNOWN, columns].itertuples(
            index=False
        )
    ]
    known = [stand for stand in stands_of(found, city) if stand is not None]
    name, side = {"tepat": ("tepat waktu", "di bawah"), "ditolak": ("ditolak", "di atas")}[measure]
    return Card(
        label,
        f"{known.count(side)} kecamatan" if known else words.MISSING,
        f"dari {len(known)} yang dinilai; {whole} {words.percent(city)} {name}",
        help_text=definitions["wilayah_mutu"],
    )


def _own_office(
    frame: pd.DataFrame, before: pd.DataFrame | None, definitions: Mapping[str, str], compared: str
) -> Card:
    share, known = own_share(frame)
    old = None if before is None else own_share(before)[0]
    unknown = int(frame["n"].sum()) - known
    left_out = f"; {words.number(unknown)} tanpa kecamatan atau lokasi" if unknown else ""
    return Card(
        "Diambil di kantor kecamatan sendiri",
        words.percent(share),
        f"n = {words.number(known)} permohonan{left_out}",
        change=_told(words.points(share, old), compared),
        help_text=definitions["wilayah_aliran"],
    )


def _channel(
    now: Mapping[str, pd.DataFrame],
    before: Mapping[str, pd.DataFrame],
    code: str,
    label: str,
    definitions: Mapping[str, str],
    compared: str,
) -> Card:
    frame = _of_channel(now["wilayah_kanal"], code)
    share = _first(frame, "kota_bagian")
    earlier = before.get("wilayah_kanal")
    old = None if earlier is None else _first(_of_channel(earlier, code), "kota_bagian")
    unknown = unknown_channel(now["wilayah_kanal"])
    if unknown == 1:
        return Card(label, words.MISSING, "kanal tidak tercatat", help_text=definitions["wilayah_kanal"])
    left_out = f"; kanal {words.percent(unknown)} tidak diketahui" if unknown else ""
    return Card(
        label,
        words.percent(share),
        f"{words.number(_first(frame, 'kota_n'))} permohonan{left_out}",
        change=_told(words.points(share, old), compared),
        help_text=definitions["wilayah_kanal"],
    )


def _of_channel(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    return frame[frame["kanal"] == code]


def _first(frame: pd.DataFrame, column: str) -> Any:
    """A value that stands on every row."""
    value = None if frame.empty else frame[column].iloc[0]
    return None if value is None or pd.isna(value) else value


def _told(change: str | None, compared: str) -> str | None:
    return f"{change} {compared}" if change else None
