"""Finding cases, open and closed, by number, by NIK or by words of the applicant's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Applicant, Request
from dashboard.registry.numbers import parse_request_number
from dashboard.registry.personal import PersonalDataVault, name_words
from dashboard.registry.queue import QueueItem, queue_items
from dashboard.registry.workflow import Officer
from dashboard.registry.workflow.claims import within_scope
from dashboard.settings import Settings

SearchKind = Literal["nomor", "nik", "nama", "kosong"]

NIK_DIGITS = 16
MOST_FOUND = 50
SHORTEST_WORD = 2
PEOPLE_AT_ONCE = 5_000
FEW_PEOPLE = 10_000


@dataclass(frozen=True)
class Found:
    """What a search found, the newest first; names stay to be asked, masked, of ``registry.lookup``.

    ``kind`` is how the text was understood, ``kosong`` when there was nothing to look for.
    """

    kind: SearchKind
    items: tuple[QueueItem, ...] = ()
    has_more: bool = False


def search_cases(
    session: Session,
    vault: PersonalDataVault,
    calendar: WorkCalendar,
    officer: Officer,
    text: str,
    *,
    limit: int = MOST_FOUND,
    at: dt.datetime | None = None,
) -> Found:
    """Cases within the officer's locations and kecamatan, whatever their status.

    Args:
        text: a number (``EO-00000017``, ``17``), a NIK of 16 digits, or whole words of a name in any
            order. It is never logged or stored.
    """
    kind = kind_of(text)
    limit = min(limit, MOST_FOUND)
    ids = _FINDERS[kind](session, vault, officer, text, limit + 1)
    items = queue_items(session, calendar, officer, ids[:limit], at=at)
    return Found(kind, tuple(items), has_more=len(ids) > limit)


def kind_of(text: str) -> SearchKind:
    """How a text is understood."""
    digits = text.replace(" ", "")
    if len(digits) == NIK_DIGITS and digits.isdecimal():
        return "nik"
    if parse_request_number(text) is not None:
        return "nomor"
    return "nama" if _words(text) else "kosong"


def _words(text: str) -> set[str]:
    return {word for word in name_words(text) if len(word) >= SHORTEST_WORD}


def _nothing(*_: object) -> list[int]:
    return []


def _by_number(
    session: Session, _vault: PersonalDataVault, officer: Officer, text: str, _limit: int
) -> list[int]:
    number = parse_request_number(text)
    return list(session.scalars(sa.select(Request.id).where(Request.id == number, *within_scope(officer))))


def _by_nik(session: Session, vault: PersonalDataVault, officer: Officer, text: str, limit: int) -> list[int]:
    person = sa.select(Applicant.id).where(Applicant.nik_hash == vault.nik_hash(text.replace(" ", "")))
    newest = (
        sa.select(Request.id)
        .where(Request.applicant_id == person.scalar_subquery(), *within_scope(officer))
        .order_by(Request.id.desc())
        .limit(limit)
    )
    return list(session.scalars(newest))


def _by_name(
    session: Session, vault: PersonalDataVault, officer: Officer, text: str, limit: int
) -> list[int]:
    words = _words(text)
    people: sa.Select[int, bytes] = sa.select(Applicant.id, Applicant.sealed).where(
        _has_keys(vault.name_keys(" ".join(words)))
    )
    # Of a rare name all bearers are taken first; a common one is met soon on the way through the cases.
    if _are_few(session, people):
        bearers: Any = people.cte("bearers").prefix_with("materialized")
    else:
        bearers = people.subquery("bearers")
    rows = session.execute(
        sa.select(Request.id, bearers.c.sealed)
        .join(bearers, bearers.c.id == Request.applicant_id)
        .where(*within_scope(officer))
        .order_by(Request.id.desc())
        .limit(limit)
    )
    # Words may share a key: only the opened name says whether it was meant.
    return [row.id for row in rows if words <= name_words(vault.unseal(row.sealed).name)]


def _are_few(session: Session, people: sa.Select[int, bytes]) -> bool:
    some = people.with_only_columns(sa.literal(1)).limit(FEW_PEOPLE + 1).subquery()
    # The index knows at once that nobody has a name; reading all people until the limit would not.
    session.execute(sa.text("set local enable_seqscan = off"))
    found = session.scalar(sa.select(sa.func.count()).select_from(some)) or 0
    session.execute(sa.text("set local enable_seqscan = on"))
    return found <= FEW_PEOPLE


_FINDERS: dict[SearchKind, Callable[[Session, PersonalDataVault, Officer, str, int], list[int]]] = {
    "nomor": _by_number,
    "nik": _by_nik,
    "nama": _by_name,
    "kosong": _nothing,
}


def _has_keys(keys: Sequence[int]) -> sa.ColumnElement[bool]:
    # In the text of the statement: the server knows how common each key is, and plans for it.
    return Applicant.name_keys.contains(sa.literal_column(f"'{{{','.join(map(str, keys))}}}'::integer[]"))


def fill_name_keys(settings: Settings, database: RequestDatabase) -> int:
    """Make applicants of an earlier release found by name; done in portions, so it may be interrupted.

    Returns:
        How many were filled in.

    Raises:
        MissingKeyError: there are such applicants, their data are real and no key is set.
    """
    filled, after = 0, 0
    vault: PersonalDataVault | None = None
    while True:
        with database.session.begin() as session:
            people = session.execute(
                sa.select(Applicant.id, Applicant.sealed)
                .where(Applicant.name_keys == sa.literal_column("'{}'::integer[]"), Applicant.id > after)
                .order_by(Applicant.id)
                .limit(PEOPLE_AT_ONCE)
            ).all()
            if not people:
                return filled
            vault = vault or PersonalDataVault.for_data(settings, session)
            keys = [
                {"person": row.id, "keys": vault.name_keys(vault.unseal(row.sealed).name)} for row in people
            ]
            session.connection().execute(
                sa.update(Applicant)
                .where(Applicant.id == sa.bindparam("person"))
                .values(name_keys=sa.bindparam("keys")),
                keys,
            )
            filled, after = filled + len(people), people[-1].id
