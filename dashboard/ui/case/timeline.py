"""What happened to an application: its steps with stays and waits, its chain, its notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from dashboard.ui.queue.marks import status_chip
from dashboard.ui.queue.words import moment_in_full, moment_in_short, working_time

if TYPE_CHECKING:
    from dashboard.registry.case_file import CaseFile, EarlierCase
    from dashboard.registry.history import Step
    from dashboard.registry.notes import CaseNote

STILL_OPEN = ("VERIFIKASI", "PROSES", "SELESAI")


def case_history(file: CaseFile) -> list[Any]:
    """The chain of applications, and the timeline."""
    before = [case for case in file.chain if case.application.attempt < file.item.attempt]
    after = [case for case in file.chain if case.application.attempt > file.item.attempt]
    return [
        section("Ajuan sebelumnya", _others(before)) if before else None,
        section("Diajukan ulang sebagai", _others(after)) if after else None,
        section("Riwayat", _timeline(file)),
    ]


def section(title: str, *content: Any) -> html.Section:
    """A part of the case under its own heading."""
    return html.Section([html.H3(title), *content], className="kasus-bagian")


def case_address(number: str) -> str:
    """The page of a case."""
    return f"/permohonan/{number}"


def _others(chain: Sequence[EarlierCase]) -> html.Ul:
    return html.Ul([_other(case) for case in chain], className="kasus-rantai")


def _other(case: EarlierCase) -> html.Li:
    earlier = case.application
    head = [
        dcc.Link(earlier.number, href=case_address(earlier.number)),
        status_chip(earlier.status),
        html.Small(f"masuk {moment_in_short(earlier.submitted_at)}"),
    ]
    reasons = html.Ul([html.Li(reason) for reason in case.reasons]) if case.reasons else None
    return html.Li([html.Span(head, className="kasus-rantai-baris"), reasons])


def _timeline(file: CaseFile) -> html.Ol:
    received = _event([html.Strong("Permohonan masuk"), html.Small(moment_in_full(file.item.submitted_at))])
    steps = [_step(step) for step in file.steps]
    now = [_open_stay(file)] if file.item.status.value in STILL_OPEN else []
    return html.Ol([received, *steps, *now], className="kasus-riwayat")


def _event(lines: list[Any], *, is_open: bool = False) -> html.Li:
    return html.Li(lines, className="kasus-peristiwa kasus-berjalan" if is_open else "kasus-peristiwa")


def _step(step: Step) -> html.Li:
    what = f"{step.from_status.label} → {step.to_status.label}"
    who = f"oleh {step.actor}" if step.actor else "oleh sistem"
    lines: list[Any] = [html.Strong(what)]
    if step.is_correction:
        lines = [html.Strong(f"Dibatalkan: kembali ke {step.to_status.label}")]
    if step.is_undone:
        lines = [html.S(what), html.Span("dibatalkan", className="kasus-batal")]
    lines.append(html.Small(f"{moment_in_full(step.left_at)}, {who}"))
    if not step.is_correction:
        stay = f"{working_time(step.working_seconds)} di {step.from_status.label}"
        lines.append(html.Small(stay + _parts(step.working_seconds, step.waiting_seconds)))
    lines += [html.Span(reason, className="kasus-catatan") for reason in step.reasons]
    if step.note:
        lines.append(html.Span(f"“{step.note}”", className="kasus-catatan"))
    return _event(lines)


def _parts(stay: int, wait: int | None) -> str:
    if wait is None or stay == 0:
        return ""
    return f": menunggu {working_time(wait, '')}, ditangani {working_time(stay - wait, '')}"


def _open_stay(file: CaseFile) -> html.Li:
    label = file.item.status.label
    stay = f"{working_time(file.stay_seconds)} di {label} sampai kini"
    parts = _parts(file.stay_seconds, file.wait_seconds) if file.claimed_at else ""
    since = html.Small(f"sejak {moment_in_full(file.status_since)}")
    return _event([html.Strong(f"Sekarang: {label}"), since, html.Small(stay + parts)], is_open=True)


def note_list(notes: Sequence[CaseNote]) -> Any:
    """The notes of officers, oldest first."""
    if not notes:
        return html.P("Belum ada catatan.", className="antrean-redup")
    return html.Ul(
        [
            html.Li([html.Span(note.text), html.Small(f"{note.author}, {moment_in_full(note.written_at)}")])
            for note in notes
        ],
        className="kasus-catatan-daftar",
    )
