"""How many cases a second eight officers can claim, beside the barest loop that does the same."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from dashboard.bench.many_cases import fill_with_cases
from dashboard.bench.scratch import scratch_office
from dashboard.bench.timing import ratio
from dashboard.registry import workflow
from dashboard.registry.database import RequestDatabase
from dashboard.registry.desk_settings import desk_settings
from dashboard.registry.models import UserAccount

PROCESSES = 8
CLAIMS, QUICK_CLAIMS = 10_000, 1_000
MANY = 1_000_000
ROUNDS, QUICK_ROUNDS = 3, 1
WAIT_SECONDS = 300

# Forked from a server that has only imported: nothing of this process, no connection above all, is
# shared with them. The server ends with this process.
FORKS = multiprocessing.get_context("forkserver")

BARE_CLAIM = """
    update request set claimed_by = %s, claimed_at = now(), lease_until = now()
    where id = (select id from request
                where claimed_by is null and hold_until is null and status in ('VERIFIKASI', 'PROSES')
                order by queue_at, id limit 1 for update skip locked)
    returning id"""


@dataclass(frozen=True)
class BenchOfficer:
    """An officer of every location."""

    id: int
    username: str
    role: str = "petugas"
    locations: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    services: tuple[str, ...] | None = None


def measure_claims(beside: RequestDatabase, *, quick: bool, tell: Callable[[str], None]) -> dict[str, Any]:
    """Let the processes claim again and again, the two ways in turn, in offices of several sizes.

    The claims are those of a page: within the office's cap, so that many officers make them.
    """
    claims, rounds = (QUICK_CLAIMS, QUICK_ROUNDS) if quick else (CLAIMS, ROUNDS)
    offices = {f"{claims}": (claims, 0)}
    if not quick:
        offices |= {f"{MANY}": (MANY, 0), f"{claims}_beside_{MANY}_closed": (claims, MANY)}
    found: dict[str, Any] = {"processes": PROCESSES, "claims": claims}
    for name, (open_cases, closed_cases) in offices.items():
        tell(f"menyiapkan {open_cases} kasus terbuka, {closed_cases} selesai")
        with scratch_office(beside) as database:
            fill_with_cases(database, open_cases=open_cases, closed_cases=closed_cases)
            found[f"open_{name}"] = _measure_office(database, claims, rounds, tell)
    return found


def _measure_office(
    database: RequestDatabase, claims: int, rounds: int, tell: Callable[[str], None]
) -> dict[str, Any]:
    # The order turns round each time, so that neither way always comes first.
    ways = [way for turn in range(rounds) for way in (("office", "bare"), ("bare", "office"))[turn % 2]]
    rates = _run(database, _hire(database, claims), ways, claims, tell)
    medians = {way: sorted(found)[len(found) // 2] for way, found in rates.items()}
    return {
        "claims_per_second": rates["office"],
        "bare_claims_per_second": rates["bare"],
        "claims_per_second_median": medians["office"],
        "bare_claims_per_second_median": medians["bare"],
        "ratio_to_bare": ratio(medians["office"], medians["bare"]),
    }


def _hire(database: RequestDatabase, claims: int) -> list[list[BenchOfficer]]:
    """As many officers per process as the cap asks for."""
    with database.session.begin() as session:
        each = -(-claims // PROCESSES // desk_settings(session).most_held) + 1
        accounts = [
            UserAccount(
                username=f"bench-{number}",
                display_name=f"Bench {number}",
                role="petugas",
                password_hash="!",  # noqa: S106 - no password fits
                is_active=False,
            )
            for number in range(PROCESSES * each)
        ]
        session.add_all(accounts)
        session.flush()
        officers = [BenchOfficer(account.id, account.username) for account in accounts]
        return [officers[first::PROCESSES] for first in range(PROCESSES)]


def _run(
    database: RequestDatabase,
    teams: list[list[BenchOfficer]],
    ways: list[str],
    claims: int,
    tell: Callable[[str], None],
) -> dict[str, list[float]]:
    FORKS.set_forkserver_preload([__name__])
    gate, results = FORKS.Barrier(PROCESSES + 1), FORKS.Queue()
    processes = [
        FORKS.Process(
            target=_work, args=(database.url, team, ways, claims // PROCESSES, gate, results), daemon=True
        )
        for team in teams
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
            claimed = [request_id for ids, _, _ in found for request_id in ids]
            if len(set(claimed)) != claims or len(claimed) != claims:
                raise RuntimeError(f"{len(claimed)} claims of {len(set(claimed))} cases, not of {claims}")
            taken = max(end for _, _, end in found) - min(start for _, start, _ in found)
            rates[way].append(round(claims / taken, 1))
        for process in processes:
            process.join(WAIT_SECONDS)
    finally:
        for process in processes:
            process.kill()
            process.join()
    return rates


def _put_back(database: RequestDatabase) -> None:
    with database.connect(autocommit=True) as connection:
        connection.execute(
            "update request set claimed_by = null, claimed_at = null, lease_until = null "
            "where claimed_by is not null"
        )
        # Each turn starts alike: without the dead rows of the turns before it, in the indexes neither.
        connection.execute("vacuum (analyze, index_cleanup on) request")


def _work(url: str, team: list[BenchOfficer], ways: list[str], claims: int, gate: Any, results: Any) -> None:
    """One process of officers; the clock is the machine's and so the same in all of them."""
    database = RequestDatabase(url)
    with database.session() as session:
        cap = desk_settings(session).most_held
    with database.connect() as bare:
        for way in ways:
            gate.wait(WAIT_SECONDS)
            start = time.monotonic()
            if way == "office":
                ids = [_claim(database, team[number // cap]) for number in range(claims)]
            else:
                ids = [_claim_bare(bare, team[number // cap].id) for number in range(claims)]
            results.put(([request_id for request_id in ids if request_id], start, time.monotonic()))


def _claim(database: RequestDatabase, officer: BenchOfficer) -> int | None:
    with database.session.begin() as session:
        return workflow.claim_next(session, officer)


def _claim_bare(connection: psycopg.Connection[Any], officer_id: int) -> int | None:
    found = connection.execute(BARE_CLAIM, (officer_id,)).fetchone()
    connection.commit()
    return found[0] if found else None
