"""One import from file to summary."""

from __future__ import annotations

import csv
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.registry.calendar import WorkCalendar, ensure_holidays
from dashboard.registry.database import RequestDatabase
from dashboard.registry.importing.attributes import Reference
from dashboard.registry.importing.cases import Event, Objection, history_of
from dashboard.registry.importing.loading import BatchLoader, Case, Loaded
from dashboard.registry.importing.mapping import Mapping
from dashboard.registry.importing.reading import MISSING_CASE, LogFile, StagedLog
from dashboard.registry.models import ImportRun
from dashboard.registry.status import Status

BATCH_CASES = 10_000
STATUS_GRAPH = "status_graph"
Progress = Callable[[str, float], None]
"""Called with what is being done and its share done, 0 to 1."""


@dataclass
class Summary:
    """What an import read and loaded. Cases read = loaded + extended + already present + without
    mapped event + quarantined."""

    source: str
    events_read: int = 0
    cases_read: int = 0
    cases_loaded: int = 0
    cases_extended: int = 0
    cases_already_present: int = 0
    cases_without_mapped_event: int = 0
    cases_quarantined: int = 0
    quarantined_by_reason: dict[str, int] = field(default_factory=dict)
    rows_without_case: int = 0
    applications: int = 0
    resubmissions: int = 0
    transitions: int = 0
    repeats_ignored: int = 0
    ignored_events: int = 0
    quarantine_file: str | None = None

    def add(self, loaded: Loaded) -> None:
        """Count a batch that was committed."""
        for name, value in asdict(loaded).items():
            if name != "set_aside":
                setattr(self, name, getattr(self, name) + value)


def import_events(
    database: RequestDatabase,
    mapping: Mapping,
    events: Path,
    quarantine: Path,
    progress: Progress = lambda _what, _share: None,
) -> Summary:
    """Load a log. A case is in the database wholly or not at all, and never twice.

    Raises:
        MappingError: the mapping does not fit the file or the reference tables; nothing is loaded.
    """
    log = LogFile(events, mapping)
    summary = Summary(mapping.source)
    with database.session() as session:
        Reference(session, mapping)  # a wrong mapping is told before the file is read
    with tempfile.TemporaryDirectory(prefix="eopen-impor-") as folder:
        staged = StagedLog(Path(folder), log)
        staged.fill(lambda share: progress("Membaca log", share))
        for name, value in staged.counts().items():
            setattr(summary, name, value)
        run_id = _begin(database, mapping, events, staged.years())
        with database.connect(autocommit=True) as guard:
            # Two imports of one log at once would both find its cases missing.
            guard.execute("select pg_advisory_lock(hashtextextended(%s, 0))", (mapping.source,))
            for number, share in enumerate(_load(database, staged, summary), start=1):
                progress("Memuat kasus", share)
                if number & (number - 1) == 0:
                    # Plans made while the tables were empty would walk them whole for every row.
                    guard.execute("analyze request, transition")
        _set_aside(staged, quarantine, summary)
        staged.close()
    _finish(database, run_id, summary)
    return summary


def _begin(database: RequestDatabase, mapping: Mapping, events: Path, years: range) -> int:
    with events.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    with database.session.begin() as session:
        ensure_holidays(session, years)
        run = ImportRun(source=mapping.source, file_sha256=digest)
        session.add(run)
        session.flush()
        return run.id


def _finish(database: RequestDatabase, run_id: int, summary: Summary) -> None:
    with database.session.begin() as session:
        session.execute(
            sa.update(ImportRun)
            .where(ImportRun.id == run_id)
            .values(finished_at=sa.func.now(), summary=asdict(summary))
        )


def _load(database: RequestDatabase, staged: StagedLog, summary: Summary) -> Iterator[float]:
    """Load batch by batch; yields the share done after each commit."""
    with database.session() as session:
        reference, calendar = Reference(session, staged.log.mapping), WorkCalendar(session)
    seen = 0
    for batch in _batches(_cases(staged.sound_events())):
        aside: list[tuple[str, str, str]] = []
        sound = []
        for case_id, case_events in batch:
            history = history_of(case_events)
            if isinstance(history, Objection):
                aside.append((case_id, STATUS_GRAPH, _in_words(history)))
                continue
            summary.repeats_ignored += history.repeats
            values = _values(staged.log.attributes, case_events, history.applications)
            sound.append(Case(case_id, history.applications, values))
        with database.session.begin() as session:
            loader = BatchLoader(session, staged.log.mapping, reference, calendar, staged.log.attributes)
            loaded = loader.load(sound)
        summary.add(loaded)
        staged.set_aside(aside + loaded.set_aside)
        seen += len(batch)
        yield min(seen / max(summary.cases_read, 1), 1.0)
    yield 1.0


def _cases(rows: Iterable[list[tuple[Any, ...]]]) -> Iterator[tuple[str, list[Event]]]:
    flat = (row for some in rows for row in some)
    for case_id, group in groupby(flat, key=lambda row: row[0]):
        yield case_id, [Event(row[1], Status(row[2]), row[3], row[4:]) for row in group]


def _batches(cases: Iterator[tuple[str, list[Event]]]) -> Iterator[list[tuple[str, list[Event]]]]:
    batch: list[tuple[str, list[Event]]] = []
    for case in cases:
        batch.append(case)
        if len(batch) == BATCH_CASES:
            yield batch
            batch = []
    if batch:
        yield batch


def _values(names: list[str], events: list[Event], applications: list[list[Event]]) -> list[dict[str, str]]:
    """Per application, its attributes: from its opening event, else the first the case has."""
    fallback = {
        name: next((event.values[place] for event in events if event.values[place]), "")
        for place, name in enumerate(names)
    }
    return [
        {name: opening.values[place] or fallback[name] for place, name in enumerate(names)}
        for opening, *_ in applications
    ]


def _in_words(objection: Objection) -> str:
    event = objection.event
    if objection.standing is None:
        return f"Kasus tidak dimulai dengan VERIFIKASI, tetapi {event.status} (baris {event.line})."
    return f"Alur status tidak mengenal {objection.standing} -> {event.status} (baris {event.line})."


def _set_aside(staged: StagedLog, path: Path, summary: Summary) -> None:
    """Write the quarantine file: line, reason and the original columns of every row of a bad case.

    Cells stay as they are, so that a mended file can be imported with the same mapping.
    """
    summary.quarantined_by_reason = staged.bad_counts()
    summary.cases_quarantined = sum(summary.quarantined_by_reason.values())
    if summary.rows_without_case:
        summary.quarantined_by_reason[MISSING_CASE] = summary.rows_without_case
    if not summary.quarantined_by_reason:
        path.unlink(missing_ok=True)  # what an earlier run set aside is mended
        return
    records = staged.log.records()
    unfinished = path.with_name(path.name + ".tulis")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        unfinished.chmod(0o600)
        writer = csv.writer(file, delimiter=staged.log.mapping.delimiter)
        writer.writerow(["baris", "alasan", *next(records).cells])
        for line, message in staged.bad_lines():
            record = next(record for record in records if record.line == line)
            writer.writerow([line, message, *record.cells])
    os.replace(unfinished, path)
    summary.quarantine_file = str(path)
