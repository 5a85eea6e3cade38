"""An officer, a vault and a calendar for the registry's tests."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount
from dashboard.registry.personal import PersonalDataVault


@dataclass(frozen=True)
class TestOfficer:
    """The least that the workflow asks of an officer."""

    __test__ = False

    id: int
    username: str
    role: str = "petugas"
    locations: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    services: tuple[str, ...] | None = None


def add_officer(session: Session, username: str, role: str = "petugas") -> TestOfficer:
    account = UserAccount(username=username, display_name=f"Petugas {username}", role=role, password_hash="!")
    session.add(account)
    session.flush()
    return TestOfficer(account.id, username, role)


@pytest.fixture
def vault() -> PersonalDataVault:
    return PersonalDataVault.demo()


@pytest.fixture
def calendar(database: RequestDatabase) -> WorkCalendar:
    with database.session() as session:
        return WorkCalendar(session)
