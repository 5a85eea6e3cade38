"""A ready document that its resident cannot fetch is brought home."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from dashboard.registry import visits
from dashboard.registry.assisted.scope import refuse_foreign
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.workflow import Officer


def ask_delivery(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    *,
    at: dt.datetime | None = None,
) -> None:
    """Wish that an officer brings the document.

    Raises:
        StepNotAllowed: not a case that the account follows, or the document is not ready.
        CaseMoved: a visit is wished for already.
    """
    refuse_foreign(session, officer, request_id)
    visits.wish(session, calendar, officer, request_id, "antar_dokumen", at=at)
