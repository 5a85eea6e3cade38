"""Rejections, for leadership: why, by whose fault, what could be prevented, what it costs residents."""

from __future__ import annotations

from typing import Any

from dashboard.access import Permission
from dashboard.board import Block, Board, Cards, CaseQuery, Choice, Figure, View
from dashboard.ui.card import Card
from dashboard.ui.charts import penolakan as charts
from dashboard.ui.charts import penolakan_groups as groups
from dashboard.ui.charts.kesepakatan import GROUPS as AGREEMENT_GROUPS
from dashboard.ui.charts.kesepakatan import agreement
from dashboard.ui.charts.pareto import PARETO_HEIGHT, pareto
from dashboard.ui.charts.penolakan_headline import CARD_COUNT, headline
from dashboard.ui.panel import Content
from dashboard.ui.penolakan import hints

PAGE = "penolakan"
MAY = Permission.LIHAT_PROSES
COMPARED = ("ringkas_proses", "penolakan_pihak", "biaya_ulang", "ringkas_rantai")
METRICS = (*COMPARED, "alasan_penolakan", "penolakan_lanjutan", "penolakan_mingguan")
GROUP = Choice("menurut", "Menurut", groups.GROUPS)
AGREEMENT = Choice("kesepakatan", "Kesepakatan menurut", AGREEMENT_GROUPS)


def _headline(view: View) -> list[Card]:
    compared = view.compared
    now = {name: view.rows(name) for name in METRICS}
    before = {name: view.rows(name, compared) for name in COMPARED} if compared else None
    definitions = {name: view.definition(name).definition for name in METRICS}
    targets = {kpi: view.target(kpi) for kpi in ("ditolak", "sekali_jadi")}
    return headline(now, before, definitions, targets, view.compared_words)


def _reasons(view: View) -> Content:
    return pareto(view.frame("alasan_penolakan"), view.theme, view.period)


def _reason_cases(_view: View, key: Any) -> CaseQuery:
    reason = key[0] if isinstance(key, list) else key
    return CaseQuery("kasus_penolakan", "Ditolak karena alasan ini", {"alasan": reason})


def _hints(view: View) -> Any:
    return hints(view.rows("alasan_penolakan"), PAGE, "alasan", view.period)


def _fault(view: View) -> Content:
    return charts.by_fault(view.frame("penolakan_pihak"), view.theme, view.period)


def _fault_cases(_view: View, key: Any) -> CaseQuery:
    title = f"Ditolak, pihak: {charts.FAULTS.get(str(key), 'lain').lower()}"
    return CaseQuery("kasus_penolakan", title, {"pihak": key})


def _weekly(view: View) -> Content:
    frame = view.frame("penolakan_mingguan")
    return charts.weekly(frame, view.theme, view.period, view.target("ditolak"), view.notes)


def _weekly_cases(_view: View, key: Any) -> CaseQuery:
    return CaseQuery("kasus_penolakan", "Ditolak pada minggu ini", {"minggu": key})


def _groups(view: View) -> Content:
    group = view.picks["menurut"]
    return groups.by_group(view.frame("penolakan_menurut", menurut=group), group, view.theme, view.period)


def _group_cases(view: View, key: Any) -> CaseQuery:
    group = view.picks["menurut"]
    title = f"Ditolak, {groups.GROUPS[group].lower()} ini"
    return CaseQuery("kasus_penolakan", title, {"menurut": group, "kode": key})


def _outcomes(view: View) -> Content:
    return charts.outcomes(view.frame("penolakan_lanjutan"), view.theme, view.period)


def _outcome_cases(_view: View, key: Any) -> CaseQuery:
    name, _ = charts.OUTCOMES.get(str(key), ("Sesudah ditolak", ""))
    return CaseQuery("kasus_penolakan", name, {"lanjutan": key})


def _agreement(view: View) -> Content:
    group = view.picks["kesepakatan"]
    return agreement(view.frame("mutu_keputusan", menurut=group), group, view.theme, view.period)


def _agreement_cases(view: View, key: Any) -> CaseQuery:
    group = view.picks["kesepakatan"]
    title = f"Diperiksa ulang, {AGREEMENT_GROUPS[group].lower()} ini"
    return CaseQuery("kasus_mutu_keputusan", title, {"menurut": group, "kode": key})


def _failures(view: View) -> Content:
    return charts.failures(view.frame("gagal_episode"), view.row("gagal_ringkas"), view.theme, view.period)


def _failure_cases(_view: View, key: Any) -> CaseQuery:
    if key == charts.SCATTERED:
        return CaseQuery("kasus_gagal", "Gagal, tersebar", {"himpunan": "tersebar"})
    return CaseQuery("kasus_gagal", "Gagal dalam episode ini", {"himpunan": "episode", "episode": key})


BOARD = Board(
    page=PAGE,
    path="/penolakan",
    heading="Penolakan",
    question="Mengapa permohonan ditolak, karena siapa, apa yang dapat dicegah, dan apa ruginya bagi warga?",
    permission=MAY,
    parts=(
        Cards("utama", METRICS, _headline, CARD_COUNT),
        Figure("alasan", "alasan_penolakan", _reasons, PARETO_HEIGHT, cases=_reason_cases),
        (
            Figure("pihak", "penolakan_pihak", _fault, 210, cases=_fault_cases),
            Figure("lanjutan", "penolakan_lanjutan", _outcomes, 294, cases=_outcome_cases),
        ),
        Block("petunjuk", _hints, metrics=("alasan_penolakan",)),
        Figure(
            "mingguan", "penolakan_mingguan", _weekly, charts.TREND_HEIGHT, wide=True, cases=_weekly_cases
        ),
        Figure("kelompok", "penolakan_menurut", _groups, 622, choices=(GROUP,), cases=_group_cases),
        Figure(
            "kesepakatan", "mutu_keputusan", _agreement, 622, choices=(AGREEMENT,), cases=_agreement_cases
        ),
        Figure("gagal", "gagal_episode", _failures, 420, cases=_failure_cases),
    ),
)

BOARD.register_page(__name__, order=40)
