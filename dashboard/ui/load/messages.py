"""What the supervisor's page says when something did not happen."""

from __future__ import annotations

from dash import html

from dashboard.ui.queue.marks import icon

AWAY = "Basis data sedang tidak dapat dihubungi. Tidak ada kasus yang dipindahkan. Coba lagi sebentar lagi."
AWAY_LIST = (
    "Basis data sedang tidak dapat dihubungi. Angka di layar mungkin sudah usang; halaman mencoba lagi "
    "sendiri setiap beberapa detik."
)


def told(text: str) -> html.P:
    """In place of what is not there."""
    return html.P(text, className="antrean-redup")


def refused(text: str) -> html.Div:
    """A move that was not made, and why."""
    return html.Div([icon("exclamation-octagon"), html.Span(text)], className="antrean-ditahan")
