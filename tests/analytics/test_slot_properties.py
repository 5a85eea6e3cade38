"""What must hold between the figures of pickup places in any office."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.what_if import compare
from tests.analytics.hand_made import EmptyReplica

MONDAY = dt.date(2026, 11, 2)
"""Three weeks and two days before "now", Tuesday 24 November 2026, 12.00 WIB."""

LOCATIONS = ("KEC_1", "KEC_10", "TIDAK_DIKETAHUI")
AREAS = ("32.75.01", "TIDAK_DIKETAHUI")
SERVICES = ("KK", "KTP_EL")
OUTCOMES = ("aktif", "hadir", "tidak_hadir", "batal")

places = st.sampled_from(LOCATIONS)
day_numbers = st.integers(0, 30)
slots = st.dictionaries(st.tuples(places, day_numbers), st.integers(0, 4), max_size=30)
bookings = st.lists(
    st.fixed_dictionaries(
        {
            "lokasi": places,
            "day": day_numbers,
            "outcome": st.sampled_from(OUTCOMES),
            "layanan": st.sampled_from(SERVICES),
            "kecamatan": st.sampled_from(AREAS),
            "ahead": st.integers(0, 30),
            "ready": st.none() | st.integers(-48, 24),
            "minute": st.integers(0, 90),
        }
    ),
    max_size=25,
)
refusals = st.lists(
    st.fixed_dictionaries(
        {
            "lokasi": places,
            "day": day_numbers,
            "layanan": st.sampled_from(SERVICES),
            "kecamatan": st.sampled_from(AREAS),
            "ahead": st.integers(0, 30),
            "minute": st.integers(0, 90),
        }
    ),
    max_size=15,
)
choices = st.builds(
    lambda first, length, layanan, lokasi: Filters(
        None if first is None else MONDAY + dt.timedelta(days=first),
        None if first is None else MONDAY + dt.timedelta(days=first + length),
        tuple(sorted(layanan)),
        lokasi=tuple(sorted(lokasi)),
    ),
    st.none() | st.integers(-5, 25),
    st.integers(0, 30),
    st.sets(st.sampled_from(SERVICES)),
    st.sets(places),
)
scopes = st.sampled_from(
    [Scope(), Scope(("KEC_1",)), Scope(("KEC_10", "TIDAK_DIKETAHUI")), Scope(kecamatan=("32.75.01",))]
)


def office(quotas: dict[tuple[str, int], int], booked: list[Any], refused: list[Any]) -> Catalog:
    """Slots hold what was booked on them, whatever their quota; a booking elsewhere makes a closed slot."""
    replica = EmptyReplica()

    def add(table: str, *values: Any) -> None:
        marks = ", ".join("?" * len(values))
        replica.connection.execute(f"insert into {table} values ({marks})", list(values))

    cells = sorted({*quotas, *((one["lokasi"], one["day"]) for one in booked)})
    ids = {cell: number for number, cell in enumerate(cells, start=1)}
    for (lokasi, number), slot_id in ids.items():
        held = [b for b in booked if (b["lokasi"], b["day"]) == (lokasi, number) and b["outcome"] != "batal"]
        day = MONDAY + dt.timedelta(days=number)
        add("slots", slot_id, lokasi, AREAS[0], day, quotas.get((lokasi, number), 0), len(held))
    replica.connection.execute(
        """
        insert into calendar
        select lokasi, day::date, 27000
        from unnest(?) as place (lokasi), generate_series(?, ?, interval 1 day) as days (day)
        where isodow(day) < 6
        """,
        [list(LOCATIONS[:2]), MONDAY - dt.timedelta(days=30), MONDAY + dt.timedelta(days=60)],
    )
    for request, one in enumerate(booked, start=1):
        day = MONDAY + dt.timedelta(days=one["day"])
        midnight = dt.datetime.combine(day, dt.time())
        asked = midnight - dt.timedelta(days=one["ahead"], minutes=one["minute"])
        settled = None if one["outcome"] == "aktif" else asked
        add(
            "bookings", request, ids[one["lokasi"], one["day"]], request, day, asked, one["outcome"], settled,
            asked, one["layanan"], one["kecamatan"], one["lokasi"], "loket", None,
        )  # fmt: skip
        if one["ready"] is not None:
            left = midnight + dt.timedelta(hours=one["ready"])
            add(
                "transitions", request, request, "PROSES", "SELESAI", asked, None, left, 0, None, 0, None, 0,
                None, None, asked, None, 1, one["layanan"], "-", one["kecamatan"], "-", one["lokasi"],
                "loket", True,
            )  # fmt: skip
    for number, one in enumerate(refused, start=1):
        day = MONDAY + dt.timedelta(days=one["day"])
        asked = dt.datetime.combine(day, dt.time()) - dt.timedelta(days=one["ahead"], minutes=one["minute"])
        add("slot_refusals", number, one["lokasi"], day, asked, one["layanan"], one["kecamatan"], "loket")
    return Catalog(replica)


SUMS = (
    "quota", "terisi", "dipesan", "dipesan_lewat", "datang", "tidak_datang", "ditolak_kuota", "siap"
)  # fmt: skip


@given(quotas=slots, booked=bookings, refused=refusals, filters=choices, scope=scopes)
@settings(max_examples=25, deadline=None)
def test_weeks_and_locations_add_up_to_the_whole(
    quotas: dict[tuple[str, int], int], booked: list[Any], refused: list[Any], filters: Filters, scope: Scope
) -> None:
    catalog = office(quotas, booked, refused)
    whole = catalog.run("ringkas_slot", filters, scope).frame.iloc[0]
    weeks = catalog.run("slot_mingguan", filters, scope).frame
    by_place = catalog.run("slot_lokasi", filters, scope).frame
    cells = catalog.run("slot_harian", filters, scope, rentang="minggu").frame

    for name in SUMS:
        assert weeks[name].sum() == whole[name]
        assert by_place[name].sum() == whole[name]
    for name, calendar_name in (
        ("quota", "kuota"), ("terisi", "terisi"), ("dipesan", "dipesan"), ("ditolak_kuota", "ditolak")
    ):  # fmt: skip
        assert cells[calendar_name].sum() == whole[name]
    assert whole["datang"] + whole["tidak_datang"] <= whole["dipesan_lewat"] <= whole["dipesan"]
    assert whole["siap"] <= whole["diperiksa_siap"] == whole["dipesan"]
    assert pd.isna(whole["porsi_terisi"]) == (whole["quota"] == 0)


@given(quotas=slots, booked=bookings, refused=refusals, filters=choices, scope=scopes)
@settings(max_examples=25, deadline=None)
def test_a_list_has_as_many_cases_as_its_figure(
    quotas: dict[tuple[str, int], int], booked: list[Any], refused: list[Any], filters: Filters, scope: Scope
) -> None:
    catalog = office(quotas, booked, refused)

    def listed(metric: str, **options: Any) -> int:
        rows = catalog.run(metric, filters, scope, batas=2, **options).frame
        return 0 if rows.empty else int(rows["jumlah"].iloc[0])

    whole = catalog.run("ringkas_slot", filters, scope).frame.iloc[0]
    assert listed("kasus_slot") == whole["dipesan"]
    assert listed("kasus_slot", nasib="hadir") == whole["datang"]
    assert listed("kasus_slot", nasib="tidak_hadir") == whole["tidak_datang"]
    assert listed("kasus_slot", nasib="belum_siap") == whole["dipesan"] - whole["siap"]
    cells = catalog.run("slot_harian", filters, scope).frame
    for cell in cells[cells["dipesan"] > 0].head(4).itertuples():
        assert listed("kasus_slot", tempat=cell.lokasi, hari=cell.hari) == cell.dipesan
    waiting = catalog.run("belum_siap", filters, scope).frame
    assert listed("kasus_belum_siap") == waiting["belum"].sum()
    assert (waiting["siap"] + waiting["belum"] == waiting["dipesan"]).all()


@given(quotas=slots, booked=bookings, refused=refusals, filters=choices)
@settings(max_examples=25, deadline=None)
def test_distances_and_the_curve_count_every_booking_once(
    quotas: dict[tuple[str, int], int], booked: list[Any], refused: list[Any], filters: Filters
) -> None:
    catalog = office(quotas, booked, refused)
    whole = catalog.run("ringkas_slot", filters).frame.iloc[0]

    for unit in ("kerja", "kalender"):
        distances = catalog.run("slot_jarak", filters, satuan=unit).frame
        assert distances["n"].sum() == whole["dipesan"]
        known = distances["kumulatif"].dropna()
        assert known.is_monotonic_increasing
    curve = catalog.run("slot_kurva", filters).frame
    assert curve.empty == (whole["quota"] == 0)
    assert curve["dipesan"].is_monotonic_increasing
    if not curve.empty and not filters.layanan:
        # Unfiltered, the curve ends at what is taken on open days.
        assert curve["dipesan"].iloc[-1] == whole["terisi"]


@given(quotas=slots, booked=bookings, refused=refusals)
@settings(max_examples=25, deadline=None)
def test_demand_counts_nobody_twice_and_loses_nobody(
    quotas: dict[tuple[str, int], int], booked: list[Any], refused: list[Any]
) -> None:
    catalog = office(quotas, booked, refused)
    # All days, the last of them on Wednesday 2 December, lie in the eight weeks before the 7th.
    definition = catalog.definition("slot_permintaan")
    values = catalog.parameters(definition, Filters(), Scope(), {}, dt.datetime(2026, 12, 8, 12))
    rows = catalog._replica.query(definition.sql, values).to_pandas()

    assert len(booked) <= rows["permintaan"].sum() <= len(booked) + len(refused)
    assert rows["ditolak"].sum() <= len(refused)
    result = compare(rows, [])
    assert result.total_before.demand == rows["permintaan"].sum()
    assert result.total_before == result.total_after


@pytest.mark.parametrize("scope", [Scope(("KEC_1",)), Scope(kecamatan=("32.75.01",)), Scope(("KEC_10",))])
def test_no_figure_shows_a_location_outside_the_scope(scope: Scope) -> None:
    quotas = {(place, number): 3 for place in LOCATIONS for number in (21, 22, 23, 27)}
    wanted = {"layanan": "KK", "ahead": 5, "minute": 1}
    booked = [
        {**wanted, "lokasi": place, "day": number, "outcome": "aktif", "kecamatan": area, "ready": None}
        for place in LOCATIONS for number in (21, 23) for area in AREAS
    ]  # fmt: skip
    refused = [
        {**wanted, "lokasi": place, "day": 20, "kecamatan": area} for place in LOCATIONS for area in AREAS
    ]
    catalog = office(quotas, booked, refused)
    metrics = (
        "slot_lokasi",
        "slot_harian",
        "belum_siap",
        "slot_permintaan",
        "kasus_slot",
        "kasus_belum_siap",
    )

    for metric in metrics:
        rows = catalog.run(metric, Filters(), scope).frame
        assert not rows.empty
        if scope.lokasi:
            assert set(rows["lokasi"]) <= set(scope.lokasi)
        if scope.kecamatan and "kecamatan" in rows:
            assert set(rows["kecamatan"]) == set(scope.kecamatan)
