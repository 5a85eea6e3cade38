"""The CSV of a log into a temporary DuckDB file, where it is sorted by case outside of memory."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from dashboard.registry.importing.mapping import Mapping, MappingError
from dashboard.registry.status import Status

BATCH_ROWS = 50_000
ONE_MIB = 1024 * 1024
LONGEST_FIELD = 16 * ONE_MIB
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
YEARS = range(1970, 2100)
"""Times outside of these are misread, not old: they would stretch the calendar for nothing."""

BROKEN_ROW = "broken_row"
UNREADABLE_TIME = "unreadable_time"
MISSING_CASE = "missing_case"


@dataclass(frozen=True)
class Row:
    """One record of the file. ``line``: the physical line it begins on, the header's is usually 1."""

    line: int
    cells: list[str]
    is_damaged: bool = False


class LogFile:
    """A CSV event log, read as often as needed.

    Raises:
        MappingError: the file has no header, or lacks a column that the mapping names.
    """

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.path, self.mapping = path, mapping
        self.size = path.stat().st_size
        self.header = next(self.records(), Row(0, [])).cells
        attributes = mapping.attributes.named()
        self.attributes = [name for name, attribute in attributes.items() if attribute.column is not None]
        columns = mapping.columns
        self.case = self._position(columns.case)
        self.activity = self._position(columns.activity)
        self.timestamp = self._position(columns.timestamp)
        self.places = [self._position(str(attributes[name].column)) for name in self.attributes]

    def records(self, progress: Callable[[float], None] = lambda _: None) -> Iterator[Row]:
        """All records with the header first; blank lines are none. Damaged bytes are shown as ``\\xNN``."""
        csv.field_size_limit(LONGEST_FIELD)
        with self.path.open(encoding=self.mapping.encoding, errors="surrogateescape", newline="") as file:
            reader = csv.reader(file, delimiter=self.mapping.delimiter)
            line = 1
            try:
                for number, cells in enumerate(reader):
                    if cells:
                        yield _checked(line, cells)
                    line = reader.line_num + 1
                    if number % BATCH_ROWS == 0:
                        progress(os.lseek(file.fileno(), 0, os.SEEK_CUR) / max(self.size, 1))
            except csv.Error as error:
                raise MappingError(f"Baris {line} bukan CSV yang dapat dibaca: {error}.") from error
        progress(1.0)

    def _position(self, name: str) -> int:
        if self.header.count(name) != 1:
            problem = "tidak ada" if name not in self.header else "ada lebih dari satu"
            raise MappingError(
                f"Kolom {name!r} {problem} dalam {self.path.name}. Kolom yang ada: {', '.join(self.header)}."
            )
        return self.header.index(name)


def _checked(line: int, cells: list[str]) -> Row:
    text = "".join(cells)
    if text.isascii() and "\0" not in text:
        return Row(line, cells)
    try:
        text.encode()
    except UnicodeEncodeError:
        shown = [
            cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for cell in cells
        ]
        return Row(line, shown, is_damaged=True)
    return Row(line, [cell.replace("\0", "\\x00") for cell in cells], is_damaged="\0" in text)


class Clock:
    """Reads times: the mapping's formats in turn, else ISO 8601; those without an offset are local."""

    def __init__(self, mapping: Mapping) -> None:
        self._formats = mapping.timestamp_formats
        self._zone = ZoneInfo(mapping.time_zone)

    def microseconds(self, text: str) -> int | None:
        """Microseconds since 1970 UTC, ``None`` where the text is no time.

        An hour that the end of summer time brings twice is taken as its first.
        """
        moment = self._moment(text.strip())
        if moment is None or moment.year not in YEARS:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._zone)
        return (moment - EPOCH) // MICROSECOND

    def _moment(self, text: str) -> dt.datetime | None:
        for layout in self._formats:
            try:
                return dt.datetime.strptime(text, layout)
            except ValueError:
                continue
        if self._formats:
            return None
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            return None


@dataclass
class _Batch:
    line: list[int] = field(default_factory=list)
    case_id: list[str | None] = field(default_factory=list)
    status: list[str | None] = field(default_factory=list)
    micros: list[int | None] = field(default_factory=list)
    problem: list[str | None] = field(default_factory=list)
    attributes: list[list[str]] = field(default_factory=list)


class StagedLog:
    """The log in a DuckDB file of its own: table ``event`` (one row per record) and ``bad``.

    Args:
        folder: a temporary folder; sorting spills there too.
        memory: DuckDB's memory limit.
    """

    def __init__(self, folder: Path, log: LogFile, memory: str = "400MB") -> None:
        self.log = log
        self.connection = duckdb.connect(
            str(folder / "log.duckdb"),
            config={
                "memory_limit": memory,
                "threads": 2,
                "temp_directory": str(folder / "spill"),
                "autoinstall_known_extensions": False,
            },
        )
        extra = "".join(f", {self._column(name)} varchar" for name in log.attributes)
        self.connection.execute(
            "create table event (line bigint, case_id varchar, status varchar, micros bigint,"
            f" problem varchar{extra})"
        )
        self.connection.execute("create table bad (case_id varchar, reason varchar, message varchar)")

    def fill(self, progress: Callable[[float], None]) -> None:
        """Read the whole file."""
        clock = Clock(self.log.mapping)
        statuses: dict[str, Status | None] = {}
        batch = _Batch(attributes=[[] for _ in self.log.places])
        records = self.log.records(progress)
        next(records, None)
        for row in records:
            self._add(batch, row, clock, statuses)
            if len(batch.line) == BATCH_ROWS:
                self._write(batch)
                batch = _Batch(attributes=[[] for _ in self.log.places])
        self._write(batch)
        self._mark_unreadable()

    def _add(self, batch: _Batch, row: Row, clock: Clock, statuses: dict[str, Status | None]) -> None:
        log, cells = self.log, row.cells
        whole = len(cells) == len(log.header) and not row.is_damaged
        case_id = cells[log.case] if log.case < len(cells) else ""
        status: Status | None = None
        micros: int | None = None
        if whole:
            activity = cells[log.activity]
            if activity not in statuses:
                statuses[activity] = log.mapping.status_of(activity)
            status = statuses[activity]
            micros = clock.microseconds(cells[log.timestamp])
        problem = None
        if not case_id.strip():
            problem = MISSING_CASE
        elif not whole:
            problem = BROKEN_ROW
        elif micros is None:
            problem = UNREADABLE_TIME
        batch.line.append(row.line)
        batch.case_id.append(None if problem == MISSING_CASE else case_id)
        batch.status.append(status)
        batch.micros.append(micros)
        batch.problem.append(problem)
        for values, place in zip(batch.attributes, log.places, strict=True):
            values.append(cells[place].strip() if whole else "")

    def _write(self, batch: _Batch) -> None:
        rows = pa.table(
            {
                "line": pa.array(batch.line, pa.int64()),
                "case_id": pa.array(batch.case_id, pa.string()),
                "status": pa.array(batch.status, pa.string()),
                "micros": pa.array(batch.micros, pa.int64()),
                "problem": pa.array(batch.problem, pa.string()),
                **{
                    self._column(name): pa.array(values, pa.string())
                    for name, values in zip(self.log.attributes, batch.attributes, strict=True)
                },
            }
        )
        self.connection.register("arrived", rows)
        self.connection.execute("insert into event select * from arrived")
        self.connection.unregister("arrived")

    def _mark_unreadable(self) -> None:
        # A case of which nothing would be loaded anyway is not held up by its times.
        self.connection.execute(
            """
            insert into bad
            select case_id, problem,
                   case problem
                       when 'broken_row' then 'Jumlah kolom atau pengodean baris ' || line || ' tidak sesuai.'
                       else 'Waktu pada baris ' || line || ' tidak dapat dibaca.'
                   end
            from (
                select case_id, arg_min(problem, (problem, line)) as problem,
                       arg_min(line, (problem, line)) as line
                from event
                where case_id is not null and problem is not null
                group by case_id
            ) first_problem
            where problem = 'broken_row'
               or exists (select 1 from event mapped
                          where mapped.case_id = first_problem.case_id and mapped.status is not null)
            """
        )

    def counts(self) -> dict[str, int]:
        """What was read: events, cases, ignored events, rows without case, cases without mapped event."""
        events, cases, ignored, homeless = self._one(
            "select count(*), count(distinct case_id),"
            " count(*) filter (where status is null and problem is distinct from 'broken_row'"
            "                  and case_id is not null),"
            " count(*) filter (where case_id is null) from event"
        )
        (unmapped,) = self._one(
            "select count(*) from (select case_id from event where case_id is not null group by case_id"
            " having count(status) = 0) without anti join bad using (case_id)"
        )
        return {
            "events_read": events,
            "cases_read": cases,
            "ignored_events": ignored,
            "rows_without_case": homeless,
            "cases_without_mapped_event": unmapped,
        }

    def years(self) -> range:
        """The years the log touches; empty for an empty log."""
        low, high = self._one(
            "select year(make_timestamp(min(micros))), year(make_timestamp(max(micros))) from event"
        )
        return range(low, high + 1) if low is not None else range(0)

    def sound_events(self) -> Iterator[list[tuple[Any, ...]]]:
        """Mapped events of cases that are not bad, ordered by case, time and line, in lists of rows.

        A row is (case_id, micros, status, line, attributes...).
        """
        columns = ", ".join(["case_id", "micros", "status", "line", *map(self._column, self.log.attributes)])
        cursor = self.connection.cursor()
        cursor.execute(
            f"select {columns} from event anti join bad using (case_id)"  # noqa: S608 - names made here
            " where status is not null and case_id is not null order by case_id, micros, line"
        )
        while rows := cursor.fetchmany(BATCH_ROWS):
            yield rows

    def set_aside(self, cases: list[tuple[str, str, str]]) -> None:
        """Note bad cases as (case_id, reason, message)."""
        if not cases:
            return
        case_ids, reasons, messages = zip(*cases, strict=True)
        self.connection.register("aside", pa.table({"c": case_ids, "r": reasons, "m": messages}))
        self.connection.execute("insert into bad select * from aside")
        self.connection.unregister("aside")

    def bad_counts(self) -> dict[str, int]:
        """Cases set aside by reason."""
        rows = self.connection.execute("select reason, count(*) from bad group by reason order by reason")
        return dict(rows.fetchall())

    def bad_lines(self) -> Iterator[tuple[int, str]]:
        """Every line of every bad case with its message, in the file's order."""
        cursor = self.connection.cursor()
        cursor.execute(
            "select line, coalesce(bad.message, 'Nomor kasus kosong.')"
            " from event left join bad using (case_id)"
            " where bad.case_id is not null or event.case_id is null order by line"
        )
        while rows := cursor.fetchmany(BATCH_ROWS):
            yield from rows

    def _one(self, statement: str) -> tuple[Any, ...]:
        # fetchone would leave the result unfinished, and the connection refuses other work until then.
        (row,) = self.connection.execute(statement).fetchall()
        return tuple(row)

    @staticmethod
    def _column(attribute: str) -> str:
        return f"attribute_{attribute}"

    def close(self) -> None:
        self.connection.close()
