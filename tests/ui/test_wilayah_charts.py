"""Areas are compared with their uncertainty; small numbers are told as small, never as figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.ui.charts import wilayah as charts
from dashboard.ui.charts import wilayah_mix as mix
from dashboard.ui.charts.intervals import Interval, intervals, standing, told
from dashboard.ui.charts.outlines import outlines_of
from dashboard.ui.charts.wilayah_headline import CARD_COUNT, headline
from dashboard.ui.charts.wilayah_map import city_map
from dashboard.ui.charts.wilayah_months import monthly

PERIOD = "1 Januari 2026 sampai 31 Desember 2026"


def demand_row(code: str, name: str, n: int, rate: float, **changes: Any) -> dict[str, Any]:
    values = {
        "kecamatan": code, "nama_kecamatan": name, "kelurahan": None, "nama_kelurahan": None, "n": n,
        "penduduk": 10_000, "tahun": 2023, "baris": 1, "kolom": 1, "bagian": 0.5, "per_1000": rate,
        "low": rate - 1, "high": rate + 1, "cukup": n >= 20, "kota_n": 500, "kota_penduduk": 20_000,
        "kota_per_1000": 25.0,
    }  # fmt: skip
    return {**values, **changes}


def demand() -> pd.DataFrame:
    return pd.DataFrame(
        [
            demand_row("T", "Timur", 300, 30.0),
            demand_row("B", "Barat", 190, 25.5, kolom=2),
            demand_row("S", "Selatan", 200, 20.0, baris=2),
            demand_row("U", "Utara", 19, 99.0, baris=3),
        ]
    )


def quality_row(code: str, name: str, on_time: float, n: int = 100) -> dict[str, Any]:
    return {
        "kecamatan": code, "nama": name, "baris": 1, "kolom": 1, "jatuh_tempo": n, "tepat": 0, "terlambat": 0,
        "porsi_tepat": on_time, "tepat_low": on_time - 0.02, "tepat_high": on_time + 0.02,
        "tepat_cukup": n >= 20, "kota_tepat": 0.9, "putusan": n, "ditolak": 0, "porsi_ditolak": 0.1,
        "ditolak_low": 0.05, "ditolak_high": 0.15, "ditolak_cukup": n >= 20, "kota_ditolak": 0.1,
    }  # fmt: skip


def drawn(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["x"] != [None]]


def touched(figure: dict[str, Any], what: str) -> dict[tuple[int, int], Any]:
    """What each cell of a grid carries, by column and row."""
    (trace,) = [trace for trace in figure["data"] if what in trace]
    return dict(zip(zip(trace["x"], trace["y"], strict=True), trace[what], strict=True))


def test_an_interval_is_drawn_on_its_scale_and_told_in_words() -> None:
    row = Interval("Timur", 0.123, 0.101, 0.148, 400, True, key="T")

    figure = intervals([row], "light", unit="persen", reference=0.11)

    (trace,) = figure["data"]
    assert trace["x"] == pytest.approx([10.1, 12.3, 14.8])
    assert trace["customdata"] == ["T"] * 3
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert texts == ["Timur", "12,3 % (10,1–14,8)"]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < 10.1
    assert high > 14.8
    (line,) = figure["layout"]["shapes"]
    assert line["x0"] == line["x1"] == pytest.approx(11)


def test_a_row_with_too_few_cases_tells_so_and_draws_and_asks_nothing() -> None:
    rows = [Interval("Timur", 0.5, 0.1, 0.9, 19, False, key="T"), Interval("B", 0.2, 0.1, 0.3, 20, True)]

    figure = intervals(rows, "light", unit="persen")

    assert figure["data"][0]["x"] == [None]
    assert "customdata" not in figure["data"][0]
    assert figure["layout"]["annotations"][1]["text"] == "data terlalu sedikit (n = 19)"
    assert figure["layout"]["xaxis"]["range"][1] < 50  # what is hidden does not stretch the scale
    assert figure["layout"]["shapes"] == []


def test_rates_are_told_without_percent() -> None:
    assert told(Interval("", 38.9, 38.25, 39.55, 900, True), "jumlah") == "38,9 (38,2–39,5)"


def test_no_rows_make_an_empty_figure() -> None:
    assert intervals([], "light", unit="persen")["data"] == []


def test_rows_without_a_single_figure_still_have_a_scale() -> None:
    figure = intervals([Interval("T", None, None, None, 3, False)], "light", unit="persen")

    low, high = figure["layout"]["xaxis"]["range"]
    assert low < high


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.1, 0.2, "setara"), (0.15, 0.2, "setara"), (0.1, 0.15, "setara"), (0.16, 0.2, "di atas"),
     (0.1, 0.14, "di bawah")],
)  # fmt: skip
def test_an_interval_that_touches_the_citys_value_is_equal_to_it(
    low: float, high: float, expected: str
) -> None:
    assert standing(Interval("", (low + high) / 2, low, high, 100, True), 0.15) == expected


def test_none_at_all_is_not_above_none() -> None:
    assert standing(Interval("", 0.0, 2.3e-17, 0.1, 100, True), 0.0) == "setara"
    assert standing(Interval("", 1.0, 0.9, 1 - 1e-16, 100, True), 1.0) == "setara"


def test_too_few_cases_are_not_judged() -> None:
    assert standing(Interval("", 0.9, 0.8, 1.0, 19, False), 0.1) is None


def test_the_tile_map_says_what_it_is_and_hides_rates_of_small_numbers() -> None:
    content = city_map(demand(), "per_1000", "light", PERIOD)

    assert content.title == "Permintaan per penduduk tertinggi di Timur (30,0), terendah di Selatan (20,0)"
    assert "Peta petak, bukan skala" in content.subtitle
    assert "penduduk 2023" in content.subtitle
    assert content.table["Permohonan per 1.000 penduduk"].tolist() == ["30,0", "25,5", "20,0", "n = 19"]
    assert content.table["Tahun penduduk"].tolist() == ["2023"] * 4
    assert not any("99" in note["text"] for note in content.figure["layout"]["annotations"])
    assert set(content.figure["data"][-1]["customdata"]) == {"T", "B", "S", "U"}


def test_where_no_area_differs_from_the_city_the_map_names_no_extremes() -> None:
    frame = demand().assign(low=20.0, high=30.0)

    title = city_map(frame, "per_1000", "light", PERIOD).title

    assert title == "Permintaan per penduduk merata: semua kecamatan setara dengan kota (25,0)"


def test_areas_that_are_on_no_tile_are_named_beside_the_map() -> None:
    unknown = demand_row(
        "TIDAK_DIKETAHUI", "Tidak diketahui", 40, float("nan"), penduduk=None, tahun=None, baris=None,
        kolom=None, cukup=False,
    )  # fmt: skip
    frame = pd.concat([demand(), pd.DataFrame([unknown])], ignore_index=True)

    content = city_map(frame, "jumlah", "light", PERIOD)

    assert "Tidak di peta: Tidak diketahui (40)" in content.subtitle
    assert content.title.startswith("Permohonan tertinggi di Timur (300)")


def test_late_is_what_is_not_on_time() -> None:
    frame = pd.DataFrame([quality_row("T", "Timur", 0.9), quality_row("B", "Barat", 0.8)])
    frame["kolom"] = [1, 2]

    content = city_map(frame, "terlambat", "light", PERIOD)

    assert content.title == "Keterlambatan tertinggi di Barat (20,0 %), terendah di Timur (10,0 %)"
    tiles, catchers = content.figure["data"]
    assert tiles["z"][0] == pytest.approx([0.1, 0.2])
    assert "20,0 % (18,0–22,0)" in catchers["hovertext"][-1]


def test_outlines_replace_the_tiles_and_name_what_they_lack() -> None:
    ring = [[0, 0], [0, 1], [1, 1], [0, 0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"kode": "T"}, "geometry": shape}
    outlines = outlines_of({"type": "FeatureCollection", "features": [feature]})

    content = city_map(demand(), "per_1000", "light", PERIOD, outlines=outlines)

    assert content.figure["data"][0]["fill"] == "toself"
    assert "petak" not in content.subtitle
    assert "Tidak di peta: Barat (25,5), Selatan (20,0), Utara (n = 19)" in content.subtitle


def test_trouble_with_the_outlines_is_told_under_the_tile_map() -> None:
    content = city_map(demand(), "per_1000", "light", PERIOD, trouble="berkas tidak ditemukan")

    assert content.subtitle.endswith("Berkas GeoJSON tidak dipakai: berkas tidak ditemukan")
    assert content.figure["data"][0]["type"] == "heatmap"


def test_the_ranking_tells_the_standing_against_the_city_and_puts_small_numbers_last() -> None:
    content = charts.ranking(demand(), "per_1000", "light", PERIOD, chosen=("B",))

    assert content.title == "Permohonan per 1.000 penduduk: 1 kecamatan di atas kota, 1 di bawah, 1 setara"
    assert content.keys == ["T", "B", "S", "U"]
    assert content.table["Terhadap kota"].tolist() == [
        "di atas kota", "setara dengan kota", "di bawah kota", "tidak dinilai",
    ]  # fmt: skip
    labels = [note["text"] for note in content.figure["layout"]["annotations"]][::2]
    assert labels == ["Timur · di atas", "▸ Barat · setara", "Selatan · di bawah", "Utara"]
    assert [trace["customdata"][0] for trace in drawn(content.figure)] == ["T", "B", "S"]
    assert "kota, 25,0" in content.subtitle


def test_the_ranking_on_time_is_in_percent() -> None:
    frame = pd.DataFrame([quality_row("T", "Timur", 0.95), quality_row("B", "Barat", 0.8, n=19)])

    content = charts.ranking(frame, "tepat", "light", PERIOD)

    assert content.table["Tepat waktu"].tolist() == ["95,0 % (93,0–97,0)", "data terlalu sedikit (n = 19)"]
    assert "kota, 90,0 %" in content.subtitle


def test_equal_areas_are_told_as_equal() -> None:
    frame = demand().iloc[[1, 1]]

    assert charts.ranking(frame, "per_1000", "light", PERIOD).title.endswith(
        "semua kecamatan setara dengan kota"
    )


def test_a_single_area_is_not_compared_with_itself() -> None:
    alone = demand().iloc[[0]]

    content = charts.ranking(alone, "per_1000", "light", PERIOD, whole="wilayah kerja")

    assert content.title == "Permohonan per 1.000 penduduk, Timur: 30,0 (29,0–31,0)"
    assert content.table["Terhadap wilayah kerja"].tolist() == ["tidak dinilai"]
    assert "kota" not in content.subtitle


def nowhere(n: int = 500) -> pd.DataFrame:
    """An imported log: every application without a kecamatan, beside the office's own two."""
    nobody = [
        demand_row(code, name, 0, 0.0, kelurahan=f"{code}.1", nama_kelurahan=f"Desa {name}", bagian=0.0,
                   kota_n=0, kota_per_1000=0.0)
        for code, name in (("T", "Timur"), ("B", "Barat"))
    ]  # fmt: skip
    unknown = demand_row(
        charts.UNKNOWN, "Tidak diketahui", n, float("nan"), kelurahan=charts.UNKNOWN,
        nama_kelurahan="Tidak diketahui", bagian=1.0, penduduk=float("nan"), tahun=float("nan"), baris=None,
        kolom=None, cukup=False, kota_n=0, kota_per_1000=0.0,
    )  # fmt: skip
    return pd.DataFrame([*nobody, unknown])


def test_applications_without_any_kecamatan_are_told_as_such_and_make_no_rate_of_zero() -> None:
    ranked = charts.ranking(nowhere(), "per_1000", "light", PERIOD)
    villages = charts.kelurahan(nowhere(), "light", PERIOD, "semua")
    frames = {
        "permintaan_wilayah": nowhere(),
        "wilayah_mutu": pd.DataFrame([quality_row(charts.UNKNOWN, "Tidak diketahui", 0.9)]),
        "wilayah_aliran": pd.DataFrame([flow_row(charts.UNKNOWN, "KEC_T", 500, "kecamatan")]),
        "wilayah_kanal": pd.DataFrame(
            [
                {**channel_row(charts.UNKNOWN, 0.0), "kota_n": 0, "kota_bagian": 0.0},
                {**channel_row(charts.UNKNOWN, 1.0, kanal=charts.UNKNOWN), "kota_bagian": 1.0},
            ]
        ),
    }
    cards = headline(frames, None, dict.fromkeys(frames, ""), "")

    assert ranked.title == "Kecamatan pemohon tidak diketahui pada semua permohonan"
    assert drawn(ranked.figure) == []
    assert ranked.figure["layout"]["xaxis"]["visible"] is False
    assert ranked.table.iloc[-1].tolist()[:3] == ["Tidak diketahui", "–", "500"]
    assert villages.title == "Kelurahan pemohon tidak diketahui pada semua permohonan"
    assert villages.figure["data"][0]["x"] == [500]
    assert (cards[0].value, cards[0].basis) == ("–", "kecamatan tidak diketahui pada 500 permohonan")
    assert {card.value for card in cards} == {"–"}
    channel = charts.channel(frames["wilayah_kanal"], "halo_pamor", "light", PERIOD)
    assert channel.title == "Kanal tidak diketahui pada 100,0 % permohonan"
    assert mix.flow(frames["wilayah_aliran"], "light", PERIOD).title.startswith("Kecamatan atau lokasi tidak")


def test_what_is_unknown_is_left_out_of_a_share_and_told() -> None:
    flow = pd.DataFrame(
        [
            flow_row("T", "KEC_T", 60, "kecamatan", own=True),
            flow_row("T", "MPP", 40, "mpp"),
            flow_row(charts.UNKNOWN, "MPP", 50, "mpp"),
        ]
    )

    assert mix.own_share(flow) == (0.6, 100)


def village(code: str, name: str, n: int, area: str = "T") -> dict[str, Any]:
    return demand_row(area, "Timur", n, float("nan"), kelurahan=code, nama_kelurahan=name, bagian=n / 300)


def test_kelurahan_have_counts_only_and_say_so() -> None:
    frame = pd.DataFrame([village("T.1", "Satu", 100), village("T.2", "Dua", 200)])

    content = charts.kelurahan(frame, "light", PERIOD, "semua", ("T",))

    assert content.title == "Terbanyak dari Dua: 66,7 % permohonan Timur"
    assert "Penduduk per kelurahan tidak tersedia" in content.subtitle
    assert content.figure["data"][0]["customdata"] == content.keys == [["T", "T.2"], ["T", "T.1"]]
    assert content.figure["data"][0]["x"] == [200, 100]


@pytest.mark.parametrize(("chosen", "whole"), [((), "kota"), (("T", "B"), "kecamatan terpilih")])
def test_a_share_names_the_whole_it_is_of(chosen: tuple[str, ...], whole: str) -> None:
    frame = pd.DataFrame([village("T.1", "Satu", 150), village("B.1", "Tiga", 150, "B")])

    content = charts.kelurahan(frame, "light", PERIOD, "semua", chosen)

    assert content.title == f"Terbanyak dari Satu: 50,0 % permohonan {whole}"


def test_more_kelurahan_than_fit_are_in_the_table() -> None:
    frame = pd.DataFrame([village(f"T.{place}", f"K{place}", 100 + place) for place in range(20)])

    content = charts.kelurahan(frame, "light", PERIOD, "pertama")

    assert len(content.figure["data"][0]["x"]) == charts.MOST_KELURAHAN
    assert len(content.table) == len(content.keys or []) == 20
    assert "14 terbanyak dari 20" in content.subtitle


def channel_row(code: str, share: float, n: int = 100, kanal: str = "halo_pamor") -> dict[str, Any]:
    return {
        "kecamatan": code, "nama": f"Kecamatan {code}", "kanal": kanal, "n": round(share * n), "jumlah": n,
        "bagian": share, "low": share - 0.05, "high": share + 0.05, "cukup": n >= 20, "kota_n": 30,
        "kota_bagian": 0.2,
    }  # fmt: skip


def test_a_channel_is_compared_by_its_share() -> None:
    frame = pd.DataFrame(
        [channel_row("T", 0.18), channel_row("B", 0.4), channel_row("T", 0.9, kanal="aplikasi"),
         channel_row("S", 0.7, n=10)]
    )  # fmt: skip

    content = charts.channel(frame, "halo_pamor", "light", PERIOD)

    assert content.title == "Halo Pamor: 20,0 % permohonan kota; tertinggi Kecamatan B"
    assert content.keys == ["B", "T", "S"]
    assert content.table["Bagian Halo Pamor"].tolist()[-1] == "data terlalu sedikit (n = 10)"


def flow_row(area: str, place: str, n: int, kind: str, *, own: bool = False) -> dict[str, Any]:
    return {
        "kecamatan": area, "nama_kecamatan": f"Kecamatan {area}", "lokasi": place, "nama_lokasi": place,
        "jenis": kind, "sendiri": own, "n": n, "jumlah": 100, "bagian": n / 100,
    }  # fmt: skip


def test_flow_gathers_other_offices_and_hides_small_cells() -> None:
    frame = pd.DataFrame(
        [
            flow_row("T", "KEC_T", 80, "kecamatan", own=True),
            flow_row("T", "KEC_B", 7, "kecamatan"),
            flow_row("T", "KEC_S", 9, "kecamatan"),
            flow_row("T", "MPP", 4, "mpp"),
            flow_row("B", "KEC_B", 20, "kecamatan", own=True),
        ]
    )

    content = mix.flow(frame, "light", PERIOD)

    grid = next(trace for trace in content.figure["data"] if trace["type"] == "heatmap")
    assert grid["text"] == [["80", "16", "<5"], ["100", "", ""]]
    asked, told_of = touched(content.figure, "customdata"), touched(content.figure, "hovertext")
    assert asked == {
        (0, 0): ["T", ["KEC_T"]], (1, 0): ["T", ["KEC_B", "KEC_S"]], (2, 0): None,
        (0, 1): ["B", ["KEC_B"]], (1, 1): None, (2, 1): None,
    }  # fmt: skip
    assert told_of[2, 0] == "Kecamatan T ke MPP: <5 permohonan"
    assert content.title == "83 % permohonan diambil di kantor kecamatan sendiri"  # 100 of 120
    assert content.table["Permohonan"].tolist() == ["80", "7", "9", "<5", "20"]
    assert content.table["Bagian"].tolist()[3] == "–"
    assert (content.keys or [])[3] is None


def mix_row(area: str, code: str, n: int) -> dict[str, Any]:
    return {"kecamatan": area, "nama_kecamatan": f"Kecamatan {area}", "layanan": code, "n": n}


def test_more_places_than_can_be_read_stand_together() -> None:
    places = [flow_row("T", f"Unit {place}", 100 - place, "lain") for place in range(30)]

    content = mix.flow(pd.DataFrame(places), "light", PERIOD)

    names = content.figure["layout"]["xaxis"]["ticktext"]
    assert names == [*[f"Unit<br>{place}" for place in range(mix.MOST_PLACES - 1)], mix.REMAINING]
    assert len(content.table) == 30
    remaining = touched(content.figure, "customdata")[mix.MOST_PLACES - 1, 0]
    assert len(remaining[1]) == 30 - (mix.MOST_PLACES - 1)


def test_the_mix_stands_beside_the_whole_city_and_tells_the_largest_departure() -> None:
    frame = pd.DataFrame(
        [mix_row("T", "KK", 90), mix_row("T", "KIA", 10), mix_row("B", "KK", 50), mix_row("B", "KIA", 50),
         mix_row("S", "KK", 19)]
    )  # fmt: skip

    content = mix.services(frame, "light", PERIOD)

    grid = next(trace for trace in content.figure["data"] if trace["type"] == "heatmap")
    # The city: 159 KK and 60 KIA of 219; Barat's 50 % KIA is furthest from 27.4 %.
    assert content.title == "KIA di Kecamatan B: 50,0 % permohonan, di kota 27,4 %"
    assert grid["text"][:3] == [["73", "27"], ["90", "10"], ["50", "50"]]
    assert grid["text"][3] == ["", ""]  # 19 are too few
    asked = touched(content.figure, "customdata")
    assert asked[0, 0] is None
    assert asked[1, 1] == ["T", ["KIA"]]
    assert len(content.keys or []) == len(content.table) == 8


def test_rare_services_stand_together() -> None:
    frame = pd.DataFrame([mix_row("T", f"L{place}", 100 - place) for place in range(9)])

    content = mix.services(frame, "light", PERIOD)

    assert content.table["Layanan"].tolist()[-1] == "Lainnya"
    assert (content.keys or [])[-1] == ["T", ["L6", "L7", "L8"]]


def months(area: str, counts: list[float | None]) -> list[dict[str, Any]]:
    return [
        {"bulan": dt.datetime(2026, place + 1, 1), "kecamatan": area, "nama": f"Kecamatan {area}", "n": n,
         "sebagian": place == len(counts) - 1}
        for place, n in enumerate(counts)
    ]  # fmt: skip


def test_every_kecamatan_has_a_panel_of_its_own_on_one_scale() -> None:
    frame = pd.DataFrame(months("T", [100, None, 0, 40]) + months("B", [10, None, 20, 5]))

    content = monthly(frame, "light", PERIOD, "semua")

    timur, barat = content.figure["data"]
    assert timur["y"] == [100, None, 0, 40]  # a gap and a true zero
    assert timur["connectgaps"] is False
    assert (timur["yaxis"], barat["yaxis"]) == ("y", "y2")
    layout = content.figure["layout"]
    assert layout["yaxis"]["range"] == layout["yaxis2"]["range"] == pytest.approx([0, 110])
    assert timur["marker"]["color"][-1] != timur["marker"]["color"][0]  # the partial month is hollow
    assert timur["customdata"] == [["2026-01-01", "T"], None, None, ["2026-04-01", "T"]]
    assert content.table["Keterangan"].tolist()[:4] == ["", "tidak ada data", "", "bulan sebagian"]
    assert len(content.keys or []) == len(content.table)
    texts = [note["text"] for note in layout["annotations"]]
    assert texts == ["Kecamatan T", "<b>0</b>", "Kecamatan B", "<b>20</b>"]


def test_the_trends_title_compares_whole_months_only() -> None:
    frame = pd.DataFrame(months("T", [100, 100, 100, 150, 150, 150, 1]) + months("B", [100] * 6 + [1]))

    title = monthly(frame, "light", PERIOD, "semua").title

    assert title.startswith("Perubahan terbesar: Kecamatan T naik 50 %")


def test_empty_frames_make_empty_figures_that_say_so() -> None:
    contents = [
        city_map(demand().iloc[:0], "jumlah", "light", PERIOD),
        charts.ranking(demand().iloc[:0], "per_1000", "light", PERIOD),
        charts.kelurahan(demand().iloc[:0], "light", PERIOD, "semua"),
        charts.channel(pd.DataFrame(columns=["kanal"]), "halo_pamor", "light", PERIOD),
        mix.flow(pd.DataFrame(), "light", PERIOD),
        mix.services(pd.DataFrame(), "light", PERIOD),
        monthly(pd.DataFrame(), "light", PERIOD, "semua"),
    ]

    for content in contents:
        assert content.figure["data"] == []
        assert content.title == "Tidak ada permohonan"
        assert content.figure["layout"]["annotations"][0]["text"].replace("<br>", " ") == charts.NOTHING
        assert content.table.empty


def test_the_cards_count_kecamatan_that_are_worse_by_more_than_chance() -> None:
    quality = pd.DataFrame(
        [
            quality_row("T", "Timur", 0.8),
            quality_row("B", "Barat", 0.91),
            quality_row("S", "Selatan", 0.5, n=19),
        ]
    )
    flow = pd.DataFrame([flow_row("T", "KEC_T", 60, "kecamatan", own=True), flow_row("T", "MPP", 40, "mpp")])
    channels = pd.DataFrame([channel_row("T", 0.2), channel_row("T", 0.1, kanal="halo_petugas")])
    now = {
        "permintaan_wilayah": demand(), "wilayah_mutu": quality, "wilayah_aliran": flow,
        "wilayah_kanal": channels,
    }  # fmt: skip
    earlier = {**now, "permintaan_wilayah": demand().assign(kota_per_1000=20.0)}

    cards = headline(now, earlier, dict.fromkeys(now, ""), "dari tahun lalu")

    assert len(cards) == CARD_COUNT
    assert (cards[0].value, cards[0].change) == ("25,0", "+25,0 % dari tahun lalu")
    assert "20.000 penduduk (2023)" in cards[0].basis
    assert (cards[1].value, cards[1].basis) == (
        "1 kecamatan", "dari 2 yang dinilai; kota 90,0 % tepat waktu",
    )  # fmt: skip
    assert cards[2].value == "0 kecamatan"
    assert cards[3].value == "60,0 %"
    assert cards[4].value == "20,0 %"


def test_the_cards_of_an_empty_city_show_dashes() -> None:
    empty = {
        "permintaan_wilayah": demand().iloc[:0],
        "wilayah_mutu": pd.DataFrame([quality_row("T", "T", 0.9)]).iloc[:0],
        "wilayah_aliran": pd.DataFrame([flow_row("T", "K", 1, "mpp")]).iloc[:0],
        "wilayah_kanal": pd.DataFrame([channel_row("T", 0.2)]).iloc[:0],
    }

    cards = headline(empty, None, dict.fromkeys(empty, ""), "")

    assert {card.value for card in cards} == {"–"}
    assert {card.change for card in cards} == {None}
