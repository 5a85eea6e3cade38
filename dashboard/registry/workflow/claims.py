"""Claiming cases: every case to exactly one officer."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import Request, UserAccount
from dashboard.registry.numbers import request_number
from dashboard.registry.status import WORKED_STATUSES
from dashboard.registry.wording import moment_in_words
from dashboard.registry.workflow.people import ADMIN, CaseMoved, Officer, StepNotAllowed

# The status list stands in the text, not in a parameter: only so does PostgreSQL see that the
# partial index request_queue, which is exactly this order, answers the query.
CLAIM_NEXT = sa.text(
    """
    update request set claimed_by = :officer, claimed_at = greatest(:now, status_since)
    where id = (
        select id from request
        where claimed_by is null and status in ('VERIFIKASI', 'PROSES')
          and (cast(:locations as text[]) is null or location_code = any(:locations))
          and (cast(:services as text[]) is null or service_code = any(:services))
        order by queue_at, id
        limit 1
        for no key update skip locked
    )
    returning id
    """
)


def claim_next(
    session: Session,
    officer: Officer,
    *,
    services: tuple[str, ...] = (),
    held_on_screen: int | None = None,
    at: dt.datetime | None = None,
) -> int | None:
    """Take the most urgent free case of the officer's locations.

    Rows that a colleague is claiming at this moment are skipped, so that no two officers get one
    case and none waits for another.

    Args:
        held_on_screen: how many cases the officer's screen shows as held. When more are held by now,
            this click is the second of a double click (or of a second tab), and is answered with the
            case that the first one took.

    Returns:
        The request id, or ``None`` when nothing is waiting.
    """
    if held_on_screen is not None:
        held = _held_newest_first(session, officer)
        if len(held) > held_on_screen:
            return held[0]
    found: int | None = session.scalar(
        CLAIM_NEXT,
        {
            "officer": officer.id,
            "now": at or dt.datetime.now(dt.UTC),
            "locations": list(officer.locations) if officer.locations is not None else None,
            "services": list(services) if services else None,
        },
    )
    return found


def _held_newest_first(session: Session, officer: Officer) -> list[int]:
    # The account's row makes the clicks of one officer wait for each other.
    session.execute(
        sa.select(UserAccount.id).where(UserAccount.id == officer.id).with_for_update(key_share=True)
    )
    return list(
        session.scalars(
            sa.select(Request.id)
            .where(Request.claimed_by == officer.id, *within_scope(officer))
            .order_by(Request.claimed_at.desc(), Request.id)
        )
    )


def claim(session: Session, officer: Officer, request_id: int, *, at: dt.datetime | None = None) -> None:
    """Take one chosen case; taking a case that one holds already changes nothing.

    Raises:
        CaseMoved: a colleague holds it.
        StepNotAllowed: it is outside the officer's locations, or no longer in an officer's hands.
    """
    request = locked_request(session, request_id)
    refuse_outside_scope(officer, request)
    if request.status not in WORKED_STATUSES:
        raise StepNotAllowed(f"{request_number(request_id)} tidak lagi menunggu petugas.")
    if request.claimed_by == officer.id:
        return
    if request.claimed_by is not None:
        raise CaseMoved(who_holds(session, request))
    request.claimed_by = officer.id
    request.claimed_at = max(at or dt.datetime.now(dt.UTC), request.status_since)
    session.flush()


def release(session: Session, officer: Officer, request_id: int) -> None:
    """Put a case back into the queue; an admin may put back anybody's.

    Raises:
        CaseMoved: the officer does not hold it.
    """
    request = locked_request(session, request_id)
    if request.claimed_by != officer.id and officer.role != ADMIN:
        raise CaseMoved(who_holds(session, request))
    request.claimed_by = None
    request.claimed_at = None
    session.flush()


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
    """The conditions that keep a query within the officer's locations."""
    return [] if officer.locations is None else [Request.location_code.in_(officer.locations)]


def refuse_outside_scope(officer: Officer, request: Request) -> None:
    """Raise :class:`StepNotAllowed` for an application outside the officer's locations."""
    if officer.locations is not None and request.location_code not in officer.locations:
        raise StepNotAllowed(f"{request_number(request.id)} di luar lokasi kerja Anda.")


def locked_request(session: Session, request_id: int) -> Request:
    """A request, locked until the transaction ends and read anew."""
    request = session.get(Request, request_id, with_for_update=True, populate_existing=True)
    if request is None:
        raise StepNotAllowed(f"{request_number(request_id)} tidak ditemukan.")
    return request
