"""The masked cases behind a mark: a plain table with an order, a pager and a download."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html

from dashboard.ui import format as words
from dashboard.ui.empty import filtered_out

PAGE_SIZE = 25
ORDERS = {
    "terlama": "terlama dahulu",
    "tercepat": "tercepat dahulu",
    "terbaru": "terbaru dahulu",
    "tenggat": "tenggat terdekat dahulu",
}
"""Words for the orders that case lists offer."""

HEADS = {"masuk": "Masuk", "ke_berapa": "Pengajuan ke", "jam": "Lama", "due_at": "Tenggat"}
"""Words for columns of case lists; any other is shown under its own name."""

NOT_SHOWN = ("request_id", "kecamatan", "lokasi", "kanal", "jumlah", "status", "ke", "sejak", "terakhir")


class Masked(Protocol):
    """A person as a list may show one."""

    @property
    def nik(self) -> str: ...
    @property
    def name(self) -> str: ...


def case_drawer(page: str, *, may_download: bool) -> html.Div:
    """The closed drawer; a click on a figure fills and opens it."""
    return html.Div(
        [
            dcc.Store(id=f"{page}-kasus-pilih"),
            dcc.Store(id=f"{page}-kasus-halaman", data=0),
            dbc.Offcanvas(
                [
                    html.Div(
                        [
                            dbc.Label("Urutkan", html_for=f"{page}-kasus-urut"),
                            dbc.Select(id=f"{page}-kasus-urut", options=[], value=None, size="sm"),
                            _button(page, "unduh", "CSV") if may_download else None,
                        ],
                        className="kasus-alat",
                    ),
                    html.Div(id=f"{page}-kasus-isi", **{"aria-live": "polite"}),
                    html.Div(
                        [
                            _button(page, "sebelum", "Sebelumnya"),
                            html.Span(id=f"{page}-kasus-nomor"),
                            _button(page, "berikut", "Berikutnya"),
                        ],
                        className="kasus-halaman",
                    ),
                ],
                id=f"{page}-kasus",
                title="Permohonan",
                placement="end",
                className="kasus-laci",
                is_open=False,
            ),
        ]
    )


def _button(page: str, name: str, label: str) -> html.Button:
    return html.Button(
        label, id=f"{page}-kasus-{name}", type="button", n_clicks=0, className="btn btn-sm tombol-sunyi"
    )


def case_table(
    rows: Sequence[Mapping[str, Any]],
    numbers: Mapping[int, str],
    people: Mapping[int, Masked],
    names: Mapping[str, str],
    link: Callable[[str], str] | None = None,
) -> html.Div:
    """Cases with their applicants masked, in the order given.

    Args:
        names: of services by code.
        link: the address that opens a case by its number, for those who may.
    """
    if not rows:
        return filtered_out()
    own = own_columns(rows[0])
    heads = ["Nomor", "Pemohon", "Layanan", *[HEADS.get(name, _as_words(name)) for name in own]]
    body = [
        html.Tr(
            [
                html.Td(_number(numbers[row["request_id"]], link), className="nomor"),
                html.Td(_person(people.get(row["request_id"]))),
                html.Td(names.get(row["layanan"], row["layanan"])),
                *[html.Td(cell_words(name, row[name]), className="angka") for name in own],
            ]
        )
        for row in rows
    ]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    return html.Div(html.Table([head, html.Tbody(body)], className="tabel"), className="gulung", tabIndex="0")


def case_frame(
    rows: Sequence[Mapping[str, Any]],
    numbers: Mapping[int, str],
    people: Mapping[int, Masked],
    names: Mapping[str, str],
) -> pd.DataFrame:
    """The same as a frame for a file."""
    own = own_columns(rows[0]) if rows else []
    found = [people.get(row["request_id"]) for row in rows]
    return pd.DataFrame(
        {
            "Nomor": [numbers[row["request_id"]] for row in rows],
            "Pemohon": [person.name if person else "tidak diketahui" for person in found],
            "NIK": [person.nik if person else "tidak diketahui" for person in found],
            "Layanan": [names.get(row["layanan"], row["layanan"]) for row in rows],
            **{HEADS.get(n, _as_words(n)): [cell_words(n, row[n]) for row in rows] for n in own},
        }
    )


def own_columns(row: Mapping[str, Any]) -> list[str]:
    """The columns of a case list that are shown beside number, person and service."""
    return [name for name in row if name not in (*NOT_SHOWN, "layanan")]


def cell_words(name: str, value: Any) -> str:
    """One cell in words, by what it holds."""
    if value is None or pd.isna(value):
        return words.MISSING
    if name.startswith("jam"):
        return words.hours(value)
    if isinstance(value, dt.datetime):
        at_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return words.short_date(value) if at_midnight else words.moment(value)
    if isinstance(value, dt.date):
        return words.short_date(value)
    if isinstance(value, float):
        return words.number(value, 1)
    return words.number(value) if isinstance(value, int) else str(value)


def order_options(orders: Sequence[str]) -> list[dict[str, str]]:
    """The orders a case list offers."""
    return [{"label": ORDERS.get(order, order.replace("_", " ")), "value": order} for order in orders]


def page_in_words(page: int, total: int) -> str:
    """``1–25 dari 1.234``."""
    if total == 0:
        return "0 permohonan"
    first = page * PAGE_SIZE + 1
    return (
        f"{words.number(first)}–{words.number(min(first + PAGE_SIZE - 1, total))} dari {words.number(total)}"
    )


def _as_words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _number(number: str, link: Callable[[str], str] | None) -> Any:
    return dcc.Link(number, href=link(number)) if link else number


def _person(person: Masked | None) -> Any:
    if person is None:
        return "tidak diketahui"
    return [html.Span(person.name), html.Small(person.nik)]
