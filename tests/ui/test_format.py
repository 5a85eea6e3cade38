"""Numbers, durations and dates in the words of Indonesian officials."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.ui import format as words


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, 0, "0"),
        (1234.5, 1, "1.234,5"),
        (1_234_567, 0, "1.234.567"),
        (-1234, 0, "-1.234"),
        (None, 0, "–"),
        (float("nan"), 1, "–"),
    ],
)
def test_numbers_use_points_for_thousands_and_a_comma_for_decimals(
    value: float | None, decimals: int, written: str
) -> None:
    assert words.number(value, decimals) == written


@pytest.mark.parametrize(("share", "written"), [(0.1234, "12,3 %"), (1, "100,0 %"), (None, "–")])
def test_a_share_is_written_as_a_percentage(share: float | None, written: str) -> None:
    assert words.percent(share) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0 menit"),
        (0.75, "45 menit"),
        (3.5, "3,5 jam"),
        (99.94, "99,9 jam"),
        (1234, "1.234 jam"),
        (None, "–"),
    ],
)
def test_hours_are_as_precise_as_they_are_useful(value: float | None, written: str) -> None:
    assert words.hours(value) == written


@pytest.mark.parametrize(("value", "written"), [(0.9999, "1,0 jam"), (99.99, "100 jam"), (0.995, "1,0 jam")])
def test_hours_never_round_up_past_their_own_unit(value: float, written: str) -> None:
    assert words.hours(value) == written


@pytest.mark.parametrize(
    ("now", "before", "written"),
    [
        (110, 100, "+10,0 %"),
        (100, 100, "0,0 %"),
        (99_999, 100_000, "0,0 %"),
        (90, 100, "−10,0 %"),
        (1, 0, None),
        (None, 5, None),
        (5, float("nan"), None),
    ],
)
def test_a_change_has_its_sign_and_is_silent_where_there_is_nothing_to_compare(
    now: float | None, before: float | None, written: str | None
) -> None:
    assert words.change(now, before) == written


@pytest.mark.parametrize(
    ("now", "before", "written"),
    [(0.5, 0.4, "+10,0 poin"), (0.4, 0.5, "−10,0 poin"), (0.4999, 0.5, "0,0 poin"), (None, 0.5, None)],
)
def test_points_that_round_to_nothing_have_no_sign(
    now: float | None, before: float, written: str | None
) -> None:
    assert words.points(now, before) == written


def test_dates_are_written_in_indonesian() -> None:
    day = dt.date(2026, 11, 23)

    assert words.date(day) == "23 November 2026"
    assert words.long_date(day) == "Senin, 23 November 2026"
    assert words.moment(dt.datetime(2026, 8, 3, 8, 0)) == "3 Agu 2026 08.00 WIB"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (None, None, "seluruh riwayat"),
        (dt.date(2026, 1, 1), dt.date(2026, 1, 31), "1 Januari 2026 sampai 31 Januari 2026"),
        (dt.date(2026, 1, 1), None, "sejak 1 Januari 2026"),
        (None, dt.date(2026, 1, 31), "sampai 31 Januari 2026"),
    ],
)
def test_a_period_is_told_whatever_end_it_lacks(
    start: dt.date | None, end: dt.date | None, written: str
) -> None:
    assert words.period(start, end) == written
