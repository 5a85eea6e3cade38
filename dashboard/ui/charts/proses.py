"""The figures of the page on processing times."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.ui import format as words
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
TOO_FEW = "data terlalu sedikit"
UNIT_WORDS = {"kerja": "jam kerja", "kalender": "jam kalender"}
BAR_PIXELS = 30
NO_ROWS = "Tidak ada permohonan yang sesuai. Perpanjang periode atau kurangi saringan."


def funnel(frame: pd.DataFrame, theme: str | None, period: str, immature: int) -> Content:
    """Cohort funnel: four steps, and under each what left it or still stands there."""
    rows = frame.set_index("langkah")
    total = int(rows.loc["masuk", "n"])
    subtitle = f"Permohonan yang masuk {period}; bagian dari seluruhnya"
    if immature:
        subtitle += f". {immature} bulan belum matang: lebih dari 5 % masih terbuka"
    if total == 0:
        return Content("Tidak ada permohonan", subtitle, blank(380, NO_ROWS), pd.DataFrame())
    order = list(FUNNEL_LABELS)
    colours = palette(theme)
    labels = [f"<b>{FUNNEL_LABELS[key]}</b>" if key in MAIN_STEPS else FUNNEL_LABELS[key] for key in order]
    counts = [int(rows.loc[key, "n"]) for key in order]
    shares = [float(rows.loc[key, "bagian"]) for key in order]
    text = [f"{words.number(n)}  ({words.percent(share)})" for n, share in zip(counts, shares, strict=True)]
    figure = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": labels,
                "x": counts,
                "text": text,
                "textposition": "outside",
                "cliponaxis": False,
                "customdata": order,
                "hovertemplate": "%{y}: %{text}<extra></extra>",
                "marker": {
                    "color": [STATUS_COLOURS[rows.loc[key, "status"]] for key in order],
                    "pattern": {
                        "shape": ["/" if key in OPEN_STEPS else "" for key in order],
                        "fgcolor": colours.paper,
                        "solidity": 0.35,
                    },
                },
            }
        ],
        "layout": layout(
            theme,
            height=380,
            bargap=0.28,
            yaxis={"autorange": "reversed", "tickfont": {"color": colours.ink}, "showgrid": False},
            # Room for the words at the end of the longest bar.
            xaxis={"range": [0, total * 1.38], "showticklabels": False, "showgrid": False, "zeroline": False},
        ),
    }
    table = pd.DataFrame(
        {
            "Langkah": [FUNNEL_LABELS[key].replace("↳ ", "") for key in order],
            "Permohonan": [words.number(n) for n in counts],
            "Bagian": [words.percent(share) for share in shares],
            "Dari langkah sebelumnya": [words.percent(rows.loc[key, "konversi"]) for key in order],
        }
    )
    finished = float(rows.loc["selesai", "bagian"])
    title = f"{words.percent(finished)} permohonan mencapai Selesai"
    summary = (
        f"Dari {words.number(total)} permohonan, {words.number(rows.loc['selesai', 'n'])} mencapai Selesai."
    )
    return Content(title, subtitle, figure, table, summary)


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
    return Content(title, subtitle, figure, _range_table(frame, "Status", labels, mean=True), title)


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
    return Content(title, subtitle, figure, table, title)


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
    return Content(title, subtitle, figure, _range_table(rows, "Layanan", list(rows["nama"])), title)


def weekly_trend(frame: pd.DataFrame, theme: str | None, unit: str, period: str) -> Content:
    """Small multiples, one per status: P50 drawn strongly, P90 finely; partial weeks hollow."""
    statuses = [status for status in ("VERIFIKASI", "PROSES", "SELESAI") if status in set(frame["status"])]
    subtitle = (
        f"P50 (tebal) dan P90 (tipis) per minggu dalam {UNIT_WORDS[unit]}; {period}; minggu sebagian berongga"
    )
    if not statuses:
        return Content("Tidak ada data", subtitle, blank(460, NO_ROWS), pd.DataFrame())
    colours = palette(theme)
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
            "gridcolor": colours.grid,
            "tickfont": {"color": colours.quiet},
            "nticks": 4,
            "fixedrange": True,
            "automargin": True,
            "zeroline": False,
        }
        notes.append(_corner_note(f"<b>{words.STATUS_LABELS[status]}</b>, jam", top, colours.ink))
    last = "" if len(statuses) == 1 else str(len(statuses))
    figure = {
        "data": traces,
        "layout": layout(
            theme,
            height=460,
            hovermode="x unified",
            annotations=notes,
            xaxis={"anchor": f"y{last}", "showgrid": False, "tickformat": "%b %Y"},
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
    return Content(_trend_title(frame, statuses[0]), subtitle, figure, table)


def chains(frame: pd.DataFrame, summary: pd.Series[Any], theme: str | None, period: str) -> Content:
    """How often residents had to apply until now."""
    subtitle = f"Rantai permohonan yang dimulai {period}, menurut jumlah pengajuan sampai sekarang"
    if frame.empty:
        return Content("Tidak ada rantai permohonan", subtitle, blank(220, NO_ROWS), pd.DataFrame())
    labels = [f"{int(k)} kali" for k in frame["ke"]]
    text = [
        f"{words.number(n)}  ({words.percent(share)})"
        for n, share in zip(frame["tepat"], frame["bagian"], strict=True)
    ]
    longest = float(frame["tepat"].max()) or 1.0
    figure = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": labels,
                "x": frame["tepat"].tolist(),
                "text": text,
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": STATUS_COLOURS["VERIFIKASI"]},
                "hovertemplate": "%{y}: %{text}<extra></extra>",
            }
        ],
        "layout": layout(
            theme,
            height=220,
            bargap=0.3,
            yaxis={"autorange": "reversed", "showgrid": False},
            xaxis={
                "range": [0, longest * 1.45],
                "showticklabels": False,
                "showgrid": False,
                "zeroline": False,
            },
        ),
    }
    table = pd.DataFrame(
        {
            "Pengajuan": labels,
            "Rantai": [words.number(n) for n in frame["tepat"]],
            "Bagian": [words.percent(share) for share in frame["bagian"]],
            "Paling sedikit sebanyak itu": [words.number(n) for n in frame["paling_sedikit"]],
        }
    )
    title = f"{words.percent(summary['porsi_diulang'])} pemohon harus mengajukan ulang"
    return Content(title, subtitle, figure, table, title)


def _ranges(
    frame: pd.DataFrame, labels: list[str], colours: list[str], theme: str | None, key: str
) -> dict[str, Any]:
    """A line from P50 to P90 per row, its three points marked by shape; too few rows say so."""
    height = max(170, BAR_PIXELS * len(frame) + 64)
    if frame.empty:
        return blank(height, NO_ROWS)
    inks = palette(theme)
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    longest = float(frame.loc[frame["cukup"], "p90"].max()) if frame["cukup"].any() else 1.0
    for position, (row, label, colour) in enumerate(
        zip(frame.to_dict("records"), labels, colours, strict=True)
    ):
        if not row["cukup"]:
            notes.append(_row_note(position, f"{TOO_FEW} (n = {words.number(row['n'])})", 0, inks.quiet))
            traces.append({"type": "scatter", "x": [None], "y": [label], "hoverinfo": "skip"})
            continue
        points = [row["p50"], row["p80"], row["p90"]]
        mean = f"<br>rata-rata {words.hours(row['rata'])}" if "rata" in row else ""
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": points,
                "y": [label] * 3,
                "customdata": [row[key]] * 3,
                "line": {"color": colour, "width": 5},
                "marker": {
                    "color": [colour, inks.paper, colour],
                    "size": [13, 10, 10],
                    "symbol": ["circle", "circle", "line-ns"],
                    "line": {"color": colour, "width": 2.5},
                },
                "text": [
                    f"P{share}: {words.hours(value)}"
                    for share, value in zip((50, 80, 90), points, strict=True)
                ],
                "hovertemplate": f"%{{y}}<br>%{{text}}<br>n = {words.number(row['n'])}{mean}<extra></extra>",
            }
        )
        notes.append(
            _row_note(
                position, f"{words.hours(row['p50'])} – {words.hours(row['p90'])}", row["p90"], inks.ink
            )
        )
    return {
        "data": traces,
        "layout": layout(
            theme,
            height=height,
            annotations=notes,
            yaxis={
                "range": [len(frame) - 0.5, -0.5],
                "type": "category",
                "categoryarray": labels,
                "showgrid": False,
                "tickfont": {"color": inks.ink},
            },
            xaxis={"range": [0, longest * 1.4], "zeroline": True, "nticks": 6, "title": {"text": "jam"}},
        ),
    }


def _row_note(position: int, text: str, x: float, colour: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": position,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "xshift": 12,
        "font": {"size": 12, "color": colour},
    }


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
