"""The weekly trend at the edges of its period. "Now" is Tuesday 24 November 2026, 12.00 WIB."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters
from tests.analytics.hand_made import EmptyReplica


def step(replica: EmptyReplica, entered: str, left: str) -> None:
    """One stay in Verifikasi; its calendar time counts as working time."""
    start, end = (dt.datetime.fromisoformat(f"2026-{text}") for text in (entered, left))
    seconds = (end - start).total_seconds()
    replica.connection.execute(
        """
        insert into transitions values
        ($id, $id, 'VERIFIKASI', 'PROSES', $start, null, $end, $seconds, null, $seconds, null, $seconds,
         null, null, $start, null, 1, 'KK', '-', '-', '-', 'DINAS', 'loket', true)
        """,
        {"id": replica.connection.sql("select count(*) from transitions").fetchall()[0][0] + 1,
         "start": start, "end": end, "seconds": int(seconds)},
    )  # fmt: skip


@pytest.fixture
def replica() -> EmptyReplica:
    replica = EmptyReplica()
    step(replica, "10-26 08:00", "10-26 10:00")
    # Sunday a second before midnight, and Monday at midnight.
    step(replica, "11-08 20:59:59", "11-08 23:59:59")
    step(replica, "11-08 22:00", "11-09 00:00")
    return replica


def weeks(replica: EmptyReplica, start: dt.date | None, end: dt.date | None) -> list[tuple[str, int, bool]]:
    frame = Catalog(replica).run("tren_mingguan", Filters(start, end)).frame
    return [(f"{row.minggu:%m-%d}", row.n, row.sebagian) for row in frame.itertuples()]


def test_a_standstill_until_now_is_seen_as_empty_weeks(replica: EmptyReplica) -> None:
    assert weeks(replica, dt.date(2026, 10, 1), dt.date(2026, 11, 24)) == [
        ("10-26", 1, False),
        ("11-02", 1, False),
        ("11-09", 1, False),
        ("11-16", 0, False),
        ("11-23", 0, True),
    ]


def test_a_period_into_the_future_ends_with_the_week_of_today(replica: EmptyReplica) -> None:
    assert weeks(replica, dt.date(2026, 10, 1), dt.date(2027, 6, 1))[-1] == ("11-23", 0, True)


def test_without_an_end_the_last_week_is_the_last_one_with_data(replica: EmptyReplica) -> None:
    assert [week for week, _, _ in weeks(replica, None, None)] == ["10-26", "11-02", "11-09"]


def test_a_week_cut_by_the_period_is_partial_and_one_that_ends_with_it_is_whole(
    replica: EmptyReplica,
) -> None:
    assert weeks(replica, dt.date(2026, 10, 27), dt.date(2026, 11, 8)) == [("11-02", 1, False)]
    assert weeks(replica, dt.date(2026, 10, 26), dt.date(2026, 11, 7)) == [
        ("10-26", 1, False),
        ("11-02", 0, True),
    ]


def test_an_empty_week_has_no_duration(replica: EmptyReplica) -> None:
    frame = Catalog(replica).run("tren_mingguan", Filters(end=dt.date(2026, 11, 24))).frame

    empty = frame[frame["n"] == 0]
    assert len(empty) == 2
    assert empty[["p50", "p80", "p90"]].isna().all(axis=None)
