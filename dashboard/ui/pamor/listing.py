"""The list of a Satgas Pamor's cases: what needs the resident first, one block per case."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.pamor import ids
from dashboard.ui.pamor.hints import OUR_FAULT, hint_for
from dashboard.ui.pamor.words import need_in_words, service_in_words
from dashboard.ui.queue.marks import icon, status_chip
from dashboard.ui.queue.words import moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.assisted import AssistedCase
    from dashboard.registry.case_file import Names

PATH = "/pamor"
ENTER_PATH = f"{PATH}/ajukan"
CASE_PATH = f"{PATH}/permohonan"
REPEAT_PATH = f"{PATH}/ulang"

TICK_MILLISECONDS = 15_000
EVERYTHING = "semua"
VIEWS: dict[str, str] = {
    EVERYTHING: "Semua",
    "perlu_warga": "Perlu warga",
    "VERIFIKASI": "Verifikasi",
    "PROSES": "Proses",
    "SELESAI": "Selesai",
    "DITOLAK": "Ditolak",
    "GAGAL": "Gagal",
    "DIAMBIL": "Diambil",
}
"""The views and their tabs, in order; all but the first are what the registry filters by."""
CODE = re.compile(r"[\w.]{1,20}", re.ASCII)
PAGE_NUMBER = re.compile("[1-9][0-9]{0,4}")


@dataclass(frozen=True)
class ListAddress:
    """View, kelurahan ("" for all) and page, from 1; nothing personal."""

    view: str = EVERYTHING
    kelurahan: str = ""
    page: int = 1

    @classmethod
    def read(cls, asked: Any) -> ListAddress:
        """From the names that the page's address and store use; what is unknown is left out."""
        given = {name: str(value) for name, value in asked.items()} if isinstance(asked, Mapping) else {}
        page = given.get("hal", "1")
        kelurahan = given.get("kelurahan", "")
        return cls(
            view=given["tampilan"] if given.get("tampilan") in VIEWS else EVERYTHING,
            kelurahan=kelurahan if CODE.fullmatch(kelurahan) and kelurahan != EVERYTHING else "",
            page=int(page) if PAGE_NUMBER.fullmatch(page) else 1,
        )

    @property
    def status(self) -> str:
        """What the registry filters by."""
        return "" if self.view == EVERYTHING else self.view

    def stored(self) -> dict[str, Any]:
        """As the page keeps it."""
        return {"tampilan": self.view, "kelurahan": self.kelurahan or EVERYTHING, "hal": self.page}


def list_frame(address: ListAddress) -> html.Div:
    """The whole page; callbacks fill it."""
    return html.Div(
        [
            dcc.Interval(id=ids.TICK, interval=TICK_MILLISECONDS),
            dcc.Store(id=ids.ASKED, data=address.stored()),
            dcc.Store(id=ids.SHOWN),
            html.Div([html.H1("Halo Pamor"), enter_link()], className="antrean-judul"),
            html.P(
                "Permohonan warga dampingan Anda. Yang memerlukan tindakan warga berada di atas.",
                className="pengantar",
            ),
            html.Div(id=ids.OUTAGE, role="alert", className="antrean-gangguan"),
            html.Div([_tabs(address), _kelurahan(address)], className="pamor-alat"),
            html.Div(id=ids.LIST, className="pamor-isi"),
            _pager(),
        ],
        className="antrean pamor",
    )


def enter_link() -> dcc.Link:
    """The way to the form."""
    return dcc.Link("Ajukan untuk warga", href=ENTER_PATH, className="btn btn-primary")


def _tabs(address: ListAddress) -> html.Div:
    buttons = [
        html.Button(
            [label, html.Span("…", id=ids.count(view), className="antrean-jumlah")],
            id=ids.tab(view),
            type="button",
            **{"aria-pressed": str(view == address.view).lower()},
        )
        for view, label in VIEWS.items()
    ]
    return html.Div(buttons, className="antrean-tab pamor-tab", role="group", **{"aria-label": "Tampilkan"})


def _kelurahan(address: ListAddress) -> html.Div:
    chosen = address.kelurahan or EVERYTHING
    select = dbc.Select(
        id=ids.KELURAHAN_FILTER, options=kelurahan_options({}, address.kelurahan), value=chosen, size="sm"
    )
    return html.Div(
        [dbc.Label("Kelurahan", html_for=ids.KELURAHAN_FILTER), select],
        id=ids.KELURAHAN_BOX,
        className="pamor-saring",
    )


def kelurahan_options(names: Mapping[str, str], chosen: str) -> list[dict[str, str]]:
    """The kelurahan to filter by; what is chosen stays, known or not."""
    offered = {**names, chosen: names.get(chosen, chosen)} if chosen else dict(names)
    return [
        {"label": "Semua kelurahan", "value": EVERYTHING},
        *({"label": name, "value": code} for code, name in offered.items()),
    ]


def _pager() -> html.Nav:
    def button(text: str, name: str) -> html.Button:
        return html.Button(text, id=name, type="button", className="btn btn-sm tombol-sunyi")

    return html.Nav(
        [
            button("Sebelumnya", ids.PAGE_BACK),
            html.Span(id=ids.PAGE_TEXT),
            button("Berikutnya", ids.PAGE_ON),
        ],
        id=ids.PAGER,
        className="antrean-halaman",
        hidden=True,
        **{"aria-label": "Halaman daftar"},
    )


def case_list(cases: Sequence[AssistedCase], names: Names, today: dt.date) -> html.Ol:
    """The cases of one page."""
    return html.Ol([_block(case, names, today) for case in cases], className="pamor-daftar")


def _block(case: AssistedCase, names: Names, today: dt.date) -> html.Li:
    number = dcc.Link(case.number, href=f"{CASE_PATH}/{case.number}", className="pamor-nomor")
    who = [html.Span(case.applicant.name), html.Small(case.kelurahan)]
    what = [html.Span(service_in_words(case, names)), html.Small(_origin(case))]
    return html.Li(
        [
            html.Div([number, status_chip(case.status)], className="pamor-kepala"),
            html.Div(who, className="pamor-siapa"),
            html.Div(what, className="pamor-apa"),
            html.Div([*need(case, names, today), *_actions(case)], className="pamor-perlu"),
        ],
        className="pamor-kasus pamor-mendesak" if case.needs_resident else "pamor-kasus",
    )


def _origin(case: AssistedCase) -> str:
    by = "oleh Anda" if case.is_mine else "Halo Pamor"
    return f"masuk {moment_in_short(case.submitted_at)}, {by}"


def need(case: AssistedCase, names: Names, today: dt.date) -> list[Any]:
    """What has to be done, and for a refusal why, with what to do about each reason."""
    marks = {"DITOLAK": "exclamation-octagon", "GAGAL": "exclamation-octagon", "SELESAI": "calendar-event"}
    other = "exclamation-triangle-fill" if case.missing_documents else "info-circle"
    mark = icon(marks.get(case.status.value, other))
    sentence = html.P([mark, html.Span(need_in_words(case, names, today))], className="pamor-kalimat")
    if not case.may_repeat:
        return [sentence]
    ours = [html.P(OUR_FAULT, className="pamor-bukan-salah")] if case.is_our_fault else []
    reasons = [
        html.Li([html.Span(refusal.words), html.Small(hint_for(refusal.code))]) for refusal in case.refusals
    ]
    return [sentence, html.Ul(reasons, className="pamor-alasan") if reasons else None, *ours]


def _actions(case: AssistedCase) -> list[Any]:
    if case.may_repeat:
        return [_way("Ajukan ulang", REPEAT_PATH, case.number)]
    return [_way("Unggah berkas", CASE_PATH, case.number)] if case.missing_documents else []


def _way(does: str, path: str, number: str) -> dcc.Link:
    return dcc.Link(
        [does, html.Span(f" {number}", className="visually-hidden")],
        href=f"{path}/{number}",
        className="btn btn-sm btn-outline-secondary",
    )


def empty_list(address: ListAddress) -> html.Div:
    """Why there is nothing: filtered out, or nothing yet."""
    if address.kelurahan or address.view not in (EVERYTHING, "perlu_warga"):
        title, hint = "Tidak ada permohonan yang sesuai.", "Pilih tampilan atau kelurahan lain."
    elif address.view == "perlu_warga":
        title, hint = "Tidak ada yang menunggu warga.", "Semua permohonan sedang dikerjakan kantor."
    else:
        title, hint = "Belum ada permohonan.", "Tekan “Ajukan untuk warga” untuk memasukkan yang pertama."
    return html.Div(
        [html.P(title, className="antrean-kosong-judul"), html.P(hint)], className="antrean-kosong panel"
    )


def without_kelurahan(sentence: str) -> html.Div:
    """The account helps in no kelurahan yet."""
    return html.Div(
        [html.P("Belum ada kelurahan.", className="antrean-kosong-judul"), html.P(sentence)],
        className="antrean-kosong panel",
        role="status",
    )
