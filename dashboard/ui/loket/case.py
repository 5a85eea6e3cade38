"""The case at the counter: who it is for, whether it is ready, and what the hand-over needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui.loket import ids
from dashboard.ui.queue.marks import icon, status_chip
from dashboard.ui.queue.words import day_in_short, moment_in_full

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.counter import CounterCase
    from dashboard.registry.lookup import MaskedApplicant
    from dashboard.registry.queue import QueueItem

SHOWN: dict[str, str] = {
    "pemohon:ktp_el": "Pemohon, KTP-el",
    "pemohon:ikd": "Pemohon, IKD di ponsel",
    "pemohon:kk": "Pemohon, Kartu Keluarga",
    "pemohon:biodata": "Pemohon, biodata penduduk",
    "keluarga:kk": "Keluarga satu KK, Kartu Keluarga",
    "kuasa:surat_kuasa": "Kuasa, surat kuasa",
}
"""Who receives the document and what was shown, as one choice; the names are those of the registry."""

WHICH = "{count} permohonan cocok. Pilih salah satu."
WHICH_OF_MORE = "{count} permohonan cocok, yang siap dan terbaru dahulu. Pilih, atau tambahkan kata."


def case_frame() -> html.Section:
    """The case, still empty, with its forms; what is filled in stays while the facts are redrawn."""
    close = html.Button(
        [icon("x-lg"), html.Span("Tutup", className="visually-hidden")],
        id=ids.CLOSE,
        type="button",
        className="btn btn-sm tombol-sunyi loket-tutup",
    )
    return html.Section(
        [
            html.Div([html.Div(id=ids.BODY, className="loket-isi"), close], className="loket-kepala"),
            _hand_over_form(),
            _undo_form(),
        ],
        id=ids.CASE,
        className="panel loket-kasus",
        hidden=True,
        **{"aria-label": "Permohonan di loket"},
    )


def _hand_over_form() -> html.Div:
    shown = html.Fieldset(
        [
            html.Legend("Siapa yang menerima, dan apa yang ditunjukkan?"),
            dbc.RadioItems(
                id=ids.CHECK,
                name=ids.CHECK,  # one group: arrows choose, Tab goes on
                options=[{"label": label, "value": value} for value, label in SHOWN.items()],
                value="",
                className="loket-pilihan",
            ),
        ]
    )
    elsewhere = html.Div(
        dbc.Checkbox(id=ids.ELSEWHERE, label="Dokumennya ada di loket ini", value=False),
        id=ids.ELSEWHERE_PLACE,
        hidden=True,
    )
    hand = html.Button(
        [icon("check-circle"), html.Span("Serahkan dokumen")],
        id=ids.HAND,
        type="button",
        className="btn btn-primary",
    )
    return html.Div([shown, elsewhere, hand], id=ids.FORM, className="loket-formulir", hidden=True)


def _undo_form() -> html.Div:
    # The reason is for officers and may not name anybody: the browser does not remember it.
    note = dbc.Input(id=ids.UNDO_NOTE, type="text", maxLength=200, value="", autocomplete="off")
    undo = html.Button("Batalkan penyerahan", id=ids.UNDO, type="button", className="btn btn-outline-danger")
    label = dbc.Label("Salah serah? Tulis alasannya", html_for=ids.UNDO_NOTE)
    return html.Div(
        [label, html.Div([note, undo], className="loket-sebaris")],
        id=ids.UNDO_FORM,
        className="loket-formulir",
        hidden=True,
    )


def case_body(case: CounterCase, names: Names, *, elsewhere: bool, slip: str = "") -> list[Any]:
    """The facts of a case and whether it may be handed over, with the reason why not.

    Args:
        elsewhere: its document lies at another location than this counter.
        slip: address of the slip with the code of its number; "" when its owner needs none any more.
    """
    place = names.locations.get(case.location_code or "", "belum ditentukan")
    facts: list[tuple[str, Any]] = [
        ("Pemohon", [html.Span(case.applicant.name), html.Small(f"NIK {case.applicant.nik}")]),
        ("Layanan", _service(case, names)),
        ("Lokasi ambil", place),
        ("Hari ambil", _day(case)),
        ("Status", [status_chip(case.status), html.Small(f"sejak {moment_in_full(case.status_since)}")]),
    ]
    printing = html.A("Cetak tanda bukti", href=slip, target="_blank", rel="noopener", className="loket-slip")
    return [
        html.Div([html.H2(case.number), printing if slip else None], className="loket-nomor"),
        _verdict(case, place, elsewhere=elsewhere),
        html.Dl(
            [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts], className="loket-fakta"
        ),
    ]


def _verdict(case: CounterCase, place: str, *, elsewhere: bool) -> html.P:
    if case.status == "DIAMBIL":
        return _said("check-circle", case.refusal, "loket-sudah")
    if case.refusal:
        return _said("exclamation-octagon", case.refusal, "loket-belum")
    if elsewhere:
        return _said("exclamation-triangle-fill", f"Siap, tetapi diambil di {place}.", "loket-lain")
    return _said("check-circle-fill", "Siap diserahkan.", "loket-siap")


def _said(mark: str, text: str, look: str) -> html.P:
    return html.P([icon(mark), html.Span(text)], className=f"loket-putusan {look}")


def _service(case: CounterCase, names: Names) -> list[Any]:
    service = names.services.get(case.service_code or "", "Layanan tidak diketahui")
    variant = names.variants.get((case.service_code or "", case.variant_code or ""))
    return [html.Span(service), html.Small(variant)] if variant else [html.Span(service)]


def _day(case: CounterCase) -> list[Any]:
    if case.pickup_day is None:
        return [html.Span("tanpa pesanan tempat")]
    missed = [html.Small("tidak hadir pada hari itu")] if case.is_missed else []
    return [html.Span(day_in_short(case.pickup_day)), *missed]


def candidate_list(
    items: Sequence[QueueItem], applicants: Mapping[int, MaskedApplicant], names: Names, *, has_more: bool
) -> list[Any]:
    """Several cases that a text may mean, to pick one from; the applicants are masked."""
    said = (WHICH_OF_MORE if has_more else WHICH).format(count=f"{len(items)}{'+' if has_more else ''}")
    rows = [_candidate(item, applicants.get(item.request_id), names) for item in items]
    return [html.P(said, role="status", className="loket-banyak"), html.Ul(rows, className="loket-calon")]


def _candidate(item: QueueItem, applicant: MaskedApplicant | None, names: Names) -> html.Li:
    opener = html.Button(
        item.number, id=ids.candidate(item.request_id), type="button", className="antrean-buka"
    )
    service = names.services.get(item.service_code or "", "Layanan tidak diketahui")
    day = html.Small(f"ambil {day_in_short(item.pickup_day)}") if item.pickup_day else None
    person = [applicant.name, html.Small(applicant.nik)] if applicant else "tidak diketahui"
    return html.Li([opener, html.Span(person), html.Span([service, day]), status_chip(item.status)])
