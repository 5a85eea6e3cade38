"""Documents of applications: what is asked, what was uploaded for it, and how it was judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.document_store import DocumentRefused, StoredFile
from dashboard.registry.models import DocumentType, Request, RequestDocument, Requirement, UserAccount
from dashboard.registry.numbers import request_number
from dashboard.registry.status import WORKED_STATUSES
from dashboard.registry.workflow import NOTE_LIMIT, CaseMoved, Officer, StepNotAllowed
from dashboard.registry.workflow.claims import locked_request, refuse_outside_scope, who_holds, within_scope

Assessment = Literal["ok", "kurang", "salah"]
ASSESSMENTS: tuple[Assessment, ...] = ("ok", "kurang", "salah")


@dataclass(frozen=True)
class UploadedFile:
    """One uploaded file of an application, and how an officer judged it."""

    id: int
    document_code: str
    label: str
    content_type: str
    size_bytes: int
    uploaded_at: dt.datetime
    assessment: str | None
    assessed_by: str | None
    assessed_at: dt.datetime | None
    assessment_note: str


@dataclass(frozen=True)
class RequiredDocument:
    """A document that the service asks for, with what was uploaded for it, newest last."""

    code: str
    label: str
    is_mandatory: bool
    condition: str
    files: tuple[UploadedFile, ...] = ()

    @property
    def is_uploaded(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.files)


def find_document(session: Session, officer: Officer, document_id: int) -> RequestDocument | None:
    """A document by its id; ``None`` when it is unknown or its application is not the officer's to see."""
    return session.scalar(
        sa.select(RequestDocument)
        .join(Request, Request.id == RequestDocument.request_id)
        .where(RequestDocument.id == document_id, *within_scope(officer))
    )


def required_documents(session: Session, request_id: int) -> list[RequiredDocument]:
    """What the application's variant asks for, mandatory first, then what was uploaded beyond that."""
    files = _files_by_code(session, request_id)
    request = session.get_one(Request, request_id)
    asked = [
        replace(document, files=tuple(files.pop(document.code, ())))
        for document in asked_documents(session, request.service_code, request.variant_code)
    ]
    beyond = [
        RequiredDocument(code, found[0].label, False, "di luar persyaratan", tuple(found))
        for code, found in files.items()
    ]
    return asked + beyond


def asked_documents(
    session: Session, service_code: str | None, variant_code: str | None
) -> list[RequiredDocument]:
    """What a variant of a service asks for, mandatory first."""
    rows = session.execute(
        sa.select(
            Requirement.document_code, DocumentType.label, Requirement.is_mandatory, Requirement.condition
        )
        .join(DocumentType, DocumentType.code == Requirement.document_code)
        .where(Requirement.service_code == service_code, Requirement.variant_code == variant_code)
        .order_by(Requirement.is_mandatory.desc(), Requirement.position)
    )
    return [RequiredDocument(*row) for row in rows]


def _files_by_code(session: Session, request_id: int) -> dict[str, list[UploadedFile]]:
    rows = session.execute(
        sa.select(RequestDocument, DocumentType.label, UserAccount.display_name)
        .join(DocumentType, DocumentType.code == RequestDocument.document_code)
        .outerjoin(UserAccount, UserAccount.id == RequestDocument.assessed_by)
        .where(RequestDocument.request_id == request_id)
        .order_by(RequestDocument.id)
    )
    found: dict[str, list[UploadedFile]] = {}
    for row, label, assessor in rows:
        found.setdefault(row.document_code, []).append(
            UploadedFile(
                id=row.id,
                document_code=row.document_code,
                label=label,
                content_type=row.content_type,
                size_bytes=row.size_bytes,
                uploaded_at=row.uploaded_at,
                assessment=row.assessment,
                assessed_by=assessor,
                assessed_at=row.assessed_at,
                assessment_note=row.assessment_note,
            )
        )
    return found


def add_document(
    session: Session, officer: Officer, request_id: int, document_code: str, stored: StoredFile
) -> RequestDocument:
    """Put a stored file to an application that is still open.

    Raises:
        WorkflowError: the application is outside the officer's scope or closed, or the kind is unknown.
    """
    request = locked_request(session, request_id)
    refuse_outside_scope(officer, request)
    if request.status not in WORKED_STATUSES:
        raise StepNotAllowed(f"{request_number(request_id)} sudah diputuskan; berkas tidak dapat ditambah.")
    if session.get(DocumentType, document_code) is None:
        raise DocumentRefused("Jenis dokumen tidak dikenal. Pilih dari daftar.")
    document = RequestDocument(
        request_id=request_id,
        document_code=document_code,
        storage_name=stored.storage_name,
        content_type=stored.content_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
    )
    session.add(document)
    session.flush()
    _journal(session, officer, "unggah berkas", document)
    return document


def assess_document(
    session: Session, officer: Officer, document_id: int, assessment: str, note: str = ""
) -> RequestDocument:
    """Judge a document against its requirement; only who holds the case does.

    Raises:
        WorkflowError: the document is unknown or outside the scope, somebody else holds the case, or the
            judgement is none.
    """
    document = find_document(session, officer, document_id)
    if document is None or assessment not in ASSESSMENTS:
        raise StepNotAllowed("Berkas ini tidak ditemukan, atau di luar wilayah kerja Anda.")
    request = locked_request(session, document.request_id)
    if request.claimed_by != officer.id:
        raise CaseMoved(who_holds(session, request))
    document.assessment, document.assessment_note = assessment, note.strip()[:NOTE_LIMIT]
    document.assessed_by, document.assessed_at = officer.id, dt.datetime.now(dt.UTC)
    session.flush()
    _journal(session, officer, "nilai berkas", document, nilai=assessment)
    return document


def note_look(session: Session, officer: Officer, document: RequestDocument) -> None:
    """Write into the journal that somebody opened a document, which shows a person unmasked."""
    _journal(session, officer, "buka berkas", document)


def _journal(
    session: Session, officer: Officer, action: str, document: RequestDocument, **detail: str
) -> None:
    audit.record(
        session,
        officer.username,
        action,
        f"permohonan:{document.request_id}",
        berkas=document.id,
        jenis=document.document_code,
        **detail,
    )
