"""The form to apply once more for what was refused or failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from dashboard.ui.pamor import ids
from dashboard.ui.pamor.case import facts
from dashboard.ui.pamor.form import back_link, consent_field, day_field, form_stores, send_box, summary_box
from dashboard.ui.pamor.listing import need

if TYPE_CHECKING:
    from dashboard.registry.assisted import AssistedCase
    from dashboard.registry.case_file import Names

FIELDS = ("pickup_day", "consent")


def repeat_frame(number: str, consents: Mapping[str, str]) -> html.Div:
    """The whole form; callbacks fill it."""
    return html.Div(
        [
            *form_stores(ids.AGAIN),
            dcc.Store(id=ids.NUMBER, data=number),
            back_link(),
            html.H1(["Ajukan ulang ", html.Span(number, className="pamor-utuh")]),
            html.P(
                "Data warga, layanan, dan lokasi tetap seperti semula. Berkas diunggah lagi pada nomor baru.",
                className="pengantar",
            ),
            html.Div(id=ids.AGAIN.outage, role="alert", className="antrean-gangguan"),
            summary_box(ids.AGAIN),
            html.Div(id=ids.EARLIER, className="pamor-kasus-satu"),
            html.Section(
                [
                    html.H2("Pengambilan dan persetujuan"),
                    day_field(ids.AGAIN),
                    consent_field(ids.AGAIN, consents),
                ],
                className="panel pamor-bagian",
                **{"aria-label": "Pengambilan dan persetujuan"},
            ),
            send_box(ids.AGAIN, "Ajukan ulang"),
        ],
        className="antrean pamor pamor-formulir",
    )


def earlier_body(case: AssistedCase, names: Names, today: dt.date) -> list[Any]:
    """What was refused and why."""
    return [
        html.Div(need(case, names, today), className="panel pamor-bagian pamor-perlu"),
        facts(case, names),
    ]
