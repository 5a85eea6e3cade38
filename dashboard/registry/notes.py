"""What officers tell each other about a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import Request, RequestNote, UserAccount
from dashboard.registry.workflow import Officer, StepNotAllowed
from dashboard.registry.workflow.claims import within_scope

MOST_LETTERS = 1000


@dataclass(frozen=True)
class CaseNote:
    """A note as the case shows it."""

    text: str
    author: str
    written_at: dt.datetime


def notes_of(session: Session, request_id: int) -> list[CaseNote]:
    """The notes of an application, oldest first."""
    rows = session.execute(
        sa.select(RequestNote.text, UserAccount.display_name, RequestNote.written_at)
        .join(UserAccount, UserAccount.id == RequestNote.user_id)
        .where(RequestNote.request_id == request_id)
        .order_by(RequestNote.id)
    )
    return [CaseNote(*row) for row in rows]


def write_note(session: Session, officer: Officer, request_id: int, text: str) -> None:
    """Add a note; it can be neither changed nor taken out.

    Raises:
        StepNotAllowed: no text, too long a text, or an application outside the officer's scope.
    """
    text = text.strip()
    if not 1 <= len(text) <= MOST_LETTERS:
        raise StepNotAllowed(f"Tulis catatan, paling panjang {MOST_LETTERS} huruf.")
    seen = sa.select(Request.id).where(Request.id == request_id, *within_scope(officer))
    if session.scalar(seen) is None:
        raise StepNotAllowed("Kasus ini tidak ditemukan, atau di luar wilayah kerja Anda.")
    session.add(RequestNote(request_id=request_id, user_id=officer.id, text=text))
    session.flush()
