"""How simulated rows look in the office's tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import psycopg

from dashboard.registry.calendar import SECONDS_PER_DAY, WIB_OFFSET_SECONDS
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.urgency import PRIORITIES, PRIORITY_HEAD_START, QUEUE_DAYS_WITHOUT_TARGET
from dashboard.simulation.assumptions import CHANNELS, Assumptions
from dashboard.simulation.cases import HANDOVER_NAMES, NOTHING, OUTCOME_NAMES, STATUS_NAMES, Rows
from dashboard.simulation.city import City
from dashboard.simulation.clock import Numbers
from dashboard.simulation.copying import copy_rows, days, moments, numbers, sealed, whole_numbers, words
from dashboard.simulation.details import VISIT_OUTCOMES
from dashboard.simulation.people import person

SCATTER, PLACES = 7_919, 10_007
"""Primes by which numbers are spread, where a draw would change every other draw."""


def priorities(applicants: Numbers, assumptions: Assumptions) -> Numbers:
    """Positions in ``PRIORITIES`` of those who are served earlier, NOTHING for the others.

    It follows from the number of the applicant, so that every application of one person has the same.
    """
    place = applicants.astype(np.int64) * SCATTER % PLACES / PLACES
    bounds = np.cumsum([assumptions.priority_shares[name] for name in PRIORITIES])
    found = np.searchsorted(bounds, place, side="right")
    return np.where(found < len(bounds), found, NOTHING)


class CityTables:
    """Writes simulated rows; numbers of the simulation become ids by adding an offset.

    Args:
        connection: in a transaction that the caller commits.
        officer_ids: account ids of the simulated officers.
        pamor_ids: account ids of the simulated Satgas Pamor.
        offsets: the highest id so far of ``request``, ``transition``, ``applicant`` and ``slot``.
    """

    def __init__(
        self,
        connection: psycopg.Connection,
        vault: PersonalDataVault,
        city: City,
        assumptions: Assumptions,
        officer_ids: npt.NDArray[np.int64],
        pamor_ids: npt.NDArray[np.int64],
        offsets: dict[str, int],
    ) -> None:
        self._connection, self._vault, self._city = connection, vault, city
        self._assumptions, self._officers, self._offsets = assumptions, officer_ids, offsets
        self._pamor = pamor_ids

    def _id(self, table: str, values: npt.NDArray[Any]) -> Any:
        wide = values.astype(np.int64)
        return numbers(np.where(wide == NOTHING, NOTHING, wide + self._offsets[table] + 1))

    def _dates(self, positions: npt.NDArray[Any]) -> Any:
        return days(positions.astype(np.int64) + self._city.clock.first_day)

    def _actors(self, actors: npt.NDArray[Any]) -> Any:
        return numbers(np.where(actors == NOTHING, NOTHING, self._officers[actors]))

    def _kecamatan(self, kelurahan: npt.NDArray[Any]) -> Any:
        return words(kelurahan, self._city.kelurahan_kecamatan)

    def people(self, first: int, last: int, seen_at: npt.NDArray[np.int64]) -> None:
        """Applicants ``first`` up to ``last`` (excluded), sealed."""
        persons = [person(number) for number in range(first, last)]
        columns = {
            "id": self._id("applicant", np.arange(first, last)),
            "nik_hash": sealed([self._vault.nik_hash(each.nik) for each in persons]),
            "sealed": sealed([self._vault.seal(each) for each in persons]),
            "name_keys": [whole_numbers(self._vault.name_keys(each.name)) for each in persons],
            "created_at": moments(seen_at),
        }
        copy_rows(self._connection, "applicant", columns)

    def slots(self, quotas: Numbers, first_day: int) -> None:
        """The places of every open day, none taken yet."""
        location, day = np.nonzero(quotas)
        columns = {
            "id": self._id("slot", location * quotas.shape[1] + day),
            "location_code": words(location, self._city.locations),
            "day": self._dates(day + first_day),
            "quota": numbers(quotas[location, day]),
        }
        copy_rows(self._connection, "slot", columns)

    def requests(self, cases: Rows) -> None:
        """Applications as they come in."""
        due, queue, pull = self._deadlines(cases)
        sla = self._city.sla_days[cases["service"]]
        version = self._city.sla_version[cases["service"]]
        submitted = moments(cases["submitted"])
        columns = {
            "id": self._id("request", cases["id"]),
            "root_id": self._id("request", cases["root"]),
            "resubmission_of": self._id("request", cases["prior"]),
            "attempt": numbers(cases["attempt"]),
            "root_submitted_at": moments(cases["root_submitted"]),
            "applicant_id": self._id("applicant", cases["applicant"]),
            "service_code": words(cases["service"], self._city.services),
            "variant_code": words(cases["variant"], self._city.variants),
            "kecamatan_code": self._kecamatan(cases["kelurahan"]),
            "kelurahan_code": words(cases["kelurahan"], self._city.kelurahan),
            "location_code": words(cases["location"], self._city.locations),
            "channel": words(cases["channel"], CHANNELS),
            "submitted_at": submitted,
            "sla_days": numbers(np.where(sla > 0, sla, NOTHING)),
            "sla_version": numbers(np.where(sla > 0, version, NOTHING)),
            "due_at": moments(due),
            "status_since": submitted,
            "last_change_at": submitted,
            "queue_at": moments(queue),
            "pull_at": moments(pull),
            "priority": words(priorities(cases["applicant"], self._assumptions), tuple(PRIORITIES)),
            "entered_by": numbers(self._entered_by(cases)),
        }
        copy_rows(self._connection, "request", columns)

    def _entered_by(self, cases: Rows) -> Numbers:
        """Who applied for the resident; a share of Halo Pamor's residents did it themselves at the desk."""
        number, kelurahan = cases["id"].astype(np.int64), cases["kelurahan"].astype(np.int64)
        entered = (cases["channel"] == CHANNELS.index("halo_pamor")) & (
            number * SCATTER % 100 < self._assumptions.pamor_entered_share * 100
        )
        return np.where(entered, self._pamor[kelurahan % len(self._pamor)], NOTHING)

    def _deadlines(self, cases: Rows) -> tuple[Numbers, Numbers, Numbers]:
        """``due_at`` (or NOTHING), ``queue_at`` and ``pull_at`` (or NOTHING), as ``urgency`` has them."""
        submitted = cases["submitted"].astype(np.int64)
        location, day = cases["location"].astype(np.int64), cases["slot_day"].astype(np.int64)
        target = self._city.sla_days[cases["service"]]
        allowed = np.where(target > 0, target, QUEUE_DAYS_WITHOUT_TARGET)
        deadline = np.empty(len(cases), dtype=np.int64)
        for place in np.unique(location):
            chosen = location == place
            calendar = self._city.clock.calendars[place]
            deadline[chosen] = calendar.due(submitted[chosen], allowed[chosen])
        queue, pull, booked = deadline.copy(), np.full(len(cases), NOTHING), day != NOTHING
        evening_before = self._city.clock.closing_before(location[booked], day[booked])
        queue[booked] = np.maximum(submitted[booked], np.minimum(deadline[booked], evening_before))
        pull[booked] = evening_before - (evening_before + WIB_OFFSET_SECONDS) % SECONDS_PER_DAY
        has_priority = priorities(cases["applicant"], self._assumptions) != NOTHING
        queue[has_priority] -= int(PRIORITY_HEAD_START.total_seconds())
        return np.where(target > 0, deadline, NOTHING), queue, pull

    def transitions(self, rows: Rows) -> None:
        """Complete stays, in the order of their time."""
        location = rows["location"].astype(np.int64)
        entered = self._city.clock.clock(location, rows["entered"])
        left = self._city.clock.clock(location, rows["left"])
        has_claim = rows["claimed"] != NOTHING
        claimed = self._city.clock.clock(location, np.where(has_claim, rows["claimed"], rows["entered"]))
        submitted = self._city.clock.clock(location, rows["submitted"])
        undoing = rows["reverses"] != NOTHING
        columns = {
            "id": self._id("transition", rows["number"]),
            "request_id": self._id("request", rows["id"]),
            "from_status": words(rows["from"], STATUS_NAMES),
            "to_status": words(rows["to"], STATUS_NAMES),
            "entered_at": moments(rows["entered"]),
            "claimed_at": moments(rows["claimed"]),
            "left_at": moments(rows["left"]),
            "working_seconds": numbers(left - entered),
            "working_wait_seconds": numbers(np.where(has_claim, claimed - entered, NOTHING)),
            "working_since_submission": numbers(left - submitted),
            "actor_id": self._actors(rows["actor"]),
            "handover": words(rows["handover"], HANDOVER_NAMES),
            "note": words(undoing.astype(np.int64), ("", "Salah pilih keputusan (data contoh)")),
            "reverses_id": self._id("transition", rows["reverses"]),
        }
        copy_rows(self._connection, "transition", columns)

    def reasons(self, rows: Rows) -> None:
        """Reasons of rejections."""
        asks_text = np.array([code in self._city.needs_text for code in self._city.reasons])
        notes = ("", self._assumptions.free_text_reason)
        columns = {
            "transition_id": self._id("transition", rows["number"]),
            "reason_code": words(rows["reason"], self._city.reasons),
            "is_primary": rows["primary"],
            "note": words(asks_text[rows["reason"]].astype(np.int64), notes),
        }
        copy_rows(self._connection, "transition_reason", columns)

    def bookings(self, rows: Rows, *, settled: bool) -> None:
        """Pickup places taken, with their outcome or still open."""
        columns: dict[str, Any] = {
            "slot_id": self._id("slot", rows["slot"]),
            "request_id": self._id("request", rows["id"]),
            "applicant_id": self._id("applicant", rows["applicant"]),
            "service_code": words(rows["service"], self._city.services),
            "booked_at": moments(rows["booked"]),
        }
        if settled:
            columns["outcome"] = words(rows["outcome"], OUTCOME_NAMES)
            columns["settled_at"] = moments(rows["settled"])
        copy_rows(self._connection, "booking", columns)

    def refusals(self, rows: Rows) -> None:
        """Full dates that residents asked for."""
        columns = {
            "location_code": words(rows["location"], self._city.locations),
            "day": self._dates(rows["day"]),
            "refused_at": moments(rows["at"]),
            "service_code": words(rows["service"], self._city.services),
            "kecamatan_code": self._kecamatan(rows["kelurahan"]),
            "channel": words(rows["channel"], CHANNELS),
        }
        copy_rows(self._connection, "slot_refusal", columns)

    def visits(self, rows: Rows) -> None:
        """Home visits that were made."""
        columns = {
            "request_id": self._id("request", rows["id"]),
            "kelurahan_code": words(rows["kelurahan"], self._city.kelurahan),
            "scheduled_on": self._dates(rows["day"]),
            "officer_id": self._actors(rows["actor"]),
            "outcome": words(rows["outcome"], VISIT_OUTCOMES),
            "visited_at": moments(rows["at"]),
        }
        copy_rows(self._connection, "home_visit", columns)

    def wishes(self, rows: Rows, *, wanted: Numbers) -> None:
        """Wishes for documents to be brought, made when the document was ready."""
        columns = {
            "request_id": self._id("request", rows["id"]),
            "purpose": words(np.zeros(len(rows), dtype=np.int64), ("antar_dokumen",)),
            "wanted_on": self._dates(wanted),
            "wished_at": moments(rows["entered"]),
        }
        copy_rows(self._connection, "visit_wish", columns)

    def survey(self, rows: Rows) -> None:
        """Answers to the satisfaction survey."""
        columns: dict[str, Any] = {
            "request_id": self._id("request", rows["id"]),
            "service_code": words(rows["service"], self._city.services),
            "responded_at": moments(rows["at"]),
        }
        for element in range(9):
            columns[f"u{element + 1}"] = numbers(rows["answers"][:, element])
        copy_rows(self._connection, "survey_response", columns)
