"""A grid of cells whose strength is a value: places by days, hours by weekdays, a calendar of weeks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.ui.panel import blank
from dashboard.ui.theme import layout, palette

ROW_PIXELS = 42
WORDS_PIXELS = 20
"""Of a row, what the words above its cells take."""

MARK_DROP = (ROW_PIXELS - WORDS_PIXELS) / 2 / ROW_PIXELS - 0.05
"""From a cell's middle to just above its lower edge, in rows."""

HEAD_PIXELS = 26
"""Room for the button that saves the picture."""
FOOT_PIXELS = 72
KEY_PIXELS = 20
KEY_INDENT = 16
MOST_TICKS = 7
NOTHING = "Tidak ada data yang sesuai. Perpanjang periode atau kurangi saringan."

# One hue in five steps of lightness: colour-blind readers and grey printers see the same order, and the
# words in every step can be read.
STEPS = {
    "light": ("#e3eef7", "#b9d6ec", "#8fc0e4", "#2b6ea6", "#0b3f73"),
    "dark": ("#22384a", "#2b587d", "#3a76ab", "#9ccaee", "#d3ecff"),
}
MARK_COLOUR = "#D55E00"

Grid = Sequence[Sequence[Any]]


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Grid,
    texts: Grid,
    keys: Grid | None,
    theme: str | None,
    *,
    notes: Sequence[str] | None = None,
    ticks: Sequence[int] | None = None,
    hovers: Grid | None = None,
    closed: Grid | None = None,
    closed_word: str = "tutup",
    marked: Grid | None = None,
    marked_word: str = "",
    divider: int | None = None,
    divider_word: str = "",
    top: float | None = None,
    scale_words: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Rows of cells, each row's name above it.

    Args:
        rows, columns: what they are called, in order from the top and from the left.
        values: a number per cell; ``None`` leaves the cell empty.
        texts: the words in a cell, shown where they fit.
        keys: what a click on a cell asks for; ``None`` where there is nothing to ask.
        notes: words at the right end above each row.
        ticks: the columns that are named under the grid; some at equal steps when not given.
        hovers: the words on pointing at a cell; the row, the column and the text when not given.
        closed: cells struck through, apart from those that are merely empty or zero.
        marked: cells with a stroke under their words.
        divider: the column before which a line stands, such as that of tomorrow.
        top: the value with the full colour; the largest one when not given.
        scale_words: what no and full colour stand for.
    """
    height = heat_height(len(rows))
    if not rows or not columns:
        return blank(height, NOTHING)
    shade = "dark" if theme == "dark" else "light"
    inks = palette(theme)
    places = [(row, column) for row in range(len(rows)) for column in range(len(columns))]
    said = hovers or [
        [f"{rows[row]}, {columns[column]}: {texts[row][column]}" for column in range(len(columns))]
        for row in range(len(rows))
    ]
    full = top if top is not None else max((v for line in values for v in line if v is not None), default=1)
    data = [_cells(values, texts, full or 1, shade)]
    struck = [place for place in places if closed and closed[place[0]][place[1]]]
    underlined = [place for place in places if marked and marked[place[0]][place[1]]]
    if struck:
        data.append(_signs(struck, "line-ne", 9, 1, inks.quiet))
    if underlined:
        data.append(_signs(underlined, "line-ew", 6, 3, MARK_COLOUR, lowered=MARK_DROP))
    data.append(_touch(places, said, keys))
    signs = [f"╱ {closed_word}"] * bool(struck) + [f"▂ {marked_word}"] * bool(underlined)
    return {
        "data": data,
        "layout": layout(
            theme,
            height=height,
            margin={"t": HEAD_PIXELS, "b": FOOT_PIXELS},
            annotations=[
                *_row_words(rows, notes, inks.ink),
                *_sign_words(signs, inks.quiet),
                *_divider_words(divider, divider_word, inks.quiet),
                *_scale_words(scale_words, inks.quiet),
            ],
            shapes=[*_divider(divider, len(rows), inks.ink), *_scale_key(scale_words, STEPS[shade])],
            xaxis={
                "range": [-0.5, len(columns) - 0.5],
                "tickvals": list(ticks) if ticks is not None else _steps(len(columns)),
                "ticktext": [columns[at] for at in (ticks if ticks is not None else _steps(len(columns)))],
                "tickangle": 0,
                "showgrid": False,
                "zeroline": False,
                "automargin": False,
            },
            yaxis={"range": [len(rows) - 0.5, -0.75], "visible": False},
        ),
    }


def heat_height(rows: int) -> int:
    """The pixels a grid takes."""
    return HEAD_PIXELS + ROW_PIXELS * max(rows, 1) + ROW_PIXELS // 4 + FOOT_PIXELS


def _cells(
    values: Grid,
    texts: Grid,
    full: float,
    shade: str,
) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "z": [list(line) for line in values],
        "zmin": 0,
        "zmax": full,
        "text": [list(line) for line in texts],
        "texttemplate": "%{text}",
        "hoverinfo": "skip",
        "xgap": 1,
        "ygap": WORDS_PIXELS,
        "colorscale": _scale(STEPS[shade]),
        "showscale": False,
    }


def _scale(steps: Sequence[str]) -> list[list[Any]]:
    """Each colour from its lower to its upper bound."""
    width = 1 / len(steps)
    return [[round(edge, 6), step] for n, step in enumerate(steps) for edge in (n * width, (n + 1) * width)]


def _signs(
    places: list[tuple[int, int]],
    symbol: str,
    size: int,
    width: int,
    colour: str,
    lowered: float = 0.0,
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [column for _, column in places],
        "y": [row + lowered for row, _ in places],
        "hoverinfo": "skip",
        "marker": {
            "symbol": symbol,
            "size": size,
            "opacity": 1,
            "line": {"width": width, "color": colour},
        },
    }


def _touch(places: list[tuple[int, int]], said: Grid, keys: Grid | None) -> dict[str, Any]:
    """An unseen point per cell, to point at and to click: of a cell itself the browser hands on no list."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [column for _, column in places],
        "y": [row for row, _ in places],
        "customdata": [keys[row][column] if keys is not None else None for row, column in places],
        "hovertext": [said[row][column] for row, column in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": ROW_PIXELS - WORDS_PIXELS, "opacity": 0},
    }


def _row_words(rows: Sequence[str], notes: Sequence[str] | None, ink: str) -> list[dict[str, Any]]:
    common = {
        "xref": "paper",
        "yshift": (ROW_PIXELS - 1) // 2,
        "showarrow": False,
        "font": {"size": 12, "color": ink},
    }
    names = [{**common, "x": 0, "xanchor": "left", "y": row, "text": name} for row, name in enumerate(rows)]
    ends = [
        {**common, "x": 1, "xanchor": "right", "y": row, "text": note} for row, note in enumerate(notes or ())
    ]
    return names + ends


def _sign_words(signs: list[str], quiet: str) -> list[dict[str, Any]]:
    if not signs:
        return []
    return [
        {
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "top",
            "yshift": -40,
            "text": "  ".join(signs),
            "showarrow": False,
            "font": {"size": 11, "color": quiet},
        }
    ]


def _scale_key(ends: tuple[str, str] | None, steps: Sequence[str]) -> list[dict[str, Any]]:
    """The steps of the colour, in a row under the grid at the right."""
    if ends is None:
        return []
    first = -KEY_PIXELS * len(steps) - KEY_INDENT
    return [
        {
            "type": "rect",
            "xref": "paper", "xsizemode": "pixel", "xanchor": 1,
            "x0": first + n * KEY_PIXELS, "x1": first + (n + 1) * KEY_PIXELS,
            "yref": "paper", "ysizemode": "pixel", "yanchor": 0, "y0": -50, "y1": -42,
            "fillcolor": step, "line": {"width": 0},
        }
        for n, step in enumerate(steps)
    ]  # fmt: skip


def _scale_words(ends: tuple[str, str] | None, quiet: str) -> list[dict[str, Any]]:
    if ends is None:
        return []
    # Each word within its end of the key: centred on it, a long number would leave the figure.
    places = ((-KEY_PIXELS * len(STEPS["light"]) - KEY_INDENT, "left"), (-KEY_INDENT, "right"))
    return [
        {
            "xref": "paper", "yref": "paper", "x": 1, "xshift": shift, "xanchor": anchor,
            "y": 0, "yshift": -52, "yanchor": "top", "text": end, "showarrow": False,
            "font": {"size": 11, "color": quiet},
        }
        for end, (shift, anchor) in zip(ends, places, strict=True)
    ]  # fmt: skip


def _divider(before: int | None, rows: int, ink: str) -> list[dict[str, Any]]:
    """A stroke beside the cells of every row, so that no words above them are crossed out."""
    if before is None:
        return []
    at, half = before - 0.5, MARK_DROP + 0.1
    return [
        {
            "type": "line", "xref": "x", "yref": "y", "x0": at, "x1": at, "y0": row - half, "y1": row + half,
            "line": {"width": 2, "color": ink},
        }
        for row in range(rows)
    ]  # fmt: skip


def _divider_words(before: int | None, word: str, quiet: str) -> list[dict[str, Any]]:
    if before is None or not word:
        return []
    return [
        {
            "xref": "x", "yref": "paper", "x": before - 0.5, "xanchor": "left", "y": 0, "yanchor": "top",
            "yshift": -20, "text": word, "showarrow": False, "font": {"size": 11, "color": quiet},
        }
    ]  # fmt: skip


def _steps(count: int) -> list[int]:
    return list(range(0, count, -(-count // MOST_TICKS)))
