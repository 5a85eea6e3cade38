"""How fast every figure is answered: through the catalogue, by DuckDB alone, by PostgreSQL alone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.replica import Replica
from dashboard.analytics.replica_file import duckdb_config
from dashboard.bench.in_postgres import PostgresQuestions
from dashboard.bench.timing import ratio, seconds, spread
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings

RUNS, QUICK_RUNS = 20, 3
POSTGRES_RUNS, QUICK_POSTGRES_RUNS = 5, 2


def measure_metrics(
    settings: Settings, database: RequestDatabase, *, quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Time every metric of the catalogue for the last twelve months and for all history.

    Args:
        tell: is told what is being measured.
    """
    with open_replica(settings, database) as replica, _bare_copy(settings, replica) as bare:
        catalog = Catalog(replica)
        return {
            period: {
                name: _measure_one(catalog, replica, bare, database, name, filters, quick, tell)
                for name in catalog.names()
            }
            for period, filters in (("months_12", Filters.default()), ("all_history", Filters()))
        }


@contextmanager
def open_replica(settings: Settings, database: RequestDatabase) -> Iterator[Replica]:
    """The office's replica, brought up to now once: a moving one would answer two questions."""
    replica = Replica(settings.home_path / "replica", database.url, settings)
    replica.open()
    try:
        replica.catch_up()
        yield replica
    finally:
        replica.close()


@contextmanager
def _bare_copy(settings: Settings, replica: Replica) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB by itself on a copy of the replica: under its own path this process may open it twice."""
    with tempfile.TemporaryDirectory(prefix="eopen-bench-") as folder:
        path = Path(folder) / "bare.duckdb"
        copy_replica(replica.path, path)
        with duckdb.connect(path, read_only=True, config=duckdb_config(settings)) as connection:
            yield connection


def copy_replica(source: Path, target: Path) -> None:
    """Copy a replica file that is not written to meanwhile."""
    shutil.copyfile(source, target)
    log = source.with_name(source.name + ".wal")
    if log.exists():
        # Rows of the last round may still be in the log; opening for writing once takes them in.
        shutil.copyfile(log, target.with_name(target.name + ".wal"))
        duckdb.connect(target).close()


def _measure_one(
    catalog: Catalog,
    replica: Replica,
    bare: duckdb.DuckDBPyConnection,
    database: RequestDatabase,
    name: str,
    filters: Filters,
    quick: bool,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    tell(f"{name} ({filters.start or 'awal'})")
    definition = catalog.definition(name)
    parameters = catalog.parameters(definition, filters, Scope(), {}, replica.position.as_of)

    def through_catalog() -> float:
        catalog.forget()
        return seconds(lambda: catalog.run(name, filters))

    def by_duckdb() -> float:
        with bare.cursor() as cursor:
            return seconds(lambda: cursor.execute(definition.sql, parameters).df())

    runs = QUICK_RUNS if quick else RUNS
    office, alone = _alternating(through_catalog, by_duckdb, runs)
    cached = [seconds(lambda: catalog.run(name, filters)) for _ in range(runs)]
    result: dict[str, Any] = {
        "uncached": spread(office),
        "cached": spread(cached),
        "bare_duckdb": spread(alone),
    }
    result["ratio_to_duckdb"] = ratio(result["uncached"]["p50_ms"], result["bare_duckdb"]["p50_ms"])
    questions = PostgresQuestions(database.url)
    if questions.knows(name):
        postgres_runs = QUICK_POSTGRES_RUNS if quick else POSTGRES_RUNS
        result["postgres"] = questions.measure(
            name, parameters, catalog.run(name, filters).frame, postgres_runs
        )
        median = result["postgres"].get("p50_ms")
        result["postgres_to_uncached"] = ratio(median, result["uncached"]["p50_ms"]) if median else None
    return result


def _alternating(
    one: Callable[[], float], other: Callable[[], float], runs: int
) -> tuple[list[float], list[float]]:
    """Times of two things in turn, each going first as often, after one run of each that counts not."""
    one(), other()
    first: list[float] = []
    second: list[float] = []
    for run in range(runs):
        if run % 2:
            second.append(other())
            first.append(one())
        else:
            first.append(one())
            second.append(other())
    return first, second
