"""What the checks of the figures found, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui import format as words

WIB = ZoneInfo("Asia/Jakarta")
PAGE = "mutu"
RESULT, LAG, TOLD = f"{PAGE}-hasil", f"{PAGE}-tertinggal", f"{PAGE}-terbaca"
ASK = f"{PAGE}-periksa"
MOST_SHOWN = 50
UNDER_WAY = "Sedang diperiksa … Hasilnya tampil di sini begitu selesai."
NEVER = "Angka belum pernah diperiksa"
HELD_BACK_SECONDS = 30.0


class Check(Protocol):
    """A finished check."""

    @property
    def finished_at(self) -> dt.datetime: ...
    @property
    def started_at(self) -> dt.datetime: ...
    @property
    def asked_by(self) -> str: ...
    @property
    def total(self) -> int: ...
    @property
    def matching(self) -> int: ...
    @property
    def duplicates(self) -> int: ...
    @property
    def differences(self) -> Sequence[Mapping[str, Any]]: ...


class Lag(Protocol):
    """How the replica is doing."""

    @property
    def ready(self) -> bool: ...
    @property
    def as_of(self) -> dt.datetime | None: ...
    @property
    def horizon_age_seconds(self) -> float: ...
    @property
    def message(self) -> str: ...


def check_frame() -> html.Section:
    """The place of the result, filled by callbacks, and the button that asks for a check."""
    return html.Section(
        [
            dcc.Store(id=TOLD),
            html.Div(html.H2("Memuat …"), id=RESULT, role="status"),
            dbc.Button("Periksa sekarang", id=ASK, n_clicks=0, size="sm", color="primary", className="mt-2"),
            html.P(id=LAG, className="panel-sub mt-2"),
            html.Details(
                [
                    html.Summary("Cara memeriksa"),
                    html.P(
                        "Setiap metrik dihitung dua kali, untuk 12 bulan terakhir dan seluruh riwayat: dari "
                        "replika yang dipakai halaman ini, dan dari salinan baru yang diisi langsung dari "
                        "basis data permohonan pada saat yang sama. Angka utama dihitung pula dengan SQL "
                        "tersendiri di basis data permohonan. Pemeriksaan berjalan setiap malam pukul 02.00 "
                        "WIB dan bila diminta."
                    ),
                ],
                className="panel-definisi",
            ),
        ],
        className="panel panel-lebar mb-3",
        **{"aria-label": "Pemeriksaan angka"},
    )


def check_result(
    checks: Sequence[Check],
    titles: Mapping[str, str],
    under_way: bool,
    without_leave: Sequence[int],
    *,
    sees_everything: bool = True,
) -> list[Any]:
    """The newest check as a sentence, what differed, and the checks before it.

    Args:
        titles: what each metric is called.
        without_leave: years of the calendar without joint leave.
        sees_everything: whether what differed, and in which rows, may be told.
    """
    waiting = [html.P(UNDER_WAY, className="peringatan")] if under_way else []
    leave = [html.P(_without_leave(without_leave), className="panel-sub")] if without_leave else []
    if not checks:
        return [html.H2(NEVER), *waiting, *leave]
    newest = checks[0]
    return [
        html.H2(headline(newest)),
        html.P(_asked(newest), className="panel-sub"),
        *waiting,
        *([_differences(newest, titles), _duplicates(newest)] if sees_everything else []),
        *leave,
        _history(checks[1:]),
    ]


def headline(check: Check) -> str:
    """``84 dari 84 angka cocok``."""
    return f"{words.number(check.matching)} dari {words.number(check.total)} angka cocok"


def duplicates_sentence(count: int) -> str:
    """How many applications are duplicates, in words."""
    found = f"{words.number(count)} permohonan" if count else "Tidak ada permohonan"
    return (
        f"{found} dari pemohon yang sama untuk layanan yang sama dalam 24 jam, di luar pengajuan ulang "
        "sesudah ditolak."
    )


def lag_sentence(state: Lag, now: dt.datetime) -> str:
    """How far the figures are behind, in words.

    Args:
        now: WIB civil time.
    """
    if not state.ready or state.as_of is None:
        return state.message
    behind = max(0.0, (now - state.as_of).total_seconds())
    said = f"Angka pada halaman ini lengkap sampai {words.moment(state.as_of)}, {_ago(behind)}."
    if state.horizon_age_seconds >= HELD_BACK_SECONDS:
        said += f" Tertahan transaksi yang terbuka sejak {_ago(state.horizon_age_seconds)}."
    return f"{said} {state.message}".strip()


def _ago(seconds: float) -> str:
    if seconds < 60:
        return f"{words.number(seconds)} detik yang lalu"
    if seconds < 3600:
        return f"{words.number(seconds // 60)} menit yang lalu"
    return f"{words.number(seconds / 3600, 1)} jam yang lalu"


def _asked(check: Check) -> str:
    took = (check.finished_at - check.started_at).total_seconds()
    at = words.moment(_wib(check.finished_at))
    return f"Diperiksa {at} ({check.asked_by}), selama {words.number(took)} detik"


def _differences(check: Check, titles: Mapping[str, str]) -> Any:
    if not check.differences:
        return None
    head = html.Thead(
        html.Tr([html.Th(name, scope="col") for name in ("Angka", "Di mana", "Replika", "Basis data")])
    )
    body = [
        html.Tr(
            [
                html.Th(titles.get(str(one["metric"]), str(one["metric"])), scope="row"),
                *[html.Td(str(one[name])) for name in ("where", "replica", "database")],
            ]
        )
        for one in each_figure_first(check.differences)[:MOST_SHOWN]
    ]
    left = len(check.differences) - len(body)
    return html.Div(
        [
            html.Div(
                html.Table([head, html.Tbody(body)], className="tabel"), className="gulung", tabIndex="0"
            ),
            html.P(f"dan {words.number(left)} perbedaan lagi", className="panel-sub") if left > 0 else None,
            html.P(
                "Bila berulang, jalankan python -m dashboard replica rebuild, lalu periksa lagi.",
                className="panel-sub",
            ),
        ]
    )


def each_figure_first(differences: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One difference of every figure before a second one of any, so that each figure is named."""
    met: dict[str, int] = {}
    placed = []
    for one in differences:
        name = str(one["metric"])
        met[name] = met.get(name, 0) + 1
        placed.append((met[name], one))
    return [one for _, one in sorted(placed, key=lambda pair: pair[0])]


def _duplicates(check: Check) -> html.P:
    return html.P(duplicates_sentence(check.duplicates), className="panel-sub")


def _history(checks: Sequence[Check]) -> Any:
    if not checks:
        return None
    rows = [
        html.Li(f"{words.moment(_wib(one.finished_at))}: {headline(one)} ({one.asked_by})") for one in checks
    ]
    return html.Details([html.Summary("Pemeriksaan sebelumnya"), html.Ul(rows)])


def _without_leave(years: Sequence[int]) -> str:
    listed = ", ".join(str(year) for year in years)
    return f"Cuti bersama tahun {listed} belum ada di kalender; tenggat tahun itu dapat terlalu awal."


def _wib(at: dt.datetime) -> dt.datetime:
    return at.astimezone(WIB).replace(tzinfo=None)
