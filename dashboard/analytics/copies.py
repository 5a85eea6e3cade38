"""Copies of the replica files as they lie on disk, for looking at what live processes answer from."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.analytics.replica_file import DamagedFileError, ReplicaFile, StoredPosition, delete, try_lock
from dashboard.settings import Settings

TRIES = 40
SETTLED_SECONDS = 0.05
"""A file written longer ago than this shows a later write in its time stamp, however coarse those are."""


class NotAtRestError(Exception):
    """The file was written to all the time."""


@dataclass(frozen=True)
class Copy:
    """A copy of one replica file. Without a ``connection`` it could not be read; ``problem`` says why."""

    name: str
    connection: duckdb.DuckDBPyConnection | None = None
    stored: StoredPosition | None = None
    problem: str = ""


@contextmanager
def replica_copies(folder: Path, target: Path, settings: Settings) -> Iterator[list[Copy]]:
    """An opened copy of every replica file in ``folder``, or of those in use where any is.

    A file that nobody holds and nobody can read is left out: its next holder fills it anew.
    """
    target.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        found = [
            (is_held, copy)
            for path in sorted(folder.glob("replica-*.duckdb"))
            for is_held, copy in [_copy_of(path, target / path.name, settings)]
        ]
        for _, copy in found:
            if copy.connection is not None:
                opened.callback(copy.connection.close)
        in_use = [copy for is_held, copy in found if is_held]
        yield in_use or [copy for _, copy in found if copy.connection is not None]


def _copy_of(path: Path, target: Path, settings: Settings) -> tuple[bool, Copy]:
    lock = try_lock(path.with_suffix(".lock"))
    try:
        copy_at_rest(path, target)
        connection, stored = ReplicaFile.at(target, settings).open()
        return lock is None, Copy(path.name, connection, stored)
    except (DamagedFileError, NotAtRestError, OSError) as error:
        return lock is None, Copy(path.name, problem=str(error))
    finally:
        if lock is not None:
            os.close(lock)


def copy_at_rest(path: Path, target: Path) -> None:
    """Copy a DuckDB file with its write-ahead log, between two writes of its holder.

    Raises:
        NotAtRestError: no such moment was found.
    """
    log, log_target = _log(path), _log(target)
    for _ in range(TRIES):
        before = _stamps(path, log)
        if before[0] is None:
            break
        age = time.time_ns() - max(stamp[2] for stamp in before if stamp)
        if age < SETTLED_SECONDS * 1e9:
            time.sleep(SETTLED_SECONDS)
            continue
        delete(target)
        with contextlib.suppress(FileNotFoundError):  # swapped or written out meanwhile: the stamps differ
            shutil.copyfile(path, target)
            if before[1] is not None:
                shutil.copyfile(log, log_target)
        if _stamps(path, log) == before:
            return
    raise NotAtRestError(f"{path.name} is written to all the time")


def _stamps(*paths: Path) -> tuple[tuple[int, int, int] | None, ...]:
    return tuple(_stamp(path) for path in paths)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _log(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
