"""The form of an application for a resident, and everything that may be wrong with it, at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import booking
from dashboard.registry.assisted.scope import places_for
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.models import Service, ServiceVariant
from dashboard.registry.urgency import PRIORITIES
from dashboard.registry.workflow import ApplicationInvalid, Officer

SIXTEEN_DIGITS = re.compile(r"[0-9]{16}")
PHONE = re.compile(r"\+?[0-9]{8,15}")
FORM_KEY = re.compile(r"[0-9a-f]{32}")
LONGEST_NAME = 120
LONGEST_ADDRESS = 200

CONSENTS: dict[str, str] = {
    "hadir": "Warga hadir dan menyetujui",
    "keluarga": "Anggota keluarga menyetujui atas nama warga",
    "tertulis": "Ada surat kuasa tertulis",
}
"""How a resident agreed to be applied for; the journal keeps it."""

VISITS_AT_ENTRY: dict[str, str] = {
    "verifikasi": "Petugas memeriksa berkas di rumah",
    "perekaman": "Petugas merekam KTP-el di rumah",
}
"""Visits that can be wished for with a new application; a document is brought once it is ready."""

RECORDED_AT_HOME = "KTP_EL"
"""The one service that a recording belongs to."""


@dataclass(frozen=True)
class Entry:
    """The form as typed. ``form_key`` (32 hex digits) is the form's own: sent twice, it is stored once."""

    form_key: str
    nik: str
    name: str
    service_code: str
    variant_code: str
    kelurahan_code: str
    location_code: str
    kk: str = ""
    phone: str = ""
    address: str = ""
    pickup_day: dt.date | None = None
    priority: str = ""
    visit: str = ""
    consent: str = ""


class EntryRefused(ApplicationInvalid):
    """A form with mistakes.

    Args:
        faults: what is wrong, by the field of :class:`Entry`.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def tidy(entry: Entry) -> Entry:
    """The form without the blanks, dots and dashes that people group numbers with."""
    return replace(
        entry,
        nik=_digits(entry.nik),
        kk=_digits(entry.kk),
        phone=_digits(entry.phone),
        name=" ".join(entry.name.split()),
        address=" ".join(entry.address.split()),
    )


def nik_fault(nik: str) -> str:
    """Why a text is no NIK; empty for one."""
    digits = _digits(nik)
    if not digits:
        return "Isi NIK warga."
    if not re.fullmatch("[0-9]+", digits):
        return "NIK hanya terdiri atas angka."
    if len(digits) != 16:
        return f"NIK harus terdiri atas 16 angka; yang diisi {len(digits)} angka."
    return ""


def refuse_mistakes(
    session: Session, calendar: WorkCalendar, officer: Officer, entry: Entry, at: dt.datetime
) -> None:
    """Raise :class:`EntryRefused` with all that is wrong with a tidy form."""
    faults = {**_person_faults(entry), **_choice_faults(session, calendar, officer, entry, at)}
    if faults := {name: fault for name, fault in faults.items() if fault}:
        raise EntryRefused(faults)


def _person_faults(entry: Entry) -> dict[str, str]:
    checks = {
        "form_key": (FORM_KEY.fullmatch(entry.form_key), "Formulir ini tidak dikenal. Muat ulang halaman."),
        "name": (2 <= len(entry.name) <= LONGEST_NAME, "Isi nama warga seperti pada KK."),
        "kk": (not entry.kk or SIXTEEN_DIGITS.fullmatch(entry.kk), "Nomor KK harus terdiri atas 16 angka."),
        "phone": (
            not entry.phone or PHONE.fullmatch(entry.phone),
            "Nomor telepon terdiri atas 8 sampai 15 angka.",
        ),
        "address": (
            (entry.address or not entry.visit) and len(entry.address) <= LONGEST_ADDRESS,
            f"Isi alamat yang dikunjungi, paling panjang {LONGEST_ADDRESS} huruf.",
        ),
        "consent": (entry.consent in CONSENTS, "Catat persetujuan warga."),
    }
    return {"nik": nik_fault(entry.nik), **told(checks)}


def _choice_faults(
    session: Session, calendar: WorkCalendar, officer: Officer, entry: Entry, at: dt.datetime
) -> dict[str, str]:
    service = session.get(Service, entry.service_code)
    variant = session.get(ServiceVariant, (entry.service_code, entry.variant_code))
    is_offered = service is not None and service.in_eopen
    kelurahan, locations = places_for(session, officer)
    faults = told(
        {
            "service_code": (is_offered, "Pilih layanan dari daftar."),
            "variant_code": (not is_offered or variant is not None, "Pilih jenis permohonan dari daftar."),
            "kelurahan_code": (
                entry.kelurahan_code in kelurahan,
                "Kelurahan ini di luar wilayah dampingan Anda. Pilih dari daftar."
                if entry.kelurahan_code
                else "Pilih kelurahan warga.",
            ),
            "location_code": (entry.location_code in locations, "Pilih lokasi pengambilan dari daftar."),
            "priority": (not entry.priority or entry.priority in PRIORITIES, "Pilih prioritas dari daftar."),
            "visit": (
                not entry.visit or entry.visit in visits_for(entry.service_code),
                "Kunjungan ini tidak ada untuk layanan yang dipilih.",
            ),
        }
    )
    if service is not None and entry.location_code in locations:
        faults["pickup_day"] = day_fault(calendar, service, entry.location_code, entry.pickup_day, at)
    return faults


def visits_for(service_code: str) -> dict[str, str]:
    """The visits that can be wished for with a new application of a service."""
    return {
        code: words
        for code, words in VISITS_AT_ENTRY.items()
        if code != "perekaman" or service_code == RECORDED_AT_HOME
    }


def day_fault(
    calendar: WorkCalendar, service: Service, location_code: str, day: dt.date | None, at: dt.datetime
) -> str:
    """Why a day cannot be chosen, a full one apart; empty for one that can."""
    if day is None:
        return "" if service.self_print else f"{service.name} diambil di kantor: pilih tanggal pengambilan."
    if day not in pickup_days(calendar, location_code, at):
        return "Tanggal pengambilan ini tidak dapat dipilih lagi. Pilih tanggal lain."
    return ""


def pickup_days(calendar: WorkCalendar, location_code: str, at: dt.datetime) -> Sequence[dt.date]:
    """The days of a location that a resident may choose from now."""
    return booking.pickup_days(calendar.at(location_code), at.astimezone(WIB).date())


def offered_services(session: Session) -> tuple[dict[str, Service], dict[tuple[str, str], str]]:
    """The services that residents may apply for by code, and names of their variants by both codes."""
    services = session.scalars(sa.select(Service).where(Service.in_eopen).order_by(Service.position)).all()
    variants = session.scalars(sa.select(ServiceVariant).order_by(ServiceVariant.position))
    found = {service.code: service for service in services}
    return found, {(row.service_code, row.code): row.name for row in variants if row.service_code in found}


def told(checks: Mapping[str, tuple[object, str]]) -> dict[str, str]:
    """The sentences of the checks that failed, by name."""
    return {name: fault for name, (is_right, fault) in checks.items() if not is_right}


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)
