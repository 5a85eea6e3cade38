"""A KPI card: never a bare number."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from dash import dcc, html

from dashboard.ui import format as words

SPARK_WIDTH, SPARK_HEIGHT = 120, 28
SPARK_COLOUR = "#4b8fc4"
"""Told from both grounds, light and dark."""


@dataclass(frozen=True)
class Card:
    """One headline figure, in words.

    Args:
        label: what is counted.
        value: the figure with its unit.
        basis: what it stands on (n, numerator and denominator).
        change: against the period compared with, ready with its sign and against what.
        target: the target and whether it is met, in words.
        is_met: whether the target is met; ``None`` without one.
        spark: the course within the period, oldest first; ``None`` is a gap.
        help_text: the definition, shown when pointed at.
        href: the page that shows more.
    """

    label: str
    value: str
    basis: str
    change: str | None = None
    target: str | None = None
    is_met: bool | None = None
    spark: Sequence[float | None] = ()
    help_text: str = ""
    href: str | None = None


def kpi_card(card: Card, query: str = "") -> html.Div:
    """The card; a missing line keeps its place, so that cards of one row stand alike.

    Args:
        query: the filters that the page behind the card is opened with.
    """
    label = dcc.Link(card.label, href=f"{card.href}?{query}") if card.href else card.label
    mark = {True: "✓ ", False: "✗ ", None: ""}[card.is_met]
    return html.Div(
        [
            html.Span(label, className="kpi-label"),
            html.Strong(card.value, className="kpi-nilai"),
            html.Span(card.basis, className="kpi-dasar"),
            html.Span(f"{mark}{card.target}", className="kpi-target") if card.target else None,
            spark(card.spark, card.label) if any(value is not None for value in card.spark) else None,
            html.Span(card.change, className="kpi-ubah") if card.change else None,
        ],
        className="kpi",
        title=card.help_text,
    )


def kpi_skeleton(count: int) -> list[html.Div]:
    """The same number of cards, still without figures, so that nothing moves when they come."""
    return [
        html.Div(
            [
                html.Span("Memuat …", className="kpi-label"),
                html.Strong("–", className="kpi-nilai"),
                html.Span("\u00a0", className="kpi-dasar"),
                html.Span("\u00a0", className="kpi-target"),
                html.Span(className="kpi-jalan kpi-jalan-memuat"),
                html.Span("\u00a0", className="kpi-ubah"),
            ],
            className="kpi kpi-memuat",
        )
        for _ in range(count)
    ]


def target_words(target: float, unit: str, *, lower_is_better: bool) -> str:
    """A target as every card says it: ``target paling sedikit 90 %``.

    Args:
        unit: with the space before it.
    """
    side = "paling banyak" if lower_is_better else "paling sedikit"
    return f"target {side} {words.number(target, 0 if float(target).is_integer() else 1)}{unit}"


def card_table(cards: Sequence[Card]) -> pd.DataFrame:
    """The cards as a table, for readers, downloads and print."""
    return pd.DataFrame(
        {
            "Ukuran": [card.label for card in cards],
            "Nilai": [card.value for card in cards],
            "Dasar": [card.basis for card in cards],
            "Target": [card.target or "" for card in cards],
            "Perubahan": [card.change or "" for card in cards],
        }
    )


def spark(values: Sequence[float | None], label: str) -> html.Img:
    """A small line from zero; gaps stay gaps, the last point is marked."""
    known = [value for value in values if value is not None]
    top = max(known) or 1.0
    step = SPARK_WIDTH / max(len(values) - 1, 1)
    points = [
        None if value is None else (4 + place * step * 0.93, 3 + (1 - value / top) * (SPARK_HEIGHT - 6))
        for place, value in enumerate(values)
    ]
    last = next(point for point in reversed(points) if point is not None)
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}">'
        f'<path d="{_path(points)}" fill="none" stroke="{SPARK_COLOUR}" stroke-width="1.75" '
        f'stroke-linejoin="round" stroke-linecap="round"/>'
        f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.75" fill="{SPARK_COLOUR}"/></svg>'
    )
    return html.Img(
        src="data:image/svg+xml;base64," + base64.b64encode(image.encode()).decode(),
        alt=f"{label}: jalannya dalam periode ini",
        width=SPARK_WIDTH,
        height=SPARK_HEIGHT,
        className="kpi-jalan",
    )


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, lifted = [], True
    for point in points:
        if point is not None:
            parts.append(f"{'M' if lifted else 'L'}{point[0]:.1f} {point[1]:.1f}")
        lifted = point is None
    return " ".join(parts)
