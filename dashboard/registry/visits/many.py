"""Several wishes or visits at once: each is answered for by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.models import HomeVisit, Request, VisitWish
from dashboard.registry.visits.planning import cancel, reschedule, schedule, withdraw
from dashboard.registry.visits.rules import MOST_VISITS_PER_DAY, locked_visitor
from dashboard.registry.wording import short_date_in_words
from dashboard.registry.workflow import CaseResult, Officer, StepNotAllowed, WorkflowError
from dashboard.registry.workflow.claims import within_scope

MOST_AT_ONCE = MOST_VISITS_PER_DAY
"""Nobody makes more visits on a day."""


def schedule_all(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    wish_ids: Sequence[int],
    *,
    day: dt.date,
    visitor_id: int,
    at: dt.datetime | None = None,
) -> list[CaseResult]:
    """Plan wishes in the order given, as far as there is room.

    Raises:
        StepNotAllowed: nothing chosen, too much, something foreign, or nobody who makes visits.
    """
    visitor = locked_visitor(session, visitor_id)

    def plan(wish_id: int) -> str:
        schedule(session, calendar, officer, wish_id, day=day, visitor_id=visitor_id, at=at)
        return f"dijadwalkan {short_date_in_words(day)} untuk {visitor.display_name}."

    return _one_by_one(session, _locked(session, officer, VisitWish, wish_ids), plan)


def withdraw_all(
    session: Session,
    officer: Officer,
    wish_ids: Sequence[int],
    reason: str,
    *,
    at: dt.datetime | None = None,
) -> list[CaseResult]:
    """Take wishes off the list. Raises :class:`StepNotAllowed` as :func:`schedule_all`."""

    def take_off(wish_id: int) -> str:
        withdraw(session, officer, wish_id, reason, at=at)
        return "ditarik dari daftar."

    return _one_by_one(session, _locked(session, officer, VisitWish, wish_ids), take_off)


def reschedule_all(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    visit_ids: Sequence[int],
    *,
    day: dt.date,
    visitor_id: int,
    note: str = "",
    at: dt.datetime | None = None,
) -> list[CaseResult]:
    """Move visits to another day or officer. Raises :class:`StepNotAllowed` as :func:`schedule_all`."""
    visitor = locked_visitor(session, visitor_id)

    def move(visit_id: int) -> str:
        reschedule(session, calendar, officer, visit_id, day=day, visitor_id=visitor_id, note=note, at=at)
        return f"dipindahkan ke {short_date_in_words(day)} untuk {visitor.display_name}."

    return _one_by_one(session, _locked(session, officer, HomeVisit, visit_ids), move)


def cancel_all(
    session: Session,
    officer: Officer,
    visit_ids: Sequence[int],
    *,
    note: str = "",
    at: dt.datetime | None = None,
) -> list[CaseResult]:
    """Take visits off the plan. Raises :class:`StepNotAllowed` as :func:`schedule_all`."""

    def take_off(visit_id: int) -> str:
        cancel(session, officer, visit_id, note=note, at=at)
        return "batal dijadwalkan dan kembali ke daftar permintaan."

    return _one_by_one(session, _locked(session, officer, HomeVisit, visit_ids), take_off)


def _locked(session: Session, officer: Officer, table: Any, ids: Sequence[int]) -> Mapping[int, int]:
    """The application of each wish or visit, in the order of ``ids``.

    They are locked in the order of their numbers, so that two officers with the same applications in
    another order never wait for each other in a circle.
    """
    if not ids:
        raise StepNotAllowed("Pilih dahulu pada daftar.")
    if len(ids) > MOST_AT_ONCE:
        raise StepNotAllowed(f"Pilih paling banyak {MOST_AT_ONCE} sekaligus.")
    rows = session.execute(
        sa.select(table.id, table.request_id)
        .join(Request, Request.id == table.request_id)
        .where(table.id.in_(ids), *within_scope(officer))
        .order_by(Request.id)
        .with_for_update(of=Request)
    )
    known = {row.id: row.request_id for row in rows}
    if known.keys() != set(ids):
        raise StepNotAllowed("Sebagian pilihan tidak ditemukan di wilayah kerja Anda. Muat ulang daftar.")
    return {one: known[one] for one in ids}


def _one_by_one(session: Session, known: Mapping[int, int], step: Callable[[int], str]) -> list[CaseResult]:
    results = []
    for one, request_id in known.items():
        try:
            with session.begin_nested():
                results.append(CaseResult(request_id, True, step(one)))
        except WorkflowError as refusal:
            results.append(CaseResult(request_id, False, str(refusal)))
    return results
