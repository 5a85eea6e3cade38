"""What a part of the report says in one sentence, and which of its rows are shown."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.proses import FUNNEL_LABELS

ON_TIME_LABELS = {
    "tepat": "Tepat waktu",
    "terlambat": "Terlambat",
    "terlambat_terbuka": "↳ masih terbuka",
    "belum_tempo": "Belum jatuh tempo",
    "gagal": "Gagal (tidak dihitung)",
}
OLD_FROM = 4
"""The first age band of the backlog that is called old: over 7 days."""


def funnel_finding(frame: pd.DataFrame) -> str:
    """How many of the applications reach Selesai."""
    rows = frame.set_index("langkah")
    if not len(rows) or not rows.at["masuk", "n"]:
        return "Tidak ada permohonan yang masuk"
    return f"{words.percent(rows.at['selesai', 'bagian'])} permohonan yang masuk mencapai Selesai"


def in_funnel_order(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows in the order of the steps."""
    return frame.set_index("langkah", drop=False).reindex(list(FUNNEL_LABELS)).reset_index(drop=True)


def time_finding(frame: pd.DataFrame) -> str:
    """The status in which half of all cases stay longest."""
    enough = frame[frame["cukup"] & (frame["status"] != "SELESAI")]
    if enough.empty:
        return "Lama di tiap status: data terlalu sedikit"
    slowest = enough.nlargest(1, "p50").iloc[0]
    status = words.STATUS_LABELS[slowest["status"]]
    return f"Separuh permohonan melewati {status} dalam {words.hours(slowest['p50'])}"


def slowest_service(frame: pd.DataFrame) -> str:
    """The service that stays longest in Verifikasi."""
    enough = frame[frame["cukup"] & (frame["status"] == "VERIFIKASI")]
    if enough.empty:
        return "Lama per layanan: data terlalu sedikit"
    slowest = enough.nlargest(1, "p50").iloc[0]
    return f"{slowest['nama']} paling lama di Verifikasi: P50 {words.hours(slowest['p50'])}"


def worked_on(frame: pd.DataFrame) -> pd.DataFrame:
    """Without the wait for the resident to come."""
    return frame[frame["status"] != "SELESAI"].reset_index(drop=True)


def on_time_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per outcome; the share stands with the outcome it belongs to."""
    row = frame.iloc[0]
    return pd.DataFrame(
        {
            "hasil": list(ON_TIME_LABELS),
            "n": [int(row[name]) for name in ON_TIME_LABELS],
            "bagian": [row["porsi_tepat"] if name == "tepat" else None for name in ON_TIME_LABELS],
        }
    )


def on_time_finding(frame: pd.DataFrame) -> str:
    """The share that was on time."""
    share = frame["bagian"].iloc[0]
    if pd.isna(share):
        return "Tidak ada permohonan yang jatuh tempo"
    return f"{words.percent(share)} permohonan yang jatuh tempo diputus tepat waktu"


def fullest_location(frame: pd.DataFrame) -> str:
    """The place whose quota is used most."""
    filled = frame[frame["porsi_terisi"].notna()]
    if filled.empty:
        return "Tidak ada hari pengambilan yang buka"
    fullest = filled.nlargest(1, "porsi_terisi").iloc[0]
    return f"{fullest['nama']} paling penuh: {words.percent(fullest['porsi_terisi'])} kuota terisi"


def commonest_reason(frame: pd.DataFrame) -> str:
    """The reason given most often."""
    if frame.empty:
        return "Tidak ada penolakan"
    first = frame.iloc[0]
    return f"{first['nama']}: {words.percent(first['bagian'])} penolakan"


def most_first(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows, the largest first."""
    return frame.sort_values("n", ascending=False, kind="stable").reset_index(drop=True)


def most_demanding(frame: pd.DataFrame) -> str:
    """The kecamatan with the most applications."""
    if frame.empty or not frame["n"].iloc[0]:
        return "Tidak ada permohonan yang masuk"
    most = frame.iloc[0]
    return f"Terbanyak dari {most['nama_kecamatan']}: {words.percent(most['bagian'])} permohonan"


def oldest_backlog(frame: pd.DataFrame) -> str:
    """How many open cases are old."""
    total, old = int(frame["n"].sum()), int(frame.loc[frame["kelompok"] >= OLD_FROM, "n"].sum())
    if not total:
        return "Tidak ada tunggakan berkas"
    aged = f"{words.number(old)} lebih dari 7 hari" if old else "tidak ada yang lebih dari 7 hari"
    return f"{words.number(total)} permohonan masih terbuka, {aged}"


def said(sentence: str) -> Callable[[pd.DataFrame], str]:
    """A finding that is always the same sentence."""
    return lambda _frame: sentence
