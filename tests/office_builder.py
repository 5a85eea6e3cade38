"""Puts applications and their history into a request database by plain SQL, for tests.

Times are WIB civil time, written ``'YYYY-MM-DD HH:MM'`` (seconds may follow). Working seconds come
from the office's own calendar, so that what is built here is what the workflow would have stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import psycopg

from dashboard.registry.calendar import WIB, LocationCalendar, WorkCalendar
from dashboard.registry.database import RequestDatabase


class OfficeBuilder:
    """One connection that inserts facts.

    Args:
        database: the office.
        connection: the connection to write through, whose transactions the caller controls;
            one of its own in autocommit mode when left out.
    """

    def __init__(self, database: RequestDatabase, connection: psycopg.Connection | None = None) -> None:
        self.connection = connection or database.connect(autocommit=True)
        with database.session() as session:
            self.calendar = WorkCalendar(session)

    def close(self) -> None:
        self.connection.close()

    def application(
        self,
        submitted_at: str,
        *,
        layanan: str | None = "KK",
        varian: str | None = None,
        kecamatan: str | None = "32.75.01",
        kelurahan: str | None = None,
        lokasi: str | None = "DINAS",
        kanal: str | None = "aplikasi",
        resubmission_of: int | None = None,
        sla_days: int | None = None,
        due_at: str | None = None,
        source: str = "eopen",
    ) -> int:
        """Insert one application in VERIFIKASI and return its id.

        Args:
            sla_days: a target in working days, from which ``due_at`` follows; no target when empty.
            due_at: the deadline itself, instead of the one that ``sla_days`` gives.
        """
        submitted = moment(submitted_at)
        calendar = self.calendar.at(lokasi)
        due = moment(due_at) if due_at else (_due(calendar, submitted, sla_days) if sla_days else None)
        row = {
            "service_code": layanan,
            "variant_code": varian,
            "kecamatan_code": kecamatan,
            "kelurahan_code": kelurahan,
            "location_code": lokasi,
            "channel": kanal,
            "submitted_at": submitted,
            "status_since": submitted,
            "last_change_at": submitted,
            "sla_days": sla_days or (1 if due_at else None),
            "due_at": due,
            "queue_at": due or _due(calendar, submitted, 5),
            "source": source,
            **self._chain(submitted, resubmission_of),
        }
        return self._insert("request", row)

    def step(
        self,
        request_id: int,
        to_status: str,
        left_at: str,
        *,
        claimed_at: str | None = None,
        reasons: Sequence[str] = (),
        handover: str | None = None,
    ) -> int:
        """End the open stay of an application and return the transition's id.

        Args:
            reasons: rejection reason codes, the primary one first.
        """
        stay = self._open_stay(request_id)
        left = moment(left_at)
        claimed = moment(claimed_at) if claimed_at else None
        calendar = self.calendar.at(stay["location_code"])
        transition_id = self._insert(
            "transition",
            {
                "request_id": request_id,
                "from_status": stay["status"],
                "to_status": to_status,
                "entered_at": stay["status_since"],
                "claimed_at": claimed,
                "left_at": left,
                "working_seconds": _worked(calendar, stay["status_since"], left),
                "working_wait_seconds": _worked(calendar, stay["status_since"], claimed) if claimed else None,
                "working_since_submission": _worked(calendar, stay["submitted_at"], left),
                "handover": handover,
            },
        )
        for reason in reasons:
            self.connection.execute(
                "insert into transition_reason (transition_id, reason_code, is_primary) values (%s, %s, %s)",
                (transition_id, reason, reason == reasons[0]),
            )
        return transition_id

    def undo(self, transition_id: int, at: str) -> int:
        """Correct the newest step of an application and return the correction's id."""
        undone = self._one("select * from transition where id = %s", transition_id)
        stay = self._open_stay(undone["request_id"])
        calendar = self.calendar.at(stay["location_code"])
        return self._insert(
            "transition",
            {
                "request_id": undone["request_id"],
                "from_status": undone["to_status"],
                "to_status": undone["from_status"],
                "entered_at": undone["left_at"],
                "left_at": moment(at),
                "working_seconds": _worked(calendar, undone["left_at"], moment(at)),
                "working_since_submission": _worked(calendar, stay["submitted_at"], moment(at)),
                "reverses_id": transition_id,
                "note": "Salah tekan",
            },
        )

    def second_look(
        self, transition_id: int, verdict: str | None, at: str, *, reason: str | None = None
    ) -> int:
        """Draw a decision for a second look, answered unless ``verdict`` is empty, and return its id."""
        first, second = (self._officer(name) for name in ("petugas-uji-1", "petugas-uji-2"))
        step = self._one(
            """select request_id, to_status, left_at, reason_code from transition
               left join transition_reason on transition_id = id and is_primary where id = %s""",
            transition_id,
        )
        row = {
            "transition_id": transition_id,
            "request_id": step["request_id"],
            "first_officer": first,
            "drawn_at": step["left_at"],
        }
        if verdict is not None:
            both_reject = verdict == step["to_status"] == "DITOLAK"
            row |= {
                "reviewer_id": second,
                "verdict": verdict,
                "reason_code": reason,
                "decided_at": moment(at),
                "same_verdict": verdict == step["to_status"],
                "same_reason": reason == step["reason_code"] if both_reject else None,
            }
        return self._insert("quality_review", row)

    def _officer(self, username: str) -> int:
        self.connection.execute(
            """insert into user_account (username, display_name, role, password_hash)
               values (%(name)s, %(name)s, 'petugas', '!') on conflict do nothing""",
            {"name": username},
        )
        return int(self._one("select id from user_account where username = %s", username)["id"])

    def slot(self, lokasi: str, day: str, quota: int) -> int:
        """Insert a pickup slot and return its id."""
        return self._insert("slot", {"location_code": lokasi, "day": day, "quota": quota})

    def booking(self, slot_id: int, request_id: int, booked_at: str, *, layanan: str = "KK") -> int:
        """Book a place of a slot for an application and return the booking's id."""
        self.connection.execute("update slot set taken = taken + 1 where id = %s", (slot_id,))
        return self._insert(
            "booking",
            {
                "slot_id": slot_id,
                "request_id": request_id,
                "service_code": layanan,
                "booked_at": moment(booked_at),
            },
        )

    def settle_booking(self, booking_id: int, outcome: str, settled_at: str) -> None:
        """End an active booking as ``hadir``, ``tidak_hadir`` or ``batal``."""
        self.connection.execute(
            "update booking set outcome = %s, settled_at = %s where id = %s",
            (outcome, moment(settled_at), booking_id),
        )

    def refusal(
        self, lokasi: str, day: str, refused_at: str, *, layanan: str = "KK", kecamatan: str = "32.75.01"
    ) -> int:
        """Record that a resident asked for a full date and return the refusal's id."""
        return self._insert(
            "slot_refusal",
            {
                "location_code": lokasi,
                "day": day,
                "refused_at": moment(refused_at),
                "service_code": layanan,
                "kecamatan_code": kecamatan,
                "channel": "aplikasi",
            },
        )

    def visit(self, request_id: int, scheduled_on: str, *, kelurahan: str = "32.75.01.1001") -> int:
        """Plan a home visit and return its id."""
        row = {"request_id": request_id, "kelurahan_code": kelurahan, "scheduled_on": scheduled_on}
        return self._insert("home_visit", row)

    def survey(self, responded_at: str, marks: Sequence[int], *, request_id: int | None = None) -> int:
        """Record one survey response of nine marks and return its id."""
        row: dict[str, Any] = {"request_id": request_id, "service_code": "KK"}
        row |= {f"u{number}": mark for number, mark in enumerate(marks, start=1)}
        return self._insert("survey_response", row | {"responded_at": moment(responded_at)})

    def _chain(self, submitted: dt.datetime, resubmission_of: int | None) -> dict[str, Any]:
        new_id = self._one("select nextval(pg_get_serial_sequence('request', 'id')) as id")["id"]
        if resubmission_of is None:
            return {"id": new_id, "root_id": new_id, "attempt": 1, "root_submitted_at": submitted}
        earlier = self._one(
            "select root_id, attempt + 1 as attempt, root_submitted_at from request where id = %s",
            resubmission_of,
        )
        return {"id": new_id, "resubmission_of": resubmission_of, **earlier}

    def _open_stay(self, request_id: int) -> dict[str, Any]:
        return self._one(
            "select status, status_since, submitted_at, location_code from request where id = %s", request_id
        )

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        columns, values = ", ".join(row), ", ".join(f"%({name})s" for name in row)
        query = f"insert into {table} ({columns}) values ({values}) returning id"
        with self.connection.cursor() as cursor:
            found = cursor.execute(query, row).fetchone()
        assert found is not None
        return int(found[0])

    def _one(self, query: str, *parameters: Any) -> dict[str, Any]:
        with self.connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            found = cursor.execute(query, parameters).fetchone()
        assert found is not None
        return found


def moment(text: str) -> dt.datetime:
    """The moment that a WIB civil time names."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=WIB)


def _worked(calendar: LocationCalendar, start: dt.datetime, end: dt.datetime) -> int:
    return int(calendar.working_seconds(int(start.timestamp()), int(end.timestamp())))


def _due(calendar: LocationCalendar, submitted: dt.datetime, working_days: int) -> dt.datetime:
    seconds = calendar.due(int(submitted.timestamp()), working_days)
    return dt.datetime.fromtimestamp(int(seconds), tz=WIB)
