"""What must hold between backlog, deadlines, lists and weeks in any office."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.random_office import PLACES, SERVICES, random_office

FAR = dt.date(2026, 12, 31)
seeds = st.integers(0, 10_000)
filters_of = st.builds(
    lambda start, length, lokasi, layanan: Filters(
        start, start + dt.timedelta(days=length), layanan, lokasi=lokasi
    ),
    st.dates(dt.date(2026, 9, 20), dt.date(2026, 11, 24)),
    st.integers(0, 60),
    st.sets(st.sampled_from(PLACES)).map(lambda some: tuple(sorted(some))),
    st.sets(st.sampled_from(SERVICES)).map(lambda some: tuple(sorted(some))),
)
scopes = st.sampled_from([Scope(), Scope(("KEC_1",)), Scope(kecamatan=("32.75.0",))])


def rows(catalog: Catalog, name: str, filters: Filters, scope: Scope, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = catalog.run(name, filters, scope, **options).frame.to_dict("records")
    return found


def listed(catalog: Catalog, name: str, filters: Filters, scope: Scope, **options: Any) -> int:
    """How many a list says it holds; held against how many it shows."""
    found = rows(catalog, name, filters, scope, batas=1000, **options)
    assert {row["jumlah"] for row in found} <= {len(found)}
    return len(found)


@settings(max_examples=25, deadline=None)
@given(seed=seeds, filters=filters_of, scope=scopes)
def test_tile_chart_calendar_and_list_tell_one_backlog(seed: int, filters: Filters, scope: Scope) -> None:
    catalog = Catalog(random_office(seed))

    ages = rows(catalog, "tunggakan", filters, scope)
    days = rows(catalog, "tunggakan_harian", filters, scope)
    total = sum(row["n"] for row in ages)

    assert total == sum(row["n"] for row in rows(catalog, "tenggat_terbuka", filters, scope))
    assert total == listed(catalog, "kasus_terbuka", filters, scope)
    if days:
        assert total == days[-1]["terbuka"] == days[-1]["verifikasi"] + days[-1]["proses"]
    else:
        assert total == 0
    for row in ages:
        asked = {"status": row["status"], "kelompok": row["kelompok"]}
        assert row["n"] == listed(catalog, "kasus_terbuka", filters, scope, **asked)


@settings(max_examples=25, deadline=None)
@given(seed=seeds, filters=filters_of, scope=scopes)
def test_the_backlog_moves_by_what_comes_and_goes(seed: int, filters: Filters, scope: Scope) -> None:
    catalog = Catalog(random_office(seed))

    days = rows(catalog, "tunggakan_harian", filters, scope)

    for before, after in pairwise(days):
        assert (after["hari"] - before["hari"]).days == 1
        assert after["terbuka"] == before["terbuka"] + after["masuk"] - after["keluar"]
    assert all(min(day["verifikasi"], day["proses"], day["menunggu_diambil"]) >= 0 for day in days)


@settings(max_examples=25, deadline=None)
@given(seed=seeds, filters=filters_of, scope=scopes)
def test_uncollected_documents_agree_everywhere(seed: int, filters: Filters, scope: Scope) -> None:
    catalog = Catalog(random_office(seed))

    ages = rows(catalog, "belum_diambil", filters, scope)
    days = rows(catalog, "tunggakan_harian", filters, scope)

    if days:
        assert sum(row["n"] for row in ages) == days[-1]["menunggu_diambil"]
    for row in ages:
        assert row["n"] == listed(catalog, "kasus_belum_diambil", filters, scope, kelompok=row["kelompok"])


@settings(max_examples=25, deadline=None)
@given(seed=seeds, filters=filters_of, scope=scopes)
def test_weeks_add_up_to_the_period(seed: int, filters: Filters, scope: Scope) -> None:
    catalog = Catalog(random_office(seed))

    weeks = rows(catalog, "ringkas_mingguan", filters, scope)
    (process,) = rows(catalog, "ringkas_proses", filters, scope)
    (on_time,) = rows(catalog, "ketepatan", filters, scope)
    (chain,) = rows(catalog, "ringkas_rantai", filters, scope)

    for name in ("masuk", "putusan", "ditolak", "selesai", "gagal"):
        assert sum(week[name] for week in weeks) == process[name], name
    assert sum(week["sekali_jadi"] for week in weeks) == chain["sekali_jadi"]
    assert sum(week["diputus_pertama"] for week in weeks) == chain["diputus"]
    assert on_time["tepat"] + on_time["terlambat"] == on_time["jatuh_tempo"]


@settings(max_examples=25, deadline=None)
@given(seed=seeds, filters=filters_of, scope=scopes)
def test_the_flow_is_the_funnel_and_the_hours_are_the_arrivals(
    seed: int, filters: Filters, scope: Scope
) -> None:
    catalog = Catalog(random_office(seed))

    flow = {(row["dari"], row["ke"]): row["n"] for row in rows(catalog, "alur_status", filters, scope)}
    funnel = {row["langkah"]: row["n"] for row in rows(catalog, "corong", filters, scope)}
    hours = rows(catalog, "jam_masuk", filters, scope)

    assert flow.get(("VERIFIKASI", "PROSES"), 0) == funnel["proses"]
    assert flow.get(("PROSES", "SELESAI"), 0) == funnel["selesai"]
    assert flow.get(("SELESAI", "DIAMBIL"), 0) == funnel["diambil"]
    assert sum(row["n"] for row in hours) == funnel["masuk"]
    for row in [row for row in hours if row["n"]][:5]:
        listed = rows(catalog, "kasus_masuk", filters, scope, hari=row["hari"], jam=row["jam"])
        assert {one["jumlah"] for one in listed} == {row["n"]}


@pytest.mark.parametrize("seed", range(6))
def test_what_the_deadline_rule_counts_is_what_its_list_holds(seed: int) -> None:
    catalog = Catalog(random_office(seed))

    for row in rows(catalog, "perhatian_tenggat", Filters(), Scope()):
        where = Filters(layanan=(row["layanan"],), lokasi=(row["lokasi"],))
        for column, state in (("terlambat", "terlambat"), ("mendekati", "segera")):
            asked = {"keadaan": state, "saat": "sekarang"}
            assert row[column] == listed(catalog, "kasus_terbuka", where, Scope(), **asked)
