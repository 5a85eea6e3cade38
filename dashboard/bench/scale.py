"""Whether figures stay fast when the office has ten years behind it instead of one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters
from dashboard.analytics.replica import Replica
from dashboard.analytics.replica_file import delete
from dashboard.bench.longer import YEARS, lengthen
from dashboard.bench.metrics import copy_replica, open_replica
from dashboard.bench.pages import measure_pages
from dashboard.bench.timing import MILLI, ratio, seconds, spread
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings

RUNS, QUICK_RUNS = 12, 3
WHOLE_RUNS = 3
"""Of all history, which takes ten times as long; as many are enough to know how long."""

QUICK_YEARS = 3


def measure_scale(
    settings: Settings, database: RequestDatabase, *, quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Time every metric and page on a replica of many years, against the office's own.

    Args:
        tell: is told what is being measured.
    """
    home = settings.home_path / "bench" / "longer"
    one = home / "one" / "replica-0.duckdb"
    many = home / "replica" / "replica-0.duckdb"
    for path in (one, many):
        path.parent.mkdir(parents=True, exist_ok=True)
    with open_replica(settings, database) as replica:
        delete(one)
        copy_replica(replica.path, one)
    lengthen(one, many, settings, QUICK_YEARS if quick else YEARS, tell)
    metrics = _measure_metrics(one.parent, many.parent, settings, quick, tell)
    longer = settings.model_copy(update={"home": home})
    return {**metrics, "pages": measure_pages(longer, database, quick=quick, tell=tell)}


def _measure_metrics(
    one: Path, many: Path, settings: Settings, quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    with ExitStack() as opened:
        base, longer = (opened.enter_context(_as_it_lies(folder, settings)) for folder in (one, many))
        ways = {
            "one_year": (Catalog(base), Filters.default()),
            "months_12": (Catalog(longer), Filters.default()),
            "all_history": (Catalog(longer), Filters()),
        }
        return {
            "requests": {"one_year": _requests(base), "many_years": _requests(longer)},
            "metrics": {name: _measure_one(name, ways, quick, tell) for name in Catalog(base).names()},
        }


@contextmanager
def _as_it_lies(folder: Path, settings: Settings) -> Iterator[Replica]:
    """A replica that answers and does not follow: no request database has these years."""
    replica = Replica(folder, "", settings)
    replica.open()
    try:
        yield replica
    finally:
        replica.close()


def _requests(replica: Replica) -> int:
    return int(replica.query("select count(*) from submissions")[0][0].as_py())


def _measure_one(
    name: str, ways: dict[str, tuple[Catalog, Filters]], quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Times in turn, so that whatever else the machine does meets all of them.

    Compared by the work done, which waits for nobody, not by the time taken.
    """
    tell(name)
    wall: dict[str, list[float]] = {way: [] for way in ways}
    cpu: dict[str, list[float]] = {way: [] for way in ways}
    for run in range(1 + (QUICK_RUNS if quick else RUNS)):
        for way, (catalog, filters) in ways.items():
            if way == "all_history" and run > WHOLE_RUNS:
                continue
            catalog.forget()
            used = time.process_time()
            taken = seconds(partial(catalog.run, name, filters))
            if run:  # the first one loads what every later one uses
                wall[way].append(taken)
                cpu[way].append(time.process_time() - used)
    found: dict[str, Any] = {
        way: {**spread(wall[way]), "cpu_ms": round(float(np.median(cpu[way])) * MILLI, 3)} for way in ways
    }
    for way in ("months_12", "all_history"):
        found[f"{way}_to_one_year"] = ratio(found[way]["cpu_ms"], found["one_year"]["cpu_ms"])
    return found
