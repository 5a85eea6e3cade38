"""Connections to the request database and its migrations."""

from __future__ import annotations

import time
from functools import cached_property
from importlib.resources import files
from typing import Any

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session, sessionmaker

from dashboard.registry.embedded import start_embedded_server
from dashboard.settings import Settings

DATABASE_AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
"""What a statement raises while the server cannot be reached."""


FRESH_SECONDS = 1.0
"""A connection that was used so lately is not asked whether it still lives."""


class RequestDatabase:
    """The request database: one engine, one way to open a transaction.

    Args:
        url: a ``postgresql://`` URL (psycopg 3).
    """

    def __init__(self, url: str) -> None:
        self.url = url

    @classmethod
    def open(cls, settings: Settings) -> RequestDatabase:
        """The server of ``EOPEN_DATABASE_URL``, else the embedded one under ``EOPEN_HOME``."""
        if settings.database_url:
            return cls(settings.database_url)
        server = start_embedded_server(settings.home_path / "postgres")
        return cls(server.get_uri())

    @cached_property
    def engine(self) -> sa.Engine:
        engine = sa.create_engine(self.url, pool_size=10, max_overflow=20)
        _replace_dead_connections(engine)
        return engine

    @cached_property
    def session(self) -> sessionmaker[Session]:
        """``with database.session.begin() as session:`` is one transaction."""
        return sessionmaker(self.engine, expire_on_commit=False)

    def connect(self, *, autocommit: bool = False) -> psycopg.Connection:
        """A bare psycopg connection, for COPY and LISTEN."""
        return psycopg.connect(self.url, autocommit=autocommit)

    def migrate(self) -> None:
        """Bring the schema up to the newest version; never goes back and never loses data."""
        config = Config()
        config.set_main_option("script_location", str(files("dashboard.registry") / "migrations"))
        with self.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _replace_dead_connections(engine: sa.Engine) -> None:
    """A restarted server must cost one silent reconnect, not one failed click.

    Like ``pool_pre_ping``, but a connection that answered a moment ago is not asked again: no server
    restarts so fast, and the question would cost a claim a fourth of its round trips.
    """

    @sa.event.listens_for(engine, "checkin")
    def remember(_connection: Any, record: Any) -> None:
        record.info["returned_at"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        returned_at = record.info.get("returned_at")
        if returned_at is None or time.monotonic() - returned_at < FRESH_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.Error as gone:
            raise sa.exc.InvalidatePoolError from gone
