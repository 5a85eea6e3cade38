"""The figures of the page on processing times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.rows import TOO_FEW, Bar, Range, bars, ranges
from dashboard.ui.panel import Content, blank
from dashboard.ui.theme import STATUS_COLOURS, layout, palette

FUNNEL_LABELS = {
    "masuk": "Masuk (Verifikasi)",
    "ditolak_verifikasi": "↳ ditolak di Verifikasi",
    "gagal_verifikasi": "↳ gagal di Verifikasi",
    "terbuka_verifikasi": "↳ masih di Verifikasi",
    "proses": "Proses",
    "ditolak_proses": "↳ ditolak di Proses",
    "gagal_proses": "↳ gagal di Proses",
    "terbuka_proses": "↳ masih di Proses",
    "selesai": "Selesai",
    "menunggu_diambil": "↳ menunggu diambil",
    "diambil": "Diambil",
}
MAIN_STEPS = ("masuk", "proses", "selesai", "diambil")
OPEN_STEPS = ("terbuka_verifikasi", "terbuka_proses", "menunggu_diambil")
UNIT_WORDS = {"kerja": "jam kerja", "kalender": "jam kalender"}
NOTHING = "Tidak ada permohonan yang sesuai. Perpanjang periode atau kurangi saringan."


def funnel(frame: pd.DataFrame, theme: str | None, period: str, immature: int) -> Content:
    """Cohort funnel: four steps, and under each what left it or still stands there."""
    steps = frame.to_dict("records")
    total = next((int(row["n"]) for row in steps if row["langkah"] == "masuk"), 0)
    subtitle = f"Permohonan yang masuk {period}; bagian dari seluruhnya"
    if immature:
        subtitle += f". {immature} bulan belum matang: lebih dari 5 % masih terbuka"
    if total == 0:
        return Content("Tidak ada permohonan", subtitle, blank(504, NOTHING), pd.DataFrame())
    order = list(FUNNEL_LABELS)
    rows = {row["langkah"]: row for row in steps}
    texts = {key: f"{words.number(row['n'])} · {words.percent(row['bagian'])}" for key, row in rows.items()}
    figure = bars(
        [
            Bar(
                label=f"<b>{FUNNEL_LABELS[key]}</b>" if key in MAIN_STEPS else FUNNEL_LABELS[key],
                value=int(rows[key]["n"]),
                text=texts[key],
                colour=STATUS_COLOURS[rows[key]["status"]],
                key=key,
                hatched=key in OPEN_STEPS,
            )
            for key in order
        ],
        theme,
    )
    table = pd.DataFrame(
        {
            "Langkah": [FUNNEL_LABELS[key].replace("↳ ", "") for key in order],
            "Permohonan": [words.number(rows[key]["n"]) for key in order],
            "Bagian": [words.percent(rows[key]["bagian"]) for key in order],
            "Dari langkah sebelumnya": [words.percent(rows[key]["konversi"]) for key in order],
        }
    )
    finished = rows["selesai"]
    title = f"{words.percent(finished['bagian'])} permohonan mencapai Selesai"
    summary = f"Dari {words.number(total)} permohonan, {words.number(finished['n'])} mencapai Selesai."
    return Content(title, subtitle, figure, table, summary, order)


def time_in_status(frame: pd.DataFrame, theme: str | None, period: str, unit: str) -> Content:
    """P50 to P90 per status on one scale."""
    subtitle = f"P50, P80, dan P90 dalam {UNIT_WORDS[unit]}; status yang ditinggalkan {period}"
    enough = frame[frame["cukup"]]
    labels = [words.STATUS_LABELS[status] for status in frame["status"]]
    figure = _ranges(frame, labels, [STATUS_COLOURS[status] for status in frame["status"]], theme, "status")
    if enough.empty:
        title = "Data terlalu sedikit"
    else:
        worked = enough[enough["status"] != "SELESAI"]
        slowest = (worked if not worked.empty else enough).nlargest(1, "p50").iloc[0]
        title = (
            f"Separuh permohonan melewati {words.STATUS_LABELS[slowest['status']]} "
            f"dalam {words.hours(slowest['p50'])}"
        )
    return Content(
        title,
        subtitle,
        figure,
        _range_table(frame, "Status", labels, mean=True),
        title,
        list(frame["status"]),
    )


def waiting_and_handling(frame: pd.DataFrame, theme: str | None, period: str, unit: str) -> Content:
    """Waiting and handling apart, per status."""
    subtitle = f"P50, P80, dan P90 dalam {UNIT_WORDS[unit]}; status yang ditinggalkan {period}"
    labels = [
        f"{words.STATUS_LABELS[status]}, {part}"
        for status, part in zip(frame["status"], frame["bagian"], strict=True)
    ]
    figure = _ranges(frame, labels, [STATUS_COLOURS[status] for status in frame["status"]], theme, "status")
    title = "Belum ada catatan pengambilan oleh petugas"
    waiting = frame[frame["bagian"] == "menunggu"]
    whole = frame["jumlah_jam"].sum()
    if whole > 0:
        share = waiting["jumlah_jam"].sum() / whole
        most = waiting.nlargest(1, "jumlah_jam").iloc[0]
        part = most["jumlah_jam"] / waiting["jumlah_jam"].sum() if waiting["jumlah_jam"].sum() else 0
        title = (
            f"{words.percent(share, 0)} waktu habis untuk menunggu, {words.percent(part, 0)} di antaranya di "
            f"{words.STATUS_LABELS[most['status']]}"
        )
    table = _range_table(frame, "Bagian", labels)
    table["Porsi waktu"] = [words.percent(share) for share in frame["porsi"]]
    return Content(title, subtitle, figure, table, title, list(frame["status"]))


def by_service(frame: pd.DataFrame, theme: str | None, period: str, unit: str, status: str) -> Content:
    """One status compared across services, slowest first."""
    rows = frame[frame["status"] == status]
    rows = pd.concat([rows[rows["cukup"]], rows[~rows["cukup"]]])
    name = words.STATUS_LABELS[status]
    subtitle = f"P50, P80, dan P90 di {name} dalam {UNIT_WORDS[unit]}; status yang ditinggalkan {period}"
    figure = _ranges(rows, list(rows["nama"]), [STATUS_COLOURS[status]] * len(rows), theme, "layanan")
    enough = rows[rows["cukup"]]
    title = "Data terlalu sedikit"
    if not enough.empty:
        slowest = enough.iloc[0]
        title = f"{slowest['nama']} paling lama di {name}: P50 {words.hours(slowest['p50'])}"
    table = _range_table(rows, "Layanan", list(rows["nama"]))
    return Content(title, subtitle, figure, table, title, list(rows["layanan"]))


def weekly_trend(frame: pd.DataFrame, theme: str | None, unit: str, period: str) -> Content:
    """Small multiples, one per status: P50 drawn strongly, P90 finely; partial weeks hollow."""
    statuses = [status for status in ("VERIFIKASI", "PROSES", "SELESAI") if status in set(frame["status"])]
    subtitle = (
        f"P50 (tebal) dan P90 (tipis) per minggu dalam {UNIT_WORDS[unit]}; {period}; minggu sebagian berongga"
    )
    if not statuses:
        return Content("Tidak ada data", subtitle, blank(460, NOTHING), pd.DataFrame())
    inks = palette(theme)
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    notes: list[dict[str, Any]] = []
    for row, status in enumerate(statuses):
        suffix = "" if row == 0 else str(row + 1)
        rows = frame[frame["status"] == status]
        shown = rows.where(rows["cukup"])
        for measure, width, dash in (("p50", 2.5, "solid"), ("p90", 1.2, "dot")):
            traces.append(_trend_line(rows, shown[measure], status, measure, width, dash, suffix))
        top = 1 - row / len(statuses)
        axes[f"yaxis{suffix}"] = {
            "domain": [top - 1 / len(statuses) + 0.09, top - 0.05],
            "rangemode": "tozero",
            "gridcolor": inks.grid,
            "tickfont": {"color": inks.quiet},
            "nticks": 4,
            "fixedrange": True,
            "automargin": True,
            "zeroline": False,
        }
        notes.append(_corner_note(f"<b>{words.STATUS_LABELS[status]}</b>, jam", top, inks.ink))
    last = "" if len(statuses) == 1 else str(len(statuses))
    figure = {
        "data": traces,
        "layout": layout(
            theme,
            height=460,
            hovermode="x unified",
            annotations=notes,
            xaxis={
                "anchor": f"y{last}",
                "showgrid": False,
                "tickformat": "%b\n%Y",
                "tickangle": 0,
                "nticks": 5,
            },
            **axes,
        ),
    }
    table = pd.DataFrame(
        {
            "Minggu mulai": [words.short_date(day) for day in frame["minggu"]],
            "Status": [words.STATUS_LABELS[status] for status in frame["status"]],
            "n": [words.number(n) for n in frame["n"]],
            **{name.upper(): _enough_hours(frame, name) for name in ("p50", "p80", "p90")},
            "Keterangan": ["minggu sebagian" if partial else "" for partial in frame["sebagian"]],
        }
    )
    keys = [[day.isoformat(), status] for day, status in zip(frame["minggu"], frame["status"], strict=True)]
    return Content(_trend_title(frame, statuses[0]), subtitle, figure, table, keys=keys)


def chains(frame: pd.DataFrame, summary: Mapping[str, Any], theme: str | None, period: str) -> Content:
    """How often residents had to apply until now."""
    subtitle = f"Rantai permohonan yang dimulai {period}, menurut jumlah pengajuan sampai sekarang"
    if frame.empty:
        return Content("Tidak ada rantai permohonan", subtitle, blank(252, NOTHING), pd.DataFrame())
    keys = [int(k) for k in frame["ke"]]
    labels = [f"{k} kali" for k in keys]
    figure = bars(
        [
            Bar(
                label=label,
                value=int(row["tepat"]),
                text=f"{words.number(row['tepat'])} · {words.percent(row['bagian'])}",
                colour=STATUS_COLOURS["VERIFIKASI"],
                key=key,
            )
            for key, label, row in zip(keys, labels, frame.to_dict("records"), strict=True)
        ],
        theme,
    )
    table = pd.DataFrame(
        {
            "Pengajuan": labels,
            "Rantai": [words.number(n) for n in frame["tepat"]],
            "Bagian": [words.percent(share) for share in frame["bagian"]],
            "Paling sedikit sebanyak itu": [words.number(n) for n in frame["paling_sedikit"]],
        }
    )
    title = f"{words.percent(summary['porsi_diulang'])} pemohon harus mengajukan ulang"
    return Content(title, subtitle, figure, table, title, keys)


def _ranges(
    frame: pd.DataFrame, labels: list[str], colours: list[str], theme: str | None, key: str
) -> dict[str, Any]:
    rows = [
        Range(
            label=label,
            points=(row["p50"], row["p80"], row["p90"]) if row["cukup"] else None,
            n=int(row["n"]),
            colour=colour,
            key=row[key],
            mean=row.get("rata"),
        )
        for row, label, colour in zip(frame.to_dict("records"), labels, colours, strict=True)
    ]
    return ranges(rows, theme)


def _corner_note(text: str, y: float, colour: str) -> dict[str, Any]:
    return {
        "x": 0,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": colour},
    }


def _trend_line(
    rows: pd.DataFrame,
    values: pd.Series[Any],
    status: str,
    measure: str,
    width: float,
    dash: str,
    suffix: str,
) -> dict[str, Any]:
    partial = rows["sebagian"].tolist()
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{words.STATUS_LABELS[status]} {measure.upper()}",
        "x": [day.isoformat() for day in rows["minggu"]],
        "y": [None if pd.isna(value) else float(value) for value in values],
        "customdata": [[day.isoformat(), status] for day in rows["minggu"]],
        "text": [
            f"n = {words.number(n)}{' (minggu sebagian)' if p else ''}"
            for n, p in zip(rows["n"], partial, strict=True)
        ],
        "connectgaps": False,
        "line": {"color": STATUS_COLOURS[status], "width": width, "dash": dash},
        "marker": {
            "size": [9 if p else 4 for p in partial],
            "symbol": ["circle-open" if p else "circle" for p in partial],
            "color": STATUS_COLOURS[status],
        },
        "hovertemplate": "%{y:,.1f} jam, %{text}",
        "yaxis": f"y{suffix}",
        "xaxis": "x",
    }


def _trend_title(frame: pd.DataFrame, status: str) -> str:
    """The last four whole weeks against the four before them."""
    whole = frame[(frame["status"] == status) & frame["cukup"] & ~frame["sebagian"]]
    name = words.STATUS_LABELS[status]
    if len(whole) < 8:
        return f"Lama di {name} per minggu"
    late, early = whole["p50"].iloc[-4:].median(), whole["p50"].iloc[-8:-4].median()
    if early == 0 or abs(late / early - 1) < 0.1:
        return f"{name} bertahan sekitar {words.hours(late)} dalam delapan minggu terakhir"
    direction = "naik" if late > early else "turun"
    return (
        f"P50 {name} {direction} dari {words.hours(early)} menjadi {words.hours(late)} dalam delapan minggu"
    )


def _enough_hours(frame: pd.DataFrame, measure: str) -> list[str]:
    return [
        words.number(value, 2) if enough else (TOO_FEW if n else words.MISSING)
        for value, enough, n in zip(frame[measure], frame["cukup"], frame["n"], strict=True)
    ]


def _range_table(frame: pd.DataFrame, head: str, labels: list[str], *, mean: bool = False) -> pd.DataFrame:
    columns: dict[str, list[str]] = {head: labels, "n": [words.number(n) for n in frame["n"]]}
    columns |= {f"{name.upper()} (jam)": _enough_hours(frame, name) for name in ("p50", "p80", "p90")}
    if mean:
        columns["Rata-rata (jam)"] = _enough_hours(frame, "rata")
    return pd.DataFrame(columns)
