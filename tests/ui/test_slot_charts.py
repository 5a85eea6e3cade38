"""Figures of pickup places show the rows they were given, closed days apart and small numbers unsaid."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from dashboard.analytics.what_if import Addition, Comparison, Move, Outcome, Place
from dashboard.ui import slot as form
from dashboard.ui import slot_answer as answers
from dashboard.ui.charts import slot as charts
from dashboard.ui.charts import slot_calendar as filling
from dashboard.ui.charts import slot_times as times
from dashboard.ui.charts.heat import heat
from dashboard.ui.charts.slot_headline import CARD_COUNT, headline

PERIOD = "1 November 2026 sampai 24 November 2026"
MONDAY = dt.date(2026, 11, 23)
NAMES = {"A": "Kantor Kecamatan Bekasi Timur", "B": "Mal Pelayanan Publik"}


# --- the grid -------------------------------------------------------------------------------------


def test_a_grid_carries_values_words_and_keys_and_leaves_gaps_empty() -> None:
    figure = heat(["Senin"], ["08", "09"], [[3, None]], [["3", ""]], [[["k", 1], None]], "light")

    cells, touch = figure["data"]
    assert cells["z"] == [[3, None]]
    assert cells["text"] == [["3", ""]]
    assert (cells["zmin"], cells["zmax"]) == (0, 3)
    # What is pointed at and clicked is a point over each cell.
    assert (touch["x"], touch["y"]) == ([0, 1], [0, 0])
    assert touch["customdata"] == [["k", 1], None]
    assert touch["hovertext"] == ["Senin, 08: 3", "Senin, 09: "]
    assert cells["hoverinfo"] == "skip"


def test_closed_and_marked_cells_are_told_by_a_sign_and_named() -> None:
    figure = heat(
        ["A", "B"], ["x", "y"], [[1, None], [1, 1]], [["", ""], ["", ""]], [["p", None], ["q", "r"]], "dark",
        closed=[[False, True], [False, False]],
        marked=[[False, False], [True, False]],
        marked_word="ditolak",
    )  # fmt: skip

    _, closed, marked, _ = figure["data"]
    assert (closed["x"], closed["y"]) == ([1], [0])
    assert marked["x"] == [0]
    assert 1 < marked["y"][0] < 1.5
    assert closed["marker"]["symbol"] != marked["marker"]["symbol"]
    said = [note["text"] for note in figure["layout"]["annotations"]]
    assert any("tutup" in text and "ditolak" in text for text in said)


def test_both_themes_go_from_quiet_to_strong_and_a_divider_stands_before_its_column() -> None:
    for theme in ("light", "dark"):
        figure = heat(["A"], ["x", "y"], [[1, 2]], [["", ""]], None, theme, divider=1, divider_word="nanti")

        scale = figure["data"][0]["colorscale"]
        assert [scale[0][0], scale[-1][0]] == [0, 1]
        assert figure["layout"]["shapes"][0]["x0"] == 0.5


def test_a_grid_without_rows_says_so() -> None:
    figure = heat([], [], [], [], None, "light")

    assert figure["data"] == []
    assert figure["layout"]["annotations"][0]["text"]


# --- the calendar ---------------------------------------------------------------------------------


def cell(place: str, days: int, quota: int = 4, taken: int = 2, **more: Any) -> dict[str, Any]:
    values = {
        "lokasi": place,
        "nama": NAMES[place],
        "hari": MONDAY + dt.timedelta(days=days),
        "kuota": quota,
        "terisi": taken,
        "porsi_terisi": taken / quota if quota else float("nan"),
        "dipesan": taken,
        "ditolak": 0,
        "keadaan": "buka" if quota else "tutup",
        "akan_datang": days > 1,
        "sebagian": False,
    }
    return {**values, **more}


def small_calendar() -> pd.DataFrame:
    return pd.DataFrame(
        [
            cell("A", 0, ditolak=3), cell("A", 1, 0, 0), cell("A", 2, taken=1),
            cell("B", 0), cell("B", 1, keadaan="belum_dibuka", quota=0, taken=0), cell("B", 2, taken=0),
        ]
    )  # fmt: skip


def test_the_calendar_tells_open_closed_and_not_yet_opened_apart() -> None:
    content = filling.calendar(small_calendar(), "light", PERIOD, "hari")

    cells, closed, marked, _ = content.figure["data"]
    assert cells["z"] == [[0.5, None, 0.25], [0.5, None, 0.0]]
    assert cells["text"] == [["50", "", "25"], ["50", "", "0"]]
    assert (closed["x"], closed["y"]) == ([1], [0])
    assert marked["x"] == [0]
    assert content.title == "Kantor Kecamatan Bekasi Timur paling sering menolak: 3 permintaan"
    # Tomorrow begins before the third column.
    strokes = [shape for shape in content.figure["layout"]["shapes"] if shape["type"] == "line"]
    assert [stroke["x0"] for stroke in strokes] == [1.5, 1.5]


def test_every_row_of_the_calendars_table_asks_for_the_cell_it_stands_for() -> None:
    content = filling.calendar(small_calendar(), "light", PERIOD, "hari")

    assert content.keys == content.figure["data"][-1]["customdata"]
    assert content.keys is not None
    assert content.keys[0] == "A|2026-11-23|hari"
    assert filling.read_cell(content.keys[0]) == ("A", MONDAY, "hari")
    # Nothing booked, nothing to list.
    assert content.keys[1] is None
    assert content.table["Kuota"].tolist()[1] == "–"
    assert content.table["Keterangan"].tolist() == [
        "", "tutup", "akan datang", "", "tidak dibuka", "akan datang",
    ]  # fmt: skip


def test_a_place_whose_quota_is_anothers_is_not_called_closed() -> None:
    rows = pd.DataFrame(
        [
            cell("A", 0), cell("A", 1, 0, 0),
            cell("B", 0, keadaan="belum_dibuka", quota=0, taken=0, ditolak=2), cell("B", 1, 0, 0),
        ]
    )  # fmt: skip

    content = filling.calendar(rows, "light", PERIOD, "hari", limited=True)

    assert content.table["Keterangan"].tolist() == ["", "tutup", *["kuota di luar wilayah kerja"] * 2]
    said = [note["text"] for note in content.figure["layout"]["annotations"]]
    assert any("di luar wilayah · 2 ditolak" in text for text in said)
    places = charts.places(
        pd.DataFrame([place_row("A"), place_row("B", quota=0, porsi_terisi=float("nan"))]),
        "light", PERIOD, "terisi", limited=True,
    )  # fmt: skip
    assert places.title == "Kuota Kec. Bekasi Timur terisi 60,0 %"
    assert "kuota di luar wilayah kerja" in places.figure["data"][0]["text"][1]


@pytest.mark.parametrize("key", [None, "A", "A|kemarin|hari", ["A", "2026-11-23", "hari"], {"a": 1}])
def test_a_key_that_is_none_of_ours_is_refused(key: Any) -> None:
    with pytest.raises(ValueError, match=r"unpack|isoformat"):
        filling.read_cell(key)


def test_the_words_beside_a_place_are_of_past_days_only() -> None:
    content = filling.calendar(small_calendar(), "light", PERIOD, "hari")

    said = [note["text"] for note in content.figure["layout"]["annotations"]]
    # A: 2 of 4 on Monday, closed on Tuesday; Wednesday is still to come.
    assert "50 % · 3 ditolak" in said


def test_many_columns_are_left_without_figures_that_would_run_into_each_other() -> None:
    rows = pd.DataFrame([cell("A", 7 * week) for week in range(46)])

    content = filling.calendar(rows, "light", PERIOD, "minggu")

    assert set(content.figure["data"][0]["text"][0]) == {""}


def test_without_refusals_the_fullest_place_is_named() -> None:
    rows = pd.DataFrame([cell("A", 0, taken=1), cell("B", 0, taken=3)])

    assert filling.calendar(rows, "light", PERIOD, "hari").title == (
        "Mal Pelayanan Publik paling penuh: 75,0 % kuota terisi"
    )


# --- locations ------------------------------------------------------------------------------------


def place_row(place: str, **more: Any) -> dict[str, Any]:
    values = {
        "lokasi": place, "nama": NAMES[place], "hari_buka": 20, "hari_penuh": 1, "quota": 100, "terisi": 60,
        "porsi_terisi": 0.6, "dipesan_lewat": 60, "datang": 54, "porsi_datang": 0.9, "tidak_datang": 6,
        "porsi_tidak_datang": 0.1, "dipesan": 60, "ditolak_kuota": 0, "porsi_ditolak_kuota": 0.0, "siap": 57,
        "porsi_siap": 0.95, "tanggal_bebas": dt.date(2026, 11, 30), "hari_menunggu": 6,
        "hari_pertama": dt.date(2026, 11, 27), "penuh_mendatang": 1, "dibuka_mendatang": 5,
    }  # fmt: skip
    return {**values, **more}


def test_places_are_sorted_by_the_measure_and_shares_end_at_the_whole() -> None:
    rows = pd.DataFrame([place_row("A"), place_row("B", terisi=80, porsi_terisi=0.8)])

    content = charts.places(rows, "light", PERIOD, "terisi")

    (trace,) = content.figure["data"]
    assert trace["x"] == [0.8, 0.6]
    assert trace["customdata"] == content.keys == [["B", "terisi"], ["A", "terisi"]]
    assert content.figure["layout"]["xaxis"]["range"] == [0, 1]
    assert content.table["Lokasi"].tolist() == [NAMES["B"], NAMES["A"]]


@pytest.mark.parametrize(("booked", "shown"), [(19, "data terlalu sedikit"), (20, "10,0 %")])
def test_a_share_of_fewer_than_twenty_is_not_said(booked: int, shown: str) -> None:
    rows = pd.DataFrame([place_row("A", dipesan_lewat=booked)])

    content = charts.places(rows, "light", PERIOD, "tidak_datang")

    assert shown in content.figure["data"][0]["text"][0]
    assert content.table["Bagian tidak datang"].tolist() == [shown]


def test_a_refusal_has_no_application_behind_it() -> None:
    rows = pd.DataFrame([place_row("A", ditolak_kuota=20, porsi_ditolak_kuota=0.25)])

    content = charts.places(rows, "light", PERIOD, "ditolak")

    assert content.keys == content.figure["data"][0]["customdata"] == [None]
    assert content.title == "Paling sering ditolak: Kantor Kecamatan Bekasi Timur, 25,0 % permintaan"


def test_a_closed_place_is_closed_and_not_empty() -> None:
    rows = pd.DataFrame([place_row("A", quota=0, terisi=0, porsi_terisi=float("nan"))])

    content = charts.places(rows, "light", PERIOD, "terisi")

    assert "tutup" in content.figure["data"][0]["text"][0]
    assert content.table["Bagian terisi"].tolist() == ["–"]


def test_the_longest_wait_stands_first_and_no_free_day_is_longer_still() -> None:
    rows = pd.DataFrame(
        [place_row("A"), place_row("B", tanggal_bebas=None, hari_menunggu=None, penuh_mendatang=5)]
    )

    content = charts.next_free(rows, "light")

    (trace,) = content.figure["data"]
    assert trace["x"] == [7.0, 6.0]
    assert "semua penuh" in trace["text"][0]
    assert trace["marker"]["pattern"]["shape"] == ["/", ""]
    assert content.title == "1 lokasi tidak punya tempat lagi pada hari yang sudah dibuka"


# --- over time ------------------------------------------------------------------------------------


def week(number: int, **more: Any) -> dict[str, Any]:
    values = {
        "minggu": dt.date(2026, 9, 7) + dt.timedelta(weeks=number), "quota": 100, "terisi": 50,
        "porsi_terisi": 0.5, "dipesan": 50, "dipesan_lewat": 50, "datang": 45, "tidak_datang": 5,
        "porsi_tidak_datang": 0.1, "cukup_datang": True, "ditolak_kuota": 10,
        "porsi_ditolak_kuota": 1 / 6, "siap": 50, "diperiksa_siap": 50, "sebagian": False,
    }  # fmt: skip
    return {**values, **more}


def course_of(content: Any, name: str) -> dict[int, float]:
    """The values drawn of one course by week, wherever unfinished weeks are drawn."""
    days = [week(number)["minggu"].isoformat() for number in range(4)]
    return {
        days.index(day): value
        for trace in content.figure["data"]
        if trace.get("name") == name
        for day, value in zip(trace["x"], trace["y"], strict=True)
        if value is not None
    }


def test_weeks_without_places_are_gaps_and_small_shares_are_left_out() -> None:
    nothing = dict.fromkeys(("quota", "terisi", "dipesan", "dipesan_lewat", "ditolak_kuota"), 0)
    shares = dict.fromkeys(("porsi_terisi", "porsi_tidak_datang", "porsi_ditolak_kuota"), float("nan"))
    few = {"dipesan_lewat": 19, "cukup_datang": False}
    rows = pd.DataFrame(
        [week(0), week(1, **nothing, **shares, cukup_datang=False), week(2, **few), week(3, sebagian=True)]
    )

    content = times.trend(rows, "light", PERIOD, [], 80.0)

    used, refused, missed = (course_of(content, name) for name in ("Terisi", "Ditolak", "Tidak datang"))
    assert used == {0: 50, 2: 50, 3: 50}
    assert missed == {0: 10, 3: 10}
    assert refused[0] == pytest.approx(100 / 6)
    assert content.table["Bagian tidak datang"].tolist() == ["10,0 %", "–", "data terlalu sedikit", "10,0 %"]
    assert content.table["Keterangan"].tolist()[-1] == "minggu sebagian"


def test_weeks_are_named_in_indonesian_and_few_enough_for_a_telephone() -> None:
    axis = times.trend(pd.DataFrame([week(n) for n in range(52)]), "light", PERIOD, [], None).figure[
        "layout"
    ]["xaxis"]

    # Every eleventh of 52 weeks from 7 September: 23 November, 8 February, 26 April, 12 July.
    assert axis["ticktext"] == ["Sep<br>2026", "Nov", "Feb<br>2027", "Apr", "Jul"]
    short = times.trend(pd.DataFrame([week(n) for n in range(4)]), "light", PERIOD, [], None)
    assert short.figure["layout"]["xaxis"]["ticktext"] == ["7 Sep", "14 Sep", "21 Sep", "28 Sep"]


def test_the_trend_says_what_eight_whole_weeks_show() -> None:
    rows = pd.DataFrame([week(n, terisi=50 if n < 4 else 70) for n in range(8)] + [week(8, sebagian=True)])

    assert times.trend(rows, "light", PERIOD, [], None).title == (
        "Kuota terisi naik dari 50 % menjadi 70 % dalam delapan minggu terakhir"
    )


# --- bookings -------------------------------------------------------------------------------------


def distances(counts: dict[float, int]) -> pd.DataFrame:
    total = sum(counts.values())
    rows, so_far = [], 0
    for day, n in counts.items():
        so_far += n
        known = day == day  # noqa: PLR0124
        rows.append(
            {
                "hari": day, "n": n, "bagian": n / total, "kumulatif": so_far / total if known else None,
                "jumlah": total, "cukup": total >= 20,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def test_long_distances_are_folded_and_unknown_ones_kept() -> None:
    content = times.lead_time(distances({3: 30, 4: 10, 20: 5, float("nan"): 5}), "light", PERIOD, "kerja")

    assert content.figure["data"][0]["x"] == [0.6, 0.2, 0.1, 0.1]
    assert content.table["Hari kerja"].tolist() == [
        "3 hari kerja", "4 hari kerja", "20 hari kerja", "Tidak diketahui",
    ]  # fmt: skip
    assert content.title == "Separuh pesanan mendapat tanggal dalam 3 hari kerja"


def test_few_distances_make_no_finding() -> None:
    assert times.lead_time(distances({3: 19}), "light", PERIOD, "kerja").title == (
        "Data terlalu sedikit (n = 19)"
    )


def curve(shares: dict[int, float]) -> pd.DataFrame:
    rows = [{"sebelum": day, "dipesan": share * 100, "porsi": share} for day, share in shares.items()]
    return pd.DataFrame(rows)


def test_the_curve_stands_beside_the_period_before() -> None:
    content = times.booking_curve(
        curve({21: 0.0, 7: 0.25, 0: 0.5}), "light", PERIOD, curve({21: 0.1, 7: 0.3, 0: 0.4}), "tahun lalu"
    )

    before, now = content.figure["data"]
    assert now["x"] == [-21, -7, 0]
    assert (now["y"], before["y"]) == ([0, 25, 50], [10, 30, 40])
    assert content.table["Bagian kuota, tahun lalu"].tolist() == ["10,0 %", "30,0 %", "40,0 %"]
    assert content.title == "Seminggu sebelumnya 25 % kuota terpesan, pada harinya 50 %"


def not_ready_rows(late: int) -> pd.DataFrame:
    row = {
        "lokasi": "A", "nama": NAMES["A"], "hari": MONDAY, "dipesan": 9, "siap": 9 - late, "belum": late,
        "di_verifikasi": late, "di_proses": 0,
    }  # fmt: skip
    return pd.DataFrame([row, {**row, "lokasi": "B", "nama": NAMES["B"], "belum": 0, "siap": 9}])


def test_what_is_not_ready_is_listed_by_place() -> None:
    content = charts.not_ready(not_ready_rows(4), "light")

    assert content.title == "4 dari 18 pesanan hari buka berikutnya belum siap"
    assert content.figure["data"][0]["customdata"] == [["A", "belum"]]
    assert content.keys == [["A", "belum"], None]


def test_when_all_is_ready_it_is_said() -> None:
    content = charts.not_ready(not_ready_rows(0), "dark")

    assert content.title == "Semua 18 pesanan hari buka berikutnya sudah siap"
    assert content.figure["data"] == []


@pytest.mark.parametrize(
    "draw",
    [
        lambda rows: filling.calendar(rows, "light", PERIOD, "hari"),
        lambda rows: charts.places(rows, "light", PERIOD, "siap"),
        lambda rows: charts.next_free(rows, "light"),
        lambda rows: times.trend(rows, "light", PERIOD, [], None),
        lambda rows: times.lead_time(rows, "light", PERIOD, "kerja"),
        lambda rows: times.booking_curve(rows, "light", PERIOD, None),
        lambda rows: charts.not_ready(rows, "light"),
    ],
)
def test_nothing_to_show_is_said_in_words(draw: Any) -> None:
    content = draw(pd.DataFrame())

    assert content.figure["data"] == []
    assert content.figure["layout"]["annotations"][0]["text"]
    assert content.table.empty


# --- cards ----------------------------------------------------------------------------------------


def test_cards_say_share_basis_change_and_target() -> None:
    now = week(0) | {"ditolak_kuota": 10}
    before = week(0) | {"terisi": 40, "dipesan_lewat": 50, "tidak_datang": 10}

    cards = headline(
        now, before, pd.DataFrame([week(0), week(1, sebagian=True)]), distances({3: 30, 5: 10}),
        distances({5: 20}), "arti",
        {"slot_terisi": 45.0, "siap_diambil": None}, "dari tahun lalu",
    )  # fmt: skip

    assert len(cards) == CARD_COUNT
    used, _, missed, refused, _, distance = cards
    assert (used.value, used.basis) == ("50,0 %", "50 dari 100 tempat")
    assert used.change == "+10,0 poin dari tahun lalu"
    assert (used.target, used.is_met) == ("target paling sedikit 45 %", True)
    assert missed.change == "−10,0 poin dari tahun lalu"
    assert (refused.value, refused.basis) == ("16,7 %", "10 dari 60 permintaan tanggal")
    assert (distance.value, distance.basis) == ("3 hari kerja", "P80 5 hari kerja, n = 40")
    assert distance.change == "−2 hari kerja dari tahun lalu"
    # The unfinished week is not drawn as a fall.
    assert list(used.spark) == [0.5]


def test_a_card_of_nineteen_says_that_it_is_too_few() -> None:
    cards = headline(
        week(0, dipesan_lewat=19, tidak_datang=2),
        None,
        pd.DataFrame([week(0)]),
        distances({3: 19}),
        distances({3: 20}),
        "",
        {},
        "",
    )

    assert [cards[place].value for place in (2, 5)] == ["data terlalu sedikit"] * 2
    assert cards[5].change is None


# --- what-if --------------------------------------------------------------------------------------

MOVE = {"dari": "A", "dari-hari": "semua", "ke": "B", "ke-hari": "sama", "pindah": "3"}
NOTHING_ADDED = {"tambah-di": None, "tambah-hari": "semua", "tambah": "0"}


def typed(**changes: Any) -> list[Any]:
    values = {**MOVE, **NOTHING_ADDED, **changes}
    return [values[field] for field in form.FIELDS]


def test_what_is_typed_becomes_changes() -> None:
    assert form.read_changes(typed(), NAMES) == [Move(Place("A"), Place("B"), 3)]
    assert form.read_changes(
        typed(**{"dari-hari": "0", "pindah": " 500 ", "tambah-di": "B", "tambah-hari": "4", "tambah": "2"}),
        NAMES,
    ) == [Move(Place("A", 0), Place("B", 0), 500), Addition(Place("B", 4), 2)]
    assert form.read_changes(typed(**{"ke": "A", "dari-hari": "0", "ke-hari": "3"}), NAMES) == [
        Move(Place("A", 0), Place("A", 3), 3)
    ]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"pindah": "0"}, "pindah", "Isi banyaknya"),
        ({"pindah": None}, "pindah", "Isi banyaknya"),
        ({"pindah": "501"}, "pindah", "0 sampai 500"),
        ({"pindah": "-1"}, "pindah", "0 sampai 500"),
        ({"pindah": "1,5"}, "pindah", "0 sampai 500"),
        ({"pindah": "²"}, "pindah", "0 sampai 500"),
        ({"pindah": [3]}, "pindah", "0 sampai 500"),
        ({"pindah": "9" * 5000}, "pindah", "0 sampai 500"),
        ({"dari": None}, "dari", "lokasi asal"),
        ({"dari": "Z"}, "dari", "lokasi asal"),
        ({"ke": {"a": 1}}, "ke", "lokasi tujuan"),
        ({"ke": "A"}, "ke", "sama dengan asalnya"),
        ({"dari-hari": "9"}, "dari-hari", "Pilih hari"),
        ({"dari-hari": None}, "dari-hari", "Pilih hari"),
        ({"ke-hari": "2"}, "ke-hari", "satu hari asal"),
        ({"dari-hari": "1", "ke-hari": "semua"}, "ke-hari", "satu hari asal"),
        ({"tambah": "2"}, "tambah-di", "lokasi yang ditambah"),
        ({"tambah": "abc"}, "tambah", "ditambahkan"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(changes: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(form.NotUnderstood, match=message) as told:
        form.read_changes(typed(**changes), NAMES)

    assert told.value.field == field
    assert [mark for mark in form.field_marks(field) if "salah" in mark] == [
        "form-control salah" if field in form.AMOUNT_FIELDS else "form-select salah"
    ]


def words_in(component: Any) -> str:
    """All words of a component, in order."""
    if component is None or isinstance(component, str | int | float):
        return str(component or "")
    if isinstance(component, list | tuple):
        return " ".join(words_in(one) for one in component)
    return words_in(getattr(component, "children", None))


def test_the_answer_stands_before_beside_after() -> None:
    before, after = Outcome(100, 50, 40, 45, 20, 9), Outcome(100, 50, 45, 48, 8, 3)
    result = Comparison({"A": before, "B": Outcome()}, {"A": after, "B": Outcome()}, moved=12, added=0)

    said = words_in(answers.what_if_result(result, NAMES, "dasar"))

    assert "Dengan 12 tempat dipindahkan selama delapan minggu, penolakan turun dari 20 menjadi 8" in said
    assert "90,0 % dilayani pada hari yang diminta (sebelumnya 80,0 %)" in said
    # On the day wanted 40 and 45 of 50; waited 9 days over 45 and 3 over 48.
    assert "Dilayani pada hari yang diminta 80,0 % 90,0 % +10,0 poin" in said
    assert "0,20 0,06 −0,14" in said
    assert "Kuota 100 100 tetap" in said
    # Only the location that changes has a row.
    assert NAMES["A"] in said
    assert NAMES["B"] not in said


def test_nothing_moved_is_said_plainly() -> None:
    same = {"A": Outcome(1, 1, 1, 1, 0, 0)}

    assert "Tidak ada kuota yang berubah" in answers.finding(Comparison(same, same, 0, 0))


def test_the_answer_names_its_weeks_and_how_well_the_method_meets_what_was_recorded() -> None:
    demand = pd.DataFrame(
        {
            "lokasi": ["A", "A"], "nama": [NAMES["A"]] * 2, "hari": [MONDAY, MONDAY + dt.timedelta(days=1)],
            "kuota": [1, 1], "ditolak": [2, 0], "permintaan": [3, 0],
        }
    )  # fmt: skip

    said = words_in(
        answers.what_if(
            demand,
            typed(**{"pindah": "0", "tambah-di": "A", "tambah": "1"}),
            dt.datetime(2026, 11, 25, 9),
            sees_all=False,
        )
    )

    # One place a day: 2 refused on Monday, 1 again on Tuesday.
    assert "Tercatat 2 penolakan; simulasi tanpa perubahan menghasilkan 3." in said
    assert "23 November 2026 sampai 24 November 2026" in said
    assert "25 Nov 2026 09.00 WIB" in said
    assert "sebagian kecamatan" in said
    assert form.location_options(demand) == [{"label": "Kec. Bekasi Timur", "value": "A"}]


def test_without_any_demand_no_location_can_be_named() -> None:
    demand = pd.DataFrame(columns=["lokasi", "nama", "hari", "kuota", "ditolak", "permintaan"])

    with pytest.raises(form.NotUnderstood):
        answers.what_if(demand, typed(), dt.datetime(2026, 11, 25), sees_all=True)
