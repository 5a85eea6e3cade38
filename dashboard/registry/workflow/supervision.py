"""What a supervisor does with the cases of officers: give, take back, hand over; a result per case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.desk_settings import desk_settings
from dashboard.registry.models import Request, UserAccount
from dashboard.registry.numbers import request_number
from dashboard.registry.status import WORKED_STATUSES
from dashboard.registry.workflow.claims import give, is_outside, put_back, record_taken_back, within_scope
from dashboard.registry.workflow.pauses import end_hold
from dashboard.registry.workflow.people import (
    CASE_WORKERS,
    Officer,
    StepNotAllowed,
    StoredOfficer,
    one_click_at_a_time,
    refuse_others,
    stored_officer,
)

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class CaseResult:
    """What became of one case of many; ``message`` is for the screen."""

    request_id: int
    done: bool
    message: str

    @property
    def number(self) -> str:
        return request_number(self.request_id)


def assign(
    session: Session,
    calendar: WorkCalendar,
    supervisor: Officer,
    officer_id: int,
    request_ids: Sequence[int],
    *,
    at: dt.datetime | None = None,
) -> list[CaseResult]:
    """Give cases to an officer until the end of the working day, whoever holds them now.

    Neither the cap nor the services of the officer limit what a supervisor gives; the locations and
    kecamatan of both do. A hold ends with it.

    Returns:
        One result per case, in the order of ``request_ids``.

    Raises:
        StepNotAllowed: not a supervisor, an account that works on no cases, or too many cases at once.
    """
    refuse_others(supervisor)
    at = at or dt.datetime.now(dt.UTC)
    officer = _receiver(session, officer_id)
    lease = dt.timedelta(minutes=desk_settings(session).lease_minutes)

    def give_it(request: Request) -> CaseResult:
        if is_outside(officer, request):
            return CaseResult(request.id, False, f"Di luar wilayah kerja {officer.display_name}.")
        if request.claimed_by == officer.id:
            return CaseResult(request.id, True, f"Sudah dipegang {officer.display_name}.")
        previous = request.claimed_by
        if request.hold_until is not None:
            end_hold(session, request, at)
        give(request, officer.id, at, lease)
        closing = calendar.at(request.location_code).due(int(at.timestamp()), 0)
        assert request.lease_until is not None
        request.lease_until = max(request.lease_until, dt.datetime.fromtimestamp(int(closing), dt.UTC))
        audit.record(
            session,
            supervisor.username,
            "beri",
            f"permohonan:{request.id}",
            kepada=officer.username,
            dari_akun=previous,
        )
        return CaseResult(request.id, True, f"Diberikan kepada {officer.display_name}.")

    one_click_at_a_time(session, officer.id)
    return _each(session, supervisor, request_ids, give_it)


def take_back(session: Session, supervisor: Officer, request_ids: Sequence[int]) -> list[CaseResult]:
    """Put cases back into the queue, whoever holds them.

    Raises:
        StepNotAllowed: not a supervisor, or too many cases at once.
    """
    refuse_others(supervisor)

    def take(request: Request) -> CaseResult:
        if request.claimed_by is None:
            return CaseResult(request.id, False, "Tidak sedang dipegang siapa pun.")
        record_taken_back(session, supervisor, request)
        put_back(request)
        return CaseResult(request.id, True, "Kembali ke antrean.")

    return _each(session, supervisor, request_ids, take)


def hand_over_held(
    session: Session,
    calendar: WorkCalendar,
    supervisor: Officer,
    from_officer: int,
    to_officer: int | None,
    *,
    at: dt.datetime | None = None,
) -> list[CaseResult]:
    """Everything that an absent colleague holds goes to another officer, or back into the queue.

    Args:
        to_officer: ``None`` for the queue.

    Raises:
        StepNotAllowed: as for :func:`assign`.
    """
    refuse_others(supervisor)
    one_click_at_a_time(session, from_officer)
    held = session.scalars(
        sa.select(Request.id)
        .where(Request.claimed_by == from_officer, *within_scope(supervisor))
        .order_by(Request.queue_at, Request.id)
        .limit(MOST_AT_ONCE)
    ).all()
    if to_officer is None:
        return take_back(session, supervisor, held)
    if to_officer == from_officer:
        raise StepNotAllowed("Pilih petugas lain sebagai penerima.")
    return assign(session, calendar, supervisor, to_officer, held, at=at)


def receivers(session: Session) -> list[StoredOfficer]:
    """The officers that cases can be given to, by name."""
    ids = session.scalars(
        sa.select(UserAccount.id)
        .where(UserAccount.is_active, UserAccount.role.in_(CASE_WORKERS))
        .order_by(UserAccount.display_name, UserAccount.id)
    ).all()
    return [officer for user_id in ids if (officer := stored_officer(session, user_id)) is not None]


def _receiver(session: Session, officer_id: int) -> StoredOfficer:
    officer = stored_officer(session, officer_id)
    if officer is None or not officer.is_active or officer.role not in CASE_WORKERS:
        raise StepNotAllowed("Akun penerima tidak aktif atau tidak mengerjakan kasus.")
    return officer


def _each(
    session: Session,
    supervisor: Officer,
    request_ids: Sequence[int],
    act: Callable[[Request], CaseResult],
) -> list[CaseResult]:
    if len(set(request_ids)) > MOST_AT_ONCE:
        raise StepNotAllowed(f"Pilih paling banyak {MOST_AT_ONCE} kasus sekaligus.")
    # All are locked before the first is written, in one order for everybody.
    locked = session.scalars(
        sa.select(Request)
        .where(Request.id.in_(request_ids), *within_scope(supervisor))
        .order_by(Request.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    results = {request.id: _one(request, act) for request in locked}
    session.flush()
    unknown = "Tidak ditemukan atau di luar wilayah kerja Anda."
    return [
        results.get(request_id, CaseResult(request_id, False, unknown))
        for request_id in dict.fromkeys(request_ids)
    ]


def _one(request: Request, act: Callable[[Request], CaseResult]) -> CaseResult:
    if request.status not in WORKED_STATUSES:
        return CaseResult(request.id, False, "Tidak lagi menunggu petugas.")
    return act(request)
