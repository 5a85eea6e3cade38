"""A small simulated city behind the web application, with accounts that see all of it or a part."""

from __future__ import annotations

from collections.abc import Iterator

import dash
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from web_office import ROLES, sign_in, simulated_office

from dashboard.access.passwords import hash_password
from dashboard.factory import create_app
from dashboard.office import Office
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount, UserArea, UserScope
from dashboard.registry.personal import PersonalDataVault
from dashboard.simulation.loading import load_city

PASSWORD = "sandi untuk uji saja"
PLACE, OTHER_PLACE = "KEC_03", "KEC_09"
AREA = "32.75.03"


@pytest.fixture(scope="module")
def office(module_database: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Half a year of about two thousand applications."""
    load_city(module_database, PersonalDataVault.demo(), requests=2_000, months=6)
    with module_database.session.begin() as session:
        secret = hash_password(PASSWORD)
        for username, role in (("setempat", "admin"), ("sewilayah", "admin")):
            session.add(
                UserAccount(username=username, display_name=username, role=role, password_hash=secret)
            )
        session.flush()
        rows = session.execute(sa.select(UserAccount.username, UserAccount.id))
        ids = {row.username: row.id for row in rows}
        session.add(UserScope(user_id=ids["setempat"], location_code=PLACE))
        session.add(UserArea(user_id=ids["sewilayah"], kecamatan_code=AREA))
    with simulated_office(module_database, tmp_path_factory.mktemp("board")) as office:
        yield office


@pytest.fixture(scope="module")
def app(office: Office) -> dash.Dash:
    return create_app(office=office)


@pytest.fixture(scope="module")
def clients(app: dash.Dash) -> dict[str, FlaskClient]:
    """Signed-in visitors: one per role by its name, and the two limited accounts by theirs."""
    visitors = {}
    for name, username, password in (
        *((role, username, None) for username, role in ROLES.items()),
        ("setempat", "setempat", PASSWORD),
        ("sewilayah", "sewilayah", PASSWORD),
    ):
        if name not in visitors:
            visitors[name] = app.server.test_client()
            assert sign_in(visitors[name], username, password).status_code == 303
    return visitors
