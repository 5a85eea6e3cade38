"""Offices of a bench's own, on the same server, dropped whatever happens."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from psycopg import sql

from dashboard.registry.database import RequestDatabase
from dashboard.registry.reference_data import load_reference_data


@contextmanager
def scratch_office(beside: RequestDatabase) -> Iterator[RequestDatabase]:
    """A migrated database with reference data and no application, for as long as the block runs."""
    name = f"eopen_bench_{uuid.uuid4().hex[:12]}"
    with beside.connect(autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    database = RequestDatabase(_with_name(beside.url, name))
    try:
        database.migrate()
        with database.session.begin() as session:
            load_reference_data(session)
        yield database
    finally:
        database.dispose()
        with beside.connect(autocommit=True) as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )


def _with_name(url: str, name: str) -> str:
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)
