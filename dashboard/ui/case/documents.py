"""The documents of a case against what is asked for, and how each is judged beside the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.case import ids
from dashboard.ui.case.viewer import document_viewer
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.words import moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.documents import RequiredDocument, UploadedFile

VERDICTS = {"ok": "Sesuai", "kurang": "Kurang", "salah": "Salah"}
VERDICT_ICONS = {"ok": "check-circle-fill", "kurang": "dash-circle", "salah": "x-lg"}
NOT_ASSESSED = "belum dinilai"
PAPER_KINDS = {"application/pdf": "PDF", "image/png": "gambar PNG", "image/jpeg": "gambar JPEG"}
ACCEPTED = ",".join(PAPER_KINDS)


def document_list(documents: Sequence[RequiredDocument], *, may_add: bool) -> Any:
    """Every requirement with its files; one without says that nothing was uploaded.

    Args:
        may_add: whether files can still be added.
    """
    if not documents:
        return html.P("Tidak ada daftar persyaratan untuk jenis permohonan ini.", className="antrean-redup")
    return html.Ul([_document(document, may_add) for document in documents], className="kasus-berkas")


def _document(document: RequiredDocument, may_add: bool) -> html.Li:
    need = "wajib" if document.is_mandatory else document.condition or "bila perlu"
    state = "" if document.is_uploaded else " · belum diunggah"
    words = html.Div([html.Span(document.label), html.Small(f"{need}{state}")])
    mark = icon("check-circle-fill" if document.is_uploaded else "circle")
    files = [_file(file, number, len(document.files)) for number, file in enumerate(document.files, start=1)]
    add = _add_button(document.code, document.label) if may_add else None
    return html.Li(
        [mark, words, html.Div([*files, add], className="kasus-berkas-alat")],
        className="kasus-ada" if document.is_uploaded else "",
    )


def _file(file: UploadedFile, number: int, count: int) -> html.Span:
    which = f" {number}" if count > 1 else ""
    opener = html.Button(
        f"Lihat{which}",
        id=ids.file_button(file.id),
        type="button",
        className="btn btn-sm btn-outline-secondary",
        **{"data-berkas": str(file.id), "aria-label": f"Lihat {file.label}{which}", "aria-pressed": "false"},
    )
    return html.Span([opener, verdict_chip(file.assessment)], className="kasus-berkas-satu")


def verdict_chip(assessment: str | None) -> html.Span:
    """How a file was judged, in a word and a shape."""
    if assessment is None:
        return html.Span(NOT_ASSESSED, className="kasus-nilai")
    mark = icon(VERDICT_ICONS[assessment])
    return html.Span([mark, VERDICTS[assessment]], className=f"kasus-nilai kasus-nilai-{assessment}")


def _add_button(code: str, label: str) -> html.Button:
    return html.Button(
        "Unggah",
        type="button",
        className="btn btn-sm tombol-sunyi",
        **{"data-unggah": code, "data-terima": ACCEPTED, "aria-label": f"Unggah {label}"},
    )


def file_facts(
    documents: Sequence[RequiredDocument], number: str, *, may_assess: bool
) -> list[dict[str, Any]]:
    """What the viewer has to know of every file, in the order of the list; no personal data."""
    return [
        {
            "id": file.id,
            "nomor": number,
            "nama": document.label,
            "jenis": PAPER_KINDS.get(file.content_type, file.content_type),
            "nilai": file.assessment,
            "catatan": file.assessment_note,
            "oleh": _assessed(file),
            "boleh": may_assess,
        }
        for document in documents
        for file in document.files
    ]


def _assessed(file: UploadedFile) -> str:
    if file.assessment is None or file.assessed_at is None:
        return f"Diunggah {moment_in_short(file.uploaded_at)}, {NOT_ASSESSED}."
    who = f"oleh {file.assessed_by} " if file.assessed_by else ""
    return f"Dinilai {VERDICTS[file.assessment].lower()} {who}pada {moment_in_short(file.assessed_at)}."


def document_frame() -> html.Div:
    """The list and the closed viewer, still without any document."""
    return html.Div(
        [
            html.H3("Berkas persyaratan"),
            html.P(id=ids.PAPERS_MESSAGE, className="kasus-berkas-kabar", role="status"),
            html.Div(id=ids.PAPERS),
            *document_viewer(_judging()),
            dcc.Store(id=ids.FILES),
            dcc.Store(id=ids.UPLOADED),
        ],
        className="kasus-bagian kasus-berkas-kolom",
    )


def _judging() -> html.Div:
    buttons = [
        html.Button(
            [icon(VERDICT_ICONS[verdict]), html.Span(label)],
            id=ids.verdict(verdict),
            type="button",
            className="btn btn-sm btn-outline-secondary",
            title=f"{label} ({key})",
            **{"data-nilai": verdict, "aria-pressed": "false"},
        )
        for key, (verdict, label) in enumerate(VERDICTS.items(), start=1)
    ]
    note = dbc.Input(
        id=ids.VERDICT_NOTE, placeholder="Catatan singkat (boleh kosong)", size="sm", maxLength=500
    )
    form = html.Div(
        [dbc.Label("Catatan", html_for=ids.VERDICT_NOTE, className="visually-hidden"), note, *buttons],
        className="kasus-nilai-baris",
        **{"data-penampil": "menilai"},
    )
    told = html.P(id=ids.VERDICT_MESSAGE, className="kasus-nilai-kabar", role="status")
    return html.Div(
        [html.P(**{"data-penampil": "dinilai"}, className="antrean-redup"), form, told],
        className="kasus-penilaian",
    )
