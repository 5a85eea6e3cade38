"""The web application of a simulated office, shared by the tests of one module."""

from __future__ import annotations

from collections.abc import Iterator

import dash
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from web_office import ROLES, sign_in, simulated_office

from dashboard.factory import create_app
from dashboard.office import Office
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import SignInThrottle, UserAccount
from dashboard.registry.office_facts import DATA_KIND, set_fact


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with simulated_office(module_database, tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture(scope="module")
def app(office: Office) -> dash.Dash:
    return create_app(office=office)


@pytest.fixture
def client(app: dash.Dash) -> FlaskClient:
    """A visitor who has not signed in."""
    return app.server.test_client()


@pytest.fixture(scope="module")
def clients(app: dash.Dash) -> dict[str, FlaskClient]:
    """One signed-in visitor per role, by role."""
    visitors = {}
    for username, role in ROLES.items():
        if role not in visitors:
            visitors[role] = app.server.test_client()
            assert sign_in(visitors[role], username).status_code == 303
    return visitors


@pytest.fixture
def forgiven(office: Office) -> Iterator[None]:
    """Afterwards no account is locked or shut and the data are simulated, as they were before."""
    yield
    with office.database.session.begin() as session:
        session.execute(sa.delete(SignInThrottle))
        session.execute(sa.update(UserAccount).values(failed_count=0, locked_until=None, is_active=True))
        set_fact(session, DATA_KIND, "contoh")
