"""Processing times, for leadership and the innovation staff.

The question: where do applications spend their time, and is it getting better?
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from dashboard.access import Permission
from dashboard.board import Board, Cards, CaseQuery, Choice, Figure, View
from dashboard.ui import format as words
from dashboard.ui.card import Card
from dashboard.ui.charts import flow
from dashboard.ui.charts import proses as charts
from dashboard.ui.charts.headline import CARD_COUNT, headline
from dashboard.ui.panel import Content

PAGE = "proses"
MAY = Permission.LIHAT_PROSES
SERVICE_STATUS = Choice(
    "status",
    "Status",
    {status: words.STATUS_LABELS[status] for status in ("VERIFIKASI", "PROSES", "SELESAI")},
)


def _headline(view: View) -> list[Card]:
    metrics: dict[str, dict[str, str]] = {
        "ringkas_proses": {"satuan": view.unit},
        "ketepatan": {},
        "ringkas_rantai": {},
    }
    now = {name: view.row(name, None, **choices) for name, choices in metrics.items()}
    compared = view.compared
    before = (
        {name: view.row(name, compared, **choices) for name, choices in metrics.items()} if compared else {}
    )
    definitions = {name: view.definition(name).definition for name in metrics}
    return headline(now, before, definitions, view.unit, view.compared_words)


def _funnel(view: View) -> Content:
    months = view.frame("corong_bulanan")
    immature = int((~months["matang"].astype(bool)).sum())
    return charts.funnel(view.frame("corong"), view.theme, view.period, immature)


def _funnel_cases(_view: View, key: Any) -> CaseQuery:
    title = charts.FUNNEL_LABELS.get(str(key), "Permohonan").replace("↳ ", "")
    return CaseQuery("kasus_corong", title[:1].upper() + title[1:], {"langkah": key})


def _time(view: View) -> Content:
    return charts.time_in_status(
        view.frame("waktu_status", satuan=view.unit), view.theme, view.period, view.unit
    )


def _time_cases(view: View, key: Any) -> CaseQuery:
    return CaseQuery("kasus_lama", _stayed(key), {"status": key, "satuan": view.unit})


def _waiting(view: View) -> Content:
    return charts.waiting_and_handling(
        view.frame("waktu_tunggu", satuan=view.unit), view.theme, view.period, view.unit
    )


def _waiting_cases(view: View, key: Any) -> CaseQuery:
    return CaseQuery("kasus_lama", _stayed(key), {"status": key, "tercatat": "diambil", "satuan": view.unit})


def _trend(view: View) -> Content:
    return charts.weekly_trend(
        view.frame("tren_mingguan", satuan=view.unit), view.theme, view.unit, view.period
    )


def _trend_cases(view: View, key: Any) -> CaseQuery:
    week, status = key
    return CaseQuery("kasus_lama", _stayed(status), {"status": status, "minggu": week, "satuan": view.unit})


def _services(view: View) -> Content:
    frame = view.frame("waktu_layanan", satuan=view.unit)
    return charts.by_service(frame, view.theme, view.period, view.unit, view.picks["status"])


def _service_cases(view: View, key: Any) -> CaseQuery:
    status = view.picks["status"]
    return CaseQuery(
        "kasus_lama", _stayed(status), {"status": status, "satuan": view.unit}, {"layanan": [key]}
    )


def _chains(view: View) -> Content:
    return charts.chains(view.frame("rantai"), view.row("ringkas_rantai"), view.theme, view.period)


def _chain_cases(_view: View, key: Any) -> CaseQuery:
    return CaseQuery("kasus_rantai", f"Sampai sekarang diajukan {int(key)} kali", {"kali": key})


def _map(view: View) -> Content:
    return flow.transition_map(view.frame("alur_status"), view.theme, view.period)


def _hours(view: View) -> Content:
    return flow.arrival_hours(view.frame("jam_masuk"), view.theme, view.period)


def _calendar(view: View) -> Content:
    return flow.backlog_calendar(view.frame("tunggakan_harian"), view.theme, view.period)


def _hour_cases(_view: View, key: Any) -> CaseQuery:
    day, hour = key
    title = f"Masuk {words.DAYS[int(day) - 1]}"
    if hour != flow.ALL_HOURS:
        title += f", {int(hour):02d}.00–{int(hour):02d}.59"
    return CaseQuery("kasus_masuk", title, {"hari": day, "jam": hour})


def _day_cases(_view: View, key: Any) -> CaseQuery:
    day = dt.date.fromisoformat(str(key))
    return CaseQuery("kasus_terbuka", f"Terbuka pada akhir {words.date(day)}", until=day)


def _stayed(status: Any) -> str:
    return f"Lama di {words.STATUS_LABELS.get(str(status), 'status ini')}"


BOARD = Board(
    page=PAGE,
    path="/proses",
    heading="Waktu proses",
    question="Di mana waktu permohonan habis, dan apakah membaik?",
    permission=MAY,
    has_unit=True,
    parts=(
        Cards("utama", ("ringkas_proses", "ketepatan", "ringkas_rantai"), _headline, CARD_COUNT),
        (
            Figure("corong", "corong", _funnel, 504, cases=_funnel_cases),
            Figure("rantai", "rantai", _chains, 252, cases=_chain_cases),
        ),
        (
            Figure("waktu", "waktu_status", _time, 202, cases=_time_cases),
            Figure("tunggu", "waktu_tunggu", _waiting, 244, cases=_waiting_cases),
        ),
        Figure("tren", "tren_mingguan", _trend, 460, wide=True, cases=_trend_cases),
        Figure(
            "layanan-waktu",
            "waktu_layanan",
            _services,
            622,
            wide=True,
            choices=(SERVICE_STATUS,),
            cases=_service_cases,
        ),
        Figure("alur", "alur_status", _map, flow.FLOW_HEIGHT, wide=True, cases=_funnel_cases),
        Figure("jam", "jam_masuk", _hours, flow.WEEK_HEIGHT, cases=_hour_cases),
        Figure("kalender", "tunggakan_harian", _calendar, flow.WEEK_HEIGHT, cases=_day_cases),
    ),
)

BOARD.register_page(__name__, order=20)
