"""Backlog, deadlines, attention rules and weeks, against answers worked out on paper.

"Now" is Tuesday 24 November 2026, 12.00 WIB. All cases are KK at KEC_1 in kecamatan A unless said.

    A   Tue 24 09.00, due Tue 24 15.00; in Verifikasi
    B   Mon 23 11.00, due Tue 24 11.00; in Verifikasi: late since an hour
    C   Fri 20 12.00, due Thu 26 15.00; to Proses Mon 23 09.00; in Proses, 4 of 6.125 days used (65 %)
    D   Mon 16 08.00, due Wed 18 15.00; Proses Tue 17 08.00; Selesai Wed 18 15.00, just in time; uncollected
    E   1 Oct 08.00, due 2 Oct 15.00; Proses 1 Oct 10.00; Selesai 3 Oct 08.00, late; Diambil 20 Nov 10.00
    F   Mon 23 08.00, due Tue 24 15.00; Ditolak Mon 23 10.00, undone Mon 23 10.30: stands in Verifikasi
    G   Sun 22 23.50, no target; Gagal Mon 23 00.10, over midnight
    H   Wed 18 08.00, due Fri 20 15.00, KIA at KEC_2, kecamatan unknown; in Verifikasi: late

Open at KEC_1: A, B, C, F. Open at KEC_2: H.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.hand_made import EmptyReplica

NOVEMBER = Filters(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
ALL = Filters()


class Office(EmptyReplica):
    """Rows put straight into the replica's tables."""

    def __init__(self) -> None:
        super().__init__()
        self.step_id = 0
        self.cases: dict[int, dict[str, Any]] = {}

    def application(self, case: int, at: str, due: str | None, **more: Any) -> None:
        row = {
            "request_id": case, "root_id": case, "resubmission_of": None, "attempt": 1,
            "root_submitted_at": at, "submitted_at": at, "due_at": due, "sla_days": 1, "layanan": "KK",
            "varian": "BARU", "kecamatan": "A", "kelurahan": "A1", "lokasi": "KEC_1", "kanal": "aplikasi",
            "source": "uji", **more,
        }  # fmt: skip
        self.cases[case] = row
        names = ", ".join(row)
        marks = ", ".join(f"${name}" for name in row)
        self.connection.execute(f"insert into submissions ({names}) values ({marks})", row)

    def step(
        self, case: int, entered: str, left: str, start: str, end: str, undoes: int | None = None
    ) -> int:
        self.step_id += 1
        about = self.cases[case]
        shared = (
            "submitted_at", "due_at", "attempt", "layanan", "varian", "kecamatan", "kelurahan", "lokasi",
            "kanal",
        )  # fmt: skip
        row = {
            "transition_id": self.step_id, "request_id": case, "from_status": start, "to_status": end,
            "entered_at": entered, "left_at": left, "calendar_seconds": 0.0, "working_seconds": 0,
            "working_since_submission": 3600, "reverses_id": undoes, **{name: about[name] for name in shared},
        }  # fmt: skip
        names = ", ".join(row)
        marks = ", ".join(f"${name}" for name in row)
        self.connection.execute(f"insert into transitions ({names}) values ({marks})", row)
        if undoes is not None:
            self.connection.execute("insert into reversals values ($1), ($2)", [self.step_id, undoes])
        return self.step_id


@pytest.fixture(scope="module")
def office() -> Office:
    office = Office()
    office.application(1, "2026-11-24 09:00", "2026-11-24 15:00")
    office.application(2, "2026-11-23 11:00", "2026-11-24 11:00")
    office.application(3, "2026-11-20 12:00", "2026-11-26 15:00")
    office.step(3, "2026-11-20 12:00", "2026-11-23 09:00", "VERIFIKASI", "PROSES")
    office.application(4, "2026-11-16 08:00", "2026-11-18 15:00")
    office.step(4, "2026-11-16 08:00", "2026-11-17 08:00", "VERIFIKASI", "PROSES")
    office.step(4, "2026-11-17 08:00", "2026-11-18 15:00", "PROSES", "SELESAI")
    office.application(5, "2026-10-01 08:00", "2026-10-02 15:00")
    office.step(5, "2026-10-01 08:00", "2026-10-01 10:00", "VERIFIKASI", "PROSES")
    office.step(5, "2026-10-01 10:00", "2026-10-03 08:00", "PROSES", "SELESAI")
    office.step(5, "2026-10-03 08:00", "2026-11-20 10:00", "SELESAI", "DIAMBIL")
    office.application(6, "2026-11-23 08:00", "2026-11-24 15:00")
    refused = office.step(6, "2026-11-23 08:00", "2026-11-23 10:00", "VERIFIKASI", "DITOLAK")
    office.step(6, "2026-11-23 10:00", "2026-11-23 10:30", "DITOLAK", "VERIFIKASI", undoes=refused)
    office.application(7, "2026-11-22 23:50", None)
    office.step(7, "2026-11-22 23:50", "2026-11-23 00:10", "VERIFIKASI", "GAGAL")
    office.application(
        8, "2026-11-18 08:00", "2026-11-20 15:00", layanan="KIA", lokasi="KEC_2", kecamatan="TIDAK_DIKETAHUI"
    )
    office.connection.execute(
        """insert into calendar
        select lokasi, day::date, 27000
        from generate_series(date '2026-09-01', date '2026-12-31', interval 1 day) as g (day)
        cross join (values ('KEC_1'), ('KEC_2')) as l (lokasi)
        where isodow(day) <= 5"""
    )
    office.connection.execute(
        "insert into dim_lokasi values ('KEC_1', 'Satu', 'kecamatan', 1, 'A'), "
        "('KEC_2', 'Dua', 'kecamatan', 2, 'B')"
    )
    office.connection.execute("insert into dim_layanan values ('KK', 'Kartu Keluarga', 1, 1)")
    return office


@pytest.fixture(scope="module")
def catalog(office: Office) -> Catalog:
    return Catalog(office)


def rows(catalog: Catalog, name: str, filters: Filters = ALL, scope: Scope = Scope(), **options: Any) -> Any:  # noqa: B008
    return catalog.run(name, filters, scope, **options).frame.to_dict("records")


def test_the_backlog_is_counted_by_status_and_age(catalog: Catalog) -> None:
    # A is 3 hours old; B 25 hours and F 28 hours; H 6 days and 4 hours; C 4 days.
    found = {(row["status"], row["kelompok"]): row["n"] for row in rows(catalog, "tunggakan")}

    expected = {("VERIFIKASI", 1): 1, ("VERIFIKASI", 2): 2, ("VERIFIKASI", 3): 1, ("PROSES", 3): 1}
    assert {key: n for key, n in found.items() if n} == expected
    assert len(found) == 10


def test_the_backlog_of_a_past_day_is_that_days(catalog: Catalog) -> None:
    # At the end of Wed 18: H only; D is finished, C, B, F, A and G are still to come.
    found = rows(catalog, "tunggakan", Filters(dt.date(2026, 11, 1), dt.date(2026, 11, 18)))

    assert [(row["status"], row["kelompok"], row["n"]) for row in found if row["n"]] == [("VERIFIKASI", 1, 1)]


def test_the_daily_backlog_is_the_running_difference_of_in_and_out(catalog: Catalog) -> None:
    days = {
        row["hari"].strftime("%m-%d"): (
            row["verifikasi"], row["proses"], row["masuk"], row["keluar"], row["menunggu_diambil"],
        )
        for row in rows(catalog, "tunggakan_harian", NOVEMBER)
    }  # fmt: skip

    # E is finished in October and waits until it is collected on the 20th.
    assert days["11-01"] == (0, 0, 0, 0, 1)
    assert days["11-16"] == (1, 0, 1, 0, 1)  # D
    assert days["11-17"] == (0, 1, 0, 0, 1)  # D in Proses
    assert days["11-18"] == (1, 0, 1, 1, 2)  # D out, H in
    assert days["11-20"] == (2, 0, 1, 0, 1)  # C in; E collected
    assert days["11-22"] == (3, 0, 1, 0, 1)  # G in ten minutes before midnight
    # G out ten minutes after it; C to Proses; B and F in; F's rejection was undone.
    assert days["11-23"] == (3, 1, 2, 1, 1)
    assert days["11-24"] == (4, 1, 1, 0, 1)  # A
    assert list(days)[-1] == "11-24"


def test_seconds_after_the_minute_of_the_answer_belong_to_no_figure_yet() -> None:
    # The facts are complete until 12.00.40; figures say "now" to the minute, 12.00.00. A case of 11.30 that
    # was rejected at 12.00.20 is open in all of them, and one that came at 12.00.30 in none.
    office = Office()
    office.as_of = dt.datetime(2026, 11, 24, 12, 0, 40)
    office.application(1, "2026-11-24 11:30", "2026-11-24 15:00")
    office.step(1, "2026-11-24 11:30", "2026-11-24 12:00:20", "VERIFIKASI", "DITOLAK")
    office.application(2, "2026-11-24 12:00:30", "2026-11-24 15:00")
    catalog = Catalog(office)

    days = rows(catalog, "tunggakan_harian", Filters(dt.date(2026, 11, 23), dt.date(2026, 11, 24)))

    assert [(day["hari"].day, day["terbuka"]) for day in days] == [(24, 1)]
    assert sum(row["n"] for row in rows(catalog, "tunggakan")) == 1
    assert sum(row["n"] for row in rows(catalog, "tenggat_terbuka")) == 1
    assert [row["request_id"] for row in rows(catalog, "kasus_terbuka", saat="sekarang")] == [1]
    assert [row["mendekati"] for row in rows(catalog, "perhatian_tenggat")] == [1]
    assert rows(catalog, "pelunasan")[0]["terbuka"] == 1


def test_only_the_day_that_is_not_over_is_partial(catalog: Catalog) -> None:
    partial = [row["hari"].day for row in rows(catalog, "tunggakan_harian", NOVEMBER) if row["sebagian"]]

    assert partial == [24]


def test_uncollected_documents_are_counted_by_how_long_they_lie(catalog: Catalog) -> None:
    # D since Wed 18 15.00: 5 days and 21 hours.
    assert [row["n"] for row in rows(catalog, "belum_diambil")] == [0, 1, 0, 0, 0]
    # At the end of 19 November E lay there for 48 days, D for a day.
    earlier = rows(catalog, "belum_diambil", Filters(dt.date(2026, 10, 1), dt.date(2026, 11, 19)))
    assert [row["n"] for row in earlier] == [1, 0, 0, 1, 0]


def test_open_deadlines_fall_into_four_states(catalog: Catalog) -> None:
    # Late: B and H. Near: A and F, due today. Safe: C, due on Thursday, 65 % used. Nothing without target.
    found = {row["keadaan"]: row["n"] for row in rows(catalog, "tenggat_terbuka")}

    assert found == {"terlambat": 2, "mendekati": 2, "aman": 1, "tanpa_target": 0}


def test_a_case_that_used_more_than_four_fifths_of_its_time_is_near(office: Office) -> None:
    # 120 hours given; 96 used is exactly 80 % and safe, 97 used is near. Due on Wed 25 would be near anyway.
    fresh = Office()
    fresh.application(1, "2026-11-20 12:00", "2026-11-25 12:00", lokasi="TUTUP")
    fresh.application(2, "2026-11-20 11:00", "2026-11-25 12:00", lokasi="TUTUP")
    fresh.connection.execute("insert into calendar values ('TUTUP', '2026-11-24', 1)")
    # The next open day of this place is unknown, so tomorrow counts: both are due tomorrow.
    assert {row["keadaan"]: row["n"] for row in rows(Catalog(fresh), "tenggat_terbuka")}["mendekati"] == 2

    far = Office()
    far.application(1, "2026-11-08 12:00", "2026-11-28 12:00")  # 16 of 20 days: exactly 80 %
    far.application(2, "2026-11-08 11:00", "2026-11-28 11:00")  # an hour more used
    states = {row["keadaan"]: row["n"] for row in rows(Catalog(far), "tenggat_terbuka")}
    assert (states["aman"], states["mendekati"]) == (1, 1)


def test_the_rule_on_deadlines_names_service_place_and_the_longest_delay(catalog: Catalog) -> None:
    found = rows(catalog, "perhatian_tenggat")

    # H is due Fri 20 15.00; open days after that: Mon 23 and Tue 24. B is late since today: none.
    by_place = {row["lokasi"]: row for row in found}
    assert (by_place["KEC_2"]["terlambat"], by_place["KEC_2"]["terlama_hari_buka"]) == (1, 2)
    assert by_place["KEC_2"]["nama_layanan"] == "Tidak diketahui"
    assert (by_place["KEC_1"]["terlambat"], by_place["KEC_1"]["terlama_hari_buka"]) == (1, 0)
    assert by_place["KEC_1"]["mendekati"] == 2


@pytest.mark.parametrize(
    ("asked", "cases"),
    [
        ({}, {1, 2, 3, 6, 8}),
        ({"status": "PROSES"}, {3}),
        ({"kelompok": 2}, {2, 6}),
        ({"keadaan": "terlambat"}, {2, 8}),
        ({"keadaan": "segera"}, {1, 6}),
        ({"keadaan": "aman"}, {3}),
        ({"keadaan": "tanpa_target"}, set()),
    ],
)
def test_the_list_behind_a_bar_holds_its_cases(
    catalog: Catalog, asked: dict[str, Any], cases: set[int]
) -> None:
    found = rows(catalog, "kasus_terbuka", **asked)

    assert {row["request_id"] for row in found} == cases
    assert {row["jumlah"] for row in found} <= {len(cases)}


def test_the_list_is_of_the_periods_end_unless_asked_for_now(catalog: Catalog) -> None:
    past = Filters(dt.date(2026, 11, 1), dt.date(2026, 11, 18))

    assert {row["request_id"] for row in rows(catalog, "kasus_terbuka", past)} == {8}
    assert len(rows(catalog, "kasus_terbuka", past, saat="sekarang")) == 5


def test_uncollected_cases_are_listed(catalog: Catalog) -> None:
    assert [row["request_id"] for row in rows(catalog, "kasus_belum_diambil")] == [4]
    assert rows(catalog, "kasus_belum_diambil", kelompok=1) == []


def test_a_scope_by_kecamatan_or_place_hides_the_rest(catalog: Catalog) -> None:
    for scope in (Scope(kecamatan=("A",)), Scope(lokasi=("KEC_1",)), Scope(("KEC_1",), ("A",))):
        assert sum(row["n"] for row in rows(catalog, "tunggakan", scope=scope)) == 4
    assert sum(row["n"] for row in rows(catalog, "tunggakan", scope=Scope(("KEC_2",), ("A",)))) == 0


def test_the_weeks_add_up_what_the_period_counts(catalog: Catalog) -> None:
    weeks = {row["minggu"].strftime("%m-%d"): row for row in rows(catalog, "ringkas_mingguan", NOVEMBER)}

    # From Mon 16, the first week with data in November, to the week of "now".
    assert list(weeks) == ["11-16", "11-23"]
    first, last = weeks["11-16"], weeks["11-23"]
    # In: D, H, C, G. Decided: D twice. Due: D on time; H late and open.
    assert (first["masuk"], first["putusan"], first["selesai"]) == (4, 2, 1)
    assert (first["tepat"], first["jatuh_tempo"]) == (1, 2)
    # In: B, F, A. Decided: C to Proses. Failed: G. Due: B is late, A and F are not due yet.
    assert (last["masuk"], last["putusan"], last["gagal"]) == (3, 1, 1)
    assert (last["tepat"], last["jatuh_tempo"]) == (0, 1)
    assert (first["sebagian"], last["sebagian"]) == (False, True)
    assert first["p50"] != first["p50"], "one finished case is too few for a median"
    # First applications decided: D, finished.
    assert (first["sekali_jadi"], first["diputus_pertama"], last["diputus_pertama"]) == (1, 1, 0)


def test_the_flow_names_every_step_and_the_repeats(office: Office) -> None:
    fresh = Office()
    fresh.application(1, "2026-11-16 08:00", None)
    fresh.step(1, "2026-11-16 08:00", "2026-11-16 09:00", "VERIFIKASI", "DITOLAK")
    fresh.application(2, "2026-11-17 08:00", None, root_id=1, resubmission_of=1, attempt=2, layanan="KIA")
    fresh.step(2, "2026-11-17 08:00", "2026-11-17 09:00", "VERIFIKASI", "GAGAL")
    fresh.application(3, "2026-11-18 08:00", None, root_id=1, resubmission_of=2, attempt=3)
    fresh.step(3, "2026-11-18 08:00", "2026-11-18 09:00", "VERIFIKASI", "PROSES")
    catalog = Catalog(fresh)

    found = {(row["dari"], row["ke"]): row["n"] for row in rows(catalog, "alur_status")}
    of_kk = {
        (row["dari"], row["ke"]): row["n"] for row in rows(catalog, "alur_status", Filters(layanan=("KK",)))
    }

    assert found == {
        ("VERIFIKASI", "PROSES"): 1,
        ("VERIFIKASI", "DITOLAK"): 1,
        ("VERIFIKASI", "GAGAL"): 1,
        ("DITOLAK", "AJUKAN_ULANG"): 1,
        ("GAGAL", "AJUKAN_ULANG"): 1,
    }
    # The first was repeated as KIA, the repeat itself (KIA) is filtered out.
    assert of_kk[("DITOLAK", "AJUKAN_ULANG")] == 1
    assert ("GAGAL", "AJUKAN_ULANG") not in of_kk


def test_arrivals_stand_at_their_weekday_and_hour(catalog: Catalog) -> None:
    found = {(row["hari"], row["jam"]): row["n"] for row in rows(catalog, "jam_masuk", NOVEMBER)}

    assert len(found) == 7 * 24
    assert {key: n for key, n in found.items() if n} == {
        (2, 9): 1, (1, 11): 1, (5, 12): 1, (1, 8): 2, (7, 23): 1, (3, 8): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"hari": 1, "jam": 8}, {4, 6}),
        ({"hari": 7, "jam": 23}, {7}),  # ten minutes before midnight is still Sunday
        ({"hari": 1, "jam": 0}, set()),
        ({"hari": 1}, {2, 4, 6}),
        ({"jam": 8}, {4, 6, 8}),
        ({"tanpa": "kecamatan"}, {8}),
        ({"tanpa": "layanan"}, set()),
        ({}, {1, 2, 3, 4, 6, 7, 8}),
    ],
)
def test_behind_an_hour_or_an_unknown_kecamatan_stand_its_applications(
    catalog: Catalog, options: dict[str, Any], expected: set[int]
) -> None:
    found = rows(catalog, "kasus_masuk", NOVEMBER, **options)

    assert {row["request_id"] for row in found} == expected
    assert {row["jumlah"] for row in found} <= {len(expected)}


def eight_weeks(arrivals: int, endings: list[int]) -> Office:
    """Each of the eight whole weeks before Mon 23 November with so many in and out, and 60 more open."""
    office, case = Office(), 0
    for _ in range(60):
        case += 1
        office.application(case, "2026-09-01 08:00", None)
    waiting = list(range(1, case + 1))
    for week, ended in enumerate(endings):
        monday = dt.date(2026, 9, 28) + dt.timedelta(days=7 * week)
        for _ in range(arrivals):
            case += 1
            office.application(case, f"{monday} 08:00", None)
            waiting.append(case)
        for _ in range(ended):
            office.step(waiting.pop(0), f"{monday} 08:00", f"{monday} 12:00", "VERIFIKASI", "DITOLAK")
    return office


def test_the_backlog_clears_at_the_mean_surplus_of_eight_weeks() -> None:
    # 4 in, 7 out on average: 3 more out than in. 60 + 32 - 56 = 36 open: 12 weeks, 84 days from 24 November.
    (row,) = rows(Catalog(eight_weeks(4, [6, 8, 6, 8, 6, 8, 6, 8])), "pelunasan")

    assert (row["terbuka"], row["masuk_per_minggu"], row["keluar_per_minggu"]) == (36, 4, 7)
    assert row["habis"] == dt.date(2027, 2, 16)
    # The 80th percentile of the surplus is 4 (9 weeks, 63 days), the 20th is 2 (18 weeks, 126 days).
    assert row["habis_cepat"] == dt.date(2027, 1, 26)
    assert row["habis_lambat"] == dt.date(2027, 3, 30)
    assert row["minggu_kerja_penuh"] == pytest.approx(36 / 7)


def test_a_backlog_that_grows_has_no_date() -> None:
    (row,) = rows(Catalog(eight_weeks(7, [4] * 8)), "pelunasan")

    assert row["habis"] is None or row["habis"] != row["habis"]
    assert row["kelebihan"] == -3


def test_a_place_whose_backlog_grew_on_five_open_days_is_named() -> None:
    # The last five open days that are over: Tue 17 to Fri 20 and Mon 23. Two a day make ten; the weekend's
    # application belongs to Monday.
    def grown(on_monday: int) -> Office:
        office = Office()
        office.connection.execute(
            """insert into calendar select 'KEC_1', day::date, 27000
            from generate_series(date '2026-10-01', date '2026-12-31', interval 1 day) as g (day)
            where isodow(day) <= 5"""
        )
        days = [17, 17, 18, 18, 19, 19, 20, 20, *[22] * on_monday]
        for case, day in enumerate(days, start=1):
            office.application(case, f"2026-11-{day} 08:00", None)
        return office

    (named,) = rows(Catalog(grown(2)), "perhatian_tunggakan")
    assert (named["lokasi"], named["bertambah"], named["sejak"].day) == ("KEC_1", 10, 17)
    assert rows(Catalog(grown(1)), "perhatian_tunggakan") == [], "nine are too few to be told"
    assert rows(Catalog(grown(0)), "perhatian_tunggakan") == [], "Monday did not grow"


def test_a_place_with_nine_tenths_of_its_places_taken_is_named() -> None:
    office = Office()
    days = ["25", "26", "27", "30"]
    for place, taken in (("PENUH", 9), ("LUANG", 8)):
        for number, day in enumerate(days):
            slot = number + (10 if place == "PENUH" else 20)
            office.connection.execute(
                "insert into slots values ($1, $2, 'A', $3, 10, $4)", [slot, place, f"2026-11-{day}", taken]
            )
        # A closed day is none of the five, and today is over for new bookings.
        for slot, day in ((30, "2026-12-01"), (31, "2026-11-24")):
            office.connection.execute(
                "insert into slots values ($1, $2, 'A', $3, 0, 0)",
                [slot + (100 if place == "PENUH" else 200), place, day],
            )

    (named,) = rows(Catalog(office), "perhatian_slot")

    assert (named["lokasi"], named["quota"], named["terisi"]) == ("PENUH", 40, 36)


def reasons(new: int, old: int) -> Office:
    """So many rejections for blurred files in the last 7 days and the 28 before, out of 100 and 400."""
    office, case = Office(), 0
    for day, refused, decided in (("2026-11-20", new, 100), ("2026-11-01", old, 400)):
        for number in range(decided):
            case += 1
            office.application(case, f"{day} 08:00", None)
            end = "DITOLAK" if number < refused else "PROSES"
            step = office.step(case, f"{day} 08:00", f"{day} 12:00", "VERIFIKASI", end)
            if end == "DITOLAK":
                office.connection.execute(
                    """insert into rejections values ($1, $2, $2, 'BURAM', true, 'pemohon', 'VERIFIKASI', $3,
                    $4, 1, 'KK', 'BARU', 'A', 'A1', 'KEC_1', 'aplikasi', true)""",
                    [step, case, f"{day} 12:00", f"{day} 08:00"],
                )
    return office


@pytest.mark.parametrize(
    ("new", "old", "named"),
    [
        # Expected from the four weeks before: 16 of 400, so 4 in 100. More than 4 + 3 * 2 = 10 is a jump.
        (11, 16, True),
        (10, 16, False),
        # Expected 2.25, and 2.25 + 3 * 1.5 = 6.75: a jump, but under ten it is not told.
        (9, 9, False),
        (10, 9, True),
        # Expected 25: 38 is 1.52 times as many, but within 25 + 3 * 5 = 40.
        (38, 100, False),
        (41, 100, True),
    ],
)
def test_a_reason_is_named_when_it_jumped(new: int, old: int, named: bool) -> None:
    found = rows(Catalog(reasons(new, old)), "perhatian_alasan")

    assert [row["alasan"] for row in found] == (["BURAM"] if named else [])


def test_availability_tells_an_empty_office_from_a_narrow_choice(catalog: Catalog) -> None:
    (row,) = rows(catalog, "ketersediaan", Filters(dt.date(2001, 1, 1), dt.date(2001, 1, 2)))
    assert (row["semua"], row["sesuai"]) == (8, 0)
    assert row["hari_pertama"] == dt.date(2026, 10, 1)
    (empty,) = rows(Catalog(EmptyReplica()), "ketersediaan")
    assert (empty["semua"], empty["sesuai"]) == (0, 0)


def test_availability_tells_when_the_first_application_of_the_scope_came_in(catalog: Catalog) -> None:
    narrow = Filters(dt.date(2001, 1, 1), dt.date(2001, 1, 2))  # which moves the beginning of nothing

    (everything,) = rows(catalog, "ketersediaan", narrow)
    (second_place,) = rows(catalog, "ketersediaan", narrow, Scope(("KEC_2",)))
    (empty,) = rows(Catalog(EmptyReplica()), "ketersediaan")

    assert pd.Timestamp(everything["hari_pertama"]) == pd.Timestamp(2026, 10, 1)  # E
    assert pd.Timestamp(second_place["hari_pertama"]) == pd.Timestamp(2026, 11, 18)  # H
    assert pd.isna(empty["hari_pertama"])
