"""Everything an officer's case panel shows of one application, read in one go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.history import (
    EarlierApplication,
    RequiredDocument,
    Step,
    chain_of,
    required_documents,
    steps_of,
)
from dashboard.registry.lookup import UNKNOWN_APPLICANT, MaskedApplicant, masked_applicants
from dashboard.registry.models import PickupLocation, Request, Service, ServiceVariant
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.queue import QueueItem, queue_item
from dashboard.registry.status import NEXT_STATUSES, WORKED_STATUSES, Status
from dashboard.registry.workflow import Action, Officer, correctable_step
from dashboard.registry.workflow.people import ADMIN

DECISIONS: dict[Action, Status] = {
    "setujui": Status.PROSES,
    "selesai": Status.SELESAI,
    "tolak": Status.DITOLAK,
    "gagal": Status.GAGAL,
}
"""Decisions that only the holder takes, and where they lead."""


@dataclass(frozen=True)
class Names:
    """The names behind the codes of a queue: services, variants by (service, variant), locations."""

    services: dict[str, str]
    variants: dict[tuple[str, str], str]
    locations: dict[str, str]


@dataclass(frozen=True)
class EarlierCase:
    """An application of the same chain, with the reasons it was refused for."""

    application: EarlierApplication
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CaseFile:
    """One application as its officer sees it; the applicant is masked.

    ``held_by_me`` tells whether the reading officer holds it, ``actions`` what that officer may do
    now, ``undoable`` the step that a correction would undo.
    """

    item: QueueItem
    applicant: MaskedApplicant
    documents: tuple[RequiredDocument, ...]
    steps: tuple[Step, ...]
    chain: tuple[EarlierCase, ...]
    status_since: dt.datetime
    claimed_at: dt.datetime | None
    held_by_me: bool
    self_print: bool
    actions: frozenset[Action]
    undoable: Step | None


def names_of(session: Session) -> Names:
    """Names of all services, variants and locations, in the office's order."""
    services = session.scalars(sa.select(Service).order_by(Service.position))
    variants = session.scalars(sa.select(ServiceVariant).order_by(ServiceVariant.position))
    locations = session.scalars(sa.select(PickupLocation).order_by(PickupLocation.position))
    return Names(
        services={row.code: row.name for row in services},
        variants={(row.service_code, row.code): row.name for row in variants},
        locations={row.code: row.name for row in locations},
    )


def case_file(
    session: Session,
    vault: PersonalDataVault,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    *,
    at: dt.datetime | None = None,
) -> CaseFile | None:
    """One application; ``None`` when it is unknown or outside the officer's locations."""
    item = queue_item(session, calendar, officer, request_id, at=at)
    if item is None:
        return None
    request = session.get_one(Request, request_id)
    service = session.get(Service, request.service_code) if request.service_code else None
    steps = steps_of(session, request_id)
    undoable = correctable_step(session, officer, request_id, at=at)
    return CaseFile(
        item=item,
        applicant=masked_applicants(session, vault, [request_id]).get(request_id, UNKNOWN_APPLICANT),
        documents=tuple(required_documents(session, request_id)),
        steps=tuple(steps),
        chain=_earlier_cases(session, item),
        status_since=request.status_since,
        claimed_at=request.claimed_at,
        held_by_me=request.claimed_by == officer.id,
        self_print=service is None or service.self_print,
        actions=_actions(officer, request, undoable is not None),
        undoable=next((step for step in steps if undoable and step.transition_id == undoable.id), None),
    )


def _earlier_cases(session: Session, item: QueueItem) -> tuple[EarlierCase, ...]:
    if item.attempt == 1:
        return ()
    chain = chain_of(session, item.request_id)
    return tuple(_earlier(session, row) for row in chain if row.attempt < item.attempt)


def _earlier(session: Session, application: EarlierApplication) -> EarlierCase:
    standing = [
        step
        for step in steps_of(session, application.request_id)
        if not step.is_undone and not step.is_correction
    ]
    return EarlierCase(application, standing[-1].reasons if standing else ())


def _actions(officer: Officer, request: Request, can_undo: bool) -> frozenset[Action]:
    status = Status(request.status)
    actions: set[Action] = {"batalkan"} if can_undo else set()
    if status is Status.SELESAI:
        actions.add("serahkan")
    if status in WORKED_STATUSES:
        if request.claimed_by is None:
            actions.add("ambil")
        elif request.claimed_by == officer.id:
            actions |= {"lepas", *(name for name, goal in DECISIONS.items() if goal in NEXT_STATUSES[status])}
        elif officer.role == ADMIN:
            actions.add("lepas")
    return frozenset(actions)
