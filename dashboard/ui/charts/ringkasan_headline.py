"""The cards on top of the summary: value, target, change, and what it is counted of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.card import Card, target_words
from dashboard.ui.charts.ringkasan import Row
from dashboard.ui.charts.rows import TOO_FEW

CARD_COUNT = 12


@dataclass(frozen=True)
class Headline:
    """The rows that the cards stand on, for the period and (empty without one) the one compared with.

    Each maps a metric's name to its only row; ``open_before``/``waiting_before`` are totals.
    """

    now: Mapping[str, Row]
    before: Mapping[str, Row]
    against: str
    targets: Mapping[str, float | None]
    help_texts: Mapping[str, str]
    weeks: pd.DataFrame
    """``ringkas_mingguan``."""
    slot_weeks: pd.DataFrame
    """``slot_mingguan``."""
    days: pd.DataFrame
    """``tunggakan_harian``."""


def cards(head: Headline) -> list[Card]:
    """The twelve cards."""
    return [
        _counted(head, "Permohonan masuk", "masuk", "diajukan dalam periode ini"),
        # An application is decided on twice when all goes well: this may be more than came in.
        _counted(head, "Putusan", "putusan", "di Verifikasi dan di Proses"),
        _counted(head, "Selesai", "selesai", "mencapai Selesai, kapan pun masuknya"),
        _duration(head),
        _share(head, "tepat_waktu", "Tepat waktu", "ketepatan", "tepat", "jatuh_tempo", "/proses"),
        _backlog(head),
        _share(head, "ditolak", "Ditolak", "ringkas_proses", "ditolak", "putusan", "/penolakan"),
        _share(head, "sekali_jadi", "Sekali jadi", "ringkas_rantai", "sekali_jadi", "diputus", "/penolakan"),
        _share(head, "slot_terisi", "Kuota pengambilan terisi", "ringkas_slot", "terisi", "quota", "/slot"),
        _share(
            head, "siap_diambil", "Siap sebelum hari ambil", "ringkas_slot", "siap", "diperiksa_siap", "/slot"
        ),
        _uncollected(head),
        _failures(head),
    ]


_SHARES = {
    ("ketepatan", "tepat"): "porsi_tepat",
    ("ringkas_proses", "ditolak"): "porsi_ditolak",
    ("ringkas_rantai", "sekali_jadi"): "porsi_sekali_jadi",
    ("ringkas_slot", "terisi"): "porsi_terisi",
    ("ringkas_slot", "siap"): "porsi_siap",
}
_LOWER_IS_BETTER = frozenset({"ditolak", "p50_selesai", "tunggakan", "belum_diambil", "gagal"})


def _share(head: Headline, kpi: str, label: str, metric: str, part: str, whole: str, href: str) -> Card:
    row, old = _both(head, metric)
    name = _SHARES[metric, part]
    course = head.slot_weeks if metric == "ringkas_slot" else head.weeks
    share = row[name]
    return Card(
        label=label,
        value=words.percent(share),
        basis=f"{words.number(row[part])} dari {words.number(row[whole])}",
        change=_against(head, words.points(share, old.get(name))),
        **_target(head, kpi, None if pd.isna(share) else share * 100, " %"),
        spark=_course(course, name),
        help_text=head.help_texts[metric],
        href=href,
    )


def _counted(head: Headline, label: str, name: str, basis: str) -> Card:
    row, old = _both(head, "ringkas_proses")
    return Card(
        label=label,
        value=words.number(row[name]),
        basis=basis,
        change=_against(head, words.change(row[name], old.get(name))),
        spark=_course(head.weeks, name),
        help_text=head.help_texts["ringkas_proses"],
        href="/proses",
    )


def _duration(head: Headline) -> Card:
    row, old = _both(head, "ringkas_proses")
    enough = bool(row["cukup"])
    n = f"n = {words.number(row['selesai'])}"
    return Card(
        label="Masuk sampai Selesai, P50",
        value=words.hours(row["p50"]) if enough else TOO_FEW,
        basis=f"jam kerja; P80 {words.hours(row['p80'])}, {n}" if enough else n,
        change=_against(head, words.change(row["p50"], old.get("p50"))) if enough else None,
        **_target(head, "p50_selesai", row["p50"] if enough else None, " jam"),
        spark=_course(head.weeks, "p50"),
        help_text=head.help_texts["ringkas_proses"],
        href="/proses",
    )


def _backlog(head: Headline) -> Card:
    row, old = _both(head, "tunggakan")
    return Card(
        label="Tunggakan berkas",
        value=words.number(row["n"]),
        basis=f"{words.number(row['tua'])} lebih dari 7 hari",
        change=_against(head, words.change(row["n"], old.get("n"))),
        **_target(head, "tunggakan", row["n"], ""),
        spark=_course(head.days.iloc[::7], "terbuka"),
        help_text=head.help_texts["tunggakan"],
    )


def _uncollected(head: Headline) -> Card:
    row, old = _both(head, "belum_diambil")
    return Card(
        label="Selesai, belum diambil",
        value=words.number(row["n"]),
        basis=f"{words.number(row['tua'])} lebih dari 30 hari",
        change=_against(head, words.change(row["n"], old.get("n"))),
        **_target(head, "belum_diambil", row["n"], ""),
        spark=_course(head.days.iloc[::7], "menunggu_diambil"),
        help_text=head.help_texts["belum_diambil"],
    )


def _failures(head: Headline) -> Card:
    row, old = _both(head, "ringkas_proses")
    return Card(
        label="Gagal kirim",
        value=words.number(row["gagal"]),
        basis="gangguan sistem, bukan penolakan",
        change=_against(head, words.change(row["gagal"], old.get("gagal"))),
        **_target(head, "gagal", row["gagal"], ""),
        spark=_course(head.weeks, "gagal"),
        help_text=head.help_texts["ringkas_proses"],
        href="/penolakan",
    )


def _both(head: Headline, metric: str) -> tuple[Row, Row]:
    return head.now[metric], head.before.get(metric, {})


def _against(head: Headline, change: str | None) -> str | None:
    return f"{change} {head.against}" if change else None


def _target(head: Headline, kpi: str, value: float | None, unit: str) -> dict[str, Any]:
    target = head.targets.get(kpi)
    if target is None:
        return {}
    lower = kpi in _LOWER_IS_BETTER
    met = None if value is None else (value <= target if lower else value >= target)
    return {"target": target_words(target, unit, lower_is_better=lower), "is_met": met}


def _course(frame: pd.DataFrame, name: str) -> list[float | None]:
    """The whole weeks or days of a column; what is not over would look like a fall."""
    if frame.empty:
        return []
    whole = frame[~frame["sebagian"].astype(bool)]
    return [None if pd.isna(value) else float(value) for value in whole[name]]
