"""Outlines of areas, read from a GeoJSON file and made small enough to draw."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]
GRID_STEPS = 1500
"""Outlines are brought to a grid this fine: neighbours keep their common border, and files of survey
exactness stay small in the browser."""

SPOTS_ACROSS = 7
MOST_BYTES = 30_000_000


class GeoJsonError(ValueError):
    """The file cannot be drawn; the message says why, in words for the administrator."""


@dataclass(frozen=True)
class Outline:
    """The outline of one kecamatan: rings (outer ones counter-clockwise, holes clockwise)."""

    code: str
    rings: tuple[Ring, ...]
    centre: Point
    """A point inside, where the words stand."""

    spots: tuple[Point, ...]
    """Points inside that catch a click anywhere near them."""


def outlines_of(document: Any) -> list[Outline]:
    """The outlines of a GeoJSON document whose features carry a property ``kode``.

    Raises:
        GeoJsonError: it is not such a document.
    """
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise GeoJsonError("berkas bukan FeatureCollection")
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise GeoJsonError("berkas tidak memuat wilayah")
    found: dict[str, list[list[Ring]]] = {}
    for feature in features:
        code, polygons = _read_feature(feature)
        found.setdefault(code, []).extend(polygons)
    everything = [ring for polygons in found.values() for polygon in polygons for ring in polygon]
    low_x, low_y, high_x, high_y = bounds(everything)
    step = max(high_x - low_x, high_y - low_y) / GRID_STEPS
    if step <= 0:
        raise GeoJsonError("semua titik berimpit")
    return [_outline(code, polygons, step) for code, polygons in found.items()]


def load_outlines(path: Path) -> list[Outline]:
    """The outlines of a file, read again only when it changed.

    Raises:
        GeoJsonError: the file is missing, too large or broken.
    """
    try:
        seen = path.stat()
    except OSError:
        raise GeoJsonError("berkas tidak ditemukan") from None
    if seen.st_size > MOST_BYTES:
        raise GeoJsonError("berkas lebih besar dari 30 MB")
    return list(_read_file(path, seen.st_mtime_ns, seen.st_size))


def usable_outlines(path: Path | None, known: Collection[str]) -> tuple[list[Outline] | None, str | None]:
    """The administrator's outlines of known kecamatan, or why there are none; neither without a file."""
    if path is None:
        return None, None
    try:
        outlines = load_outlines(path)
    except GeoJsonError as trouble:
        return None, str(trouble)
    if not any(outline.code in known for outline in outlines):
        return None, "tidak satu pun kode wilayahnya dikenal"
    return outlines, None


@functools.lru_cache(maxsize=2)
def _read_file(path: Path, _changed: int, _size: int) -> tuple[Outline, ...]:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise GeoJsonError("berkas tidak dapat dibaca sebagai JSON") from None
    return tuple(outlines_of(document))


def aspect(outlines: Sequence[Outline]) -> float:
    """Of one unit up to one unit across: degrees of longitude shrink away from the equator."""
    low_x, low_y, high_x, high_y = bounds([ring for outline in outlines for ring in outline.rings])
    is_in_degrees = low_x >= -180 and high_x <= 180 and low_y >= -89 and high_y <= 89
    return 1 / math.cos(math.radians((low_y + high_y) / 2)) if is_in_degrees else 1.0


def _read_feature(feature: Any) -> tuple[str, list[list[Ring]]]:
    try:
        code = feature["properties"]["kode"]
        geometry = feature["geometry"]
        kind, coordinates = geometry["type"], geometry["coordinates"]
    except (KeyError, TypeError):
        raise GeoJsonError("ada wilayah tanpa sifat kode atau tanpa bentuk") from None
    if kind == "Polygon":
        polygons = [coordinates]
    elif kind == "MultiPolygon":
        polygons = coordinates
    else:
        raise GeoJsonError("bentuk wilayah harus Polygon atau MultiPolygon")
    try:
        rings = [[_read_ring(ring) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, LookupError):
        raise GeoJsonError(f"koordinat wilayah {code} tidak dapat dibaca") from None
    if not rings or not all(rings):
        raise GeoJsonError(f"wilayah {code} tidak memiliki titik")
    return str(code), rings


def _read_ring(ring: Any) -> Ring:
    points = tuple((float(point[0]), float(point[1])) for point in ring)
    if len(points) < 3 or not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        raise ValueError("a ring needs three finite points")
    return points


def _outline(code: str, polygons: list[list[Ring]], step: float) -> Outline:
    rings: list[Ring] = []
    for polygon in polygons:
        for place, ring in enumerate(polygon):
            rings.append(_turned(_on_grid(ring, step), counter_clockwise=place == 0))
    spots = _spots(rings)
    largest = max((polygon[0] for polygon in polygons), key=lambda ring: abs(_area(ring)))
    centre = _centroid(largest)
    if not _is_inside(centre, rings):
        centre = min(spots, key=lambda spot: math.dist(spot, centre)) if spots else largest[0]
    return Outline(code, tuple(rings), centre, tuple(spots) or (centre,))


def _on_grid(ring: Ring, step: float) -> Ring:
    """The ring on a common grid; one too small for it stays as it is."""
    kept: list[Point] = []
    for x, y in ring:
        point = (round(round(x / step) * step, 9), round(round(y / step) * step, 9))
        if not kept or kept[-1] != point:
            kept.append(point)
    thinned = tuple(kept)
    if len(set(thinned)) < 3:
        thinned = ring
    return thinned if thinned[0] == thinned[-1] else (*thinned, thinned[0])


def _turned(ring: Ring, *, counter_clockwise: bool) -> Ring:
    """A hole runs against its outer ring; else it would be filled."""
    return ring if (_area(ring) >= 0) == counter_clockwise else ring[::-1]


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in _edges(ring)) / 2


def _edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _centroid(ring: Ring) -> Point:
    # About the first point, else coordinates far from zero lose their digits.
    ox, oy = ring[0]
    moved = tuple((x - ox, y - oy) for x, y in ring)
    area = _area(moved)
    if area == 0:
        return ring[0]
    cross = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in _edges(moved)]
    x = sum((a[0] + b[0]) * c for a, b, c in cross) / (6 * area)
    y = sum((a[1] + b[1]) * c for a, b, c in cross) / (6 * area)
    return ox + x, oy + y


def _is_inside(point: Point, rings: Sequence[Ring]) -> bool:
    """By the number of borders to the right; holes are outside."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (ax, ay), (bx, by) in _edges(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1


def _spots(rings: Sequence[Ring]) -> list[Point]:
    low_x, low_y, high_x, high_y = bounds(rings)
    lattice = (
        (
            low_x + (high_x - low_x) * (column + 0.5) / SPOTS_ACROSS,
            low_y + (high_y - low_y) * (row + 0.5) / SPOTS_ACROSS,
        )
        for row in range(SPOTS_ACROSS)
        for column in range(SPOTS_ACROSS)
    )
    return [spot for spot in lattice if _is_inside(spot, rings)]


def bounds(rings: Sequence[Ring]) -> tuple[float, float, float, float]:
    xs = [point[0] for ring in rings for point in ring]
    ys = [point[1] for ring in rings for point in ring]
    return min(xs), min(ys), max(xs), max(ys)
