"""An office whose facts are written by plain SQL, and a replica that follows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from office_builder import OfficeBuilder

from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings


@pytest.fixture
def office(database: RequestDatabase) -> Iterator[OfficeBuilder]:
    builder = OfficeBuilder(database)
    yield builder
    builder.close()


@pytest.fixture
def replica(database: RequestDatabase, tmp_path: Path) -> Iterator[Replica]:
    """Opened but not started: ``replica.catch_up()`` is one round."""
    replica = Replica(tmp_path / "replica", database.url, Settings(home=tmp_path))
    replica.open()
    yield replica
    replica.close()
