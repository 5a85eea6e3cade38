"""The cards, sentences and figures of the page on the state of the service."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.ui import attention
from dashboard.ui.card import Card, card_table, kpi_card, spark
from dashboard.ui.charts import flow
from dashboard.ui.charts import ringkasan as charts
from dashboard.ui.charts import ringkasan_headline as headline

WEEK = {
    "minggu": dt.date(2026, 11, 16), "masuk": 100, "putusan": 150, "ditolak": 12, "porsi_ditolak": 0.08,
    "selesai": 80, "gagal": 1, "p50": 3.5, "p80": 7.0, "tepat": 80, "jatuh_tempo": 100, "porsi_tepat": 0.8,
    "sekali_jadi": 70, "diputus_pertama": 80, "porsi_sekali_jadi": 0.875, "sebagian": False,
}  # fmt: skip
PROCESS = {
    "masuk": 1000, "selesai": 800, "putusan": 1500, "ditolak": 150, "porsi_ditolak": 0.1, "gagal": 4,
    "p50": 3.5, "p80": 8.0, "cukup": True,
}  # fmt: skip
SLOT = {
    "terisi": 600,
    "quota": 1000,
    "porsi_terisi": 0.6,
    "siap": 90,
    "diperiksa_siap": 100,
    "porsi_siap": 0.9,
}


def head(**changes: Any) -> headline.Headline:
    now = {
        "ringkas_proses": PROCESS,
        "ketepatan": {"tepat": 900, "jatuh_tempo": 1000, "porsi_tepat": 0.9},
        "ringkas_rantai": {"sekali_jadi": 850, "diputus": 1000, "porsi_sekali_jadi": 0.85},
        "ringkas_slot": SLOT,
        "tunggakan": {"n": 50, "tua": 5},
        "belum_diambil": {"n": 70, "tua": 7},
    }
    values: dict[str, Any] = {
        "now": now,
        "before": {},
        "against": "dari tahun lalu",
        "targets": {},
        "help_texts": dict.fromkeys(now, "arti"),
        "weeks": pd.DataFrame([WEEK]),
        "slot_weeks": pd.DataFrame([{**SLOT, "sebagian": False}]),
        "days": pd.DataFrame([{"terbuka": 50, "menunggu_diambil": 70, "sebagian": False}]),
    }
    return headline.Headline(**{**values, **changes})


def by_label(cards: list[Card]) -> dict[str, Card]:
    return {card.label: card for card in cards}


def test_every_card_says_on_what_it_stands_and_is_explained() -> None:
    cards = headline.cards(head())

    assert len(cards) == headline.CARD_COUNT
    assert all(card.basis and card.help_text == "arti" for card in cards)
    assert by_label(cards)["Tepat waktu"].basis == "900 dari 1.000"


def test_without_a_period_to_compare_with_no_card_claims_a_change() -> None:
    assert [card.change for card in headline.cards(head())] == [None] * headline.CARD_COUNT


def test_a_change_says_against_what() -> None:
    before = {name: {**row} for name, row in head().now.items()}
    before["ketepatan"] = {**before["ketepatan"], "porsi_tepat": 0.85}
    before["tunggakan"] = {"n": 40, "tua": 1}

    cards = by_label(headline.cards(head(before=before)))

    assert cards["Tepat waktu"].change == "+5,0 poin dari tahun lalu"
    assert cards["Tunggakan berkas"].change == "+25,0 % dari tahun lalu"


@pytest.mark.parametrize(
    ("kpi", "target", "label", "is_met"),
    [
        ("tepat_waktu", 90, "Tepat waktu", True),
        ("tepat_waktu", 90.1, "Tepat waktu", False),
        ("ditolak", 10, "Ditolak", True),
        ("ditolak", 9.9, "Ditolak", False),
        ("tunggakan", 50, "Tunggakan berkas", True),
        ("tunggakan", 49, "Tunggakan berkas", False),
        ("p50_selesai", 3.5, "Masuk sampai Selesai, P50", True),
    ],
)
def test_a_target_is_met_on_its_good_side(kpi: str, target: float, label: str, is_met: bool) -> None:
    card = by_label(headline.cards(head(targets={kpi: target})))[label]

    assert card.is_met is is_met
    assert ("✓" if is_met else "✗") in str(kpi_card(card))


def test_too_few_finished_cases_have_no_median() -> None:
    few = {**head().now, "ringkas_proses": {**PROCESS, "cukup": False, "selesai": 19}}

    card = by_label(headline.cards(head(now=few)))["Masuk sampai Selesai, P50"]

    assert card.value == "data terlalu sedikit"
    assert card.basis == "n = 19"


def test_a_week_that_is_not_over_is_no_part_of_the_spark() -> None:
    weeks = pd.DataFrame([WEEK, {**WEEK, "masuk": 3, "sebagian": True}])

    assert by_label(headline.cards(head(weeks=weeks)))["Permohonan masuk"].spark == [100.0]


def test_a_spark_keeps_its_gaps() -> None:
    import base64

    image = base64.b64decode(spark([1, None, 3, 4], "x").src.split(",")[1]).decode()

    assert image.count("M") == 2, "the line is lifted over the gap"


def test_the_table_of_the_cards_says_what_the_cards_say() -> None:
    cards = headline.cards(head())
    table = card_table(cards)

    assert list(table["Nilai"]) == [card.value for card in cards]


def test_late_cases_are_told_with_place_and_delay_and_lead_to_their_list() -> None:
    rows = [
        {"layanan": "KK", "nama_layanan": "Kartu Keluarga", "lokasi": "KEC_09",
         "nama_lokasi": "Kantor Kecamatan Jatiasih", "terlambat": 12, "mendekati": 3, "terlama_hari_buka": 3},
        {"layanan": "KIA", "nama_layanan": "KIA", "lokasi": "DINAS", "nama_lokasi": "Kantor Dinas",
         "terlambat": 0, "mendekati": 4, "terlama_hari_buka": 0},
    ]  # fmt: skip

    late, soon = attention.overdue(rows)

    assert (
        late.sentence
        == "12 permohonan Kartu Keluarga di Kecamatan Jatiasih lewat tenggat, terlama 3 hari kerja"
    )
    assert late.key == {"keadaan": "terlambat", "layanan": "KK", "lokasi": "KEC_09", "saat": "sekarang"}
    assert soon.sentence.startswith("7 permohonan jatuh tempo")
    assert "terbanyak KIA di Dinas (4)" in soon.sentence
    assert late.weight > soon.weight


def test_every_rule_makes_a_sentence_with_where_to_look() -> None:
    place = {"lokasi": "KEC_09", "nama_lokasi": "Kantor Kecamatan Jatiasih"}
    noon = dt.datetime(2026, 11, 24, 12)
    found = [
        *attention.growing([{**place, "sejak": noon, "bertambah": 20}]),
        *attention.nearly_full(
            [{**place, "sampai": noon, "porsi_terisi": 0.95, "terisi": 95, "quota": 100}],
        ),
        *attention.rising([{"nama": "Berkas buram", "baru": 30, "porsi": 0.1, "porsi_lama": 0.04}]),
        *attention.outages([{"kena": 8, "mulai": noon, "selesai": noon}]),
        *attention.empty_days(
            [
                {"nama": "Gerai", "kosong": 2, "terakhir_kosong": noon},
                {"nama": "Dinas", "kosong": 0, "terakhir_kosong": None},
            ]
        ),
    ]

    assert len({one.kind for one in found}) == len(found) == 5
    assert all(one.href for one in found)
    assert "bertambah 20 sejak 24 November 2026" in found[0].sentence
    assert "terisi 95 % sampai 24 November 2026 (95 dari 100 tempat)" in found[1].sentence
    assert "10,0 % dari putusan (28 hari sebelumnya 4,0 %)" in found[2].sentence
    assert found[3].sentence.startswith("8 permohonan gagal terkirim")
    assert "terakhir Selasa, 24 November 2026" in found[4].sentence


def test_the_filters_go_along_to_where_a_sentence_leads() -> None:
    found = [
        attention.Attention(2, "Hampir penuh", "Jatiasih", href="/slot?lokasi=KEC_09"),
        attention.Attention(1, "Gangguan", "Gagal", href="/penolakan"),
    ]

    told = str(attention.attention_list("x", "y", found, "z", "layanan=KK,KIA&lokasi=DINAS&banding=tahun"))

    assert "href='/slot?layanan=KK,KIA&lokasi=KEC_09&banding=tahun'" in told
    assert "href='/penolakan?layanan=KK,KIA&lokasi=DINAS&banding=tahun'" in told


def test_nothing_to_tell_is_told() -> None:
    assert attention.overdue([]) == []
    assert "Tidak ada yang melanggar aturan." in str(attention.attention_list("x", "y", [], "z"))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"habis": dt.date(2027, 2, 16), "habis_cepat": dt.date(2027, 1, 26), "habis_lambat": None},
         "habis pada 16 Februari 2027"),
        ({"habis": None, "habis_cepat": None, "habis_lambat": None}, "tidak berkurang pada laju sekarang"),
        ({"cukup": False, "habis": None, "habis_cepat": None, "habis_lambat": None},
         "belum ada delapan minggu"),
    ],
)  # fmt: skip
def test_the_end_of_the_backlog_is_told_with_its_band(row: dict[str, Any], told: str) -> None:
    base = {
        "terbuka": 36,
        "masuk_per_minggu": 4,
        "keluar_per_minggu": 7,
        "minggu_kerja_penuh": 5.1,
        "cukup": True,
    }

    sentence = attention.clearance({**base, **row})

    assert told in sentence
    if row["habis"]:
        assert "paling cepat 26 Januari 2027, tetapi pada laju minggu yang lambat tidak habis" in sentence


def test_the_flow_shows_only_statuses_that_occur_and_says_how_many_try_again() -> None:
    frame = pd.DataFrame(
        [("VERIFIKASI", "PROSES", 60), ("VERIFIKASI", "DITOLAK", 40), ("DITOLAK", "AJUKAN_ULANG", 30)],
        columns=["dari", "ke", "n"],
    )

    content = flow.transition_map(frame, "light", "periode ini")

    (sankey,) = content.figure["data"]
    assert sankey["node"]["label"] == ["Verifikasi", "Proses", "Ditolak", "Ajukan ulang"]
    assert sankey["link"]["value"] == [60, 40, 30]
    assert content.title == "75 % permohonan yang ditolak diajukan ulang"
    assert list(content.table["Bagian"]) == ["60,0 %", "40,0 %", "100,0 %"]


def test_the_backlog_calendar_leaves_days_out_of_the_period_empty() -> None:
    days = [dt.date(2026, 11, 4) + dt.timedelta(days=n) for n in range(8)]  # Wednesday to Wednesday
    frame = pd.DataFrame({"hari": days, "terbuka": [5, 6, 7, 8, 9, 1, 2, 3]})

    content = flow.backlog_calendar(frame, "light", "periode ini")

    assert content.title == "Tunggakan tertinggi 9 pada Minggu, 8 November 2026"
    assert len(content.table) == 8


@pytest.mark.parametrize(
    "content",
    [
        charts.backlog_days(pd.DataFrame(), "light", "x", None, []),
        charts.arrivals_and_endings(pd.DataFrame(), None, "light", "x", []),
        charts.on_time_weeks(pd.DataFrame(), "light", "x", None, []),
        flow.transition_map(pd.DataFrame(), "light", "x"),
        flow.arrival_hours(pd.DataFrame(), "light", "x"),
        flow.backlog_calendar(pd.DataFrame(), "light", "x"),
    ],
    ids=["days", "weeks", "on time", "flow", "hours", "calendar"],
)
def test_an_empty_answer_says_what_to_do(content: Any) -> None:
    assert "Perpanjang periode" in content.figure["layout"]["annotations"][0]["text"]
    assert content.table.empty


def test_a_week_with_few_deadlines_has_no_share() -> None:
    frame = pd.DataFrame([WEEK, {**WEEK, "jatuh_tempo": 19, "porsi_tepat": 0.1}])

    content = charts.on_time_weeks(frame, "light", "x", None, [])

    assert content.figure["data"][0]["y"] == [80.0, None]
    assert list(content.table["Bagian"]) == ["80,0 %", "data terlalu sedikit"]


def test_weeks_without_a_late_case_have_no_weakest() -> None:
    frame = pd.DataFrame(
        [(dt.date(2026, 11, day), 30, 30, 1.0, False) for day in (2, 9)],
        columns=["minggu", "jatuh_tempo", "tepat", "porsi_tepat", "sebagian"],
    )

    content = charts.on_time_weeks(frame, "light", "November", None, [])

    assert content.title == "Setiap minggu semuanya tepat waktu"
