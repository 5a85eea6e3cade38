"""How alike officers decide: agreement of the first answer with that of a second, blind look."""

from __future__ import annotations

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.frames import Row, records
from dashboard.ui.charts.intervals import Interval, intervals, standing, told
from dashboard.ui.charts.rows import TOO_FEW
from dashboard.ui.panel import Content, blank

SMALLEST = 20
MOST_ROWS = 16
LONGEST_NAME = 40
GROUPS = {"layanan": "Layanan", "alasan": "Alasan utama"}
ASKED = {"layanan": "putusan sama", "alasan": "ditolak juga dengan alasan utama yang sama"}
NOTHING = "Belum ada putusan yang diperiksa ulang dan dijawab."


def agreement(frame: pd.DataFrame, group: str, theme: str | None, period: str) -> Content:
    """Agreement of each group with its interval, the least first, against that of all together.

    Args:
        frame: ``mutu_keputusan`` for ``group``.
        group: a key of ``GROUPS``.
    """
    subtitle = (
        f"Petugas kedua yang tidak mengetahui putusan pertama: {ASKED[group]}, % menurut "
        f"{GROUPS[group].lower()}, rentang 95 %, {period}; garis putus-putus: keseluruhan"
    )
    rows = records(frame)
    if not rows:
        return Content("Belum ada periksa ulang", subtitle, blank(200, NOTHING), pd.DataFrame())
    whole, total = float(rows[0]["keseluruhan"]), int(rows[0]["n_semua"])
    reference = whole if total >= SMALLEST else None
    marks = [_mark(row) for row in rows]
    stands = [standing(mark, reference) for mark in marks]
    low = [mark for mark, stand in zip(marks, stands, strict=True) if stand == "di bawah"]
    title = _title(low, whole, total)
    if len(rows) > MOST_ROWS:
        subtitle += f"; digambar {MOST_ROWS} terendah dari {len(rows)}, semuanya di tabel"
    table = pd.DataFrame(
        {
            GROUPS[group]: [row["nama"] for row in rows],
            "Diperiksa ulang": [words.number(row["n"]) for row in rows],
            "Sepakat": [_counted(row, "sepakat") for row in rows],
            "Putusan sama": [_counted(row, "putusan_sama") for row in rows],
            "Tingkat (rentang 95 %)": [told(mark, "persen") for mark in marks],
            "Terhadap keseluruhan": [stand or words.MISSING for stand in stands],
        }
    )
    drawn = [Interval(**{**vars(mark), "label": _short(mark.label)}) for mark in marks[:MOST_ROWS]]
    figure = intervals(drawn, theme, unit="persen", reference=reference)
    return Content(title, subtitle, figure, table, title, [mark.key for mark in marks])


def _mark(row: Row) -> Interval:
    enough = bool(row["cukup"])
    return Interval(
        row["nama"],
        float(row["tingkat"]),
        float(row["low"]),
        float(row["high"]),
        int(row["n"]),
        enough,
        row["kode"] if enough else None,
    )


def _counted(row: Row, column: str) -> str:
    return words.number(row[column]) if row["cukup"] else TOO_FEW


def _title(low: list[Interval], whole: float, total: int) -> str:
    if total < SMALLEST:
        return f"{words.number(total)} pemeriksaan ulang: terlalu sedikit untuk disimpulkan"
    if not low:
        return f"Petugas kedua sepakat pada {words.percent(whole)} dari {words.number(total)} putusan"
    least = low[0]
    shares = f"sepakat {words.percent(least.value)}, keseluruhan {words.percent(whole)}"
    return f"{least.label} paling sering berbeda: {shares}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" (/,") + "…"
