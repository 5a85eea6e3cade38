"""What was measured: the machine and how much lies in the office."""

from __future__ import annotations

import datetime as dt
import os
import platform
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa

from dashboard.analytics.feeds import FEEDS
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings


def machine_facts(settings: Settings, database: RequestDatabase) -> dict[str, Any]:
    """Machine, versions and bounds; the load says how much else was running."""
    with database.engine.connect() as connection:
        postgres = connection.scalar(sa.text("show server_version"))
    return {
        "measured_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "processor": _first_value("/proc/cpuinfo", "model name") or platform.processor(),
        "cpus": len(os.sched_getaffinity(0)),
        "memory": _first_value("/proc/meminfo", "MemTotal"),
        "load_1_5_15_minutes": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "postgresql": str(postgres),
        "duckdb_threads": settings.duckdb_threads,
        "duckdb_memory_limit": settings.duckdb_memory_limit,
    }


def row_counts(database: RequestDatabase) -> dict[str, int]:
    """Rows of every followed table of the request database."""
    with database.engine.connect() as connection:
        return {
            feed.source: int(connection.scalar(sa.text(f"select count(*) from {feed.source}")) or 0)  # noqa: S608
            for feed in FEEDS
        }


def _first_value(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "")
