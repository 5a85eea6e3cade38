"""What must hold between the figures on the quality of the data in any office."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.test_mutu_by_hand import QuestionableOffice

PLACES = ("A", "B")
minutes = st.integers(0, 6 * 24 * 60)

applications = st.lists(
    st.fixed_dictionaries(
        {
            "submitted": st.sampled_from([0, 5, 1440, 1441, 8640, 12_000]),
            "place": st.sampled_from(PLACES),
            "kelurahan": st.sampled_from(["K1", "TIDAK_DIKETAHUI"]),
            "stays": st.lists(st.tuples(minutes, minutes, st.integers(0, 59)), max_size=3),
            "repeats": st.booleans(),
            "undone": st.booleans(),
        }
    ),
    max_size=12,
)
days = st.none() | st.dates(dt.date(2026, 11, 14), dt.date(2026, 11, 26))
periods = st.builds(
    lambda start, end: Filters(
        min(start, end) if start and end else start, max(start, end) if start and end else end
    ),
    days,
    days,
)


def built(described: list[dict[str, Any]]) -> Catalog:
    office = QuestionableOffice()
    for place in PLACES:
        office.location(place, [f"2026-11-{day}" for day in range(16, 28)])

    def moment(minute: int, second: int = 0) -> str:
        at = dt.datetime(2026, 11, 16) + dt.timedelta(minutes=minute, seconds=second)
        return f"{at:%d %H:%M:%S}"

    for number, one in enumerate(described, start=1):
        earlier = number - 1 if one["repeats"] and number > 1 else None
        office.application(
            number, moment(one["submitted"]), one["place"], kelurahan=one["kelurahan"], repeats=earlier
        )
        steps = zip(("PROSES", "DITOLAK", "SELESAI"), one["stays"], strict=False)
        for status, (entered, left, second) in steps:
            step = office.step(number, status, moment(entered), moment(left, second))
            if one["undone"]:
                office.step(number, "VERIFIKASI", moment(left, second), moment(left, second), undoes=step)
    return Catalog(office)


def counts(catalog: Catalog, filters: Filters, scope: Scope = Scope()) -> dict[str, int]:  # noqa: B008
    frames = [catalog.run(name, filters, scope).frame for name in ("mutu_waktu_janggal", "mutu_ganda")]
    return {row["jenis"]: int(row["n"]) for frame in frames for row in frame.to_dict("records")}


@settings(max_examples=25)
@given(applications, periods)
def test_every_count_is_the_length_of_its_list(described: list[dict[str, Any]], filters: Filters) -> None:
    catalog = built(described)
    for kind, count in counts(catalog, filters).items():
        listed = catalog.run("kasus_janggal", filters, jenis=kind).frame
        assert (kind, len(listed)) == (kind, count)
        assert set(listed["jumlah"]) <= {count}


@settings(max_examples=25)
@given(applications, periods)
def test_locations_add_up_to_the_office(described: list[dict[str, Any]], filters: Filters) -> None:
    catalog = built(described)
    parts = [counts(catalog, filters, Scope((place,), None)) for place in PLACES]
    whole = counts(catalog, filters)
    # The attempt before may lie where a limited account does not see how it ended.
    for kind in whole.keys() - {"ulang_dini"}:
        assert (kind, whole[kind]) == (kind, sum(part[kind] for part in parts))


@settings(max_examples=25)
@given(applications, periods)
def test_days_without_both_are_without_either(described: list[dict[str, Any]], filters: Filters) -> None:
    for row in built(described).run("mutu_hari_kosong", filters).frame.to_dict("records"):
        assert row["kosong"] <= min(row["tanpa_masuk"], row["tanpa_putusan"])
        assert max(row["tanpa_masuk"], row["tanpa_putusan"]) <= row["hari_buka"]
        assert row["kosong"] >= row["tanpa_masuk"] + row["tanpa_putusan"] - row["hari_buka"]


@settings(max_examples=25)
@given(applications, periods)
def test_unknown_ones_are_among_those_that_came_in(described: list[dict[str, Any]], filters: Filters) -> None:
    catalog = built(described)
    came_in = int(catalog.run("ringkas_proses", filters).frame["masuk"].iloc[0])
    for row in catalog.run("mutu_dimensi", filters).frame.to_dict("records"):
        assert row["dari"] == came_in
        assert 0 <= row["n"] <= came_in
        assert came_in == 0 or row["porsi"] == pytest.approx(row["n"] / came_in)
        assert len(catalog.run("kasus_masuk", filters, tanpa=row["dimensi"]).frame) == row["n"]
