"""Figures of rejections show the rows they were given, and small numbers are neither drawn nor told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.ui.charts import pareto
from dashboard.ui.charts import penolakan as charts
from dashboard.ui.charts import penolakan_groups as groups
from dashboard.ui.charts.penolakan_headline import CARD_COUNT, headline
from dashboard.ui.penolakan import MOST_HINTS, hints

PERIOD = "1 November 2026 sampai 24 November 2026"
MONDAY = dt.date(2026, 8, 3)
THEMES = ("light", "dark")


def reasons(counts: list[int]) -> pd.DataFrame:
    total, running, rows = sum(counts), 0, []
    for place, n in enumerate(counts):
        before = running / total
        running += n
        rows.append(
            {
                "alasan": f"KODE_{place}",
                "nama": f"Alasan nomor {place}",
                "pihak": "pemohon",
                "n": n,
                "bagian": n / total,
                "kumulatif": running / total,
                "pokok": before < 0.8,
                "tingkat": n / 1000,
                "disebut": n,
                "petunjuk": "Periksa dahulu" if place else "",
                "dapat_dicegah": bool(place),
                "n_dicegah": n if place else 0,
            }
        )
    return pd.DataFrame(rows)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def said(figure: dict[str, Any]) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


# --- reasons --------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_the_pareto_tells_the_cumulative_share_by_line_and_in_words_on_one_axis(theme: str) -> None:
    content = pareto.pareto(reasons([50, 30, 15, 5]), theme, PERIOD)

    trace, course = content.figure["data"]
    assert trace["x"] == [50, 30, 15, 5]
    assert course["x"] == [50, 80, 95, 100]
    assert content.figure["layout"]["xaxis"]["range"] == [0, 100]
    assert trace["customdata"] == content.keys == ["KODE_0", "KODE_1", "KODE_2", "KODE_3"]
    assert not {"xaxis2", "yaxis2"} & set(content.figure["layout"])
    assert "30 (30,0 %); kumulatif 80,0 %; pemohon" in said(content.figure)
    assert content.title.startswith("2 dari 4 alasan menyebabkan 80 % penolakan, terutama: alasan nomor 0")


def test_the_line_of_80_percent_stands_where_the_last_vital_reason_ends() -> None:
    figure = pareto.pareto(reasons([50, 30, 15, 5]), "light", PERIOD).figure

    (line,) = figure["layout"]["shapes"]
    assert line["x0"] == line["x1"] == figure["data"][1]["x"][1] == 80
    assert "80 %" in said(figure)
    colours = figure["data"][0]["marker"]["color"]
    assert colours[0] == colours[1] != colours[2] == colours[3]


def test_many_reasons_are_drawn_as_one_remainder_but_all_stand_in_the_table() -> None:
    content = pareto.pareto(reasons([10] * 20), "light", PERIOD)

    trace, course = content.figure["data"]
    assert course["x"][-1] == 200
    assert len(trace["x"]) == pareto.MOST_REASONS + 1
    assert trace["x"][-1] == 10 * (20 - pareto.MOST_REASONS)
    assert trace["customdata"][-1] is None
    assert len(content.table) == len(content.keys or ()) == 20
    assert sum(trace["x"]) == 200


def test_one_reason_more_than_fits_is_drawn_and_no_remainder_of_one() -> None:
    content = pareto.pareto(reasons([10] * (pareto.MOST_REASONS + 1)), "light", PERIOD)

    assert content.figure["data"][0]["customdata"][-1] == f"KODE_{pareto.MOST_REASONS}"


def test_long_names_are_cut_in_the_figure_but_not_in_the_table() -> None:
    frame = reasons([3, 1])
    frame.loc[0, "nama"] = "Yang diunggah fotokopi atau tangkapan layar, bukan foto dokumen asli"
    content = pareto.pareto(frame, "light", PERIOD)

    assert max(len(text) for text in said(content.figure) if text.startswith("Yang")) <= pareto.LONGEST_NAME
    assert content.table["Alasan"][0].endswith("dokumen asli")
    assert content.table["Petunjuk pencegahan"].tolist() == ["–", "Periksa dahulu"]


def test_a_single_reason_leaves_its_words_the_room_of_two_rows() -> None:
    layout = pareto.pareto(reasons([30]), "light", PERIOD).figure["layout"]

    low, high = layout["yaxis"]["range"]
    pixels = layout["height"] - pareto.HEAD_PIXELS - pareto.FOOT_PIXELS
    assert pixels / (low - high) == pareto.REASON_PIXELS


def test_reasons_that_were_not_recorded_are_told_as_such() -> None:
    frame = reasons([30]).assign(alasan="TIDAK_DIKETAHUI", pihak="TIDAK_DIKETAHUI", petunjuk="")

    assert pareto.pareto(frame, "light", PERIOD).title == "Alasan penolakan tidak tercatat"
    head = hints(records(frame), "penolakan", "alasan", PERIOD).children[0].children
    assert head == "Alasan tidak tercatat, jadi yang dapat dicegah tidak diketahui"


# --- faults ---------------------------------------------------------------------------------------


def faults(pemohon: int, sistem: int, petugas: int, unknown: int) -> pd.DataFrame:
    counts = {"pemohon": pemohon, "sistem": sistem, "petugas": petugas, "TIDAK_DIKETAHUI": unknown}
    total = sum(counts.values())
    return pd.DataFrame(
        [
            {
                "pihak": name,
                "n": n,
                "bagian": n / total if total else float("nan"),
                "tingkat": n / 1000,
                "dapat_dicegah": n,
                "ditolak": total,
                "putusan": 1000,
            }
            for name, n in counts.items()
        ]
    )


def test_faults_say_how_much_is_not_the_applicants_and_an_empty_bar_asks_for_nothing() -> None:
    content = charts.by_fault(faults(70, 20, 0, 10), "light", PERIOD)

    assert content.title.startswith("20,0 % penolakan berasal dari petugas atau sistem")
    (trace,) = content.figure["data"]
    assert trace["x"] == [70, 20, 0, 10]
    assert trace["customdata"] == content.keys == ["pemohon", "sistem", None, "TIDAK_DIKETAHUI"]
    assert trace["marker"]["pattern"]["shape"] == ["", "", "", "/"]
    assert "70 (70,0 %)" in said(content.figure)


def test_where_most_parties_are_unknown_no_share_of_the_known_ones_is_told() -> None:
    content = charts.by_fault(faults(10, 0, 5, 85), "light", PERIOD)

    assert content.title == "Pihak penyebab tidak diketahui pada 85,0 % penolakan"


def test_few_rejections_are_counted_but_not_turned_into_a_finding() -> None:
    fault = charts.by_fault(faults(10, 9, 0, 0), "light", PERIOD)
    after = charts.outcomes(
        pd.DataFrame([{"lanjutan": "selesai", "n": 19, "bagian": 1.0, "ditolak": 19}]), "light", PERIOD
    )

    why = pareto.pareto(reasons([10, 9]), "light", PERIOD)
    assert why.title == fault.title == after.title == "19 penolakan: terlalu sedikit untuk disimpulkan"


# --- weeks ----------------------------------------------------------------------------------------


def weeks(rejected: list[int], decided: int = 1000, **last: Any) -> pd.DataFrame:
    frame = pd.DataFrame(
        [
            {
                "minggu": MONDAY + dt.timedelta(days=7 * place),
                "putusan": decided,
                "ditolak": n,
                "pemohon": n,
                "petugas": 0,
                "sistem": 0,
                "lain": 0,
                "tingkat": n / decided,
                "sebagian": False,
                "cukup": decided >= 20,
            }
            for place, n in enumerate(rejected)
        ]
    )
    for name, value in last.items():
        frame.loc[len(frame) - 1, name] = value
    return frame


def test_a_week_with_few_decisions_is_a_gap_and_told_as_too_few() -> None:
    content = charts.weekly(weeks([70, 80, 2], putusan=19, cukup=False), "light", PERIOD)

    whole = content.figure["data"][0]
    assert whole["y"][:2] == pytest.approx([7, 8])
    assert whole["y"][2] is None
    assert content.table["Tingkat"].tolist() == ["7,0 %", "8,0 %", "data terlalu sedikit"]
    assert content.keys == ["2026-08-03", "2026-08-10", "2026-08-17"]


def test_a_week_without_decisions_is_a_gap_without_cases() -> None:
    content = charts.weekly(weeks([70, 80, 0], putusan=0, cukup=False, tingkat=float("nan")), "light", PERIOD)

    assert content.figure["data"][0]["y"][-1] is None
    assert content.keys == ["2026-08-03", "2026-08-10", None]
    assert content.table["Tingkat"].iloc[-1] == "–"


def test_a_change_is_called_one_only_beyond_chance() -> None:
    # Of 4,000 each: 280 and 380 (7.0 and 9.5 %, limit 1.96 x 0.62 points); 280 and 300 (0.5 points).
    risen = charts.weekly(weeks([70] * 4 + [95] * 4), "light", PERIOD)
    same = charts.weekly(weeks([70] * 4 + [75] * 4), "light", PERIOD)
    short = charts.weekly(weeks([70] * 7), "light", PERIOD)

    assert risen.title.startswith("Tingkat penolakan naik: empat minggu terakhir 9,5 %")
    assert same.title.startswith("Tingkat penolakan bertahan: empat minggu terakhir 7,5 %")
    assert short.title == "Tingkat penolakan per minggu"


def test_parties_that_no_rejection_names_have_no_line_of_zeros() -> None:
    unnamed = weeks([10, 20]).assign(pemohon=0, sistem=0, petugas=0)

    names = {trace["name"] for trace in charts.weekly(unnamed, "light", PERIOD).figure["data"]}

    assert names == {"Semua"}


def test_a_partial_week_takes_no_part_in_the_comparison() -> None:
    content = charts.weekly(weeks([70] * 8 + [1], sebagian=True), "light", PERIOD)

    assert "bertahan" in content.title
    assert content.table["Minggu mulai"].iloc[-1].endswith("(sebagian)")


# --- groups ---------------------------------------------------------------------------------------


def group(code: str, rejected: int, decided: int, low: float, high: float) -> dict[str, Any]:
    return {
        "kode": code,
        "nama": f"Kantor Kecamatan {code}",
        "putusan": decided,
        "ditolak": rejected,
        "tingkat": rejected / decided,
        "low": low,
        "high": high,
        "cukup": decided >= 20,
        "keseluruhan": 0.1,
    }


GROUPS = pd.DataFrame(
    [group("A", 30, 100, 0.22, 0.4), group("B", 8, 100, 0.04, 0.15), group("C", 9, 19, 0.27, 0.68)]
)


@pytest.mark.parametrize("theme", THEMES)
def test_groups_stand_against_the_whole_and_small_ones_are_not_judged(theme: str) -> None:
    content = groups.by_group(GROUPS, "lokasi", theme, PERIOD)

    first, _, small = content.figure["data"]
    assert first["x"] == pytest.approx([22, 30, 40])
    assert first["customdata"] == ["A", "A", "A"]
    assert small["x"] == [None]
    assert "customdata" not in small
    assert content.keys == ["A", "B", None]
    assert content.table["Terhadap keseluruhan"].tolist() == ["di atas", "setara", "–"]
    # Nothing of the small group gives its rate away.
    assert content.table.iloc[2].tolist() == [
        "Kantor Kecamatan C", "19", "data terlalu sedikit", "data terlalu sedikit (n = 19)", "–"
    ]  # fmt: skip
    assert content.title == (
        "Kantor Kecamatan A paling sering ditolak: 30,0 %; 1 jelas di atas keseluruhan (10,0 %)"
    )


def test_without_a_group_beyond_chance_none_is_called_the_worst() -> None:
    content = groups.by_group(GROUPS.iloc[[1, 2]], "lokasi", "light", PERIOD)

    assert content.title == "Tidak ada yang jelas di atas keseluruhan (10,0 %)"
    few = groups.by_group(GROUPS.iloc[[2]], "lokasi", "light", PERIOD)
    assert few.title == "Data terlalu sedikit untuk membandingkan"


def test_of_many_groups_the_highest_are_drawn_and_all_told() -> None:
    frame = pd.DataFrame([group(f"{n:02d}", 30, 100, 0.2, 0.4) for n in range(40)])
    content = groups.by_group(frame, "varian", "light", PERIOD)

    assert len(content.figure["data"]) == groups.MOST_GROUPS
    assert len(content.table) == len(content.keys or ()) == 40
    assert "16 tertinggi dari 40" in content.subtitle


def test_kinds_of_application_stay_apart_when_their_names_are_shortened() -> None:
    names = (
        "Kutipan rusak – Akta Kelahiran",
        "Kutipan rusak – Akta Kematian",
        "Kutipan hilang – Akta Kematian",
    )
    frame = pd.DataFrame([{**group(name, 30, 100, 0.2, 0.4), "nama": name} for name in names])
    content = groups.by_group(frame, "varian", "light", PERIOD)

    assert said(content.figure)[::2] == [
        "Kut. rusak, Kelahiran",
        "Kut. rusak, Kematian",
        "Kut. hilang, Kematian",
    ]
    assert content.table["Jenis permohonan"].tolist() == list(names)


# --- afterwards -----------------------------------------------------------------------------------


def test_outcomes_are_drawn_in_their_order_with_all_of_them() -> None:
    counts = {"selesai": 60, "terbuka": 5, "ditolak_lagi": 4, "gagal": 0, "menyerah": 21, "belum": 10}
    frame = pd.DataFrame(
        [{"lanjutan": name, "n": n, "bagian": n / 100, "ditolak": 100} for name, n in counts.items()]
    )
    content = charts.outcomes(frame, "light", PERIOD)

    (trace,) = content.figure["data"]
    assert trace["x"] == [60, 5, 4, 0, 21, 10]
    assert trace["customdata"] == ["selesai", "terbuka", "ditolak_lagi", None, "menyerah", "belum"]
    assert content.title == "60 % akhirnya Selesai sesudah mengajukan ulang, 21 % menyerah"
    assert content.table["Permohonan"].tolist() == ["60", "5", "4", "0", "21", "10"]


# --- failures -------------------------------------------------------------------------------------


def episode(start: str, end: str, hit: int, recovered: int) -> dict[str, Any]:
    first, last = pd.Timestamp(f"2026-{start}"), pd.Timestamp(f"2026-{end}")
    return {
        "episode": f"{first:%Y-%m-%dT%H:%M:%S}",
        "mulai": first,
        "selesai": last,
        "menit": (last - first).total_seconds() / 60,
        "kena": hit,
        "pulih": recovered,
        "porsi_pulih": recovered / hit,
        "lokasi": 2,
    }


WHOLE = {
    "gagal": 20, "pulih": 15, "porsi_pulih": 0.75, "episode": 2, "kena_episode": 13, "tersebar": 7,
    "pulih_tersebar": 6, "menit": 189,
}  # fmt: skip


def test_episodes_stand_newest_first_with_the_scattered_ones_apart() -> None:
    frame = pd.DataFrame(
        [episode("11-02 10:00", "11-02 11:59", 10, 8), episode("11-03 23:30", "11-04 00:40", 3, 1)]
    )
    content = charts.failures(frame, WHOLE, "light", PERIOD)

    (trace,) = content.figure["data"]
    assert trace["x"] == [3, 10, 7]
    assert trace["customdata"] == content.keys == ["2026-11-03T23:30:00", "2026-11-02T10:00:00", "tersebar"]
    assert trace["marker"]["pattern"]["shape"] == ["", "", "/"]
    assert "3 Nov 23.30–4 Nov 00.40" in said(content.figure)
    assert "2 Nov 2026 10.00–11.59" in said(content.figure)
    assert content.title == "2 episode gangguan mengenai 13 dari 20 permohonan gagal; 75 % sudah pulih"
    assert content.table["Permohonan kena"].tolist() == ["3", "10", "7"]
    assert content.table["Pulih"].tolist() == ["1", "8", "6"]
    assert content.table["Lama"].tolist() == ["1,2 jam", "2,0 jam", "–"]


def test_failures_without_an_episode_say_so() -> None:
    whole = {**WHOLE, "gagal": 7, "episode": 0, "kena_episode": 0}
    content = charts.failures(pd.DataFrame(), whole, "light", PERIOD)

    assert content.title == "7 kegagalan tersebar, tanpa episode; 75 % sudah pulih"
    assert len(content.table) == 1


# --- nothing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_without_rows_every_figure_says_so(theme: str) -> None:
    empty = pd.DataFrame()
    nothing = [
        pareto.pareto(empty, theme, PERIOD),
        charts.by_fault(faults(0, 0, 0, 0), theme, PERIOD),
        charts.weekly(empty, theme, PERIOD),
        groups.by_group(empty, "layanan", theme, PERIOD),
        charts.outcomes(empty, theme, PERIOD),
        charts.failures(empty, {**WHOLE, "gagal": 0}, theme, PERIOD),
    ]

    for content in nothing:
        assert content.figure["data"] == []
        assert content.title
        assert content.table.empty


# --- cards and hints ------------------------------------------------------------------------------

NAMES = (
    "ringkas_proses", "alasan_penolakan", "penolakan_pihak", "penolakan_lanjutan", "biaya_ulang",
    "ringkas_rantai", "penolakan_mingguan",
)  # fmt: skip


def facts(rejected: int, decided: int) -> dict[str, list[dict[str, Any]]]:
    after = {"selesai": rejected // 2, "menyerah": rejected - rejected // 2}
    return {
        "ringkas_proses": [{"ditolak": rejected, "putusan": decided}],
        "alasan_penolakan": records(reasons([rejected])) if rejected else [],
        "penolakan_pihak": records(faults(0, rejected, 0, 0)),
        "penolakan_lanjutan": [{"lanjutan": name, "n": n} for name, n in after.items()],
        "biaya_ulang": [{"n": rejected, "p50": 3.06, "p80": 5.0, "cukup": rejected >= 20}],
        "ringkas_rantai": [{"sekali_jadi": decided - rejected, "diputus": decided}],
        "penolakan_mingguan": records(weeks([10, 20], sebagian=True)),
    }


DEFINITIONS = dict.fromkeys(NAMES, "definisi")


def test_cards_tell_value_basis_change_and_whether_the_target_is_met() -> None:
    cards = headline(
        facts(100, 1000), facts(50, 1000), DEFINITIONS, {"ditolak": 10.0, "sekali_jadi": 95.0}, "dari lalu"
    )

    assert len(cards) == CARD_COUNT
    rate, preventable, office, finished, lost, first_time = cards
    assert (rate.value, rate.basis) == ("10,0 %", "100 dari 1.000 putusan")
    assert rate.change == "+5,0 poin dari lalu"
    assert rate.is_met is True  # exactly the most that is allowed
    assert list(rate.spark) == [0.01, None]  # a partial week is no course
    assert preventable.value == "0,0 %"  # its only reason has no hint
    assert office.value == "100,0 %"
    assert (finished.value, finished.basis) == ("50,0 %", "50 dari 100 menyerah")
    assert lost.value == "3,1 hari"
    assert (first_time.value, first_time.is_met) == ("90,0 %", False)


def test_under_twenty_the_cards_tell_no_share_and_no_change() -> None:
    cards = headline(facts(3, 19), facts(50, 1000), DEFINITIONS, {}, "dari lalu")

    assert {card.value for card in cards} == {"data terlalu sedikit"}
    assert {card.change for card in cards} == {None}


def test_what_was_not_recorded_is_no_share_of_zero() -> None:
    unrecorded = facts(100, 1000)
    unrecorded["alasan_penolakan"][0]["alasan"] = "TIDAK_DIKETAHUI"
    unrecorded["penolakan_pihak"] = records(faults(0, 0, 0, 100))

    _, preventable, office, *_ = headline(unrecorded, None, DEFINITIONS, {}, "")

    assert (preventable.value, preventable.basis) == ("–", "alasan tidak tercatat pada 100 penolakan")
    assert (office.value, office.basis) == ("–", "pihak tidak tercatat pada 100 penolakan")


def test_without_decisions_the_cards_are_dashes() -> None:
    cards = headline(facts(0, 0), None, DEFINITIONS, {"ditolak": 5.0}, "")

    assert {card.value for card in cards} == {"–"}
    assert cards[0].is_met is None


def test_hints_are_those_of_the_most_frequent_reasons_that_have_one() -> None:
    section = hints(records(reasons([50] + [5] * 10)), "penolakan", "alasan", PERIOD)
    head, basis, table = section.children

    # The first reason has no hint; the next six cover 30 of 100.
    assert head.children == "6 langkah pencegahan teratas menyangkut 30 % penolakan"
    assert basis.children.startswith("50 dari 100 penolakan")
    rows = table.children.children[1].children
    assert len(rows) == MOST_HINTS
    assert rows[0].children[1].children.children == "Alasan nomor 1"
    assert rows[0].children[1].children.id["kunci"] == '["KODE_1"]'


def test_without_a_hint_nothing_is_said_to_be_preventable() -> None:
    section = hints(records(reasons([20])), "penolakan", "alasan", PERIOD)

    assert section.children[0].children == "Tidak ada penolakan yang dapat dicegah"
    assert section.children[2] is None
