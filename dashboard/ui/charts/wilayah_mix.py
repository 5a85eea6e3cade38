"""Where each kecamatan's people go, and which services they ask for."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.ui import format as words
from dashboard.ui.charts.heat import heat, heat_height
from dashboard.ui.charts.rows import TOO_FEW
from dashboard.ui.charts.wilayah import CITY, NOTHING, UNKNOWN
from dashboard.ui.panel import Content, blank

SMALL_CELL = 5
MOST_SERVICES = 6
MOST_PLACES = 7
LONGEST_WORD = 10
OWN, OTHER, REMAINING = "Kantor<br>sendiri", "Kec.<br>lain", "Lokasi<br>lain"
_GROUPS = (OWN, OTHER, "Disduk-<br>capil", "MPP")
SERVICES = {
    "KTP_EL": "KTP-el",
    "KK": "KK",
    "AKTA_LAHIR": "Akta<br>lahir",
    "AKTA_KEMATIAN": "Akta<br>mati",
    "KIA": "KIA",
    "PINDAH_KELUAR": "Pindah<br>keluar",
    "PINDAH_DATANG": "Pindah<br>datang",
    "SK_DOMISILI": "Domisili",
    "PERMISI": "Permisi",
    "PERKAWINAN": "Kawin",
    "PERCERAIAN": "Cerai",
    "BIODATA": "Biodata",
    "LEGALISIR": "Legalisir",
    UNKNOWN: "Tidak<br>diketahui",
}


def flow(frame: pd.DataFrame, theme: str | None, period: str) -> Content:
    """From home kecamatan to pickup place; offices of other kecamatan stand together."""
    subtitle = f"Persen permohonan tiap kecamatan asal menurut lokasi pengambilan yang dipilih; {period}"
    if frame.empty:
        return Content("Tidak ada permohonan", subtitle, blank(heat_height(12), NOTHING), pd.DataFrame())
    cells = frame.assign(kelompok=[_place_group(row) for row in frame.to_dict("records")])
    groups = _columns(cells)
    cells["kelompok"] = cells["kelompok"].where(cells["kelompok"].isin(groups), REMAINING)
    homes = list(dict.fromkeys(zip(cells["kecamatan"], cells["nama_kecamatan"], strict=True)))
    sums = cells.groupby(["kecamatan", "kelompok"])["n"].sum().to_dict()
    places = cells.groupby(["kecamatan", "kelompok"])["lokasi"].agg(list).to_dict()
    totals = cells.groupby("kecamatan")["n"].sum().to_dict()
    grid = [[int(sums.get((code, group), 0)) for group in groups] for code, _ in homes]
    whole = [int(totals[code]) for code, _ in homes]
    figure = heat(
        [name for _, name in homes],
        groups,
        [[_share(n, of) for n in line] for line, of in zip(grid, whole, strict=True)],
        [[_cell(n, of) for n in line] for line, of in zip(grid, whole, strict=True)],
        [
            [
                [code, places[code, group]] if n >= SMALL_CELL else None
                for n, group in zip(line, groups, strict=True)
            ]
            for line, (code, _) in zip(grid, homes, strict=True)
        ],
        theme,
        notes=[f"n = {words.number(of)}" for of in whole],
        ticks=list(range(len(groups))),
        hovers=[
            [
                f"{name} ke {group.replace('<br>', ' ')}: {_counted(n)} permohonan"
                for n, group in zip(line, groups, strict=True)
            ]
            for line, (_, name) in zip(grid, homes, strict=True)
        ],
        top=1.0,
    )
    records = cells.to_dict("records")
    table = pd.DataFrame(
        {
            "Kecamatan asal": [row["nama_kecamatan"] for row in records],
            "Lokasi pengambilan": [row["nama_lokasi"] for row in records],
            "Permohonan": [_counted(row["n"]) for row in records],
            "Bagian": [
                words.percent(row["bagian"]) if row["n"] >= SMALL_CELL else words.MISSING for row in records
            ],
        }
    )
    keys = [[row["kecamatan"], [row["lokasi"]]] if row["n"] >= SMALL_CELL else None for row in records]
    own, _ = own_share(frame)
    title = (
        f"{words.percent(own, 0)} permohonan diambil di kantor kecamatan sendiri"
        if own is not None
        else "Kecamatan atau lokasi tidak diketahui pada semua permohonan"
    )
    return Content(title, subtitle, _narrow(figure), table, title, keys)


def own_share(frame: pd.DataFrame) -> tuple[float | None, int]:
    """Collected at the office of the own kecamatan, of those whose home and place are both known.

    Args:
        frame: ``wilayah_aliran``.

    Returns:
        The share, and of how many applications; no share without any.
    """
    known = frame[(frame["kecamatan"] != UNKNOWN) & (frame["lokasi"] != UNKNOWN)]
    total = int(known["n"].sum())
    own = int(known.loc[known["sendiri"].astype(bool), "n"].sum())
    return (own / total if total else None), total


def _columns(cells: pd.DataFrame) -> list[str]:
    """The columns of the flow: the known groups, then the places by name, as many as can be read."""
    present = set(cells["kelompok"])
    groups = [name for name in _GROUPS if name in present]
    others = cells[~cells["kelompok"].isin(groups)].groupby("kelompok")["n"].sum()
    named = list(others.sort_values(ascending=False, kind="stable").index)
    room = MOST_PLACES - len(groups)
    if len(named) <= room:
        return groups + sorted(named)
    return [*groups, *sorted(named[: room - 1]), REMAINING]


def services(frame: pd.DataFrame, theme: str | None, period: str, whole: str = CITY) -> Content:
    """Which services each kecamatan asks for: the most frequent ones and the rest together."""
    subtitle = f"Persen permohonan tiap kecamatan menurut layanan; {period}"
    if frame.empty:
        return Content("Tidak ada permohonan", subtitle, blank(heat_height(13), NOTHING), pd.DataFrame())
    by_service = frame.groupby("layanan")["n"].sum().sort_values(ascending=False, kind="stable")
    named = list(by_service.index[:MOST_SERVICES])
    rest = list(by_service.index[MOST_SERVICES:])
    columns: list[tuple[str, list[str]]] = [
        (SERVICES.get(code, code.replace("_", " ").capitalize()), [code]) for code in named
    ]
    if rest:
        columns.append(("Lainnya", rest))
    homes = list(dict.fromkeys(zip(frame["kecamatan"], frame["nama_kecamatan"], strict=True)))
    found = frame.set_index(["kecamatan", "layanan"])["n"].to_dict()
    grid = [
        [sum(int(found.get((home, code), 0)) for code in codes) for _, codes in columns] for home, _ in homes
    ]
    together = [sum(line[place] for line in grid) for place in range(len(columns))]
    sums = [sum(line) for line in grid]
    rows = [(UNKNOWN, f"Seluruh {whole}", together, sum(together))]
    rows += [(code, name, line, of) for (code, name), line, of in zip(homes, grid, sums, strict=True)]
    shares = [[n / of if of >= 20 else None for n in line] for _, _, line, of in rows]
    keys = [
        [None if place == 0 or n == 0 else [code, codes] for n, (_, codes) in zip(line, columns, strict=True)]
        for place, (code, _, line, _) in enumerate(rows)
    ]
    figure = heat(
        [name for _, name, _, _ in rows],
        [name for name, _ in columns],
        shares,
        [["" if share is None else words.number(share * 100) for share in line] for line in shares],
        keys,
        theme,
        notes=[
            f"n = {words.number(of)}" if of >= 20 else f"{TOO_FEW} (n = {words.number(of)})"
            for _, _, _, of in rows
        ],
        ticks=list(range(len(columns))),
        hovers=[
            [
                f"{name}, {head.replace('<br>', ' ')}: {words.percent(share)} ({words.number(n)})"
                for share, n, (head, _) in zip(line, counts, columns, strict=True)
            ]
            for line, (_, name, counts, _) in zip(shares, rows, strict=True)
        ],
    )
    flat = [
        (name, head.replace("<br>", " "), n, share, key)
        for (_, name, line, _), share_line, key_line in zip(rows, shares, keys, strict=True)
        for (head, _), n, share, key in zip(columns, line, share_line, key_line, strict=True)
    ]
    table = pd.DataFrame(
        {
            "Kecamatan": [name for name, *_ in flat],
            "Layanan": [head for _, head, *_ in flat],
            "Permohonan": [words.number(n) for _, _, n, _, _ in flat],
            "Bagian": [TOO_FEW if share is None else words.percent(share) for *_, share, _ in flat],
        }
    )
    title = _mix_title(rows, shares, columns, whole)
    return Content(title, subtitle, _narrow(figure), table, title, [key for *_, key in flat])


def _place_group(row: dict[Any, Any]) -> str:
    """The column of a pickup place: offices of kecamatan together, the others by name."""
    if row["sendiri"]:
        return OWN
    match row["jenis"]:
        case "kecamatan":
            return OTHER
        case "dinas":
            return _GROUPS[2]
        case "mpp":
            return _GROUPS[3]
    name = str(row["nama_lokasi"]).replace("Gerai Pelayanan Publik", "GPP")
    return "<br>".join(
        one if len(one) <= LONGEST_WORD else f"{one[: LONGEST_WORD - 1]}…" for one in name.split()
    )


def _mix_title(
    rows: list[tuple[str, str, list[int], int]],
    shares: list[list[float | None]],
    columns: list[tuple[str, list[str]]],
    together: str,
) -> str:
    """The largest departure from the city, or that there is none worth telling."""
    city = shares[0]
    apart = [
        (round(abs(share - whole), 6), share - whole, name, column, share, whole)
        for (_, name, _, _), line in zip(rows[1:], shares[1:], strict=True)
        for (column, _), share, whole in zip(columns, line, city, strict=True)
        if share is not None and whole is not None and column != "Lainnya"
    ]
    if not apart:
        return "Data terlalu sedikit untuk dibandingkan"
    far, _, name, column, share, whole = max(apart)
    first = columns[0][0].replace("<br>", " ")
    if far < 0.03:
        return f"Ragam layanan serupa di semua kecamatan; {first} terbanyak ({words.percent(city[0], 0)})"
    return (
        f"{column.replace('<br>', ' ')} di {name}: {words.percent(share)} permohonan, "
        f"di {together} {words.percent(whole)}"
    )


def _narrow(figure: dict[str, Any]) -> dict[str, Any]:
    """The columns' names a little smaller, so that they stand beside each other on a phone."""
    axis = figure["layout"].get("xaxis", {})
    axis["tickfont"] = {**axis.get("tickfont", {}), "size": 10}
    return figure


def _share(n: int, of: int) -> float | None:
    """Nothing where nobody goes; a small cell has the faintest colour whatever it holds."""
    return None if n == 0 else (n / of if n >= SMALL_CELL else 0.0)


def _cell(n: int, of: int) -> str:
    if n == 0:
        return ""
    return words.number(n / of * 100) if n >= SMALL_CELL else f"<{SMALL_CELL}"


def _counted(n: Any) -> str:
    return f"<{SMALL_CELL}" if 0 < n < SMALL_CELL else words.number(n)
