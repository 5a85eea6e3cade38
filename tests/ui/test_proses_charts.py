"""Titles state the finding, and figures show the rows they were given."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.ui.charts import flow
from dashboard.ui.charts import proses as charts

PERIOD = "1 Januari 2026 sampai 31 Januari 2026"
MONDAY = dt.date(2026, 1, 5)


def durations(**changes: Any) -> dict[str, Any]:
    values = {
        "status": "VERIFIKASI",
        "n": 400,
        "cukup": True,
        "p50": 6.0,
        "p80": 9.0,
        "p90": 12.5,
        "rata": 7.0,
    }
    return {**values, **changes}


def funnel_frame(total: int) -> pd.DataFrame:
    steps = {
        "masuk": ("VERIFIKASI", 1.0), "ditolak_verifikasi": ("DITOLAK", 0.1),
        "gagal_verifikasi": ("GAGAL", 0.0),
        "terbuka_verifikasi": ("VERIFIKASI", 0.1), "proses": ("PROSES", 0.8),
        "ditolak_proses": ("DITOLAK", 0.05),
        "gagal_proses": ("GAGAL", 0.05), "terbuka_proses": ("PROSES", 0.0), "selesai": ("SELESAI", 0.7),
        "menunggu_diambil": ("SELESAI", 0.1), "diambil": ("DIAMBIL", 0.6),
    }  # fmt: skip
    return pd.DataFrame(
        [
            {"langkah": step, "status": status, "n": round(total * share), "bagian": share, "konversi": share}
            for step, (status, share) in steps.items()
        ]
    )


def weeks(p50: list[float], **changes: Any) -> pd.DataFrame:
    rows = [
        {
            **durations(p50=value, p80=value * 2, p90=value * 3),
            "minggu": MONDAY + dt.timedelta(weeks=number),
            "sebagian": False,
            **changes,
        }
        for number, value in enumerate(p50)
    ]
    return pd.DataFrame(rows)


def points(content: Any) -> list[Any]:
    return [trace["x"] for trace in content.figure["data"]]


def test_the_funnel_tells_how_many_got_through_and_draws_every_step_from_zero() -> None:
    content = charts.funnel(funnel_frame(1000), "light", PERIOD, immature=0)

    bar = content.figure["data"][0]
    assert content.title == "70,0 % permohonan mencapai Selesai"
    assert dict(zip(bar["customdata"], bar["x"], strict=True))["selesai"] == 700
    assert content.figure["layout"]["xaxis"]["range"][0] == 0
    assert content.table.loc[0, "Permohonan"] == "1.000"
    assert "belum matang" not in content.subtitle


def test_the_funnel_warns_of_months_that_may_still_change() -> None:
    content = charts.funnel(funnel_frame(1000), "light", PERIOD, immature=2)

    assert "2 bulan belum matang" in content.subtitle


def test_what_is_still_open_is_told_by_a_pattern_and_not_by_colour_alone() -> None:
    bar = charts.funnel(funnel_frame(1000), "light", PERIOD, immature=0).figure["data"][0]

    hatched = {
        step
        for step, shape in zip(bar["customdata"], bar["marker"]["pattern"]["shape"], strict=True)
        if shape
    }
    assert hatched == {"terbuka_verifikasi", "terbuka_proses", "menunggu_diambil"}


def test_an_empty_funnel_says_what_to_do() -> None:
    content = charts.funnel(funnel_frame(0), "light", PERIOD, immature=0)

    assert content.title == "Tidak ada permohonan"
    assert "kurangi saringan" in content.figure["layout"]["annotations"][0]["text"].replace("<br>", " ")


def test_the_slowest_status_is_named_and_waiting_for_pickup_is_not_the_offices_time() -> None:
    frame = pd.DataFrame(
        [durations(), durations(status="PROSES", p50=8.5), durations(status="SELESAI", p50=90.0)]
    )

    content = charts.time_in_status(frame, "light", PERIOD, "kerja")

    assert content.title == "Separuh permohonan melewati Proses dalam 8,5 jam"
    assert points(content) == [[6.0, 9.0, 12.5], [8.5, 9.0, 12.5], [90.0, 9.0, 12.5]]
    assert "jam kerja" in content.subtitle


def test_a_status_with_too_few_applications_shows_no_figure() -> None:
    frame = pd.DataFrame([durations(), durations(status="PROSES", n=19, cukup=False, p50=99.0)])

    content = charts.time_in_status(frame, "light", PERIOD, "kerja")

    assert points(content)[1] == [None]
    assert content.table.loc[1, "P50 (jam)"] == "data terlalu sedikit"
    notes = [note["text"] for note in content.figure["layout"]["annotations"]]
    assert "data terlalu sedikit (n = 19)" in notes


def test_the_mean_is_only_in_the_hover_and_the_table() -> None:
    content = charts.time_in_status(pd.DataFrame([durations()]), "light", PERIOD, "kerja")

    assert "rata-rata 7,0 jam" in content.figure["data"][0]["hovertemplate"]
    assert not any("7,0" in note["text"] for note in content.figure["layout"]["annotations"])


def test_waiting_is_told_as_a_share_of_all_hours() -> None:
    rows = [
        {**durations(), "bagian": "menunggu", "jumlah_jam": 300.0, "porsi": 0.75},
        {**durations(), "bagian": "ditangani", "jumlah_jam": 100.0, "porsi": 0.25},
        {**durations(status="PROSES"), "bagian": "menunggu", "jumlah_jam": 100.0, "porsi": 0.5},
        {**durations(status="PROSES"), "bagian": "ditangani", "jumlah_jam": 100.0, "porsi": 0.5},
    ]

    content = charts.waiting_and_handling(pd.DataFrame(rows), "light", PERIOD, "kerja")

    assert content.title == "67 % waktu habis untuk menunggu, 75 % di antaranya di Verifikasi"
    assert content.table["Porsi waktu"].tolist() == ["75,0 %", "25,0 %", "50,0 %", "50,0 %"]


def test_services_with_too_few_cases_come_last_and_never_lead_the_title() -> None:
    rows = [
        {**durations(n=3, cukup=False, p50=None), "layanan": "SKPWNI", "nama": "Pindah"},
        {**durations(p50=8.0), "layanan": "KK", "nama": "Kartu Keluarga"},
        {**durations(p50=4.0), "layanan": "KIA", "nama": "KIA"},
        {**durations(status="PROSES", p50=50.0), "layanan": "KIA", "nama": "KIA"},
    ]

    content = charts.by_service(pd.DataFrame(rows), "light", PERIOD, "kerja", "VERIFIKASI")

    assert content.title == "Kartu Keluarga paling lama di Verifikasi: P50 8,0 jam"
    assert content.table["Layanan"].tolist() == ["Kartu Keluarga", "KIA", "Pindah"]


@pytest.mark.parametrize(
    ("p50", "title"),
    [
        ([10.0] * 4 + [5.0] * 4, "P50 Verifikasi turun dari 10,0 jam menjadi 5,0 jam dalam delapan minggu"),
        ([5.0] * 4 + [10.0] * 4, "P50 Verifikasi naik dari 5,0 jam menjadi 10,0 jam dalam delapan minggu"),
        ([5.0] * 4 + [5.2] * 4, "Verifikasi bertahan sekitar 5,2 jam dalam delapan minggu terakhir"),
        ([5.0] * 7, "Lama di Verifikasi per minggu"),
    ],
)
def test_the_trend_compares_the_last_four_whole_weeks_with_the_four_before(
    p50: list[float], title: str
) -> None:
    assert charts.weekly_trend(weeks(p50), "light", "kerja", PERIOD).title == title


def test_a_partial_week_is_hollow_and_counts_in_no_finding() -> None:
    frame = pd.concat([weeks([10.0] * 8), weeks([99.0], sebagian=True)], ignore_index=True)

    content = charts.weekly_trend(frame, "light", "kerja", PERIOD)

    assert content.title == "Verifikasi bertahan sekitar 10,0 jam dalam delapan minggu terakhir"
    assert content.figure["data"][0]["marker"]["symbol"] == ["circle"] * 8 + ["circle-open"]
    assert content.table["Keterangan"].tolist()[-1] == "minggu sebagian"


def test_a_week_without_enough_cases_is_a_gap() -> None:
    frame = weeks([10.0, 11.0, 12.0])
    frame.loc[1, ["n", "cukup"]] = [0, False]

    content = charts.weekly_trend(frame, "light", "kerja", PERIOD)

    line = content.figure["data"][0]
    assert line["y"] == [10.0, None, 12.0]
    assert line["connectgaps"] is False


def test_chains_tell_how_many_had_to_apply_again() -> None:
    frame = pd.DataFrame({"ke": [1, 2], "tepat": [90, 10], "paling_sedikit": [100, 10], "bagian": [0.9, 0.1]})

    content = charts.chains(frame, pd.Series({"porsi_diulang": 0.1}), "light", PERIOD)

    assert content.title == "10,0 % pemohon harus mengajukan ulang"
    assert content.figure["data"][0]["x"] == [90, 10]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_click_on_a_point_names_what_stands_behind_it(theme: str) -> None:
    trend = charts.weekly_trend(weeks([10.0]), theme, "kerja", PERIOD)
    status = charts.time_in_status(pd.DataFrame([durations()]), theme, PERIOD, "kerja")

    assert trend.figure["data"][0]["customdata"] == [["2026-01-05", "VERIFIKASI"]]
    assert status.figure["data"][0]["customdata"] == ["VERIFIKASI"] * 3


def test_a_move_asks_for_the_cases_of_its_step_and_a_repeat_for_none() -> None:
    moves = [("VERIFIKASI", "PROSES"), ("PROSES", "DITOLAK"), ("DITOLAK", "AJUKAN_ULANG")]
    frame = pd.DataFrame([{"dari": left, "ke": reached, "n": 9} for left, reached in moves])

    content = flow.transition_map(frame, "light", PERIOD)

    assert content.keys == ["proses", "ditolak_proses", None]
    assert content.figure["data"][0]["link"]["customdata"] == content.keys


def test_an_hour_asks_for_its_cases_and_a_row_of_the_table_for_its_day() -> None:
    hours = [{"hari": day, "jam": hour, "n": 0} for day in range(1, 8) for hour in range(24)]
    hours[24 + 9]["n"] = 5  # Tuesday, nine o'clock

    content = flow.arrival_hours(pd.DataFrame(hours), "light", PERIOD)

    (touched,) = [trace for trace in content.figure["data"] if "customdata" in trace]
    assert [key for key in touched["customdata"] if key] == [[2, 9]]
    assert content.keys == [None, [2, flow.ALL_HOURS], *[None] * 5]
