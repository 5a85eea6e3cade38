"""A page of figures: its frame, and every callback that fills it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.access import Permission, current_account
from dashboard.analytics.filters import Filters
from dashboard.board.drawing import register_drawing
from dashboard.board.parts import Block, Cards, Choice, Figure, Part
from dashboard.board.view import COMPARISONS, UNITS
from dashboard.office import current_office
from dashboard.ui.card import kpi_skeleton
from dashboard.ui.cases import case_drawer
from dashboard.ui.filters import CHOICES, filter_bar
from dashboard.ui.panel import (
    Panel,
    as_of,
    definition_card,
    download_buttons,
    panel_frame,
    part,
    table_frame,
)


@dataclass(frozen=True)
class Board:
    """A page of figures.

    Args:
        page: prefix of the page's ids.
        heading: what the page is called.
        question: what it answers, in the words of those who ask.
        permission: who may see it and everything in it.
        parts: figures, cards and blocks in their order; a tuple is a column of its own, and figures
            stand two abreast.
        has_unit: whether the viewer chooses between working and calendar hours.
        extra: what the page adds above its parts (a button, a note), made anew for each viewer.
        beside: what stands beside its heading, made anew likewise.
    """

    page: str
    path: str
    heading: str
    question: str
    permission: Permission
    parts: Sequence[Part | tuple[Part, ...]]
    has_unit: bool = False
    extra: Any = None
    beside: Callable[[], Any] | None = None

    @property
    def flat(self) -> list[Part]:
        """Every part, in order."""
        return [one for some in self.parts for one in (some if isinstance(some, tuple) else (some,))]

    @property
    def figures(self) -> list[Figure]:
        """The parts that are charts."""
        return [one for one in self.flat if isinstance(one, Figure)]

    def id(self, name: str) -> str:
        """An id of this page."""
        return f"{self.page}-{name}"

    def choice_id(self, choice: Choice) -> str:
        """The id of a figure's own choice."""
        return self.id(f"pilih-{choice.name}")

    def layout(self, **query: str) -> html.Div:
        """The page with the filters that the address asks for, still without figures."""
        filters, told = Filters.read(query)
        unit, comparison = query.get("satuan"), query.get("banding")
        may_download = current_account().may(Permission.UNDUH)
        return html.Div(
            [
                dcc.Store(id=self.id("saringan")),
                dcc.Download(id=self.id("berkas")),
                html.Div(
                    [
                        html.Div([html.H1(self.heading), html.P(self.question, className="pengantar")]),
                        self.beside() if self.beside else None,
                    ],
                    className="kepala-halaman",
                ),
                filter_bar(
                    self.page,
                    path=self.path,
                    start=filters.start.isoformat() if filters.start else "",
                    end=filters.end.isoformat() if filters.end else "",
                    chosen={name: list(getattr(filters, name)) for name in CHOICES},
                    comparisons=COMPARISONS,
                    comparison=comparison if comparison in COMPARISONS else "sebelumnya",
                    unit=(unit if unit in UNITS else UNITS[0]) if self.has_unit else None,
                ),
                html.P(" ".join(told), className="peringatan", role="alert") if told else None,
                html.Div(id=self.id("kabar"), role="status"),
                self.extra() if callable(self.extra) else self.extra,
                html.Div(
                    [self._place(some, query, may_download) for some in self.parts], className="panel-kisi"
                ),
                case_drawer(self.page, may_download=may_download),
            ],
            className=self.page,
        )

    def register_page(self, module: str, *, order: int, layout: Callable[..., Any] | None = None) -> None:
        """Register the page with Dash, and its callbacks.

        It has the name of Dash's own function because Dash only loads files that contain that name.

        Args:
            module: the page's ``__name__``.
            order: its place in the menu.
            layout: what the page puts around :meth:`layout`; that itself when left out.
        """
        dash.register_page(
            module,
            path=self.path,
            title=self.heading,
            permission=self.permission,
            nav_label=self.heading,
            order=order,
            layout=layout or self.layout,
            has_filters=True,
        )
        register_drawing(self)

    def _place(self, some: Part | tuple[Part, ...], query: dict[str, str], may_download: bool) -> Any:
        if isinstance(some, tuple):
            return html.Div([self._frame(one, query, may_download) for one in some], className="kolom")
        return self._frame(some, query, may_download)

    def _frame(self, one: Part, query: dict[str, str], may_download: bool) -> Any:
        match one:
            case Figure():
                controls = [self._select(choice, query) for choice in one.choices]
                panel = Panel(one.name, one.height, controls, one.wide)
                definition = current_office().catalog.definition(one.metric)
                return panel_frame(self.page, panel, definition, may_download=may_download)
            case Cards():
                return self._cards_frame(one, may_download)
            case Block():
                return self._block_frame(one)

    def _cards_frame(self, cards: Cards, may_download: bool) -> html.Section:
        catalog = current_office().catalog
        return html.Section(
            [
                html.Div(
                    kpi_skeleton(cards.count), id=part(self.page, cards.name, "kartu"), className="kpi-deret"
                ),
                html.Div(
                    [
                        table_frame(self.page, cards.name),
                        definition_card([catalog.definition(metric) for metric in cards.metrics]),
                        html.Div(
                            download_buttons(self.page, cards.name, "angka utama", may_download),
                            className="panel-alat",
                        ),
                        as_of(self.page, cards.name),
                    ],
                    className="kpi-kaki",
                ),
            ],
            className="panel-lebar",
            **{"aria-label": "Angka utama"},
        )

    def _block_frame(self, block: Block) -> html.Div:
        catalog = current_office().catalog
        content = html.Div(block.skeleton, id=part(self.page, block.name, "blok"), className=block.classes)
        definitions = [catalog.definition(metric) for metric in block.metrics]
        below = [definition_card(definitions)] if definitions else []
        return html.Div([content, *below], className="panel-lebar" if block.wide else "")

    def _select(self, choice: Choice, query: dict[str, str]) -> html.Div:
        identity = self.choice_id(choice)
        return html.Div(
            [
                dbc.Label(choice.label, html_for=identity, className="visually-hidden"),
                dbc.Select(
                    id=identity,
                    options=[{"label": words, "value": value} for value, words in choice.values.items()],
                    value=choice.read(query.get(choice.name)),
                    size="sm",
                ),
            ]
        )
