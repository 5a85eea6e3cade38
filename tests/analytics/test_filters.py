"""Filters: what an address means, what it cannot mean, and how it is said."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.filters import Filters

TODAY = dt.date(2026, 11, 24)
YEAR_AGO = dt.date(2025, 11, 25)

codes = st.lists(st.from_regex(r"[A-Za-z0-9_.]{1,12}", fullmatch=True), max_size=4).map(
    lambda some: tuple(sorted(set(some)))
)
days = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2200, 1, 1))
filters_of_any_kind = st.builds(
    lambda one, other, *some: Filters(
        min(one, other) if one and other else one, max(one, other) if one and other else other, *some
    ),
    *(days, days, codes, codes, codes, codes),
)


@pytest.mark.parametrize(
    ("query", "start", "end", "told"),
    [
        ({}, YEAR_AGO, TODAY, 0),
        ({"dari": "2026-01-01", "sampai": "2026-01-31"}, dt.date(2026, 1, 1), dt.date(2026, 1, 31), 0),
        ({"dari": "semua"}, None, None, 0),
        ({"dari": "semua", "sampai": "2026-01-31"}, None, dt.date(2026, 1, 31), 0),
        ({"dari": "2026-01-01", "sampai": "semua"}, dt.date(2026, 1, 1), None, 0),
        # The other end follows from the one that is given.
        ({"sampai": "2024-02-29"}, dt.date(2023, 3, 1), dt.date(2024, 2, 29), 0),
        ({"dari": "2026-11-01"}, dt.date(2026, 11, 1), TODAY, 0),
        ({"dari": "2027-01-05"}, dt.date(2027, 1, 5), dt.date(2027, 1, 5), 0),
        # What is wrong is told.
        ({"dari": "2026-02-01", "sampai": "2026-01-01"}, dt.date(2026, 1, 1), dt.date(2026, 2, 1), 1),
        ({"dari": "2026-02-30"}, YEAR_AGO, TODAY, 1),
        ({"dari": "0001-01-01", "sampai": "9999-12-31"}, YEAR_AGO, TODAY, 2),
        ({"dari": ["2026-01-01"], "sampai": {"a": 1}}, YEAR_AGO, TODAY, 2),
    ],
)
def test_a_period_is_read_and_what_is_wrong_is_told(
    query: dict[str, Any], start: dt.date | None, end: dt.date | None, told: int
) -> None:
    filters, warnings = Filters.read(query, on=TODAY)

    assert (filters.start, filters.end, len(warnings)) == (start, end, told)


def test_a_choice_that_cannot_be_read_is_told_by_name() -> None:
    filters, warnings = Filters.read({"layanan": "KK,'; drop table--"}, on=TODAY)

    assert filters.layanan == ("KK",)
    assert warnings == ("Sebagian pilihan layanan tidak terbaca.",)


@given(filters=filters_of_any_kind)
def test_every_choice_comes_back_from_its_address(filters: Filters) -> None:
    assert Filters.read(dict(parse_qsl(filters.to_query()))) == (filters, ())


@given(
    query=st.dictionaries(
        st.sampled_from(["dari", "sampai", "layanan", "kecamatan", "lokasi", "kanal"]),
        st.text() | st.none() | st.integers() | st.lists(st.text() | st.integers(), max_size=3),
    )
)
def test_no_address_whatever_breaks_a_page(query: dict[str, Any]) -> None:
    filters = Filters.from_query(query, on=TODAY)

    assert filters.start is None or filters.end is None or filters.start <= filters.end


def test_a_period_holds_both_of_its_days_whole() -> None:
    parameters = Filters(dt.date(2026, 1, 1), dt.date(2026, 1, 31)).parameters()

    assert (parameters["start"], parameters["end"]) == (dt.datetime(2026, 1, 1), dt.datetime(2026, 2, 1))


def test_leap_days_and_month_ends_do_not_shift_the_default_period() -> None:
    assert Filters.default(dt.date(2024, 2, 29)) == Filters(dt.date(2023, 3, 1), dt.date(2024, 2, 29))
    assert Filters.default(dt.date(2026, 12, 31)) == Filters(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (Filters(), "Seluruh riwayat"),
        (Filters(start=dt.date(2026, 5, 1)), "Sejak 1 Mei 2026"),
        (Filters(end=dt.date(2026, 8, 17)), "Sampai 17 Agustus 2026"),
        (Filters(TODAY, TODAY), "24 November 2026"),
        (
            Filters(dt.date(2026, 1, 1), dt.date(2026, 6, 30), layanan=("KIA", "KK"), kanal=("loket",)),
            "1 Januari 2026 sampai 30 Juni 2026; layanan KIA dan Kartu Keluarga; kanal loket",
        ),
        (Filters(kecamatan=("1", "2", "3", "4")), "Seluruh riwayat; 4 kecamatan"),
    ],
)
def test_a_choice_is_said_in_one_sentence(filters: Filters, sentence: str) -> None:
    assert filters.sentence({"layanan": {"KK": "Kartu Keluarga"}}) == sentence
