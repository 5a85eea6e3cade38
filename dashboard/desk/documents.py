"""``/dokumen``: the files of applications, to those who may open them, and new ones from officers."""

from __future__ import annotations

from flask import Flask, Response, jsonify, make_response, request
from werkzeug.exceptions import BadRequest, Forbidden, NotFound, RequestEntityTooLarge, UnprocessableEntity

from dashboard.access.accounts import current_account
from dashboard.access.guard import check
from dashboard.access.permissions import Permission
from dashboard.desk.pdf_page import PdfUnreadable, pdf_page
from dashboard.office import Office
from dashboard.registry.assisted import refuse_foreign
from dashboard.registry.document_store import MOST_BYTES, TOO_LARGE, DocumentMissing, StoredFile
from dashboard.registry.documents import add_document, find_document, note_look
from dashboard.registry.models import RequestDocument
from dashboard.registry.numbers import parse_request_number
from dashboard.registry.workflow import StepNotAllowed, WorkflowError

PATH = "/dokumen"
PAGES = "X-Jumlah-Halaman"
"""How many pages the document of a picture has."""

FORM_BYTES = 64 * 1024
"""Room for the other fields of an upload, and what multipart puts around them."""

EVERYWHERE = (Permission.KERJAKAN_ANTREAN, Permission.LAYANI_LOKET)
MAY_UPLOAD = (*EVERYWHERE, Permission.DAMPINGI_WARGA)
"""Who helps residents adds files to the cases of the own kelurahan only, and opens none."""

ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"
"""A document shown by itself runs nothing and fetches nothing."""


def install_document_routes(server: Flask, office: Office) -> None:
    """Serve and take in documents; permission and scope are asked anew for every one of them."""

    @server.get(f"{PATH}/<int:document_id>", endpoint="dokumen")
    def show_document(document_id: int) -> Response:
        document = _allowed(office, document_id)
        return _answer(_file(office, document), document.content_type, document)

    @server.get(f"{PATH}/<int:document_id>/gambar", endpoint="gambar_dokumen")
    def show_picture(document_id: int) -> Response:
        page = request.args.get("hal", 1, type=int)
        document = _allowed(office, document_id)
        if document.content_type != "application/pdf":
            return _answer(_file(office, document), document.content_type, document)
        _file(office, document)
        try:
            made = pdf_page(office.documents.path(document.storage_name), page)
        except PdfUnreadable as failure:
            raise UnprocessableEntity(f"{failure} Buka berkas aslinya.") from None
        return _answer(made.png, "image/png", document, pages=made.pages)

    @server.post(PATH, endpoint="unggah_dokumen")
    def take_in() -> Response:
        if not any(current_account().may(permission) for permission in MAY_UPLOAD):
            raise Forbidden("Anda tidak memiliki akses ke bagian ini.")
        request.max_content_length = MOST_BYTES + FORM_BYTES  # before anything of the body is read
        return _taken_in(office, _stored(office))


def _allowed(office: Office, document_id: int) -> RequestDocument:
    """The document, for whom it is, with a line in the journal; any other is as unknown as none."""
    check(Permission.BUKA_DATA_PRIBADI)
    account = current_account()
    with office.database.session.begin() as session:
        document = find_document(session, account, document_id)
        if document is None:
            raise NotFound("Berkas ini tidak ditemukan.")
        note_look(session, account, document)
    return document


def _file(office: Office, document: RequestDocument) -> bytes:
    try:
        return office.documents.read(document.storage_name)
    except DocumentMissing:
        raise NotFound("Berkas ini tidak ada lagi di tempat penyimpanan.") from None


def _answer(data: bytes, content_type: str, document: RequestDocument, *, pages: int = 1) -> Response:
    answer = make_response(data)
    answer.headers["Content-Type"] = content_type
    # The number of the document and nothing of the person.
    answer.headers["Content-Disposition"] = (
        f'inline; filename="dokumen-{document.id}.{ENDINGS[content_type]}"'
    )
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers[PAGES] = str(pages)
    return answer


def _stored(office: Office) -> StoredFile:
    """The uploaded file, in the store and readable.

    Raises:
        UnprocessableEntity: it is no file that is taken in.
    """
    try:
        upload = request.files.get("berkas")
    except RequestEntityTooLarge:
        raise RequestEntityTooLarge(TOO_LARGE) from None
    if upload is None:
        raise BadRequest("Pilih berkas yang akan diunggah.")
    try:
        stored = office.documents.save(upload.stream.read(MOST_BYTES + 1))
        if stored.content_type == "application/pdf":
            _refuse_unreadable(office, stored)
    except WorkflowError as refusal:
        raise UnprocessableEntity(str(refusal)) from None
    return stored


def _refuse_unreadable(office: Office, stored: StoredFile) -> None:
    try:
        pdf_page(office.documents.path(stored.storage_name), 1)
    except PdfUnreadable:
        office.documents.remove(stored.storage_name)
        told = "PDF ini tidak dapat dibaca: rusak, atau terkunci kata sandi. Simpan ulang tanpa kata sandi."
        raise UnprocessableEntity(told) from None


def _taken_in(office: Office, stored: StoredFile) -> Response:
    account, request_id = current_account(), parse_request_number(request.form.get("nomor", ""))
    try:
        with office.database.session.begin() as session:
            if request_id is None:
                raise StepNotAllowed("Nomor permohonan tidak dikenal.")
            if not any(account.may(permission) for permission in EVERYWHERE):
                refuse_foreign(session, account, request_id)
            kind = request.form.get("jenis", "")[:40]
            document_id = add_document(session, account, request_id, kind, stored).id
    except BaseException as failure:  # a file without its row would stay for ever
        office.documents.remove(stored.storage_name)
        if isinstance(failure, WorkflowError):
            raise UnprocessableEntity(str(failure)) from None
        raise
    return make_response(jsonify(pesan="Berkas disimpan.", dokumen=document_id), 201)
