"""A printed stack: many cases finished at one go, each for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.numbers import parse_request_number, request_number
from dashboard.registry.status import Status
from dashboard.registry.workflow.claims import claim, locked_request, refuse_outside_scope
from dashboard.registry.workflow.people import Officer, StepNotAllowed, WorkflowError
from dashboard.registry.workflow.steps import finish

MOST_LINES = 500


@dataclass(frozen=True)
class BatchResult:
    """What became of one line of the stack; ``refusal`` is empty when the case is finished."""

    line: str
    number: str | None
    refusal: str = ""

    @property
    def is_finished(self) -> bool:
        """Whether the case reached Selesai."""
        return not self.refusal


def stack_lines(text: str) -> tuple[list[str], list[str]]:
    """The numbers of a stack as scanned or typed, one per line, and those beyond what is taken at once."""
    lines = [line.strip()[:60] for line in text.splitlines()]
    lines = [line for line in lines if line]
    return lines[:MOST_LINES], lines[MOST_LINES:]


def finish_stack(
    begin: Callable[[], AbstractContextManager[Session]],
    calendar: WorkCalendar,
    officer: Officer,
    lines: Iterable[str],
) -> Iterator[BatchResult]:
    """Finish every case of a stack, in the order of the lines.

    Every case is a transaction of its own: a refused one takes no other with it, no colleague waits for
    the whole stack, and what was finished stays finished if the database goes away half-way.

    Args:
        begin: opens a transaction.
    """
    known: set[int] = set()
    for line in lines:
        request_id = parse_request_number(line)
        if request_id is None:
            yield BatchResult(line, None, "Bukan nomor permohonan.")
        elif request_id in known:
            yield BatchResult(line, request_number(request_id), "Sudah ada di baris sebelumnya.")
        else:
            known.add(request_id)
            yield _finish_one(begin, calendar, officer, request_id, line)


def _finish_one(
    begin: Callable[[], AbstractContextManager[Session]],
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    line: str,
) -> BatchResult:
    try:
        with begin() as session:
            request = locked_request(session, request_id)
            refuse_outside_scope(officer, request)
            if request.status != Status.PROSES:
                raise StepNotAllowed(f"Berstatus {Status(request.status).label}, bukan Proses.")
            claim(session, officer, request_id)
            finish(session, calendar, officer, request_id, version=request.version)
    except WorkflowError as refusal:
        return BatchResult(line, request_number(request_id), str(refusal))
    return BatchResult(line, request_number(request_id))
