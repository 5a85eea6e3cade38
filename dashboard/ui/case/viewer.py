"""The viewer of documents: one page at a time, zoomed, turned and paged by buttons and keys.

Which file is open, its zoom and its rotation are the browser's (``assets/penampil.js``), which finds what
it works on by ``data-`` attributes and opens the file of a button with ``data-berkas``.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.ui.case import ids

TOOLS = (
    ("sebelum", "‹", "Berkas atau halaman sebelumnya (panah kiri)"),
    ("berikut", "›", "Berkas atau halaman berikutnya (panah kanan)"),
    ("kecil", "−", "Perkecil (−)"),
    ("besar", "+", "Perbesar (+)"),
    ("putar", "⟳", "Putar seperempat (r)"),
    ("pas", "Pas", "Seluruh halaman (0)"),
)
"""Buttons of the viewer: name, face, and what it does, with its key."""


def document_viewer(beside: html.Div | None = None) -> list[Any]:
    """The closed viewer, and the store of the file that it shows.

    Args:
        beside: what stands under the picture.
    """
    title = html.Div(
        [html.Strong(**{"data-penampil": "nama"}), html.Small(**{"data-penampil": "letak"})],
        className="kasus-penampil-judul",
    )
    tools = html.Div(
        [_tool(*tool) for tool in TOOLS] + [_original()], className="kasus-penampil-alat", role="toolbar",
        **{"aria-label": "Alat penampil berkas"},
    )  # fmt: skip
    # A picture of our own making, from our own route: nothing of a document can run here.
    picture = html.Img(alt="", draggable="false", **{"data-penampil": "gambar"})
    stage = html.Div(
        [picture, html.P(role="status", **{"data-penampil": "kabar"})],
        className="kasus-penampil-panggung",
        tabIndex=0,
        role="group",
        **{"data-penampil": "panggung", "aria-label": "Berkas"},
    )
    viewer = html.Div([title, tools, stage, beside], id=ids.VIEWER, className="kasus-penampil", hidden=True)
    return [viewer, dcc.Store(id=ids.FILE)]


def _tool(name: str, face: str, does: str) -> html.Button:
    return html.Button(
        face, type="button", title=does, className="btn btn-sm tombol-sunyi",
        **{"data-penampil": name, "aria-label": does},
    )  # fmt: skip


def _original() -> html.A:
    return html.A(
        "Berkas asli", href="/dokumen", target="_blank", rel="noopener", className="btn btn-sm tombol-sunyi",
        **{"data-penampil": "asli"},
    )  # fmt: skip
