"""A chart of the rejection rate of every group, with what chance alone could make of it."""

from __future__ import annotations

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.frames import Row, records
from dashboard.ui.charts.intervals import Interval, intervals, standing, told
from dashboard.ui.charts.lines import NOTHING
from dashboard.ui.charts.penolakan import REJECTED
from dashboard.ui.charts.rows import TOO_FEW, fitting
from dashboard.ui.panel import Content, blank

MOST_GROUPS = 16
LONGEST_GROUP = 23
SHORTER = (
    (" – ", ", "),
    (" (non-Islam)", ""),
    ("Akta ", ""),
    ("Kutipan", "Kut."),
    ("Kartu Keluarga", "KK"),
    ("Kartu Identitas Anak (KIA)", "KIA"),
    ("KTP Elektronik (KTP-el)", "KTP-el"),
    ("Surat Keterangan", "SK"),
    ("Perubahan data", "Ubah data"),
)
GROUPS = {
    "layanan": "Layanan",
    "varian": "Jenis permohonan",
    "kanal": "Kanal",
    "kecamatan": "Kecamatan pemohon",
    "lokasi": "Lokasi pelayanan",
}


def by_group(frame: pd.DataFrame, group: str, theme: str | None, period: str) -> Content:
    """The rejection rate of each group with its interval, against that of all together."""
    subtitle = (
        f"Ditolak dibagi putusan menurut {GROUPS[group].lower()}, %, rentang 95 %, {period}; "
        "garis putus-putus: keseluruhan"
    )
    rows = records(frame)
    if not rows:
        return Content("Tidak ada putusan", subtitle, blank(200, NOTHING), pd.DataFrame())
    whole = float(rows[0]["keseluruhan"])
    if len(rows) > MOST_GROUPS:
        subtitle += f"; digambar {MOST_GROUPS} tertinggi dari {len(rows)}, semuanya di tabel"
    marks = [_interval(row) for row in rows]
    stands = [standing(mark, whole) for mark in marks]
    high = [mark.label for mark, stand in zip(marks, stands, strict=True) if stand == "di atas"]
    title = _group_title(high, marks, whole)
    table = pd.DataFrame(
        {
            GROUPS[group]: [row["nama"] for row in rows],
            "Putusan": [words.number(row["putusan"]) for row in rows],
            "Ditolak": [_counted(row) for row in rows],
            "Tingkat (rentang 95 %)": [told(mark, "persen") for mark in marks],
            "Terhadap keseluruhan": [stand or words.MISSING for stand in stands],
        }
    )
    drawn = [Interval(**{**vars(mark), "label": _short(mark.label)}) for mark in marks[:MOST_GROUPS]]
    figure = intervals(drawn, theme, unit="persen", reference=whole)
    return Content(title, subtitle, figure, table, title, [mark.key for mark in marks])


def _interval(row: Row) -> Interval:
    enough = bool(row["cukup"])
    return Interval(
        row["nama"],
        float(row["tingkat"]),
        float(row["low"]),
        float(row["high"]),
        int(row["putusan"]),
        enough,
        row["kode"] if enough and row["ditolak"] else None,
        REJECTED,
    )


def _counted(row: Row) -> str:
    return words.number(row["ditolak"]) if row["cukup"] else TOO_FEW


def _group_title(high: list[str], marks: list[Interval], whole: float) -> str:
    if not any(mark.enough for mark in marks):
        return "Data terlalu sedikit untuk membandingkan"
    if not high:
        return f"Tidak ada yang jelas di atas keseluruhan ({words.percent(whole)})"
    top = next(mark for mark in marks if mark.label == high[0])
    others = f"; {len(high)} jelas di atas keseluruhan ({words.percent(whole)})"
    return f"{top.label} paling sering ditolak: {words.percent(top.value)}{others}"


def _short(name: str) -> str:
    """A group's name as it fits beside its figures on a telephone."""
    near = name.replace("Kantor Kecamatan ", "Kec. ").replace("Gerai Pelayanan Publik ", "GPP ")
    if " – " in name:  # a kind of application and its service: both must stay readable
        for long, short in SHORTER:
            near = near.replace(long, short)
    return fitting(near, LONGEST_GROUP)
