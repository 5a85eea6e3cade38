"""Who acts, and how a refused step is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import UserAccount, UserArea, UserScope, UserService

ADMIN = "admin"
SUPERVISORS = frozenset({"penyelia", ADMIN})
"""Roles that may give cases to officers and take them back."""
CASE_WORKERS = SUPERVISORS | {"petugas"}
"""Roles that work on cases."""

CLICKS_OF_OFFICER = 32750002
"""First half of the lock that makes an officer's claims wait for each other; the second is the account."""


class WorkflowError(Exception):
    """A step that was refused; the message is meant for the screen."""


class ApplicationInvalid(WorkflowError):
    """What was submitted cannot be accepted."""


class StepNotAllowed(WorkflowError):
    """The status graph, the holder or the role does not allow the step."""


class CaseMoved(WorkflowError):
    """Somebody else changed the application since the officer looked at it."""


class Officer(Protocol):
    """Who acts.

    ``locations`` and ``areas`` (kecamatan) limit what the officer may touch, ``services`` what the queue
    offers; ``None`` where they do not limit.
    """

    @property
    def id(self) -> int: ...
    @property
    def username(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def locations(self) -> tuple[str, ...] | None: ...
    @property
    def areas(self) -> tuple[str, ...] | None: ...
    @property
    def services(self) -> tuple[str, ...] | None: ...


@dataclass(frozen=True)
class StoredOfficer:
    """An officer as the request database knows the account."""

    id: int
    username: str
    display_name: str
    role: str
    is_active: bool
    locations: tuple[str, ...] | None
    areas: tuple[str, ...] | None
    services: tuple[str, ...] | None


def stored_officer(session: Session, user_id: int) -> StoredOfficer | None:
    """The officer of an account, or ``None``."""
    account = session.get(UserAccount, user_id)
    if account is None:
        return None
    return StoredOfficer(
        account.id,
        account.username,
        account.display_name,
        account.role,
        account.is_active,
        _codes(session, UserScope.location_code, UserScope.user_id == user_id),
        _codes(session, UserArea.kecamatan_code, UserArea.user_id == user_id),
        _codes(session, UserService.service_code, UserService.user_id == user_id),
    )


def _codes(session: Session, column: Any, own: sa.ColumnElement[bool]) -> tuple[str, ...] | None:
    return tuple(session.scalars(sa.select(column).where(own).order_by(column))) or None


def supervises(officer: Officer) -> bool:
    """Whether an officer may give cases to others and take them back."""
    return officer.role in SUPERVISORS


def refuse_others(officer: Officer) -> None:
    """Raise :class:`StepNotAllowed` for everybody but supervisors."""
    if not supervises(officer):
        raise StepNotAllowed("Hanya penyelia yang dapat mengatur kasus petugas lain.")


def one_click_at_a_time(session: Session, officer_id: int) -> None:
    """Let the claims of one officer wait for each other until this transaction ends.

    Taken before any case is locked, so that nobody waits in a circle.
    """
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(CLICKS_OF_OFFICER, officer_id)))
