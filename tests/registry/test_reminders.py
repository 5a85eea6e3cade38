"""Documents that wait at the counter: who is listed, who may be reminded, what a confirmation asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import pytest
import sqlalchemy as sa
from office_builder import OfficeBuilder, moment
from sqlalchemy.orm import Session

from dashboard.registry import reminders
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import AuditEntry, PickupReminder
from dashboard.registry.reminders import (
    ask_to_remind,
    ask_to_remind_all,
    due_count,
    newest_reminders,
    settle_reminder,
)
from dashboard.registry.uncollected import BANDS, waiting_counts
from dashboard.registry.uncollected_list import waiting_window
from dashboard.registry.workflow import StepNotAllowed
from tests.registry.conftest import TestOfficer, add_officer

NOW = moment("2026-11-23 09:00")  # a Monday


@pytest.fixture
def session(module_database: RequestDatabase) -> Iterator[Session]:
    """One transaction over an office that every test finds empty."""
    with module_database.session() as session:
        yield session
        session.rollback()


@pytest.fixture
def office(module_database: RequestDatabase, session: Session) -> OfficeBuilder:
    return OfficeBuilder(module_database, session.connection().connection.driver_connection)


@pytest.fixture
def ani(session: Session) -> TestOfficer:
    return add_officer(session, "ani")


def journal(session: Session) -> list[tuple[str, str, dict]]:
    rows = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
    return [(row.action, row.subject, row.detail) for row in rows]


def ready(office: OfficeBuilder, ready_at: str, **application: object) -> int:
    """A card that was finished at a moment and waits since."""
    request = office.application(
        "2026-01-05 09:00", **{"layanan": "KTP_EL", "lokasi": "KEC_09", **application}
    )
    office.step(request, "PROSES", "2026-01-05 10:00")
    office.step(request, "SELESAI", ready_at)
    return request


def listed(session: Session, officer: TestOfficer, band: int | None = None, **options: object) -> list[int]:
    found = waiting_window(session, officer, band, at=NOW, **options)
    return [item.request_id for item in found.items]


def asked(session: Session, officer: TestOfficer, request_id: int, outcome: str | None, at: str) -> None:
    """A reminder of the past, and what became of it."""
    settled = None if outcome is None else moment(at)
    session.add(
        PickupReminder(
            request_id=request_id,
            asked_by=officer.id,
            asked_at=moment(at),
            outcome=outcome,
            settled_at=settled,
        )
    )
    session.flush()


def queued(session: Session) -> list[tuple[str, dict]]:
    rows = session.execute(sa.text("select task_name, args from procrastinate_jobs order by id"))
    return [(name, args) for name, args in rows]


@pytest.mark.parametrize(
    ("ready_at", "days", "band"),
    [
        ("2026-11-23 08:59", 0, 0),
        ("2026-11-16 00:00", 7, 0),  # 23 - 16, however late in the day it was
        ("2026-11-15 23:59", 8, 1),
        ("2026-10-24 12:00", 30, 1),  # 23 days of November + 7 of October
        ("2026-10-23 12:00", 31, 2),
        ("2026-08-25 12:00", 90, 2),  # 23 + 31 + 30 + 6 of August
        ("2026-08-24 12:00", 91, 3),
    ],
)
def test_the_age_is_counted_in_civil_days_since_the_document_was_ready(
    office: OfficeBuilder, session: Session, ani: TestOfficer, ready_at: str, days: int, band: int
) -> None:
    request = ready(office, ready_at)

    [item] = waiting_window(session, ani, None, at=NOW).items
    assert (item.request_id, item.days) == (request, days)
    assert [listed(session, ani, each) for each in range(len(BANDS))].index([request]) == band
    [counts] = waiting_counts(session, ani, at=NOW)
    assert [bool(count) for count in counts.by_band].index(True) == band
    assert counts.total == 1


def test_only_what_has_to_be_fetched_waits(office: OfficeBuilder, session: Session, ani: TestOfficer) -> None:
    waits = ready(office, "2026-11-20 09:00")
    ready(office, "2026-11-20 09:00", layanan="KK")  # printed at home
    ready(office, "2026-11-20 09:00", kanal="halo_petugas")  # brought home
    office.visit(ready(office, "2026-11-20 09:00"), "2026-11-24")  # a visit is planned
    wished = ready(office, "2026-11-20 09:00")
    office.connection.execute(
        "insert into visit_wish (request_id, purpose) values (%s, 'antar_dokumen')", (wished,)
    )
    office.step(ready(office, "2026-11-20 09:00"), "DIAMBIL", "2026-11-20 10:00", handover="loket")
    office.application("2026-11-20 09:00", layanan="KTP_EL")  # not ready

    assert listed(session, ani) == [waits]
    assert sum(row.total for row in waiting_counts(session, ani, at=NOW)) == 1


def test_counts_are_the_lengths_of_the_lists_however_they_are_paged(
    office: OfficeBuilder, session: Session, ani: TestOfficer
) -> None:
    # Per location: 3 of this week, 2 of this month, 1 older than a quarter.
    days = ("2026-11-20", "2026-11-19", "2026-11-18", "2026-11-10", "2026-11-09", "2026-03-02")
    made = {
        code: [ready(office, f"{day} 09:00", lokasi=code) for day in days] for code in ("KEC_09", "DINAS")
    }

    counts = {row.location_code: row.by_band for row in waiting_counts(session, ani, at=NOW)}
    assert counts == {"DINAS": (3, 2, 0, 1), "KEC_09": (3, 2, 0, 1)}
    for code, by_band in counts.items():
        for band, count in enumerate(by_band):
            assert waiting_window(session, ani, band, location=code, at=NOW).total == count
    pages = [listed(session, ani, page=page, page_size=5) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [5, 5, 2]
    assert sorted(chain(*pages)) == sorted(chain(*made.values()))
    assert listed(session, ani, page=9, page_size=5) == pages[2]  # past the end
    assert pages[0][:2] == [made["KEC_09"][5], made["DINAS"][5]]  # the oldest first
    assert listed(session, ani, location="DINAS", newest_first=True)[0] == made["DINAS"][0]


@pytest.mark.parametrize("limit", [{"locations": ("KEC_09",)}, {"areas": ("32.75.09",)}])
def test_what_lies_outside_the_scope_is_neither_listed_counted_nor_reminded(
    office: OfficeBuilder, session: Session, ani: TestOfficer, limit: dict
) -> None:
    mine = ready(office, "2026-11-20 09:00", kecamatan="32.75.09")
    other = ready(office, "2026-11-20 09:00", lokasi="DINAS", kecamatan="32.75.01")
    limited = replace(ani, **limit)

    assert listed(session, limited) == [mine]
    assert [row.location_code for row in waiting_counts(session, limited, at=NOW)] == ["KEC_09"]
    assert due_count(session, limited, None, at=NOW) == 1
    assert due_count(session, limited, None, location="DINAS", at=NOW) == 0
    with pytest.raises(StepNotAllowed):
        ask_to_remind(session, limited, other, at=NOW)
    assert ask_to_remind_all(session, limited, None, confirmed=1, at=NOW) == 1
    assert list(newest_reminders(session, [mine, other])) == [mine]


def test_a_reminder_is_a_row_and_a_job_that_carries_nothing_but_its_number(
    office: OfficeBuilder, session: Session, ani: TestOfficer
) -> None:
    request = ready(office, "2026-11-20 09:00")

    reminder_id = ask_to_remind(session, ani, request, at=NOW)

    assert queued(session) == [(reminders.SEND_REMINDER, {"reminder_id": reminder_id})]
    [item] = waiting_window(session, ani, None, at=NOW).items
    assert (item.reminder, item.may_remind) == (reminders.Reminder(NOW, None, 0), False)
    assert journal(session) == [("ingatkan", f"permohonan:{request}", {})]


@pytest.mark.parametrize(
    ("outcome", "at", "may"),
    [
        (None, "2026-11-16 09:01", False),  # asked for, still to be sent
        ("terkirim", "2026-11-16 09:01", False),  # 6 days 23 hours 59 minutes ago
        ("terkirim", "2026-11-16 09:00", True),  # a week is over
        (None, "2026-11-16 09:00", True),
        ("gagal", "2026-11-23 08:00", True),
        ("tanpa_alamat", "2026-11-23 08:00", True),
        ("belum_diatur", "2026-11-23 08:00", True),
        ("contoh", "2026-11-23 08:00", True),
        ("tidak_perlu", "2026-11-23 08:00", True),
    ],
)
def test_only_a_reminder_that_was_sent_or_is_about_to_be_keeps_from_another(
    office: OfficeBuilder, session: Session, ani: TestOfficer, outcome: str | None, at: str, may: bool
) -> None:
    request = ready(office, "2026-11-01 09:00")
    asked(session, ani, request, outcome, at)

    [item] = waiting_window(session, ani, None, at=NOW).items
    assert item.may_remind is may
    assert due_count(session, ani, None, at=NOW) == int(may)
    if may:
        assert ask_to_remind(session, ani, request, at=NOW)
    else:
        with pytest.raises(StepNotAllowed, match="sudah diingatkan dalam 7 hari"):
            ask_to_remind(session, ani, request, at=NOW)


def test_one_that_failed_does_not_hide_one_that_was_sent(
    office: OfficeBuilder, session: Session, ani: TestOfficer
) -> None:
    request = ready(office, "2026-11-01 09:00")
    asked(session, ani, request, "terkirim", "2026-11-20 09:00")
    asked(session, ani, request, "gagal", "2026-11-22 09:00")

    [item] = waiting_window(session, ani, None, at=NOW).items
    assert (item.reminder, item.may_remind) == (
        reminders.Reminder(moment("2026-11-22 09:00"), "gagal", 1),
        False,
    )


def test_nobody_is_reminded_of_what_does_not_wait(
    office: OfficeBuilder, session: Session, ani: TestOfficer
) -> None:
    fetched = ready(office, "2026-11-20 09:00")
    office.step(fetched, "DIAMBIL", "2026-11-20 10:00", handover="loket")
    unknown = fetched + 1000

    with pytest.raises(StepNotAllowed, match="tidak sedang menunggu"):
        ask_to_remind(session, ani, fetched, at=NOW)
    with pytest.raises(StepNotAllowed):
        ask_to_remind(session, ani, unknown, at=NOW)
    assert queued(session) == []


def test_exactly_the_confirmed_number_is_asked_for_or_none(
    office: OfficeBuilder, session: Session, ani: TestOfficer
) -> None:
    week = [ready(office, f"2026-11-{day} 09:00") for day in (18, 19, 20)]
    ready(office, "2026-11-10 09:00")  # another band
    asked(session, ani, week[1], "terkirim", "2026-11-20 09:00")
    assert due_count(session, ani, 0, at=NOW) == 2  # three of the band, one of them reminded

    with pytest.raises(StepNotAllowed, match="kini 2 pengingat"):
        ask_to_remind_all(session, ani, 0, confirmed=3, at=NOW)
    assert queued(session) == []

    assert ask_to_remind_all(session, ani, 0, confirmed=2, at=NOW) == 2
    assert len(queued(session)) == 2
    assert due_count(session, ani, 0, at=NOW) == 0
    assert set(newest_reminders(session, week)) == set(week)
    assert journal(session) == [("ingatkan massal", "loket:semua", {"jumlah": 2})]


def test_whoever_could_not_be_reached_does_not_stand_in_the_others_way(
    office: OfficeBuilder, session: Session, ani: TestOfficer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "MOST_AT_ONCE", 2)
    made = [ready(office, f"2026-11-{day} 09:00") for day in (16, 17, 18, 19)]
    for request, hour in ((made[0], "08:30"), (made[1], "08:00")):
        asked(session, ani, request, "tanpa_alamat", f"2026-11-23 {hour}")

    rounds = []
    for _ in range(3):
        before = set(session.scalars(sa.select(PickupReminder.id)))
        ask_to_remind_all(session, ani, None, confirmed=2, at=NOW)
        fresh = session.scalars(sa.select(PickupReminder).where(PickupReminder.id.not_in(before))).all()
        rounds.append({row.request_id for row in fresh})
        for row in fresh:
            settle_reminder(session, row.id, "tanpa_alamat", NOW)

    # First the two never tried, then the two tried before; then all at the same moment: the oldest.
    assert rounds == [set(made[2:]), set(made[:2]), set(made[:2])]


def test_what_became_of_a_reminder_is_kept_once(
    office: OfficeBuilder, session: Session, ani: TestOfficer
) -> None:
    reminder_id = ask_to_remind(session, ani, ready(office, "2026-11-20 09:00"), at=NOW)

    assert settle_reminder(session, reminder_id, "terkirim", NOW)
    assert not settle_reminder(session, reminder_id, "gagal", NOW)
    assert session.get_one(PickupReminder, reminder_id).outcome == "terkirim"


def test_a_missed_place_and_an_undone_hand_over_are_marked(
    office: OfficeBuilder, session: Session, ani: TestOfficer
) -> None:
    slot = office.slot("KEC_09", "2026-11-19", 5)
    missed, kept = (ready(office, "2026-11-16 09:00") for _ in range(2))
    for request in (missed, kept):
        office.booking(slot, request, "2026-11-12 09:00", layanan="KTP_EL")
    office.connection.execute(
        "update booking set outcome = 'tidak_hadir', settled_at = now() where request_id = %s", (missed,)
    )
    office.undo(office.step(kept, "DIAMBIL", "2026-11-19 09:00", handover="loket"), "2026-11-19 09:05")

    marks = {
        item.request_id: (item.pickup_day, item.is_missed, item.is_returned)
        for item in waiting_window(session, ani, None, at=NOW).items
    }
    day = dt.date(2026, 11, 19)
    assert marks == {missed: (day, True, False), kept: (day, False, True)}
