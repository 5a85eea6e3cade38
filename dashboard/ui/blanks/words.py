"""How long blank cards last, in words, a mark and only then a colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from dash import html

from dashboard.ui import format as words
from dashboard.ui.queue.marks import icon

if TYPE_CHECKING:
    from dashboard.registry.blank_stock import BlankStock

Level = Literal["habis", "menipis", "cukup", "belum_dicatat"]
LEVELS: dict[Level, tuple[str, str]] = {
    "habis": ("exclamation-octagon", "habis"),
    "menipis": ("exclamation-triangle-fill", "menipis"),
    "belum_dicatat": ("dash-circle", "belum dicatat"),
    "cukup": ("check-circle", "cukup"),
}
"""Mark and word, the worst first."""

KINDS = {"KTP_EL": "KTP-el", "KIA": "KIA"}
MOVES = {"diterima": "Diterima", "rusak": "Rusak", "koreksi": "Koreksi hitung"}


def level_of(stock: BlankStock) -> Level:
    """How urgent a stock is."""
    if not stock.is_recorded:
        return "belum_dicatat"
    if stock.stock <= 0:
        return "habis"
    return "menipis" if stock.is_short else "cukup"


def worst_of(rows: Sequence[BlankStock]) -> Level:
    """The most urgent of several stocks."""
    found = {level_of(row) for row in rows}
    return next((level for level in LEVELS if level in found), "belum_dicatat")


def level_mark(level: Level, told: str) -> html.Span:
    """A mark and what it means."""
    return html.Span(
        [icon(LEVELS[level][0]), html.Span(told)], className=f"blangko-tingkat blangko-tingkat-{level}"
    )


def lasting(stock: BlankStock) -> str:
    """``cukup 5 hari kerja``, or why that cannot be said."""
    level = level_of(stock)
    if level == "belum_dicatat":
        return "belum ada penerimaan yang dicatat"
    if level == "habis":
        return "habis" if stock.stock == 0 else "habis; ada penerimaan yang belum dicatat"
    if stock.days_left is None:
        return "cukup; tidak terpakai akhir-akhir ini"
    left = "kurang dari 1 hari kerja" if stock.days_left == 0 else f"{stock.days_left} hari kerja"
    return f"menipis, {left}" if level == "menipis" else f"cukup {left}"


def per_day(value: float | None) -> str:
    """Blanks used per working day; a dash before the first day has passed."""
    return words.MISSING if value is None else words.number(value, 0 if value >= 10 else 1)


def place_name(code: str, names: dict[str, str]) -> str:
    """A location as a dense list names it."""
    name = names.get(code, code)
    return name.removeprefix("Kantor ").replace("Gerai Pelayanan Publik ", "GPP ")


def kind_line(blank: str, rows: Sequence[BlankStock]) -> html.Span:
    """One kind of blank over the officer's locations: stock, use, and how long it lasts."""
    stock, use = sum(row.stock for row in rows), [row.used_per_day for row in rows]
    known = [each for each in use if each is not None]
    used = f" · {per_day(sum(known))} per hari kerja" if known else ""
    told = lasting(rows[0]) if len(rows) == 1 else _over_all(rows)
    return html.Span(
        [
            html.Strong(KINDS[blank]),
            f" {words.number(stock)}",
            html.Span(used, className="blangko-pakai"),
            level_mark(worst_of(rows), told),
        ],
        className="blangko-jenis",
    )


def _over_all(rows: Sequence[BlankStock]) -> str:
    """``habis di 1, menipis di 3 dari 16 lokasi``."""
    levels = [level_of(row) for row in rows]
    counts = [f"{word} di {levels.count(level)}" for level, (_, word) in LEVELS.items()
              if level != "cukup" and level in levels]  # fmt: skip
    if counts:
        return f"{', '.join(counts)} dari {len(rows)} lokasi"
    shortest = min((row.days_left for row in rows if row.days_left is not None), default=None)
    least = "" if shortest is None else f", paling sedikit {shortest} hari kerja"
    return f"cukup di {len(rows)} lokasi{least}"
