"""What must hold between the figures on areas in any city: random ones, straight in the replica's tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.hand_made import EmptyReplica

START = dt.datetime(2026, 9, 20, 8)
AREAS = ("T", "B", "TIDAK_DIKETAHUI")
PLACES = ("KEC_T", "MPP", "TIDAK_DIKETAHUI")
CHANNELS = ("aplikasi", "halo_pamor", "lain")
SERVICES = ("KK", "KIA")
PATHS = [
    tuple(path.split())
    for path in (
        "",
        "PROSES",
        "DITOLAK",
        "GAGAL",
        "PROSES SELESAI",
        "PROSES DITOLAK",
        "PROSES SELESAI DIAMBIL",
    )
]

applications = st.lists(
    st.fixed_dictionaries(
        {
            "hour": st.integers(0, 24 * 62),
            "path": st.sampled_from(PATHS),
            "stay": st.integers(0, 24 * 9),
            "due": st.none() | st.integers(0, 24 * 10),
            "layanan": st.sampled_from(SERVICES),
            "kecamatan": st.sampled_from(AREAS),
            "kelurahan": st.sampled_from(("1", "2", "TIDAK_DIKETAHUI")),
            "lokasi": st.sampled_from(PLACES),
            "kanal": st.sampled_from(CHANNELS),
            "attempt": st.integers(1, 2),
            "undone": st.booleans(),
        }
    ),
    max_size=30,
)
days = st.none() | st.dates(dt.date(2026, 9, 15), dt.date(2026, 12, 5))


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values)).map(lambda chosen: tuple(sorted(chosen)))


choices = st.builds(
    lambda start, end, *codes: Filters(
        min(start, end) if start and end else start, max(start, end) if start and end else end, *codes
    ),
    days, days, some(SERVICES), some(AREAS), some(PLACES), some(CHANNELS),
)  # fmt: skip
scopes = st.sampled_from([Scope(), Scope(("KEC_T",)), Scope(None, ("T",)), Scope(("MPP",), ("B", "T"))])


def city(cases: list[dict[str, Any]]) -> Catalog:
    """A city of random applications."""
    replica = EmptyReplica()
    run = replica.connection.execute
    run(
        "insert into dim_kecamatan values ('T', 'Timur', 10000, 2023, 1, 1), ('B', 'Barat', 5000, 2022, 2, 1)"
    )
    run("insert into dim_lokasi values ('KEC_T', 'K', 'kecamatan', 1, 'T'), ('MPP', 'M', 'mpp', 2, null)")
    transition = 0
    for request, case in enumerate(cases, start=1):
        submitted = START + dt.timedelta(hours=case["hour"])
        due = None if case["due"] is None else submitted + dt.timedelta(hours=case["due"])
        code = (
            case["kelurahan"]
            if case["kelurahan"] == AREAS[-1]
            else f"{case['kecamatan']}.{case['kelurahan']}"
        )
        run(
            "insert into submissions values (?, ?, null, ?, ?, ?, ?, 1, ?, '-', ?, ?, ?, ?, 'uji')",
            [request, request, case["attempt"], submitted, submitted, due, case["layanan"],
             case["kecamatan"], code, case["lokasi"], case["kanal"]],
        )  # fmt: skip
        status, left = "VERIFIKASI", submitted
        for target in case["path"]:
            left += dt.timedelta(hours=case["stay"])
            transition += 1
            run(
                """
                insert into transitions
                select ?, request_id, ?, ?, submitted_at, null, ?, 0, null, 0, null, 0, null, null,
                    submitted_at, due_at, attempt, layanan, varian, kecamatan, kelurahan, lokasi, kanal, true
                from submissions where request_id = ?
                """,
                [transition, status, target, left, request],
            )
            status = target
        if case["undone"] and len(case["path"]) == 1:
            run("insert into reversals values (?)", [transition])
    return Catalog(replica)


def ask(catalog: Catalog, name: str, filters: Filters, scope: Scope, **options: Any) -> pd.DataFrame:
    return catalog.run(name, filters, scope, **options).frame


def submitted(catalog: Catalog, filters: Filters, scope: Scope) -> int:
    funnel = ask(catalog, "corong", filters, scope)
    return int(funnel.loc[funnel["langkah"] == "masuk", "n"].iloc[0])


@settings(max_examples=40, deadline=None)
@given(cases=applications, filters=choices, scope=scopes)
def test_areas_months_flow_mix_and_channels_add_up_to_all_applications(
    cases: list[dict[str, Any]], filters: Filters, scope: Scope
) -> None:
    catalog = city(cases)
    whole = submitted(catalog, filters, scope)

    for name in (
        "permintaan_wilayah",
        "wilayah_bulanan",
        "wilayah_aliran",
        "wilayah_layanan",
        "wilayah_kanal",
    ):
        assert ask(catalog, name, filters, scope)["n"].sum() == whole, name
    assert ask(catalog, "permintaan_wilayah", filters, scope, tingkat="kelurahan")["n"].sum() == whole
    for name in ("wilayah_aliran", "wilayah_layanan", "wilayah_kanal"):
        frame = ask(catalog, name, filters, scope)
        shares = frame.dropna(subset=["bagian"]).groupby("kecamatan")["bagian"].sum()
        assert shares.tolist() == pytest.approx([1.0] * len(shares)), name


@settings(max_examples=40, deadline=None)
@given(cases=applications, filters=choices, scope=scopes)
def test_on_time_and_rejection_by_area_add_up_to_those_of_the_city(
    cases: list[dict[str, Any]], filters: Filters, scope: Scope
) -> None:
    catalog = city(cases)
    parts = ask(catalog, "wilayah_mutu", filters, scope)
    (on_time,) = ask(catalog, "ketepatan", filters, scope).to_dict("records")
    (process,) = ask(catalog, "ringkas_proses", filters, scope).to_dict("records")

    for name in ("tepat", "terlambat", "jatuh_tempo"):
        assert parts[name].sum() == on_time[name], name
    for name in ("putusan", "ditolak"):
        assert parts[name].sum() == process[name], name
    if not parts.empty and on_time["jatuh_tempo"]:
        assert parts["kota_tepat"].iloc[0] == pytest.approx(on_time["porsi_tepat"])


@settings(max_examples=40, deadline=None)
@given(cases=applications, filters=choices, scope=scopes)
def test_intervals_hold_their_estimate(cases: list[dict[str, Any]], filters: Filters, scope: Scope) -> None:
    catalog = city(cases)
    quality = ask(catalog, "wilayah_mutu", filters, scope)
    demand = ask(catalog, "permintaan_wilayah", filters, scope)
    channels = ask(catalog, "wilayah_kanal", filters, scope)

    for frame, low, value, high in (
        (quality, "tepat_low", "porsi_tepat", "tepat_high"),
        (quality, "ditolak_low", "porsi_ditolak", "ditolak_high"),
        (channels, "low", "bagian", "high"),
        (demand, "low", "per_1000", "high"),
    ):
        known = frame.dropna(subset=[value])
        assert (known[low] <= known[value] + 1e-9).all()
        assert (known[value] <= known[high] + 1e-9).all()
        assert (known[low] >= 0).all()
        assert (known[high] > known[low]).all()


@settings(max_examples=30, deadline=None)
@given(cases=applications, filters=choices, scope=scopes)
def test_the_list_behind_every_mark_holds_what_the_mark_counts(
    cases: list[dict[str, Any]], filters: Filters, scope: Scope
) -> None:
    catalog = city(cases)

    def listed(name: str, narrowed: Filters, **options: Any) -> int:
        frame = ask(catalog, name, narrowed, scope, batas=1000, **options)
        assert frame["request_id"].is_unique
        assert frame["jumlah"].tolist() == [len(frame)] * len(frame)
        return len(frame)

    def narrowed(**codes: str) -> Filters:
        values = {name: getattr(filters, name) for name in ("layanan", "kecamatan", "lokasi", "kanal")}
        return Filters(filters.start, filters.end, **{**values, **{n: (c,) for n, c in codes.items()}})

    for counted in ("semua", "pertama"):
        for row in ask(
            catalog, "permintaan_wilayah", filters, scope, tingkat="kelurahan", hitung=counted
        ).itertuples():
            area = narrowed(kecamatan=row.kecamatan)
            assert listed("kasus_masuk", area, kelurahan=row.kelurahan, hitung=counted) == row.n
        for row in ask(catalog, "wilayah_bulanan", filters, scope, hitung=counted).dropna().itertuples():
            area = narrowed(kecamatan=row.kecamatan)
            assert listed("kasus_masuk", area, bulan=row.bulan, hitung=counted) == row.n
    for row in ask(catalog, "wilayah_aliran", filters, scope).itertuples():
        assert listed("kasus_masuk", narrowed(kecamatan=row.kecamatan, lokasi=row.lokasi)) == row.n
    for row in ask(catalog, "wilayah_mutu", filters, scope).itertuples():
        area = narrowed(kecamatan=row.kecamatan)
        assert listed("kasus_wilayah_mutu", area, himpunan="terlambat") == row.terlambat
        assert listed("kasus_wilayah_mutu", area, himpunan="ditolak") == row.ditolak
