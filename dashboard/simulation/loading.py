"""Loads a simulated city into an empty office, in time-ordered batches of bounded size."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WIB, ensure_holidays
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Request, UserAccount
from dashboard.registry.office_facts import data_kind, get_fact, mark_data_kind, set_fact
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.reference_data import load_reference_data
from dashboard.registry.urgency import keep_queue
from dashboard.simulation import details
from dashboard.simulation.assumptions import DEFAULT, Assumptions
from dashboard.simulation.blanks import BlankBook
from dashboard.simulation.cases import (
    BOOKING,
    DIAMBIL,
    DIANTAR,
    NOTHING,
    STEP,
    Rows,
    empty,
)
from dashboard.simulation.city import City, read_city
from dashboard.simulation.clock import Numbers
from dashboard.simulation.course import CityCourse, DayOfCity
from dashboard.simulation.pickup import bookings_of
from dashboard.simulation.second_looks import draw_second_looks
from dashboard.simulation.tables import CityTables

SIMULATION = "simulation"
LOADING, COMPLETE = "loading", "complete"
"""Values of the office fact ``simulation``: its absence means that no city was ever loaded."""

BATCH_REQUESTS = 20_000
"""Applications per transaction; a batch is whole days, so it may hold a day more."""

OFFICER_PREFIX = "petugas-sim-"
PAMOR_PREFIX = "pamor-sim-"


class CityNotWelcome(RuntimeError):
    """The database holds something that a simulated city must not be mixed with."""


@dataclass(frozen=True)
class Summary:
    """What was loaded."""

    requests: int
    transitions: int
    people: int
    refusals: int
    first_day: dt.date
    now: dt.datetime
    seconds: float


def city_is_complete(session: Session) -> bool:
    """Whether a simulated city was loaded to its end."""
    return get_fact(session, SIMULATION) == COMPLETE


def discard_unfinished_city(database: RequestDatabase) -> bool:
    """Empty a database whose city was only loaded in part, back to schema and reference data.

    Facts are append-only, so the whole schema is made anew. Acts only on simulated data whose
    loading was started and not finished.

    Returns:
        Whether there was anything to discard.
    """
    with database.session() as session:
        unfinished = data_kind(session) == "contoh" and get_fact(session, SIMULATION) == LOADING
    if not unfinished:
        return False
    with database.engine.begin() as connection:
        connection.execute(sa.text("drop schema public cascade"))
        connection.execute(sa.text("create schema public"))
    database.dispose()
    database.migrate()
    with database.session.begin() as session:
        load_reference_data(session)
    return True


def load_city(
    database: RequestDatabase,
    vault: PersonalDataVault,
    *,
    requests: int = 200_000,
    months: int = 24,
    seed: int = 3275,
    now: dt.datetime | None = None,
    progress: Callable[[float], None] | None = None,
    assumptions: Assumptions = DEFAULT,
) -> Summary:
    """Fill an empty office with a simulated city that ends at ``now``.

    The same seed, size and end give the same rows (sealed personal data apart, whose encryption
    is salted). Memory does not grow with the number of requests.

    Args:
        requests: about this many, resubmissions included.
        now: end of the simulation, the present by default; nothing later is stored.
        progress: called with the share done, 0 to 1.

    Raises:
        CityNotWelcome: the database holds real data, or applications already.
    """
    now = (now or dt.datetime.now(dt.UTC)).replace(microsecond=0)
    first_day = _months_before(now.astimezone(WIB).date(), months)
    _open_office(database, first_day, now)
    with database.session() as session:
        city = read_city(session, assumptions)
        officers, pamor = _accounts(session, OFFICER_PREFIX), _accounts(session, PAMOR_PREFIX)
    course = CityCourse(
        city,
        assumptions,
        np.random.default_rng(seed),
        first_day=city.clock.index_of(first_day),
        last_day=city.clock.index_of(now.astimezone(WIB).date()),
        requests=requests,
    )
    started = time.monotonic()
    with database.connect() as connection:
        loader = _Loader(connection, vault, city, assumptions, officers, pamor, course, int(now.timestamp()))
        loader.run(progress or (lambda _share: None))
    with database.session.begin() as session:
        keep_queue(session, at=now)
    _analyse(database)
    return Summary(
        requests=loader.requests,
        transitions=loader.transitions,
        people=loader.people,
        refusals=loader.refusals,
        first_day=first_day,
        now=now,
        seconds=time.monotonic() - started,
    )


def _accounts(session: Session, prefix: str) -> Sequence[int]:
    return session.scalars(
        sa.select(UserAccount.id)
        .where(UserAccount.username.startswith(prefix))
        .order_by(UserAccount.username)
    ).all()


def _months_before(day: dt.date, months: int) -> dt.date:
    month = day.year * 12 + day.month - 1 - months
    return dt.date(month // 12, month % 12 + 1, min(day.day, 28))


def _open_office(database: RequestDatabase, first_day: dt.date, now: dt.datetime) -> None:
    """Mark the data as simulated before the first row, and make the officers."""
    with database.session.begin() as session:
        kind = data_kind(session)
        if kind == "nyata":
            raise CityNotWelcome("Basis data ini berisi data nyata; data contoh tidak boleh dicampur.")
        if session.scalar(sa.select(sa.exists().where(Request.id.is_not(None)))):
            raise CityNotWelcome("Basis data ini sudah berisi permohonan; data contoh tidak ditambahkan.")
        mark_data_kind(session, "contoh")
        set_fact(session, SIMULATION, LOADING)
        ensure_holidays(session, range(first_day.year, now.year + 1))
        _add_accounts(session, OFFICER_PREFIX, "Petugas Simulasi", "petugas", DEFAULT.officer_accounts)
        _add_accounts(session, PAMOR_PREFIX, "Satgas Pamor Simulasi", "pamor", DEFAULT.pamor_accounts)


def _add_accounts(session: Session, prefix: str, name: str, role: str, count: int) -> None:
    present = set(session.scalars(sa.select(UserAccount.username)))
    session.add_all(
        UserAccount(
            username=f"{prefix}{number:02d}",
            display_name=f"{name} {number:02d}",
            role=role,
            password_hash="!",  # noqa: S106 - no password fits, nobody can sign in
            is_active=False,
            is_demo=True,
        )
        for number in range(1, count + 1)
        if f"{prefix}{number:02d}" not in present
    )


def _analyse(database: RequestDatabase) -> None:
    with database.connect(autocommit=True) as connection:
        connection.execute("analyze")


@dataclass
class _Batch:
    """Days gathered for one transaction."""

    days: list[DayOfCity] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return sum(len(day.cases) for day in self.days)


class _Loader:
    """Runs a course and writes it batch by batch, holding back what lies after each batch's end."""

    def __init__(
        self,
        connection: psycopg.Connection,
        vault: PersonalDataVault,
        city: City,
        assumptions: Assumptions,
        officers: Sequence[int],
        pamor: Sequence[int],
        course: CityCourse,
        now: int,
    ) -> None:
        self._connection, self._city, self._assumptions = connection, city, assumptions
        self._course, self._now = course, now
        self._officers = details.officer_numbers(len(city.locations), len(officers))
        self._offsets = {
            table: self._highest(table) for table in ("request", "transition", "applicant", "slot")
        }
        self._tables = CityTables(
            connection, vault, city, assumptions, np.asarray(officers), np.asarray(pamor), self._offsets
        )
        self._today = int(city.clock.day_index(np.array([now]))[0])
        self._blanks = BlankBook(city, assumptions, course.first_day, self._today)
        self._planned_steps, self._planned_bookings = empty(STEP), empty(BOOKING)
        self._analysed = 0
        self.requests = self.transitions = self.people = self.refusals = 0

    def run(self, progress: Callable[[float], None]) -> None:
        # The database's check of many transitions at once joins them with applications; as the server
        # cannot know how many there are, it would pick a nested loop that grows with the square.
        self._connection.execute("set enable_nestloop = off")
        first, last = self._course.first_day, self._today
        self._tables.slots(self._course.places.quotas, self._course.places.first_day)
        batch = _Batch()
        for day in range(first, last + 1):
            batch.days.append(self._course.day(day))
            if batch.requests >= BATCH_REQUESTS and day < last:
                self._write(batch, until=self._city.clock.midnight(day + 1))
                self._connection.commit()
                progress(float((day + 1 - first) / (last + 1 - first)))
                batch = _Batch()
        self._write(batch, until=self._now)
        self._write_what_is_open()
        self._blanks.write(self._connection, self._now)
        self._close_office()
        self._connection.commit()
        progress(1.0)

    def _write(self, batch: _Batch, until: int) -> None:
        """Store a batch's applications and every step that was complete before ``until``."""
        cases = np.concatenate([day.cases for day in batch.days])
        cases = cases[cases["submitted"] < until]
        self._write_people(batch, cases)
        self._tables.requests(cases)
        self.requests += len(cases)
        self._refresh_statistics()

        steps = np.concatenate([self._planned_steps, *(day.steps for day in batch.days)])
        done = steps["left"] < until
        self._planned_steps = steps[~done]
        self._write_steps(steps[done], until, repeated=cases["prior"])

        bookings = np.concatenate([self._planned_bookings, *(day.bookings for day in batch.days)])
        settled = bookings["settled"] < until
        self._tables.bookings(np.sort(bookings[settled], order=["settled", "id"]), settled=True)
        self._planned_bookings = bookings[~settled]
        refusals = np.concatenate([day.refusals for day in batch.days])
        refusals = refusals[refusals["at"] < until]
        self._tables.refusals(refusals)
        self.refusals += len(refusals)

    def _refresh_statistics(self) -> None:
        """Let the server plan its checks for tables of their present size.

        A session keeps the plans of its triggers until statistics change; those made while the
        tables were empty take minutes per batch. Doubling sizes are enough.
        """
        if self.requests >= 2 * self._analysed:
            self._connection.execute("analyze request, transition")
            self._analysed = self.requests

    def _write_people(self, batch: _Batch, cases: Rows) -> None:
        first = batch.days[0].new_people[0]
        new = cases[(cases["attempt"] == 1) & (cases["applicant"] >= first)]
        # The end of the simulation may cut the last day: people who were still to come are left out.
        known, where = np.unique(new["applicant"], return_index=True)
        if len(known):
            self._tables.people(first, int(known[-1]) + 1, new["submitted"][where])
            self.people += len(known)

    def _write_steps(self, steps: Rows, until: int, *, repeated: Numbers) -> None:
        rng = self._course.rng
        rows = details.records(
            rng,
            self._assumptions,
            steps,
            first_number=self.transitions,
            officers=self._officers,
            repeated=repeated,
        )
        self._tables.transitions(rows)
        self._blanks.count(rows)
        self.transitions += len(rows)
        self._tables.reasons(details.reasons(rng, self._city, self._assumptions, rows))
        self._tables.visits(details.visits(rng, self._city, self._assumptions, rows))
        self._tables.survey(details.survey_answers(rng, self._assumptions, rows, min(self._now, until)))

    def _write_what_is_open(self) -> None:
        """Places still booked, and documents still to be brought, at the end of the simulation."""
        undecided = self._course.undecided()
        undecided = undecided[undecided["slot"] != NOTHING]
        open_bookings = np.concatenate([self._planned_bookings, bookings_of(undecided, NOTHING, NOTHING)])
        open_bookings = open_bookings[open_bookings["booked"] < self._now]
        self._tables.bookings(np.sort(open_bookings, order=["booked", "id"]), settled=False)
        coming = self._planned_steps
        coming = coming[
            (coming["to"] == DIAMBIL) & (coming["handover"] == DIANTAR) & (coming["entered"] < self._now)
        ]
        self._tables.wishes(coming, wanted=self._city.clock.day_index(coming["left"]))

    def _close_office(self) -> None:
        """Count the places taken, let the workflow's own ids follow, and say that all is there."""
        self._connection.execute(
            """
            update slot set taken = held.places
            from (
                select slot_id, count(*) as places from booking where outcome <> 'batal' group by slot_id
            ) held
            where slot.id = held.slot_id
            """
        )
        ended = dt.datetime.fromtimestamp(self._now, dt.UTC)
        draw_second_looks(self._connection, self._assumptions, OFFICER_PREFIX, ended)
        for table in self._offsets:
            self._connection.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))"  # noqa: S608
            )
        self._connection.execute("update office_fact set value = %s where key = %s", (COMPLETE, SIMULATION))

    def _highest(self, table: str) -> int:
        row = self._connection.execute(f"select coalesce(max(id), 0) from {table}").fetchone()  # noqa: S608
        return int(row[0]) if row else 0
