"""Maps of the city's kecamatan: tiles where they roughly lie, or outlines from a GeoJSON file.

No map tiles and no request to any host: outlines are drawn as polygons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.ui.charts.outlines import Outline, Point, aspect, bounds
from dashboard.ui.panel import blank
from dashboard.ui.theme import layout, palette

TILE_PIXELS = 86
HEAD_PIXELS = 26
FOOT_PIXELS = 44
OUTLINE_HEIGHT = 500
NOTHING = "Tidak ada wilayah untuk digambar."
# One hue by lightness, so that colour-blind readers and grey printers see the same order.
SCALES: dict[str, list[tuple[float, str]]] = {
    "light": [(0, "#dce9f3"), (0.5, "#6fa8d3"), (1, "#0b3f73")],
    "dark": [(0, "#25394a"), (0.5, "#3f82b8"), (1, "#d3ecff")],
}


@dataclass(frozen=True)
class Area:
    """One kecamatan on the map.

    Args:
        value: decides the strength of the colour; ``None`` where there is too little to tell.
        text: the figure in words.
        hover: more words, shown when pointed at.
        row, column: its tile.
        is_chosen: whether the page is filtered to it.
    """

    code: str
    name: str
    value: float | None
    text: str
    hover: str
    row: int | None = None
    column: int | None = None
    is_chosen: bool = False


def tile_map(areas: Sequence[Area], theme: str | None, scale_words: tuple[str, str]) -> dict[str, Any]:
    """A square per kecamatan; those without a tile are left out.

    Args:
        scale_words: what no and full colour stand for.
    """
    placed = [area for area in areas if area.row is not None and area.column is not None]
    if not placed:
        return blank(HEAD_PIXELS + TILE_PIXELS * 4 + FOOT_PIXELS, NOTHING)
    inks = palette(theme)
    rows, columns = [int(area.row or 0) for area in placed], [int(area.column or 0) for area in placed]
    top = _top(placed)
    told = [area for area in placed if area.value is not None]
    untold = [area for area in placed if area.value is None]
    data = [_tiles(told, _scale(theme), top, scale_words, inks.quiet)] if told else []
    if untold:
        data.append(_tiles(untold, [(0, inks.grid), (1, inks.grid)], 1.0, None, inks.quiet))
    data.append(_catchers([(_tile_spots(area), area) for area in placed]))
    notes = [
        {
            "x": area.column,
            "y": area.row,
            "text": f"{'▸ ' if area.is_chosen else ''}{area.name.replace(' ', '<br>')}<br><b>{area.text}</b>",
            "showarrow": False,
            "font": {"size": 11, "color": text_colour(area.value, top, theme)},
            "captureevents": False,
        }
        for area in placed
    ]
    return {
        "data": data,
        "layout": layout(
            theme,
            height=HEAD_PIXELS + TILE_PIXELS * (max(rows) - min(rows) + 1) + FOOT_PIXELS,
            margin={"l": 2, "r": 2, "t": HEAD_PIXELS, "b": FOOT_PIXELS},
            annotations=notes,
            shapes=[_frame(area, inks.ink) for area in placed if area.is_chosen],
            xaxis={"range": [min(columns) - 0.5, max(columns) + 0.5], "visible": False},
            yaxis={"range": [max(rows) + 0.5, min(rows) - 0.5], "visible": False},
        ),
    }


def outline_map(
    areas: Sequence[Area], outlines: Sequence[Outline], theme: str | None, scale_words: tuple[str, str]
) -> dict[str, Any]:
    """The kecamatan by their outlines, with the same length for a metre in both directions."""
    known = {area.code: area for area in areas}
    drawn = [(outline, known[outline.code]) for outline in outlines if outline.code in known]
    if not drawn:
        return blank(OUTLINE_HEIGHT, NOTHING)
    inks = palette(theme)
    top = _top([area for _, area in drawn])
    data = [_polygon(outline, area, top, theme) for outline, area in drawn]
    catchers = _catchers([(outline.spots, area) for outline, area in drawn])
    catchers["marker"] |= {
        "color": [0] * len(catchers["x"]),
        "cmin": 0,
        "cmax": top,
        "colorscale": _scale(theme),
        "showscale": True,
        "colorbar": _bar(top, scale_words, inks.quiet),
    }
    data.append(catchers)
    notes = [
        {
            "x": outline.centre[0],
            "y": outline.centre[1],
            "text": f"{'▸ ' if area.is_chosen else ''}{area.name.replace(' ', '<br>')}<br><b>{area.text}</b>",
            "showarrow": False,
            "font": {"size": 10, "color": text_colour(area.value, top, theme)},
            "captureevents": False,
        }
        for outline, area in drawn
    ]
    low_x, low_y, high_x, high_y = bounds([ring for outline, _ in drawn for ring in outline.rings])
    return {
        "data": data,
        "layout": layout(
            theme,
            height=OUTLINE_HEIGHT,
            margin={"t": HEAD_PIXELS, "b": FOOT_PIXELS},
            annotations=notes,
            xaxis={"range": [low_x, high_x], "visible": False, "constrain": "domain"},
            yaxis={
                "range": [low_y, high_y],
                "visible": False,
                "scaleanchor": "x",
                "scaleratio": aspect(outlines),
                "constrain": "domain",
            },
        ),
    }


def strength(value: float | None, top: float) -> float:
    """Where a value stands on the colour scale, 0 to 1, from zero."""
    return 0.0 if value is None or top <= 0 else min(max(value / top, 0.0), 1.0)


def colour_of(value: float | None, top: float, theme: str | None) -> str:
    """One hue by strength; grey where there is too little to tell."""
    if value is None:
        return palette(theme).grid
    scale, at = _scale(theme), strength(value, top)
    low, high = (scale[0], scale[1]) if at <= 0.5 else (scale[1], scale[2])
    part = (at - low[0]) / (high[0] - low[0])
    mixed = (round(a + (b - a) * part) for a, b in zip(_channels(low[1]), _channels(high[1]), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def text_colour(value: float | None, top: float, theme: str | None) -> str:
    """Black or white words, whichever reads better: one of them always has a contrast above 4.5."""
    ground = _luminance(colour_of(value, top, theme))
    return "#ffffff" if 1.05 / (ground + 0.05) >= (ground + 0.05) / 0.05 else "#000000"


def _scale(theme: str | None) -> list[tuple[float, str]]:
    return SCALES["dark" if theme == "dark" else "light"]


def _top(areas: Sequence[Area]) -> float:
    return max((area.value for area in areas if area.value is not None), default=0.0) or 1.0


def _tiles(
    areas: Sequence[Area],
    scale: list[tuple[float, str]],
    top: float,
    scale_words: tuple[str, str] | None,
    quiet: str,
) -> dict[str, Any]:
    """A grid with the given areas filled."""
    columns = [int(area.column or 0) for area in areas]
    rows = [int(area.row or 0) for area in areas]
    xs, ys = list(range(min(columns), max(columns) + 1)), list(range(min(rows), max(rows) + 1))
    at = {(int(area.row or 0), int(area.column or 0)): area for area in areas}
    cells = [[at.get((row, column)) for column in xs] for row in ys]
    return {
        "type": "heatmap",
        "x": xs,
        "y": ys,
        "z": [[None if cell is None else (cell.value or 0.0) for cell in line] for line in cells],
        "hoverinfo": "skip",
        "zmin": 0,
        "zmax": top,
        "xgap": 4,
        "ygap": 4,
        "colorscale": scale,
        "showscale": scale_words is not None,
        "colorbar": _bar(top, scale_words or ("", ""), quiet),
    }


def _bar(top: float, scale_words: tuple[str, str], quiet: str) -> dict[str, Any]:
    return {
        "orientation": "h",
        "x": 1,
        "xanchor": "right",
        "y": 0,
        "yanchor": "top",
        "ypad": 10,
        "xpad": 16,
        "len": 140,
        "lenmode": "pixels",
        "thickness": 8,
        "outlinewidth": 0,
        "ticklabeloverflow": "allow",
        "tickvals": [0, top],
        "ticktext": list(scale_words),
        "tickfont": {"size": 11, "color": quiet},
    }


def _frame(area: Area, ink: str) -> dict[str, Any]:
    x, y = float(area.column or 0), float(area.row or 0)
    return {
        "type": "rect",
        "x0": x - 0.48,
        "x1": x + 0.48,
        "y0": y - 0.48,
        "y1": y + 0.48,
        "line": {"color": ink, "width": 3},
    }


def _polygon(outline: Outline, area: Area, top: float, theme: str | None) -> dict[str, Any]:
    inks = palette(theme)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": area.name,
        "x": [x for ring in outline.rings for x in (*(point[0] for point in ring), None)][:-1],
        "y": [y for ring in outline.rings for y in (*(point[1] for point in ring), None)][:-1],
        "fill": "toself",
        "fillcolor": colour_of(area.value, top, theme),
        "line": {"color": inks.ink if area.is_chosen else inks.paper, "width": 3 if area.is_chosen else 1.5},
        "hoverinfo": "skip",
    }


def _catchers(drawn: Sequence[tuple[Sequence[Point], Area]]) -> dict[str, Any]:
    """Unseen points all over the areas: neither a tile nor an outline tells which one was clicked."""
    spots = [(spot, area) for some, area in drawn for spot in some]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [spot[0] for spot, _ in spots],
        "y": [spot[1] for spot, _ in spots],
        "customdata": [area.code for _, area in spots],
        "hovertext": [area.hover for _, area in spots],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": 18, "opacity": 0},
    }


def _tile_spots(area: Area) -> list[Point]:
    x, y = float(area.column or 0), float(area.row or 0)
    return [(x + right, y + down) for right in (-0.32, 0.0, 0.32) for down in (-0.3, 0.0, 0.3)]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (part / 255 for part in _channels(colour))
    )
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
