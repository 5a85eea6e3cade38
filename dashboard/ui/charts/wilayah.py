"""Kecamatan compared: in a ranking with intervals, by channel; and their kelurahan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.intervals import Interval, Unit, intervals, standing, told
from dashboard.ui.charts.rows import Bar, bars
from dashboard.ui.panel import Content, blank

NOTHING = "Tidak ada permohonan yang sesuai. Perpanjang periode atau kurangi saringan."
BLUE, GREY, ORANGE = "#0072B2", "#7F7F7F", "#D55E00"
UNKNOWN = "TIDAK_DIKETAHUI"
MOST_KELURAHAN = 14
SMALLEST = 20
CITY = "kota"

MEASURES = {
    "per_1000": "Permohonan per 1.000 penduduk",
    "pertama": "Pengajuan pertama per 1.000 penduduk",
    "jumlah": "Jumlah permohonan",
    "terlambat": "Terlambat",
    "ditolak": "Ditolak",
}
RANKED = {
    "per_1000": MEASURES["per_1000"],
    "pertama": MEASURES["pertama"],
    "tepat": "Tepat waktu",
    "ditolak": "Ditolak",
}
MEASURE_CHOICES = {
    "per_1000": "Per penduduk",
    "pertama": "Pertama saja",
    "jumlah": "Jumlah",
    "terlambat": "Terlambat",
    "ditolak": "Ditolak",
}
RANKED_CHOICES = {
    "per_1000": "Per penduduk",
    "pertama": "Pertama saja",
    "tepat": "Tepat waktu",
    "ditolak": "Ditolak",
}
COUNTED_CHOICES = {"semua": "Semua", "pertama": "Pertama"}
COUNTED = {"semua": "Semua permohonan", "pertama": "Pengajuan pertama"}
CHANNELS = {
    "halo_pamor": "Halo Pamor",
    "halo_petugas": "Halo Petugas",
    "aplikasi": "Aplikasi",
    "loket": "Loket",
}


def ranking(
    frame: pd.DataFrame,
    measure: str,
    theme: str | None,
    period: str,
    *,
    chosen: Collection[str] = (),
    whole: str = CITY,
) -> Content:
    """Kecamatan from most to least, each with its interval beside the city's value."""
    rows = measured(frame, measure)
    reference = reference_of(frame, measure)
    unit = unit_of(measure)
    subtitle = f"{measure_words(measure, frame)}, dengan rentang 95 %; {period}"
    if reference is not None:
        city = Interval("", reference, None, None, 0, True)
        subtitle += f". Garis putus: {whole}, {told(city, unit)}"
    rows = [(row, interval) for row, interval in rows if interval.n or row["kecamatan"] != UNKNOWN]
    if not any(interval.n for _, interval in rows):
        return Content("Tidak ada permohonan", subtitle, blank(580, NOTHING), pd.DataFrame())
    rows.sort(key=lambda pair: (not pair[1].enough, -(pair[1].value or 0.0)))
    stands = stands_of([interval for _, interval in rows], reference)
    drawn = [
        Interval(
            label=_ranked_label(interval.label, stand, str(row["kecamatan"]) in chosen),
            value=interval.value,
            low=interval.low,
            high=interval.high,
            n=interval.n,
            enough=interval.enough,
            key=row["kecamatan"],
            colour=GREY if stand == "setara" else BLUE,
        )
        for (row, interval), stand in zip(rows, stands, strict=True)
        if interval.enough or interval.n < SMALLEST
    ]
    table = pd.DataFrame(
        {
            "Kecamatan": [interval.label for _, interval in rows],
            RANKED[measure]: [
                told(interval, unit) if interval.enough or interval.n < SMALLEST else words.MISSING
                for _, interval in rows
            ],
            "n": [words.number(interval.n) for _, interval in rows],
            f"Terhadap {whole}": [_against(stand, whole) for stand in stands],
        }
    )
    judged = [interval for _, interval in rows if interval.enough]
    title = (
        f"{RANKED[measure]}, {judged[0].label}: {told(judged[0], unit)}"
        if len(judged) == 1
        else unknown_title(frame) or _ranking_title(stands, RANKED[measure], whole)
    )
    keys = [interval.key for _, interval in rows]
    figure = intervals(drawn, theme, unit=unit, reference=reference)
    return Content(title, subtitle, figure, table, title, keys)


def kelurahan(
    frame: pd.DataFrame,
    theme: str | None,
    period: str,
    counted: str,
    chosen: Sequence[str] = (),
    whole: str = CITY,
) -> Content:
    """Counts per kelurahan, the largest first; there is no population to divide by."""
    subtitle = f"{COUNTED[counted]}; {period}. Penduduk per kelurahan tidak tersedia, jadi hanya jumlah"
    if frame.empty or not frame["n"].sum():
        return Content("Tidak ada permohonan", subtitle, blank(662, NOTHING), pd.DataFrame())
    rows = frame.sort_values("n", ascending=False, kind="stable").to_dict("records")
    shown = [row for row in rows if row["n"]][:MOST_KELURAHAN]
    if len(shown) == MOST_KELURAHAN < len(rows):
        subtitle += f". {len(shown)} terbanyak dari {len(rows)}; tabel memuat semuanya"
    single = len(set(chosen)) == 1
    keys = [[row["kecamatan"], row["kelurahan"]] for row in rows]
    drawn = [
        Bar(
            label=str(row["nama_kelurahan"])
            if single or row["kelurahan"] == UNKNOWN == row["kecamatan"]
            else f"{row['nama_kelurahan']}, {row['nama_kecamatan']}",
            value=float(row["n"]),
            text=words.number(row["n"]),
            colour=BLUE,
            key=key,
        )
        for row, key in zip(shown, keys, strict=False)
    ]
    table = pd.DataFrame(
        {
            "Kelurahan": [row["nama_kelurahan"] for row in rows],
            "Kecamatan": [row["nama_kecamatan"] for row in rows],
            "Permohonan": [words.number(row["n"]) for row in rows],
            "Bagian": [words.percent(row["bagian"]) for row in rows],
        }
    )
    title = _kelurahan_title(shown, single, "kecamatan terpilih" if chosen else whole)
    return Content(title, subtitle, bars(drawn, theme), table, title, keys)


def _kelurahan_title(rows: Sequence[dict[Any, Any]], single: bool, whole: str) -> str:
    """Where most come from, of those whose kelurahan is known."""
    first = next((row for row in rows if row["kelurahan"] != UNKNOWN), None)
    if first is None:
        return "Kelurahan pemohon tidak diketahui pada semua permohonan"
    place = first["nama_kecamatan"] if single else whole
    return f"Terbanyak dari {first['nama_kelurahan']}: {words.percent(first['bagian'])} permohonan {place}"


def channel(
    frame: pd.DataFrame,
    code: str,
    theme: str | None,
    period: str,
    chosen: Collection[str] = (),
    whole: str = CITY,
) -> Content:
    """The share of one channel per kecamatan, with its interval."""
    name = CHANNELS[code]
    rows = [row for row in frame.to_dict("records") if row["kanal"] == code]
    rows = [row for row in rows if row["jumlah"] or row["kecamatan"] != UNKNOWN]
    subtitle = f"Bagian {name} dari semua permohonan, dengan rentang 95 %; {period}"
    if not any(row["jumlah"] for row in rows):
        return Content("Tidak ada permohonan", subtitle, blank(580, NOTHING), pd.DataFrame())
    reference = number(rows[0]["kota_bagian"])
    found = [
        Interval(
            label=str(row["nama"]),
            value=number(row["bagian"]),
            low=number(row["low"]),
            high=number(row["high"]),
            n=int(row["jumlah"]),
            enough=bool(row["cukup"]),
            key=row["kecamatan"],
        )
        for row in rows
    ]
    counts = {row["kecamatan"]: int(row["n"]) for row in rows}
    found.sort(key=lambda one: (not one.enough, -(one.value or 0.0)))
    stands = stands_of(found, reference)
    drawn = [
        Interval(
            _ranked_label(one.label, stand, str(one.key) in chosen), one.value, one.low, one.high, one.n,
            one.enough, one.key, GREY if stand == "setara" else BLUE,
        )
        for one, stand in zip(found, stands, strict=True)
    ]  # fmt: skip
    table = pd.DataFrame(
        {
            "Kecamatan": [one.label for one in found],
            f"Bagian {name}": [told(one, "persen") for one in found],
            f"Lewat {name}": [words.number(counts[one.key]) for one in found],
            "n": [words.number(one.n) for one in found],
            f"Terhadap {whole}": [_against(stand, whole) for stand in stands],
        }
    )
    unknown = unknown_channel(frame)
    if unknown > 0.5:
        title = f"Kanal tidak diketahui pada {words.percent(unknown)} permohonan"
    else:
        title = f"{name}: {words.percent(reference)} permohonan {whole}"
        apart = [one.label for one, stand in zip(found, stands, strict=True) if stand == "di atas"]
        title += f"; tertinggi {apart[0]}" if apart else ""
    subtitle += f". Garis putus: {whole}, {words.percent(reference)}"
    if unknown:
        subtitle += f". Kanal tidak diketahui: {words.percent(unknown)}"
    figure = intervals(drawn, theme, unit="persen", reference=reference)
    return Content(title, subtitle, figure, table, title, [one.key for one in drawn])


def unknown_channel(frame: pd.DataFrame) -> float:
    """The share of all applications whose channel is not known."""
    rows = frame[frame["kanal"] == UNKNOWN]
    return 0.0 if rows.empty else number(rows["kota_bagian"].iloc[0]) or 0.0


def unknown_title(frame: pd.DataFrame) -> str | None:
    """Where not one application has a kecamatan, that is the finding."""
    counted = next((name for name in ("n", "putusan") if name in frame), None)
    if counted is None or not frame[counted].sum():
        return None
    known = frame.loc[frame["kecamatan"] != UNKNOWN, counted].sum()
    return None if known else "Kecamatan pemohon tidak diketahui pada semua permohonan"


def stands_of(found: Sequence[Interval], reference: float | None) -> list[str | None]:
    """Each against all together; a single one is all there is, and is not compared with itself."""
    if sum(one.enough for one in found) < 2:
        return [None] * len(found)
    return [standing(one, reference) for one in found]


def measured(frame: pd.DataFrame, measure: str) -> list[tuple[dict[Any, Any], Interval]]:
    """Each row with the estimate of a measure."""
    return [(row, _estimate(row, measure)) for row in frame.to_dict("records")]


def _estimate(row: dict[Any, Any], measure: str) -> Interval:
    name = str(row["nama"] if "nama" in row else row["nama_kecamatan"])
    match measure:
        case "per_1000" | "pertama":
            value, low, high = (number(row[column]) for column in ("per_1000", "low", "high"))
            n, enough = row["n"], row["cukup"]
        case "jumlah":
            value, low, high, n, enough = float(row["n"]), None, None, row["n"], True
        case "tepat":
            value, low, high = (number(row[c]) for c in ("porsi_tepat", "tepat_low", "tepat_high"))
            n, enough = row["jatuh_tempo"], row["tepat_cukup"]
        case "terlambat":
            # What is not on time is late: the same interval seen from its other end.
            on_time, least, most = (number(row[c]) for c in ("porsi_tepat", "tepat_low", "tepat_high"))
            value, low, high = (None if one is None else 1 - one for one in (on_time, most, least))
            n, enough = row["jatuh_tempo"], row["tepat_cukup"]
        case _:
            value, low, high = (number(row[c]) for c in ("porsi_ditolak", "ditolak_low", "ditolak_high"))
            n, enough = row["putusan"], row["ditolak_cukup"]
    return Interval(name, value, low, high, int(n), bool(enough), row["kecamatan"])


def unit_of(measure: str) -> Unit:
    return "jumlah" if measure in ("per_1000", "pertama", "jumlah") else "persen"


def reference_of(frame: pd.DataFrame, measure: str) -> float | None:
    """The whole city's value."""
    column = {"tepat": "kota_tepat", "ditolak": "kota_ditolak", "terlambat": "kota_tepat"}.get(
        measure, "kota_per_1000"
    )
    value = None if frame.empty or measure == "jumlah" else number(frame[column].iloc[0])
    return 1 - value if measure == "terlambat" and value is not None else value


def figure_words(value: float, measure: str) -> str:
    match measure:
        case "jumlah":
            return words.number(value)
        case "per_1000" | "pertama":
            return words.number(value, 1)
    return words.percent(value)


def measure_words(measure: str, frame: pd.DataFrame) -> str:
    """The measure with what it is divided by."""
    match measure:
        case "per_1000" | "pertama":
            years = sorted({int(year) for year in frame["tahun"].dropna()})
            named = "" if not years else (f" {years[0]}" if len(years) == 1 else f" {years[0]}–{years[-1]}")
            return f"{MEASURES[measure]} (penduduk{named})"
        case "tepat":
            return "Persen tepat waktu dari permohonan yang jatuh tempo"
        case "terlambat":
            return "Persen terlambat dari permohonan yang jatuh tempo"
        case "ditolak":
            return "Persen ditolak dari seluruh putusan"
    return MEASURES[measure]


def _ranking_title(stands: Sequence[str | None], measure: str, whole: str) -> str:
    known = [stand for stand in stands if stand is not None]
    if not known:
        return "Data terlalu sedikit untuk dibandingkan"
    above, below = known.count("di atas"), known.count("di bawah")
    if not above + below:
        return f"{measure}: semua kecamatan setara dengan {whole}"
    return f"{measure}: {above} kecamatan di atas {whole}, {below} di bawah, {known.count('setara')} setara"


def _ranked_label(name: str, stand: str | None, is_chosen: bool) -> str:
    mark = "▸ " if is_chosen else ""
    return f"{mark}{name}" if stand is None else f"{mark}{name} · {stand}"


def _against(stand: str | None, whole: str) -> str:
    if stand is None:
        return "tidak dinilai"
    return f"setara dengan {whole}" if stand == "setara" else f"{stand} {whole}"


def number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
