"""What the page of home visits says, and the small parts that its views share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard.ui.case.ids import in_page
from dashboard.ui.kunjungan import ids
from dashboard.ui.queue.marks import icon
from dashboard.ui.queue.words import day_in_short

if TYPE_CHECKING:
    from dashboard.registry.case_file import Names
    from dashboard.registry.visits import Visitor
    from dashboard.registry.workflow import CaseResult

AWAY = (
    "Basis data sedang tidak dapat dihubungi. Langkah Anda belum disimpan dan isian Anda tetap ada. "
    "Coba lagi sebentar lagi."
)
AWAY_LIST = (
    "Basis data sedang tidak dapat dihubungi. Daftar di layar mungkin sudah usang; "
    "halaman mencoba lagi sendiri setiap beberapa detik."
)
NO_DAY, NO_OFFICER = "Pilih hari …", "Pilih petugas …"


@dataclass(frozen=True)
class Choices:
    """Names by code of what the registry offers: purposes, reasons, receivers, identities, priorities."""

    purposes: Mapping[str, str]
    withdrawals: Mapping[str, str]
    receivers: Mapping[str, str]
    identities: Mapping[str, str]
    priorities: Mapping[str, str]
    most_per_day: int
    note_limit: int


def priority_mark(priority: str | None, choices: Choices) -> html.Span | None:
    """That an applicant is served earlier, and why; nothing for the others."""
    if priority is None:
        return None
    told = choices.priorities.get(priority, priority)
    return html.Span([icon("flag-fill"), told], className="kunjungan-prioritas", title="Diprioritaskan")


def failed_mark(failed: int) -> html.Span | None:
    """How often nobody was at home; nothing when that never happened."""
    if not failed:
        return None
    return html.Span(
        [icon("exclamation-triangle-fill"), f"{failed}× tidak di rumah"], className="kunjungan-gagal"
    )


def service_in_words(service: str | None, variant: str | None, names: Names) -> str:
    """``KTP-el: baru``."""
    name = names.services.get(service or "", "Layanan tidak diketahui")
    kind = names.variants.get((service or "", variant or ""))
    return f"{name}: {kind}" if kind else name


def officer_options(people: Sequence[Visitor], day: dt.date | None) -> list[dict[str, str]]:
    """Officers by name; with a day, how many places each has left on it."""
    return [
        {"label": f"{one.name} ({_room(one, day)})" if day else one.name, "value": str(one.id)}
        for one in people
    ]


def day_options(days: Sequence[dt.date], officer: Visitor | None) -> list[dict[str, str]]:
    """Days; with an officer, how many places are left on each."""
    return [
        {
            "label": f"{day_in_short(day)} ({_room(officer, day)})" if officer else day_in_short(day),
            "value": day.isoformat(),
        }
        for day in days
    ]


def _room(one: Visitor, day: dt.date) -> str:
    left = one.left(day)
    return f"sisa {left} dari {one.per_day}" if left else "penuh"


def select(
    identity: Any,
    label: str,
    options: Sequence[Mapping[str, str]] = (),
    value: str = "",
    *,
    first: str = "",
    hidden: bool = False,
) -> html.Div:
    """A labelled choice; ``first`` stands there until one is made."""
    field = dbc.Select(id=identity, options=list(options), value=value, placeholder=first, size="sm")
    html_for = identity if isinstance(identity, str) else in_page(identity)
    return html.Div([dbc.Label(label, html_for=html_for), field], className="kunjungan-isian", hidden=hidden)


def button(identity: str, label: str, look: str = "btn-outline-secondary", mark: str = "") -> html.Button:
    """A button, perhaps with a mark before its words."""
    return html.Button(
        [icon(mark) if mark else None, html.Span(label)],
        id=identity,
        type="button",
        className=f"btn btn-sm {look}",
    )


def button_to(label: str, search: str) -> html.Button:
    """Words that lead elsewhere on the page; ``search`` holds what changes in the address."""
    return html.Button(label, id=ids.go(search), type="button", className="tombol-baris")


def options_of(labels: Mapping[str, str]) -> list[dict[str, str]]:
    """The options of a choice."""
    return [{"label": label, "value": code} for code, label in labels.items()]


def told(text: str, is_saved: bool) -> html.Div:
    """What became of a click."""
    mark, look = ("check-circle", "beres") if is_saved else ("exclamation-octagon", "ditahan")
    return html.Div([icon(mark), html.Span(text)], className=f"antrean-{look}")


def results(found: Sequence[CaseResult], all_done: str) -> html.Div:
    """What became of each of several; when nothing was refused, ``all_done`` says it of all."""
    refused = [one for one in found if not one.done]
    if not refused:
        what = found[0].number if len(found) == 1 else f"{len(found)} permintaan"
        return told(f"{what} {all_done}", is_saved=True)
    rows = [
        html.Li(
            [
                icon("check-circle" if one.done else "exclamation-octagon"),
                html.Span([html.Strong(one.number), " ", one.message.removeprefix(f"{one.number} ")]),
            ]
        )
        for one in found
    ]
    heading = html.P(f"{len(found) - len(refused)} dari {len(found)} berhasil.")
    return html.Div([heading, html.Ul(rows, tabIndex="0")], className="antrean-ditahan")


def nothing(title: str, text: str = "") -> html.Div:
    """An empty list, and why it is empty."""
    return html.Div(
        [html.P(title, className="antrean-kosong-judul"), html.P(text) if text else None],
        className="antrean-kosong",
    )
