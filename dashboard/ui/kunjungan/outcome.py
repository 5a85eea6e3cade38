"""The form that says what came of a visit. It is never redrawn, so that nothing typed in it is lost."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui.kunjungan import ids
from dashboard.ui.kunjungan.words import NO_DAY, Choices, button, options_of, select

OUTCOMES = {"selesai": "Selesai", "tidak_di_rumah": "Tidak di rumah", "dijadwal_ulang": "Dijadwal ulang"}


def outcome_form(choices: Choices) -> dbc.Modal:
    """The form, closed. On a telephone it takes the whole screen."""
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("Hasil kunjungan", id=ids.FORM_TITLE), close_button=False),
            dbc.ModalBody(
                [
                    html.Fieldset(
                        [
                            html.Legend("Apa hasilnya?"),
                            dbc.RadioItems(id=ids.OUTCOME, options=options_of(OUTCOMES), value=None),
                        ]
                    ),
                    html.Div(_receipt(choices), id=ids.RECEIPT, hidden=True),
                    html.Div(
                        select(ids.AGAIN_DAY, "Kunjungan berikutnya", first=NO_DAY),
                        id=ids.AGAIN,
                        hidden=True,
                    ),
                    dbc.Label("Catatan (boleh kosong)", html_for=ids.NOTE),
                    dbc.Textarea(id=ids.NOTE, rows=2, maxLength=choices.note_limit, value=""),
                    html.Div(id=ids.FORM_MESSAGE, role="alert", className="kunjungan-pesan"),
                ]
            ),
            dbc.ModalFooter(
                [button(ids.LEAVE, "Tutup"), button(ids.REPORT, "Simpan hasil", "btn-primary")],
            ),
        ],
        id=ids.FORM,
        is_open=False,
        fade=False,
        fullscreen="sm-down",
        scrollable=True,
        labelledby=ids.FORM_TITLE,
        class_name="kunjungan-hasil",
    )


def _receipt(choices: Choices) -> list[Any]:
    return [
        html.P("Dokumen diserahkan di rumah. Periksa identitas penerima dahulu.", className="panel-sub"),
        select(ids.RECEIVER, "Diterima oleh", options_of(choices.receivers), first="Pilih penerima …"),
        select(
            ids.IDENTITY,
            "Identitas yang diperiksa",
            options_of(choices.identities),
            first="Pilih identitas …",
        ),
    ]
