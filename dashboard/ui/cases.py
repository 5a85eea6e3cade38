"""The masked cases behind a bar: a plain table with a pager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui import format as words
from dashboard.ui.empty import filtered_out

PAGE_SIZE = 25


class Masked(Protocol):
    """A person as a list may show one."""

    @property
    def nik(self) -> str: ...
    @property
    def name(self) -> str: ...


def case_drawer(page: str) -> html.Div:
    """The closed drawer; a click on a figure fills and opens it."""
    return html.Div(
        [
            dcc.Store(id=f"{page}-kasus-pilih"),
            dcc.Store(id=f"{page}-kasus-halaman", data=0),
            dbc.Offcanvas(
                [
                    html.Div(id=f"{page}-kasus-isi", **{"aria-live": "polite"}),
                    html.Div(
                        [
                            html.Button(
                                "Sebelumnya",
                                id=f"{page}-kasus-sebelum",
                                type="button",
                                className="btn btn-sm tombol-sunyi",
                            ),
                            html.Span(id=f"{page}-kasus-nomor"),
                            html.Button(
                                "Berikutnya",
                                id=f"{page}-kasus-berikut",
                                type="button",
                                className="btn btn-sm tombol-sunyi",
                            ),
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


def case_table(
    rows: Sequence[Mapping[str, Any]], numbers: Mapping[int, str], people: Mapping[int, Masked]
) -> html.Div:
    """Cases with their applicants masked, in the order given."""
    if not rows:
        return filtered_out()
    timed = "jam" in rows[0]
    heads = ["Nomor", "Pemohon", "Layanan", "Masuk", "Lama" if timed else "Pengajuan ke"]
    body = [
        html.Tr(
            [
                html.Td(numbers[row["request_id"]]),
                html.Td(_person(people.get(row["request_id"]))),
                html.Td(row["layanan"].replace("_", " ").title() if row["layanan"] != "KTP_EL" else "KTP-el"),
                html.Td(words.moment(row["masuk"])),
                html.Td(words.hours(row["jam"]) if timed else str(row["ke_berapa"]), className="angka"),
            ]
        )
        for row in rows
    ]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    return html.Div(html.Table([head, html.Tbody(body)], className="tabel"), className="gulung", tabIndex="0")


def page_in_words(page: int, total: int) -> str:
    """``1–25 dari 1.234``."""
    if total == 0:
        return "0 permohonan"
    first = page * PAGE_SIZE + 1
    return (
        f"{words.number(first)}–{words.number(min(first + PAGE_SIZE - 1, total))} dari {words.number(total)}"
    )


def _person(person: Masked | None) -> Any:
    if person is None:
        return "tidak diketahui"
    return [html.Span(person.name), html.Small(person.nik)]
