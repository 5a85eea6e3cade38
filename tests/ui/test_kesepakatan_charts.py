"""The chart of agreement: what it draws, what it keeps to itself, what it calls a finding."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.ui.charts.kesepakatan import MOST_ROWS, agreement

PERIOD = "seluruh riwayat"


def frame(*groups: tuple[str, int, int, float, float]) -> pd.DataFrame:
    """Groups (name, agreed, n, low, high) as ``mutu_keputusan`` gives them."""
    total, agreed = sum(row[2] for row in groups), sum(row[1] for row in groups)
    rows: list[dict[str, Any]] = [
        {
            "kode": name, "nama": f"Layanan {name}", "n": n, "sepakat": same, "putusan_sama": same,
            "tingkat": same / n, "low": low, "high": high, "cukup": n >= 20, "n_semua": total,
            "keseluruhan": agreed / total,
        }
        for name, same, n, low, high in groups
    ]  # fmt: skip
    return pd.DataFrame(rows)


TWO = frame(("A", 60, 100, 0.5, 0.69), ("B", 395, 400, 0.97, 0.99))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_group_clearly_below_the_whole_is_named(theme: str) -> None:
    content = agreement(TWO, "layanan", theme, PERIOD)

    # 455 of 500.
    assert content.title == "Layanan A paling sering berbeda: sepakat 60,0 %, keseluruhan 91,0 %"
    assert content.figure["data"][0]["x"] == pytest.approx([50, 60, 69])
    assert content.table["Terhadap keseluruhan"].tolist() == ["di bawah", "di atas"]
    assert content.keys == ["A", "B"]


def test_a_group_under_twenty_is_neither_drawn_nor_told_nor_opened() -> None:
    rows = frame(("A", 95, 100, 0.89, 0.98), ("B", 3, 19, 0.05, 0.4))
    content = agreement(rows, "layanan", "light", PERIOD)

    assert content.figure["data"][1]["x"] == [None]
    assert content.table.iloc[1].tolist() == [
        "Layanan B", "19", "data terlalu sedikit", "data terlalu sedikit",
        "data terlalu sedikit (n = 19)", "–",
    ]  # fmt: skip
    assert content.keys == ["A", None]


def test_without_a_group_below_the_whole_the_whole_is_told() -> None:
    content = agreement(frame(("A", 95, 100, 0.89, 0.98)), "alasan", "light", PERIOD)

    assert content.title == "Petugas kedua sepakat pada 95,0 % dari 100 putusan"


def test_nineteen_in_all_tell_no_share() -> None:
    content = agreement(frame(("A", 9, 10, 0.6, 0.98), ("B", 9, 9, 0.7, 1)), "layanan", "light", PERIOD)

    assert content.title == "19 pemeriksaan ulang: terlalu sedikit untuk disimpulkan"
    assert not content.figure["layout"]["shapes"]


def test_nothing_judged_again_says_so() -> None:
    content = agreement(pd.DataFrame(), "layanan", "light", PERIOD)

    assert content.title == "Belum ada periksa ulang"
    assert content.table.empty


def test_of_many_groups_the_lowest_are_drawn_and_all_told() -> None:
    many = frame(*((f"{number:02d}", 90, 100, 0.8, 0.95) for number in range(30)))
    content = agreement(many, "alasan", "light", PERIOD)

    assert len(content.figure["data"]) == MOST_ROWS
    assert len(content.table) == 30
