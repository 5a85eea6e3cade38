"""Courses over time: gaps, what is not over, targets and notes."""

from __future__ import annotations

import datetime as dt

from dashboard.ui.charts.lines import Line, lines

DAYS = [dt.date(2026, 11, 2) + dt.timedelta(days=7 * week) for week in range(4)]


def test_a_gap_stays_a_gap_and_a_point_between_gaps_is_seen() -> None:
    (trace,) = lines(DAYS, [Line("masuk", [1, None, 3, None], "#000000")], "light", height=300)["data"]

    assert trace["y"] == [1, None, 3, None]
    assert trace["connectgaps"] is False
    assert trace["marker"]["size"] == [6, 0, 6, 0]


def test_what_is_not_over_is_hollow_and_not_tied_to_the_line() -> None:
    partial = [False, False, False, True]
    course = Line("masuk", [4, 5, 6, 1], "#000000", keys=["a", "b", "c", "d"])

    line, hollow = lines(DAYS, [course], "light", height=300, partial=partial)["data"]

    assert line["y"] == [4, 5, 6, None]
    assert hollow["y"] == [None, None, None, 1]
    assert line["customdata"] == hollow["customdata"] == ["a", "b", "c", "d"]
    assert hollow["mode"] == "markers"


def test_the_scale_begins_at_zero_and_reaches_the_target() -> None:
    layout = lines(DAYS, [Line("masuk", [1, 2, 3, 2], "#000000")], "light", height=300, target=10)["layout"]

    assert layout["yaxis"]["range"][0] == 0
    assert layout["yaxis"]["range"][1] > 10
    assert [shape["y0"] for shape in layout["shapes"]] == [10]
    assert "target 10" in [note["text"] for note in layout["annotations"]]


def test_a_note_is_drawn_on_its_day_and_left_out_beyond_the_period() -> None:
    notes = [(DAYS[1], "server pindah"), (dt.date(2020, 1, 1), "lama sekali")]

    layout = lines(DAYS, [Line("", [1, 2, 3, 2], "#000000")], "light", height=300, notes=notes)["layout"]

    assert [shape["x0"] for shape in layout["shapes"]] == [DAYS[1].isoformat()]
    assert [note["text"] for note in layout["annotations"] if note["text"]] == ["server pindah"]


def test_names_at_the_ends_do_not_stand_on_each_other() -> None:
    courses = [Line("satu", [10, 10, 10, 10.0], "#000000"), Line("dua", [10, 10, 10, 10.1], "#111111")]

    said = lines(DAYS, courses, "light", height=300)["layout"]["annotations"]

    heights = [note["y"] / 10.1 * 230 + note.get("yshift", 0) for note in said]
    assert abs(heights[0] - heights[1]) >= 14


def test_names_stand_at_the_edge_and_a_course_without_points_has_none() -> None:
    courses = [Line("awal", [10, None, None, None], "#000000"), Line("kosong", [None] * 4, "#111111")]

    (said,) = lines(DAYS, courses, "light", height=300)["layout"]["annotations"]

    assert "awal" in said["text"]
    assert (said["x"], said["y"]) == (DAYS[-1].isoformat(), 10)


def test_nothing_to_draw_says_what_to_do() -> None:
    figure = lines([], [], "light", height=300)

    assert "Perpanjang periode" in figure["layout"]["annotations"][0]["text"]
