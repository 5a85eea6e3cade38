"""The rest of the day in words and figures, and how it was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.ui import format as words
from dashboard.ui.card import Card, kpi_card
from dashboard.ui.queue.words import day_in_short

if TYPE_CHECKING:
    from dashboard.registry.forecast import Band, Forecast

METHOD = (
    "Cara menghitung: pada delapan hari buka terakhir dengan nama hari yang sama dihitung permohonan yang "
    "masuk dan berkas yang selesai, ditolak atau gagal sejak jam sekarang sampai jam tutup hari ini. Angka "
    "tengah adalah median delapan hari itu, rentangnya yang terendah sampai yang tertinggi. Terbuka saat "
    "tutup memakai masuk dan selesai dari hari yang sama. Sisa jatuh tempo menganggap yang paling mendesak "
    "dikerjakan lebih dahulu; berkas yang ditahan ikut dihitung."
)


def forecast_cards(day: Forecast) -> list[Any]:
    """What is open now, what is still to come, and what will be left at closing."""
    cards = [
        Card("Terbuka sekarang", words.number(day.open_now), "Verifikasi dan Proses, termasuk yang ditahan"),
        Card("Harus selesai hari ini", words.number(day.due), "terlambat atau jatuh tempo hari ini"),
        _banded("Masih akan masuk", day.arrivals, day),
        _banded("Masih akan selesai", day.completions, day),
        _banded("Terbuka saat tutup", day.open_at_close, day),
        _banded("Jatuh tempo yang tersisa", day.left_over, day),
    ]
    return [
        html.P(_until(day), className="panel-sub"),
        html.Div([kpi_card(card) for card in cards], className="kpi-deret"),
        html.Details([html.Summary("Cara menghitung"), html.P(METHOD), html.P(_days(day))]),
    ]


def _banded(label: str, band: Band | None, day: Forecast) -> Card:
    if band is not None:
        spread = f"antara {words.number(band.low)} dan {words.number(band.high)}"
        return Card(label, f"± {words.number(round(band.middle))}", spread)
    return Card(label, words.MISSING, _why_not(day))


def _why_not(day: Forecast) -> str:
    if day.closes_at is None:
        return "hari ini tutup"
    if day.closes_at <= day.at:
        return "sudah tutup"
    return f"data terlalu sedikit (n = {len(day.days)} hari)"


def _until(day: Forecast) -> str:
    if day.closes_at is None:
        return "Hari ini tidak ada lokasi yang buka."
    if day.closes_at <= day.at:
        return f"Lokasi terakhir tutup pukul {day.closes_at:%H.%M} WIB."
    return f"Dari pukul {day.at:%H.%M} sampai tutup pukul {day.closes_at:%H.%M} WIB."


def _days(day: Forecast) -> str:
    if not day.days:
        return ""
    return f"Hari yang dipakai: {'; '.join(day_in_short(one) for one in day.days)}."
