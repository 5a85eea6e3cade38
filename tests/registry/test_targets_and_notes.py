"""Targets, dated notes and kept views: what is kept, what is refused, and what must not move."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.access.demo import ensure_demo_accounts
from dashboard.analytics.filters import today
from dashboard.registry.annotations import NoteError, add_note, remove_note, standing_notes
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import Annotation, KpiTarget, UserAccount
from dashboard.registry.office_facts import mark_data_kind
from dashboard.registry.reference_data import load_reference_data
from dashboard.registry.saved_views import MOST_VIEWS, ViewError, forget_view, keep_view, kept_views
from dashboard.registry.targets import (
    Target,
    TargetError,
    all_targets,
    set_target,
    target_on,
    withdraw_target,
    withdrawable,
)

LONG_AGO = dt.date(2026, 1, 1)


def tomorrow() -> dt.date:
    return today() + dt.timedelta(days=1)


def yesterday() -> dt.date:
    return today() - dt.timedelta(days=1)


@pytest.fixture
def users(database: RequestDatabase) -> tuple[int, int]:
    """The ids of two accounts."""
    with database.session.begin() as session:
        mark_data_kind(session, "contoh")
        ensure_demo_accounts(session)
        ids = session.scalars(sa.select(UserAccount.id).order_by(UserAccount.id).limit(2)).all()
    return ids[0], ids[1]


def aim(session: Session, value: float, since: dt.date, by: int, service: str | None = None) -> None:
    set_target(session, kpi="tepat_waktu", service=service, value=value, valid_from=since, by=by)


def test_a_new_target_moves_no_day_before_it(database: RequestDatabase, users: tuple[int, int]) -> None:
    with database.session.begin() as session:
        aim(session, 90, LONG_AGO, users[0])
        aim(session, 95, tomorrow(), users[0])
        targets = all_targets(session)

    assert target_on(targets, "tepat_waktu", None, today()) == 90
    assert target_on(targets, "tepat_waktu", None, tomorrow()) == 95
    assert target_on(targets, "tepat_waktu", None, dt.date(2025, 12, 31)) is None


def test_a_later_target_cannot_begin_in_the_past(database: RequestDatabase, users: tuple[int, int]) -> None:
    with database.session.begin() as session:
        aim(session, 90, LONG_AGO, users[0])
        with pytest.raises(TargetError, match="paling awal hari ini"):
            aim(session, 50, yesterday(), users[0])

        assert [target.value for target in all_targets(session)] == [90]


def test_a_services_first_target_cannot_move_what_held_for_all(
    database: RequestDatabase, users: tuple[int, int]
) -> None:
    with database.session.begin() as session:
        load_reference_data(session)
        aim(session, 90, LONG_AGO, users[0])
        with pytest.raises(TargetError, match="paling awal hari ini"):
            set_target(
                session, kpi="tepat_waktu", service="KK", value=80, valid_from=yesterday(), by=users[0]
            )
        set_target(session, kpi="tepat_waktu", service="KK", value=80, valid_from=today(), by=users[0])


def test_set_again_for_the_same_day_the_later_word_counts(
    database: RequestDatabase, users: tuple[int, int]
) -> None:
    with database.session.begin() as session:
        aim(session, 90, today(), users[0])
        aim(session, 91.5, today(), users[0])

        assert [target.value for target in all_targets(session)] == [91.5]


def test_a_service_has_its_own_target_and_else_that_of_all() -> None:
    targets = [
        Target(1, "tepat_waktu", None, 90, LONG_AGO, LONG_AGO),
        Target(2, "tepat_waktu", "KK", 95, LONG_AGO, LONG_AGO),
        Target(3, "ditolak", None, 5, LONG_AGO, LONG_AGO),
        Target(4, "tepat_waktu", "KK", None, tomorrow(), today()),
    ]

    assert target_on(targets, "tepat_waktu", "KK", today()) == 95
    assert target_on(targets, "tepat_waktu", "KK", tomorrow()) == 90, "its own has ended"
    assert target_on(targets, "tepat_waktu", "KIA", today()) == 90
    assert target_on(targets, "sekali_jadi", "KK", today()) is None


def set_long_ago(session: Session) -> None:
    """As if every target so far had been set before today."""
    session.execute(sa.update(KpiTarget).values(set_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))


def test_an_old_target_taken_off_ends_today_and_stays_true_of_the_days_before(
    database: RequestDatabase, users: tuple[int, int]
) -> None:
    with database.session.begin() as session:
        aim(session, 90, LONG_AGO, users[0])
        set_long_ago(session)
        (target,) = all_targets(session)
        withdraw_target(session, target.id, users[0])
        targets = all_targets(session)

        assert target_on(targets, "tepat_waktu", None, yesterday()) == 90
        assert target_on(targets, "tepat_waktu", None, today()) is None
        assert withdrawable(targets, today()) == []
        with pytest.raises(TargetError, match="sudah dicabut"):
            withdraw_target(session, target.id, users[0])
        aim(session, 85, today(), users[0])
        assert target_on(all_targets(session), "tepat_waktu", None, today()) == 85, "a new one may follow"


def test_a_slip_of_today_and_a_target_to_come_are_erased(
    database: RequestDatabase, users: tuple[int, int]
) -> None:
    with database.session.begin() as session:
        aim(session, 9, LONG_AGO, users[0])
        (slip,) = all_targets(session)
        withdraw_target(session, slip.id, users[0])
        assert all_targets(session) == []

        aim(session, 90, LONG_AGO, users[0])
        set_long_ago(session)
        aim(session, 92, today(), users[0])
        aim(session, 95, tomorrow(), users[0])
        old, now, coming = all_targets(session)
        assert withdrawable([old, now, coming], today()) == [now, coming]
        with pytest.raises(TargetError, match="sudah diganti"):
            withdraw_target(session, old.id, users[0])
        withdraw_target(session, coming.id, users[0])
        withdraw_target(session, now.id, users[0])

        assert all_targets(session) == [old], "what held before holds again"


@pytest.mark.parametrize("target_id", [0, -1, 2**31 - 1])
def test_a_target_that_is_not_there_cannot_be_taken_off(
    database: RequestDatabase, users: tuple[int, int], target_id: int
) -> None:
    with database.session.begin() as session, pytest.raises(TargetError, match="tidak ada yang diubah"):
        withdraw_target(session, target_id, users[0])


@pytest.mark.parametrize(
    ("kpi", "service", "value"),
    [
        ("apa", None, 1),
        ("tepat_waktu", None, 101),
        ("tepat_waktu", None, -1),
        ("tepat_waktu", "APA", 90),
        ("tepat_waktu", "\x00", 90),
    ],
)
def test_a_target_that_cannot_be_is_refused(
    database: RequestDatabase, users: tuple[int, int], kpi: str, service: str | None, value: float
) -> None:
    with database.session.begin() as session:
        with pytest.raises(TargetError):
            set_target(session, kpi=kpi, service=service, value=value, valid_from=today(), by=users[0])

        assert all_targets(session) == []


def test_a_note_stands_until_it_is_taken_off_and_stays_in_the_table(
    database: RequestDatabase, users: tuple[int, int]
) -> None:
    with database.session.begin() as session:
        add_note(session, day=yesterday(), text="  server   pindah ", by=users[0])
        add_note(session, day=LONG_AGO, text="kuota ditambah", by=users[0])
    with database.session.begin() as session:
        shown = [(note.day, note.text) for note in standing_notes(session)]
        remove_note(session, standing_notes(session)[0].id)

        assert shown == [(LONG_AGO, "kuota ditambah"), (yesterday(), "server pindah")]
        assert [note.text for note in standing_notes(session)] == ["server pindah"]
        assert session.scalar(sa.select(sa.func.count()).select_from(Annotation)) == 2


@pytest.mark.parametrize("text", ["", "   ", "x" * 121, "a\x00b"])
def test_a_note_without_words_or_with_too_many_is_refused(
    database: RequestDatabase, users: tuple[int, int], text: str
) -> None:
    with database.session.begin() as session, pytest.raises(NoteError):
        add_note(session, day=today(), text=text, by=users[0])


def test_a_kept_view_belongs_to_its_user_and_page(database: RequestDatabase, users: tuple[int, int]) -> None:
    mine, other = users
    with database.session.begin() as session:
        keep_view(session, mine, "proses", "KK bulan ini", "layanan=KK")
        keep_view(session, mine, "proses", "KK bulan ini", "layanan=KK&dari=2026-11-01")
        keep_view(session, other, "proses", "punya lain", "kanal=loket")
        (kept,) = kept_views(session, mine, "proses")
        forget_view(session, other, kept.id)

        assert (kept.name, kept.query) == ("KK bulan ini", "layanan=KK&dari=2026-11-01")
        assert kept_views(session, mine, "slot") == []
        assert len(kept_views(session, mine, "proses")) == 1, "another user's view cannot be forgotten"
        forget_view(session, mine, kept.id)
        assert kept_views(session, mine, "proses") == []


def test_a_view_needs_a_name_and_there_are_not_endless_many(
    database: RequestDatabase, users: tuple[int, int]
) -> None:
    with database.session.begin() as session:
        for name in ("", "  ", "x" * 61, "a\x00b"):
            with pytest.raises(ViewError, match="nama"):
                keep_view(session, users[0], "proses", name, "layanan=KK")
        for number in range(MOST_VIEWS):
            keep_view(session, users[0], "proses", f"tampilan {number}", "layanan=KK")
        with pytest.raises(ViewError, match="hapus salah satu"):
            keep_view(session, users[0], "proses", "satu lagi", "layanan=KK")
        keep_view(session, users[0], "proses", "tampilan 3", "layanan=KIA")
