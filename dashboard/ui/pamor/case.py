"""One case as its Satgas Pamor follows it: the number, what to do, the documents, and a receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from dashboard.ui import format as words_of
from dashboard.ui.case.documents import ACCEPTED
from dashboard.ui.pamor import ids
from dashboard.ui.pamor.form import back_link, need_of
from dashboard.ui.pamor.listing import ENTER_PATH, REPEAT_PATH, TICK_MILLISECONDS, need
from dashboard.ui.pamor.words import location_of, service_in_words
from dashboard.ui.queue.marks import icon, status_chip
from dashboard.ui.queue.words import WIB, moment_in_full

if TYPE_CHECKING:
    from dashboard.registry.assisted import AssistedCase
    from dashboard.registry.case_file import Names
    from dashboard.registry.documents import RequiredDocument

NEW, SENT_BEFORE = "ya", "sebelumnya"
"""What the address says of an application that was just sent."""
ARRIVED = {
    NEW: "Permohonan diterima. Catat nomor ini untuk warga:",
    SENT_BEFORE: "Sudah diterima sebelumnya; isian yang dikirim pertama yang tersimpan. Nomornya:",
}


def case_frame(number: str, arrived: str) -> html.Div:
    """The whole page; callbacks fill it."""
    return html.Div(
        [
            dcc.Interval(id=ids.CASE_TICK, interval=TICK_MILLISECONDS),
            dcc.Store(id=ids.CASE_NUMBER, data=number),
            dcc.Store(id=ids.CASE_SHOWN),
            dcc.Store(id=ids.ARRIVED, data=arrived),
            dcc.Store(id=ids.CHANGED),
            dcc.Store(id=ids.UPLOADED),
            back_link(),
            html.Div(html.H1(number), id=ids.HEAD),
            html.Div(id=ids.CASE_OUTAGE, role="alert", className="antrean-gangguan"),
            html.Div(id=ids.CASE_MESSAGE, role="status", className="periksa-pesan"),
            html.Div(id=ids.NEED),
            html.Div(
                html.Button(
                    "Minta dokumen diantar ke rumah",
                    id=ids.DELIVER,
                    type="button",
                    className="btn btn-outline-secondary",
                ),
                id=ids.DELIVER_BOX,
                className="pamor-antar",
                hidden=True,
            ),
            html.P(id=ids.UPLOAD_MESSAGE, role="status", className="pamor-berkas-kabar"),
            html.Div(id=ids.CASE),
            _receipt_box(),
        ],
        className="antrean pamor pamor-formulir",
    )


def case_head(number: str, arrived: Any) -> Any:
    """The number; of an application that was just sent, with the words to go with it."""
    if arrived not in (NEW, SENT_BEFORE):
        return html.H1(number)
    return html.Div(
        [
            html.P([icon("check-circle"), html.Span(ARRIVED[arrived])]),
            html.H1(number, id="pamor-nomor-baru", tabIndex=-1),
            dcc.Link(
                "Ajukan untuk warga lain", href=ENTER_PATH, className="btn btn-sm btn-outline-secondary"
            ),
        ],
        className="pamor-diterima",
    )


def _receipt_box() -> html.Section:
    copy = html.Button("Salin", id=ids.COPY, type="button", className="btn btn-sm tombol-sunyi")
    return html.Section(
        [
            html.Div([html.H2("Tanda terima"), copy], className="pamor-tanda-kepala"),
            html.P("Untuk dikirim atau dibacakan kepada warga; tanpa data pribadi.", className="panel-sub"),
            html.Pre(id=ids.RECEIPT, className="pamor-tanda", tabIndex=0, **{"aria-label": "Tanda terima"}),
            html.P(id=ids.COPIED, role="status", className="panel-sub"),
        ],
        id=ids.RECEIPT_BOX,
        className="panel pamor-bagian",
        hidden=True,
        **{"aria-label": "Tanda terima"},
    )


def case_need(case: AssistedCase, names: Names, today: dt.date) -> list[Any]:
    """What to do now, with the way there."""
    parts: list[Any] = [html.Div(need(case, names, today), className="panel pamor-bagian pamor-perlu")]
    if case.may_repeat:
        link = dcc.Link("Ajukan ulang", href=f"{REPEAT_PATH}/{case.number}", className="btn btn-primary")
        parts.append(html.Div(link, className="pamor-antar"))
    return parts


def case_body(case: AssistedCase, names: Names, documents: Sequence[RequiredDocument]) -> list[Any]:
    """The documents, which can be added to while the case is open, and the facts."""
    is_open = case.status.value in ("VERIFIKASI", "PROSES")
    shown = [document for document in documents if is_open or document.files]
    return [_documents(case, shown, is_open) if shown else None, facts(case, names)]


def facts(case: AssistedCase, names: Names) -> html.Section:
    """What was applied for, by a masked resident."""
    rows: list[tuple[str, Any]] = [
        ("Status", status_chip(case.status)),
        ("Warga", [html.Span(case.applicant.name), html.Small(f"NIK {case.applicant.nik}")]),
        ("Kelurahan", case.kelurahan),
        ("Layanan", service_in_words(case, names)),
        ("Masuk", moment_in_full(case.submitted_at)),
        ("Pengambilan", _pickup(case, names)),
    ]
    if case.priority_in_words:
        rows.append(("Didahulukan", case.priority_in_words.capitalize()))
    return html.Section(
        html.Dl(
            [html.Div([html.Dt(name), html.Dd(value)]) for name, value in rows], className="periksa-fakta"
        ),
        className="panel pamor-bagian",
        **{"aria-label": "Permohonan"},
    )


def _pickup(case: AssistedCase, names: Names) -> str:
    if case.pickup_day is None:
        return "dicetak sendiri" if case.self_print else "tanggal belum dipilih"
    return f"{words_of.long_date(case.pickup_day)}, {location_of(case, names)}"


def _documents(case: AssistedCase, documents: Sequence[RequiredDocument], is_open: bool) -> html.Section:
    return html.Section(
        [
            html.H2("Berkas"),
            html.Ul([_document(case, document, is_open) for document in documents], className="pamor-berkas"),
        ],
        className="panel pamor-bagian",
        **{"aria-label": "Berkas"},
    )


def _document(case: AssistedCase, document: RequiredDocument, is_open: bool) -> html.Li:
    number = len(document.files)
    state = f"{number} berkas diunggah" if number else "belum diunggah"
    words = html.Div([html.Span(document.label), html.Small(f"{need_of(document)} · {state}")])
    add = html.Button(
        "Unggah lagi" if number else "Foto / unggah",
        type="button",
        className="btn btn-sm btn-outline-secondary",
        **{
            "data-unggah": document.code,
            "data-terima": ACCEPTED,
            "data-nomor": case.number,
            "data-kabar": ids.UPLOAD_MESSAGE,
            "data-usai": ids.UPLOADED,
            "aria-label": f"Foto atau unggah {document.label}",
        },
    )
    mark = icon("check-circle-fill" if number else "circle")
    return html.Li([mark, words, add if is_open else None])


def receipt_text(case: AssistedCase, names: Names, documents: Sequence[RequiredDocument]) -> str:
    """The receipt that a resident keeps: everything to do, and nothing personal."""
    missing = [document.label for document in documents if document.is_mandatory and not document.files]
    submitted = case.submitted_at.astimezone(WIB)
    lines = [
        "Disdukcapil Kota Bekasi, e-Open (Halo Pamor)",
        f"Nomor: {case.number}",
        f"Layanan: {service_in_words(case, names)}",
        f"Diajukan: {words_of.long_date(submitted.date())}, {submitted:%H.%M} WIB",
        f"Pengambilan: {_pickup(case, names)}",
    ]
    if missing and case.status.value in ("VERIFIKASI", "PROSES"):
        lines += ["Berkas yang masih kurang:", *(f"- {label}" for label in missing)]
    return "\n".join([*lines, "Simpan nomor ini. Tanyakan perkembangannya kepada Satgas Pamor Anda."])
