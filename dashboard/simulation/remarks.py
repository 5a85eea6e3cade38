"""Targets and a note for the simulated city, so that cards and charts show what they are for."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.annotations import add_note
from dashboard.registry.models import Request, UserAccount
from dashboard.registry.targets import all_targets, set_target

TARGETS = {
    "tepat_waktu": 90.0,
    "sekali_jadi": 85.0,
    "ditolak": 8.0,
    "p50_selesai": 4.0,
    "slot_terisi": 70.0,
    "siap_diambil": 95.0,
}
"""Made up, like the city."""

NOTE_WEEKS_AGO = 10
NOTE = "loket tambahan (contoh)"


def ensure_demo_remarks(session: Session) -> None:
    """Set them once; an admin's own targets are never touched."""
    admin = session.scalar(sa.select(UserAccount.id).where(UserAccount.username == "admin"))
    first = session.scalar(sa.select(sa.func.min(Request.submitted_at)))
    if admin is None or first is None or all_targets(session):
        return
    for kpi, value in TARGETS.items():
        set_target(session, kpi=kpi, service=None, value=value, valid_from=first.date(), by=admin)
    add_note(session, day=dt.date.today() - dt.timedelta(weeks=NOTE_WEEKS_AGO), text=NOTE, by=admin)
