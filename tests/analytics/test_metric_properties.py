"""What must hold between figures in any office: random ones, straight in the replica's tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.hand_made import EmptyReplica

START = dt.datetime(2026, 10, 1, 8)
PATHS = [
    tuple(path.split())
    for path in (
        "",
        "PROSES",
        "DITOLAK",
        "GAGAL",
        "PROSES SELESAI",
        "PROSES DITOLAK",
        "PROSES GAGAL",
        "PROSES SELESAI DIAMBIL",
    )
]
LOCATIONS = ("KEC_1", "KEC_10", "TIDAK_DIKETAHUI")
SERVICES = ("KK", "KIA")

applications = st.lists(
    st.fixed_dictionaries(
        {
            "hour": st.integers(0, 24 * 50),
            "path": st.sampled_from(PATHS),
            "stays": st.lists(st.integers(0, 24 * 9), min_size=3, max_size=3),
            "due": st.none() | st.integers(0, 24 * 10),
            "layanan": st.sampled_from(SERVICES),
            "lokasi": st.sampled_from(LOCATIONS),
            "repeats": st.booleans(),
            "undone": st.booleans(),
        }
    ),
    max_size=25,
)
days = st.none() | st.dates(dt.date(2026, 9, 28), dt.date(2026, 12, 10))
choices = st.builds(
    lambda start, end, layanan, lokasi: Filters(
        min(start, end) if start and end else start,
        max(start, end) if start and end else end,
        layanan,
        lokasi=lokasi,
    ),
    days,
    days,
    st.sets(st.sampled_from(SERVICES)).map(lambda s: tuple(sorted(s))),
    st.sets(st.sampled_from(LOCATIONS)).map(lambda s: tuple(sorted(s))),
)
scopes = st.sampled_from([Scope(), Scope(("KEC_1",)), Scope(("KEC_10", "TIDAK_DIKETAHUI"))])


def office(cases: list[dict[str, Any]]) -> Catalog:
    """An office of random applications; some repeat the last one that ended badly."""
    replica = EmptyReplica(as_of="2026-11-24 12:00")
    earlier: tuple[int, int, int, dt.datetime] | None = None
    transition_id = 0
    for request_id, case in enumerate(cases, start=1):
        submitted = START + dt.timedelta(hours=case["hour"])
        attempt, root, root_at = 1, request_id, submitted
        if case["repeats"] and earlier is not None:
            _, root, attempt, root_at = (earlier[0], earlier[1], earlier[2] + 1, earlier[3])
            earlier = None
        due = None if case["due"] is None else submitted + dt.timedelta(hours=case["due"])
        replica.connection.execute(
            "insert into submissions values (?, ?, ?, ?, ?, ?, ?, ?, ?, '-', 'K', '-', ?, 'loket', 'uji')",
            [request_id, root, None if attempt == 1 else root, attempt, root_at, submitted, due,
             None if due is None else 1, case["layanan"], case["lokasi"]],
        )  # fmt: skip
        entered, status = submitted, "VERIFIKASI"
        for target, stay in zip(case["path"], case["stays"], strict=False):
            left = entered + dt.timedelta(hours=stay)
            transition_id += 1
            _insert_step(
                replica,
                transition_id,
                request_id,
                status,
                target,
                entered,
                left,
                case,
                submitted,
                due,
                attempt,
            )
            entered, status = left, target
        if case["undone"] and case["path"] == ("PROSES",):
            replica.connection.execute("insert into reversals values (?)", [transition_id])
        elif case["path"] and case["path"][-1] in ("DITOLAK", "GAGAL"):
            earlier = (request_id, root, attempt, root_at)
    return Catalog(replica)


def _insert_step(
    replica, transition_id, request_id, status, target, entered, left, case, submitted, due, attempt
):
    seconds = int((left - entered).total_seconds())
    replica.connection.execute(
        """insert into transitions values
        (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, null, ?, ?, ?, ?, '-', 'K', '-', ?, 'loket', true)""",
        [transition_id, request_id, status, target, entered, entered, left, seconds, 0, seconds, 0,
         int((left - submitted).total_seconds()), submitted, due, attempt, case["layanan"], case["lokasi"]],
    )  # fmt: skip


def frame(catalog: Catalog, name: str, filters: Filters, scope: Scope, **options: Any) -> Any:
    return catalog.run(name, filters, scope, **options).frame


@settings(max_examples=40, deadline=None)
@given(cases=applications, filters=choices, scope=scopes)
def test_what_a_figure_counts_is_what_its_list_holds(
    cases: list[dict[str, Any]], filters: Filters, scope: Scope
) -> None:
    catalog = office(cases)

    steps = frame(catalog, "corong", filters, scope).set_index("langkah")["n"]
    for step, n in steps.items():
        listed = frame(catalog, "kasus_corong", filters, scope, langkah=step, batas=1000)
        assert len(listed) == n, step
        assert listed["request_id"].is_unique
    times = frame(catalog, "waktu_status", filters, scope).set_index("status")["n"]
    for status in ("VERIFIKASI", "PROSES", "SELESAI"):
        listed = frame(catalog, "kasus_lama", filters, scope, status=status, batas=1000)
        assert len(listed) == times.get(status, 0)
    for times_applied, n in frame(catalog, "rantai", filters, scope).set_index("ke")["tepat"].items():
        listed = frame(catalog, "kasus_rantai", filters, scope, kali=times_applied, batas=1000)
        assert len(listed) == n
        assert listed["request_id"].is_unique


@settings(max_examples=40, deadline=None)
@given(cases=applications, filters=choices, scope=scopes)
def test_parts_add_up_to_their_whole(cases: list[dict[str, Any]], filters: Filters, scope: Scope) -> None:
    catalog = office(cases)

    whole = frame(catalog, "waktu_status", filters, scope).groupby("status")["n"].sum().to_dict()
    for name in ("waktu_layanan", "tren_mingguan"):
        assert frame(catalog, name, filters, scope).groupby("status")["n"].sum().to_dict() == whole, name
    months = frame(catalog, "corong_bulanan", filters, scope)
    steps = frame(catalog, "corong", filters, scope).set_index("langkah")["n"]
    assert months["n"].sum() == steps["masuk"]
    assert months["selesai"].sum() == steps["selesai"]
    assert months["terbuka"].sum() == steps["terbuka_verifikasi"] + steps["terbuka_proses"]
    assert (months[["selesai", "ditolak", "gagal", "terbuka"]].sum(axis=1) == months["n"]).all()


@settings(max_examples=40, deadline=None)
@given(cases=applications, filters=choices, scope=scopes)
def test_the_funnel_only_narrows_and_nothing_is_lost(
    cases: list[dict[str, Any]], filters: Filters, scope: Scope
) -> None:
    n = frame(office(cases), "corong", filters, scope).set_index("langkah")["n"]

    assert n["masuk"] >= n["proses"] >= n["selesai"] >= n["diambil"] >= 0
    assert (n >= 0).all()
    ends = ["ditolak_verifikasi", "ditolak_proses", "gagal_verifikasi", "gagal_proses", "diambil"]
    still_there = ["terbuka_verifikasi", "terbuka_proses", "menunggu_diambil"]
    assert n[ends].sum() + n[still_there].sum() == n["masuk"]


@settings(max_examples=40, deadline=None)
@given(cases=applications, filters=choices, scope=scopes)
def test_on_time_late_failed_and_not_yet_due_are_all_there_is(
    cases: list[dict[str, Any]], filters: Filters, scope: Scope
) -> None:
    (row,) = frame(office(cases), "ketepatan", filters, scope).to_dict("records")

    assert row["tepat"] + row["terlambat"] + row["gagal"] + row["belum_tempo"] == row["bertenggat"]
    assert min(row[name] for name in ("tepat", "terlambat", "gagal", "belum_tempo", "terlambat_terbuka")) >= 0
    assert row["jatuh_tempo"] == row["tepat"] + row["terlambat"]


@settings(max_examples=25, deadline=None)
@given(cases=applications, filters=choices)
def test_scopes_part_the_office_without_overlap(cases: list[dict[str, Any]], filters: Filters) -> None:
    catalog = office(cases)

    everything = frame(catalog, "corong", filters, Scope()).set_index("langkah")["n"]
    parts = sum(
        frame(catalog, "corong", filters, Scope((place,))).set_index("langkah")["n"] for place in LOCATIONS
    )

    assert (parts == everything).all()


@settings(max_examples=25, deadline=None)
@given(cases=applications)
def test_times_in_status_add_up_to_the_throughput(cases: list[dict[str, Any]]) -> None:
    catalog = office(cases)
    listed = [
        frame(catalog, "kasus_lama", Filters(), Scope(), status=status, batas=1000)
        for status in ("VERIFIKASI", "PROSES")
    ]
    finished = frame(catalog, "kasus_corong", Filters(), Scope(), langkah="selesai", batas=1000)

    spent = sum(rows.groupby("request_id")["jam"].sum().reindex(finished["request_id"]) for rows in listed)

    throughput = finished.set_index("request_id")["terakhir"] - finished.set_index("request_id")["masuk"]
    waiting = frame(catalog, "kasus_lama", Filters(), Scope(), status="SELESAI", batas=1000)
    collected = waiting.set_index("request_id")["jam"].reindex(finished["request_id"]).fillna(0)
    assert (spent + collected).to_numpy() == pytest.approx(throughput.dt.total_seconds().to_numpy() / 3600)
