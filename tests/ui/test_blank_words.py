"""What is said of blank cards and of reminders."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from dashboard.registry.blank_stock import BlankStock
from dashboard.registry.reminders import Reminder
from dashboard.ui.blanks.card import card_line, stock_table
from dashboard.ui.blanks.words import lasting, level_of
from dashboard.ui.uncollected.words import question, reminder_words, way_line

NAMES = {"DINAS": "Disdukcapil Kota Bekasi", "KEC_09": "Kantor Kecamatan Jatiasih"}
MORNING = dt.datetime(2026, 11, 24, 1, 15, tzinfo=dt.UTC)  # 08.15 WIB


def stock(left: int, per_day: float | None = 5.0, **changes: Any) -> BlankStock:
    days = int(max(left, 0) / per_day) if per_day else None
    values: dict[str, Any] = {
        "location_code": "KEC_09", "blank": "KTP_EL", "stock": left, "used_today": 0, "used_per_day": per_day,
        "days_left": days, "received_on": None, "is_recorded": True,
    }  # fmt: skip
    return BlankStock(**{**values, **changes})


def words(components: Any) -> str:
    """The text of a set of components, one after the other."""
    if isinstance(components, list | tuple):
        return "".join(words(each) for each in components)
    return words(components.children) if hasattr(components, "children") else str(components or "")


@pytest.mark.parametrize(
    ("row", "level", "told"),
    [
        (stock(50), "cukup", "cukup 10 hari kerja"),
        (stock(15), "cukup", "cukup 3 hari kerja"),
        (stock(14), "menipis", "menipis, 2 hari kerja"),  # 14 / 5 = 2,8
        (stock(4), "menipis", "menipis, kurang dari 1 hari kerja"),
        (stock(0), "habis", "habis"),
        (stock(-2), "habis", "habis; ada penerimaan yang belum dicatat"),
        (stock(9, None), "cukup", "cukup; tidak terpakai akhir-akhir ini"),
        (stock(9, 0.0), "cukup", "cukup; tidak terpakai akhir-akhir ini"),
        (stock(0, None, is_recorded=False), "belum_dicatat", "belum ada penerimaan yang dicatat"),
        (stock(-7, is_recorded=False), "belum_dicatat", "belum ada penerimaan yang dicatat"),
    ],
)
def test_a_stock_says_how_long_it_lasts(row: BlankStock, level: str, told: str) -> None:
    assert (level_of(row), lasting(row)) == (level, told)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([stock(214, 37.0)], "KTP-el 214 · 37 per hari kerjacukup 5 hari kerja"),
        (
            [stock(50), stock(20)],
            "KTP-el 70 · 10 per hari kerjacukup di 2 lokasi, paling sedikit 4 hari kerja",
        ),
        (
            [stock(50), stock(4), stock(0)],
            "KTP-el 54 · 15 per hari kerjahabis di 1, menipis di 1 dari 3 lokasi",
        ),
        ([stock(9, None), stock(3, None)], "KTP-el 12cukup di 2 lokasi"),
        ([], "tidak ada lokasi di wilayah kerja Anda"),
    ],
)
def test_the_line_beside_the_queue_adds_up_the_officers_locations(rows: list[BlankStock], told: str) -> None:
    assert words(card_line(rows)) == told


def test_the_most_urgent_location_stands_first() -> None:
    rows = [stock(50, location_code="DINAS"), stock(50, location_code="DINAS", blank="KIA"),
            stock(50), stock(1, blank="KIA")]  # fmt: skip

    body = stock_table(rows, NAMES).children[2].children

    assert [words(row.children[0]) for row in body] == ["Kecamatan Jatiasih", "Disdukcapil Kota Bekasi"]


@pytest.mark.parametrize(
    ("reminder", "told"),
    [
        (None, "belum pernah"),
        (Reminder(MORNING, None, 0), "Sel, 24 Nov 08.15: diminta, menunggu dikirim"),
        (Reminder(MORNING, "terkirim", 1), "Sel, 24 Nov 08.15: terkirim"),
        (Reminder(MORNING, "terkirim", 3), "Sel, 24 Nov 08.15: terkirim3 kali terkirim seluruhnya"),
        (
            Reminder(MORNING, "belum_diatur", 0),
            "Sel, 24 Nov 08.15: tidak dapat dikirim: jalur pengiriman belum diatur",
        ),
        (Reminder(MORNING, "contoh", 0), "Sel, 24 Nov 08.15: data contoh, tidak dikirim"),
    ],
)
def test_a_reminder_says_what_became_of_it(reminder: Reminder | None, told: str) -> None:
    assert words(reminder_words(reminder)) == told


@pytest.mark.parametrize(
    ("ways", "kind", "told"),
    [
        (["SMS", "surel"], "nyata", "lewat SMS, atau surel bila itu tidak ada"),
        (["surel"], "nyata", "lewat surel; paling banyak sekali"),
        ([], "nyata", "belum dapat dikirim"),
        (["SMS"], "contoh", "tidak dikirim kepada siapa pun"),
    ],
)
def test_the_list_says_by_which_way_reminders_go(ways: list[str], kind: str, told: str) -> None:
    assert told in way_line(ways, kind)


def test_the_question_says_how_many_which_and_where() -> None:
    assert question(37, 0, 1, "Kecamatan Jatiasih") == (
        "Ingatkan 37 pemohon yang dokumennya menunggu selama 8–30 hari di Kecamatan Jatiasih?"
    )
    assert question(200, 1_050, -1, "semua lokasi Anda") == (
        "Ingatkan 200 pemohon yang dokumennya menunggu di semua lokasi Anda? 1.050 lainnya menunggu giliran "
        "berikutnya."
    )
    assert json.dumps(question(1, 0, 3, "X")).count("lebih dari 90 hari") == 1
