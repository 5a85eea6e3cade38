"""Cases into the request database, many to a transaction, each wholly in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import psycopg
import pyarrow as pa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.importing.attributes import Reference
from dashboard.registry.importing.cases import Event
from dashboard.registry.importing.copying import copy_rows
from dashboard.registry.importing.mapping import Mapping
from dashboard.registry.importing.stored import StoredApplication, stored_applications
from dashboard.registry.office_facts import data_kind, mark_data_kind
from dashboard.registry.status import Status

QUEUE_WORKING_DAYS = 5
"""Where in the queue an application without target stands: as if due on this working day."""

DIFFERS = "differs_from_stored"
MOMENT = pa.timestamp("us", tz="UTC")
REQUEST = {
    "id": pa.int64(),
    "root_id": pa.int64(),
    "resubmission_of": pa.int64(),
    "attempt": pa.int16(),
    "root_submitted_at": MOMENT,
    "service_code": pa.string(),
    "variant_code": pa.string(),
    "kecamatan_code": pa.string(),
    "kelurahan_code": pa.string(),
    "location_code": pa.string(),
    "channel": pa.string(),
    "submitted_at": MOMENT,
    "source": pa.string(),
    "external_id": pa.string(),
    "status_since": MOMENT,
    "last_change_at": MOMENT,
    "queue_at": MOMENT,
}
TRANSITION = {
    "id": pa.int64(),
    "request_id": pa.int64(),
    "from_status": pa.string(),
    "to_status": pa.string(),
    "entered_at": MOMENT,
    "left_at": MOMENT,
    "working_seconds": pa.int32(),
    "working_since_submission": pa.int32(),
}
REASON = {
    "transition_id": pa.int64(),
    "reason_code": pa.string(),
    "is_primary": pa.bool_(),
    "note": pa.string(),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A case that the status graph allows: its applications, and the raw attributes of each."""

    case_id: str
    applications: list[list[Event]]
    values: list[dict[str, str]]

    def external_id(self, attempt: int) -> str:
        return f"{self.case_id}#{attempt}"


@dataclass
class Loaded:
    """What one batch brought."""

    cases_loaded: int = 0
    cases_extended: int = 0
    cases_already_present: int = 0
    applications: int = 0
    resubmissions: int = 0
    transitions: int = 0
    set_aside: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _NewApplication:
    id: int
    root_id: int
    earlier_id: int | None
    attempt: int
    root_submitted: int
    case: Case

    @property
    def opening(self) -> Event:
        return self.case.applications[self.attempt - 1][0]


@dataclass(frozen=True, slots=True)
class _NewStep:
    request_id: int
    submitted: int
    location: str | None
    before: Event
    event: Event
    reason: str


class BatchLoader:
    """Writes one batch of cases within the session's transaction.

    Args:
        attributes: names of the attributes, in the order of ``Event.values``.
    """

    def __init__(
        self,
        session: Session,
        mapping: Mapping,
        reference: Reference,
        calendar: WorkCalendar,
        attributes: Sequence[str],
    ) -> None:
        self._session, self._mapping, self._reference, self._calendar = session, mapping, reference, calendar
        self._reason = attributes.index("reason") if "reason" in attributes else None
        connection = session.connection().connection.driver_connection
        assert isinstance(connection, psycopg.Connection)
        self._connection = connection
        self._new: list[_NewApplication] = []
        self._steps: list[_NewStep] = []
        self._places: dict[int, tuple[str | None, ...]] = {}
        self.loaded = Loaded()

    def load(self, cases: Sequence[Case]) -> Loaded:
        """Load what is new of the cases; a case that contradicts what is stored is set aside."""
        # One attempt more than the file has: the stored case may have gone on.
        wanted = [case.external_id(n) for case in cases for n in range(1, len(case.applications) + 2)]
        stored = stored_applications(self._connection, self._mapping.source, wanted)
        fresh = sum(len(case.applications) for case in cases)
        self._ids = iter(self._block("request", fresh))
        for case in cases:
            chain = [stored.get(case.external_id(n)) for n in range(1, len(case.applications) + 2)]
            self._take(case, [application for application in chain if application is not None])
        if self._new or self._steps:
            if data_kind(self._session) == "kosong":
                mark_data_kind(self._session, "nyata")
                self._session.flush()
            self._write()
        return self.loaded

    def _take(self, case: Case, chain: list[StoredApplication]) -> None:
        told = [[(str(e.status), e.at) for e in application] for application in case.applications]
        known = [application.steps for application in chain]
        flat_told = [step for steps in told for step in steps]
        flat_known = [step for steps in known for step in steps]
        shared = min(len(flat_told), len(flat_known))
        if flat_told[:shared] != flat_known[:shared] or (chain and not self._can_go_on(case, chain)):
            self.loaded.set_aside.append(
                (case.case_id, DIFFERS, "Riwayat kasus ini berbeda dari yang sudah tersimpan.")
            )
        elif len(flat_told) <= len(flat_known):
            self.loaded.cases_already_present += 1
        else:
            if chain:
                self.loaded.cases_extended += 1
            else:
                self.loaded.cases_loaded += 1
            self._extend(case, chain)

    @staticmethod
    def _can_go_on(case: Case, chain: list[StoredApplication]) -> bool:
        """Whether the newest stored application may take what the file adds to it."""
        last = chain[-1]
        if len(chain) > len(case.applications):
            return True
        added = case.applications[len(chain) - 1][len(last.steps) :]
        later = case.applications[len(chain) :]
        following = added or (later[0] if later else [])
        if following and following[0].at < last.last_change:
            return False  # somebody here worked on it after that time
        return not (later and last.is_repeated_elsewhere)

    def _extend(self, case: Case, chain: list[StoredApplication]) -> None:
        if chain:
            last, attempt = chain[-1], len(chain)
            events = case.applications[attempt - 1]
            self._add_steps(last.id, last.submitted, last.location, events, len(last.steps))
            earlier, root_id, root_submitted = last.id, last.root_id, last.root_submitted
        else:
            earlier, root_id, root_submitted = None, 0, case.applications[0][0].at
        for attempt in range(len(chain) + 1, len(case.applications) + 1):
            request_id = next(self._ids)
            root_id = root_id or request_id
            application = _NewApplication(request_id, root_id, earlier, attempt, root_submitted, case)
            place = self._reference.place(self._session, case.values[attempt - 1])
            self._places[request_id] = (
                place.service,
                place.variant,
                place.kecamatan,
                place.kelurahan,
                place.location,
                place.channel,
            )
            self._new.append(application)
            events = case.applications[attempt - 1]
            self._add_steps(request_id, events[0].at, place.location, events, 1)
            earlier = request_id

    def _add_steps(
        self, request_id: int, submitted: int, location: str | None, events: list[Event], first: int
    ) -> None:
        for before, event in zip(events[first - 1 :], events[first:], strict=False):
            raw = event.values[self._reason] if self._reason is not None else ""
            self._steps.append(_NewStep(request_id, submitted, location, before, event, raw))

    def _write(self) -> None:
        self._write_requests()
        self._write_transitions()
        self.loaded.applications = len(self._new)
        self.loaded.resubmissions = sum(application.attempt > 1 for application in self._new)
        self.loaded.transitions = len(self._steps)

    def _write_requests(self) -> None:
        places = [self._places[application.id] for application in self._new]
        submitted = np.array([application.opening.at for application in self._new], dtype=np.int64)
        queue_at = np.zeros(len(submitted), dtype=np.int64)
        for location, where in _groups([place[4] for place in places]).items():
            due = self._calendar.at(location).due(submitted[where] // 1_000_000, QUEUE_WORKING_DAYS)
            queue_at[where] = due * 1_000_000
        rows = []
        for application, place, queued in zip(self._new, places, queue_at.tolist(), strict=True):
            at = application.opening.at
            external_id = application.case.external_id(application.attempt)
            chain = (application.id, application.root_id, application.earlier_id, application.attempt)
            rows.append(
                (
                    *chain,
                    application.root_submitted,
                    *place,
                    at,
                    self._mapping.source,
                    external_id,
                    at,
                    at,
                    queued,
                )
            )
        copy_rows(self._connection, "request", REQUEST, rows)

    def _write_transitions(self) -> None:
        steps = self._steps
        ids = self._block("transition", len(steps))
        entered, left, submitted = (
            np.array(values, dtype=np.int64) // 1_000_000
            for values in (
                [step.before.at for step in steps],
                [step.event.at for step in steps],
                [step.submitted for step in steps],
            )
        )
        stay, since = np.zeros(len(steps), dtype=np.int64), np.zeros(len(steps), dtype=np.int64)
        for location, where in _groups([step.location for step in steps]).items():
            calendar = self._calendar.at(location)
            stay[where] = calendar.working_seconds(entered[where], left[where])
            since[where] = calendar.working_seconds(submitted[where], left[where])
        rows = [
            (
                number,
                step.request_id,
                step.before.status,
                step.event.status,
                step.before.at,
                step.event.at,
                *times,
            )
            for number, step, *times in zip(ids, steps, stay.tolist(), since.tolist(), strict=True)
        ]
        copy_rows(self._connection, "transition", TRANSITION, rows)
        self._write_reasons(ids)

    def _write_reasons(self, ids: Sequence[int]) -> None:
        if self._mapping.attributes.reason is None:
            return
        rows = []
        for number, step in zip(ids, self._steps, strict=True):
            if step.event.status is Status.DITOLAK:
                code = self._reference.reason(self._session, step.reason)
                # The log's own words may name people, so the note only says where they are.
                note = f"Lihat log {self._mapping.name}" if code == "LAINNYA" else ""
                if code is not None:
                    rows.append((number, code, True, note))
        copy_rows(self._connection, "transition_reason", REASON, rows)

    def _block(self, table: str, count: int) -> list[int]:
        """Fresh ids in rising order, from the sequence the workflow uses too."""
        rows = self._connection.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)", (table, count)
        )
        return sorted(number for (number,) in rows)


def _groups(locations: Sequence[str | None]) -> dict[str | None, list[int]]:
    """Row positions by location."""
    groups: dict[str | None, list[int]] = {}
    for position, location in enumerate(locations):
        groups.setdefault(location, []).append(position)
    return groups
