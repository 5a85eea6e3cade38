"""The rejection form: coded reasons, one of them primary, and what the applicant will read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui.case import ids

if TYPE_CHECKING:
    from dashboard.registry.workflow import RejectionChoice

FAULTS = {
    "pemohon": "Berkas dan isian pemohon",
    "sistem": "Gangguan dan keterbatasan sistem",
    "petugas": "Kekeliruan kantor",
    "": "Selain itu",
}
"""Groups of the reasons by whose fault they are, in the order of the form."""


@dataclass(frozen=True)
class Reason:
    """A coded reason as the form offers it."""

    code: str
    label: str
    fault: str
    needs_text: bool


def rejection_fields() -> list[Any]:
    """The form's fields; their options are filled when the page is opened."""
    groups = [
        html.Fieldset([html.Legend(title), dbc.Checklist(id=ids.reason_group(fault), options=[], value=[])])
        for fault, title in FAULTS.items()
    ]
    return [
        html.Div(groups, className="kasus-alasan"),
        html.Fieldset(
            [
                html.Legend("Alasan utama"),
                dbc.RadioItems(id=ids.REASON_PRIMARY, options=[], value=None),
                html.P("Pilih paling sedikit satu alasan di atas.", className="kasus-bila-kosong"),
            ],
            className="kasus-utama",
        ),
        dbc.Label("Keterangan untuk pemohon", html_for=ids.REASON_TEXT),
        dbc.Textarea(
            id=ids.REASON_TEXT, rows=2, maxLength=500, placeholder="Wajib untuk “Lainnya”; jangan tulis NIK."
        ),
        html.Div(
            [html.H4("Yang dibaca pemohon"), html.Div(id=ids.REASON_PREVIEW)], className="kasus-pratinjau"
        ),
    ]


def reason_options(reasons: Iterable[Reason], fault: str) -> list[dict[str, str]]:
    """The options of one group."""
    return [{"label": reason.label, "value": reason.code} for reason in reasons if reason.fault == fault]


def primary_options(
    choices: Sequence[RejectionChoice], reasons: Mapping[str, Reason]
) -> list[dict[str, str]]:
    """The reasons that may be the primary one: those chosen, in the order of the form."""
    chosen = {choice.code for choice in choices}
    return [{"label": reason.label, "value": code} for code, reason in reasons.items() if code in chosen]


def what_the_applicant_reads(
    number: str, choices: Sequence[RejectionChoice], reasons: Mapping[str, Reason]
) -> list[Any]:
    """The message to the applicant, from the reasons chosen so far, the primary one first."""
    if not choices:
        return [html.P("Pilih alasan untuk melihat pesannya.", className="antrean-redup")]
    lines = [": ".join(filter(None, (reasons[choice.code].label, choice.note))) for choice in choices]
    is_ours = reasons[choices[0].code].fault in ("sistem", "petugas")
    closing = "Penyebabnya bukan pada berkas Anda. Silakan ajukan ulang."
    return [
        html.P(f"Permohonan {number} belum dapat disetujui karena:"),
        html.Ul([html.Li(line) for line in lines]),
        html.P(closing if is_ours else "Silakan perbaiki, lalu ajukan ulang."),
    ]
