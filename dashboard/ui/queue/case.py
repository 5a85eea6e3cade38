"""The case panel: one application beside the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.ui.queue.listing import service_lines
from dashboard.ui.queue.marks import attempt_mark, icon, status_chip, urgency_mark
from dashboard.ui.queue.words import day_in_short, moment_in_full, moment_in_short, working_time

if TYPE_CHECKING:
    from dashboard.registry.case_file import CaseFile, EarlierCase, Names
    from dashboard.registry.history import RequiredDocument, Step

CHANNELS = {
    "aplikasi": "Aplikasi",
    "halo_pamor": "Halo Pamor",
    "halo_petugas": "Halo Petugas",
    "loket": "Loket",
    "lain": "Lain",
}


def case_head(file: CaseFile) -> list[Any]:
    """Number, status, why the case is next, and who holds it."""
    item = file.item
    marks = [status_chip(item.status), attempt_mark(item.attempt)]
    waits = item.status.value in ("VERIFIKASI", "PROSES")
    return [
        html.Div([html.H2(item.number), *marks], className="antrean-kepala-baris"),
        html.P([urgency_mark(item)] if waits else [], className="antrean-kepala-alasan"),
        html.P(_holder(file), className="antrean-pemegang"),
    ]


def _holder(file: CaseFile) -> str:
    since = f" sejak {moment_in_short(file.claimed_at)}" if file.claimed_at else ""
    if file.held_by_me:
        return f"Anda pegang{since}."
    return f"Dipegang oleh {file.item.holder}{since}." if file.item.holder else ""


def next_step(file: CaseFile) -> str:
    """What has to happen now, for this officer."""
    status, held = file.item.status.value, file.item.holder
    if status in ("VERIFIKASI", "PROSES") and held and not file.held_by_me:
        return f"Sedang dikerjakan oleh {held}."
    mine = {
        "VERIFIKASI": "Periksa berkas, lalu setujui atau tolak.",
        "PROSES": "Kerjakan dokumen, lalu tandai selesai.",
    }
    free = {
        "VERIFIKASI": "Ambil kasus ini untuk memeriksa berkasnya.",
        "PROSES": "Ambil kasus ini untuk mengerjakan dokumennya.",
        "SELESAI": "Serahkan dokumen kepada pemohon.",
        "DIAMBIL": "Tidak ada. Dokumen sudah diambil.",
        "DITOLAK": "Tidak ada. Pemohon dapat mengajukan ulang.",
        "GAGAL": "Tidak ada. Pemohon dapat mengajukan ulang.",
    }
    return mine.get(status, free[status]) if file.held_by_me else free[status]


def case_body(file: CaseFile, names: Names) -> list[Any]:
    """All that is known of the application, in the order in which an officer checks it."""
    return [
        html.P([html.Strong("Langkah berikutnya: "), next_step(file)], className="antrean-langkah"),
        _facts(file, names),
        _section("Persyaratan", _documents(file.documents)),
        _section("Ajuan sebelumnya", _earlier(file.chain)) if file.chain else None,
        _section("Riwayat", _timeline(file)),
    ]


def _section(title: str, content: Any) -> html.Section:
    return html.Section([html.H3(title), content], className="antrean-bagian")


def _facts(file: CaseFile, names: Names) -> html.Dl:
    item = file.item
    facts: list[tuple[str, Any]] = [
        ("Pemohon", [html.Span(file.applicant.name), html.Small(f"NIK {file.applicant.nik}")]),
        ("Layanan", service_lines(item, names)),
        ("Lokasi ambil", names.locations.get(item.location_code or "", "belum ditentukan")),
        ("Tanggal ambil", _pickup(file)),
        ("Tenggat", moment_in_full(item.due_at) if item.due_at else "tanpa target"),
        ("Masuk", moment_in_full(item.submitted_at)),
        ("Kanal", CHANNELS.get(item.channel or "", "tidak diketahui")),
    ]
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts], className="antrean-fakta"
    )


def _pickup(file: CaseFile) -> str:
    return day_in_short(file.item.pickup_day) if file.item.pickup_day else "belum dipilih"


def _documents(documents: tuple[RequiredDocument, ...]) -> Any:
    if not documents:
        return html.P("Tidak ada daftar persyaratan untuk jenis permohonan ini.", className="antrean-redup")
    return html.Ul([_document(document) for document in documents], className="antrean-berkas")


def _document(document: RequiredDocument) -> html.Li:
    state = "diunggah" if document.is_uploaded else "belum diunggah"
    need = "wajib" if document.is_mandatory else document.condition or "bila perlu"
    mark = icon("check-circle-fill" if document.is_uploaded else "circle")
    return html.Li(
        [mark, html.Span(document.label), html.Small(f"{need} · {state}")],
        className="antrean-ada" if document.is_uploaded else "",
    )


def _earlier(chain: tuple[EarlierCase, ...]) -> html.Ul:
    return html.Ul([_earlier_case(case) for case in chain], className="antrean-rantai")


def _earlier_case(case: EarlierCase) -> html.Li:
    earlier = case.application
    return html.Li(
        [
            html.Span(
                [
                    html.Strong(earlier.number),
                    status_chip(earlier.status),
                    html.Small(f"masuk {moment_in_short(earlier.submitted_at)}"),
                ],
                className="antrean-rantai-baris",
            ),
            html.Ul([html.Li(reason) for reason in case.reasons]) if case.reasons else None,
        ]
    )


def _timeline(file: CaseFile) -> html.Ol:
    received = html.Li(
        [html.Strong("Permohonan masuk"), html.Small(moment_in_full(file.item.submitted_at))],
        className="antrean-peristiwa",
    )
    return html.Ol([received, *[_event(step) for step in file.steps]], className="antrean-riwayat")


def _event(step: Step) -> html.Li:
    what = f"{step.from_status.label} → {step.to_status.label}"
    who = f"oleh {step.actor}" if step.actor else "oleh sistem"
    stay = f"{working_time(step.working_seconds)} di {step.from_status.label}"
    lines: list[Any] = [html.Strong(what)]
    if step.is_correction:
        lines = [html.Strong(f"Dibatalkan: kembali ke {step.to_status.label}")]
    if step.is_undone:
        lines = [html.S(what), html.Span("dibatalkan", className="antrean-batal")]
    detail = f"{moment_in_full(step.left_at)}, {who}"
    lines.append(html.Small(detail if step.is_correction else f"{detail} · {stay}"))
    lines += [html.Span(reason, className="antrean-catatan") for reason in step.reasons]
    if step.note:
        lines.append(html.Span(f"“{step.note}”", className="antrean-catatan"))
    return html.Li(lines, className="antrean-peristiwa")
