"""The headline cards of the page on rejections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.ui import format as words
from dashboard.ui.card import Card, target_words
from dashboard.ui.charts.penolakan import SMALLEST, UNKNOWN
from dashboard.ui.charts.rows import TOO_FEW

Row = Mapping[str, Any]
Rows = Sequence[Row]
CARD_COUNT = 6
FEW_HINTS = 3


def headline(
    now: Mapping[str, Rows],
    before: Mapping[str, Rows] | None,
    definitions: Mapping[str, str],
    targets: Mapping[str, float | None],
    against: str,
) -> list[Card]:
    """Six cards.

    Args:
        now: the rows of ``ringkas_proses``, ``alasan_penolakan``, ``penolakan_pihak``,
            ``penolakan_lanjutan``, ``biaya_ulang``, ``ringkas_rantai`` and ``penolakan_mingguan``.
        before: of the period compared with, those of ``ringkas_proses``, ``penolakan_pihak``,
            ``biaya_ulang`` and ``ringkas_rantai``.
        targets: in percent, by KPI.
        against: what a change is measured against, in words.
    """
    earlier = before or {}
    process, old_process = now["ringkas_proses"][0], _first(earlier, "ringkas_proses")
    chain, old_chain = now["ringkas_rantai"][0], _first(earlier, "ringkas_rantai")
    weeks = [
        float(week["tingkat"]) if week["cukup"] and not week["sebagian"] else None
        for week in now["penolakan_mingguan"]
    ]
    rejected = _share_card(
        "Tingkat penolakan", process, old_process, ("ditolak", "putusan"), "putusan", against
    )
    first_time = _share_card(
        "Sekali jadi", chain, old_chain, ("sekali_jadi", "diputus"), "rantai diputus", against
    )
    return [
        _card(rejected, definitions["ringkas_proses"], targets.get("ditolak"), _share(process), False, weeks),
        _preventable(now["alasan_penolakan"], definitions["alasan_penolakan"]),
        _office(
            now["penolakan_pihak"], earlier.get("penolakan_pihak"), definitions["penolakan_pihak"], against
        ),
        _finished(now["penolakan_lanjutan"], definitions["penolakan_lanjutan"]),
        _days_lost(
            now["biaya_ulang"][0], _first(earlier, "biaya_ulang"), definitions["biaya_ulang"], against
        ),
        _card(
            first_time,
            definitions["ringkas_rantai"],
            targets.get("sekali_jadi"),
            _part(chain, "sekali_jadi", "diputus"),
            True,
            (),
        ),
    ]


def _share_card(
    label: str, now: Row, before: Row | None, columns: tuple[str, str], basis: str, against: str
) -> Card:
    part, whole = columns
    share = _part(now, part, whole)
    return Card(
        label=label,
        value=_told(share, now[whole]),
        basis=f"{words.number(now[part])} dari {words.number(now[whole])} {basis}",
        change=_changed(words.points(share, _part(before, part, whole)), against),
    )


def _card(
    card: Card,
    definition: str,
    target: float | None,
    share: float | None,
    more_is_better: bool,
    course: Sequence[float | None],
) -> Card:
    """The card with its definition, its target and its course."""
    is_met = None
    if target is not None and share is not None:
        is_met = share * 100 >= target if more_is_better else share * 100 <= target
    return Card(
        label=card.label,
        value=card.value,
        basis=card.basis,
        change=card.change,
        target=None if target is None else target_words(target, " %", lower_is_better=not more_is_better),
        is_met=is_met,
        spark=course,
        help_text=definition,
    )


def _preventable(reasons: Rows, definition: str) -> Card:
    """Nearly every reason has a hint, so that the few most useful ones say more than the share."""
    total = sum(int(row["n"]) for row in reasons)
    hinted = [row for row in reasons if row["dapat_dicegah"]]
    share = sum(int(row["n_dicegah"]) for row in hinted) / total if total else None
    top = sum(int(row["n"]) for row in hinted[:FEW_HINTS]) / total if total else None
    few = min(FEW_HINTS, len(hinted))
    label = "Dapat dicegah"
    if _unknown(reasons, "alasan") == total:
        return _not_recorded(label, total, "alasan tidak tercatat", definition)
    return Card(
        label=label,
        value=_told(share, total),
        basis=f"alasannya punya petunjuk; {few} petunjuk teratas {words.percent(top, 0)}"
        if total >= SMALLEST
        else f"n = {words.number(total)} penolakan",
        help_text=definition,
    )


def _unknown(rows: Rows, column: str) -> int:
    """Rejections of which a column is not known."""
    return sum(int(row["n"]) for row in rows if row[column] == UNKNOWN)


def _not_recorded(label: str, n: int, why: str, definition: str) -> Card:
    """A card without a share: where nothing was recorded, none is not the answer."""
    basis = f"{why} pada {words.number(n)} penolakan" if n else "n = 0 penolakan"
    return Card(label=label, value=words.MISSING, basis=basis, help_text=definition)


def _office(now: Rows, before: Rows | None, definition: str, against: str) -> Card:
    n, total = _office_count(now)
    if _unknown(now, "pihak") == total:
        return _not_recorded("Karena petugas atau sistem", total, "pihak tidak tercatat", definition)
    share = n / total if total else None
    old_n, old_total = _office_count(before or ())
    old = old_n / old_total if old_total >= SMALLEST else None
    change = words.points(share, old) if total >= SMALLEST else None
    return Card(
        label="Karena petugas atau sistem",
        value=_told(share, total),
        basis=f"{words.number(n)} dari {words.number(total)} penolakan",
        change=_changed(change, against),
        help_text=definition,
    )


def _office_count(rows: Rows) -> tuple[int, int]:
    total = sum(int(row["n"]) for row in rows)
    return sum(int(row["n"]) for row in rows if row["pihak"] in ("petugas", "sistem")), total


def _finished(rows: Rows, definition: str) -> Card:
    """Without a change: younger rejections had less time to be made good."""
    counts = {row["lanjutan"]: int(row["n"]) for row in rows}
    total = sum(counts.values())
    return Card(
        label="Akhirnya Selesai",
        value=_told(counts["selesai"] / total if total else None, total),
        basis=f"{words.number(counts['menyerah'])} dari {words.number(total)} menyerah",
        help_text=definition,
    )


def _days_lost(now: Row, before: Row | None, definition: str, against: str) -> Card:
    enough = bool(now["cukup"])
    change = None
    if enough and before is not None and before["cukup"]:
        change = words.change(now["p50"], before["p50"])
    return Card(
        label="Hari hilang, P50",
        value=f"{words.number(now['p50'], 1)} hari" if enough else (TOO_FEW if now["n"] else words.MISSING),
        basis=f"P80 {words.number(now['p80'], 1)} hari, n = {words.number(now['n'])} rantai"
        if enough
        else f"n = {words.number(now['n'])} rantai",
        change=_changed(change, against),
        help_text=definition,
    )


def _share(process: Row) -> float | None:
    return _part(process, "ditolak", "putusan")


def _part(row: Row | None, part: str, whole: str) -> float | None:
    """Nothing under 20: neither told nor compared."""
    if row is None or not row[whole] or row[whole] < SMALLEST:
        return None
    return float(row[part] / row[whole])


def _told(share: float | None, n: int) -> str:
    if not n:
        return words.MISSING
    return TOO_FEW if share is None or n < SMALLEST else words.percent(share)


def _changed(change: str | None, against: str) -> str | None:
    return f"{change} {against}" if change else None


def _first(rows: Mapping[str, Rows], name: str) -> Row | None:
    return rows[name][0] if name in rows else None
