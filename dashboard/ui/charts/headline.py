"""The headline cards of the page on processing times."""

from __future__ import annotations

from typing import Any

from dashboard.ui import format as words
from dashboard.ui.card import Card
from dashboard.ui.charts.proses import UNIT_WORDS
from dashboard.ui.charts.rows import TOO_FEW

Row = dict[str, Any]
CARD_COUNT = 6


def headline(
    now: dict[str, Row],
    before: dict[str, Row],
    definitions: dict[str, str],
    unit: str,
    against: str = "",
) -> list[Card]:
    """Six cards.

    Args:
        now, before: the single rows of ``ringkas_proses``, ``ketepatan`` and ``ringkas_rantai`` for the
            period and the one compared with, by metric name; ``before`` is empty without one.
        definitions: text per metric name.
        unit: ``kerja`` or ``kalender``.
        against: what a change is measured against, in words.
    """
    process, punctual, chain = (now[name] for name in ("ringkas_proses", "ketepatan", "ringkas_rantai"))
    old_process, old_punctual, old_chain = (
        before.get(name, {}) for name in ("ringkas_proses", "ketepatan", "ringkas_rantai")
    )
    enough = process["cukup"]
    return [
        Card(
            label="Permohonan masuk",
            value=words.number(process["masuk"]),
            basis=f"{words.number(process['selesai'])} mencapai Selesai dalam periode ini",
            change=changed(words.change(process["masuk"], old_process.get("masuk")), against),
            help_text=definitions["ringkas_proses"],
        ),
        Card(
            label=f"Masuk sampai Selesai, P50 ({UNIT_WORDS[unit]})",
            value=words.hours(process["p50"]) if enough else TOO_FEW,
            basis=f"P80 {words.hours(process['p80'])}, n = {words.number(process['selesai'])}"
            if enough
            else f"n = {words.number(process['selesai'])}",
            change=changed(words.change(process["p50"], old_process.get("p50")), against) if enough else None,
            help_text=definitions["ringkas_proses"],
        ),
        Card(
            label="Tepat waktu",
            value=words.percent(punctual["porsi_tepat"]),
            basis=f"{_of(punctual, 'tepat', 'jatuh_tempo')} jatuh tempo",
            change=changed(words.points(punctual["porsi_tepat"], old_punctual.get("porsi_tepat")), against),
            help_text=definitions["ketepatan"],
        ),
        Card(
            label="Ditolak",
            value=words.percent(process["porsi_ditolak"]),
            basis=f"{_of(process, 'ditolak', 'putusan')} putusan",
            change=changed(words.points(process["porsi_ditolak"], old_process.get("porsi_ditolak")), against),
            help_text=definitions["ringkas_proses"],
        ),
        Card(
            label="Sekali jadi",
            value=words.percent(chain["porsi_sekali_jadi"]),
            basis=f"{_of(chain, 'sekali_jadi', 'diputus')} rantai diputus",
            change=changed(
                words.points(chain["porsi_sekali_jadi"], old_chain.get("porsi_sekali_jadi")), against
            ),
            help_text=definitions["ringkas_rantai"],
        ),
        Card(
            label="Gagal kirim",
            value=words.number(process["gagal"]),
            basis="gangguan sistem, bukan penolakan",
            change=changed(words.change(process["gagal"], old_process.get("gagal")), against),
            help_text=definitions["ringkas_proses"],
        ),
    ]


def _of(row: Row, part: str, whole: str) -> str:
    return f"{words.number(row[part])} dari {words.number(row[whole])}"


def changed(change: str | None, against: str) -> str | None:
    """A change with what it is measured against."""
    return f"{change} {against}" if change else None
