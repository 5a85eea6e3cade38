"""The filters of a page that a user keeps under a name."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry.models import SavedView

MOST_CHARACTERS = 60
MOST_VIEWS = 30
"""Per user and page; a longer list is not read any more."""


class ViewError(ValueError):
    """A view that cannot be kept; the message says what to do."""


@dataclass(frozen=True)
class KeptView:
    """A kept view; ``query`` is the address without the question mark."""

    id: int
    name: str
    query: str


def kept_views(session: Session, user_id: int, page: str) -> list[KeptView]:
    """A user's views of a page, by name."""
    rows = session.scalars(
        sa.select(SavedView)
        .where(SavedView.user_id == user_id, SavedView.page == page)
        .order_by(sa.func.lower(SavedView.name))
    )
    return [KeptView(row.id, row.name, row.query) for row in rows]


def keep_view(session: Session, user_id: int, page: str, name: str, query: str) -> None:
    """Keep a view; under a name in use it takes the earlier one's place.

    Raises:
        ViewError: no name, too long a name, or too many views.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= MOST_CHARACTERS or not name.isprintable():
        raise ViewError(f"Beri nama 1 sampai {MOST_CHARACTERS} huruf.")
    present = {view.name for view in kept_views(session, user_id, page)}
    if name not in present and len(present) >= MOST_VIEWS:
        raise ViewError(f"Sudah ada {MOST_VIEWS} tampilan tersimpan; hapus salah satu lebih dahulu.")
    row = insert(SavedView).values(user_id=user_id, page=page, name=name, query=query)
    session.execute(
        row.on_conflict_do_update(
            index_elements=[SavedView.user_id, SavedView.page, SavedView.name], set_={"query": query}
        )
    )


def forget_view(session: Session, user_id: int, view_id: int) -> None:
    """Forget one of the user's own views; another's stays."""
    session.execute(sa.delete(SavedView).where(SavedView.id == view_id, SavedView.user_id == user_id))
