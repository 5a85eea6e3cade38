"""Maps draw every kecamatan with its words; a broken GeoJSON file never takes the page with it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from dashboard.ui.charts import map as maps
from dashboard.ui.charts import outlines as drawn
from dashboard.ui.charts.map import Area
from dashboard.ui.charts.outlines import GeoJsonError

SCALE = ("0", "40")


def square(x: float, y: float, side: float = 1.0) -> list[list[float]]:
    """Clockwise, as many files have it."""
    return [[x, y], [x, y + side], [x + side, y + side], [x + side, y], [x, y]]


def feature(code: Any, kind: str, coordinates: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kode": code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


MADE_UP = collection(
    feature("T", "Polygon", [square(106.9, -6.3, 0.1)]),
    feature("B", "MultiPolygon", [[square(107.0, -6.3, 0.1)], [square(107.2, -6.3, 0.05)]]),
)


def area(code: str, value: float | None, **changes: Any) -> Area:
    words = {"name": f"Kecamatan {code}", "text": f"{value}", "hover": f"{code}: {value}"}
    return Area(**{"code": code, "value": value, "row": 1, "column": 1, **words, **changes})


def channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def test_every_tile_stands_in_its_place_names_its_figure_and_asks_for_its_code() -> None:
    figure = maps.tile_map(
        [area("T", 40.0, row=1, column=2), area("B", 10.0, row=2, column=1)], "light", SCALE
    )

    tiles, catchers = figure["data"]
    assert tiles["z"] == [[None, 40.0], [10.0, None]]
    places = {
        (round(x), round(y), code)
        for x, y, code in zip(catchers["x"], catchers["y"], catchers["customdata"], strict=True)
    }
    assert places == {(2, 1, "T"), (1, 2, "B")}
    assert tiles["zmin"] == 0
    words = {note["text"]: (note["x"], note["y"]) for note in figure["layout"]["annotations"]}
    assert words == {"Kecamatan<br>T<br><b>40.0</b>": (2, 1), "Kecamatan<br>B<br><b>10.0</b>": (1, 2)}
    top, bottom = figure["layout"]["yaxis"]["range"]
    assert top > bottom  # row 1 is at the top


def test_a_tile_with_too_little_is_grey_but_can_still_be_chosen() -> None:
    figure = maps.tile_map([area("T", None), area("B", 10.0, row=2)], "light", SCALE)

    coloured, grey, catchers = figure["data"]
    assert (coloured["y"], grey["y"]) == ([2], [1])
    assert set(catchers["customdata"]) == {"T", "B"}
    assert grey["colorscale"][0][1] == grey["colorscale"][1][1]
    assert not grey["showscale"]


def test_the_chosen_kecamatan_is_framed_and_marked() -> None:
    figure = maps.tile_map([area("T", 1.0, is_chosen=True), area("B", 2.0, row=2)], "light", SCALE)

    assert len(figure["layout"]["shapes"]) == 1
    assert [note["text"].startswith("▸") for note in figure["layout"]["annotations"]] == [True, False]


def test_areas_without_a_tile_make_an_empty_map_and_no_error() -> None:
    figure = maps.tile_map([area("T", 1.0, row=None, column=None)], "light", SCALE)

    assert figure["data"] == []
    assert figure["layout"]["annotations"][0]["text"].replace("<br>", " ") == maps.NOTHING


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_one_hue_by_strength_and_words_can_be_read_on_them(theme: str) -> None:
    steps = [maps.colour_of(value, 10.0, theme) for value in range(11)]

    lightness = [maps._luminance(colour) for colour in steps]
    assert lightness == sorted(lightness, reverse=theme == "light")
    assert all(blue >= red for red, _, blue in (channels(colour) for colour in steps))
    for value in [None, *range(11)]:
        ground = maps._luminance(maps.colour_of(value, 10.0, theme))
        ink = maps._luminance(maps.text_colour(value, 10.0, theme))
        light, dark = max(ground, ink) + 0.05, min(ground, ink) + 0.05
        assert light / dark >= 4.5, value


def test_outlines_are_closed_rings_with_outer_ones_counter_clockwise() -> None:
    timur, barat = drawn.outlines_of(MADE_UP)

    assert (timur.code, len(timur.rings), len(barat.rings)) == ("T", 1, 2)
    for ring in (*timur.rings, *barat.rings):
        assert ring[0] == ring[-1]
        assert drawn._area(ring) > 0
    assert timur.centre == pytest.approx((106.95, -6.25), abs=0.001)
    assert barat.centre == pytest.approx((107.05, -6.25), abs=0.001)  # of the larger part
    assert len(timur.spots) == drawn.SPOTS_ACROSS**2


def test_a_hole_runs_against_its_outer_ring_and_catches_no_click() -> None:
    holed = feature("T", "Polygon", [square(0, 0, 9), square(3, 3, 3)])

    (outline,) = drawn.outlines_of(collection(holed))

    assert [drawn._area(ring) > 0 for ring in outline.rings] == [True, False]
    assert not any(3 < x < 6 and 3 < y < 6 for x, y in outline.spots)
    assert not (3 < outline.centre[0] < 6 and 3 < outline.centre[1] < 6)


def test_neighbours_keep_their_common_border_on_the_grid() -> None:
    wavy = [[1 + 0.0001 * math.sin(step), step / 500] for step in range(501)]
    left = feature("L", "Polygon", [[[0, 0], *wavy, [0, 1], [0, 0]]])
    right = feature("R", "Polygon", [[[2, 0], *wavy, [2, 1], [2, 0]]])

    one, other = drawn.outlines_of(collection(left, right))

    inner = [{point for point in outline.rings[0] if 0.5 < point[0] < 1.5} for outline in (one, other)]
    assert inner[0] == inner[1]
    assert len(inner[0]) > 100


def test_the_choropleth_draws_polygons_with_equal_aspect_and_asks_no_host() -> None:
    outlines = drawn.outlines_of(MADE_UP)

    figure = maps.outline_map([area("T", 40.0), area("B", None, is_chosen=True)], outlines, "light", SCALE)

    timur, barat, catchers = figure["data"]
    assert timur["fill"] == barat["fill"] == "toself"
    assert timur["fillcolor"] == maps.colour_of(40.0, 40.0, "light")
    assert barat["fillcolor"] == maps.colour_of(None, 40.0, "light")
    assert barat["x"].count(None) == 1  # two parts, one gap
    assert barat["line"]["width"] > timur["line"]["width"]
    assert set(catchers["customdata"]) == {"T", "B"}
    assert len(catchers["customdata"]) == len(catchers["x"])
    axis = figure["layout"]["yaxis"]
    assert axis["scaleanchor"] == "x"
    assert axis["scaleratio"] == pytest.approx(1 / math.cos(math.radians(6.25)), rel=1e-4)
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    assert "http" not in json.dumps(figure)


def test_metres_have_the_same_length_both_ways() -> None:
    outlines = drawn.outlines_of(collection(feature("T", "Polygon", [square(700_000, 9_300_000, 5_000)])))

    assert drawn.aspect(outlines) == 1


def test_outlines_of_unknown_kecamatan_are_left_out() -> None:
    figure = maps.outline_map([area("T", 1.0)], drawn.outlines_of(MADE_UP), "light", SCALE)

    assert [trace.get("name") for trace in figure["data"]] == ["Kecamatan T", None]


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {"type": "Feature"},
        collection(),
        {"type": "FeatureCollection", "features": {}},
        collection(None),
        collection({"type": "Feature", "properties": {"nama": "x"}, "geometry": None}),
        collection({"type": "Feature", "properties": None, "geometry": None}),
        collection(feature("T", "Point", [1, 2])),
        collection(feature("T", "Polygon", [])),
        collection(feature("T", "Polygon", [[[0, 0], [1, 1]]])),
        collection(feature("T", "Polygon", [[[0, "utara"], [1, 1], [2, 0]]])),
        collection(feature("T", "Polygon", [[[0, float("nan")], [1, 1], [2, 0]]])),
        collection(feature("T", "Polygon", 7)),
        collection(feature("T", "MultiPolygon", [[]])),
        collection(feature("T", "Polygon", [[[1, 1], [1, 1], [1, 1]]])),
    ],
)
def test_a_broken_document_is_refused_with_a_reason(document: Any) -> None:
    with pytest.raises(GeoJsonError, match=r"\w"):
        drawn.outlines_of(document)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "tidak ditemukan"),
        (b"{", "JSON"),
        (b"\xff\xfe\x00", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"{}", "FeatureCollection"),
        (json.dumps(collection(feature("X", "Polygon", [square(0, 0)]))).encode(), "dikenal"),
    ],
)
def test_a_missing_or_unusable_file_falls_back_and_says_why(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "kota.geojson"
    if content is not None:
        path.write_bytes(content)

    outlines, trouble = drawn.usable_outlines(path, {"T", "B"})

    assert outlines is None
    assert trouble is not None
    assert reason in trouble


def test_a_folder_in_place_of_a_file_falls_back(tmp_path: Path) -> None:
    assert drawn.usable_outlines(tmp_path, {"T"})[0] is None


def test_without_a_setting_there_is_neither_outline_nor_trouble() -> None:
    assert drawn.usable_outlines(None, {"T"}) == (None, None)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "kota.geojson"
    path.write_text(json.dumps(MADE_UP))
    first, _ = drawn.usable_outlines(path, {"T"})
    path.write_text(json.dumps(collection(feature("T", "Polygon", [square(0, 0)]))))
    second, _ = drawn.usable_outlines(path, {"T"})

    assert first is not None
    assert second is not None
    assert (len(first), len(second)) == (2, 1)
