"""Dated notes that are drawn on charts ("server pindah"), so that a bend in a line has its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import Annotation

MOST_CHARACTERS = 120


class NoteError(ValueError):
    """A note that cannot be; the message says what can."""


@dataclass(frozen=True)
class Note:
    """A note on a WIB day."""

    id: int
    day: dt.date
    text: str


def standing_notes(session: Session) -> list[Note]:
    """Every note that was not taken off, by day."""
    rows = session.scalars(
        sa.select(Annotation).where(Annotation.removed_at.is_(None)).order_by(Annotation.day, Annotation.id)
    )
    return [Note(row.id, row.day, row.note) for row in rows]


def add_note(session: Session, *, day: dt.date, text: str, by: int) -> None:
    """Set a note on a day.

    Raises:
        NoteError: it is empty or too long.
    """
    text = " ".join(text.split())
    if not 1 <= len(text) <= MOST_CHARACTERS or not text.isprintable():
        raise NoteError(f"Tulis catatan 1 sampai {MOST_CHARACTERS} huruf.")
    session.add(Annotation(day=day, note=text, set_by=by))


def remove_note(session: Session, note_id: int) -> None:
    """Take a note off the charts; it stays in the table."""
    session.execute(
        sa.update(Annotation)
        .where(Annotation.id == note_id, Annotation.removed_at.is_(None))
        .values(removed_at=sa.func.now())
    )
