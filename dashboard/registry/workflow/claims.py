"""Claiming cases: every case to exactly one officer, for as long as it is worked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.desk_settings import USUAL, desk_settings
from dashboard.registry.models import Request, UserAccount
from dashboard.registry.numbers import request_number
from dashboard.registry.status import WORKED_STATUSES
from dashboard.registry.urgency import PULL_HEAD_START
from dashboard.registry.wording import moment_in_words
from dashboard.registry.workflow.people import (
    CaseMoved,
    Officer,
    StepNotAllowed,
    one_click_at_a_time,
    supervises,
)

# One call of one function of the database: a claim is the click that many officers make at once.
CLAIM_NEXT = """
    select taken, held, cap from queue_claim_next(
        %(officer)s, %(moment)s, %(pull_head_start)s, %(lease_minutes)s, %(most_held)s, %(held_on_screen)s,
        %(locations)s::text[], %(areas)s::text[], %(services)s::text[], %(statuses)s::text[],
        %(channels)s::text[], %(only_priority)s)
"""


@dataclass(frozen=True)
class QueueFilter:
    """What an officer narrows the queue to; empty fields narrow nothing. List and claims agree on it."""

    services: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    only_priority: bool = False


EVERYTHING = QueueFilter()


def claim_next(
    session: Session,
    officer: Officer,
    *,
    where: QueueFilter = EVERYTHING,
    held_on_screen: int | None = None,
    at: dt.datetime | None = None,
) -> int | None:
    """Take the most urgent free case of the officer's locations, kecamatan and services.

    Rows that a colleague is claiming at this moment are skipped, so that no two officers get one
    case and none waits for another. Cases that the officer skipped today are not offered.

    Args:
        where: narrows the offer further.
        held_on_screen: how many cases the officer's screen shows as held. When more are held by now,
            this click is the second of a double click (or of a second tab), and is answered with the
            case that the first one took.

    Returns:
        The request id, or ``None`` when nothing is waiting.

    Raises:
        StepNotAllowed: the officer holds as many cases as one may.
    """
    taken, held, cap = session.connection().exec_driver_sql(
        CLAIM_NEXT,
        {
            "officer": officer.id,
            "moment": at or dt.datetime.now(dt.UTC),
            "pull_head_start": PULL_HEAD_START,
            "lease_minutes": USUAL.lease_minutes,
            "most_held": USUAL.most_held,
            "held_on_screen": held_on_screen,
            "locations": _both(officer.locations, where.locations),
            "areas": _both(officer.areas, ()),
            "services": _both(officer.services, where.services),
            "statuses": list(where.statuses) or None,
            "channels": list(where.channels) or None,
            "only_priority": where.only_priority,
        },
    ).one()  # fmt: skip
    if taken is None and held >= cap:
        raise StepNotAllowed(_full(held))
    found: int | None = taken
    return found


def _both(allowed: Sequence[str] | None, wanted: Sequence[str]) -> list[str] | None:
    """What is allowed and wanted; ``None`` when neither limits."""
    if allowed is None:
        return list(wanted) or None
    return [code for code in allowed if not wanted or code in wanted]


def _full(held: int) -> str:
    return f"Anda sudah memegang {held} kasus. Selesaikan atau lepaskan satu kasus sebelum mengambil lagi."


def claim(session: Session, officer: Officer, request_id: int, *, at: dt.datetime | None = None) -> None:
    """Take one chosen case; taking a case that one holds already changes nothing.

    Raises:
        CaseMoved: a colleague holds it.
        StepNotAllowed: it is outside the officer's locations, on hold, or no longer in an officer's
            hands; or the officer holds as many cases as one may.
    """
    at = at or dt.datetime.now(dt.UTC)
    one_click_at_a_time(session, officer.id)
    request = locked_request(session, request_id)
    refuse_outside_scope(officer, request)
    if request.status not in WORKED_STATUSES:
        raise StepNotAllowed(f"{request_number(request_id)} tidak lagi menunggu petugas.")
    if request.claimed_by == officer.id:
        return
    if request.claimed_by is not None and not _has_lapsed(request, at):
        raise CaseMoved(who_holds(session, request))
    if request.hold_until is not None and request.hold_until > at:
        raise StepNotAllowed(
            f"{request_number(request_id)} ditahan sampai {moment_in_words(request.hold_until)}. "
            "Lanjutkan dahulu sebelum mengambilnya."
        )
    settings = desk_settings(session)
    held = count_held(session, officer.id)
    if held >= settings.most_held:
        raise StepNotAllowed(_full(held))
    give(request, officer.id, at, dt.timedelta(minutes=settings.lease_minutes))
    session.flush()


def extend_lease(
    session: Session, officer: Officer, request_id: int, *, at: dt.datetime | None = None
) -> dt.datetime | None:
    """The officer works on the case: its lease begins anew.

    A lease that ended while nobody else took the case is taken up again.

    Returns:
        When the lease ends now; ``None`` when the case is no longer this officer's.
    """
    at = at or dt.datetime.now(dt.UTC)
    one_click_at_a_time(session, officer.id)
    request = locked_request(session, request_id)
    settings = desk_settings(session)
    lease = dt.timedelta(minutes=settings.lease_minutes)
    if request.claimed_by == officer.id and request.lease_until is not None:
        request.lease_until = max(request.lease_until, at + lease)
    elif not _take_up_again(session, officer, request, settings.most_held, at, lease):
        return None
    session.flush()
    return request.lease_until


def _take_up_again(
    session: Session, officer: Officer, request: Request, most_held: int, at: dt.datetime, lease: dt.timedelta
) -> bool:
    if not has_in_hand(officer, request) or count_held(session, officer.id) >= most_held:
        return False
    give(request, officer.id, request.lapsed_claim_at or at, lease, worked_at=at)
    return True


def has_in_hand(officer: Officer, request: Request) -> bool:
    """Whether the officer may decide: holds the case, or held it last while nobody took it since."""
    if request.claimed_by is not None:
        return request.claimed_by == officer.id
    return request.lapsed_by == officer.id and request.hold_until is None


def handling_began(request: Request) -> dt.datetime | None:
    """When the claim began that a decision now ends, be it that its lease ended meanwhile."""
    return request.claimed_at or request.lapsed_claim_at


def release(session: Session, officer: Officer, request_id: int) -> None:
    """Put a case back into the queue; a supervisor may put back anybody's.

    Raises:
        CaseMoved: the officer does not hold it.
    """
    request = locked_request(session, request_id)
    is_own = has_in_hand(officer, request)
    if not is_own and not supervises(officer):
        raise CaseMoved(who_holds(session, request))
    if not is_own:
        refuse_outside_scope(officer, request)
    if not is_own and request.claimed_by is not None:
        record_taken_back(session, officer, request)
    put_back(request)
    session.flush()


def record_taken_back(session: Session, supervisor: Officer, request: Request) -> None:
    """Tell the journal that a supervisor takes a case from the officer who holds it."""
    audit.record(
        session, supervisor.username, "tarik", f"permohonan:{request.id}", dari_akun=request.claimed_by
    )


def give(
    request: Request,
    officer_id: int,
    claimed_at: dt.datetime,
    lease: dt.timedelta,
    *,
    worked_at: dt.datetime | None = None,
) -> None:
    """Write a claim into a locked case, for a lease from ``worked_at`` (else from the claim) on."""
    request.claimed_by = officer_id
    request.claimed_at = max(claimed_at, request.status_since)
    request.lease_until = max(worked_at or request.claimed_at, request.status_since) + lease
    request.lapsed_by = request.lapsed_claim_at = None


def put_back(request: Request) -> None:
    """Write into a locked case that nobody holds it."""
    request.claimed_by = request.claimed_at = request.lease_until = None
    request.lapsed_by = request.lapsed_claim_at = None


def count_held(session: Session, officer_id: int) -> int:
    """How many cases an officer holds."""
    held = sa.select(sa.func.count()).select_from(Request).where(Request.claimed_by == officer_id)
    return session.scalar(held) or 0


def _has_lapsed(request: Request, at: dt.datetime) -> bool:
    return request.lease_until is not None and request.lease_until <= at


def who_holds(session: Session, request: Request) -> str:
    """Who has a case, in words for the officer who has not."""
    if request.claimed_by is None:
        return f"{request_number(request.id)} tidak lagi Anda pegang. Ambil kembali dari antrean."
    holder = session.get_one(UserAccount, request.claimed_by)
    assert request.claimed_at is not None
    return (
        f"{request_number(request.id)} dipegang oleh {holder.display_name} sejak "
        f"{moment_in_words(request.claimed_at)}."
    )


def within_scope(officer: Officer) -> list[sa.ColumnElement[bool]]:
    """The conditions that keep a query within the officer's locations and kecamatan."""
    limits = ((Request.location_code, officer.locations), (Request.kecamatan_code, officer.areas))
    return [in_codes(column, allowed) for column, allowed in limits if allowed is not None]


def in_codes(column: Any, codes: Sequence[str]) -> sa.ColumnElement[bool]:
    """``column in (...)`` with the codes in the text of the statement.

    A plan that is kept for any value would not know how rare this one is.
    """
    condition: sa.ColumnElement[bool] = column.in_(
        sa.bindparam(None, list(codes), expanding=True, literal_execute=True)
    )
    return condition


def is_outside(officer: Officer, request: Request) -> bool:
    """Whether an application lies outside the officer's locations or kecamatan."""
    limits = ((request.location_code, officer.locations), (request.kecamatan_code, officer.areas))
    return any(allowed is not None and code not in allowed for code, allowed in limits)


def refuse_outside_scope(officer: Officer, request: Request) -> None:
    """Raise :class:`StepNotAllowed` for an application outside the officer's locations or kecamatan."""
    if is_outside(officer, request):
        raise StepNotAllowed(f"{request_number(request.id)} di luar wilayah kerja Anda.")


def locked_request(session: Session, request_id: int) -> Request:
    """A request, locked until the transaction ends and read anew."""
    request = session.get(Request, request_id, with_for_update=True, populate_existing=True)
    if request is None:
        raise StepNotAllowed(f"{request_number(request_id)} tidak ditemukan.")
    return request
