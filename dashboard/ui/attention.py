"""What needs attention now, in sentences: each from a rule that a reader can open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pandas as pd
from dash import dcc, html

from dashboard.ui import format as words
from dashboard.ui.panel import row_id

Row = Mapping[str, Any]
MOST_SENTENCES = 8


@dataclass(frozen=True)
class Attention:
    """One thing to look at.

    Args:
        weight: more is more urgent.
        kind: the word before the sentence; meaning is never by colour alone.
        key: the cases to open, as the figure ``panel`` asks for them.
        href: the page that shows more.
    """

    weight: float
    kind: str
    sentence: str
    href: str | None = None
    key: Any = None


def overdue(rows: Sequence[Row]) -> list[Attention]:
    """Late cases per service and place; those about to be, in one sentence."""
    found = []
    for row in rows:
        if row["terlambat"]:
            late = f"{words.number(row['terlambat'])} permohonan {_where(row)} lewat tenggat"
            longest = words.number(row["terlama_hari_buka"])
            sentence = f"{late}, terlama {longest} hari kerja" if row["terlama_hari_buka"] else late
            key = {"keadaan": "terlambat", "layanan": row["layanan"], "lokasi": row["lokasi"]}
            found.append(Attention(1000 + row["terlambat"], "Lewat tenggat", sentence, key=_now(key)))
    soon = sum(row["mendekati"] for row in rows)
    if soon:
        most = max(rows, key=lambda row: row["mendekati"])
        sentence = (
            f"{words.number(soon)} permohonan jatuh tempo sampai hari buka berikutnya, terbanyak "
            f"{_where(most)} ({words.number(most['mendekati'])})"
        )
        found.append(Attention(100, "Segera jatuh tempo", sentence, key=_now({"keadaan": "segera"})))
    return found


def _where(row: Row) -> str:
    return f"{row['nama_layanan']} di {row['nama_lokasi'].removeprefix('Kantor ')}"


def _now(key: dict[str, str]) -> dict[str, str]:
    return {**key, "saat": "sekarang"}


def growing(rows: Sequence[Row]) -> list[Attention]:
    """Places whose backlog grew five working days in a row."""
    return [
        Attention(
            800 + row["bertambah"],
            "Tunggakan naik",
            f"Tunggakan di {row['nama_lokasi']} naik lima hari kerja berturut-turut, bertambah "
            f"{words.number(row['bertambah'])} sejak {words.date(_day(row['sejak']))}",
            href=f"/ringkasan?lokasi={row['lokasi']}",
        )
        for row in rows
    ]


def nearly_full(rows: Sequence[Row]) -> list[Attention]:
    """Places with hardly any quota left."""
    return [
        Attention(
            500 + 100 * row["porsi_terisi"],
            "Hampir penuh",
            f"{row['nama_lokasi']} terisi {words.percent(row['porsi_terisi'], 0)} sampai "
            f"{words.date(_day(row['sampai']))} "
            f"({words.number(row['terisi'])} dari {words.number(row['quota'])} tempat)",
            href=f"/slot?lokasi={row['lokasi']}",
        )
        for row in rows
    ]


def rising(rows: Sequence[Row]) -> list[Attention]:
    """Reasons of rejection that jumped."""
    return [
        Attention(
            600 + row["baru"],
            "Alasan melonjak",
            f"“{row['nama']}” dipakai {words.number(row['baru'])} kali dalam 7 hari, "
            f"{words.percent(row['porsi'])} dari putusan "
            f"(28 hari sebelumnya {words.percent(row['porsi_lama'])})",
            href="/penolakan",
        )
        for row in rows
    ]


def outages(rows: Sequence[Row]) -> list[Attention]:
    """Episodes in which sending failed."""
    return [
        Attention(
            900 + row["kena"],
            "Gangguan",
            f"{words.number(row['kena'])} permohonan gagal terkirim antara "
            f"{words.moment(row['mulai'])} dan {words.moment(row['selesai'])}",
            href="/penolakan",
        )
        for row in rows
    ]


def empty_days(rows: Sequence[Row]) -> list[Attention]:
    """Places that were open and recorded nothing."""
    return [
        Attention(
            950 + row["kosong"],
            "Tanpa data",
            f"{row['nama']}: {words.number(row['kosong'])} hari buka tanpa data dalam 14 hari, terakhir "
            f"{words.long_date(_day(row['terakhir_kosong']))}",
            href="/mutu-data",
        )
        for row in rows
        if row["kosong"]
    ]


def clearance(row: Row) -> str:
    """When the backlog ends, at the rates of the last eight weeks."""
    open_cases = words.number(row["terbuka"])
    if not row["cukup"] or pd.isna(row["minggu_kerja_penuh"]):
        return f"{open_cases} permohonan terbuka; belum ada delapan minggu penuh untuk menghitung lajunya."
    rates = (
        f"rata-rata {words.number(row['masuk_per_minggu'])} masuk dan "
        f"{words.number(row['keluar_per_minggu'])} keluar per minggu"
    )
    weeks = row["minggu_kerja_penuh"]
    within = "kurang dari satu minggu" if weeks < 1 else f"{words.number(weeks, 1)} minggu"
    alone = f"Tanpa permohonan baru habis dalam {within}."
    if pd.isna(row["habis"]):
        return f"{open_cases} permohonan terbuka tidak berkurang pada laju sekarang ({rates}). {alone}"
    earliest = words.MISSING if pd.isna(row["habis_cepat"]) else words.date(_day(row["habis_cepat"]))
    latest = (
        "tetapi pada laju minggu yang lambat tidak habis"
        if pd.isna(row["habis_lambat"])
        else f"paling lambat {words.date(_day(row['habis_lambat']))}"
    )
    return (
        f"{open_cases} permohonan terbuka habis pada {words.date(_day(row['habis']))} dengan laju sekarang "
        f"({rates}): paling cepat {earliest}, {latest}. {alone}"
    )


def attention_list(
    page: str, panel: str, found: Sequence[Attention], clearing: str, query: str = ""
) -> html.Section:
    """The most urgent sentences, with what each leads to.

    Args:
        panel: the figure whose cases a sentence's key asks for.
        query: the filters that go along to the page a sentence leads to.
    """
    most = sorted(found, key=lambda one: -one.weight)
    items = [_item(page, panel, one, query) for one in most[:MOST_SENTENCES]]
    rest = len(most) - len(items)
    return html.Section(
        [
            html.H2("Perlu perhatian sekarang"),
            html.Ul(items, className="perhatian") if items else html.P("Tidak ada yang melanggar aturan."),
            html.P(f"dan {words.number(rest)} lagi", className="panel-sub") if rest > 0 else None,
            html.P([html.Strong("Pelunasan tunggakan. "), clearing], className="pelunasan"),
        ],
        className="panel",
    )


def _item(page: str, panel: str, one: Attention, query: str) -> html.Li:
    sentence: Any = one.sentence
    if one.key is not None:
        sentence = html.Button(
            sentence, id=row_id(page, panel, one.key), type="button", n_clicks=0, className="tombol-baris"
        )
    elif one.href:
        sentence = dcc.Link(sentence, href=_narrowed(one.href, query))
    return html.Li([html.Span(one.kind, className="perhatian-jenis"), sentence])


def _narrowed(href: str, query: str) -> str:
    """The address of a page with the filters of this one; what it narrows by itself comes first."""
    path, _, own = href.partition("?")
    chosen = {**dict(parse_qsl(query)), **dict(parse_qsl(own))}
    return f"{path}?{urlencode(chosen, safe=',')}" if chosen else path


def _day(value: Any) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
