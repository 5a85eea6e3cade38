"""The web application of a simulated office with a few cases, shared by the tests of one module."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import dash
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from web_office import ROLES, sign_in, simulated_office

from dashboard.factory import create_app
from dashboard.office import Office
from dashboard.registry import workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount, UserScope
from dashboard.registry.personal import Person

LIMITED = "petugas2"
"""The demo officer who may only see the head office here."""


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with simulated_office(module_database, tmp_path_factory.mktemp("office")) as office:
        with office.database.session.begin() as session:
            limited = session.scalars(sa.select(UserAccount).where(UserAccount.username == LIMITED)).one()
            session.add(UserScope(user_id=limited.id, location_code="DINAS"))
        yield office


@pytest.fixture(scope="module")
def app(office: Office) -> dash.Dash:
    return create_app(office=office)


@pytest.fixture(scope="module")
def clients(app: dash.Dash) -> dict[str, FlaskClient]:
    """A visitor per demo account, by user name, and one who has not signed in."""
    visitors = {"": app.server.test_client()}
    for username in ROLES:
        visitors[username] = app.server.test_client()
        assert sign_in(visitors[username], username).status_code == 303
    return visitors


@pytest.fixture
def case(office: Office) -> int:
    """A new application for a Kartu Keluarga at the counter of Jatiasih; its id."""
    with office.database.session.begin() as session:
        number = session.scalar(sa.text("select count(*) from request")) or 0
        application = workflow.Application(
            person=Person(nik=f"327599{number:010d}", name="Budi Santoso", phone="081200000000"),
            service_code="KK",
            variant_code="baru",
            kelurahan_code="32.75.09.1001",
            location_code="KEC_09",
            channel="aplikasi",
        )
        now = dt.datetime.now(dt.UTC)
        return workflow.submit(session, office.vault, WorkCalendar(session), application, at=now).id
