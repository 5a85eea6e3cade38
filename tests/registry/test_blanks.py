"""The ledger of blank cards: the stock is the sum of its lines, and lasts for so many working days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from web_office import journal

from dashboard.registry import blanks, workflow
from dashboard.registry.blank_stock import BlankStock, movement_window, stocks, use_per_day
from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import BlankMovement, Request
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.workflow import StepNotAllowed
from tests.registry.conftest import TestOfficer, add_officer
from tests.registry.test_workflow import Desk, wib

# Working days of November 2026 at a kecamatan: Monday to Friday, no holiday between the 2nd and the 30th.
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def desk(database: RequestDatabase, vault: PersonalDataVault, calendar: WorkCalendar):
    with database.session() as session:
        yield Desk(session, vault, calendar)


def ready(desk: Desk, nik: str = "3275990101900001", **changes: object) -> Request:
    """An application that was just finished."""
    service = {"service_code": "KTP_EL", **changes}
    variant = "baru_0_5" if service["service_code"] == "KIA" else "baru"
    request = desk.submit(nik, **{"variant_code": variant, **service})
    desk.accept(request, wib(23, 10))
    workflow.claim(desk.session, desk.officer, request.id, at=wib(23, 11))
    workflow.finish(
        desk.session, desk.calendar, desk.officer, request.id, version=request.version, at=wib(23, 11)
    )
    return request


def stock(
    session: Session,
    calendar: WorkCalendar,
    location: str = "KEC_09",
    blank: str = "KTP_EL",
    *,
    at: dt.datetime,
) -> BlankStock:
    anybody = TestOfficer(0, "siapa")
    found = stocks(session, calendar, anybody, locations=[location], at=at)
    return next(each for each in found if each.blank == blank)


def line(session: Session, kind: str, amount: int, day: dt.date, location: str = "KEC_09") -> None:
    session.add(BlankMovement(location_code=location, blank="KTP_EL", kind=kind, amount=amount, moved_on=day))
    session.flush()


def lines(session: Session) -> list[tuple[str, str, str, int]]:
    rows = session.scalars(sa.select(BlankMovement).order_by(BlankMovement.id))
    return [(row.location_code, row.blank, row.kind, row.amount) for row in rows]


@pytest.mark.parametrize(
    ("service", "taken"),
    [
        ("KTP_EL", [("KEC_09", "KTP_EL", "terpakai", -1)]),
        ("KIA", [("KEC_09", "KIA", "terpakai", -1)]),
        ("KK", []),
    ],
)
def test_a_finished_card_takes_one_blank_of_its_location(desk: Desk, service: str, taken: list) -> None:
    ready(desk, service_code=service)

    assert lines(desk.session) == taken


def test_a_card_is_finished_even_when_the_ledger_says_that_no_blank_is_left(desk: Desk) -> None:
    request = ready(desk)

    left = stock(desk.session, desk.calendar, at=wib(23, 12))
    assert request.status == "SELESAI"
    # Nothing came in, one was used: the ledger lacks a receipt and says so.
    assert (left.stock, left.is_recorded, left.is_short) == (-1, False, False)


def test_only_finishing_and_undoing_it_move_the_stock(desk: Desk) -> None:
    line(desk.session, "diterima", 5, MONDAY)
    request = ready(desk)  # 5 - 1
    assert stock(desk.session, desk.calendar, at=wib(23, 12)).stock == 4

    step = (desk.session, desk.calendar, desk.officer, request.id)
    workflow.hand_over(*step, "loket", version=request.version, at=wib(23, 11, 10))
    assert stock(desk.session, desk.calendar, at=wib(23, 12)).stock == 4

    workflow.correct(*step, "Salah orang", version=request.version, at=wib(23, 11, 15))  # the hand-over
    assert stock(desk.session, desk.calendar, at=wib(23, 12)).stock == 4

    workflow.correct(*step, "Salah tekan", version=request.version, at=wib(23, 11, 20))  # the finishing
    left = stock(desk.session, desk.calendar, at=wib(23, 12))
    assert (left.stock, left.used_today) == (5, 0)

    workflow.claim(desk.session, desk.officer, request.id, at=wib(23, 12, 30))
    workflow.finish(*step, version=request.version, at=wib(23, 12, 30))
    assert stock(desk.session, desk.calendar, at=wib(23, 13)).stock == 4


def test_refused_and_failed_applications_take_no_blank(desk: Desk) -> None:
    desk.reject(desk.submit("3275990101900001", service_code="KTP_EL"), wib(23, 10))
    other = desk.submit("3275990101900002", service_code="KTP_EL")
    workflow.claim(desk.session, desk.officer, other.id, at=wib(23, 10))
    workflow.fail(desk.session, desk.calendar, desk.officer, other.id, version=other.version, at=wib(23, 10))

    assert lines(desk.session) == []


def test_what_the_ledger_never_gave_is_not_given_back(desk: Desk) -> None:
    request = ready(desk)
    desk.session.execute(sa.text("alter table blank_movement disable trigger all"))
    desk.session.execute(sa.delete(BlankMovement))  # as if finished before there was a ledger

    workflow.correct(
        desk.session,
        desk.calendar,
        desk.officer,
        request.id,
        "Salah",
        version=request.version,
        at=wib(23, 11, 5),
    )

    assert lines(desk.session) == []


def test_the_days_left_are_the_stock_over_the_mean_use_of_ten_working_days(
    database: RequestDatabase, calendar: WorkCalendar
) -> None:
    with database.session() as session:
        line(session, "diterima", 500, dt.date(2026, 10, 1))
        # Ten working days before Monday the 23rd: 9 to 13 and 16 to 20 November.
        for day in (9, 10, 11, 12, 13, 16, 17, 18, 19):
            line(session, "terpakai", -20, dt.date(2026, 11, day))  # 9 x 20 = 180
        line(session, "terpakai", -15, dt.date(2026, 11, 20))  # 195
        line(session, "terpakai", -5, dt.date(2026, 11, 14))  # a Saturday: 200 in ten working days
        line(session, "terpakai", -99, dt.date(2026, 11, 6))  # before them
        line(session, "rusak", -3, dt.date(2026, 11, 10))  # spoiled is no use
        line(session, "terpakai", -7, MONDAY)  # today is not over

        left = stock(session, calendar, at=wib(23, 10))

    # 500 - 200 - 99 - 3 - 7 = 191; 191 / 20 = 9.55: enough for nine whole working days.
    assert (left.stock, left.used_today, left.used_per_day, left.days_left) == (191, 7, 20.0, 9)
    assert left.received_on == dt.date(2026, 10, 1)
    assert not left.is_short


def test_a_young_ledger_is_averaged_over_the_working_days_it_has_seen(
    database: RequestDatabase, calendar: WorkCalendar
) -> None:
    with database.session() as session:
        line(session, "diterima", 40, dt.date(2026, 11, 19))
        line(session, "terpakai", -12, dt.date(2026, 11, 20))

        left = stock(session, calendar, at=wib(23, 10))
        first_day = stock(session, calendar, at=wib(19, 10))

    # Thursday and Friday: 12 / 2 = 6 a day; 28 / 6 = 4.67.
    assert (left.used_per_day, left.days_left) == (6.0, 4)
    assert (first_day.used_per_day, first_day.days_left) == (None, None)


@pytest.mark.parametrize(
    ("received", "is_short", "days_left"),
    [(130, False, 3), (129, True, 2), (100, True, 0), (99, True, 0)],  # 100 are used, 10 a day
)
def test_less_than_three_working_days_is_short(
    database: RequestDatabase, calendar: WorkCalendar, received: int, is_short: bool, days_left: int
) -> None:
    with database.session() as session:
        line(session, "diterima", received + 1, dt.date(2026, 11, 1))
        for day in (9, 10, 11, 12, 13, 16, 17, 18, 19, 20):
            line(session, "terpakai", -10, dt.date(2026, 11, day))
        line(session, "rusak", -1, MONDAY)

        left = stock(session, calendar, at=wib(23, 10))

    assert left.stock == received - 100
    assert (left.is_short, left.days_left) == (is_short, days_left)


def test_a_long_holiday_leaves_the_last_ten_working_days_as_they_were(calendar: WorkCalendar) -> None:
    hours = calendar.at("KEC_09")
    # Ten working days before Monday 4 January 2027: 17, 18, 21, 22, 23, 28, 29, 30, 31 December are nine
    # (24, 25 December and 1 January are closed), and the 16th.
    used = {dt.date(2026, 12, 16): 30, dt.date(2026, 12, 15): 999, dt.date(2026, 12, 31): 10}

    found = use_per_day(used, hours, begun_on=dt.date(2026, 1, 1), today=dt.date(2027, 1, 4))

    assert found == 4.0


def test_receipts_and_spoilage_are_journalled_and_counting_again_sets_the_ledger_right(
    database: RequestDatabase, calendar: WorkCalendar
) -> None:
    with database.session.begin() as session:
        ani = add_officer(session, "ani")
        assert blanks.receive(session, ani, "KEC_09", "KIA", 50, "Surat jalan 12") == 50
        assert blanks.spoil(session, ani, "KEC_09", "KIA", 3, "Tergores") == 47
        assert blanks.correct(session, ani, "KEC_09", "KIA", 45, "Hasil hitung ulang") == 45

    with database.session() as session:
        written = movement_window(session, ani).items
        today = dt.datetime.now(dt.UTC)
        assert stock(session, calendar, blank="KIA", at=today).stock == 45
    assert [(move.kind, move.amount, move.actor) for move in written] == [
        ("koreksi", -2, "Petugas ani"), ("rusak", -3, "Petugas ani"), ("diterima", 50, "Petugas ani"),
    ]  # fmt: skip
    entries = [(entry.action, entry.subject, entry.detail) for entry in journal(database)]
    assert entries == [
        ("blangko diterima", "blangko:KEC_09:KIA", {"jumlah": 50, "stok": 50}),
        ("blangko rusak", "blangko:KEC_09:KIA", {"jumlah": -3, "stok": 47}),
        ("blangko koreksi", "blangko:KEC_09:KIA", {"jumlah": -2, "stok": 45}),
    ]


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda s, o: blanks.receive(s, o, "KEC_09", "KIA", 0), "antara 1 dan"),
        (lambda s, o: blanks.receive(s, o, "KEC_09", "KIA", -5), "antara 1 dan"),
        (lambda s, o: blanks.receive(s, o, "KEC_09", "KIA", 100_001), "antara 1 dan"),
        (lambda s, o: blanks.receive(s, o, "KEC_09", "KK", 5), "Jenis blangko"),
        (lambda s, o: blanks.receive(s, o, "TIDAK_ADA", "KIA", 5), "di luar wilayah"),
        (
            lambda s, o: blanks.receive(s, replace(o, locations=("DINAS",)), "KEC_09", "KIA", 5),
            "di luar wilayah",
        ),
        (
            lambda s, o: blanks.receive(s, replace(o, areas=("32.75.01",)), "KEC_09", "KIA", 5),
            "di luar wilayah",
        ),
        (lambda s, o: blanks.spoil(s, o, "KEC_09", "KIA", 11), "Stok tercatat hanya 10"),
        (lambda s, o: blanks.correct(s, o, "KEC_09", "KIA", 8, " "), "Tuliskan mengapa"),
        (lambda s, o: blanks.correct(s, o, "KEC_09", "KIA", 10, "Hitung"), "sudah 10"),
        (lambda s, o: blanks.correct(s, o, "KEC_09", "KIA", -1, "Hitung"), "antara 0 dan"),
    ],
)
def test_what_cannot_be_is_not_written(database: RequestDatabase, act, why: str) -> None:
    with database.session() as session:
        ani = add_officer(session, "ani")
        blanks.receive(session, ani, "KEC_09", "KIA", 10)
        before = lines(session)

        with pytest.raises(StepNotAllowed, match=why):
            act(session, ani)

        assert lines(session) == before


def test_a_count_that_began_before_the_ledger_moved_is_asked_for_again(database: RequestDatabase) -> None:
    with database.session() as session:
        ani = add_officer(session, "ani")
        blanks.receive(session, ani, "KEC_09", "KIA", 50)
        blanks.spoil(session, ani, "KEC_09", "KIA", 2)  # while somebody is counting: 48
        before = lines(session)

        with pytest.raises(blanks.StockMoved, match="dari 50 menjadi 48") as moved:
            blanks.correct(session, ani, "KEC_09", "KIA", 47, "Hitung", seen=50)

        assert (moved.value.stock, lines(session)) == (48, before)
        assert blanks.correct(session, ani, "KEC_09", "KIA", 47, "Hitung", seen=48) == 47


def test_written_lines_are_paged_newest_first_and_narrowed(database: RequestDatabase) -> None:
    with database.session() as session:
        ani = add_officer(session, "ani")
        for number in range(1, 6):
            blanks.receive(session, ani, "KEC_09", "KIA", number)
            session.commit()  # each line has its own moment
        blanks.receive(session, ani, "MPP", "KTP_EL", 9)
        line(session, "terpakai", -3, MONDAY)  # nobody wrote that

        first = movement_window(session, ani, page=1, page_size=4)
        past_the_end = movement_window(session, ani, page=9, page_size=4)
        there = movement_window(session, ani, location="MPP")
        none = movement_window(session, ani, location="MPP", blank="KIA")

    assert [move.amount for move in first.items] == [9, 5, 4, 3]
    assert (first.total, past_the_end.offset) == (6, 4)
    assert [move.amount for move in past_the_end.items] == [2, 1]
    assert [move.amount for move in there.items] == [9]
    assert (none.items, none.total) == ((), 0)


def test_stocks_outside_the_scope_do_not_exist(database: RequestDatabase, calendar: WorkCalendar) -> None:
    with database.session() as session:
        ani = add_officer(session, "ani")
        for location in ("KEC_09", "KEC_10", "MPP"):
            blanks.receive(session, ani, location, "KIA", 10)
        limited = replace(ani, locations=("KEC_09",))
        by_area = replace(ani, areas=("32.75.10",))

        seen = {each.location_code for each in stocks(session, calendar, limited)}
        asked = stocks(session, calendar, limited, locations=["KEC_10"])
        around = {each.location_code for each in stocks(session, calendar, by_area)}
        written = {move.location_code for move in movement_window(session, limited).items}

    assert (seen, asked, written) == ({"KEC_09"}, [], {"KEC_09"})
    assert around == {"KEC_10", "GPP_CIBUBUR"}


def test_the_ledger_is_append_only(database: RequestDatabase) -> None:
    with database.session() as session:
        line(session, "diterima", 5, MONDAY)
        for change in ("update blank_movement set amount = 9", "delete from blank_movement"):
            with pytest.raises(sa.exc.DBAPIError), session.begin_nested():
                session.execute(sa.text(change))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(
            st.sampled_from(["receive", "spoil", "correct"]),
            st.sampled_from(["KEC_09", "DINAS"]),
            st.sampled_from(sorted(blanks.BLANKS)),
            st.integers(-2, 40),
        ),
        max_size=25,
    )
)
def test_the_stock_is_always_the_sum_of_what_was_written(
    database: RequestDatabase, calendar: WorkCalendar, moves: list
) -> None:
    model: dict[tuple[str, str], int] = {}
    with database.session() as session:
        ani = add_officer(session, "ani")
        for kind, location, blank, amount in moves:
            key = (location, blank)
            before = model.get(key, 0)
            wanted = {"receive": before + amount, "spoil": before - amount, "correct": amount}[kind]
            note = ["Hitung"] if kind == "correct" else []
            try:
                told = getattr(blanks, kind)(session, ani, location, blank, amount, *note)
            except StepNotAllowed:
                continue
            model[key] = wanted
            assert told == wanted
        found = {
            (each.location_code, each.blank): each.stock
            for each in stocks(session, calendar, ani)
            if each.is_recorded
        }
        session.rollback()

    assert found == model
    assert all(amount >= 0 for amount in model.values())
