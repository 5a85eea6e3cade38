"""Areas against a small city whose answers were worked out on paper.

"Now" is Tuesday 24 November 2026, 12.00. Two kecamatan with 10,000 and 5,000 residents (2023), Timur and
Barat, one with no population (Utara). Each test puts in the rows it needs.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.analytics.catalog import Catalog
from dashboard.analytics.filters import Filters, Scope
from tests.analytics.hand_made import EmptyReplica

EVERYWHERE = Scope()
NOVEMBER = Filters(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
TIMUR, BARAT, UTARA, UNKNOWN = "T", "B", "U", "TIDAK_DIKETAHUI"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{text}")


class City(EmptyReplica):
    """Applications and their steps, put straight into the replica."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = 0
        self.steps = 0
        for code, name, people, row in (
            (TIMUR, "Timur", 10_000, 1), (BARAT, "Barat", 5_000, 2), (UTARA, "Utara", None, 3)
        ):  # fmt: skip
            year = 2023 if people else None
            self.add("dim_kecamatan", code, name, people, year, row, 1)
        for code, name, area in (("T.1", "Satu", TIMUR), ("T.2", "Dua", TIMUR), ("B.1", "Tiga", BARAT)):
            self.add("dim_kelurahan", code, name, area)
        self.add("dim_lokasi", "KEC_T", "Kantor Kecamatan Timur", "kecamatan", 1, TIMUR)
        self.add("dim_lokasi", "KEC_B", "Kantor Kecamatan Barat", "kecamatan", 2, BARAT)
        self.add("dim_lokasi", "GPP_T", "Gerai Pelayanan Publik Timur", "gpp", 3, TIMUR)
        self.add("dim_lokasi", "MPP", "Mal Pelayanan Publik", "mpp", 4, None)
        self.add("dim_layanan", "KK", "Kartu Keluarga", 1, 1)
        self.add("dim_layanan", "KIA", "Kartu Identitas Anak", 1, 2)

    def add(self, table: str, *values: Any) -> None:
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"insert into {table} values ({marks})", list(values))

    def request(
        self,
        kecamatan: str = TIMUR,
        submitted: str = "11-10 09:00",
        *,
        kelurahan: str = "T.1",
        lokasi: str = "KEC_T",
        kanal: str = "aplikasi",
        layanan: str = "KK",
        due: str | None = None,
        attempt: int = 1,
        steps: tuple[tuple[str, str, str], ...] = (),
    ) -> int:
        self.requests += 1
        request, moment = self.requests, at(submitted)
        deadline = at(due) if due else None
        self.add(
            "submissions", request, request, None, attempt, moment, moment, deadline, 1, layanan, "-",
            kecamatan, kelurahan, lokasi, kanal, "uji",
        )  # fmt: skip
        for origin, target, left in steps:
            self.step(request, origin, target, left)
        return request

    def step(self, request: int, origin: str, target: str, left: str, reverses: int | None = None) -> int:
        self.steps += 1
        self.connection.execute(
            """
            insert into transitions
            select ?, request_id, ?, ?, submitted_at, null, ?, 0, null, 0, null, 0, ?, null, submitted_at,
                due_at, attempt, layanan, varian, kecamatan, kelurahan, lokasi, kanal, true
            from submissions where request_id = ?
            """,
            [self.steps, origin, target, at(left), reverses, request],
        )
        return self.steps

    def ask(
        self,
        metric: str,
        filters: Filters = NOVEMBER,
        scope: Scope = EVERYWHERE,
        **options: Any,
    ) -> pd.DataFrame:
        return Catalog(self).run(metric, filters, scope, **options).frame

    def by_area(self, metric: str, column: str, *args: Any, **options: Any) -> dict[str, Any]:
        frame = self.ask(metric, *args, **options)
        return dict(zip(frame["kecamatan"], frame[column], strict=True))


@pytest.fixture
def city() -> City:
    return City()


def test_demand_per_thousand_residents_names_population_and_year(city: City) -> None:
    for _ in range(30):
        city.request(TIMUR)
    for _ in range(20):
        city.request(BARAT, kelurahan="B.1")
    for _ in range(25):
        city.request(UTARA)

    frame = city.ask("permintaan_wilayah").set_index("kecamatan")

    assert frame["per_1000"][TIMUR] == pytest.approx(3.0)  # 30 / 10,000
    assert frame["per_1000"][BARAT] == pytest.approx(4.0)  # 20 / 5,000
    assert (frame["penduduk"][TIMUR], frame["tahun"][TIMUR]) == (10_000, 2023)
    # The city: (30 + 20) / 15,000; Utara's 25 have nobody to be divided by.
    assert frame["kota_per_1000"][UTARA] == pytest.approx(50 / 15)
    assert frame["kota_n"][TIMUR] == 50
    assert pd.isna(frame["per_1000"][UTARA])
    assert not frame["cukup"][UTARA]
    # Byar, n = 30: 30 (1 - 1/270 - 1.96 / (3 sqrt 30))^3 = 20.24; 31 (1 - 1/279 + 1.96 / (3 sqrt 31))^3
    # = 42.83; the exact Poisson limits are 20.24 and 42.83.
    assert frame["low"][TIMUR] == pytest.approx(2.024, abs=0.001)
    assert frame["high"][TIMUR] == pytest.approx(4.283, abs=0.001)
    assert frame["bagian"][UTARA] == pytest.approx(25 / 75)


def test_nineteen_applications_are_too_few_for_a_rate_and_twenty_enough(city: City) -> None:
    for _ in range(19):
        city.request(TIMUR)
    for _ in range(20):
        city.request(BARAT)

    assert city.by_area("permintaan_wilayah", "cukup") == {TIMUR: False, BARAT: True, UTARA: False}


def test_a_kecamatan_without_applications_is_a_row_with_zero(city: City) -> None:
    city.request(TIMUR)

    frame = city.ask("permintaan_wilayah").set_index("kecamatan")

    assert frame["n"].to_dict() == {BARAT: 0, TIMUR: 1, UTARA: 0}
    assert frame["low"][BARAT] == 0
    # Byar, n = 0: (1 - 1/9 + 1.96/3)^3 = 1.5422^3 = 3.668, of 5,000 residents.
    assert frame["high"][BARAT] == pytest.approx(3.668 / 5, abs=0.001)


def test_first_applications_leave_resubmissions_out(city: City) -> None:
    city.request(TIMUR)
    city.request(TIMUR, attempt=2)
    city.request(TIMUR, attempt=3)

    assert city.by_area("permintaan_wilayah", "n")[TIMUR] == 3
    assert city.by_area("permintaan_wilayah", "n", hitung="pertama")[TIMUR] == 1
    assert city.ask("kasus_masuk", hitung="pertama")["jumlah"].tolist() == [1]


def test_demand_is_counted_on_the_day_of_submission_from_midnight_to_midnight(city: City) -> None:
    day = Filters(dt.date(2026, 11, 10), dt.date(2026, 11, 10))
    for moment in ("11-09 23:59:59", "11-10 00:00", "11-10 23:59:59", "11-11 00:00"):
        city.request(TIMUR, moment)

    assert city.by_area("permintaan_wilayah", "n", day)[TIMUR] == 2


def test_kelurahan_have_counts_and_no_rate(city: City) -> None:
    city.request(TIMUR, kelurahan="T.1")
    city.request(TIMUR, kelurahan="T.1")
    city.request(TIMUR, kelurahan=UNKNOWN)
    city.request(BARAT, kelurahan="B.1")

    frame = city.ask("permintaan_wilayah", tingkat="kelurahan")

    counts = {(row.kecamatan, row.kelurahan): row.n for row in frame.itertuples()}
    assert counts == {
        (TIMUR, "T.1"): 2, (TIMUR, "T.2"): 0, (TIMUR, UNKNOWN): 1, (BARAT, "B.1"): 1
    }  # fmt: skip
    assert frame["per_1000"].isna().all()
    assert not frame["cukup"].any()
    names = dict(zip(frame["kelurahan"], frame["nama_kelurahan"], strict=True))
    assert (names["T.2"], names[UNKNOWN]) == ("Dua", "Tidak diketahui")


def test_a_kecamatan_filter_leaves_only_its_kelurahan(city: City) -> None:
    city.request(TIMUR)
    city.request(BARAT, kelurahan="B.1")

    frame = city.ask("permintaan_wilayah", Filters(kecamatan=(TIMUR,)), tingkat="kelurahan")

    assert frame["kelurahan"].tolist() == ["T.1", "T.2"]


def test_an_application_without_area_is_kept_as_unknown_and_outside_the_rate(city: City) -> None:
    city.request(TIMUR)
    city.request(UNKNOWN, kelurahan=UNKNOWN, lokasi=UNKNOWN, kanal=UNKNOWN, layanan=UNKNOWN)

    frame = city.ask("permintaan_wilayah").set_index("kecamatan")
    assert frame["n"][UNKNOWN] == 1
    assert frame["nama_kecamatan"][UNKNOWN] == "Tidak diketahui"
    assert frame.index[-1] == UNKNOWN
    assert frame["kota_n"][TIMUR] == 1
    for metric in ("wilayah_mutu", "wilayah_bulanan", "wilayah_aliran", "wilayah_layanan", "wilayah_kanal"):
        assert metric == "wilayah_mutu" or UNKNOWN in set(city.ask(metric)["kecamatan"]), metric
    unknown = Filters(NOVEMBER.start, NOVEMBER.end, kecamatan=(UNKNOWN,))
    assert city.ask("kasus_masuk", unknown)["jumlah"].tolist() == [1]


def test_exactly_when_due_is_on_time_and_a_moment_later_is_late(city: City) -> None:
    ready = (("VERIFIKASI", "PROSES", "11-10 10:00"),)
    city.request(due="11-11 15:30", steps=(*ready, ("PROSES", "SELESAI", "11-11 15:30")))
    city.request(due="11-11 15:30", steps=(*ready, ("PROSES", "SELESAI", "11-11 15:30:01")))
    city.request(due="11-11 15:30", steps=(("VERIFIKASI", "DITOLAK", "11-11 15:30"),))
    city.request(due="11-24 11:59")  # open and late
    city.request(due="11-24 12:00")  # due now: not yet late
    city.request(due="11-11 15:30", steps=(("VERIFIKASI", "GAGAL", "11-12 10:00"),))  # the system's failure
    city.request()  # no deadline

    (row,) = city.ask("wilayah_mutu").query("kecamatan == 'T'").to_dict("records")

    assert (row["jatuh_tempo"], row["tepat"], row["terlambat"]) == (4, 2, 2)
    assert row["porsi_tepat"] == 0.5
    listed = city.ask("kasus_wilayah_mutu", himpunan="terlambat", urut="terlama")
    assert listed["request_id"].tolist() == [2, 4]
    assert listed["jumlah"].tolist() == [2, 2]


def test_rejections_are_shares_of_decisions_and_system_failures_are_none(city: City) -> None:
    for _ in range(3):
        city.request(steps=(("VERIFIKASI", "PROSES", "11-10 10:00"), ("PROSES", "SELESAI", "11-11 10:00")))
    city.request(steps=(("VERIFIKASI", "DITOLAK", "11-10 10:00"),))
    city.request(steps=(("VERIFIKASI", "PROSES", "11-10 10:00"), ("PROSES", "DITOLAK", "11-11 10:00")))
    city.request(steps=(("VERIFIKASI", "GAGAL", "11-10 10:00"),))
    city.request(steps=(("VERIFIKASI", "DITOLAK", "12-01 00:00"),))  # decided after the period

    (row,) = city.ask("wilayah_mutu").query("kecamatan == 'T'").to_dict("records")

    # 3 x 2 + 1 + 2 = 9 decisions, 2 of them Ditolak.
    assert (row["putusan"], row["ditolak"]) == (9, 2)
    assert row["porsi_ditolak"] == pytest.approx(2 / 9)
    # Wilson, 2 of 9: 0.0632 to 0.5474.
    assert row["ditolak_low"] == pytest.approx(0.0632, abs=0.0001)
    assert row["ditolak_high"] == pytest.approx(0.5474, abs=0.0001)
    assert not row["ditolak_cukup"]
    assert city.ask("kasus_wilayah_mutu", himpunan="ditolak")["jumlah"].tolist() == [2, 2]


def test_a_rejection_that_was_undone_is_neither_counted_nor_listed(city: City) -> None:
    request = city.request(steps=(("VERIFIKASI", "DITOLAK", "11-10 10:00"),))
    undoing = city.step(request, "DITOLAK", "VERIFIKASI", "11-10 11:00", reverses=1)
    for transition in (1, undoing):
        city.add("reversals", transition)

    assert city.by_area("wilayah_mutu", "putusan")[TIMUR] == 0
    assert city.ask("kasus_wilayah_mutu", himpunan="ditolak").empty


def test_all_on_time_has_an_interval_that_ends_at_one(city: City) -> None:
    for _ in range(20):
        city.request(due="11-11 15:30", steps=(("VERIFIKASI", "DITOLAK", "11-11 10:00"),))

    (row,) = city.ask("wilayah_mutu").query("kecamatan == 'T'").to_dict("records")

    assert (row["porsi_tepat"], row["tepat_high"], row["tepat_cukup"]) == (1, 1, True)
    # Wilson, 20 of 20: 20 / (20 + 3.8416) = 0.8389.
    assert row["tepat_low"] == pytest.approx(0.8389, abs=0.0001)


def test_nineteen_due_are_too_few_to_judge(city: City) -> None:
    for _ in range(19):
        city.request(due="11-11 15:30", steps=(("VERIFIKASI", "DITOLAK", "11-11 10:00"),))

    (row,) = city.ask("wilayah_mutu").query("kecamatan == 'T'").to_dict("records")

    assert (row["jatuh_tempo"], row["tepat_cukup"], row["ditolak_cukup"]) == (19, False, False)


def test_months_show_true_zeros_gaps_and_partial_months(city: City) -> None:
    city.request(TIMUR, "08-31 23:59")
    city.request(TIMUR, "09-10 09:00")
    city.request(BARAT, "09-10 09:00")
    city.request(BARAT, "09-11 09:00", layanan="KIA")
    city.request(TIMUR, "11-10 09:00")  # nobody at all in October
    period = Filters(dt.date(2026, 8, 15), dt.date(2026, 11, 30))

    frame = city.ask("wilayah_bulanan", period)
    timur = frame[frame["kecamatan"] == TIMUR]
    barat = frame[frame["kecamatan"] == BARAT]

    assert [day.month for day in timur["bulan"]] == [8, 9, 10, 11]
    assert timur["n"].fillna(-1).tolist() == [1, 1, -1, 1]
    assert barat["n"].fillna(-1).tolist() == [0, 2, -1, 0]
    # August starts before the period, November is not over.
    assert timur["sebagian"].tolist() == [True, False, False, True]
    # A filter that leaves nobody in August makes a zero of it, not a gap.
    some = Filters(period.start, period.end, kecamatan=(BARAT,), layanan=("KIA", "KK"))
    assert city.ask("wilayah_bulanan", some)["n"].fillna(-1).tolist() == [2, -1, 0]
    cases = Filters(period.start, period.end, kecamatan=(BARAT,))
    assert city.ask("kasus_masuk", cases, bulan="2026-09-01")["jumlah"].tolist() == [2, 2]


def test_flow_tells_the_office_of_the_own_kecamatan_from_all_others(city: City) -> None:
    for _ in range(5):
        city.request(TIMUR, lokasi="KEC_T")
    city.request(TIMUR, lokasi="KEC_B")
    city.request(TIMUR, lokasi="GPP_T")  # in Timur, but not the kecamatan's office
    city.request(TIMUR, lokasi="MPP")
    city.request(BARAT, lokasi="KEC_B")
    city.request(UNKNOWN, lokasi=UNKNOWN)

    frame = city.ask("wilayah_aliran")
    rows = {(row.kecamatan, row.lokasi): (row.n, row.sendiri, row.jumlah) for row in frame.itertuples()}

    assert rows == {
        (TIMUR, "KEC_T"): (5, True, 8),
        (TIMUR, "KEC_B"): (1, False, 8),
        (TIMUR, "GPP_T"): (1, False, 8),
        (TIMUR, "MPP"): (1, False, 8),
        (BARAT, "KEC_B"): (1, True, 1),
        (UNKNOWN, UNKNOWN): (1, False, 1),
    }
    assert frame["bagian"].iloc[1] == pytest.approx(5 / 8)  # Barat comes first by its code


def test_the_mix_is_a_share_of_the_kecamatan_beside_the_citys(city: City) -> None:
    for _ in range(15):
        city.request(TIMUR, layanan="KK")
    for _ in range(5):
        city.request(TIMUR, layanan="KIA")
    for _ in range(19):
        city.request(BARAT, layanan="KIA")

    frame = city.ask("wilayah_layanan").set_index(["kecamatan", "layanan"])

    assert frame["bagian"][TIMUR, "KK"] == pytest.approx(15 / 20)
    assert frame["kota_bagian"][TIMUR, "KK"] == pytest.approx(15 / 39)
    assert frame["bagian"][BARAT, "KIA"] == 1
    assert frame["cukup"].to_dict() == {(BARAT, "KIA"): False, (TIMUR, "KK"): True, (TIMUR, "KIA"): True}


def test_channel_shares_have_a_row_for_every_kecamatan_and_an_interval(city: City) -> None:
    for _ in range(16):
        city.request(TIMUR, kanal="aplikasi")
    for _ in range(4):
        city.request(TIMUR, kanal="halo_pamor")

    frame = city.ask("wilayah_kanal").set_index(["kanal", "kecamatan"])

    assert frame["n"]["halo_petugas", TIMUR] == 0
    assert frame["bagian"]["halo_pamor", TIMUR] == 0.2
    # Wilson, 4 of 20: 0.0807 to 0.4160.
    assert frame["low"]["halo_pamor", TIMUR] == pytest.approx(0.0807, abs=0.0001)
    assert frame["high"]["halo_pamor", TIMUR] == pytest.approx(0.4160, abs=0.0001)
    assert frame["cukup"]["halo_pamor", TIMUR]
    assert not frame["cukup"]["halo_pamor", BARAT]
    assert frame["kota_bagian"]["halo_pamor", BARAT] == 0.2
    assert set(frame.index.get_level_values("kanal")) == {"aplikasi", "loket", "halo_pamor", "halo_petugas"}


def test_a_scope_hides_other_kecamatan_and_their_names(city: City) -> None:
    city.request(TIMUR, due="11-11 15:30")
    city.request(BARAT, kelurahan="B.1", due="11-11 15:30")
    scope = Scope(kecamatan=(TIMUR,))

    for metric in ("permintaan_wilayah", "wilayah_mutu", "wilayah_bulanan", "wilayah_aliran",
                   "wilayah_layanan", "wilayah_kanal", "kasus_masuk", "kasus_wilayah_mutu"):  # fmt: skip
        assert set(city.ask(metric, scope=scope)["kecamatan"]) == {TIMUR}, metric
    villages = city.ask("permintaan_wilayah", scope=scope, tingkat="kelurahan")
    assert set(villages["kelurahan"]) == {"T.1", "T.2"}


def test_a_case_list_is_paged_and_tells_how_many_there_are(city: City) -> None:
    for hour in range(10, 15):
        city.request(TIMUR, f"11-10 {hour}:00")

    page = city.ask("kasus_masuk", urut="terlama", batas=2, mulai=2)

    assert page["request_id"].tolist() == [3, 4]
    assert page["jumlah"].tolist() == [5, 5]
