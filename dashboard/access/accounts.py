"""The signed-in account as the rest of the program sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_login import current_user
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from dashboard.access.permissions import Permission, role_may
from dashboard.registry.models import UserAccount, UserArea, UserScope, UserService


@dataclass(frozen=True)
class Account:
    """An account; ``locations``, ``areas`` (kecamatan) and ``services`` are ``None`` when they do not limit.

    ``services`` limit what an officer is offered in the queue, not what the account may see.
    """

    id: int
    username: str
    display_name: str
    role: str
    locations: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    services: tuple[str, ...] | None = None

    # What flask-login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)

    def may(self, permission: Permission) -> bool:
        """Whether the account has a permission."""
        return role_may(self.role, permission)


Codes = sa.Label[list[str] | None]


def limits() -> tuple[Codes, Codes, Codes]:
    """The locations, kecamatan and services an account is limited to, as arrays beside its row."""
    return (
        _codes(UserScope.location_code, UserScope.user_id).label("locations"),
        _codes(UserArea.kecamatan_code, UserArea.user_id).label("areas"),
        _codes(UserService.service_code, UserService.user_id).label("services"),
    )


def _codes(code: Any, user_id: Any) -> sa.ScalarSelect[list[str] | None]:
    return (
        sa.select(sa.func.array_agg(aggregate_order_by(code, code)))
        .where(user_id == UserAccount.id)
        .correlate(UserAccount)
        .scalar_subquery()
    )


def to_account(session: Session, row: UserAccount) -> Account:
    """The account of a stored row, with what it is limited to."""
    found = session.execute(sa.select(*limits()).where(UserAccount.id == row.id)).one()
    return make_account(row, found)


def make_account(row: Any, limited: Any) -> Account:
    """The account of a row and what :func:`limits` found; no limit is ``None``, never an empty list."""
    codes = (limited.locations, limited.areas, limited.services)
    return Account(
        row.id, row.username, row.display_name, row.role, *(tuple(each or ()) or None for each in codes)
    )


def signed_in() -> Account | None:
    """The account of this request, or ``None``."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def current_account() -> Account:
    """The account of this request.

    Raises:
        PermissionError: nobody is signed in.
    """
    account = signed_in()
    if account is None:
        raise PermissionError("nobody is signed in")
    return account
