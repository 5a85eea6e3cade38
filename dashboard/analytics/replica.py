"""The replica: a DuckDB file of this process that follows the request database.

Every figure is answered from here. The file can be deleted at any time and comes back by itself.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import threading
from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.analytics import follow
from dashboard.analytics.replica_file import DamagedFileError, Gate, ReplicaFile, StoredPosition, is_damage
from dashboard.analytics.source import SOURCE_ERRORS, Poll, Source, SourceUnreachableError
from dashboard.settings import Settings

POLL_SECONDS = 1.0
"""Longest time between two looks at the request database."""

PAUSE_SECONDS = 0.3
"""Shortest time between two rounds: a busy office must not throw the cached figures away each click."""

LONGEST_BACK_OFF_SECONDS = 15.0

PREPARING = "Sedang menyiapkan data."
UNREACHABLE = "Basis data permohonan tidak terjangkau; angka sampai waktu yang tertera tetap tersedia."
UNREACHABLE_AND_EMPTY = "Basis data permohonan tidak terjangkau; data disiapkan begitu tersambung."
RESTORED_AHEAD = (
    "Basis data permohonan dipulihkan ke server dengan penghitung transaksi yang lebih rendah. "
    "Jalankan `python -m dashboard replica restamp` satu kali."
)

log = logging.getLogger(__name__)


class ReplicaNotReady(Exception):
    """The replica is being filled; ``str()`` is a sentence for people, ``progress`` is 0..1."""

    def __init__(self, message: str, progress: float | None) -> None:
        super().__init__(message)
        self.progress = progress


class RowsAheadOfServerError(Exception):
    """Rows carry transaction ids that the server has not reached; see ``restamp``."""


class _Stopped(Exception):
    pass


@dataclass(frozen=True)
class Position:
    """Which facts the figures stand on. Equal positions give equal figures.

    ``txid`` moves only when rows came in, ``fill`` counts the times the file was filled by this
    process. ``as_of`` is the WIB time up to which the figures are complete; it moves with every
    look at the request database and is no part of the identity.
    """

    txid: int
    as_of: dt.datetime = field(compare=False)
    fill: int = 0


@dataclass(frozen=True)
class ReplicaState:
    """How the replica is doing, for the shell of the pages.

    ``progress`` is 0..1 while the file is being filled, else ``None``. ``horizon_age_seconds`` is
    how long an open transaction somewhere on the server has held newer facts back.
    """

    ready: bool = False
    progress: float | None = None
    as_of: dt.datetime | None = None
    horizon_age_seconds: float = 0.0
    source_reachable: bool = False
    message: str = PREPARING


class Replica:
    """One DuckDB file of one process. Open it after forking, not before.

    Args:
        folder: where the replica files of all processes lie.
        source_url: the request database.
        settings: bounds on DuckDB's memory and threads.
    """

    def __init__(self, folder: Path, source_url: str, settings: Settings) -> None:
        self._file = ReplicaFile(folder, settings)
        self._source = Source(source_url)
        self._gate = Gate()
        self._round = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._damage: str | None = None
        self._stored: StoredPosition | None = None
        self._position: Position | None = None
        self._fills = 0
        self._cursor = 0
        self._horizon = _Horizon()
        self._state = ReplicaState()

    @property
    def path(self) -> Path:
        """The file, once opened."""
        return self._file.path

    @property
    def position(self) -> Position:
        """What the figures stand on now.

        Raises:
            ReplicaNotReady: nothing yet.
        """
        position = self._position
        if position is None:
            raise ReplicaNotReady(self._state.message, self._state.progress)
        return position

    @property
    def state(self) -> ReplicaState:
        return self._state

    def open(self) -> None:
        """Take the first free file and answer from it, without asking the request database.

        A missing, damaged or foreign file is set aside; the first round fills a new one.
        """
        if self._file.is_claimed:
            return
        self._file.claim()
        try:
            self._gate.exchange(self._open_file)
        except DamagedFileError as error:
            self._damage = str(error)

    def close(self) -> None:
        """Stop following, close the file and let go of it."""
        self.stop()
        with self._round:
            self._withdraw(PREPARING)
            self._source.close()
            self._file.release()

    def query(self, sql: str, parameters: dict[str, Any] | None = None) -> pa.Table:
        """Answer a SELECT with ``$named`` parameters.

        Returns:
            All rows, independent of the file.

        Raises:
            ReplicaNotReady: the file is being filled, or was found damaged by this query.
            duckdb.Error: the query itself is wrong.
        """
        with self._gate.reading() as connection:
            if connection is None:
                raise ReplicaNotReady(self._state.message, self._state.progress)
            cursor = connection.cursor()
            try:
                return cursor.sql(sql, params=parameters).to_arrow_table()
            except duckdb.Error as error:
                if not is_damage(error):
                    raise
                self._damage = str(error)
                raise ReplicaNotReady(PREPARING, None) from error
            finally:
                cursor.close()

    def start(self) -> None:
        """Follow the request database in a thread of its own."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="replica", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    def stop(self) -> None:
        """End the thread after the round it is in."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            atexit.unregister(self.stop)
        self._stop.clear()

    def catch_up(self) -> Position:
        """One round: read what is new, or fill the file when it is missing or damaged.

        Raises:
            SourceUnreachableError: the request database does not answer.
            RowsAheadOfServerError: see ``restamp``.
        """
        with self._round:
            if not self._file.is_claimed:
                self.open()
            try:
                self._one_round()
            except SOURCE_ERRORS as error:
                self._source.close()
                message = UNREACHABLE if self._state.ready else UNREACHABLE_AND_EMPTY
                self._show(source_reachable=False, message=message)
                raise SourceUnreachableError(str(error)) from error
            return self.position

    def _run(self) -> None:
        back_off = PAUSE_SECONDS
        while not self._stop.is_set():
            try:
                self.catch_up()
                back_off = PAUSE_SECONDS
                self._stop.wait(PAUSE_SECONDS)
                self._source.wait(POLL_SECONDS - PAUSE_SECONDS)
            except _Stopped:
                return
            except (SourceUnreachableError, RowsAheadOfServerError, *SOURCE_ERRORS) as error:
                self._source.close()
                log.warning("the request database cannot be followed: %s", error)
                self._stop.wait(back_off)
                back_off = min(2 * back_off, LONGEST_BACK_OFF_SECONDS)
            except Exception:
                # The thread must outlive what nobody thought of; the log says what it was.
                log.exception("a round of the replica failed")
                self._stop.wait(back_off)
                back_off = min(2 * back_off, LONGEST_BACK_OFF_SECONDS)

    def _one_round(self) -> None:
        identity = None if self._source.connected else self._connect()
        if self._must_refill(identity):
            self._refill()
        poll = self._source.poll(self._cursor)
        if poll.xmax < self._cursor:
            self._refill()
            poll = self._source.poll(self._cursor)
        as_of = self._horizon.complete_until(poll)
        try:
            if poll.changed:
                self._follow(poll, as_of)
        except duckdb.Error as error:
            # Whatever it is, a file that does not take the office's rows is of no use.
            self._damage = str(error)
            self._refill()
            return
        self._cursor = max(self._cursor, poll.xmin)
        self._publish(poll, as_of)

    def _connect(self) -> str:
        self._source.connect()
        ahead = self._source.tables_ahead_of_server()
        if ahead:
            self._withdraw(RESTORED_AHEAD)
            self._source.close()
            raise RowsAheadOfServerError(RESTORED_AHEAD)
        return self._source.identity()

    def _must_refill(self, identity: str | None) -> bool:
        if self._stored is None or self._damage is not None or not self._file.is_on_disk():
            return True
        if identity is not None and identity != self._stored.database_id:
            return True
        return self._file.rebuild_marker.exists()

    def _follow(self, poll: Poll, as_of: dt.datetime) -> None:
        with self._gate.reading() as connection:
            assert connection is not None
            writer = connection.cursor()
            try:
                follow.follow(writer, self._source, self._cursor, poll, as_of)
            finally:
                writer.close()
        self._position = Position(poll.xmin, as_of, self._fills)

    def _publish(self, poll: Poll, as_of: dt.datetime) -> None:
        assert self._position is not None
        self._position = replace(self._position, as_of=as_of)
        age = (poll.now - as_of).total_seconds()
        self._show(
            ready=True,
            progress=None,
            as_of=as_of,
            horizon_age_seconds=max(0.0, age),
            source_reachable=True,
            message="",
        )

    def _refill(self) -> None:
        """Fill a new file beside the old one, which answers meanwhile if it is only outdated."""
        if self._stored is not None and not self._file.rebuild_marker.exists():
            self._withdraw(PREPARING)
        self._show_progress(0.0)
        connection = self._file.create()
        try:
            follow.fill(connection, self._source, self._show_progress)
        finally:
            connection.close()
        self._fills += 1
        self._damage = None
        self._gate.exchange(self._swap)
        self._file.rebuild_marker.unlink(missing_ok=True)

    def _swap(self) -> duckdb.DuckDBPyConnection:
        self._file.adopt_filled()
        return self._open_file()

    def _open_file(self) -> duckdb.DuckDBPyConnection:
        try:
            connection, stored = self._file.open()
        except DamagedFileError:
            self._stored = self._position = None
            self._file.set_aside()
            raise
        self._stored = stored
        self._cursor = stored.txid
        self._position = Position(stored.txid, stored.as_of, self._fills)
        self._horizon = _Horizon(stored.as_of)
        self._show(ready=True, progress=None, as_of=stored.as_of, message="")
        return connection

    def _withdraw(self, message: str) -> None:
        """Stop answering from the file."""
        self._position = self._stored = None
        self._show(ready=False, progress=None, as_of=None, horizon_age_seconds=0.0, message=message)
        self._gate.exchange(lambda: None)
        if self._damage is not None:
            log.warning("the replica file %s is set aside: %s", self._file.path.name, self._damage)
            self._file.set_aside()

    def _show(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        position = self._position
        self._file.leave_note(
            {
                "txid": position.txid if position else None,
                "as_of": self._state.as_of.isoformat() if self._state.as_of else None,
                "progress": self._state.progress,
                "horizon_age_seconds": self._state.horizon_age_seconds,
                "message": self._state.message,
            }
        )

    def _show_progress(self, share: float) -> None:
        if self._stop.is_set():
            raise _Stopped
        self._show(progress=min(1.0, share), source_reachable=True, message=PREPARING)


class _Horizon:
    """Up to which moment the facts are complete.

    An open transaction holds the horizon back to its start. Where its start is not shown to us (a
    role without ``pg_read_all_stats``), the last look at which everything now finished had begun
    says it as well.
    """

    def __init__(self, known: dt.datetime | None = None) -> None:
        self._known = known
        self._looks: deque[tuple[int, dt.datetime]] = deque(maxlen=4096)

    def complete_until(self, poll: Poll) -> dt.datetime:
        """The WIB moment up to which everything committed is in the replica after this round."""
        while self._looks and self._looks[0][0] <= poll.xmin:
            self._known = self._looks.popleft()[1]
        if poll.xmin >= poll.xmax:
            self._known = poll.now
        else:
            self._looks.append((poll.xmax, poll.now))
        reached = max(self._known or dt.datetime.min, poll.holder_since or dt.datetime.min)
        self._known = reached if reached > dt.datetime.min else poll.now
        return self._known
