"""Serving a vulnerable applicant earlier, for a reason that everybody sees."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.numbers import request_number
from dashboard.registry.status import WORKED_STATUSES
from dashboard.registry.urgency import PRIORITIES, place_anew
from dashboard.registry.workflow.claims import locked_request, refuse_outside_scope
from dashboard.registry.workflow.people import Officer, StepNotAllowed


def set_priority(
    session: Session, calendar: WorkCalendar, officer: Officer, request_id: int, priority: str | None
) -> None:
    """Give a waiting case its priority, or (``None``) take it away; its place follows.

    Args:
        priority: one of ``urgency.PRIORITIES``.

    Raises:
        StepNotAllowed: unknown, outside the officer's locations, or no longer in an officer's hands.
    """
    if priority is not None and priority not in PRIORITIES:
        raise StepNotAllowed("Alasan prioritas tidak dikenal. Pilih dari daftar.")
    request = locked_request(session, request_id)
    refuse_outside_scope(officer, request)
    if request.status not in WORKED_STATUSES:
        raise StepNotAllowed(f"{request_number(request_id)} tidak lagi menunggu petugas.")
    if request.priority == priority:
        return
    earlier, request.priority = request.priority, priority
    place_anew(session, calendar, request)
    audit.record(
        session,
        officer.username,
        "prioritas",
        f"permohonan:{request_id}",
        dari=earlier,
        ke=priority,
    )
