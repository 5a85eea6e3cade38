"""What other quotas would have done: the answer in a sentence and in tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from dashboard.analytics.what_if import (
    Comparison,
    Outcome,
    compare,
)
from dashboard.ui import format as words
from dashboard.ui.slot import place_names, read_changes


def what_if(demand: pd.DataFrame, values: Sequence[Any], as_of: dt.datetime, *, sees_all: bool) -> html.Div:
    """The answer to what was typed.

    Args:
        demand: the rows of ``slot_permintaan``.
        values: from the browser, in the order of ``FIELDS``.
        sees_all: whether the account sees the demand of every kecamatan.

    Raises:
        NotUnderstood: the values make no change of quotas.
    """
    names = place_names(demand)
    result = compare(demand, read_changes(values, names))
    return what_if_result(result, names, what_if_basis(demand, result, as_of, sees_all=sees_all))


@dataclass(frozen=True)
class _Measure:
    label: str
    of: Callable[[Outcome], float | None]
    said: Callable[[Any], str]
    change: Callable[[Any, Any], str | None]


def _count_change(now: Any, before: Any) -> str | None:
    return f"{'+' if now >= before else '−'}{words.number(abs(now - before))}"


def _days(value: Any) -> str:
    return words.MISSING if value is None else words.number(value, 2)


def _days_change(now: Any, before: Any) -> str | None:
    if now is None or before is None:
        return None
    return f"{'+' if now >= before else '−'}{words.number(abs(now - before), 2)}"


_MEASURES = (
    _Measure("Kuota", lambda one: one.quota, words.number, _count_change),
    _Measure("Warga yang meminta", lambda one: one.demand, words.number, _count_change),
    _Measure("Dilayani pada hari yang diminta", lambda one: one.share_on_time, words.percent, words.points),
    _Measure("Mendapat tempat", lambda one: one.share_served, words.percent, words.points),
    _Measure("Tidak mendapat tempat", lambda one: one.unserved, words.number, _count_change),
    _Measure("Penolakan karena penuh", lambda one: one.refusals, words.number, _count_change),
    _Measure("Rata-rata menunggu (hari buka)", lambda one: one.mean_wait, _days, _days_change),
    _Measure("Kuota terpakai", lambda one: one.utilisation, words.percent, words.points),
)
_PER_PLACE = (
    ("Kuota", _MEASURES[0]),
    ("Pada hari yang diminta", _MEASURES[2]),
    ("Penolakan", _MEASURES[5]),
    ("Menunggu (hari buka)", _MEASURES[6]),
)


def what_if_result(result: Comparison, names: Mapping[str, str], basis: str) -> html.Div:
    """Before beside after: all locations together, then those that change.

    Args:
        names: of the locations by code.
        basis: what the answer stands on (the weeks, the moment, the recorded refusals).
    """
    before, after = result.total_before, result.total_after
    changed = [code for code in result.before if result.before[code] != result.after[code]]
    parts: list[Any] = [
        html.P(html.Strong(finding(result)), className="andai-temuan"),
        html.P(basis, className="panel-sub"),
        _scroll(_total_table(before, after)),
    ]
    if changed:
        parts += [html.H3("Lokasi yang berubah"), _scroll(_place_table(result, changed, names))]
    return html.Div(parts)


def what_if_basis(demand: pd.DataFrame, result: Comparison, as_of: dt.datetime, *, sees_all: bool) -> str:
    """What the answer stands on, and how well the same method meets what was recorded.

    Args:
        demand: the rows that were played.
        sees_all: whether the account sees the demand of every kecamatan.
    """
    if demand.empty:
        return "Tidak ada permintaan yang tercatat dalam delapan minggu terakhir."
    weeks = words.period(demand["hari"].min(), demand["hari"].max())
    limited = " Akun ini hanya melihat sebagian kecamatan, sehingga permintaan terhitung terlalu sedikit."
    return (
        f"Permintaan {weeks}. Tercatat {words.number(demand['ditolak'].sum())} penolakan; simulasi tanpa "
        f"perubahan menghasilkan {words.number(result.total_before.refusals)}. "
        f"Data per {words.moment(as_of)}.{'' if sees_all else limited}"
    )


def finding(result: Comparison) -> str:
    """The answer in one sentence."""
    before, after = result.total_before, result.total_after
    if result.moved == 0 and result.added == 0:
        return "Tidak ada kuota yang berubah: pada hari-hari itu lokasinya tutup atau tidak punya tempat."
    done = [f"{words.number(result.moved)} tempat dipindahkan"] if result.moved else []
    done += [f"{words.number(result.added)} tempat ditambahkan"] if result.added else []
    if before.refusals == after.refusals:
        told = f"penolakan tetap {words.number(after.refusals)}"
    else:
        verb = "turun" if after.refusals < before.refusals else "naik"
        told = f"penolakan {verb} dari {words.number(before.refusals)} menjadi {words.number(after.refusals)}"
    shares = (
        f"{words.percent(after.share_on_time)} dilayani pada hari yang diminta "
        f"(sebelumnya {words.percent(before.share_on_time)})"
    )
    return f"Dengan {' dan '.join(done)} selama delapan minggu, {told}; {shares}."


def _total_table(before: Outcome, after: Outcome) -> html.Table:
    head = html.Tr(
        [html.Th(text, scope="col") for text in ("Semua lokasi", "Sebelum", "Sesudah", "Perubahan")]
    )
    body = [
        html.Tr(
            [
                html.Th(measure.label, scope="row"),
                html.Td(measure.said(measure.of(before)), className="angka"),
                html.Td(measure.said(measure.of(after)), className="angka"),
                html.Td(_change(measure, before, after), className="angka"),
            ]
        )
        for measure in _MEASURES
    ]
    return html.Table([html.Thead(head), html.Tbody(body)], className="tabel")


def _place_table(result: Comparison, codes: Sequence[str], names: Mapping[str, str]) -> html.Table:
    groups = [
        html.Th("Lokasi", scope="col", rowSpan=2),
        *[html.Th(label, scope="colgroup", colSpan=2) for label, _ in _PER_PLACE],
    ]
    sides = [html.Th(side, scope="col") for _ in _PER_PLACE for side in ("sebelum", "sesudah")]
    body = [
        html.Tr(
            [
                html.Th(names.get(code, code), scope="row"),
                *[
                    html.Td(measure.said(measure.of(side)), className="angka")
                    for _, measure in _PER_PLACE
                    for side in (result.before[code], result.after[code])
                ],
            ]
        )
        for code in codes
    ]
    return html.Table([html.Thead([html.Tr(groups), html.Tr(sides)]), html.Tbody(body)], className="tabel")


def _change(measure: _Measure, before: Outcome, after: Outcome) -> str:
    old, new = measure.of(before), measure.of(after)
    # What reads the same has not changed for the reader.
    return "tetap" if measure.said(old) == measure.said(new) else measure.change(new, old) or words.MISSING


def _scroll(table: html.Table) -> html.Div:
    return html.Div(table, className="gulung", tabIndex="0")
