"""The line of blank cards beside the queue, and its table under it when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from dashboard.ui import format as words
from dashboard.ui.blanks import ids
from dashboard.ui.blanks.words import (
    KINDS,
    LEVELS,
    kind_line,
    lasting,
    level_mark,
    level_of,
    per_day,
    place_name,
    worst_of,
)
from dashboard.ui.queue.words import day_in_short

if TYPE_CHECKING:
    from dashboard.registry.blank_stock import BlankStock

TICK_MILLISECONDS = 5_000
PAGE = "/antrean/blangko"
RULE = (
    "Tiap KTP-el dan KIA yang ditandai selesai memakai satu blangko lokasinya. Pemakaian per hari adalah "
    "rata-rata sepuluh hari kerja terakhir."
)


def blank_card() -> html.Div:
    """The line, still without figures; :func:`dashboard.desk.blanks.register_blank_card` fills it."""
    summary = html.Summary(
        [html.Span("Blangko", className="blangko-judul"), html.Span("memuat …", id=ids.CARD_LINE)]
    )
    detail = html.Div(
        [
            html.Div(id=ids.CARD_TABLE, className="gulung", tabIndex="0", role="region",
                     **{"aria-label": "Stok blangko per lokasi"}),
            html.P(RULE, className="panel-sub"),
            dcc.Link("Catat penerimaan, kerusakan, atau hasil hitung", href=PAGE),
        ],
        className="blangko-rinci",
    )  # fmt: skip
    return html.Div(
        [
            dcc.Interval(id=ids.CARD_TICK, interval=TICK_MILLISECONDS),
            dcc.Store(id=ids.CARD_SHOWN),
            html.Details([summary, detail], className="blangko-lipat"),
        ],
        id=ids.CARD,
        className="blangko-kartu",
    )


def card_line(rows: Sequence[BlankStock]) -> list[Any]:
    """The kinds of blanks side by side, each over the officer's locations."""
    kinds = [(blank, [row for row in rows if row.blank == blank]) for blank in KINDS]
    found = [kind_line(blank, some) for blank, some in kinds if some]
    return found or [html.Span("tidak ada lokasi di wilayah kerja Anda", className="blangko-jenis")]


def stock_table(rows: Sequence[BlankStock], names: dict[str, str]) -> Any:
    """A row per location, the most urgent first, then in the office's order."""
    if not rows:
        return html.P("Tidak ada lokasi di wilayah kerja Anda.", className="antrean-redup")
    places = [[row for row in rows if row.location_code == code] for code in _codes(rows)]
    order = list(LEVELS)
    body = [_place(some, names) for some in sorted(places, key=lambda some: order.index(worst_of(some)))]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in ("Lokasi", *KINDS.values())]))
    caption = html.Caption("Stok blangko per lokasi", className="visually-hidden")
    return html.Table([caption, head, html.Tbody(body)], className="tabel tabel-susun blangko-tabel")


def _codes(rows: Sequence[BlankStock]) -> list[str]:
    return list(dict.fromkeys(row.location_code for row in rows))


def _place(rows: Sequence[BlankStock], names: dict[str, str]) -> html.Tr:
    place = html.Th(place_name(rows[0].location_code, names), scope="row", className="lebar")
    by_kind = {row.blank: row for row in rows}
    return html.Tr([place, *[_stock(by_kind[blank]) for blank in KINDS if blank in by_kind]])


def _stock(row: BlankStock) -> html.Td:
    received = f" · diterima {day_in_short(row.received_on)}" if row.received_on else ""
    used = f" · {per_day(row.used_per_day)} per hari kerja" if row.used_per_day is not None else ""
    return html.Td(
        [
            # On a telephone the table has no heads: the kind is said in the cell.
            html.Span(f"{KINDS[row.blank]}: ", className="blangko-label"),
            html.Strong(words.number(row.stock)),
            used,
            html.Div(level_mark(level_of(row), lasting(row))),
            html.Small(f"hari ini {words.number(row.used_today)}{received}"),
        ],
        className="lebar",
    )
