"""Everything an officer's case panel shows of one application, read in one go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.documents import RequiredDocument, required_documents
from dashboard.registry.history import (
    EarlierApplication,
    Step,
    chain_of,
    reasons_offered,
    steps_of,
)
from dashboard.registry.lookup import UNKNOWN_APPLICANT, MaskedApplicant, masked_applicants
from dashboard.registry.models import (
    Kecamatan,
    Kelurahan,
    PickupLocation,
    RejectionReason,
    Request,
    Service,
    ServiceVariant,
    UserAccount,
)
from dashboard.registry.notes import CaseNote, notes_of
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.queue import QueueItem, queue_item
from dashboard.registry.status import NEXT_STATUSES, WORKED_STATUSES, Status
from dashboard.registry.urgency import PRIORITIES
from dashboard.registry.workflow import Action, Officer, correctable_step, hold_days, pause_reasons
from dashboard.registry.workflow.claims import within_scope
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
    """Another application of the same chain, with the reasons it was refused for."""

    application: EarlierApplication
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CaseFile:
    """One application as its officer sees it; the applicant is masked.

    ``held_by_me`` tells whether the reading officer holds it and ``held`` how many cases the officer
    holds in all; ``actions`` are what that officer may do now, ``undoable`` the step that a correction
    would undo. ``stay_seconds`` are the office hours in the present status so far, ``wait_seconds`` those
    of them before anybody took the case. ``skip_reasons``, ``hold_reasons`` and ``hold_days`` are what the
    holder may choose from to leave the case for later, ``priorities`` the reasons to serve an applicant
    earlier, in words. ``chain`` are the other applications of the chain,
    in order.
    """

    item: QueueItem
    applicant: MaskedApplicant
    documents: tuple[RequiredDocument, ...]
    steps: tuple[Step, ...]
    chain: tuple[EarlierCase, ...]
    status_since: dt.datetime
    claimed_at: dt.datetime | None
    held_by_me: bool
    held: int
    self_print: bool
    actions: frozenset[Action]
    undoable: Step | None
    notes: tuple[CaseNote, ...] = ()
    reasons: tuple[RejectionReason, ...] = ()
    place: str = ""
    priority: str | None = None
    priorities: dict[str, str] = field(default_factory=PRIORITIES.copy)
    entered_by: str | None = None
    stay_seconds: int = 0
    wait_seconds: int = 0
    skip_reasons: dict[str, str] = field(default_factory=dict)
    hold_reasons: dict[str, str] = field(default_factory=dict)
    hold_days: tuple[dt.date, ...] = ()


def names_of(session: Session) -> Names:
    """Names of all services, variants and locations, in the office's order."""
    # Columns, not objects: every list and every case asks for a hundred names.
    variant = ServiceVariant
    variants = sa.select(variant.service_code, variant.code, variant.name).order_by(variant.position)
    return Names(
        services=_names(session, Service),
        variants={(service, code): name for service, code, name in session.execute(variants)},
        locations=_names(session, PickupLocation),
    )


def _names(session: Session, kind: type[Service | PickupLocation]) -> dict[str, str]:
    rows = session.execute(sa.select(kind.code, kind.name).order_by(kind.position))
    return {row.code: row.name for row in rows}


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
    at = at or dt.datetime.now(dt.UTC)
    request = session.get_one(Request, request_id)
    service = session.get(Service, request.service_code) if request.service_code else None
    steps = steps_of(session, request_id)
    undoable = correctable_step(session, officer, request_id, at=at)
    return CaseFile(
        item=item,
        applicant=masked_applicants(session, vault, [request_id]).get(request_id, UNKNOWN_APPLICANT),
        documents=tuple(required_documents(session, request_id)),
        steps=tuple(steps),
        chain=_chain(session, officer, request),
        status_since=request.status_since,
        claimed_at=request.claimed_at,
        held_by_me=request.claimed_by == officer.id,
        held=_held_by(session, officer),
        self_print=service is None or service.self_print,
        actions=_actions(officer, request, undoable is not None),
        undoable=next((step for step in steps if undoable and step.transition_id == undoable.id), None),
        notes=tuple(notes_of(session, request_id)),
        reasons=tuple(reasons_offered(session, request.service_code, request.variant_code)),
        place=_place(session, request),
        priority=request.priority,
        entered_by=_name_of(session, request.entered_by),
        stay_seconds=_worked(calendar, request, request.status_since, at),
        wait_seconds=_worked(calendar, request, request.status_since, request.claimed_at or at),
        **(_pauses(session, calendar, request, at) if request.claimed_by == officer.id else {}),
    )


def _pauses(session: Session, calendar: WorkCalendar, request: Request, at: dt.datetime) -> dict[str, Any]:
    """What the holder may leave the case for, and until when."""
    return {
        "skip_reasons": pause_reasons(session, "lewati"),
        "hold_reasons": pause_reasons(session, "tahan"),
        "hold_days": tuple(hold_days(calendar.at(request.location_code), at)),
    }


def _held_by(session: Session, officer: Officer) -> int:
    held = sa.select(sa.func.count()).where(Request.claimed_by == officer.id, *within_scope(officer))
    return session.scalar(held) or 0


def _place(session: Session, request: Request) -> str:
    """Where the applicant lives, as far as it is known: kelurahan and kecamatan."""
    kelurahan = session.get(Kelurahan, request.kelurahan_code) if request.kelurahan_code else None
    kecamatan = session.get(Kecamatan, request.kecamatan_code) if request.kecamatan_code else None
    return ", ".join(place.name for place in (kelurahan, kecamatan) if place is not None)


def _name_of(session: Session, user_id: int | None) -> str | None:
    return session.scalar(sa.select(UserAccount.display_name).where(UserAccount.id == user_id))


def _worked(calendar: WorkCalendar, request: Request, start: dt.datetime, end: dt.datetime) -> int:
    hours = calendar.at(request.location_code)
    return int(hours.working_seconds(int(start.timestamp()), int(max(start, end).timestamp())))


def _chain(session: Session, officer: Officer, request: Request) -> tuple[EarlierCase, ...]:
    """The other applications of the chain that lie within the officer's scope."""
    others = [row for row in chain_of(session, request.id) if row.request_id != request.id]
    seen = set(
        session.scalars(
            sa.select(Request.id).where(
                Request.id.in_([row.request_id for row in others]), *within_scope(officer)
            )
        )
    )
    return tuple(_earlier(session, row) for row in others if row.request_id in seen)


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
        actions.add("prioritas")
        if request.claimed_by is None:
            actions.add("ambil" if request.hold_until is None else "lanjutkan")
        elif request.claimed_by == officer.id:
            actions |= {"lepas", "lewati", "tahan"}
            actions |= {name for name, goal in DECISIONS.items() if goal in NEXT_STATUSES[status]}
        elif officer.role == ADMIN:
            actions.add("lepas")
    return frozenset(actions)
