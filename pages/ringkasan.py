"""The state of the service on one screen, for leadership.

The question: how is the service doing, is it better than before, and what needs attention now?
"""

from __future__ import annotations

from typing import Any

from dashboard.access import Permission, current_account
from dashboard.analytics.filters import Filters, today
from dashboard.board import Block, Board, Cards, CaseQuery, Figure, View
from dashboard.registry.targets import KPIS
from dashboard.ui import attention
from dashboard.ui import format as words
from dashboard.ui.card import Card
from dashboard.ui.charts import ringkasan as charts
from dashboard.ui.charts import ringkasan_headline as headline
from dashboard.ui.panel import Content
from dashboard.ui.report_form import report_form

PAGE = "ringkasan"
MAY = Permission.LIHAT_PROSES
RULES = (
    "perhatian_tenggat",
    "perhatian_tunggakan",
    "perhatian_slot",
    "perhatian_alasan",
    "gagal_episode",
    "mutu_hari_kosong",
    "pelunasan",
)
OUTAGE_DAYS, EMPTY_DAYS = 7, 14
"""How far back an outage and a day without data are told."""


def _single(view: View, filters: Filters | None) -> dict[str, dict[str, Any]]:
    """The one-row answers that the cards stand on, by metric."""
    rows = {
        name: view.row(name, filters)
        for name in ("ringkas_proses", "ketepatan", "ringkas_rantai", "ringkas_slot")
    }
    for name in ("tunggakan", "belum_diambil"):
        ages = view.frame(name, filters)
        rows[name] = {"n": ages["n"].sum(), "tua": ages.loc[ages["tua"], "n"].sum()}
    return rows


def _cards(view: View) -> list[Card]:
    now = _single(view, None)
    head = headline.Headline(
        now=now,
        before=_single(view, view.compared) if view.compared else {},
        against=view.compared_words,
        targets={kpi: view.target(kpi) for kpi in KPIS},
        help_texts={name: view.definition(name).definition for name in now},
        weeks=view.frame("ringkas_mingguan"),
        slot_weeks=view.frame("slot_mingguan"),
        days=view.frame("tunggakan_harian"),
    )
    return headline.cards(head)


def _attention(view: View) -> Any:
    found = [
        *attention.overdue(view.rows("perhatian_tenggat")),
        *attention.growing(view.rows("perhatian_tunggakan")),
        *attention.nearly_full(view.rows("perhatian_slot")),
        *attention.rising(view.rows("perhatian_alasan")),
        *attention.outages(view.rows("gagal_episode", view.recent(OUTAGE_DAYS))),
        *attention.empty_days(view.rows("mutu_hari_kosong", view.recent(EMPTY_DAYS))),
    ]
    clearing = attention.clearance(view.row("pelunasan"))
    return attention.attention_list(PAGE, "tenggat", found, clearing, view.address)


def _due(view: View) -> Content:
    return charts.due_states(
        view.frame("tenggat_terbuka"), view.theme, f"data per {words.moment(view.as_of)}"
    )


def _due_cases(_view: View, key: Any) -> CaseQuery:
    """By the state of the deadline; a sentence of the attention list narrows it to a service and place."""
    codes = {name: [key[name]] for name in ("layanan", "lokasi") if name in key}
    return CaseQuery(
        "kasus_terbuka",
        "Permohonan terbuka",
        {name: key[name] for name in ("keadaan", "saat") if name in key},
        codes,
    )


def _age(view: View) -> Content:
    return charts.backlog_age(view.frame("tunggakan"), view.theme, "pada akhir periode atau sekarang")


def _age_cases(_view: View, key: Any) -> CaseQuery:
    return CaseQuery(
        "kasus_terbuka", "Permohonan terbuka", {"status": key["status"], "kelompok": key["kelompok"]}
    )


def _uncollected(view: View) -> Content:
    return charts.uncollected(view.frame("belum_diambil"), view.theme, "pada akhir periode atau sekarang")


def _uncollected_cases(_view: View, key: Any) -> CaseQuery:
    return CaseQuery(
        "kasus_belum_diambil", "Permohonan selesai, belum diambil", {"kelompok": key["kelompok"]}
    )


def _backlog(view: View) -> Content:
    frame = view.frame("tunggakan_harian")
    return charts.backlog_days(frame, view.theme, view.period, view.target("tunggakan"), view.notes)


def _flow(view: View) -> Content:
    before = view.frame("ringkas_mingguan", view.compared) if view.compared else None
    return charts.arrivals_and_endings(
        view.frame("ringkas_mingguan"), before, view.theme, view.period, view.notes
    )


def _on_time(view: View) -> Content:
    frame = view.frame("ringkas_mingguan")
    return charts.on_time_weeks(frame, view.theme, view.period, view.target("tepat_waktu"), view.notes)


def _report() -> Any:
    return report_form(today()) if current_account().may(Permission.UNDUH) else None


BOARD = Board(
    page=PAGE,
    path="/ringkasan",
    heading="Ringkasan",
    question="Bagaimana keadaan layanan, membaikkah, dan apa yang perlu perhatian sekarang?",
    permission=MAY,
    beside=_report,
    parts=(
        Cards(
            "utama",
            ("ringkas_proses", "ketepatan", "ringkas_rantai", "tunggakan", "belum_diambil", "ringkas_slot"),
            _cards,
            headline.CARD_COUNT,
        ),
        Block("perhatian", _attention, metrics=RULES),
        Figure("arus", "ringkas_mingguan", _flow, charts.LINE_HEIGHT),
        Figure("tepat", "ringkas_mingguan", _on_time, charts.LINE_HEIGHT),
        Figure("tunggakan", "tunggakan_harian", _backlog, charts.LINE_HEIGHT, wide=True),
        Figure("umur", "tunggakan", _age, 462, cases=_age_cases),
        (
            Figure("tenggat", "tenggat_terbuka", _due, 210, cases=_due_cases),
            Figure("ambil", "belum_diambil", _uncollected, 252, cases=_uncollected_cases),
        ),
    ),
)

BOARD.register_page(__name__, order=19)
