"""Applications that the demo Satgas Pamor has entered, so that its list shows cases of its own."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import assisted
from dashboard.registry.assisted import Entry
from dashboard.registry.booking import SlotFull
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.workflow import WorkflowError
from dashboard.simulation.live import SimulatedOfficer
from dashboard.simulation.people import person

PAMOR = "pamor"
CASES = (
    ("KK", "pisah_kk", ""),
    ("AKTA_LAHIR", "baru", ""),
    ("KTP_EL", "rusak", "lansia"),
    ("KIA", "baru_0_5", ""),
    ("AKTA_KEMATIAN", "baru", ""),
)
"""Service, variant, and why the resident is served earlier."""

FETCHED = ("KTP_EL", "KIA")
"""Services whose documents are not printed at home."""

NUMBERED_FROM = 90_000_000
"""People away from those of a load and of a living city."""


def ensure_demo_assisted(
    database: RequestDatabase, vault: PersonalDataVault, *, now: dt.datetime | None = None
) -> None:
    """Enter them once: a form that was sent before is not stored again."""
    now = now or dt.datetime.now(dt.UTC)
    with database.session() as session:
        account_id = session.scalar(sa.select(UserAccount.id).where(UserAccount.username == PAMOR))
        if account_id is None:
            return
        officer = SimulatedOfficer(account_id, PAMOR, role="pamor")
        kelurahan, locations = (list(codes) for codes in assisted.places_for(session, officer))
        calendar = WorkCalendar(session)
        day = _free_day(session, calendar, locations[0], now)
    for number in range(len(CASES) if kelurahan else 0):
        entry = _entry(number, kelurahan[number % len(kelurahan)], locations[0], day)
        try:
            assisted.enter(database.session, vault, calendar, officer, entry, at=now)
        except (WorkflowError, SlotFull):
            continue  # no day has a place


def _free_day(session: Session, calendar: WorkCalendar, location: str, now: dt.datetime) -> dt.date | None:
    choices = assisted.pickup_choices(session, calendar, location, at=now)
    return next((choice.day for choice in choices if choice.left > 1), None)


def _entry(number: int, kelurahan: str, location: str, day: dt.date | None) -> Entry:
    service, variant, priority = CASES[number]
    resident = person(NUMBERED_FROM + number)
    return Entry(
        form_key=sha256(f"data contoh {number}".encode()).hexdigest()[:32],
        nik=resident.nik,
        name=resident.name,
        phone=resident.phone,
        address=resident.address,
        service_code=service,
        variant_code=variant,
        kelurahan_code=kelurahan,
        location_code=location,
        pickup_day=day if service in FETCHED else None,
        priority=priority,
        consent="hadir",
    )
