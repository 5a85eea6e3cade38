"""The visits of one officer on one day, in the order in which they are made."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.lookup import UNKNOWN_APPLICANT
from dashboard.registry.models import Applicant, HomeVisit, Kelurahan, Request, UserAccount, VisitWish
from dashboard.registry.numbers import request_number
from dashboard.registry.personal import Person, PersonalDataVault, mask_name
from dashboard.registry.visits.rules import SUPERVISORS, today
from dashboard.registry.workflow import Officer, StepNotAllowed
from dashboard.registry.workflow.claims import within_scope

BOTH = (
    re.compile(r"\bRT\W*RW\W*(\d{1,3})\W+(\d{1,3})", re.IGNORECASE),
    re.compile(r"\bRT\W*(\d{1,3})\s*/\s*(\d{1,3})", re.IGNORECASE),
)
"""RT and RW written together: ``RT/RW 003/004`` and ``RT 003/004``."""
RW, RT = re.compile(r"\bRW\W*(\d{1,3})", re.IGNORECASE), re.compile(r"\bRT\W*(\d{1,3})", re.IGNORECASE)
NO_NUMBER = 1000
"""Addresses without RT and RW come after those that have them."""


@dataclass(frozen=True)
class Stop:
    """One visit of a route.

    ``person`` is there only in an opened route and while the visit is still to be made; ``applicant`` is
    masked. ``may_report`` tells whether the reading officer may say now what came of it.
    """

    visit_id: int
    request_id: int
    number: str
    purpose: str
    outcome: str | None
    visited_at: dt.datetime | None
    note: str
    kelurahan: str
    service_code: str | None
    variant_code: str | None
    priority: str | None
    may_report: bool
    applicant: str
    person: Person | None


def route(
    session: Session,
    vault: PersonalDataVault,
    officer: Officer,
    visitor_id: int,
    day: dt.date,
    *,
    opened: bool = False,
    at: dt.datetime | None = None,
) -> list[Stop]:
    """The visits of one officer on one day, by kelurahan and then by RW and RT of the address.

    Args:
        opened: with names, addresses and phone numbers of those still to be visited. Every such answer is
            a line in the journal, so the caller's transaction must be committed.

    Raises:
        StepNotAllowed: opened by anybody but the officer who goes there today.
    """
    if opened and not is_own_route(officer, visitor_id, day, at):
        raise StepNotAllowed("Nama dan alamat hanya dibuka oleh petugas yang berkunjung, pada harinya.")
    rows = [row for row in _visits_of(session, officer, visitor_id, day) if _belongs(row.HomeVisit)]
    people = {row.HomeVisit.id: vault.unseal(row.sealed) if row.sealed else None for row in rows}
    rows.sort(key=lambda row: _neighbourhood(row.HomeVisit, people[row.HomeVisit.id]))
    coming = [row for row in rows if row.HomeVisit.outcome is None]
    if opened and coming:
        _keep_opening(session, officer, visitor_id, day, [row.Request.id for row in coming])
    return [
        _stop(row, people[row.HomeVisit.id], is_open=opened and row in coming,
              may_report=_may_report(officer, row.HomeVisit, today(at)))
        for row in rows
    ]  # fmt: skip


def is_own_route(officer: Officer, visitor_id: int, day: dt.date, at: dt.datetime | None = None) -> bool:
    """Whether the officer goes this route today, and so needs its addresses without asking."""
    return visitor_id == officer.id and day == today(at)


def _visits_of(session: Session, officer: Officer, visitor_id: int, day: dt.date) -> list[Any]:
    statement = (
        sa.select(HomeVisit, Request, Kelurahan.name, VisitWish.purpose, Applicant.sealed)
        .join(Request, Request.id == HomeVisit.request_id)
        .outerjoin(Kelurahan, Kelurahan.code == HomeVisit.kelurahan_code)
        .outerjoin(VisitWish, VisitWish.id == HomeVisit.wish_id)
        .outerjoin(Applicant, Applicant.id == Request.applicant_id)
        .where(
            HomeVisit.officer_id == visitor_id,
            HomeVisit.scheduled_on == day,
            sa.or_(HomeVisit.outcome.is_(None), HomeVisit.outcome != "batal"),
            *within_scope(officer),
        )
    )
    return list(session.execute(statement).all())


def _belongs(visit: HomeVisit) -> bool:
    """What was moved away before its day was never on the route of that day."""
    moved = visit.outcome == "dijadwal_ulang" and visit.visited_at is not None
    return not moved or today(visit.visited_at) >= visit.scheduled_on


def _may_report(officer: Officer, visit: HomeVisit, this_day: dt.date) -> bool:
    is_theirs = officer.id == visit.officer_id or officer.role in SUPERVISORS
    return is_theirs and visit.outcome is None and visit.scheduled_on <= this_day


def _stop(row: Any, person: Person | None, *, is_open: bool, may_report: bool) -> Stop:
    visit, request = row.HomeVisit, row.Request
    return Stop(
        visit_id=visit.id,
        request_id=request.id,
        number=request_number(request.id),
        purpose=row.purpose or "antar_dokumen",
        outcome=visit.outcome,
        visited_at=visit.visited_at,
        note=visit.note,
        kelurahan=row.name or "Kelurahan tidak diketahui",
        service_code=request.service_code,
        variant_code=request.variant_code,
        priority=request.priority,
        may_report=may_report,
        applicant=mask_name(person.name) if person else UNKNOWN_APPLICANT.name,
        person=person if is_open else None,
    )


def _neighbourhood(visit: HomeVisit, person: Person | None) -> tuple[Any, ...]:
    address = person.address if person else ""
    return (visit.kelurahan_code or "~", *_rw_and_rt(address), address, visit.id)


def _rw_and_rt(address: str) -> tuple[int, int]:
    for both in BOTH:
        if found := both.search(address):
            return int(found[2]), int(found[1])
    rw, rt = (int(found[1]) if (found := part.search(address)) else NO_NUMBER for part in (RW, RT))
    return rw, rt


def _keep_opening(
    session: Session, officer: Officer, visitor_id: int, day: dt.date, request_ids: list[int]
) -> None:
    whose = session.scalar(sa.select(UserAccount.username).where(UserAccount.id == visitor_id))
    audit.record(
        session,
        officer.username,
        "buka rute kunjungan",
        f"rute:{whose}:{day.isoformat()}",
        permohonan=request_ids,
    )
