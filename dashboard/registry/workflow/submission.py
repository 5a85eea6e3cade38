"""Taking in applications: new ones, and repeats of refused or failed ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry import booking
from dashboard.registry.calendar import LocationCalendar, WorkCalendar
from dashboard.registry.models import Applicant, Kelurahan, Request, Service
from dashboard.registry.numbers import request_number
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.status import REPEATABLE_STATUSES
from dashboard.registry.urgency import PRIORITIES, Priority, queue_place
from dashboard.registry.workflow.claims import locked_request
from dashboard.registry.workflow.people import ApplicationInvalid, StepNotAllowed

NIK_DIGITS = 16

Channel = Literal["aplikasi", "halo_pamor", "halo_petugas", "loket", "lain"]


@dataclass(frozen=True)
class Application:
    """An application as a resident submits it.

    ``entered_by`` is the account that applies on the resident's behalf; ``external_id`` tells forms
    apart, so that one sent twice is stored once.
    """

    person: Person
    service_code: str
    variant_code: str
    kelurahan_code: str
    location_code: str
    channel: Channel
    pickup_day: dt.date | None = None
    priority: Priority | None = None
    entered_by: int | None = None
    external_id: str | None = None


def submit(
    session: Session,
    vault: PersonalDataVault,
    calendar: WorkCalendar,
    application: Application,
    *,
    at: dt.datetime | None = None,
) -> Request:
    """Take in a new application, with its pickup place when a day was chosen.

    Raises:
        ApplicationInvalid: the NIK is not 16 digits, or the service, kelurahan or location is unknown.
        booking.SlotFull: the chosen day has no place left; record it with ``booking.record_refusal``.
    """
    at = at or dt.datetime.now(dt.UTC)
    if len(application.person.nik) != NIK_DIGITS or not application.person.nik.isdigit():
        raise ApplicationInvalid("NIK harus terdiri atas 16 angka.")
    service = session.get(Service, application.service_code)
    kelurahan = session.get(Kelurahan, application.kelurahan_code)
    if service is None or kelurahan is None:
        raise ApplicationInvalid("Layanan atau kelurahan tidak dikenal. Pilih dari daftar.")
    if application.priority is not None and application.priority not in PRIORITIES:
        raise ApplicationInvalid("Alasan prioritas tidak dikenal. Pilih dari daftar.")
    request = _new_request(
        session,
        calendar.at(application.location_code),
        service,
        at,
        application.pickup_day,
        application.priority,
    )
    request.applicant_id = _store_applicant(session, vault, application.person)
    request.root_id, request.root_submitted_at = request.id, at
    request.variant_code = application.variant_code
    request.kelurahan_code, request.kecamatan_code = kelurahan.code, kelurahan.kecamatan_code
    request.location_code, request.channel = application.location_code, application.channel
    request.priority, request.entered_by = application.priority, application.entered_by
    request.external_id = application.external_id
    return _store_request(session, request, application.pickup_day, at)


def resubmit(
    session: Session,
    calendar: WorkCalendar,
    earlier_id: int,
    *,
    pickup_day: dt.date | None = None,
    entered_by: int | None = None,
    at: dt.datetime | None = None,
) -> Request:
    """Repeat an application that was refused or failed, as a new one linked to it.

    Args:
        entered_by: the account that repeats it on the resident's behalf.

    Raises:
        StepNotAllowed: the earlier application did not end in Ditolak or Gagal, or was repeated already.
    """
    at = at or dt.datetime.now(dt.UTC)
    earlier = locked_request(session, earlier_id)
    repeated = session.scalar(sa.select(Request.id).where(Request.resubmission_of == earlier_id))
    if earlier.status not in REPEATABLE_STATUSES or repeated is not None:
        raise StepNotAllowed(f"{request_number(earlier_id)} tidak dapat diajukan ulang.")
    service = session.get_one(Service, earlier.service_code)
    request = _new_request(
        session, calendar.at(earlier.location_code), service, at, pickup_day, earlier.priority
    )
    request.resubmission_of, request.root_id = earlier.id, earlier.root_id
    request.attempt, request.root_submitted_at = earlier.attempt + 1, earlier.root_submitted_at
    request.entered_by = entered_by
    for name in (
        "applicant_id",
        "variant_code",
        "kecamatan_code",
        "kelurahan_code",
        "location_code",
        "channel",
    ):
        setattr(request, name, getattr(earlier, name))
    return _store_request(session, request, pickup_day, at)


def _new_request(
    session: Session,
    hours: LocationCalendar,
    service: Service,
    at: dt.datetime,
    pickup_day: dt.date | None,
    priority: str | None,
) -> Request:
    request_id = session.scalar(sa.text("select nextval(pg_get_serial_sequence('request', 'id'))"))
    target = service.sla_working_days
    due_at = _moment(hours.due(int(at.timestamp()), target)) if target else None
    place = queue_place(hours, at, due_at, pickup_day, priority)
    return Request(
        id=request_id,
        service_code=service.code,
        submitted_at=at,
        status_since=at,
        last_change_at=at,
        sla_days=target,
        sla_version=service.sla_version if target else None,
        due_at=due_at,
        priority=priority,
        queue_at=place.queue_at,
        pull_at=place.pull_at,
    )


def _moment(epoch_seconds: object) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(epoch_seconds), dt.UTC)  # type: ignore[call-overload]


def _store_applicant(session: Session, vault: PersonalDataVault, person: Person) -> int:
    statement = insert(Applicant).values(
        nik_hash=vault.nik_hash(person.nik),
        sealed=vault.seal(person),
        name_keys=vault.name_keys(person.name),
    )
    statement = statement.on_conflict_do_update(
        index_elements=["nik_hash"],
        set_={"sealed": statement.excluded.sealed, "name_keys": statement.excluded.name_keys},
    )
    return session.execute(statement.returning(Applicant.id)).scalar_one()


def _store_request(
    session: Session, request: Request, pickup_day: dt.date | None, at: dt.datetime
) -> Request:
    session.add(request)
    session.flush()
    if pickup_day is not None:
        booking.book(session, request, pickup_day, at)
    return request
