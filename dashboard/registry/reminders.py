"""Reminding the owners of documents that wait: asking for it, and what became of it.

A reminder is a row and a background job, made in one transaction; the address is read from the vault when
the job sends it, and is kept nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.models import Applicant, PickupLocation, PickupReminder, Request, Service
from dashboard.registry.numbers import request_number
from dashboard.registry.uncollected import waiting, waits_at_counter
from dashboard.registry.workflow.claims import locked_request, refuse_outside_scope
from dashboard.registry.workflow.people import Officer, StepNotAllowed

Outcome = Literal["terkirim", "gagal", "tanpa_alamat", "belum_diatur", "tidak_perlu", "contoh"]
"""``belum_diatur``: the office has no way of sending; ``tidak_perlu``: it no longer waited;
``contoh``: simulated people are written to by nobody."""

PAUSE = dt.timedelta(days=7)
"""At most one reminder per case in this time; one that was not sent does not count."""

MOST_AT_ONCE = 200
SEND_REMINDER = "send_pickup_reminder"
"""Name of the background job."""

AFTER_ALL_ELSE = -10
"""Its priority: hundreds of reminders must not keep the queue's own upkeep waiting."""

DEFER = sa.text(
    """select procrastinate_defer_jobs_v1(array_agg(row(
           'default', cast(:task as text), cast(:priority as integer), null, null,
           jsonb_build_object('reminder_id', id), null
       )::procrastinate_job_to_defer_v1))
       from unnest(cast(:ids as bigint[])) as id"""
)


@dataclass(frozen=True)
class Reminder:
    """The newest reminder that was asked for; ``outcome`` is empty until it was sent or given up.

    ``sent`` counts those that ever went out for the application.
    """

    asked_at: dt.datetime
    outcome: Outcome | None
    sent: int


@dataclass(frozen=True)
class Letter:
    """What a reminder tells, and the sealed person it goes to (``None``: nobody is known)."""

    request_id: int
    number: str
    service: str
    location: str | None
    ready_at: dt.datetime
    still_waits: bool
    sealed: bytes | None


def reminded_lately(at: dt.datetime) -> sa.Exists:
    """That an owner was reminded in the last week, or is about to be."""
    return sa.exists().where(
        PickupReminder.request_id == Request.id,
        PickupReminder.asked_at > at - PAUSE,
        PickupReminder.outcome.is_(None) | (PickupReminder.outcome == "terkirim"),
    )


def newest_reminders(session: Session, request_ids: Sequence[int]) -> dict[int, Reminder]:
    """The newest reminder of each application that has any."""
    sent = sa.func.count().filter(PickupReminder.outcome == "terkirim")
    rows = session.execute(
        sa.select(
            PickupReminder.request_id,
            PickupReminder.asked_at,
            PickupReminder.outcome,
            sent.over(partition_by=PickupReminder.request_id).label("sent"),
        )
        .ext(distinct_on(PickupReminder.request_id))
        .where(PickupReminder.request_id.in_(request_ids))
        .order_by(PickupReminder.request_id, PickupReminder.id.desc())
    )
    return {row.request_id: Reminder(row.asked_at, row.outcome, row.sent) for row in rows}  # type: ignore[arg-type]


def ask_to_remind(
    session: Session, officer: Officer, request_id: int, *, at: dt.datetime | None = None
) -> int:
    """Have one owner reminded once this transaction is committed; the reminder's id.

    Raises:
        StepNotAllowed: nothing waits there to be fetched, or its owner was reminded in the last week.
    """
    at = at or dt.datetime.now(dt.UTC)
    request = locked_request(session, request_id)  # of two counters, one asks
    refuse_outside_scope(officer, request)
    number = request_number(request_id)
    if session.scalar(waiting(officer, None).where(Request.id == request_id)) is None:
        raise StepNotAllowed(f"{number} tidak sedang menunggu diambil di loket.")
    if session.scalar(sa.select(reminded_lately(at)).where(Request.id == request_id)):
        raise StepNotAllowed(f"Pemohon {number} sudah diingatkan dalam 7 hari terakhir.")
    [reminder_id] = _ask(session, officer, [request_id], at)
    audit.record(session, officer.username, "ingatkan", f"permohonan:{request_id}")
    return reminder_id


def due_count(
    session: Session,
    officer: Officer,
    band: int | None,
    *,
    location: str | None = None,
    at: dt.datetime | None = None,
) -> int:
    """How many owners of a band may be reminded; of these, one go takes at most ``MOST_AT_ONCE``."""
    at = at or dt.datetime.now(dt.UTC)
    due = waiting(officer, location, band, at).where(~reminded_lately(at))
    return session.scalar(due.with_only_columns(sa.func.count())) or 0


def ask_to_remind_all(
    session: Session,
    officer: Officer,
    band: int | None,
    *,
    confirmed: int,
    location: str | None = None,
    at: dt.datetime | None = None,
) -> int:
    """Have the owners of a band reminded, at most 200 at one go.

    Those who were never reminded come first, then those whose last reminder is longest ago, so that
    people without an address do not stand in the others' way.

    Args:
        confirmed: the number that the officer agreed to; exactly so many are asked for, or none.

    Returns:
        How many were asked for.

    Raises:
        StepNotAllowed: another number would be reminded now.
    """
    at = at or dt.datetime.now(dt.UTC)
    last = (
        sa.select(PickupReminder.request_id, sa.func.max(PickupReminder.asked_at).label("asked_at"))
        .group_by(PickupReminder.request_id)
        .subquery()
    )
    ids = session.scalars(
        waiting(officer, location, band, at)
        .where(~reminded_lately(at))
        .outerjoin(last, last.c.request_id == Request.id)
        .with_only_columns(Request.id)
        .order_by(last.c.asked_at.nulls_first(), Request.status_since, Request.id)
        .limit(MOST_AT_ONCE)
        # Whoever a colleague reminds at this moment is left to the colleague.
        .with_for_update(of=Request, key_share=True, skip_locked=True)
    ).all()
    # Read again, now that the rows are locked: what was asked for meanwhile is not asked for twice.
    ids = session.scalars(
        sa.select(Request.id).where(Request.id.in_(ids), ~reminded_lately(at)).order_by(Request.id)
    ).all()
    if len(ids) != confirmed:
        raise StepNotAllowed(
            f"Daftar berubah: kini {len(ids)} pengingat. Belum ada yang diminta; periksa jumlahnya lagi."
        )
    if ids:
        _ask(session, officer, ids, at)
        subject = f"loket:{location or 'semua'}"
        audit.record(session, officer.username, "ingatkan massal", subject, jumlah=len(ids))
    return len(ids)


def _ask(session: Session, officer: Officer, request_ids: Sequence[int], at: dt.datetime) -> list[int]:
    rows = [PickupReminder(request_id=each, asked_by=officer.id, asked_at=at) for each in request_ids]
    session.add_all(rows)
    session.flush()
    ids = [row.id for row in rows]
    session.execute(DEFER, {"task": SEND_REMINDER, "priority": AFTER_ALL_ELSE, "ids": ids})
    return ids


def pending_letter(session: Session, reminder_id: int) -> Letter | None:
    """What a reminder is to tell; ``None`` when nothing is to be sent any more."""
    waits = sa.and_(sa.true(), *waits_at_counter()).label("still_waits")
    row = session.execute(
        sa.select(Request, Service.name, PickupLocation.name, waits, Applicant.sealed)
        .select_from(PickupReminder)
        .join(Request, Request.id == PickupReminder.request_id)
        .join(Service, Service.code == Request.service_code)
        .outerjoin(PickupLocation, PickupLocation.code == Request.location_code)
        .outerjoin(Applicant, Applicant.id == Request.applicant_id)
        .where(PickupReminder.id == reminder_id, PickupReminder.outcome.is_(None))
    ).first()
    if row is None:
        return None
    request, service, location, still_waits, sealed = row
    number = request_number(request.id)
    return Letter(request.id, number, service, location, request.status_since, still_waits, sealed)


def pending_ids(session: Session, asked_before: dt.datetime) -> list[int]:
    """Reminders that were asked for before a moment and are still to be sent, in their order."""
    pending = sa.select(PickupReminder.id).where(
        PickupReminder.outcome.is_(None), PickupReminder.asked_at < asked_before
    )
    return list(session.scalars(pending.order_by(PickupReminder.id)))


def settle_reminder(session: Session, reminder_id: int, outcome: Outcome, at: dt.datetime) -> bool:
    """Keep what became of a reminder; False when somebody did already."""
    settled = session.scalar(
        sa.update(PickupReminder)
        .where(PickupReminder.id == reminder_id, PickupReminder.outcome.is_(None))
        .values(outcome=outcome, settled_at=at)
        .returning(PickupReminder.id)
    )
    return settled is not None
