"""How many cases a second eight officers can claim, beside the barest loop that does the same."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import sqlalchemy as sa

from dashboard.bench.scratch import scratch_office
from dashboard.bench.timing import ratio
from dashboard.registry import workflow
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount

PROCESSES = 8
CASES, QUICK_CASES = 10_000, 1_000
ROUNDS, QUICK_ROUNDS = 3, 1
WAIT_SECONDS = 300

# Forked from a server that has only imported: nothing of this process, no connection above all, is
# shared with them. The server ends with this process.
FORKS = multiprocessing.get_context("forkserver")

WAITING_CASES = sa.text("""
    insert into request (id, root_id, root_submitted_at, submitted_at, status_since, last_change_at,
                         service_code, location_code, queue_at)
    select n, n, t, t, t, t, 'KK', 'DINAS', t
    from (select n, now() - (:cases - n + 1) * interval '1 second' as t
          from generate_series(1, :cases) n) as waiting""")

BARE_CLAIM = """
    update request set claimed_by = %s, claimed_at = now()
    where id = (select id from request
                where claimed_by is null and status in ('VERIFIKASI', 'PROSES')
                order by queue_at, id limit 1 for update skip locked)
    returning id"""


@dataclass(frozen=True)
class BenchOfficer:
    """An officer of every location."""

    id: int
    username: str
    role: str = "petugas"
    locations: tuple[str, ...] | None = None


def measure_claims(beside: RequestDatabase, *, quick: bool, tell: Callable[[str], None]) -> dict[str, Any]:
    """Let the processes empty the same queue again and again, the two ways in turn."""
    cases, rounds = (QUICK_CASES, QUICK_ROUNDS) if quick else (CASES, ROUNDS)
    # The order turns round each time, so that neither way always comes first.
    ways = [way for turn in range(rounds) for way in (("office", "bare"), ("bare", "office"))[turn % 2]]
    with scratch_office(beside) as database:
        officers = _fill(database, cases)
        rates = _run(database, officers, ways, cases, tell)
    medians = {way: sorted(found)[len(found) // 2] for way, found in rates.items()}
    return {
        "processes": PROCESSES,
        "open_cases": cases,
        "claims_per_second": rates["office"],
        "bare_claims_per_second": rates["bare"],
        "claims_per_second_median": medians["office"],
        "bare_claims_per_second_median": medians["bare"],
        "ratio_to_bare": ratio(medians["office"], medians["bare"]),
    }


def _fill(database: RequestDatabase, cases: int) -> list[BenchOfficer]:
    with database.session.begin() as session:
        session.execute(WAITING_CASES, {"cases": cases})
        accounts = [
            UserAccount(
                username=f"bench-{number}",
                display_name=f"Bench {number}",
                role="petugas",
                password_hash="!",  # noqa: S106 - no password fits
                is_active=False,
            )
            for number in range(PROCESSES)
        ]
        session.add_all(accounts)
        session.flush()
        return [BenchOfficer(account.id, account.username) for account in accounts]


def _run(
    database: RequestDatabase,
    officers: list[BenchOfficer],
    ways: list[str],
    cases: int,
    tell: Callable[[str], None],
) -> dict[str, list[float]]:
    FORKS.set_forkserver_preload([__name__])
    gate, results = FORKS.Barrier(PROCESSES + 1), FORKS.Queue()
    processes = [
        FORKS.Process(target=_work, args=(database.url, officer, ways, gate, results), daemon=True)
        for officer in officers
    ]
    rates: dict[str, list[float]] = {"office": [], "bare": []}
    tell(f"{PROCESSES} proses mulai")
    for process in processes:
        process.start()
    try:
        for way in ways:
            _put_back(database)
            gate.wait(WAIT_SECONDS)
            tell(f"ambil berikutnya ({way})")
            found = [results.get(timeout=WAIT_SECONDS) for _ in processes]
            claimed = sum(count for count, _, _ in found)
            if claimed != cases:
                raise RuntimeError(f"{claimed} claims were made for {cases} cases")
            taken = max(end for _, _, end in found) - min(start for _, start, _ in found)
            rates[way].append(round(claimed / taken, 1))
        for process in processes:
            process.join(WAIT_SECONDS)
    finally:
        for process in processes:
            process.kill()
            process.join()
    return rates


def _put_back(database: RequestDatabase) -> None:
    with database.connect(autocommit=True) as connection:
        connection.execute("update request set claimed_by = null, claimed_at = null")
        # Each turn starts alike: without the dead rows of the turns before it.
        connection.execute("vacuum (full, analyze) request")


def _work(url: str, officer: BenchOfficer, ways: list[str], gate: Any, results: Any) -> None:
    """One officer's process; the clock is the machine's and so the same in all of them."""
    database = RequestDatabase(url)
    with database.connect() as bare:
        # Connecting belongs to nobody's time: the pool has its connection before the first turn.
        with database.engine.connect() as pooled:
            pooled.execute(sa.text("select 1"))
        for way in ways:
            gate.wait(WAIT_SECONDS)
            start = time.monotonic()
            count = _claim_all(database, officer) if way == "office" else _claim_all_bare(bare, officer.id)
            results.put((count, start, time.monotonic()))


def _claim_all(database: RequestDatabase, officer: BenchOfficer) -> int:
    count = 0
    while True:
        with database.session.begin() as session:
            if workflow.claim_next(session, officer) is None:
                return count
        count += 1


def _claim_all_bare(connection: psycopg.Connection[Any], officer_id: int) -> int:
    count = 0
    while True:
        found = connection.execute(BARE_CLAIM, (officer_id,)).fetchone()
        connection.commit()
        if found is None:
            return count
        count += 1
