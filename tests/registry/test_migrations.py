"""A release is started on yesterday's database: nothing is lost, and the rules still hold."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from importlib.resources import files

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from office_builder import OfficeBuilder

from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import PauseReason, ReasonScope
from dashboard.registry.reference_data import REFERENCE_MODELS, load_reference_data

FIRST_TABLES = [model for model in REFERENCE_MODELS if model not in (PauseReason, ReasonScope)]
"""Those of the first release."""


@pytest.fixture
def first_release(server_url: str) -> Iterator[RequestDatabase]:
    """An office as the first release left it, still without any row."""
    name = f"yesterday_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    database = RequestDatabase(server_url.replace("/postgres?", f"/{name}?"))
    config = Config()
    config.set_main_option("script_location", str(files("dashboard.registry") / "migrations"))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.commit()
    yield database
    database.dispose()
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


def test_rejections_of_the_first_release_keep_fault_and_hint(first_release: RequestDatabase) -> None:
    with first_release.session.begin() as session:
        load_reference_data(session, FIRST_TABLES)
    office = OfficeBuilder(first_release)
    office.connection.execute("update rejection_reason set fault = null where code = 'BERKAS_TIDAK_LENGKAP'")
    office.connection.execute(
        "update rejection_reason set preventable_hint = ' ' where code = 'BERKAS_BURAM'"
    )
    case = office.application("2026-01-05 08:00")
    office.step(case, "DITOLAK", "2026-01-05 10:00", reasons=["BERKAS_BURAM", "BERKAS_TIDAK_LENGKAP"])

    first_release.migrate()
    first_release.migrate()  # again at every start

    with first_release.engine.connect() as connection:
        kept = connection.execute(
            sa.text("select reason_code, fault, preventable from transition_reason order by reason_code")
        ).all()
        version = connection.scalar(sa.text("select version_num from alembic_version"))
    assert [tuple(row) for row in kept] == [
        ("BERKAS_BURAM", "pemohon", False),
        ("BERKAS_TIDAK_LENGKAP", None, True),
    ]
    assert version == "0005"


def test_the_history_is_as_unchangeable_after_the_upgrade_as_before(first_release: RequestDatabase) -> None:
    with first_release.session.begin() as session:
        load_reference_data(session, FIRST_TABLES)
    office = OfficeBuilder(first_release)
    case = office.application("2026-01-05 08:00")
    office.step(case, "DITOLAK", "2026-01-05 10:00", reasons=["BERKAS_BURAM"])
    first_release.migrate()

    with first_release.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.execute(sa.text("update transition_reason set fault = 'sistem'"))


def test_what_is_given_after_the_upgrade_keeps_the_reason_of_its_day(database: RequestDatabase) -> None:
    office = OfficeBuilder(database)
    first, second = office.application("2026-01-05 08:00"), office.application("2026-01-05 08:00")
    office.step(first, "DITOLAK", "2026-01-05 10:00", reasons=["BERKAS_BURAM"])
    office.connection.execute(
        "update rejection_reason set fault = 'sistem', preventable_hint = '' where code = 'BERKAS_BURAM'"
    )
    office.step(second, "DITOLAK", "2026-01-05 10:00", reasons=["BERKAS_BURAM"])

    kept = office.connection.execute(
        "select fault, preventable from transition_reason order by transition_id"
    ).fetchall()

    assert [tuple(row) for row in kept] == [
        ("pemohon", True),
        ("sistem", False),
    ]
