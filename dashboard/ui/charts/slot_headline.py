"""The headline cards of the page on pickup places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.card import Card, target_words
from dashboard.ui.charts.frames import records
from dashboard.ui.charts.rows import TOO_FEW

Row = dict[str, Any]
CARD_COUNT = 6
_CARDS = (
    ("Kuota terisi", "terisi", "quota", "tempat", "slot_terisi"),
    ("Datang", "datang", "dipesan_lewat", "pesanan yang harinya lewat", None),
    ("Tidak datang", "tidak_datang", "dipesan_lewat", "pesanan yang harinya lewat", None),
    ("Ditolak karena penuh", "ditolak_kuota", "diminta", "permintaan tanggal", None),
    ("Siap sebelum harinya", "siap", "diperiksa_siap", "pesanan", "siap_diambil"),
)
SMALLEST = 20


def headline(
    now: Row,
    before: Row | None,
    weeks: pd.DataFrame,
    distances: pd.DataFrame,
    old_distances: pd.DataFrame | None,
    definition: str,
    targets: dict[str, float | None],
    against: str,
) -> list[Card]:
    """Six cards.

    Args:
        now, before: the row of ``ringkas_slot`` of the period and of the one compared with.
        weeks: ``slot_mingguan``, for the courses.
        distances, old_distances: ``slot_jarak`` in working days, of the period and of the one compared with.
        targets: in percent, by KPI.
        against: what a change is measured against, in words.
    """
    return [
        _card(label, part, whole, basis, kpi, now, before, weeks, definition, targets, against)
        for label, part, whole, basis, kpi in _CARDS
    ] + [_distance(distances, old_distances, against)]


def _card(
    label: str,
    part: str,
    whole: str,
    basis: str,
    kpi: str | None,
    now: Row,
    before: Row | None,
    weeks: pd.DataFrame,
    definition: str,
    targets: dict[str, float | None],
    against: str,
) -> Card:
    share, n = _share(now, part, whole), _whole(now, whole)
    is_enough = n > 0 if part == "terisi" else n >= SMALLEST
    change = words.points(share, _share(before, part, whole)) if before and is_enough else None
    target = targets.get(kpi) if kpi else None
    return Card(
        label=label,
        value=words.percent(share) if is_enough else (TOO_FEW if n else words.MISSING),
        basis=f"{words.number(now[part])} dari {words.number(n)} {basis}",
        change=f"{change} {against}" if change else None,
        target=None if target is None else target_words(target, " %", lower_is_better=False),
        is_met=None if target is None or share is None or not is_enough else share * 100 >= target,
        spark=_course(weeks, part, whole),
        help_text=definition,
    )


def _whole(row: Row, whole: str) -> int:
    return int(row["dipesan"] + row["ditolak_kuota"]) if whole == "diminta" else int(row[whole])


def _share(row: Row, part: str, whole: str) -> float | None:
    n = _whole(row, whole)
    return int(row[part]) / n if n else None


def _course(weeks: pd.DataFrame, part: str, whole: str) -> Sequence[float | None]:
    """The whole weeks; a partial one would look like a fall."""
    return [_share(row, part, whole) for row in records(weeks) if not row["sebagian"]]


def _distance(distances: pd.DataFrame, before: pd.DataFrame | None, against: str) -> Card:
    """Half of those who booked got a day within so many working days, four fifths within so many."""
    n = _booked(distances)
    half, most = (_within(distances, share) for share in (0.5, 0.8))
    value, basis = TOO_FEW if n else words.MISSING, f"n = {words.number(n)}"
    if n >= SMALLEST:
        value = f"{words.number(half)} hari kerja"
        basis = f"P80 {words.number(most)} hari kerja, n = {words.number(n)}"
    earlier = _within(before, 0.5) if before is not None and _booked(before) >= SMALLEST else None
    change = words.days_more(half, earlier) if n >= SMALLEST else None
    return Card(
        label="Sampai tanggal slot, P50",
        value=value,
        basis=basis,
        change=f"{change} {against}" if change else None,
        help_text="Hari kerja lokasi dari permohonan masuk sampai tanggal pengambilan yang dipesan.",
    )


def _booked(distances: pd.DataFrame) -> int:
    return int(distances["jumlah"].iloc[0]) if len(distances) else 0


def _within(distances: pd.DataFrame, share: float) -> int | None:
    reached = distances[distances["kumulatif"] >= share] if len(distances) else distances
    return int(reached["hari"].iloc[0]) if len(reached) else None
