"""The map of kecamatan: one figure in each, on tiles or on the administrator's outlines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.intervals import Interval, standing, told
from dashboard.ui.charts.map import Area, outline_map, tile_map
from dashboard.ui.charts.outlines import Outline
from dashboard.ui.charts.wilayah import (
    CITY,
    MEASURES,
    NOTHING,
    SMALLEST,
    UNKNOWN,
    figure_words,
    measure_words,
    measured,
    number,
    reference_of,
    unit_of,
    unknown_title,
)  # fmt: skip
from dashboard.ui.panel import Content, blank

MAP_NAME = "Peta petak, bukan skala"


def city_map(
    frame: pd.DataFrame,
    measure: str,
    theme: str | None,
    period: str,
    *,
    chosen: Collection[str] = (),
    outlines: Sequence[Outline] | None = None,
    trouble: str | None = None,
    whole: str = CITY,
) -> Content:
    """Every kecamatan with one figure.

    Args:
        frame: ``permintaan_wilayah`` or ``wilayah_mutu`` with the tiles beside it.
        measure: a key of ``MEASURES``.
        outlines: drawn instead of tiles where the administrator gave some.
        trouble: why the administrator's outlines cannot be drawn.
        whole: what all areas together are called.
    """
    rows = measured(frame, measure)
    areas = [_area(row, interval, measure, chosen) for row, interval in rows]
    subtitle = (
        f"{measure_words(measure, frame)}; {period}. {MAP_NAME if outlines is None else 'Peta wilayah'}"
    )
    drawn_codes = {outline.code for outline in outlines} if outlines is not None else None
    absent = [
        f"{area.name} ({area.text})"
        for area in areas
        if (area.row is None if drawn_codes is None else area.code not in drawn_codes)
    ]
    if absent:
        subtitle += f". Tidak di peta: {', '.join(absent)}"
    if trouble:
        subtitle += f". Berkas GeoJSON tidak dipakai: {trouble}"
    if not any(interval.n for _, interval in rows):
        return Content("Tidak ada permohonan", subtitle, blank(460, NOTHING), pd.DataFrame())
    top = max((area.value for area in areas if area.value is not None), default=0.0)
    scale_words = ("0", figure_words(top, measure))
    if outlines is None:
        figure = tile_map(areas, theme, scale_words)
    else:
        figure = outline_map(areas, outlines, theme, scale_words)
    table = pd.DataFrame(
        {
            "Kecamatan": [area.name for area in areas],
            MEASURES[measure]: [area.text for area in areas],
            "n": [words.number(interval.n) for _, interval in rows],
            **_population_columns(frame, measure),
        }
    )
    reference = reference_of(frame, measure)
    stands = {standing(interval, reference) for _, interval in rows}
    even = reference if stands <= {None, "setara"} else None
    title = unknown_title(frame) or _map_title(areas, measure, even, whole)
    return Content(title, subtitle, figure, table, title)


def _area(row: dict[Any, Any], interval: Interval, measure: str, chosen: Collection[str]) -> Area:
    code, tile = str(row["kecamatan"]), (number(row["baris"]), number(row["kolom"]))
    value = interval.value if interval.enough else None
    if value is not None:
        text = figure_words(value, measure)
    elif interval.n >= SMALLEST:
        text = words.MISSING  # no population to divide by
    else:
        text = f"n = {words.number(interval.n)}"
    figures = text if measure == "jumlah" else told(interval, unit_of(measure))
    if value is None and interval.n >= SMALLEST:
        figures = "penduduk tidak tercatat"
    hover = f"{interval.label}<br>{MEASURES[measure]}: {figures}<br>n = {words.number(interval.n)}"
    return Area(
        code=code,
        name=interval.label,
        value=value,
        text=text,
        hover=hover,
        row=None if tile[0] is None else int(tile[0]),
        column=None if tile[1] is None else int(tile[1]),
        is_chosen=code in chosen,
    )


def _population_columns(frame: pd.DataFrame, measure: str) -> dict[str, list[str]]:
    if measure not in ("per_1000", "pertama"):
        return {}
    return {
        "Penduduk": [words.number(people) for people in frame["penduduk"]],
        "Tahun penduduk": [words.MISSING if pd.isna(year) else str(int(year)) for year in frame["tahun"]],
    }


def _map_title(areas: Sequence[Area], measure: str, even: float | None, whole: str) -> str:
    """The extremes; where no kecamatan differs from the city by more than chance (``even``), that."""
    known = [area for area in areas if area.value is not None and area.code != UNKNOWN]
    if not known:
        return "Data terlalu sedikit untuk dibandingkan"
    most = max(known, key=lambda area: area.value or 0.0)
    least = min(known, key=lambda area: area.value or 0.0)
    name = {
        "per_1000": "Permintaan per penduduk", "pertama": "Pengajuan pertama per penduduk",
        "jumlah": "Permohonan", "terlambat": "Keterlambatan", "ditolak": "Penolakan",
    }[measure]  # fmt: skip
    if len(known) == 1:
        return f"{name} {most.name}: {most.text}"
    if even is not None:
        return f"{name} merata: semua kecamatan setara dengan {whole} ({figure_words(even, measure)})"
    return f"{name} tertinggi di {most.name} ({most.text}), terendah di {least.name} ({least.text})"
