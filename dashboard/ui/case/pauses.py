"""The forms that leave a case for later: skipped for today, held until a day; and its priority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui.case import ids
from dashboard.ui.queue.words import day_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import CaseFile

SKIP_REASON, SKIP_NOTE = "lewati-alasan", "lewati-catatan"
HOLD_REASON, HOLD_UNTIL, HOLD_NOTE = "tahan-alasan", "tahan-sampai", "tahan-catatan"
PRIORITY = "prioritas-alasan"
NO_PRIORITY = "tidak"
CHOICES_OF_A_CASE = (SKIP_REASON, HOLD_REASON, HOLD_UNTIL, PRIORITY)
"""Fields whose options come with the case, in the order of :func:`pause_options`."""

NOTE_LABEL = "Keterangan (wajib untuk “Lainnya”; jangan tulis NIK)"


def skip_fields() -> list[Any]:
    """Why the officer leaves the case to colleagues today."""
    said = "Kasus kembali ke antrean dan hari ini tidak ditawarkan lagi kepada Anda."
    return [html.P(said, className="antrean-redup"), _choice(SKIP_REASON, "Alasan"), *_note(SKIP_NOTE)]


def hold_fields() -> list[Any]:
    """What the case waits for, and until when it is offered to nobody."""
    said = "Kasus tidak ditawarkan kepada siapa pun sampai hari itu, kecuali dilanjutkan lebih dahulu."
    return [
        html.P(said, className="antrean-redup"),
        _choice(HOLD_REASON, "Menunggu apa"),
        _choice(HOLD_UNTIL, "Ditahan sampai", inline=True),
        *_note(HOLD_NOTE),
    ]


def priority_fields() -> list[Any]:
    """Why an applicant is served earlier."""
    said = "Kasus yang diprioritaskan maju satu hari. Semua petugas melihat alasannya."
    return [html.P(said, className="antrean-redup"), _choice(PRIORITY, "Pemohon")]


def pause_options(file: CaseFile) -> tuple[list[dict[str, str]], ...]:
    """Reasons to skip a case and to hold it, days it may be held until, and reasons for its priority."""
    days = {day.isoformat(): day_in_short(day) for day in file.hold_days}
    priorities = {code: label.capitalize() for code, label in file.priorities.items()}
    served = {**priorities, NO_PRIORITY: "Tanpa prioritas"}
    return tuple(map(_options, (file.skip_reasons, file.hold_reasons, days, served)))


def _options(labels: dict[str, str]) -> list[dict[str, str]]:
    return [{"label": label, "value": code} for code, label in labels.items()]


def _choice(name: str, title: str, *, inline: bool = False) -> html.Fieldset:
    # One name: the arrow keys move within the group, and the tabulator past it.
    choice = dbc.RadioItems(id=ids.field(name), name=name, options=[], value=None, inline=inline)
    return html.Fieldset([html.Legend(title), choice])


def _note(name: str) -> list[Any]:
    return [
        dbc.Label(NOTE_LABEL, html_for=ids.in_page(ids.field(name))),
        dbc.Textarea(id=ids.field(name), rows=2, maxLength=500),
    ]
