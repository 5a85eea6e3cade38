"""What home visits are, and the checks and locks that planning and reporting share.

Locks are taken in one order: the visiting officer's account, then the application, then the wish and
its visit.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.calendar import WIB, LocationCalendar
from dashboard.registry.models import HomeVisit, Request, UserAccount
from dashboard.registry.numbers import request_number
from dashboard.registry.wording import date_in_words
from dashboard.registry.workflow import CaseMoved, Officer, StepNotAllowed, WorkflowError
from dashboard.registry.workflow.claims import locked_request, refuse_outside_scope
from dashboard.registry.workflow.people import ADMIN

VISITS_PER_DAY = 8
"""Of an officer without a number of their own."""

VISITING_ROLES = ("petugas", "penyelia")
"""Who goes out; an admin plans visits but makes none."""

SUPERVISORS = ("penyelia", ADMIN)
"""Who may record a colleague's visit and set how many an officer makes."""

MOST_VISITS_PER_DAY = 40
MOST_DAYS_AHEAD = 60
NOTE_LIMIT = 500

FREED = ("dijadwal_ulang", "batal")
"""Outcomes that give the place of the day back."""

PURPOSES: dict[str, str] = {
    "antar_dokumen": "Antar dokumen",
    "perekaman": "Perekaman",
    "verifikasi": "Verifikasi",
}
WITHDRAWALS = {
    "ambil_sendiri": "Dokumen diambil sendiri",
    "batal_pemohon": "Pemohon tidak memerlukan lagi",
    "tidak_terhubungi": "Pemohon tidak dapat dihubungi",
    "luar_kota": "Pemohon pindah atau di luar kota",
    "salah_catat": "Permintaan salah dicatat",
}
"""Why a wish is taken off the list; a choice, so that no free text about a person enters the journal."""

RECEIVERS = {"pemohon": "Pemohon", "keluarga": "Keluarga", "kuasa": "Kuasa"}
IDENTITIES = {
    "ktp_el": "KTP-el",
    "ikd": "IKD",
    "kk": "KK",
    "biodata": "Biodata",
    "surat_kuasa": "Surat kuasa",
}
OUTCOMES = {
    "selesai": "selesai",
    "tidak_di_rumah": "tidak di rumah",
    "dijadwal_ulang": "dijadwal ulang",
    "batal": "dibatalkan",
}


class DayFull(WorkflowError):
    """The officer has no place left on the day."""


def check_day(hours: LocationCalendar, day: dt.date, at: dt.datetime) -> None:
    """Raise :class:`StepNotAllowed` unless a visit can take place on the day."""
    today = at.astimezone(WIB).date()
    if day < today:
        raise StepNotAllowed(f"{date_in_words(day)} sudah lewat. Pilih hari ini atau sesudahnya.")
    if (day - today).days > MOST_DAYS_AHEAD:
        raise StepNotAllowed(f"Kunjungan dijadwalkan paling jauh {MOST_DAYS_AHEAD} hari ke depan.")
    if not hours.is_open(day):
        raise StepNotAllowed(f"{date_in_words(day)} bukan hari kerja. Pilih hari lain.")


def takes_place() -> sa.ColumnElement[bool]:
    """The condition that a visit takes a place of its officer's day."""
    return sa.or_(HomeVisit.outcome.is_(None), HomeVisit.outcome.not_in(FREED))


def locked_visitor(session: Session, visitor_id: int) -> UserAccount:
    """An officer who makes visits, locked: all who plan for the officer wait for each other."""
    visitor = session.scalar(
        sa.select(UserAccount)
        .where(UserAccount.id == visitor_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if visitor is None or not visitor.is_active or visitor.role not in VISITING_ROLES:
        raise StepNotAllowed("Petugas ini tidak melakukan kunjungan. Pilih dari daftar.")
    return visitor


def known_visit(session: Session, visit_id: int) -> HomeVisit:
    """A visit as it was last known, not locked."""
    visit = session.get(HomeVisit, visit_id)
    if visit is None:
        raise StepNotAllowed("Kunjungan tidak ditemukan.")
    return visit


def locked_planned(session: Session, officer: Officer, visit_id: int) -> tuple[HomeVisit, Request]:
    """A visit that is still to come, and its application, both locked."""
    request = locked_request(session, known_visit(session, visit_id).request_id)
    refuse_outside_scope(officer, request)
    visit = session.get_one(HomeVisit, visit_id, with_for_update=True, populate_existing=True)
    if visit.outcome is not None:
        raise CaseMoved(
            f"Kunjungan {request_number(request.id)} sudah dicatat: {outcome_in_words(visit.outcome)}. "
            "Langkah Anda tidak disimpan."
        )
    return visit, request


def settle(session: Session, visit: HomeVisit, outcome: str, note: str, at: dt.datetime) -> None:
    """Write what came of a visit."""
    visit.outcome, visit.visited_at, visit.note = outcome, at, note.strip()[:NOTE_LIMIT]
    session.flush()


def outcome_in_words(outcome: str | None) -> str:
    """What came of a visit; nothing yet is ``terjadwal``."""
    return OUTCOMES[outcome] if outcome else "terjadwal"


def record(session: Session, officer: Officer, what: str, request_id: int, **detail: str) -> None:
    """Into the journal."""
    audit.record(session, officer.username, what, f"permohonan:{request_id}", **detail)


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def today(at: dt.datetime | None = None) -> dt.date:
    """The day in WIB."""
    return (at or now()).astimezone(WIB).date()
