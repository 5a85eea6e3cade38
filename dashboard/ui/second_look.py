"""The page of second looks: a case as it stood, and the answer of an officer who does not know the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.case.facts import CHANNELS
from dashboard.ui.case.viewer import document_viewer
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.words import day_in_short, moment_in_full, moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.second_look import BlindCase, EarlierAttempt, ShownDocument

PREFIX = "periksa"
TICK = f"{PREFIX}-detak"
CHANGED = f"{PREFIX}-berubah"
SEEN = f"{PREFIX}-dilihat"
OUTAGE = f"{PREFIX}-gangguan"
MESSAGE = f"{PREFIX}-pesan"
WAITING = f"{PREFIX}-menunggu"
TAKE = f"{PREFIX}-ambil"
CASE = f"{PREFIX}-kasus"
BODY = f"{PREFIX}-isi"
EMPTY = f"{PREFIX}-kosong"
ACCEPT = f"{PREFIX}-setuju"
REJECT = f"{PREFIX}-tolak"
REASON = f"{PREFIX}-alasan"
NOTE = f"{PREFIX}-catatan"
PUT_BACK = f"{PREFIX}-kembalikan"
PAPERS = f"{PREFIX}-berkas"
FILES = f"{PREFIX}-berkas-daftar"
"""Store: what the viewer knows of the files."""

TICK_MILLISECONDS = 10_000
QUESTION = (
    "Putusan yang diundi untuk diputus sekali lagi. Anda melihat kasus seperti saat diputus, tanpa "
    "putusannya. Jawaban Anda tidak mengubah kasus; gunanya mengukur seberapa sama kita memutus."
)
KEYS = (("N", "ambil berikutnya"), ("S", "setuju"), ("T", "pilih alasan, lalu Tolak"))
NO_REASON = "belum"
"""Value of the choice that is none; an empty one would be shown as not chosen."""
SAVED = "Jawaban disimpan. Tekan N untuk pemeriksaan berikutnya."
NOTHING = "Tidak ada putusan yang menunggu periksa ulang di lokasi dan layanan Anda."
RETURNED = "Pemeriksaan dikembalikan untuk petugas lain."
AWAY = "Basis data sedang tidak dapat dihubungi. Jawaban Anda belum disimpan dan isian Anda tetap ada."


def second_look_frame() -> html.Div:
    """The whole page; callbacks fill it."""
    return html.Div(
        [
            dcc.Location(id=f"{PREFIX}-alamat", refresh=False),
            dcc.Interval(id=TICK, interval=TICK_MILLISECONDS),
            dcc.Store(id=CHANGED),
            dcc.Store(id=SEEN),
            dcc.Store(id=FILES),
            html.Div(
                [
                    html.H1("Periksa ulang"),
                    html.Button(
                        [icon("arrow-right-circle"), html.Span("Ambil berikutnya")],
                        id=TAKE,
                        type="button",
                        className="btn btn-primary",
                        **{"aria-keyshortcuts": "N"},
                    ),
                ],
                className="antrean-judul",
            ),
            html.P(QUESTION, className="pengantar"),
            html.P([html.Span(id=WAITING), " ", *_keys()], className="periksa-baris"),
            html.Div(id=OUTAGE, role="alert", className="antrean-gangguan"),
            html.Div(id=MESSAGE, role="status", className="periksa-pesan", **{"aria-live": "polite"}),
            html.Div([_case(), _answers()], id=CASE, className="periksa-meja", hidden=True),
            html.Div(
                html.P("Belum ada pemeriksaan yang Anda pegang.", className="antrean-kosong-judul"),
                id=EMPTY,
                className="antrean-kosong panel",
            ),
        ],
        className="antrean periksa",
    )


def _keys() -> list[Any]:
    return [part for key, does in KEYS for part in (html.Kbd(key), f" {does}  ")]


def _case() -> html.Section:
    papers = html.Div([html.H3("Berkas persyaratan"), html.Div(id=PAPERS), *document_viewer()])
    return html.Section(
        [html.Div(id=BODY, tabIndex=-1), papers], className="panel", **{"aria-label": "Kasus"}
    )


def _answers() -> html.Section:
    return html.Section(
        [
            html.H2("Putusan Anda"),
            html.Button(
                [icon("check-circle"), html.Span("Setuju")],
                id=ACCEPT,
                type="button",
                className="btn btn-primary",
                **{"aria-keyshortcuts": "S"},
            ),
            html.Div(
                [
                    dbc.Label("Alasan utama penolakan", html_for=REASON),
                    dbc.Select(id=REASON, options=reason_options([]), value=NO_REASON),
                    dbc.Label("Keterangan (wajib untuk “Lainnya”)", html_for=NOTE),
                    dbc.Textarea(id=NOTE, rows=2, maxLength=500, value=""),
                    html.Button("Tolak", id=REJECT, type="button", className="btn btn-outline-danger"),
                ],
                className="periksa-tolak",
            ),
            html.Button(
                "Kembalikan tanpa jawaban", id=PUT_BACK, type="button",
                className="btn btn-sm btn-outline-secondary",
            ),
        ],
        className="panel periksa-putusan",
        **{"aria-label": "Putusan Anda"},
    )  # fmt: skip


def reason_options(reasons: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """The reasons to reject for (code, label), none chosen at first."""
    return [
        {"label": "Pilih alasan …", "value": NO_REASON},
        *({"label": label, "value": c} for c, label in reasons),
    ]


def blind_body(case: BlindCase, names: Names) -> list[Any]:
    """What is known of the case at the moment it was decided, and nothing of what came after."""
    return [
        html.H2(_service(case, names)),
        html.P(f"Keadaan pada {moment_in_full(case.as_of)}.", className="panel-sub"),
        _facts(case, names),
        *([html.H3("Ajuan sebelumnya"), _earlier(case.earlier)] if case.earlier else []),
    ]


def _service(case: BlindCase, names: Names) -> str:
    service = names.services.get(case.service_code or "", "Layanan tidak diketahui")
    variant = names.variants.get((case.service_code or "", case.variant_code or ""))
    return f"{service}: {variant}" if variant else service


def _facts(case: BlindCase, names: Names) -> html.Dl:
    facts: list[tuple[str, Any]] = [
        ("Pemohon", [html.Span(case.applicant.name), html.Small(f"NIK {case.applicant.nik}")]),
        ("Masuk", moment_in_full(case.submitted_at)),
        ("Pengajuan ke", str(case.attempt)),
        ("Lokasi ambil", names.locations.get(case.location_code or "", "belum ditentukan")),
        ("Tanggal ambil", day_in_short(case.pickup_day) if case.pickup_day else "belum dipilih"),
        ("Tenggat", moment_in_full(case.due_at) if case.due_at else "tanpa target"),
        ("Kanal", CHANNELS.get(case.channel or "", "tidak diketahui")),
    ]
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts], className="periksa-fakta"
    )


def blind_files(case: BlindCase) -> list[dict[str, Any]]:
    """What the viewer has to know of every file: nothing of how it was judged, nor the case's number."""
    return [
        {"id": file, "nomor": case.review_id, "nama": document.label}
        for document in case.documents
        for file in document.files
    ]


def blind_documents(documents: Sequence[ShownDocument]) -> Any:
    """What the service asks for, with the files that were there at the decision."""
    if not documents:
        return html.P("Tidak ada daftar persyaratan untuk jenis permohonan ini.", className="antrean-redup")
    return html.Ul([_document(document) for document in documents], className="periksa-berkas")


def _document(document: ShownDocument) -> html.Li:
    need = "wajib" if document.is_mandatory else document.condition or "bila perlu"
    state = "diunggah" if document.files else "belum diunggah"
    openers = [
        html.Button(
            f"Lihat {number}" if len(document.files) > 1 else "Lihat",
            type="button",
            className="btn btn-sm tombol-sunyi",
            **{
                "data-berkas": str(file),
                "aria-label": f"Lihat {document.label} {number}",
                "aria-pressed": "false",
            },
        )
        for number, file in enumerate(document.files, start=1)
    ]
    mark = icon("check-circle-fill" if document.files else "circle")
    words = html.Span([html.Span(document.label), html.Small(f"{need} · {state}")])
    return html.Li([mark, words, html.Span(openers)])


def _earlier(attempts: Sequence[EarlierAttempt]) -> html.Ul:
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(f"Ajuan ke-{one.attempt}, masuk {moment_in_short(one.submitted_at)}: "),
                    html.Strong(one.status.label),
                    html.Ul([html.Li(reason) for reason in one.reasons]) if one.reasons else None,
                ]
            )
            for one in attempts
        ]
    )


def waiting_words(count: int) -> str:
    """How many second looks this officer could take."""
    return f"{count} putusan menunggu periksa ulang." if count else "Tidak ada yang menunggu."


def told(text: str, is_saved: bool) -> html.Div:
    """What became of a click."""
    mark, look = ("check-circle", "beres") if is_saved else ("exclamation-octagon", "ditahan")
    return html.Div([icon(mark), html.Span(text)], className=f"antrean-{look}")
