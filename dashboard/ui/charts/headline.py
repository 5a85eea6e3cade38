"""The headline cards of the page on processing times."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.ui import format as words
from dashboard.ui.card import kpi_card
from dashboard.ui.charts.proses import UNIT_WORDS
from dashboard.ui.charts.rows import TOO_FEW

Row = dict[str, Any]
CARD_COUNT = 6


def headline(
    now: dict[str, Row], before: dict[str, Row], definitions: dict[str, str], unit: str
) -> list[html.Div]:
    """Six cards.

    Args:
        now, before: the single rows of ``ringkas_proses``, ``ketepatan`` and ``ringkas_rantai`` for the
            period and the one before it, by metric name.
        definitions: text per metric name.
        unit: ``kerja`` or ``kalender``.
    """
    process, punctual, chain = (now[name] for name in ("ringkas_proses", "ketepatan", "ringkas_rantai"))
    old_process, old_punctual, old_chain = (
        before[name] for name in ("ringkas_proses", "ketepatan", "ringkas_rantai")
    )
    enough = process["cukup"]
    return [
        kpi_card(
            label="Permohonan masuk",
            value=words.number(process["masuk"]),
            basis=f"{words.number(process['selesai'])} mencapai Selesai",
            change=words.change(process["masuk"], old_process["masuk"]),
            help_text=definitions["ringkas_proses"],
        ),
        kpi_card(
            label=f"Masuk sampai Selesai, P50 ({UNIT_WORDS[unit]})",
            value=words.hours(process["p50"]) if enough else TOO_FEW,
            basis=f"P80 {words.hours(process['p80'])}, n = {words.number(process['selesai'])}"
            if enough
            else f"n = {words.number(process['selesai'])}",
            change=words.change(process["p50"], old_process["p50"]) if enough else None,
            help_text=definitions["ringkas_proses"],
        ),
        kpi_card(
            label="Tepat waktu",
            value=words.percent(punctual["porsi_tepat"]),
            basis=f"{_of(punctual, 'tepat', 'jatuh_tempo')} jatuh tempo",
            change=_points(punctual["porsi_tepat"], old_punctual["porsi_tepat"]),
            help_text=definitions["ketepatan"],
        ),
        kpi_card(
            label="Ditolak",
            value=words.percent(process["porsi_ditolak"]),
            basis=f"{_of(process, 'ditolak', 'putusan')} putusan",
            change=_points(process["porsi_ditolak"], old_process["porsi_ditolak"]),
            help_text=definitions["ringkas_proses"],
        ),
        kpi_card(
            label="Sekali jadi",
            value=words.percent(chain["porsi_sekali_jadi"]),
            basis=f"{_of(chain, 'sekali_jadi', 'diputus')} rantai diputus",
            change=_points(chain["porsi_sekali_jadi"], old_chain["porsi_sekali_jadi"]),
            help_text=definitions["ringkas_rantai"],
        ),
        kpi_card(
            label="Gagal kirim",
            value=words.number(process["gagal"]),
            basis="gangguan sistem, bukan penolakan",
            change=words.change(process["gagal"], old_process["gagal"]),
            help_text=definitions["ringkas_proses"],
        ),
    ]


def _of(row: Row, part: str, whole: str) -> str:
    return f"{words.number(row[part])} dari {words.number(row[whole])}"


def _points(now: Any, before: Any) -> str | None:
    """Change of a share in percentage points."""
    if words.percent(now) == words.MISSING or words.percent(before) == words.MISSING:
        return None
    return f"{'+' if now >= before else '−'}{words.number(abs(now - before) * 100, 1)} poin"
