"""Every figure against a small office whose answers were worked out on paper.

All cases keep the head office's hours: Monday to Thursday 08.00-15.30, Friday 08.00-15.00. "Now" is
Tuesday 24 November 2026, 12.00 WIB.

    A   Mon 23 09.00; taken 10.00, accepted 11.00; taken 13.00, finished 15.00; collected Tue 09.00
    B   Mon 16 10.00; rejected 12.00; repeated as B2
    B2  Tue 17 08.00; accepted 09.00; finished 10.00; still uncollected
    C   Mon 23 08.00; accepted 09.00, undone 09.10; rejected 10.00
    D   Tue 24 08.00; still in Verifikasi
    E   Mon 23 14.00; accepted 15.00; sending failed Tue 24 08.30
    F   Fri 20 14.00; accepted Mon 23 08.00; finished 15.30, exactly when due; still uncollected
    G   Wed 18 09.00 (KIA, area unknown, KEC_09); accepted Thu 19 09.00; still in Proses
    H   Thu 19 08.00 (PERMISI, no target); accepted 10.00; finished 15.30; still uncollected

All but H have a target of one working day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from office_builder import OfficeBuilder

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.replica import Position, Replica
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings

NOW = dt.datetime(2026, 11, 24, 12)
ALL = Filters()


class AtNow:
    """The replica, with the clock stopped."""

    def __init__(self, replica: Replica) -> None:
        self.replica = replica

    @property
    def position(self) -> Position:
        return Position(self.replica.position.txid, NOW)

    def query(self, sql: str, parameters: dict[str, Any] | None = None) -> Any:
        return self.replica.query(sql, parameters)


@pytest.fixture(scope="module")
def cases(module_database: RequestDatabase) -> dict[str, int]:
    """The ids of the cases; no test changes this office."""
    office = OfficeBuilder(module_database)
    ids: dict[str, int] = {}

    def application(name: str, at: str, **more: Any) -> int:
        ids[name] = office.application(f"2026-11-{at}", **{"sla_days": 1, **more})
        return ids[name]

    def step(name: str, status: str, at: str, taken: str | None = None) -> int:
        return office.step(
            ids[name], status, f"2026-11-{at}", claimed_at=f"2026-11-{taken}" if taken else None
        )

    application("B", "16 10:00")
    step("B", "DITOLAK", "16 12:00")
    application("B2", "17 08:00", resubmission_of=ids["B"])
    step("B2", "PROSES", "17 09:00")
    step("B2", "SELESAI", "17 10:00")
    application("G", "18 09:00", layanan="KIA", kecamatan=None, lokasi="KEC_09", kanal="loket")
    step("G", "PROSES", "19 09:00")
    application("H", "19 08:00", layanan="PERMISI", sla_days=None)
    step("H", "PROSES", "19 10:00")
    step("H", "SELESAI", "19 15:30")
    application("F", "20 14:00")
    step("F", "PROSES", "23 08:00")
    step("F", "SELESAI", "23 15:30")
    application("C", "23 08:00")
    office.undo(step("C", "PROSES", "23 09:00"), "2026-11-23 09:10")
    step("C", "DITOLAK", "23 10:00")
    application("A", "23 09:00")
    step("A", "PROSES", "23 11:00", taken="23 10:00")
    step("A", "SELESAI", "23 15:00", taken="23 13:00")
    step("A", "DIAMBIL", "24 09:00")
    application("E", "23 14:00")
    step("E", "PROSES", "23 15:00")
    step("E", "GAGAL", "24 08:30")
    application("D", "24 08:00")
    office.close()
    return ids


@pytest.fixture(scope="module")
def catalog(
    cases: dict[str, int],
    module_database: RequestDatabase,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("replica")
    replica = Replica(folder, module_database.url, Settings(home=folder))
    replica.open()
    replica.catch_up()
    yield Catalog(AtNow(replica))
    replica.close()


def rows(catalog: Catalog, name: str, filters: Filters = ALL, **options: Any) -> list[dict[str, Any]]:
    return list(catalog.run(name, filters, **options).frame.to_dict("records"))


def row(catalog: Catalog, name: str, filters: Filters = ALL, **options: Any) -> dict[str, Any]:
    (only,) = rows(catalog, name, filters, **options)
    return only


def test_the_funnel_counts_what_reached_and_what_left_each_step(catalog: Catalog) -> None:
    counts = {r["langkah"]: r["n"] for r in rows(catalog, "corong")}

    assert counts == {
        "masuk": 9,
        "proses": 6,  # A B2 E F G H; C's acceptance was undone
        "selesai": 4,  # A B2 F H
        "diambil": 1,  # A
        "ditolak_verifikasi": 2,  # B C
        "ditolak_proses": 0,
        "gagal_verifikasi": 0,
        "gagal_proses": 1,  # E
        "terbuka_verifikasi": 1,  # D
        "terbuka_proses": 1,  # G
        "menunggu_diambil": 3,  # B2 F H
    }


def test_the_funnel_shows_shares_of_all_and_of_the_step_before(catalog: Catalog) -> None:
    finished = next(r for r in rows(catalog, "corong") if r["langkah"] == "selesai")

    assert (finished["bagian"], finished["konversi"]) == (pytest.approx(4 / 9), pytest.approx(4 / 6))


def test_the_funnels_cohort_is_by_submission(catalog: Catalog) -> None:
    weekend_before = Filters(dt.date(2026, 11, 20), dt.date(2026, 11, 20))

    counts = {r["langkah"]: r["n"] for r in rows(catalog, "corong", weekend_before)}

    assert (counts["masuk"], counts["selesai"]) == (1, 1)  # F, though it was finished on the 23rd


def test_a_month_with_open_cases_above_five_percent_is_immature(catalog: Catalog) -> None:
    month = row(catalog, "corong_bulanan")

    # Open in Verifikasi or Proses: D and G, 2 of 9.
    assert (month["n"], month["terbuka"], month["matang"]) == (9, 2, False)


@pytest.mark.parametrize(("open_cases", "mature"), [(1, True), (2, False)])
def test_exactly_five_percent_open_is_still_mature(
    office: OfficeBuilder, replica: Replica, open_cases: int, mature: bool
) -> None:
    for number in range(20):
        request_id = office.application("2026-10-05 09:00")
        if number >= open_cases:
            office.step(request_id, "DITOLAK", "2026-10-05 10:00")
    replica.catch_up()

    assert row(Catalog(AtNow(replica)), "corong_bulanan")["matang"] is mature


def test_time_in_status_in_working_hours(catalog: Catalog) -> None:
    times = {r["status"]: r for r in rows(catalog, "waktu_status")}

    # Verifikasi: A 2, B 2, B2 1, C 2 (from 08.00), E 1, F 1 (Fri 14-15), G 7.5, H 2.
    # Sorted 1 1 1 2 2 2 2 7.5: P50 at 3.5 -> 2; P80 at 5.6 -> 2; P90 at 6.3 -> 2 + 0.3 * 5.5.
    assert times["VERIFIKASI"] == {
        "status": "VERIFIKASI", "n": 8, "p50": 2, "p80": 2, "p90": pytest.approx(3.65),
        "rata": pytest.approx(18.5 / 8), "cukup": False,
    }  # fmt: skip
    # Proses: A 4, B2 1, E 0.5 + 0.5, F 7.5, H 5.5. Sorted 1 1 4 5.5 7.5: P80 at 3.2, P90 at 3.6.
    measured = [times["PROSES"][name] for name in ("n", "p50", "p80", "p90", "rata")]
    assert measured == [5, 4, pytest.approx(5.9), pytest.approx(6.7), pytest.approx(3.8)]
    # Selesai: only A, Mon 15.00-15.30 and Tue 08.00-09.00.
    assert (times["SELESAI"]["n"], times["SELESAI"]["p50"]) == (1, 1.5)


def test_time_in_status_in_calendar_hours(catalog: Catalog) -> None:
    times = {r["status"]: r for r in rows(catalog, "waktu_status", satuan="kalender")}

    # Verifikasi: 1 1 2 2 2 2, G 24, F 66 (Fri 14.00 to Mon 08.00). P80 at 5.6: 2 + 0.6 * 22; P90 at 6.3.
    measured = [times["VERIFIKASI"][name] for name in ("p50", "p80", "p90")]
    assert measured == [2, pytest.approx(15.2), pytest.approx(24 + 0.3 * 42)]
    assert times["SELESAI"]["p50"] == 18


def test_time_in_status_is_counted_when_the_status_is_left(catalog: Catalog) -> None:
    monday = Filters(dt.date(2026, 11, 23), dt.date(2026, 11, 23))

    counts = {r["status"]: r["n"] for r in rows(catalog, "waktu_status", monday)}

    assert counts == {"VERIFIKASI": 4, "PROSES": 2}  # A C E F; A F


def test_waiting_and_handling_apart(catalog: Catalog) -> None:
    parts = {(r["status"], r["bagian"]): r for r in rows(catalog, "waktu_tunggu")}

    # Only A was taken on record: 09-10-11 in Verifikasi, 11-13-15 in Proses.
    assert {key: (part["n"], part["p50"], part["porsi"]) for key, part in parts.items()} == {
        ("VERIFIKASI", "menunggu"): (1, 1, 0.5),
        ("VERIFIKASI", "ditangani"): (1, 1, 0.5),
        ("PROSES", "menunggu"): (1, 2, 0.5),
        ("PROSES", "ditangani"): (1, 2, 0.5),
    }


@pytest.mark.parametrize(("n", "enough"), [(19, False), (20, True)])
def test_nineteen_are_too_few_and_twenty_are_enough(
    office: OfficeBuilder, replica: Replica, n: int, enough: bool
) -> None:
    for _ in range(n):
        office.step(
            office.application("2026-11-23 09:00"),
            "PROSES",
            "2026-11-23 10:00",
            claimed_at="2026-11-23 09:30",
        )
    replica.catch_up()
    catalog = Catalog(AtNow(replica))

    for name in ("waktu_status", "waktu_tunggu", "waktu_layanan", "tren_mingguan"):
        assert {(r["n"], r["cukup"]) for r in rows(catalog, name)} == {(n, enough)}, name


def test_the_weekly_trend_tells_partial_weeks_and_gaps(office: OfficeBuilder, replica: Replica) -> None:
    for day in ("02", "16", "24"):
        office.step(office.application(f"2026-11-{day} 09:00"), "PROSES", f"2026-11-{day} 10:00")
    replica.catch_up()
    catalog = Catalog(AtNow(replica))

    def weeks(first_day: int) -> list[tuple[int, int, bool]]:
        period = Filters(dt.date(2026, 11, first_day), dt.date(2026, 11, 24))
        found = rows(catalog, "tren_mingguan", period)
        return [(r["minggu"].day, r["n"], bool(r["sebagian"])) for r in found]

    # The week of the 9th is a gap; that of the 23rd is not over at Tuesday noon.
    assert weeks(2) == [(2, 1, False), (9, 0, False), (16, 1, False), (23, 1, True)]
    assert weeks(17) == [(23, 1, True)]
    # Asked from Tuesday the 10th on, the first week with data is whole again.
    assert weeks(10) == [(16, 1, False), (23, 1, True)]


def test_time_by_service_adds_up_to_all_services(catalog: Catalog) -> None:
    by_service = {(r["layanan"], r["status"]): (r["n"], r["p50"]) for r in rows(catalog, "waktu_layanan")}

    assert by_service[("KIA", "VERIFIKASI")] == (1, 7.5)
    assert by_service[("PERMISI", "PROSES")] == (1, 5.5)
    assert sum(n for (_, status), (n, _) in by_service.items() if status == "VERIFIKASI") == 8


def test_chains_by_number_of_applications(catalog: Catalog) -> None:
    counts = [(r["ke"], r["paling_sedikit"], r["tepat"]) for r in rows(catalog, "rantai")]

    assert counts == [(1, 8, 7), (2, 1, 1)]


def test_first_time_right_counts_decided_first_applications(catalog: Catalog) -> None:
    summary = row(catalog, "ringkas_rantai")

    # First applications: A F H finished, B C rejected; E failed and D G are open: undecided.
    assert (summary["sekali_jadi"], summary["diputus"], summary["porsi_sekali_jadi"]) == (3, 5, 0.6)
    assert (summary["rantai"], summary["diulang"], summary["gagal_pertama"]) == (8, 1, 1)
    assert summary["permohonan_per_rantai"] == pytest.approx(9 / 8)


def test_headline_figures(catalog: Catalog) -> None:
    summary = row(catalog, "ringkas_proses")

    # To Selesai in working hours: B2 2, A 6, H 7.5, F 1 + 7.5. P50 at 1.5, P80 at 2.4, P90 at 2.7.
    measured = [summary[name] for name in ("selesai", "p50", "p80", "p90")]
    assert measured == [4, pytest.approx(6.75), pytest.approx(7.9), pytest.approx(8.2)]
    # Decisions: 6 to Proses, 4 to Selesai, 2 rejections; E's failure is none.
    assert (summary["masuk"], summary["putusan"], summary["ditolak"], summary["gagal"]) == (9, 12, 2, 1)
    assert summary["porsi_ditolak"] == pytest.approx(2 / 12)


def test_on_time_names_its_numerator_and_denominator(catalog: Catalog) -> None:
    punctual = row(catalog, "ketepatan")

    # In time: A, B (rejected in time), B2, C, F exactly when due. Late: G, still open since Thu 19.
    # D is due tomorrow, E failed, H has no target.
    parts = ("bertenggat", "tepat", "terlambat", "gagal", "belum_tempo")
    assert [punctual[name] for name in parts] == [8, 5, 1, 1, 1]
    assert (punctual["jatuh_tempo"], punctual["porsi_tepat"]) == (6, pytest.approx(5 / 6))


def test_on_time_is_by_the_due_date(catalog: Catalog) -> None:
    tuesday = Filters(dt.date(2026, 11, 24), dt.date(2026, 11, 24))

    punctual = row(catalog, "ketepatan", tuesday)

    assert (punctual["bertenggat"], punctual["tepat"], punctual["gagal"]) == (3, 2, 1)  # A C E


@pytest.mark.parametrize(("finished", "in_time"), [("15:30", 1), ("15:31", 0)])
def test_exactly_when_due_is_on_time(
    office: OfficeBuilder, replica: Replica, finished: str, in_time: int
) -> None:
    request_id = office.application("2026-11-19 09:00", sla_days=1, lokasi="KEC_01")
    office.step(request_id, "PROSES", "2026-11-19 10:00")
    office.step(request_id, "SELESAI", f"2026-11-20 {finished.replace('15:3', '15:0')}")
    replica.catch_up()

    # Due on Friday the 20th at closing, 15.00.
    assert row(Catalog(AtNow(replica)), "ketepatan")["tepat"] == in_time


def test_over_midnight_a_case_belongs_to_the_day_of_each_event(
    office: OfficeBuilder, replica: Replica
) -> None:
    office.step(office.application("2026-11-23 23:30"), "PROSES", "2026-11-24 00:30")
    replica.catch_up()
    catalog = Catalog(AtNow(replica))
    monday, tuesday = (Filters(day, day) for day in (dt.date(2026, 11, 23), dt.date(2026, 11, 24)))

    assert rows(catalog, "corong", monday)[0]["n"] == 1
    assert rows(catalog, "corong", tuesday)[0]["n"] == 0
    assert rows(catalog, "waktu_status", monday) == []
    assert row(catalog, "waktu_status", tuesday)["p50"] == 0
    assert row(catalog, "waktu_status", tuesday, satuan="kalender")["p50"] == 1


def test_holidays_and_cuti_bersama_are_no_working_time(office: OfficeBuilder, replica: Replica) -> None:
    office.step(office.application("2025-12-24 15:00"), "PROSES", "2025-12-29 08:30")
    replica.catch_up()

    # Wed 24 Dec 15.00-15.30; 25 Natal, 26 cuti bersama, weekend; Mon 29 Dec 08.00-08.30.
    assert row(Catalog(AtNow(replica)), "waktu_status")["p50"] == 1


def test_an_unknown_area_is_a_value_of_its_own(catalog: Catalog) -> None:
    counts = {r["langkah"]: r["n"] for r in rows(catalog, "corong", Filters(kecamatan=("TIDAK_DIKETAHUI",)))}

    assert counts["masuk"] == 1  # G


def test_the_row_scope_holds_whatever_is_asked(catalog: Catalog) -> None:
    scope = Scope(("KEC_09",))

    mine = catalog.run("corong", ALL, scope).frame["n"].iloc[0]
    not_mine = catalog.run("corong", Filters(lokasi=("DINAS",)), scope).frame["n"].iloc[0]
    prefix = catalog.run("corong", ALL, Scope(("KEC_0",))).frame["n"].iloc[0]

    assert (mine, not_mine, prefix) == (1, 0, 0)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("masuk", "A B B2 C D E F G H"),
        ("proses", "A B2 E F G H"),
        ("selesai", "A B2 F H"),
        ("diambil", "A"),
        ("ditolak_verifikasi", "B C"),
        ("ditolak_proses", ""),
        ("gagal_verifikasi", ""),
        ("gagal_proses", "E"),
        ("terbuka_verifikasi", "D"),
        ("terbuka_proses", "G"),
        ("menunggu_diambil", "B2 F H"),
    ],
)
def test_behind_each_step_stand_its_cases(
    catalog: Catalog, cases: dict[str, int], step: str, expected: str
) -> None:
    listed = {r["request_id"] for r in rows(catalog, "kasus_corong", langkah=step)}

    assert listed == {cases[name] for name in expected.split()}


def test_behind_a_duration_stand_its_cases_longest_first(catalog: Catalog, cases: dict[str, int]) -> None:
    listed = rows(catalog, "kasus_lama", status="PROSES")

    assert [r["request_id"] for r in listed] == [cases[name] for name in ("F", "H", "A")] + sorted(
        [cases["B2"], cases["E"]]
    )
    assert {r["jumlah"] for r in listed} == {5}


def test_a_week_of_a_duration_can_be_opened_and_paged(catalog: Catalog, cases: dict[str, int]) -> None:
    week = {"status": "VERIFIKASI", "minggu": "2026-11-23"}

    first = rows(catalog, "kasus_lama", **week, batas=3)
    second = rows(catalog, "kasus_lama", **week, batas=3, mulai=3)

    assert {r["request_id"] for r in first + second} == {cases[name] for name in "ACEF"}
    assert (len(first), len(second), second[0]["jumlah"]) == (3, 1, 4)
