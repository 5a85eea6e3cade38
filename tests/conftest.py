"""Fixtures that every test may use: a real PostgreSQL server and a fresh office database."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from argon2 import PasswordHasher

from dashboard.access import passwords
from dashboard.registry.database import RequestDatabase
from dashboard.registry.embedded import start_embedded_server
from dashboard.registry.reference_data import load_reference_data

# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis.settings.register_profile("office", deadline=None)
hypothesis.settings.load_profile("office")

# Hashing a password is slow on purpose, and every office of the tests has its accounts; how strong the
# program's own hashes are is asked of a process of its own (tests/access/test_passwords.py).
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def server_url(worker_id: str) -> Iterator[str]:
    """URL of an embedded PostgreSQL server of this test session (one per xdist worker)."""
    # A short path of its own: unix sockets allow 107 bytes, and the server's user must get through.
    with tempfile.TemporaryDirectory(prefix=f"eopen-{worker_id}-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        server = start_embedded_server(Path(folder) / "pg")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # A test server need not outlive a power cut, and copying a database waits for the disk.
            for setting in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
                connection.execute(f"alter system set {setting}")
            connection.execute("select pg_reload_conf()")
        yield server.get_uri()
        server.stop()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Name of the xdist worker, ``main`` without xdist."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def template_name(server_url: str) -> str:
    """A migrated database with reference data, from which every test's own is copied."""
    name = "template_office"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    database = RequestDatabase(_with_name(server_url, name))
    database.migrate()
    with database.session.begin() as session:
        load_reference_data(session)
    database.dispose()
    return name


@pytest.fixture
def database(server_url: str, template_name: str) -> Iterator[RequestDatabase]:
    """A fresh office: migrated, with reference data, without any application."""
    yield from fresh_database(server_url, template_name)


@pytest.fixture(scope="module")
def module_database(server_url: str, template_name: str) -> Iterator[RequestDatabase]:
    """Like ``database``, shared by the tests of one module."""
    yield from fresh_database(server_url, template_name)


def fresh_database(server_url: str, template_name: str) -> Iterator[RequestDatabase]:
    name = f"office_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        # Copied file by file: half the time of the usual way, which writes every page to the log.
        connection.execute(f"create database {name} template {template_name} strategy file_copy")
    database = RequestDatabase(_with_name(server_url, name))
    yield database
    database.dispose()
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


def _with_name(server_url: str, name: str) -> str:
    return server_url.replace("/postgres?", f"/{name}?")
