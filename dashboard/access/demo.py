"""Demo sign-ins: they exist with simulated data, and work with nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.access.passwords import hash_password
from dashboard.registry.models import UserAccount, UserKelurahan
from dashboard.registry.office_facts import data_kind


@dataclass(frozen=True)
class DemoAccount:
    """A sign-in that is printed for everybody to try."""

    username: str
    password: str
    display_name: str
    role: str
    purpose: str
    kelurahan: tuple[str, ...] = ()
    """Codes of the kelurahan in which a Satgas Pamor helps."""


DEMO_ACCOUNTS = (
    DemoAccount("petugas", "contoh-petugas-2026", "Petugas Contoh", "petugas", "mengerjakan antrean"),
    DemoAccount("petugas2", "contoh-petugas2-2026", "Petugas Contoh Dua", "petugas", "mengerjakan antrean"),
    DemoAccount("penyelia", "contoh-penyelia-2026", "Penyelia Contoh", "penyelia", "mengatur beban kerja"),
    DemoAccount("pimpinan", "contoh-pimpinan-2026", "Pimpinan Contoh", "pimpinan", "membaca kinerja"),
    DemoAccount("inovasi", "contoh-inovasi-2026", "Tim Inovasi Contoh", "inovasi", "menyiapkan bukti"),
    DemoAccount("admin", "contoh-admin-2026", "Admin Contoh", "admin", "semua halaman"),
    DemoAccount(
        "pamor",
        "contoh-pamor-2026",
        "Satgas Pamor Contoh",
        "pamor",
        "mendampingi warga",
        kelurahan=("32.75.01.1001", "32.75.01.1002"),
    ),
)


def ensure_demo_accounts(session: Session) -> None:
    """Create the demo sign-ins that are missing.

    Raises:
        ValueError: the data are not simulated.
    """
    if data_kind(session) != "contoh":
        raise ValueError("demo sign-ins exist only with simulated data")
    present = set(session.scalars(sa.select(UserAccount.username)))
    for demo in DEMO_ACCOUNTS:
        if demo.username not in present:
            _add_account(session, demo)


def _add_account(session: Session, demo: DemoAccount) -> None:
    account = UserAccount(
        username=demo.username,
        display_name=demo.display_name,
        role=demo.role,
        password_hash=hash_password(demo.password),
        is_demo=True,
    )
    session.add(account)
    session.flush()
    session.add_all(UserKelurahan(user_id=account.id, kelurahan_code=code) for code in demo.kelurahan)


def demo_sign_ins(session: Session) -> tuple[DemoAccount, ...]:
    """The sign-ins to print: none unless the data are simulated."""
    return DEMO_ACCOUNTS if data_kind(session) == "contoh" else ()
