"""The route of one day: where to go, in which order, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.address import EVERYTHING
from dashboard.ui.kunjungan.words import Choices, nothing, priority_mark, service_in_words
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.words import day_in_short, moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.personal import Person
    from dashboard.registry.visits import Stop

OUTCOMES = {
    "selesai": ("check-circle-fill", "selesai"),
    "tidak_di_rumah": ("dash-circle", "tidak di rumah"),
    "dijadwal_ulang": ("calendar-event", "dijadwal ulang"),
}
MASKED = "Nama dan alamat terbuka pada hari kunjungan, hanya bagi petugas yang berkunjung."


def route_summary(stops: Sequence[Stop], whose: str, day: dt.date, *, is_open: bool, may_open: bool) -> Any:
    """Whose route it is, how far it is done, and why no address is shown when none is."""
    done = sum(stop.outcome is not None for stop in stops)
    count = f"{len(stops)} kunjungan, {done} sudah dicatat hasilnya" if stops else None
    hint = None if is_open or may_open or not stops else html.P(MASKED, className="panel-sub")
    return [html.H2(f"{whose}, {day_in_short(day)} {day.year}", tabIndex=-1), html.P(count), hint]


def people_options(others: Sequence[tuple[int, str]]) -> list[dict[str, str]]:
    """Whose route may be looked at: the own one, and those of the others (account, name)."""
    own = {"label": "Rute saya", "value": EVERYTHING}
    return [own, *({"label": name, "value": str(account)} for account, name in others)]


def route_list(stops: Sequence[Stop], names: Names, choices: Choices) -> list[Any]:
    """The visits, grouped by kelurahan and numbered through."""
    if not stops:
        return [
            nothing("Tidak ada kunjungan pada hari itu.", "Pilih hari lain, atau jadwalkan dari Permintaan.")
        ]
    parts: list[Any] = []
    place = 1
    for kelurahan, found in groupby(stops, key=lambda stop: stop.kelurahan):
        here = list(found)
        cards = [_stop(stop, number, names, choices) for number, stop in enumerate(here, start=place)]
        heading = html.H3([kelurahan, html.Span(str(len(here)), className="antrean-jumlah")])
        parts.append(html.Section([heading, html.Ol(cards)], className="kunjungan-kelurahan"))
        place += len(here)
    return parts


def _stop(stop: Stop, number: int, names: Names, choices: Choices) -> html.Li:
    head = [
        html.Span(str(number), className="kunjungan-urutan"),
        html.Strong(choices.purposes.get(stop.purpose, stop.purpose)),
        priority_mark(stop.priority, choices),
        html.Small(service_in_words(stop.service_code, stop.variant_code, names)),
    ]
    who = _person(stop.person) if stop.person else [html.P(stop.applicant, className="kunjungan-siapa")]
    return html.Li(
        [
            html.Div(head, className="kunjungan-apa"),
            *who,
            html.Div([*_steps(stop)], className="kunjungan-langkah"),
            _on_paper() if stop.outcome is None else None,
        ],
        className=f"kunjungan-titik{' kunjungan-titik-selesai' if stop.outcome else ''}",
    )


def _person(person: Person) -> list[Any]:
    call = html.A(person.phone, href=f"tel:{person.phone}") if person.phone else "tanpa nomor telepon"
    return [
        html.P(html.Strong(person.name), className="kunjungan-siapa"),
        html.P(person.address or "Alamat tidak tercatat", className="kunjungan-alamat"),
        html.P(call, className="kunjungan-telepon"),
    ]


def _steps(stop: Stop) -> list[Any]:
    case = dcc.Link(stop.number, href=f"/permohonan/{stop.number}", className="kunjungan-nomor")
    if stop.outcome is not None:
        mark, told = OUTCOMES.get(stop.outcome, ("circle", stop.outcome))
        when = f" {moment_in_short(stop.visited_at)}" if stop.visited_at else ""
        note = html.Small(f"“{stop.note}”") if stop.note else None
        return [case, html.Span([icon(mark), f"{told}{when}"], className="kunjungan-keluaran"), note]
    if not stop.may_report:
        return [case]
    report = html.Button(
        "Catat hasil",
        id=ids.report(stop.visit_id, stop.number, stop.purpose),
        type="button",
        className="btn btn-primary",
        **{"aria-label": f"Catat hasil {stop.number}"},
    )
    return [case, report]


def _on_paper() -> html.P:
    """What is filled in by hand on the printed route."""
    return html.P(
        "☐ selesai   ☐ tidak di rumah   ☐ jadwal ulang: ________   Penerima / paraf: ______________",
        className="kunjungan-hanya-cetak",
    )
