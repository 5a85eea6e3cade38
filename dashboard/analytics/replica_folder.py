"""The replica files of all processes, seen from outside."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.analytics.feeds import FEEDS
from dashboard.analytics.replica_file import DamagedFileError, ReplicaFile, delete, try_lock
from dashboard.settings import Settings


@dataclass(frozen=True)
class FileReport:
    """What is known of one file. ``pid`` is the process that holds it; times are WIB."""

    name: str
    pid: int | None = None
    txid: int | None = None
    as_of: dt.datetime | None = None
    progress: float | None = None
    horizon_age_seconds: float | None = None
    message: str = ""
    rows: dict[str, int] = field(default_factory=dict)


def report(folder: Path, settings: Settings) -> list[FileReport]:
    """Look at every file: a held one through its holder's note, a free one by opening it."""
    reports = []
    for lock_path, lock in _locks(folder):
        name = lock_path.with_suffix(".duckdb").name
        if lock is None:
            reports.append(_from_note(name, lock_path))
            continue
        try:
            reports.append(_from_file(name, ReplicaFile.at(lock_path.with_suffix(".duckdb"), settings)))
        finally:
            os.close(lock)
    return reports


def mark_for_rebuild(folder: Path) -> tuple[int, int]:
    """Delete the files that nobody holds and mark the others.

    Returns:
        Number of files deleted, and of files marked.
    """
    deleted = marked = 0
    for lock_path, lock in _locks(folder):
        path = lock_path.with_suffix(".duckdb")
        if lock is None:
            path.with_suffix(".rebuild").touch()
            marked += 1
            continue
        deleted += path.exists()
        delete(path)
        delete(path.with_suffix(".duckdb.filling"))
        os.close(lock)
    return deleted, marked


def _locks(folder: Path) -> Iterator[tuple[Path, int | None]]:
    for lock_path in sorted(folder.glob("replica-*.lock"), key=lambda path: (len(path.name), path.name)):
        yield lock_path, try_lock(lock_path)


def _from_note(name: str, lock_path: Path) -> FileReport:
    try:
        note = json.loads(lock_path.read_text())
    except ValueError:  # Its holder has only just taken it.
        return FileReport(name, pid=0, message="sedang dibuka")
    as_of = note.pop("as_of")
    return FileReport(name, as_of=dt.datetime.fromisoformat(as_of) if as_of else None, **note)


def _from_file(name: str, file: ReplicaFile) -> FileReport:
    try:
        connection, stored = file.open()
    except DamagedFileError as error:
        return FileReport(name, message=f"diisi ulang saat dibuka ({error})")
    with connection:
        rows = {
            feed.table: connection.execute(f"select count(*) from {feed.table}").fetchall()[0][0]  # noqa: S608
            for feed in FEEDS
        }
    return FileReport(name, txid=stored.txid, as_of=stored.as_of, rows=rows)
