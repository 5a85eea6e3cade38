"""The signed-in account as the rest of the program sees it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask_login import current_user
from sqlalchemy.orm import Session

from dashboard.access.permissions import Permission, role_may
from dashboard.registry.models import UserAccount, UserScope


@dataclass(frozen=True)
class Account:
    """An account; ``locations`` is ``None`` when it is not limited to any."""

    id: int
    username: str
    display_name: str
    role: str
    locations: tuple[str, ...] | None = None

    # What flask-login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)

    def may(self, permission: Permission) -> bool:
        """Whether the account has a permission."""
        return role_may(self.role, permission)


def to_account(session: Session, row: UserAccount) -> Account:
    """The account of a stored row, with the locations it is limited to."""
    locations = session.scalars(
        sa.select(UserScope.location_code)
        .where(UserScope.user_id == row.id)
        .order_by(UserScope.location_code)
    ).all()
    return Account(row.id, row.username, row.display_name, row.role, tuple(locations) or None)


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
