"""Two weeks of officers and days, and the visits that one of them has on one of these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.address import VisitsAddress
from dashboard.ui.kunjungan.words import (
    Choices,
    button_to,
    nothing,
    priority_mark,
    service_in_words,
)
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.words import day_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.visits import Stop, Unreported, Visitor


LEFT_OVER = "Hasil hari sebelumnya belum dicatat. Selama itu pemohonnya tidak kembali ke daftar permintaan."


def board_table(people: Sequence[Visitor], days: Sequence[dt.date], address: VisitsAddress) -> list[Any]:
    """Officers down, days across; each cell says how much of the day is taken and leads to its visits."""
    if not people:
        return [nothing("Tidak ada petugas yang berkunjung di wilayah kerja Anda.")]
    head = html.Thead(
        html.Tr([html.Th("Petugas", scope="col"), *[html.Th(_day_head(day), scope="col") for day in days]])
    )
    body = [_officer_row(one, days, address) for one in people]
    caption = html.Caption("Terjadwal dan kapasitas per petugas dan hari", className="visually-hidden")
    table = html.Table(
        [caption, head, html.Tbody([*body, _total_row(people, days)])], className="tabel kunjungan-papan"
    )
    told = "Terjadwal dari kapasitas. Pilih sel untuk melihat, memindahkan, atau membatalkan kunjungannya."
    return [html.P(told, className="panel-sub"), html.Div(table, className="gulung", tabIndex="0")]


def _day_head(day: dt.date) -> list[Any]:
    weekday, date = day_in_short(day).split(", ")
    return [html.Span(weekday), html.Br(), html.Span(date)]


def _officer_row(one: Visitor, days: Sequence[dt.date], address: VisitsAddress) -> html.Tr:
    name = [html.Span(one.name), html.Small(f"{one.per_day} per hari")]
    return html.Tr([html.Th(name, scope="row"), *[_cell(one, day, address) for day in days]])


def _cell(one: Visitor, day: dt.date, address: VisitsAddress) -> html.Td:
    booked, is_full = one.booked.get(day, 0), one.left(day) == 0
    is_chosen = (address.officer, address.day) == (one.id, day)
    state = "penuh" if is_full else f"sisa {one.left(day)}"
    opener = html.Button(
        [html.Span(f"{booked}/{one.per_day}"), html.Small(state)],
        id=ids.go(f"tampilan=jadwal&petugas={one.id}&hari={day.isoformat()}"),
        type="button",
        className=f"kunjungan-sel{' kunjungan-sel-penuh' if is_full else ''}",
        **{
            "aria-pressed": str(is_chosen).lower(),
            "aria-label": f"{one.name}, {day_in_short(day)}: {booked} dari {one.per_day}, {state}",
        },
    )
    return html.Td(opener)


def _total_row(people: Sequence[Visitor], days: Sequence[dt.date]) -> html.Tr:
    places = sum(one.per_day for one in people)
    cells = [html.Td(f"{sum(one.booked.get(day, 0) for one in people)}/{places}") for day in days]
    return html.Tr([html.Th("Semua petugas", scope="row"), *cells], className="kunjungan-semua")


def unreported_notice(found: Sequence[Unreported], *, to: str = "jadwal") -> Any:
    """Past visits of which nobody has said what came of them, each with a way there."""
    if not found:
        return None
    rows = [
        html.Li(
            [
                button_to(
                    f"{one.name}, {day_in_short(one.day)}",
                    f"tampilan={to}&petugas={one.visitor_id}&hari={one.day.isoformat()}",
                ),
                f": {one.visits} kunjungan",
            ]
        )
        for one in found
    ]
    told = html.P([icon("exclamation-triangle-fill"), LEFT_OVER])
    return html.Div([told, html.Ul(rows)], className="kunjungan-belum")


def planned_table(
    stops: Sequence[Stop],
    one: Visitor | None,
    day: dt.date | None,
    names: Names,
    choices: Choices,
    picked: Collection[int],
    *,
    has_route: bool,
) -> Any:
    """The visits of the chosen cell, to be moved or taken off the plan.

    Args:
        has_route: whether the account may look at the route of this officer.
    """
    if one is None or day is None:
        return nothing("Pilih sel pada jadwal di atas.")
    elsewhere = one.booked.get(day, 0) - sum(stop.outcome not in ("dijadwal_ulang",) for stop in stops)
    head = [
        html.H3(f"{one.name}, {day_in_short(day)}"),
        button_to("Buka rutenya", f"tampilan=rute&petugas={one.id}&hari={day.isoformat()}")
        if has_route
        else None,
    ]
    parts = [html.Div(head, className="kunjungan-terpilih")]
    if elsewhere > 0:
        parts.append(html.P(f"{elsewhere} kunjungan lain di luar wilayah kerja Anda.", className="panel-sub"))
    coming = [stop for stop in stops if stop.outcome is None]
    if not coming:
        return [*parts, nothing("Tidak ada kunjungan yang masih terjadwal di sini.")]
    heads = ("Pilih", "Nomor", "Keperluan", "Kelurahan", "Pemohon")
    table = html.Table(
        [
            html.Caption("Kunjungan terjadwal", className="visually-hidden"),
            html.Thead(html.Tr([html.Th(name, scope="col") for name in heads])),
            html.Tbody([_planned_row(stop, names, choices, stop.visit_id in picked) for stop in coming]),
        ],
        className="antrean-tabel kunjungan-tabel",
    )
    return [*parts, table]


def _planned_row(stop: Stop, names: Names, choices: Choices, is_picked: bool) -> html.Tr:
    box = dbc.Checkbox(
        id=ids.visit(stop.visit_id),
        value=is_picked,
        label=f"Pilih {stop.number}",
        className="kunjungan-kotak",
    )
    number = [dcc.Link(stop.number, href=f"/permohonan/{stop.number}"), priority_mark(stop.priority, choices)]
    what = [
        choices.purposes.get(stop.purpose, stop.purpose),
        html.Small(service_in_words(stop.service_code, stop.variant_code, names)),
    ]
    return html.Tr(
        [
            html.Td(box, className="kunjungan-sel-pilih"),
            html.Th(number, scope="row", className="kunjungan-sel-nomor"),
            html.Td(what, className="kunjungan-sel-lebar"),
            html.Td(stop.kelurahan),
            html.Td(stop.applicant, className="kunjungan-sel-pemohon"),
        ]
    )
