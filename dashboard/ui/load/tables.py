"""The tables of the supervisor's page: people, cases, open work, pauses, results, differing answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui import format as words
from dashboard.ui.load import ids
from dashboard.ui.load.messages import told
from dashboard.ui.queue.marks import icon, status_chip
from dashboard.ui.queue.words import moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.disagreements import Answer, SecondLooks
    from dashboard.registry.workflow import CaseResult
    from dashboard.registry.workload import Holder, OpenWork, PauseCount, WorkItem

KINDS = {"lewati": "Dilewati", "tahan": "Ditahan"}
WHOLE = "beban-utuh"
"""A table that is paged or short: it is shown whole instead of scrolled."""
SMALLEST = 20
"""Of fewer open cases no share is told."""


def people_table(people: Sequence[Holder], chosen: int | None) -> Any:
    """Officers in the order of their names, with the cases in their hands."""
    if not people:
        return told("Tidak ada petugas di wilayah kerja Anda.")
    heads = ("Petugas", "Dipegang", "Terlambat", "Paling lama sejak", "Segera berakhir")
    return _table(heads, [_person(one, one.officer_id == chosen) for one in people], "Petugas menurut nama")


def _person(one: Holder, is_chosen: bool) -> html.Tr:
    opener = html.Button(
        one.name,
        id=ids.officer(one.officer_id),
        type="button",
        className="tombol-baris",
        **{"aria-pressed": str(is_chosen).lower()},
    )
    shut = None if one.is_active else html.Small("akun nonaktif")
    ending = words.MISSING
    if one.ending_soon and one.first_lease_end:
        ending = f"{one.ending_soon} kasus, {_clock(one.first_lease_end)}"
    cells = [
        html.Th([opener, shut], scope="row"),
        html.Td(words.number(one.held), className="angka"),
        html.Td(words.number(one.late), className="angka"),
        html.Td(moment_in_short(one.first_held_since) if one.first_held_since else words.MISSING),
        html.Td(ending),
    ]
    return html.Tr(cells, className="beban-terpilih" if is_chosen else "")


def case_table(items: Sequence[WorkItem], names: Names, picked: Collection[int]) -> Any:
    """Cases to choose from, most urgent first; those already ticked stay ticked."""
    if not items:
        return told("Tidak ada kasus di sini.")
    heads = ("Pilih", "Nomor", "Layanan", "Lokasi", "Status", "Tenggat", "Dipegang")
    rows = [_case(item, names, item.request_id in picked) for item in items]
    return _table(heads, rows, "Kasus", look=f"{WHOLE} beban-kasus")


def _case(item: WorkItem, names: Names, is_picked: bool) -> html.Tr:
    box = dbc.Checkbox(
        id=ids.pick(item.request_id), value=is_picked, label=f"Pilih {item.number}", className="beban-kotak"
    )
    due = moment_in_short(item.due_at) if item.due_at else "tanpa target"
    late = [icon("exclamation-triangle-fill"), html.Span(f"terlambat · {due}")]
    held: Any = words.MISSING
    if item.lease_until and item.holder:
        held = [html.Span(item.holder), html.Small(f"sampai {_clock(item.lease_until)}")]
    return html.Tr(
        [
            html.Td(box, className="beban-sel-pilih"),
            html.Th(dcc.Link(item.number, href=f"/antrean?kasus={item.number}"), scope="row"),
            html.Td(_service(item.service_code, names), className="beban-sel-penuh"),
            html.Td(_place(item.location_code, names), className="beban-sel-penuh"),
            html.Td(status_chip(item.status), className="beban-sel-status"),
            html.Td(html.Span(late, className="antrean-urgensi") if item.is_late else due),
            html.Td(held),
        ]
    )


def result_list(results: Sequence[CaseResult]) -> html.Div:
    """What became of each case, told case by case."""
    done = sum(result.done for result in results)
    rows = [
        html.Li(
            [
                icon("check-circle" if result.done else "exclamation-octagon"),
                html.Span([html.Strong(result.number), f" {result.message}"]),
            ]
        )
        for result in results
    ]
    return html.Div(
        [html.P(f"{done} dari {len(results)} kasus berhasil."), html.Ul(rows, tabIndex="0")],
        className="antrean-beres" if done == len(results) else "antrean-ditahan",
    )


def open_work_table(rows: Sequence[OpenWork], names: Names) -> Any:
    """Locations down, services across: open cases, and the share of them that is late."""
    if not rows:
        return told("Tidak ada kasus terbuka.")
    services = [code for code in (*names.services, None) if any(row.service_code == code for row in rows)]
    places = [code for code in (*names.locations, None) if any(row.location_code == code for row in rows)]
    by_place = {place: [row for row in rows if row.location_code == place] for place in places}
    body = [_work_row(_place(place, names), found, services) for place, found in by_place.items()]
    body.append(_work_row("Semua lokasi", rows, services))
    heads = ("Lokasi", "Semua layanan", *(_service(code, names) for code in services))
    how = (
        "Tiap sel: kasus terbuka dan, di bawahnya, yang terlambat; bila ada paling sedikit 20 kasus, sebagai "
        "bagian dari semuanya."
    )
    return [html.P(how, className="panel-sub"), _table(heads, body, "Kasus terbuka", look=WHOLE)]


def _work_row(name: str, rows: Sequence[OpenWork], services: Sequence[str | None]) -> html.Tr:
    cells = [
        _work_cell(rows),
        *(_work_cell([row for row in rows if row.service_code == s]) for s in services),
    ]
    return html.Tr([html.Th(name, scope="row"), *cells])


def _work_cell(rows: Sequence[OpenWork]) -> html.Td:
    count, late = sum(row.open for row in rows), sum(row.late for row in rows)
    if not count:
        return html.Td(words.MISSING, className="angka")
    if not late:
        return html.Td(words.number(count), className="angka")
    share = words.percent(late / count, 0) if count >= SMALLEST else str(late)
    return html.Td([words.number(count), html.Small(f"{share} terlambat")], className="angka")


def pause_table(rows: Sequence[PauseCount]) -> Any:
    """Skips and holds by reason."""
    if not rows:
        return told("Tidak ada kasus yang dilewati atau ditahan dalam 30 hari terakhir.")
    heads = ("Jenis", "Alasan", "7 hari", "30 hari", "Masih berlaku")
    body = [
        html.Tr(
            [
                html.Td(KINDS[row.kind]),
                html.Th(row.label, scope="row"),
                *[
                    html.Td(words.number(n), className="angka")
                    for n in (row.last_week, row.last_month, row.standing)
                ],
            ]
        )
        for row in rows
    ]
    return _table(heads, body, "Dilewati dan ditahan menurut alasan")


def disagreement_table(found: SecondLooks, names: Names) -> Any:
    """Both answers to a case side by side; which of them is right is for people to say."""
    counted = (
        f"{words.number(found.total)} jawaban berbeda; {words.number(found.waiting)} pemeriksaan menunggu. "
        "Berbeda belum berarti salah, dan kasusnya tidak berubah."
    )
    if not found.rows:
        return html.P(counted, className="panel-sub")
    heads = ("Kasus", "Putusan pertama", "Putusan kedua")
    body = [
        html.Tr(
            [
                html.Th(
                    [
                        dcc.Link(row.number, href=f"/antrean?kasus={row.number}"),
                        html.Small(_service(row.service_code, names)),
                    ],
                    scope="row",
                ),
                _answer(row.first),
                _answer(row.second, row.note),
            ]
        )
        for row in found.rows
    ]
    return [
        html.P(counted, className="panel-sub"),
        _table(heads, body, "Jawaban yang berbeda", look=f"{WHOLE} beban-jawaban"),
    ]


def _answer(answer: Answer, note: str = "") -> html.Td:
    verdict = "Disetujui" if answer.verdict == "PROSES" else f"Ditolak: {answer.reason or 'tanpa alasan'}"
    lines = [html.Span(verdict), html.Small(f"{answer.officer}, {moment_in_short(answer.at)}")]
    return html.Td([*lines, html.Small(f"“{note}”") if note else None])


def _table(heads: Sequence[str], body: list[html.Tr], caption: str, *, look: str = "") -> html.Div:
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    caption_line = html.Caption(caption, className="visually-hidden")
    table = html.Table([caption_line, head, html.Tbody(body)], className="tabel")
    return html.Div(table, className=f"gulung {look}".strip(), tabIndex="0")


def _service(code: str | None, names: Names) -> str:
    return names.services.get(code or "", "Layanan tidak diketahui")


def _place(code: str | None, names: Names) -> str:
    name = names.locations.get(code or "", "Belum ditentukan")
    return name.removeprefix("Kantor ").replace("Gerai Pelayanan Publik ", "GPP ")


def _clock(at: dt.datetime) -> str:
    return moment_in_short(at)[-5:]
