"""What stands where figures cannot: nothing there, filtered out, not allowed, not ready."""

from __future__ import annotations

import datetime as dt

from dash import html

from dashboard.ui import format as words


def _note(title: str, text: str, role: str = "status") -> html.Div:
    return html.Div([html.P(title, className="kosong-judul"), html.P(text)], className="kosong", role=role)


def no_access() -> html.Div:
    """The account lacks the page's permission."""
    return html.Div(
        [
            html.H1("Tidak ada akses"),
            _note(
                "Anda tidak memiliki akses ke halaman ini.",
                "Pilih halaman lain di menu, atau minta akses kepada admin.",
                role="alert",
            ),
        ]
    )


def no_data() -> html.Div:
    """The office holds nothing at all yet."""
    return _note("Belum ada data.", "Angka muncul begitu permohonan pertama masuk.")


def filtered_out() -> html.Div:
    """There is data, but none under these filters."""
    return _note("Tidak ada permohonan yang sesuai.", "Perpanjang periode atau kurangi saringan.")


def preparing(message: str, progress: float | None) -> html.Div:
    """The replica is being filled."""
    share = "" if progress is None else f" {progress * 100:.0f} %"
    return _note(f"Sedang menyiapkan data{share}", message)


def not_compared(first: dt.date) -> str:
    """The data do not reach back to the period compared with."""
    return f"Tanpa pembanding: data baru mulai {words.date(first)}."
