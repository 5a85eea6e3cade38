"""Rejections and failures against a small office whose answers were worked out on paper.

"Now" is Tuesday 24 November 2026, 12.00 WIB. Decisions in November (D rejected, P accepted, S finished):

     1  D Mon 2, BURAM (applicant), also LENGKAP; again as 11 at B: P Wed 4, S Thu 5
     2  P Mon 2, D Tue 3 at midnight, LENGKAP (applicant); again as 12, open
     3  D Tue 3, BURAM; again as 13: D Mon 9, LAINNYA (nobody's, its hint is blank); not again
     6  D Tue 10 for BURAM undone, then P
     7  failed Wed 11: no decision
     8  D Thu 12 without a reason, kecamatan unknown; again as 18: failed
     9  D Mon 16 at midnight, SALAH (officer), at the counter; not again

10 decisions (3 P, 1 S, 6 D). In October: 4 D on the 25th at 12.00, 5 D a minute later, NIK (system).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.rejection_office import RejectionOffice, at

NOVEMBER = Filters(dt.date(2026, 11, 1), dt.date(2026, 11, 24))
SINCE_OCTOBER = Filters(dt.date(2026, 10, 1), dt.date(2026, 11, 24))
BURAM, LENGKAP = ("BURAM", "pemohon"), ("LENGKAP", "pemohon")
NIK, SALAH, LAINNYA = ("NIK", "sistem"), ("SALAH", "petugas"), ("LAINNYA", "TIDAK_DIKETAHUI")


def small_office() -> RejectionOffice:
    office = RejectionOffice()
    for code, fault in (BURAM, LENGKAP, NIK, SALAH):
        office.reason(code, fault, f"Petunjuk {code}")
    office.reason("LAINNYA", None, "  ")
    office.add("dim_layanan", "KK", "Kartu Keluarga", 5, 1)
    office.add("dim_varian", "KK", "baru", "Baru")
    office.case(4, "10-24 09:00")
    office.reject(4, "10-25 12:00", NIK)
    office.case(5, "10-24 09:00")
    office.reject(5, "10-25 12:01", NIK)
    office.case(1, "11-01 09:00")
    office.reject(1, "11-02 10:00", BURAM, LENGKAP)
    office.case(11, "11-03 09:00", again=1, lokasi="B")
    office.accept(11, "11-04 10:00")
    office.finish(11, "11-05 10:00")
    office.case(2, "11-01 09:00")
    office.accept(2, "11-02 11:00")
    office.reject(2, "11-03 00:00", LENGKAP, origin="PROSES")
    office.case(12, "11-04 09:00", again=2)
    office.case(3, "11-02 09:00")
    office.reject(3, "11-03 10:00", BURAM)
    office.case(13, "11-05 09:00", again=3)
    office.reject(13, "11-09 10:00", LAINNYA)
    office.case(6, "11-09 09:00")
    office.undo(6, office.reject(6, "11-10 10:00", BURAM), "DITOLAK", "11-10 10:30")
    office.accept(6, "11-10 11:00")
    office.case(7, "11-10 09:00")
    office.fail(7, "11-11 10:00")
    office.case(8, "11-11 09:00", kecamatan="TIDAK_DIKETAHUI")
    office.reject(8, "11-12 10:00")
    office.case(18, "11-12 11:00", again=8, kecamatan="TIDAK_DIKETAHUI")
    office.fail(18, "11-12 12:00")
    office.case(9, "11-15 23:50", kanal="loket")
    office.reject(9, "11-16 00:00", SALAH)
    return office


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(small_office())


def run(catalog: Catalog, metric: str, filters: Filters = NOVEMBER, **options: Any) -> pd.DataFrame:
    return catalog.run(metric, filters, **options).frame


def by(frame: pd.DataFrame, key: str, value: str) -> dict[str, Any]:
    return dict(zip(frame[key], frame[value], strict=True))


def cases(catalog: Catalog, filters: Filters = NOVEMBER, **options: Any) -> list[int]:
    frame = run(catalog, "kasus_penolakan", filters, **options)
    assert list(frame["jumlah"]) == [len(frame)] * len(frame)
    return sorted(frame["request_id"])


# --- reasons and faults ---------------------------------------------------------------------------


def test_reasons_are_ranked_by_primary_reason_with_their_cumulative_share(catalog: Catalog) -> None:
    frame = run(catalog, "alasan_penolakan")

    assert list(frame["alasan"]) == ["BURAM", "LAINNYA", "LENGKAP", "SALAH", "TIDAK_DIKETAHUI"]
    assert list(frame["n"]) == [2, 1, 1, 1, 1]
    assert list(frame["kumulatif"]) == pytest.approx([2 / 6, 3 / 6, 4 / 6, 5 / 6, 1])
    assert list(frame["tingkat"]) == pytest.approx([0.2, 0.1, 0.1, 0.1, 0.1])  # of 10 decisions
    # The fourth one is reached at 4/6, below 80 %; the last one only at 5/6.
    assert list(frame["pokok"]) == [True, True, True, True, False]
    assert by(frame, "alasan", "nama")["TIDAK_DIKETAHUI"] == "Alasan tidak tercatat"


def test_a_reason_beside_the_primary_one_is_mentioned_but_not_counted(catalog: Catalog) -> None:
    frame = run(catalog, "alasan_penolakan")

    assert by(frame, "alasan", "disebut") == {
        "BURAM": 2, "LAINNYA": 1, "LENGKAP": 2, "SALAH": 1, "TIDAK_DIKETAHUI": 0
    }  # fmt: skip


def test_preventable_is_what_has_a_hint_that_is_not_blank(catalog: Catalog) -> None:
    frame = run(catalog, "alasan_penolakan")

    assert by(frame, "alasan", "dapat_dicegah") == {
        "BURAM": True, "LAINNYA": False, "LENGKAP": True, "SALAH": True, "TIDAK_DIKETAHUI": False
    }  # fmt: skip
    assert by(frame, "alasan", "petunjuk")["BURAM"] == "Petunjuk BURAM"


def test_a_fault_is_the_one_kept_when_the_reason_was_given() -> None:
    office = small_office()
    office.connection.execute("update dim_alasan set fault = 'sistem' where code = 'BURAM'")
    catalog = Catalog(office)

    assert by(run(catalog, "penolakan_pihak"), "pihak", "n")["pemohon"] == 3
    assert by(run(catalog, "alasan_penolakan"), "alasan", "pihak")["BURAM"] == "pemohon"


def test_a_reason_given_with_two_faults_has_both_kinds() -> None:
    office = small_office()
    office.case(30, "11-17 09:00")
    office.reject(30, "11-17 10:00", ("BURAM", "sistem"))

    assert by(run(Catalog(office), "alasan_penolakan"), "alasan", "pihak")["BURAM"] == "beragam"


def test_faults_add_up_and_an_unknown_one_is_told(catalog: Catalog) -> None:
    frame = run(catalog, "penolakan_pihak")

    assert by(frame, "pihak", "n") == {"pemohon": 3, "petugas": 1, "sistem": 0, "TIDAK_DIKETAHUI": 2}
    assert by(frame, "pihak", "dapat_dicegah") == {
        "pemohon": 3, "petugas": 1, "sistem": 0, "TIDAK_DIKETAHUI": 0
    }  # fmt: skip
    assert by(frame, "pihak", "tingkat")["pemohon"] == pytest.approx(0.3)
    assert list(frame["pihak"])[-1] == "TIDAK_DIKETAHUI"


def test_without_rejections_the_faults_have_no_share() -> None:
    office = RejectionOffice()
    office.case(1, "11-01 09:00")
    office.accept(1, "11-02 09:00")
    frame = run(Catalog(office), "penolakan_pihak")

    assert list(frame["n"]) == [0, 0, 0]
    assert frame["bagian"].isna().all()
    assert list(frame["tingkat"]) == [0, 0, 0]


def test_a_reason_that_reaches_exactly_80_percent_is_the_last_vital_one() -> None:
    office = RejectionOffice()
    for request in range(1, 6):
        office.case(request, "11-01 09:00")
        office.reject(request, "11-02 09:00", BURAM if request <= 4 else SALAH)
    frame = run(Catalog(office), "alasan_penolakan")

    assert list(frame["kumulatif"]) == pytest.approx([0.8, 1])
    assert list(frame["pokok"]) == [True, False]


# --- weeks ----------------------------------------------------------------------------------------


def test_midnight_on_monday_begins_a_week_and_a_week_without_decisions_is_a_gap(catalog: Catalog) -> None:
    frame = run(catalog, "penolakan_mingguan")

    assert [str(week)[:10] for week in frame["minggu"]] == [
        "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"
    ]  # fmt: skip
    assert list(frame["putusan"]) == [6, 3, 1, 0]
    assert list(frame["ditolak"]) == [3, 2, 1, 0]
    assert list(frame["pemohon"]) == [3, 0, 0, 0]
    assert list(frame["petugas"]) == [0, 0, 1, 0]
    assert list(frame["lain"]) == [0, 2, 0, 0]
    assert list(frame["tingkat"][:3]) == pytest.approx([0.5, 2 / 3, 1])
    assert pd.isna(frame["tingkat"].iloc[3])
    assert list(frame["sebagian"]) == [False, False, False, True]
    assert not frame["cukup"].any()


def test_a_week_cut_by_the_period_is_partial(catalog: Catalog) -> None:
    frame = run(catalog, "penolakan_mingguan", Filters(dt.date(2026, 11, 3), dt.date(2026, 11, 15)))

    assert list(frame["sebagian"]) == [True, False]
    assert list(frame["putusan"]) == [4, 3]  # without those of Monday


# --- groups ---------------------------------------------------------------------------------------


def test_groups_keep_what_is_unknown_and_have_their_names(catalog: Catalog) -> None:
    kanal = run(catalog, "penolakan_menurut", menurut="kanal")
    kecamatan = run(catalog, "penolakan_menurut", menurut="kecamatan")
    varian = run(catalog, "penolakan_menurut", menurut="varian")
    lokasi = run(catalog, "penolakan_menurut", menurut="lokasi")

    assert by(kanal, "kode", "putusan") == {"aplikasi": 9, "loket": 1}
    assert by(kanal, "kode", "ditolak") == {"aplikasi": 5, "loket": 1}
    assert by(kanal, "kode", "nama") == {"aplikasi": "Aplikasi", "loket": "Loket"}
    assert by(kecamatan, "kode", "ditolak") == {"32.75.01": 5, "TIDAK_DIKETAHUI": 1}
    assert by(kecamatan, "kode", "nama")["TIDAK_DIKETAHUI"] == "Tidak diketahui"
    assert by(varian, "kode", "nama") == {"KK/baru": "Baru – Kartu Keluarga"}
    assert by(lokasi, "kode", "putusan") == {"A": 8, "B": 2}
    assert by(lokasi, "kode", "ditolak") == {"A": 6, "B": 0}
    for frame in (kanal, kecamatan, varian, lokasi):
        assert list(frame["keseluruhan"]) == pytest.approx([0.6] * len(frame))


def test_one_variant_code_of_two_services_makes_two_groups() -> None:
    office = small_office()
    office.case(30, "11-17 09:00", layanan="TIDAK_DIKETAHUI")
    office.reject(30, "11-17 10:00", BURAM)
    office.case(31, "11-17 09:00", layanan="KIA", varian="TIDAK_DIKETAHUI")
    office.accept(31, "11-17 10:00")
    frame = run(Catalog(office), "penolakan_menurut", menurut="varian")

    assert by(frame, "kode", "ditolak") == {
        "KK/baru": 6, "TIDAK_DIKETAHUI/baru": 1, "KIA/TIDAK_DIKETAHUI": 0
    }  # fmt: skip
    assert by(frame, "kode", "nama")["TIDAK_DIKETAHUI/baru"] == "baru – layanan tidak diketahui"
    assert by(frame, "kode", "nama")["KIA/TIDAK_DIKETAHUI"] == "Jenis tidak diketahui – KIA"


def test_nineteen_decisions_are_too_few_and_twenty_have_an_interval() -> None:
    office = RejectionOffice()
    for number in range(39):
        request, few = number + 1, number >= 20
        office.case(request, "11-01 09:00", layanan="KIA" if few else "KTP_EL")
        if number % 4 == 0 and not few:  # 0, 4, 8, 12, 16
            office.reject(request, "11-02 09:00", BURAM)
        else:
            office.accept(request, "11-02 09:00")
    frame = run(Catalog(office), "penolakan_menurut", menurut="layanan")

    assert by(frame, "kode", "cukup") == {"KTP_EL": True, "KIA": False}
    assert list(frame["kode"]) == ["KTP_EL", "KIA"]
    # Wilson of 5 in 20: (5 + 1.9208 -+ 1.96 * sqrt(5 * 15 / 20 + 0.9604)) / 23.8416
    #                  = (6.9208 -+ 4.2539) / 23.8416
    assert frame["low"].iloc[0] == pytest.approx(0.11186, abs=1e-5)
    assert frame["high"].iloc[0] == pytest.approx(0.46870, abs=1e-5)
    assert frame["low"].iloc[1] == pytest.approx(0, abs=1e-12)  # 0 of 19; its upper end is 3.8416 / 22.8416
    assert frame["high"].iloc[1] == pytest.approx(0.16818, abs=1e-5)


# --- after the rejection --------------------------------------------------------------------------


def test_each_rejected_application_is_in_one_state_and_thirty_days_to_the_minute_is_giving_up(
    catalog: Catalog,
) -> None:
    frame = run(catalog, "penolakan_lanjutan", SINCE_OCTOBER)

    assert by(frame, "lanjutan", "n") == {
        "selesai": 1, "terbuka": 1, "ditolak_lagi": 1, "gagal": 1, "menyerah": 1, "belum": 3
    }  # fmt: skip
    assert set(frame["ditolak"]) == {8}
    assert cases(catalog, SINCE_OCTOBER, lanjutan="menyerah") == [4]
    assert cases(catalog, SINCE_OCTOBER, lanjutan="belum") == [5, 9, 13]
    assert cases(catalog, SINCE_OCTOBER, lanjutan="gagal") == [8]


def test_another_number_of_days_moves_the_limit(catalog: Catalog) -> None:
    frame = run(catalog, "penolakan_lanjutan", SINCE_OCTOBER, hari=29)

    assert by(frame, "lanjutan", "n")["menyerah"] == 2
    assert cases(catalog, SINCE_OCTOBER, lanjutan="menyerah", hari=29) == [4, 5]


def test_finishing_at_the_third_attempt_makes_both_rejections_good() -> None:
    office = RejectionOffice()
    office.case(1, "11-01 09:00")
    office.reject(1, "11-02 09:00", BURAM)
    office.case(2, "11-03 09:00", again=1)
    office.reject(2, "11-04 09:00", BURAM)
    office.case(3, "11-05 09:00", again=2)
    office.accept(3, "11-06 09:00")
    office.finish(3, "11-07 09:00")
    catalog = Catalog(office)

    assert by(run(catalog, "penolakan_lanjutan"), "lanjutan", "n")["selesai"] == 2
    # Only the later part of the chain counts: at the second attempt, what came after it.
    second = Filters(dt.date(2026, 11, 4), dt.date(2026, 11, 4))
    assert by(run(catalog, "penolakan_lanjutan", second), "lanjutan", "n")["selesai"] == 1


def test_the_last_attempt_tells_how_it_stands() -> None:
    office = RejectionOffice()
    office.case(1, "11-01 09:00")
    office.reject(1, "11-02 09:00", BURAM)
    office.case(2, "11-03 09:00", again=1)
    office.fail(2, "11-04 09:00")
    office.case(3, "11-05 09:00", again=2)
    catalog = Catalog(office)

    assert by(run(catalog, "penolakan_lanjutan"), "lanjutan", "n")["terbuka"] == 1
    assert cases(catalog, lanjutan="terbuka") == [1]


def test_an_earlier_attempt_does_not_make_a_later_rejection_good() -> None:
    office = RejectionOffice()
    office.case(1, "11-01 09:00")
    office.reject(1, "11-02 09:00", BURAM)
    office.case(2, "11-03 09:00", again=1)
    office.reject(2, "11-04 09:00", BURAM)
    office.case(3, "11-05 09:00", again=2)
    office.reject(3, "11-06 09:00", BURAM)
    catalog = Catalog(office)

    assert by(run(catalog, "penolakan_lanjutan"), "lanjutan", "n") == {
        "selesai": 0, "terbuka": 0, "ditolak_lagi": 2, "gagal": 0, "menyerah": 0, "belum": 1
    }  # fmt: skip
    assert cases(catalog, lanjutan="ditolak_lagi") == [1, 2]
    assert cases(catalog, lanjutan="belum") == [3]


def test_a_finish_that_was_undone_is_open_again() -> None:
    office = RejectionOffice()
    office.case(1, "11-01 09:00")
    office.reject(1, "11-02 09:00", BURAM)
    office.case(2, "11-03 09:00", again=1)
    office.accept(2, "11-04 09:00")
    office.undo(2, office.finish(2, "11-05 09:00"), "SELESAI", "11-05 10:00")

    assert by(run(Catalog(office), "penolakan_lanjutan"), "lanjutan", "n")["terbuka"] == 1


def test_a_repeat_outside_the_scope_does_not_exist(catalog: Catalog) -> None:
    only_a = Scope(lokasi=("A",))
    frame = catalog.run("penolakan_lanjutan", NOVEMBER, only_a).frame

    # 1 was repeated at B: from A it looks as if it had not been repeated.
    assert by(frame, "lanjutan", "n") == {
        "selesai": 0, "terbuka": 1, "ditolak_lagi": 1, "gagal": 1, "menyerah": 0, "belum": 3
    }  # fmt: skip
    outside = catalog.run("penolakan_lanjutan", NOVEMBER, Scope(lokasi=("B",))).frame
    assert outside["n"].sum() == 0


# --- the cases ------------------------------------------------------------------------------------


def test_a_click_gives_the_cases_that_its_mark_counts(catalog: Catalog) -> None:
    assert cases(catalog) == [1, 2, 3, 8, 9, 13]
    assert cases(catalog, alasan="BURAM") == [1, 3]
    assert cases(catalog, alasan="TIDAK_DIKETAHUI") == [8]
    assert cases(catalog, pihak="TIDAK_DIKETAHUI") == [8, 13]
    assert cases(catalog, minggu="2026-11-09") == [8, 13]
    assert cases(catalog, menurut="kecamatan", kode="TIDAK_DIKETAHUI") == [8]
    assert cases(catalog, menurut="varian", kode="KK/baru") == [1, 2, 3, 8, 9, 13]
    assert cases(catalog, menurut="kanal", kode="loket", pihak="petugas") == [9]
    assert cases(catalog, menurut="lokasi", kode="B") == []


def test_a_list_is_ordered_and_paged_and_says_how_many_there_are(catalog: Catalog) -> None:
    newest = run(catalog, "kasus_penolakan", batas=2, mulai=1)
    oldest = run(catalog, "kasus_penolakan", urut="terlama", batas=1)

    assert list(newest["request_id"]) == [8, 13]
    assert list(newest["jumlah"]) == [6, 6]
    assert list(oldest["request_id"]) == [1]
    assert oldest["alasan"].iloc[0] == "Alasan BURAM"


# --- failures -------------------------------------------------------------------------------------


def failing_office() -> RejectionOffice:
    """Failures on 2 November 10.00, 10.59, 11.59 (an hour later: the same episode), 13.00 (61 minutes),
    15.00 and 15.30 (two are none), and across midnight of the 3rd: 23.30, 00.15, 00.40."""
    office = RejectionOffice()
    times = (
        "02 10:00", "02 10:59", "02 11:59", "02 13:00", "02 15:00", "02 15:30",
        "03 23:30", "04 00:15", "04 00:40",
    )  # fmt: skip
    for request, time in enumerate(times, start=1):
        office.case(request, "11-01 09:00", lokasi="B" if request == 2 else "A")
        office.fail(request, f"11-{time}")
    office.case(20, "11-01 09:00")
    office.undo(20, office.fail(20, "11-02 12:30"), "GAGAL", "11-02 12:31")  # would have made a bridge
    office.case(21, "11-01 09:00")
    office.reject(21, "11-02 12:30", BURAM)  # no failure of the system
    office.case(31, "11-02 12:00", again=1)
    office.accept(31, "11-02 13:00")
    office.finish(31, "11-02 14:00")
    office.case(32, "11-02 12:00", again=2)
    office.reject(32, "11-03 12:00", BURAM)
    office.case(33, "11-03 13:00", again=32)
    office.accept(33, "11-04 12:00")
    office.finish(33, "11-05 12:00")
    office.case(34, "11-02 13:00", again=3)
    office.case(35, "11-02 14:00", again=4)
    office.accept(35, "11-03 12:00")
    office.finish(35, "11-04 12:00")
    return office


def test_an_episode_ends_after_more_than_an_hour_and_has_at_least_three_cases() -> None:
    catalog = Catalog(failing_office())
    frame = run(catalog, "gagal_episode").sort_values("mulai")

    assert list(frame["episode"]) == ["2026-11-02T10:00:00", "2026-11-03T23:30:00"]
    assert list(frame["selesai"]) == [at("11-02 11:59"), at("11-04 00:40")]
    assert list(frame["menit"]) == [119, 70]
    assert list(frame["kena"]) == [3, 3]
    assert list(frame["pulih"]) == [2, 0]  # the second one only at its third attempt
    assert list(frame["lokasi"]) == [2, 1]


def test_failures_are_episodes_and_scattered_ones() -> None:
    row = run(Catalog(failing_office()), "gagal_ringkas").iloc[0]

    assert (row["gagal"], row["episode"], row["kena_episode"], row["tersebar"]) == (9, 2, 6, 3)
    assert (row["pulih"], row["pulih_tersebar"], row["menit"]) == (3, 1, 189)


def test_the_cases_of_an_episode_are_those_it_hit() -> None:
    catalog = Catalog(failing_office())

    def listed(**options: Any) -> list[int]:
        frame = run(catalog, "kasus_gagal", **options)
        assert list(frame["jumlah"]) == [len(frame)] * len(frame)
        return sorted(frame["request_id"])

    assert listed() == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert listed(himpunan="episode", episode="2026-11-02T10:00:00") == [1, 2, 3]
    assert listed(himpunan="tersebar") == [4, 5, 6]
    assert listed(pulih="ya") == [1, 2, 4]
    assert listed(episode="2026-11-02T13:00:00") == []  # no episode begins there
    assert listed(episode="tidak ada") == []


def test_without_failures_there_are_zeros_and_no_episodes() -> None:
    catalog = Catalog(RejectionOffice())

    assert run(catalog, "gagal_episode").empty
    row = run(catalog, "gagal_ringkas").iloc[0]
    assert (row["gagal"], row["episode"], row["tersebar"]) == (0, 0, 0)
    assert pd.isna(row["porsi_pulih"])


@pytest.mark.parametrize(
    "metric",
    ["alasan_penolakan", "penolakan_mingguan", "penolakan_menurut", "kasus_penolakan", "kasus_gagal"],
)
def test_an_empty_office_has_no_rows(metric: str) -> None:
    assert run(Catalog(RejectionOffice()), metric).empty
