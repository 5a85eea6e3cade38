"""Many officers, each a process of the operating system, on one PostgreSQL.

They are forked from a server that has only imported: nothing of the test's own process, no connection
above all, is shared with them, and thirty of them start within a second.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import BrokenBarrierError
from typing import Any

import sqlalchemy as sa

from dashboard.registry import workflow
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import DATABASE_AWAY, RequestDatabase
from dashboard.registry.models import Request
from dashboard.registry.status import WORKED_STATUSES, Status
from tests.registry.conftest import TestOfficer

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.registry.crowd"])
WAIT_SECONDS = 250
GRACE_SECONDS = 5
"""When one process failed, the others have so long to fail too."""

CONSEQUENCES = (BrokenBarrierError, BrokenProcessPool)

CLOCK_SPEED = 600
"""The office's clock of a shift: a second of the test is ten minutes, a lease three seconds."""

CLAIMING, DECIDING = 1, 2
"""What a worker of a shift is doing."""

PAUSE_SECONDS = 0.05
"""An officer who finds nothing free, or no database, looks again after this."""

LOOK_SECONDS = 0.002

_start: Any = None


def at_once(
    work: Callable[[RequestDatabase, TestOfficer, Callable[[], None]], Any],
    database: RequestDatabase,
    officers: list[TestOfficer],
) -> list[tuple[int, Any]]:
    """Run ``work`` in a process per officer, all let go at one moment.

    ``work`` calls its third argument when it is ready, which returns when all are.

    Returns:
        Each officer's id with what ``work`` returned.

    Raises:
        Exception: what a process raised; the others are not waited for.
    """
    start = FORKS.Barrier(len(officers))
    with ProcessPoolExecutor(len(officers), FORKS, initializer=_meet_at, initargs=(start,)) as pool:
        runs = [pool.submit(_run, work, database.url, officer) for officer in officers]
        wait(runs, WAIT_SECONDS, FIRST_EXCEPTION)
        _, unfinished = wait(runs, GRACE_SECONDS)
        if unfinished:
            for process in multiprocessing.active_children():
                process.kill()
        errors = [error for run in runs if (error := run.exception())]
    # Who waits for a process that failed fails too; that says nothing.
    for error in sorted(errors, key=lambda error: isinstance(error, CONSEQUENCES)):
        raise error
    return [(officer.id, run.result()) for officer, run in zip(officers, runs, strict=True)]


def _meet_at(start: Any) -> None:
    global _start  # noqa: PLW0603 - a barrier is only inherited, never sent
    _start = start


def _run(work: Callable[..., Any], url: str, officer: TestOfficer) -> Any:
    database = RequestDatabase(url)
    try:
        return work(database, officer, lambda: _start.wait(WAIT_SECONDS))
    except BaseException:
        _start.abort()
        raise
    finally:
        database.dispose()


class Shift:
    """Officers who claim and decide until nothing is open; each writes down what was acknowledged.

    Args:
        folder: where they write it, so that it outlives a process that is killed.
    """

    def __init__(self, url: str, officers: list[TestOfficer], folder: Path) -> None:
        self._url, self._folder = url, folder
        self._began = (dt.datetime.now(dt.UTC), time.monotonic())
        self.officers = officers
        self._stages = [FORKS.Value("i", 0, lock=False) for _ in officers]
        self._processes = [self._start(number) for number in range(len(officers))]

    def _start(self, number: int) -> Any:
        self._stages[number].value = 0
        process = FORKS.Process(
            target=_work_until_done,
            args=(self._url, self.officers[number], self._began, self._stages[number], self._book(number)),
            daemon=True,
        )
        process.start()
        return process

    def _book(self, number: int) -> Path:
        return self._folder / f"{number}.txt"

    def kill_while(self, number: int, stage: int, after_seconds: float) -> None:
        """Kill an officer's process so long after it is seen in a stage; the officer begins anew."""
        victim = self._processes[number]
        self.wait_until(lambda: self._stages[number].value == stage or not victim.is_alive())
        assert victim.is_alive(), "the work was done before the last was killed"
        time.sleep(after_seconds)
        victim.kill()
        victim.join()
        self._processes[number] = self._start(number)

    def acknowledged(self) -> list[tuple[int, str]]:
        """Application and new status of every decision that an officer was told is saved."""
        rows = [line.split() for line in self._lines() if line != "away"]
        return [(int(request_id), status) for request_id, status in rows]

    def outages(self) -> int:
        """How often an officer was told that the database is away."""
        return self._lines().count("away")

    def _lines(self) -> list[str]:
        books = [self._book(number) for number in range(len(self.officers))]
        # A line that is just being written, or was when its writer was killed, is none yet.
        texts = [book.read_text().rpartition("\n")[0] for book in books if book.exists()]
        return [line for text in texts for line in text.splitlines()]

    def wait_until(self, happens: Callable[[], bool]) -> None:
        """Wait for what the officers bring about; what one of them raised lies in the captured output."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not happens():
            failed = [process.name for process in self._processes if process.exitcode not in (None, 0)]
            assert not failed, f"{failed} ended with an error"
            assert time.monotonic() < deadline, "the officers came to no end"
            time.sleep(LOOK_SECONDS)

    def end(self) -> None:
        """Wait until all is done."""
        self.wait_until(lambda: all(process.exitcode == 0 for process in self._processes))

    def __enter__(self) -> Shift:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.join()


def _work_until_done(
    url: str, officer: TestOfficer, began: tuple[dt.datetime, float], stage: Any, book: Path
) -> None:
    database, calendar = RequestDatabase(url), None
    with book.open("a", buffering=1) as lines:
        while True:
            try:
                calendar = calendar or _calendar(database)
                decided = _one_case(database, calendar, officer, began, stage)
            except workflow.CaseMoved:
                continue  # the process was paused for longer than a lease
            except DATABASE_AWAY:
                lines.write("away\n")
                time.sleep(PAUSE_SECONDS)
                continue
            if decided is None:
                return
            lines.write(decided)


def _calendar(database: RequestDatabase) -> WorkCalendar:
    with database.session() as session:
        return WorkCalendar(session)


def _one_case(
    database: RequestDatabase,
    calendar: WorkCalendar,
    officer: TestOfficer,
    began: tuple[dt.datetime, float],
    stage: Any,
) -> str | None:
    """Claim a case and decide it; the line to write down, ``None`` when all is done."""
    stage.value = CLAIMING
    with database.session.begin() as session:
        taken = workflow.claim_next(session, officer, at=_now(began))
        if taken is None:
            open_cases = sa.exists().where(Request.status.in_([str(status) for status in WORKED_STATUSES]))
            if not session.scalar(sa.select(open_cases)):
                return None
        else:
            request = session.get_one(Request, taken)
    if taken is None:
        time.sleep(PAUSE_SECONDS)  # what is left is in the hands of others, or of the dead
        return ""
    stage.value = DECIDING
    step = workflow.accept if request.status == Status.VERIFIKASI else workflow.finish
    with database.session.begin() as session:
        done = step(session, calendar, officer, taken, version=request.version, at=_now(began))
    return f"{taken} {done.to_status}\n"


def _now(began: tuple[dt.datetime, float]) -> dt.datetime:
    return began[0] + CLOCK_SPEED * dt.timedelta(seconds=time.monotonic() - began[1])
