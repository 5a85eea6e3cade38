"""What the charts and sentences on the quality of the data say."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

from dashboard.ui.charts import mutu
from dashboard.ui.charts.intervals import POINT_COLOUR
from dashboard.ui.mutu import check_frame, check_result, each_figure_first, headline, lag_sentence

PERIOD = "1 Januari 2026 sampai 31 Januari 2026"


def kinds(**counts: tuple[int, int]) -> pd.DataFrame:
    rows = [
        {"jenis": kind, "n": n, "dari": of, "porsi": n / of if of else None}
        for kind, (n, of) in counts.items()
    ]
    return pd.DataFrame(rows)


def text_of(component: Any) -> str:
    return json.dumps(component, default=lambda one: one.to_plotly_json(), ensure_ascii=False)


@dataclass
class Check:
    total: int = 84
    matching: int = 84
    duplicates: int = 0
    asked_by: str = "setiap malam"
    started_at: dt.datetime = dt.datetime(2026, 11, 24, 19, 0, tzinfo=dt.UTC)
    finished_at: dt.datetime = dt.datetime(2026, 11, 24, 19, 0, 12, tzinfo=dt.UTC)
    differences: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Lag:
    ready: bool = True
    as_of: dt.datetime | None = dt.datetime(2026, 11, 24, 12)
    horizon_age_seconds: float = 0.0
    message: str = ""


def test_only_kinds_with_cases_can_be_opened() -> None:
    content = mutu.odd_times(kinds(nol_menit=(3, 100), mundur=(0, 100)), "light", PERIOD)

    assert content.title == "3 waktu yang janggal"
    assert content.keys == ["nol_menit", None]
    assert content.figure["data"][0]["customdata"] == ["nol_menit", None]
    assert content.figure["data"][0]["x"] == [3, 0]
    assert list(content.table["Bagian"]) == ["3,000 %", "0,000 %"]


def test_nothing_odd_is_said_so() -> None:
    assert mutu.odd_times(kinds(mundur=(0, 5)), "light", PERIOD).title == "Tidak ada waktu yang janggal"
    assert mutu.duplicates(kinds(semenit=(0, 5)), "dark", PERIOD).title == "Tidak ada permohonan ganda"


def test_duplicates_are_told_by_kind() -> None:
    content = mutu.duplicates(kinds(ulang_dini=(0, 0), semenit=(2, 50)), "light", PERIOD)

    assert content.title == "2 permohonan mungkin ganda"
    assert content.summary == "2 permohonan mungkin ganda: serupa dalam semenit 2."
    assert list(content.table["Bagian"]) == ["–", "4,000 %"]


def days(**counts: tuple[int, int]) -> pd.DataFrame:
    rows = [
        {
            "lokasi": name,
            "nama": f"Kantor {name}",
            "hari_buka": of,
            "tanpa_masuk": empty + 1,
            "tanpa_putusan": empty + 2,
            "kosong": empty,
            "terakhir_kosong": pd.Timestamp("2026-01-05") if empty else pd.NaT,
        }
        for name, (empty, of) in counts.items()
    ]
    return pd.DataFrame(rows)


def test_empty_days_name_the_location_with_the_most() -> None:
    content = mutu.empty_days(days(A=(3, 20), B=(0, 21)), "light", PERIOD)

    assert content.title == "3 hari buka kosong, terbanyak A"
    assert content.summary == "3 dari 41 hari buka tanpa permohonan masuk dan tanpa putusan."
    assert content.figure["data"][0]["x"] == [3, 0]
    assert list(content.table["Terakhir kosong"]) == ["5 Jan 2026", "–"]


def test_without_empty_days_the_number_of_locations_is_told() -> None:
    assert mutu.empty_days(days(A=(0, 20)), "light", PERIOD).title == "Tidak ada hari kosong pada 1 lokasi"
    assert mutu.empty_days(days(), "light", PERIOD).title == "Belum ada hari buka dalam periode ini"


def calendars(*ends: str | None) -> pd.DataFrame:
    today = pd.Timestamp("2026-11-24")
    rows = [
        {
            "nama": f"Kantor {place}",
            "dari": pd.Timestamp("2022-01-03") if end else pd.NaT,
            "sampai": pd.Timestamp(end) if end else pd.NaT,
            "hari_ke_depan": (pd.Timestamp(end) - today).days if end else None,
            "tutup_tahun_ini": 21,
            "tutup_tahun_depan": None,
        }
        for place, end in enumerate(ends)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("end", "title", "colour"),
    [
        # 90 days after 24 November 2026 is 22 February 2027.
        ("2027-02-22", "Kalender setiap lokasi masih 90 hari ke depan", POINT_COLOUR),
        ("2027-02-21", "Kalender 1 lokasi habis dalam 90 hari", mutu.WARNING_COLOUR),
    ],
)
def test_a_calendar_that_ends_soon_is_told(end: str, title: str, colour: str) -> None:
    content = mutu.calendar(calendars(end, "2028-12-29"), "light")

    assert content.title == title
    assert content.figure["data"][0]["marker"]["color"] == [colour, POINT_COLOUR]


def test_a_location_without_a_calendar_has_no_days_ahead() -> None:
    content = mutu.calendar(calendars(None, "2028-12-29"), "light")

    assert content.figure["data"][0]["x"][0] == 0
    assert content.figure["data"][0]["text"][0] == "0: belum ada kalender"
    assert list(content.table["Sampai"]) == ["–", "29 Des 2028"]


def test_the_least_known_dimension_is_the_title() -> None:
    rows = [("layanan", 0), ("kelurahan", 3), ("kanal", 1)]
    frame = pd.DataFrame([{"dimensi": name, "n": n, "dari": 12, "porsi": n / 12} for name, n in rows])

    content = mutu.unknown_dimensions(frame, "light", PERIOD)

    assert content.title == "25,0 % permohonan tanpa kelurahan"
    assert content.figure["data"][0]["x"] == [0.0, 0.25, pytest.approx(1 / 12)]


def test_without_applications_nothing_is_drawn() -> None:
    frame = pd.DataFrame([{"dimensi": "kanal", "n": 0, "dari": 0, "porsi": None}])
    content = mutu.unknown_dimensions(frame, "light", PERIOD)
    assert content.title == "Tidak ada permohonan masuk dalam periode ini"
    assert content.figure["data"] == []


def test_a_check_is_one_sentence_with_when_and_by_whom() -> None:
    told = text_of(check_result([Check()], {}, under_way=False, without_leave=[]))

    assert headline(Check()) == "84 dari 84 angka cocok"
    assert "84 dari 84 angka cocok" in told
    assert "Diperiksa 25 Nov 2026 02.00 WIB (setiap malam), selama 12 detik" in told
    assert "Sedang diperiksa" not in told
    assert "Cuti bersama" not in told


def test_differences_are_listed_under_the_title_of_the_metric() -> None:
    differences = [{"metric": "corong", "where": "baris 1, n", "replica": "3", "database": "2"}]
    found = Check(matching=83, differences=differences)

    told = text_of(check_result([found], {"corong": "Perjalanan permohonan"}, True, [2028]))

    assert "83 dari 84 angka cocok" in told
    assert all(part in told for part in ("Perjalanan permohonan", "baris 1, n", '"3"', '"2"'))
    assert "Sedang diperiksa" in told
    assert "Cuti bersama tahun 2028 belum ada di kalender" in told


def test_more_differences_than_are_shown_are_counted() -> None:
    one = {"metric": "corong", "where": "", "replica": "", "database": ""}
    told = text_of(check_result([Check(differences=[one] * 52)], {}, False, []))
    assert "dan 2 perbedaan lagi" in told


def test_without_a_check_that_is_said() -> None:
    assert "Angka belum pernah diperiksa" in text_of(check_result([], {}, False, []))
    assert "Periksa sekarang" in text_of(check_frame())


@pytest.mark.parametrize(
    ("lag", "seconds", "expected"),
    [
        (Lag(), 2, "lengkap sampai 24 Nov 2026 12.00 WIB, 2 detik yang lalu."),
        (Lag(), 60, "1 menit yang lalu."),
        (Lag(), 5400, "1,5 jam yang lalu."),
        (Lag(horizon_age_seconds=45), 45, "Tertahan transaksi yang terbuka sejak 45 detik yang lalu."),
        (Lag(message="Tidak terjangkau."), 2, "2 detik yang lalu. Tidak terjangkau."),
        (Lag(ready=False, as_of=None, message="Sedang menyiapkan data."), 0, "Sedang menyiapkan data."),
    ],
)
def test_how_far_the_figures_are_behind_is_told(lag: Lag, seconds: int, expected: str) -> None:
    assert lag_sentence(lag, dt.datetime(2026, 11, 24, 12) + dt.timedelta(seconds=seconds)).endswith(expected)


def test_a_clock_behind_the_server_makes_no_negative_lag() -> None:
    assert "0 detik" in lag_sentence(Lag(), dt.datetime(2026, 11, 24, 11, 59))


def test_of_many_locations_some_are_drawn_and_all_stand_in_the_table() -> None:
    row = {
        "nama": "Kantor Satu", "kosong": 1, "hari_buka": 9, "tanpa_masuk": 1, "tanpa_putusan": 1,
        "terakhir_kosong": None, "hari_ke_depan": 400, "dari": None, "sampai": None, "tutup_tahun_ini": 1,
        "tutup_tahun_depan": 1,
    }  # fmt: skip
    frame = pd.DataFrame([row] * (mutu.MOST_LOCATIONS + 1))

    for content in (mutu.empty_days(frame, "light", "2026"), mutu.calendar(frame, "light")):
        assert len(content.figure["data"][0]["x"]) == mutu.MOST_LOCATIONS
        assert len(content.table) == mutu.MOST_LOCATIONS + 1
        assert content.subtitle.endswith("digambar 16 dari 17 lokasi, semuanya di tabel")


def test_a_check_names_every_figure_before_it_lists_a_second_difference_of_one() -> None:
    differences = [{"metric": name, "where": str(n)} for name in ("a", "b") for n in range(3)]

    ordered = [one["metric"] + one["where"] for one in each_figure_first(differences)]

    assert ordered == ["a0", "b0", "a1", "b1", "a2", "b2"]
