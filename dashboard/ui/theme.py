"""Colours and the figure layout: one place for light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Theme = Literal["light", "dark"]

# Okabe-Ito: told apart by colour-blind readers too; always beside a word, never alone.
STATUS_COLOURS = {
    "VERIFIKASI": "#0072B2",
    "PROSES": "#E69F00",
    "SELESAI": "#56B4E9",
    "DIAMBIL": "#009E73",
    "DITOLAK": "#D55E00",
    "GAGAL": "#7F7F7F",
}
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'


@dataclass(frozen=True)
class Palette:
    """What a figure needs beyond the status colours."""

    ink: str
    quiet: str
    grid: str
    paper: str


PALETTES: dict[Theme, Palette] = {
    "light": Palette(ink="#1b1f24", quiet="#59616b", grid="#e4e5e0", paper="#ffffff"),
    "dark": Palette(ink="#e8eaec", quiet="#a8b0b8", grid="#343a40", paper="#1c2024"),
}


def palette(theme: str | None) -> Palette:
    """The palette of a theme; light when it is none of ours."""
    return PALETTES["dark" if theme == "dark" else "light"]


def layout(theme: str | None, *, height: int, **changes: Any) -> dict[str, Any]:
    """The layout every figure starts from.

    ``uirevision`` keeps zoom and selection when live data redraw the figure.
    """
    colours = palette(theme)
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "zerolinecolor": colours.grid,
        "tickfont": {"color": colours.quiet},
        "automargin": True,
        "fixedrange": True,
    }
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": colours.ink},
        "separators": ",.",
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": colours.paper, "bordercolor": colours.grid, "font": {"color": colours.ink}},
        "uirevision": "tetap",
        "xaxis": dict(axis),
        "yaxis": dict(axis),
        "template": None,
    }
    for name, value in changes.items():
        base[name] = {**base[name], **value} if isinstance(base.get(name), dict) else value
    return base
