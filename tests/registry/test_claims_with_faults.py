"""Officers' processes are killed and the database restarts, while cases are claimed and decided."""

from __future__ import annotations

import os
import random
import signal
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import sqlalchemy as sa

from dashboard.bench.many_cases import fill_with_cases
from dashboard.registry import audit
from dashboard.registry.database import RequestDatabase
from dashboard.registry.embedded import start_embedded_server
from dashboard.registry.models import AuditEntry, Request, Transition
from dashboard.registry.reference_data import load_reference_data
from dashboard.registry.status import Status
from tests.registry.conftest import TestOfficer, add_officer
from tests.registry.crowd import CLAIMING, DECIDING, Shift

OFFICERS = 6
CASES = 200
KILLS = 12
WAY = {
    Status.VERIFIKASI: [Status.PROSES, Status.SELESAI],
    Status.PROSES: [Status.SELESAI],
}
"""The decisions that a case of a status calls for."""


def open_office(database: RequestDatabase) -> tuple[list[TestOfficer], dict[int, list[Status]]]:
    """Officers, and the decisions that every waiting case calls for."""
    fill_with_cases(database, open_cases=CASES)
    with database.session.begin() as session:
        officers = [add_officer(session, f"petugas{number}") for number in range(OFFICERS)]
        cases = session.execute(sa.select(Request.id, Request.status)).all()
    return officers, {request_id: WAY[Status(status)] for request_id, status in cases}


def check_all_done(
    database: RequestDatabase, expected: dict[int, list[Status]], acknowledged: list[tuple[int, str]]
) -> None:
    """Every case was decided once in each status, nothing that was told as saved is missing."""
    with database.session() as session:
        steps = session.execute(
            sa.select(Transition.request_id, Transition.to_status).order_by(Transition.id)
        ).all()
        decided = defaultdict(list)
        for request_id, to_status in steps:
            decided[request_id].append(Status(to_status))
        assert decided == expected
        in_hand = sa.select(Request.id).where(
            Request.claimed_by.is_not(None) | Request.lapsed_by.is_not(None)
        )
        assert session.scalars(in_hand).all() == []
        assert audit.verify(session) is None
        journal = session.execute(
            sa.select(AuditEntry.subject).where(AuditEntry.action.in_(("proses", "selesai")))
        )
        assert Counter(journal.scalars()) == Counter(f"permohonan:{request_id}" for request_id, _ in steps), (
            "the journal and the history differ"
        )
    assert Counter(acknowledged) <= Counter((row.request_id, row.to_status) for row in steps)


def test_cases_of_killed_processes_come_back_and_none_is_decided_twice(
    database: RequestDatabase, tmp_path: Path
) -> None:
    chance = random.Random(3275)
    officers, expected = open_office(database)
    victims = [number % OFFICERS for number in range(KILLS)]
    chance.shuffle(victims)

    with Shift(database.url, officers, tmp_path) as shift:
        for turn, victim in enumerate(victims):
            shift.kill_while(victim, (CLAIMING, DECIDING)[turn % 2], chance.random() * 0.005)
        shift.end()
        acknowledged = shift.acknowledged()

    check_all_done(database, expected, acknowledged)


def test_a_restart_of_the_database_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="eopen-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        cluster = Path(folder) / "pg"
        server = start_embedded_server(cluster)
        database = RequestDatabase(server.get_uri())
        database.migrate()
        with database.session.begin() as session:
            load_reference_data(session)
        officers, expected = open_office(database)

        with Shift(database.url, officers, tmp_path) as shift:
            # In good order, then as after a power cut.
            for turn, how in enumerate((signal.SIGINT, signal.SIGQUIT), start=1):
                shift.wait_until(lambda turn=turn: len(shift.acknowledged()) > turn * CASES // 3)
                before = shift.outages()
                stop(shift, cluster, how)
                shift.wait_until(lambda before=before: shift.outages() > before)
                server.start()
            shift.end()
            acknowledged = shift.acknowledged()

        check_all_done(database, expected, acknowledged)
        database.dispose()
        server.stop()


def stop(shift: Shift, cluster: Path, how: signal.Signals) -> None:
    pid_file = cluster / "postmaster.pid"
    os.kill(int(pid_file.read_text().splitlines()[0]), how)
    shift.wait_until(lambda: not pid_file.exists())
