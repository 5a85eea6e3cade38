"""Applying on a resident's behalf: a new application, or a refused one once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from dashboard.registry import audit, booking, visits
from dashboard.registry.assisted.checking import (
    CONSENTS,
    Entry,
    EntryRefused,
    day_fault,
    pickup_days,
    refuse_mistakes,
    tidy,
    told,
)
from dashboard.registry.assisted.scope import CHANNEL, refuse_foreign
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.models import Applicant, Kelurahan, Request, Service, Slot
from dashboard.registry.numbers import request_number
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.status import WORKED_STATUSES
from dashboard.registry.urgency import Priority
from dashboard.registry.workflow import (
    Application,
    ApplicationInvalid,
    Officer,
    StepNotAllowed,
    WorkflowError,
    resubmit,
    submit,
)
from dashboard.registry.workflow.claims import locked_request

SOURCE = "eopen"
ONE_PLACE_PER_APPLICANT = "booking_one_active_per_applicant"
HAS_A_PLACE = (
    "Warga ini sudah memiliki tanggal ambil yang aktif untuk layanan ini. Lihat permohonannya dalam daftar."
)


@dataclass(frozen=True)
class Entered:
    """The application of a form; ``is_repeat`` when the form had been sent before."""

    number: str
    is_repeat: bool


@dataclass(frozen=True)
class PickupChoice:
    """A day a resident may choose, and the places left on it."""

    day: dt.date
    left: int


def pickup_choices(
    session: Session, calendar: WorkCalendar, location_code: str, *, at: dt.datetime | None = None
) -> list[PickupChoice]:
    """The days of a location that may be chosen now, full ones too."""
    days = pickup_days(calendar, location_code, at or _now())
    rows = session.execute(
        sa.select(Slot.day, Slot.quota - Slot.taken).where(
            Slot.location_code == location_code, Slot.day.in_(days)
        )
    )
    left = {day: max(0, places) for day, places in rows}
    return [PickupChoice(day, left.get(day, 0)) for day in days]


def enter(
    sessions: sessionmaker[Session],
    vault: PersonalDataVault,
    calendar: WorkCalendar,
    officer: Officer,
    entry: Entry,
    *,
    at: dt.datetime | None = None,
) -> Entered:
    """Take in an application for a resident, in transactions of its own.

    Raises:
        EntryRefused: something is missing, malformed or not this account's to choose.
        ApplicationInvalid: the same application of this resident is still running.
        booking.SlotFull: the day is full; the refusal has been recorded.
    """
    at, entry = at or _now(), tidy(entry)

    def sent_before(session: Session) -> Entered | None:
        return _sent_before(session, officer, entry)

    def store(session: Session) -> Entered:
        return _store(session, vault, calendar, officer, entry, at)

    try:
        return _exactly_once(sessions, sent_before, store)
    except booking.SlotFull:
        _remember_refusal(
            sessions, entry.location_code, entry.pickup_day, entry.service_code, entry.kelurahan_code, at
        )
        raise


def repeat(
    sessions: sessionmaker[Session],
    calendar: WorkCalendar,
    officer: Officer,
    earlier_id: int,
    *,
    consent: str,
    pickup_day: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Entered:
    """Apply once more for what was refused or failed, at the same location, in transactions of its own.

    Raises:
        StepNotAllowed: not a case that the account follows, or it did not end in Ditolak or Gagal.
        EntryRefused: the consent or the day is missing, or the day cannot be chosen.
        booking.SlotFull: the day is full; the refusal has been recorded.
    """
    at = at or _now()

    def sent_before(session: Session) -> Entered | None:
        refuse_foreign(session, officer, earlier_id)
        found = session.scalar(sa.select(Request.id).where(Request.resubmission_of == earlier_id))
        return Entered(request_number(found), is_repeat=True) if found else None

    def store(session: Session) -> Entered:
        return _store_repeat(session, calendar, officer, earlier_id, consent, pickup_day, at)

    try:
        return _exactly_once(sessions, sent_before, store)
    except booking.SlotFull:
        with sessions() as session:
            earlier = session.get_one(Request, earlier_id)
        _remember_refusal(
            sessions, earlier.location_code, pickup_day, earlier.service_code, earlier.kelurahan_code, at
        )
        raise


def _exactly_once(
    sessions: sessionmaker[Session],
    sent_before: Callable[[Session], Entered | None],
    store: Callable[[Session], Entered],
) -> Entered:
    try:
        with sessions.begin() as session:
            return sent_before(session) or store(session)
    except (sa.exc.IntegrityError, WorkflowError, booking.SlotFull) as clash:
        # Sent twice at once, the second stumbles over the first somewhere: it gets its application.
        with sessions() as session:
            if (found := sent_before(session)) is not None:
                return found
        if _constraint(clash) == ONE_PLACE_PER_APPLICANT:
            raise ApplicationInvalid(HAS_A_PLACE) from clash
        raise


def _constraint(clash: Exception) -> str | None:
    cause = getattr(clash, "orig", None)
    return cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None


def _store(
    session: Session,
    vault: PersonalDataVault,
    calendar: WorkCalendar,
    officer: Officer,
    entry: Entry,
    at: dt.datetime,
) -> Entered:
    refuse_mistakes(session, calendar, officer, entry, at)
    _refuse_running(session, vault, entry)
    application = Application(
        person=_with_what_is_known(session, vault, entry),
        service_code=entry.service_code,
        variant_code=entry.variant_code,
        kelurahan_code=entry.kelurahan_code,
        location_code=entry.location_code,
        channel=CHANNEL,
        pickup_day=entry.pickup_day,
        priority=cast(Priority, entry.priority) if entry.priority else None,
        entered_by=officer.id,
        external_id=_external_id(entry),
    )
    request = submit(session, vault, calendar, application, at=at)
    if entry.visit:
        visits.wish(session, calendar, officer, request.id, entry.visit, at=at)
    _journal(session, officer, "ajukan untuk warga", request.id, entry.consent)
    return Entered(request_number(request.id), is_repeat=False)


def _refuse_running(session: Session, vault: PersonalDataVault, entry: Entry) -> None:
    """Two alike would wait for each other, and the second be refused as a duplicate days later."""
    running = sa.exists().where(
        Request.applicant_id == Applicant.id,
        Applicant.nik_hash == vault.nik_hash(entry.nik),
        Request.service_code == entry.service_code,
        Request.variant_code == entry.variant_code,
        Request.status.in_(WORKED_STATUSES),
    )
    if session.scalar(sa.select(running)):
        raise ApplicationInvalid(
            "Permohonan yang sama untuk warga ini masih berjalan. Tunggu hasilnya; tidak perlu diajukan lagi."
        )


def _with_what_is_known(session: Session, vault: PersonalDataVault, entry: Entry) -> Person:
    """The person as typed; what the form left empty stays as an earlier application told it."""
    typed = {
        "nik": entry.nik,
        "name": entry.name,
        "kk": entry.kk,
        "phone": entry.phone,
        "address": entry.address,
    }
    sealed = session.scalar(
        sa.select(Applicant.sealed).where(Applicant.nik_hash == vault.nik_hash(entry.nik))
    )
    if sealed is None:
        return Person(**typed)
    return replace(vault.unseal(sealed), **{name: text for name, text in typed.items() if text})


def _store_repeat(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    earlier_id: int,
    consent: str,
    pickup_day: dt.date | None,
    at: dt.datetime,
) -> Entered:
    earlier = locked_request(session, earlier_id)
    service = session.get(Service, earlier.service_code) if earlier.service_code else None
    if service is None or earlier.location_code is None:
        raise StepNotAllowed(f"{request_number(earlier_id)} tidak dapat diajukan ulang.")
    faults = told({"consent": (consent in CONSENTS, "Catat persetujuan warga.")})
    if fault := day_fault(calendar, service, earlier.location_code, pickup_day, at):
        faults["pickup_day"] = fault
    if faults:
        raise EntryRefused(faults)
    request = resubmit(session, calendar, earlier_id, pickup_day=pickup_day, entered_by=officer.id, at=at)
    _journal(session, officer, "ajukan ulang untuk warga", request.id, consent)
    return Entered(request_number(request.id), is_repeat=False)


def _journal(session: Session, officer: Officer, what: str, request_id: int, consent: str) -> None:
    audit.record(session, officer.username, what, f"permohonan:{request_id}", persetujuan=CONSENTS[consent])


def _sent_before(session: Session, officer: Officer, entry: Entry) -> Entered | None:
    found = session.scalar(
        sa.select(Request.id).where(
            Request.source == SOURCE,
            Request.external_id == _external_id(entry),
            Request.entered_by == officer.id,
        )
    )
    return Entered(request_number(found), is_repeat=True) if found else None


def _remember_refusal(
    sessions: sessionmaker[Session],
    location_code: str | None,
    day: dt.date | None,
    service_code: str | None,
    kelurahan_code: str | None,
    at: dt.datetime,
) -> None:
    assert location_code
    assert kelurahan_code
    assert day
    with sessions.begin() as session:
        booking.record_refusal(
            session,
            location_code=location_code,
            day=day,
            service_code=service_code,
            kecamatan_code=session.get_one(Kelurahan, kelurahan_code).kecamatan_code,
            channel=CHANNEL,
            at=at,
        )


def _external_id(entry: Entry) -> str:
    return f"formulir:{entry.form_key}"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
