"""One replica file on disk: who holds it, how it is opened, set aside and swapped."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dashboard.analytics.follow import schema_hash
from dashboard.settings import Settings

MOST_FILES = 256
NOTE_BYTES = 1024
"""Every note is as long as the last, so that nobody reads the rest of an older one."""

_BROKEN_FILE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
)


def is_damage(error: duckdb.Error) -> bool:
    """Whether DuckDB complains of the file under it; an error in a query is something else."""
    # A wrong checksum has no class of its own.
    return isinstance(error, _BROKEN_FILE) or type(error) is duckdb.Error


class DamagedFileError(Exception):
    """The file cannot be used and has to be filled anew."""


@dataclass(frozen=True)
class StoredPosition:
    """The one row of ``replica_position``; ``as_of`` is WIB."""

    txid: int
    as_of: dt.datetime
    database_id: str


class ReplicaFile:
    """``replica-N.duckdb`` of one process.

    A lock file beside it says whose it is: unlike DuckDB's own lock it outlives the deletion and
    the swap of the file, and it goes when the process goes, however that ends.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._config = duckdb_config(settings)
        self._lock: int | None = None
        self._inode: int | None = None
        self.path = folder / "replica-unclaimed.duckdb"

    def claim(self) -> None:
        """Take the first file that no process holds.

        Raises:
            RuntimeError: all of them are held.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(MOST_FILES):
            lock = try_lock(self._folder / f"replica-{number}.lock")
            if lock is not None:
                self._lock = lock
                self.path = self._folder / f"replica-{number}.duckdb"
                return
        raise RuntimeError(f"every replica file in {self._folder} is held by another process")

    @classmethod
    def at(cls, path: Path, settings: Settings) -> ReplicaFile:
        """A file whose lock the caller holds."""
        file = cls(path.parent, settings)
        file.path = path
        return file

    @property
    def is_claimed(self) -> bool:
        return self._lock is not None

    def leave_note(self, note: dict[str, Any]) -> None:
        """Tell other processes how the file is doing, in its lock file."""
        if self._lock is not None:
            os.pwrite(self._lock, json.dumps({"pid": os.getpid(), **note}).ljust(NOTE_BYTES).encode(), 0)

    def release(self) -> None:
        """Let another process take the file."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def rebuild_marker(self) -> Path:
        """Exists while somebody wants this file filled anew."""
        return self.path.with_suffix(".rebuild")

    @property
    def filling_path(self) -> Path:
        return self.path.with_suffix(".duckdb.filling")

    def open(self) -> tuple[duckdb.DuckDBPyConnection, StoredPosition]:
        """Open the file as it lies on disk.

        Raises:
            DamagedFileError: it is missing, broken, or of another release.
        """
        if not self.path.exists():
            raise DamagedFileError("no file")
        try:
            connection = duckdb.connect(self.path, config=self._config)
        except duckdb.Error as error:
            raise DamagedFileError(str(error)) from error
        try:
            stored = _stored_position(connection)
        except (duckdb.Error, DamagedFileError) as error:
            connection.close()
            raise DamagedFileError(str(error)) from error
        self._inode = self.path.stat().st_ino
        return connection, stored

    def create(self) -> duckdb.DuckDBPyConnection:
        """An empty file to be filled beside the one in use."""
        delete(self.filling_path)
        return duckdb.connect(self.filling_path, config=self._config)

    def is_on_disk(self) -> bool:
        """Whether the file that was opened is still the one at its path."""
        try:
            return self.path.stat().st_ino == self._inode
        except FileNotFoundError:
            return False

    def adopt_filled(self) -> None:
        """Put the filled file in the place of the old one, which nobody may have open."""
        _wal(self.path).unlink(missing_ok=True)
        self.filling_path.replace(self.path)

    def set_aside(self) -> None:
        """Keep the newest broken file for whoever wants to know why."""
        _wal(self.path).unlink(missing_ok=True)
        if self.path.exists():
            self.path.replace(self.path.with_suffix(".duckdb.damaged"))


class Gate:
    """Lets queries share a connection, and its owner exchange it when none of them runs.

    DuckDB gives a path that is still open in this process the database it has, so a file can only
    be exchanged once the last query on the old one has ended.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._readers = 0
        self._exchanging = False

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """The connection while it is safe to use; ``None`` when there is none."""
        with self._changed:
            self._changed.wait_for(lambda: not self._exchanging)
            connection = self._connection
            self._readers += connection is not None
        try:
            yield connection
        finally:
            if connection is not None:
                with self._changed:
                    self._readers -= 1
                    self._changed.notify_all()

    def exchange(self, open_next: Callable[[], duckdb.DuckDBPyConnection | None]) -> None:
        """Close the connection after the last query on it, then open the next one."""
        with self._changed:
            self._exchanging = True
            try:
                self._changed.wait_for(lambda: self._readers == 0)
                if self._connection is not None:
                    self._connection.close()
                self._connection = None
                self._connection = open_next()
            finally:
                self._exchanging = False
                self._changed.notify_all()


def duckdb_config(settings: Settings) -> dict[str, Any]:
    """Bounds on memory and threads; nothing is fetched from the network, nothing can be changed."""
    return {
        "memory_limit": settings.duckdb_memory_limit,
        "threads": settings.duckdb_threads,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "lock_configuration": "true",
    }


def try_lock(path: Path) -> int | None:
    """An open file descriptor that holds the lock, or ``None`` when another holds it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def delete(path: Path) -> None:
    """Delete a DuckDB file with its write-ahead log."""
    path.unlink(missing_ok=True)
    _wal(path).unlink(missing_ok=True)


def _stored_position(connection: duckdb.DuckDBPyConnection) -> StoredPosition:
    rows = connection.execute("select txid, as_of, database_id, schema_hash from replica_position").fetchall()
    if len(rows) != 1 or rows[0][3] != schema_hash():
        raise DamagedFileError("a file of another release")
    return StoredPosition(*rows[0][:3])


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
