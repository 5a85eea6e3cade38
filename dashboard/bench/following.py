"""How fast the replica fills and follows, and whether that depends on how much lies behind it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.analytics.feeds import FEEDS
from dashboard.analytics.replica import Replica
from dashboard.bench.scratch import scratch_office
from dashboard.bench.timing import MILLI, seconds, spread
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.settings import Settings
from dashboard.simulation.loading import load_city

HISTORIES, QUICK_HISTORIES = (10_000, 50_000), (1_000, 5_000)
EMPTY_ROUNDS = 50
NEW_STEPS = 1_000
REPEATS, QUICK_REPEATS = 10, 3
LOOK_SECONDS = 0.005
LONGEST_WAIT_SECONDS = 60.0

NEW_REQUESTS = sa.text("""
    with number as (
        select nextval(pg_get_serial_sequence('request', 'id')) as id, now() as t
        from generate_series(1, :count)
    )
    insert into request (id, root_id, root_submitted_at, submitted_at, status_since, last_change_at,
                         queue_at, service_code, location_code)
    select id, id, t, t, t, t, t, 'KK', 'DINAS' from number returning id""")

FIRST_STEPS = sa.text("""
    insert into transition (request_id, from_status, to_status, entered_at, left_at,
                            working_seconds, working_since_submission)
    select id, status, 'PROSES', status_since, now(), 0, 0 from request where id = any(:ids)""")


def measure_following(
    settings: Settings, beside: RequestDatabase, *, quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Measure in an office of each size; the last one is the largest."""
    found = {}
    for requests in QUICK_HISTORIES if quick else HISTORIES:
        with scratch_office(beside) as database:
            tell(f"simulasi {requests} permohonan")
            load_city(database, PersonalDataVault.demo(), requests=requests)
            tell(f"mengikuti {requests} permohonan")
            found[str(requests)] = _measure_office(settings, database, QUICK_REPEATS if quick else REPEATS)
    rounds = [office["round_with_new_steps"]["p50_ms"] for office in found.values()]
    return {"histories": found, "round_growth": round(rounds[-1] / rounds[0], 3)}


def _measure_office(settings: Settings, database: RequestDatabase, repeats: int) -> dict[str, Any]:
    with _new_replica(settings, database) as replica:
        fill_seconds = seconds(replica.catch_up)
        rows = sum(_count(replica, feed.table) for feed in FEEDS)
        empty = [seconds(replica.catch_up) for _ in range(EMPTY_ROUNDS)]
        return {
            "rows": rows,
            "transitions": _count(replica, "transitions"),
            "fill_seconds": round(fill_seconds, 3),
            "fill_rows_per_second": round(rows / fill_seconds),
            "empty_round": spread(empty),
            "round_with_new_steps": spread([_one_round(replica, database) for _ in range(repeats)]),
            "new_steps": NEW_STEPS,
            "visible_after_commit": spread(_while_following(replica, database, repeats)),
        }


@contextmanager
def _new_replica(settings: Settings, database: RequestDatabase) -> Iterator[Replica]:
    with tempfile.TemporaryDirectory(prefix="eopen-bench-") as folder:
        replica = Replica(Path(folder), database.url, settings)
        replica.open()
        try:
            yield replica
        finally:
            replica.close()


def _one_round(replica: Replica, database: RequestDatabase) -> float:
    """A round that finds the new steps, called by ourselves: the work alone, without any pause."""
    ids = _new_requests(database)
    replica.catch_up()
    before = _count(replica, "transitions")
    _take_steps(database, ids)
    taken = 0.0
    # A transaction elsewhere on the server may hold the new rows back for a round.
    while _count(replica, "transitions") < before + NEW_STEPS:
        taken += seconds(replica.catch_up)
        _refuse_to_wait(taken)
    return taken


def _while_following(replica: Replica, database: RequestDatabase, repeats: int) -> list[float]:
    """From the commit to the first query that sees the steps, as a page would, pauses included."""
    times = []
    replica.start()
    try:
        for _ in range(repeats):
            ids = _new_requests(database)
            before = _count(replica, "transitions")
            _take_steps(database, ids)
            started = time.perf_counter()
            while _count(replica, "transitions") < before + NEW_STEPS:
                time.sleep(LOOK_SECONDS)
                _refuse_to_wait(time.perf_counter() - started)
            times.append(time.perf_counter() - started)
    finally:
        replica.stop()
    return times


def _new_requests(database: RequestDatabase) -> list[int]:
    with database.session.begin() as session:
        return list(session.scalars(NEW_REQUESTS, {"count": NEW_STEPS}))


def _take_steps(database: RequestDatabase, ids: list[int]) -> None:
    with database.session.begin() as session:
        session.execute(FIRST_STEPS, {"ids": ids})


def _count(replica: Replica, table: str) -> int:
    return int(replica.query(f"select count(*) from {table}")[0][0].as_py())  # noqa: S608


def _refuse_to_wait(waited: float) -> None:
    if waited > LONGEST_WAIT_SECONDS:
        raise TimeoutError(f"new steps were not seen after {waited * MILLI:.0f} ms")
