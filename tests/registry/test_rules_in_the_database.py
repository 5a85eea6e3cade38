"""What the database itself refuses, whoever writes: every rule from the denied side, in plain SQL."""

from __future__ import annotations

import psycopg
import pytest

from dashboard.registry.database import RequestDatabase

REQUEST = """
insert into request (id, root_id, root_submitted_at, submitted_at, status_since, last_change_at, queue_at)
values (%(id)s, %(id)s, '2026-11-23 09:00+07', '2026-11-23 09:00+07', '2026-11-23 09:00+07',
        '2026-11-23 09:00+07', '2026-11-24 15:30+07')
"""
REPEAT = """
insert into request (id, root_id, resubmission_of, attempt, root_submitted_at, submitted_at, status_since,
                     last_change_at, queue_at)
values (%(id)s, %(root)s, %(root)s, %(attempt)s, '2026-11-23 09:00+07', %(at)s, %(at)s, %(at)s, %(at)s)
"""
STEP = """
insert into transition (request_id, from_status, to_status, entered_at, left_at, working_seconds,
                        working_since_submission, reverses_id, note)
values (1, %s, %s, %s, %s, 0, 0, %s, 'catatan') returning id
"""


class Office:
    """Plain SQL at the database, outside every layer of the program."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.execute(REQUEST, {"id": 1})

    def execute(self, sql: str, parameters: object = None) -> psycopg.Cursor:
        with self.connection.transaction():
            return self.connection.execute(sql, parameters)  # type: ignore[call-overload]

    def step(self, origin: str, target: str, entered: str, left: str, undoes: int | None = None) -> int:
        times = [f"2026-11-23 {time}+07" for time in (entered, left)]
        row = self.execute(STEP, [origin, target, *times, undoes]).fetchone()
        assert row is not None
        return int(row[0])

    def standing(self) -> tuple[str, str]:
        row = self.execute(
            "select status, to_char(status_since at time zone 'Asia/Jakarta', 'HH24:MI')"
            " from request where id = 1"
        ).fetchone()
        assert row is not None
        return row[0], row[1]


@pytest.fixture
def office(database: RequestDatabase):
    with database.connect(autocommit=True) as connection:
        yield Office(connection)


def test_a_legal_step_moves_the_application(office: Office) -> None:
    office.step("VERIFIKASI", "PROSES", "09:00", "10:00")

    assert office.standing() == ("PROSES", "10:00")


@pytest.mark.parametrize(
    ("origin", "target", "entered", "left", "objection"),
    [
        ("VERIFIKASI", "SELESAI", "09:00", "10:00", "no such step"),
        ("VERIFIKASI", "VERIFIKASI", "09:00", "10:00", "no such step"),
        ("PROSES", "SELESAI", "09:00", "10:00", "is in VERIFIKASI"),
        ("VERIFIKASI", "PROSES", "09:30", "10:00", "entered at"),
        ("VERIFIKASI", "PROSES", "09:00", "08:00", "left_after_entered"),
        ("DITOLAK", "VERIFIKASI", "09:00", "10:00", "is in VERIFIKASI"),
    ],
)
def test_an_illegal_step_is_refused(
    office: Office, origin: str, target: str, entered: str, left: str, objection: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match=objection):
        office.step(origin, target, entered, left)

    assert office.standing() == ("VERIFIKASI", "09:00")


def test_a_second_step_out_of_the_same_stay_is_refused(office: Office) -> None:
    office.step("VERIFIKASI", "PROSES", "09:00", "10:00")

    with pytest.raises(psycopg.errors.CheckViolation, match="is in PROSES"):
        office.step("VERIFIKASI", "DITOLAK", "09:00", "10:00")


def test_an_application_has_exactly_one_open_stay(office: Office) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        office.execute(REQUEST, {"id": 1})


def test_a_step_before_its_predecessor_in_time_is_refused(office: Office) -> None:
    done = office.step("VERIFIKASI", "PROSES", "09:00", "10:00")
    office.step("PROSES", "VERIFIKASI", "10:00", "11:00", undoes=done)

    # The stay goes on from 09.00, but the next step may not lie before the correction at 11.00.
    with pytest.raises(psycopg.errors.CheckViolation, match="step before it"):
        office.step("VERIFIKASI", "PROSES", "09:00", "10:30")


def test_one_statement_may_bring_a_whole_history_but_no_broken_one(office: Office) -> None:
    rows = """
        insert into transition (request_id, from_status, to_status, entered_at, left_at, working_seconds,
                                working_since_submission)
        values (1, 'VERIFIKASI', 'PROSES', '2026-11-23 09:00+07', '2026-11-23 10:00+07', 0, 0),
               (1, 'PROSES', '{}', '2026-11-23 {}+07', '2026-11-23 12:00+07', 0, 0)
    """
    for target, entered in (("DIAMBIL", "10:00"), ("SELESAI", "10:01")):
        with pytest.raises(psycopg.errors.CheckViolation):
            office.execute(rows.format(target, entered))
    assert office.standing() == ("VERIFIKASI", "09:00")

    office.execute(rows.format("SELESAI", "10:00"))

    assert office.standing() == ("SELESAI", "12:00")


def test_a_correction_must_undo_the_newest_step(office: Office) -> None:
    first = office.step("VERIFIKASI", "PROSES", "09:00", "10:00")
    office.step("PROSES", "SELESAI", "10:00", "11:00")

    with pytest.raises(psycopg.errors.CheckViolation, match="does not undo"):
        office.step("SELESAI", "PROSES", "11:00", "12:00", undoes=first)


def test_going_back_without_naming_the_undone_step_is_refused(office: Office) -> None:
    office.step("VERIFIKASI", "PROSES", "09:00", "10:00")

    with pytest.raises(psycopg.errors.CheckViolation, match="no such step"):
        office.step("PROSES", "VERIFIKASI", "10:00", "11:00")


def test_a_step_is_undone_once(office: Office) -> None:
    done = office.step("VERIFIKASI", "PROSES", "09:00", "10:00")
    office.step("PROSES", "VERIFIKASI", "10:00", "11:00", undoes=done)

    with pytest.raises(psycopg.errors.IntegrityError):
        office.step("PROSES", "VERIFIKASI", "10:00", "12:00", undoes=done)


@pytest.mark.parametrize(
    "statement",
    [
        "update request set status = 'SELESAI' where id = 1",
        "update request set status_since = now() where id = 1",
        "update request set due_at = now(), sla_days = 1 where id = 1",
        "update request set submitted_at = now() where id = 1",
        "delete from request where id = 1",
        "truncate request cascade",
        "update transition set left_at = now()",
        "delete from transition",
        "truncate transition cascade",
        "delete from audit_entry",
    ],
)
def test_what_was_stored_is_not_rewritten(office: Office, statement: str) -> None:
    office.step("VERIFIKASI", "PROSES", "09:00", "10:00")

    with pytest.raises(psycopg.errors.RestrictViolation):
        office.execute(statement)


def test_an_application_cannot_start_anywhere_but_in_verifikasi(office: Office) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="starts unclaimed in VERIFIKASI"):
        office.execute(
            REQUEST.replace("(id,", "(status, id,").replace("values (", "values ('SELESAI', "), {"id": 2}
        )


@pytest.mark.parametrize(
    ("ended", "at", "attempt", "accepted"),
    [
        (True, "2026-11-23 11:00+07", 2, True),
        (True, "2026-11-23 10:00+07", 2, True),
        (False, "2026-11-23 11:00+07", 2, False),
        (True, "2026-11-23 09:59+07", 2, False),
        (True, "2026-11-23 11:00+07", 3, False),
    ],
)
def test_a_repeat_follows_a_refusal_in_time_and_number(
    office: Office, ended: bool, at: str, attempt: int, accepted: bool
) -> None:
    if ended:
        office.step("VERIFIKASI", "DITOLAK", "09:00", "10:00")
    parameters = {"id": 2, "root": 1, "at": at, "attempt": attempt}

    if accepted:
        office.execute(REPEAT, parameters)
    else:
        with pytest.raises(psycopg.errors.CheckViolation):
            office.execute(REPEAT, parameters)


def test_an_application_is_repeated_at_most_once(office: Office) -> None:
    office.step("VERIFIKASI", "GAGAL", "09:00", "10:00")
    office.execute(REPEAT, {"id": 2, "root": 1, "at": "2026-11-23 11:00+07", "attempt": 2})

    with pytest.raises(psycopg.errors.UniqueViolation):
        office.execute(REPEAT, {"id": 3, "root": 1, "at": "2026-11-23 12:00+07", "attempt": 2})


def test_two_decisions_at_once_leave_exactly_one(database: RequestDatabase) -> None:
    with database.connect() as first, database.connect() as second:
        first.execute(REQUEST, {"id": 1})
        first.commit()
        times = ["2026-11-23 09:00+07", "2026-11-23 10:00+07", None]
        first.execute(STEP, ["VERIFIKASI", "PROSES", *times])
        second.execute("set lock_timeout = '300ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute(STEP, ["VERIFIKASI", "DITOLAK", *times])
        second.rollback()
        first.commit()

        with pytest.raises(psycopg.errors.CheckViolation, match="is in PROSES"):
            second.execute(STEP, ["VERIFIKASI", "DITOLAK", *times])
