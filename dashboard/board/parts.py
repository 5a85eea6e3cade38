"""What a page of figures is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.board.view import View
from dashboard.office import current_office
from dashboard.ui.card import Card, card_table
from dashboard.ui.panel import Content


@dataclass(frozen=True)
class Choice:
    """A choice that one figure offers beyond the page's filters; the first value is the usual one."""

    name: str
    label: str
    values: Mapping[str, str]
    """Value and its words."""

    def read(self, value: Any) -> str:
        """The value, or the usual one when it is none of ours; the browser may send anything."""
        return value if isinstance(value, str) and value in self.values else next(iter(self.values))


@dataclass(frozen=True)
class CaseQuery:
    """The cases behind a mark.

    Args:
        metric: a case list of the catalogue, with the options ``urut``, ``batas`` and ``mulai``.
        title: what the list shows.
        options: the metric's own options.
        filters: codes per dimension that replace the page's own.
        until: the last day of the period, where a mark stands for the state at a day's end.
    """

    metric: str
    title: str
    options: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    until: dt.date | None = None


@dataclass(frozen=True)
class Figure:
    """One chart with all that belongs to it.

    Args:
        name: unique on the page, part of its ids.
        metric: whose definition it shows.
        draw: makes the figure of what was asked for.
        height: pixels that are kept free while it loads.
        wide: takes the whole row.
        choices: what it offers beyond the page's filters.
        cases: the cases behind a mark, by the mark's ``customdata`` (from the browser: anything).
    """

    name: str
    metric: str
    draw: Callable[[View], Content]
    height: int
    wide: bool = False
    choices: tuple[Choice, ...] = ()
    cases: Callable[[View, Any], CaseQuery] | None = None


@dataclass(frozen=True)
class Cards:
    """A row of KPI cards; ``metrics`` are those whose definitions stand under it."""

    name: str
    metrics: tuple[str, ...]
    draw: Callable[[View], list[Card]]
    count: int


@dataclass(frozen=True)
class Block:
    """Anything else that is made of figures.

    Args:
        draw: the components.
        skeleton: what stands there until they come.
        metrics: those whose definitions stand under it.
    """

    name: str
    draw: Callable[[View], Any]
    skeleton: Any = None
    classes: str = ""
    wide: bool = True
    metrics: tuple[str, ...] = ()


Part = Figure | Cards | Block


def picks_of(choices: Sequence[Choice], values: Sequence[Any]) -> dict[str, str]:
    """The values of figures' own choices by name, each one of its choice's."""
    return {choice.name: choice.read(value) for choice, value in zip(choices, values, strict=False)}


def content_of(page: str, one: Figure | Cards, view: View) -> Content:
    """What a figure or a row of cards shows, as its table and downloads need it."""
    if isinstance(one, Figure):
        content: Content = drawn(page, one, view)
        return content
    return Content("Angka utama", view.period, {}, card_table(drawn(page, one, view)))


def drawn(page: str, one: Figure | Cards, view: View) -> Any:
    """What a part draws, kept for whoever asks the same: many look at one page every morning.

    The view names filters, scope, theme and choices; with the replica's position and what an admin
    set, it decides the picture. Whoever gets it must not change it.
    """
    kept, _ = current_office().drawn.get((page, one.name, *view.identity()), lambda: one.draw(view))
    return kept
