"""What was asked for and by whom: number, status, facts, and the applicant's data for a purpose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui.case import ids
from dashboard.ui.queue.listing import service_lines
from dashboard.ui.queue.marks import attempt_mark, icon, status_chip, urgency_mark
from dashboard.ui.queue.words import day_in_short, moment_in_full, moment_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import CaseFile, Names
    from dashboard.registry.personal import Person

CHANNELS = {
    "aplikasi": "Aplikasi",
    "halo_pamor": "Halo Pamor",
    "halo_petugas": "Halo Petugas",
    "loket": "Loket",
    "lain": "Lain",
}
NO_PURPOSE = "belum"
"""Value of the choice that is none; an empty one would be shown as not chosen."""
REVEALED_FOR = "Disembunyikan lagi setelah 2 menit atau bila kasus ini ditinggalkan. Pembukaan ini dicatat."


def case_head(file: CaseFile) -> list[Any]:
    """Number, status, why the case is next, and who holds it."""
    item = file.item
    marks = [status_chip(item.status), attempt_mark(item.attempt), _priority(file)]
    waits = item.status.value in ("VERIFIKASI", "PROSES")
    return [
        html.Div([html.H2(item.number), *marks], className="kasus-kepala-baris"),
        html.P([urgency_mark(item)] if waits else [], className="kasus-kepala-alasan"),
        html.P(_holder(file), className="kasus-pemegang"),
    ]


def _priority(file: CaseFile) -> html.Span | None:
    if file.priority is None:
        return None
    label = file.priorities.get(file.priority, file.priority)
    return html.Span([icon("exclamation-triangle-fill"), f"Prioritas: {label}"], className="kasus-prioritas")


def _holder(file: CaseFile) -> str:
    since = f" sejak {moment_in_short(file.claimed_at)}" if file.claimed_at else ""
    if file.held_by_me:
        return f"Anda pegang{since}."
    return f"Dipegang oleh {file.item.holder}{since}." if file.item.holder else ""


def next_step(file: CaseFile) -> str:
    """What has to happen now, for this officer."""
    status, held, pause = file.item.status.value, file.item.holder, file.item.pause
    if status in ("VERIFIKASI", "PROSES") and held and not file.held_by_me:
        return f"Sedang dikerjakan oleh {held}."
    if pause and pause.kind == "tahan":
        why = f" “{pause.note}”" if pause.note else ""
        return f"Ditahan oleh {pause.by}.{why} Lanjutkan bila yang ditunggu sudah ada."
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


def case_facts(file: CaseFile, names: Names) -> list[Any]:
    """The next step, and all that was asked for, in the order in which an officer checks it."""
    step = html.P([html.Strong("Langkah berikutnya: "), next_step(file)], className="kasus-langkah")
    return [step, _facts(file, names)]


def _facts(file: CaseFile, names: Names) -> html.Dl:
    item = file.item
    facts: list[tuple[str, Any]] = [
        ("Pemohon", [html.Span(file.applicant.name), html.Small(f"NIK {file.applicant.nik}")]),
        ("Layanan", service_lines(item, names)),
        ("Tempat tinggal", file.place or "tidak diketahui"),
        ("Lokasi ambil", names.locations.get(item.location_code or "", "belum ditentukan")),
        ("Tanggal ambil", day_in_short(item.pickup_day) if item.pickup_day else "belum dipilih"),
        ("Tenggat", moment_in_full(item.due_at) if item.due_at else "tanpa target"),
        ("Masuk", moment_in_full(item.submitted_at)),
        ("Kanal", CHANNELS.get(item.channel or "", "tidak diketahui")),
    ]
    if file.entered_by:
        facts.append(("Diajukan oleh", f"{file.entered_by}, untuk pemohon"))
    return _list(facts)


def _list(facts: list[tuple[str, Any]]) -> html.Dl:
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts], className="kasus-fakta"
    )


def purpose_options(purposes: Mapping[str, str]) -> list[dict[str, str]]:
    """The purposes for which data may be opened, by code; none is chosen beforehand."""
    none = {"label": "Pilih tujuan …", "value": NO_PURPOSE}
    return [none, *({"label": label, "value": code} for code, label in purposes.items())]


def reveal_form() -> html.Div:
    """Where an officer says what the applicant's data are needed for."""
    choice = html.Div(
        [
            dbc.Label("Data pemohon dibuka untuk", html_for=ids.PURPOSE),
            html.Div(
                [
                    dbc.Select(id=ids.PURPOSE, options=purpose_options({}), value=NO_PURPOSE, size="sm"),
                    html.Button(
                        "Tampilkan data",
                        id=ids.REVEAL,
                        type="button",
                        className="btn btn-sm btn-outline-secondary",
                    ),
                ],
                className="kasus-buka-baris",
            ),
        ]
    )
    shown = html.Div(id=ids.REVEALED, **{"aria-live": "polite"})
    hide = html.Button(
        "Sembunyikan", id=ids.HIDE, type="button", className="btn btn-sm btn-outline-secondary"
    )
    refused = html.P(id=ids.REVEAL_MESSAGE, className="kasus-ditolak", role="status")
    return html.Div([choice, refused, shown, hide], className="kasus-buka")


def revealed(number: str, person: Person) -> html.Div:
    """The applicant's data, unmasked."""
    facts: list[tuple[str, Any]] = [
        ("Nama", person.name),
        ("NIK", person.nik),
        ("No. KK", person.kk),
        ("Telepon", person.phone),
        ("Surel", person.email),
        ("Alamat", person.address),
    ]
    return html.Div(
        [
            _list([(name, value or "tidak ada") for name, value in facts]),
            html.P(html.Small(REVEALED_FOR)),
        ],
        className="kasus-terbuka",
        **{"data-nomor": number},
    )
