"""Whether the figures can be trusted: what is answered from the replicas against the request database.

One moment of the request database (one ``REPEATABLE READ`` snapshot) is looked at in two ways:

1. A fresh file is filled from it, and every metric is asked of that file and of every replica file, over
   the last twelve months and over all history. This shows whether following lost, doubled or missed
   anything.
2. Headline figures are asked of the request database in SQL of its own. This shows whether what the
   replica holds, and how the metrics count it, is right.

The replicas move on meanwhile, so not they are asked but copies, taken before the snapshot and brought up
to it by the same code that follows; a copy below its own position stays as it was found. A replica that is
merely behind is therefore no difference; how far it is behind, it says itself. The snapshot is let go of
before the metrics are asked, which takes most of the time.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.analytics import follow
from dashboard.analytics.catalog import QUERIES, Catalog, read_definitions
from dashboard.analytics.comparing import Cell, differing_cells, said, same_value
from dashboard.analytics.copies import Copy, replica_copies
from dashboard.analytics.filters import Filters
from dashboard.analytics.plain_questions import QUESTIONS, PlainQuestion
from dashboard.analytics.replica import Position
from dashboard.analytics.replica_file import duckdb_config
from dashboard.analytics.snapshot import SnapshotSource
from dashboard.registry.database import RequestDatabase
from dashboard.registry.figure_checks import CHECK_LOCK, keep_check
from dashboard.registry.quality import duplicate_submissions
from dashboard.settings import Settings

MOST_KEPT = 200
"""Differences that are stored of one check."""

PLAIN = "langsung"
UNREADABLE = "berkas"


class AlreadyCheckingError(Exception):
    """Another process is checking."""


@dataclass(frozen=True)
class Difference:
    """One value that is not the same on both sides."""

    metric: str
    where: str
    replica: str
    database: str


@dataclass
class CheckResult:
    """What a check found. A figure that differs in several places counts once."""

    files: list[str] = field(default_factory=list)
    total: int = 0
    matching: int = 0
    differences: list[Difference] = field(default_factory=list)
    duplicates: int = 0

    def count(self, differences: Sequence[Difference]) -> None:
        """One more figure, with what differs in it."""
        self.total += 1
        self.matching += not differences
        self.differences += differences


@dataclass(frozen=True)
class _Window:
    name: str
    filters: Filters


class _Answers:
    """A file that stands still, as the catalogue asks it."""

    def __init__(self, name: str, connection: duckdb.DuckDBPyConnection, as_of: dt.datetime) -> None:
        self.name = name
        self.position = Position(0, as_of)
        self._connection = connection

    def query(self, sql: str, parameters: dict[str, Any] | None = None) -> pa.Table:
        return self._connection.sql(sql, params=parameters).to_arrow_table()


def check_and_keep(database: RequestDatabase, settings: Settings, asked_by: str) -> CheckResult:
    """Check every figure and store what was found.

    Raises:
        AlreadyCheckingError: another process is checking.
    """
    with _alone(database):
        started_at = dt.datetime.now(dt.UTC)
        result = check_figures(database, settings)
        with database.session.begin() as session:
            keep_check(
                session,
                started_at=started_at,
                asked_by=asked_by,
                total=result.total,
                matching=result.matching,
                differences=[asdict(one) for one in result.differences[:MOST_KEPT]],
                duplicates=result.duplicates,
            )
    return result


def check_figures(database: RequestDatabase, settings: Settings, queries: Path = QUERIES) -> CheckResult:
    """Check every figure of the catalogue.

    Without any replica file, only the headline figures are checked, on the fresh file.
    """
    settings.home_path.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="periksa-", dir=settings.home_path) as scratch,
        replica_copies(settings.home_path / "replica", Path(scratch) / "salinan", settings) as copies,
        duckdb.connect(Path(scratch) / "segar.duckdb", config=duckdb_config(settings)) as fresh,
    ):
        known = read_definitions(queries)
        questions = [question for question in QUESTIONS if question.metric in known]
        source = SnapshotSource(database.url)
        result = CheckResult()
        try:
            source.connect()
            as_of = _now_at_the_latest(source)
            caught_up = [_catch_up(copy, source, as_of) for copy in copies]
            usable = [copy for copy in caught_up if copy is not None and copy.connection is not None]
            follow.fill(fresh, source, lambda _: None)
            windows = _windows(as_of)
            with source.plain() as connection:
                plain = [_ask_plainly(connection, questions, window, as_of) for window in windows]
                result.duplicates = duplicate_submissions(connection)
        finally:
            source.close()
        result.files = [copy.name for copy in usable]
        for copy in caught_up:
            if copy is not None and copy.connection is None:
                result.count([Difference(UNREADABLE, copy.name, copy.problem, "dapat dibaca")])
        truth = Catalog(_Answers("", fresh, as_of), queries)
        replicas = {
            copy.name: Catalog(_Answers(copy.name, copy.connection, as_of), queries)
            for copy in usable
            if copy.connection is not None
        }
        for window, answers in zip(windows, plain, strict=True):
            _compare_metrics(result, window, truth, replicas)
            _compare_headlines(result, window, answers, replicas or {"segar": truth})
        return result


def _compare_metrics(
    result: CheckResult, window: _Window, truth: Catalog, replicas: dict[str, Catalog]
) -> None:
    """Every metric, the fresh file's answer against each replica's."""
    for metric in truth.names() if replicas else []:
        expected = _frame(truth, metric, window)
        result.count(
            [
                Difference(metric, _place(window, file, where), found, right)
                for file, catalog in replicas.items()
                for where, found, right in _differing(_frame(catalog, metric, window), expected)
            ]
        )


def _compare_headlines(
    result: CheckResult,
    window: _Window,
    answers: Sequence[tuple[PlainQuestion, dict[str, Any]]],
    replicas: dict[str, Catalog],
) -> None:
    """Headline figures, the request database's own answer against each replica's."""
    for question, row in answers:
        for column, right in row.items():
            differences = []
            for file, catalog in replicas.items():
                found = _column(_frame(catalog, question.metric, window), column)
                if not same_value(found, right):
                    where = _place(window, file, f"{column}, dihitung {PLAIN}")
                    differences.append(Difference(question.metric, where, said(found), said(right)))
            result.count(differences)


def _differing(found: pd.DataFrame | str, expected: pd.DataFrame | str) -> list[Cell]:
    if isinstance(found, pd.DataFrame) and isinstance(expected, pd.DataFrame):
        return differing_cells(found, expected)
    first, second = (side if isinstance(side, str) else "terhitung" for side in (found, expected))
    return [("tidak terhitung", first, second)]


def _frame(catalog: Catalog, metric: str, window: _Window) -> pd.DataFrame | str:
    """A metric's answer, or why there is none."""
    try:
        return catalog.run(metric, window.filters).frame
    except duckdb.Error as error:
        return str(error).splitlines()[0]


def _column(frame: pd.DataFrame | str, column: str) -> Any:
    if isinstance(frame, str):
        return frame
    if column not in frame:
        return "tidak ada kolom ini"
    return frame[column].iloc[0] if len(frame) == 1 else frame[column].sum()


def _ask_plainly(
    connection: Any, questions: Sequence[PlainQuestion], window: _Window, as_of: dt.datetime
) -> list[tuple[PlainQuestion, dict[str, Any]]]:
    period = window.filters.parameters()
    parameters = {"start": period["start"], "end": period["end"], "now": as_of}
    answers = []
    for question in questions:
        cursor = connection.execute(question.sql, parameters)
        names = [column.name for column in cursor.description]
        answers.append((question, dict(zip(names, cursor.fetchone(), strict=True))))
    return answers


def _catch_up(copy: Copy, source: SnapshotSource, as_of: dt.datetime) -> Copy | None:
    """A copy brought to the moment of the snapshot; ``None`` when it is not this database's at all.

    Its holder notices the latter, or a foreign time line, by itself, and fills it anew.
    """
    if copy.connection is None or copy.stored is None:
        return copy
    poll = source.poll(copy.stored.txid)
    if copy.stored.database_id != source.identity() or copy.stored.txid > poll.xmax:
        return None
    try:
        follow.follow(copy.connection, source, copy.stored.txid, poll, as_of)
    except duckdb.Error as error:
        return Copy(copy.name, problem=str(error).splitlines()[0])
    return copy


def _now_at_the_latest(source: SnapshotSource) -> dt.datetime:
    """The first full minute after the snapshot: "now" is cut to the minute, and nothing may lie after it."""
    return source.poll(0).now.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)


def _windows(as_of: dt.datetime) -> list[_Window]:
    return [
        _Window("12 bulan terakhir", Filters.default(as_of.date())),
        _Window("seluruh riwayat", Filters()),
    ]


def _place(window: _Window, file: str, where: str) -> str:
    return f"{window.name}; {file}; {where}"


@contextmanager
def _alone(database: RequestDatabase) -> Iterator[None]:
    with ExitStack() as held:
        connection = held.enter_context(database.connect(autocommit=True))
        row = connection.execute("select pg_try_advisory_lock(%s)", (CHECK_LOCK,)).fetchone()
        if not row or not row[0]:
            raise AlreadyCheckingError("Pemeriksaan lain sedang berjalan.")
        yield
