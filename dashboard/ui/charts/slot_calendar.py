"""Charts of how full every place is, day by day or week by week."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.frames import records
from dashboard.ui.charts.heat import heat, heat_height
from dashboard.ui.charts.slot import BEYOND, FILTER_NOTE, MOST_WITH_TEXT, NOTHING, short_place
from dashboard.ui.panel import Content, blank

SPANS = {"hari": "Per hari", "minggu": "Per minggu"}
STATE_WORDS = {"tutup": "tutup", "belum_dibuka": "belum dibuka", "buka": "", "di_luar": BEYOND}


def calendar(
    frame: pd.DataFrame, theme: str | None, period: str, span: str, *, limited: bool = False
) -> Content:
    """Places by location and day (or week): how full, where refused, where closed.

    Args:
        limited: whether the viewer sees the quota of some kecamatan only.
    """
    each = "hari: empat minggu terakhir dan yang akan datang" if span == "hari" else f"minggu, {period}"
    subtitle = f"Tempat terpesan dibagi kuota per {each}; {FILTER_NOTE}"
    if frame.empty:
        return Content("Tidak ada slot", subtitle, blank(heat_height(2), NOTHING), pd.DataFrame())
    if limited:
        frame = _told_beyond(frame)
    places = list(dict.fromkeys(frame["lokasi"]))
    days = sorted(set(frame["hari"]))
    names: dict[str, str] = dict(zip(frame["lokasi"], frame["nama"], strict=True))
    cells = {(row["lokasi"], row["hari"]): row for row in records(frame)}

    def grid(of: Any) -> list[list[Any]]:
        return [[of(cells.get((place, day))) for day in days] for place in places]

    ahead = set(frame.loc[frame["akan_datang"], "hari"])
    coming = [at for at, day in enumerate(days) if day in ahead]
    figure = heat(
        [short_place(names[place]) for place in places],
        [words.short_date(day).rsplit(" ", 1)[0] for day in days],
        grid(_share),
        grid(lambda cell: _cell_text(_share(cell), len(days))),
        grid(lambda cell: _cell_key(cell, span)),
        theme,
        notes=[_place_note(frame[(frame["lokasi"] == place) & ~frame["akan_datang"]]) for place in places],
        ticks=_mondays(days) if span == "hari" else None,
        hovers=grid(lambda cell: _cell_hover(cell, span)),
        closed=grid(lambda cell: cell is not None and cell["keadaan"] == "tutup"),
        marked=grid(lambda cell: cell is not None and cell["ditolak"] > 0),
        marked_word="ada yang ditolak",
        divider=coming[0] if coming else None,
        divider_word="mendatang",
        top=1.0,
        scale_words=("0 %", "100 %"),
    )
    title = _calendar_title(frame[~frame["akan_datang"]], names)
    return Content(
        title,
        subtitle,
        figure,
        _calendar_table(frame, span),
        f"{title}. {len(places)} lokasi, {words.short_date(days[0])} sampai {words.short_date(days[-1])}.",
        [_cell_key(row, span) for row in records(frame)],
    )


def _told_beyond(frame: pd.DataFrame) -> pd.DataFrame:
    """A place of which no quota is seen is not closed: its quota is another kecamatan's."""
    unseen = frame.groupby("lokasi")["kuota"].transform("sum") == 0
    return frame.assign(keadaan=frame["keadaan"].mask(unseen, "di_luar"))


def _share(cell: dict[str, Any] | None) -> float | None:
    if cell is None or cell["keadaan"] != "buka" or pd.isna(cell["porsi_terisi"]):
        return None
    return float(cell["porsi_terisi"])


def _cell_text(share: float | None, columns: int) -> str:
    return "" if share is None or columns > MOST_WITH_TEXT else words.number(share * 100)


def _cell_key(cell: dict[str, Any] | None, span: str) -> str | None:
    if cell is None or cell["dipesan"] == 0:
        return None
    return f"{cell['lokasi']}|{cell['hari'].isoformat()[:10]}|{span}"


def read_cell(key: Any) -> tuple[str, dt.date, str]:
    """The location, day and span of a cell's key.

    Raises:
        ValueError: it is none of ours; it comes from a browser.
    """
    place, day, span = str(key).rsplit("|", 2)
    return place, dt.date.fromisoformat(day), span


def _cell_hover(cell: dict[str, Any] | None, span: str) -> str:
    if cell is None:
        return ""
    day = words.long_date(cell["hari"]) if span == "hari" else f"minggu mulai {words.date(cell['hari'])}"
    if cell["keadaan"] == "buka":
        said = (
            f"{words.number(cell['terisi'])} dari {words.number(cell['kuota'])} tempat terisi "
            f"({words.percent(cell['porsi_terisi'])})"
        )
    else:
        said = _state_words(cell)
    refused = f"<br>{words.number(cell['ditolak'])} permintaan ditolak" if cell["ditolak"] else ""
    partial = " (minggu sebagian)" if cell["sebagian"] else ""
    return f"{cell['nama']}<br>{day}{partial}<br>{said}{refused}"


def _place_note(rows: pd.DataFrame) -> str:
    quota, taken, refused = (int(rows[name].sum()) for name in ("kuota", "terisi", "ditolak"))
    closed = "di luar wilayah" if (rows["keadaan"] == "di_luar").any() else "tutup"
    full = words.percent(taken / quota, 0) if quota else closed
    return f"{full} · {words.number(refused)} ditolak"


def _mondays(days: list[dt.date]) -> list[int]:
    return [at for at, day in enumerate(days) if day.weekday() == 0]


def _calendar_title(past: pd.DataFrame, names: dict[str, str]) -> str:
    refused = past.groupby("lokasi")["ditolak"].sum()
    if len(refused) and refused.max() > 0:
        place = names[str(refused.idxmax())]
        return f"{place} paling sering menolak: {words.number(refused.max())} permintaan"
    sums = past.groupby("lokasi")[["terisi", "kuota"]].sum()
    shares = (sums["terisi"] / sums["kuota"].where(sums["kuota"] > 0)).dropna()
    if shares.empty:
        return "Belum ada hari buka yang lewat"
    return f"{names[str(shares.idxmax())]} paling penuh: {words.percent(shares.max())} kuota terisi"


def _calendar_table(frame: pd.DataFrame, span: str) -> pd.DataFrame:
    is_open = frame["keadaan"] == "buka"
    return pd.DataFrame(
        {
            "Lokasi": frame["nama"].tolist(),
            "Hari" if span == "hari" else "Minggu mulai": [
                words.long_date(day) if span == "hari" else words.date(day) for day in frame["hari"]
            ],
            "Kuota": [words.number(n) if o else "–" for n, o in zip(frame["kuota"], is_open, strict=True)],
            "Terisi": [words.number(n) if o else "–" for n, o in zip(frame["terisi"], is_open, strict=True)],
            "Bagian terisi": [words.percent(share) for share in frame["porsi_terisi"]],
            "Ditolak": [words.number(n) for n in frame["ditolak"]],
            "Keterangan": [_remark(row) for row in records(frame)],
        }
    )


def _state_words(row: dict[str, Any]) -> str:
    """A day that is over is opened no more."""
    unopened = row["keadaan"] == "belum_dibuka" and not row["akan_datang"]
    return "tidak dibuka" if unopened else STATE_WORDS[row["keadaan"]]


def _remark(row: dict[str, Any]) -> str:
    said = [_state_words(row)] if row["keadaan"] != "buka" else []
    said += ["akan datang"] if row["akan_datang"] else []
    said += ["minggu sebagian"] if row["sebagian"] else []
    return ", ".join(said)


def cell_title(day: dt.date, span: str) -> str:
    """What the bookings behind a cell are called."""
    return f"Pesanan {'' if span == 'hari' else 'minggu mulai '}{words.long_date(day)}"
