"""Small marks that say with words and a shape what colour alone must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

if TYPE_CHECKING:
    from dashboard.registry.queue import QueueItem
    from dashboard.registry.status import Status

URGENCY_ICONS = {
    "terlambat": "exclamation-triangle-fill",
    "pengambilan_besok": "calendar-event",
    "hari_ini": "alarm",
    "nanti": "clock",
    "tanpa_target": "dash-circle",
}


def icon(name: str) -> html.Span:
    """A mark beside words; it says nothing to a screen reader."""
    return html.Span(className=f"antrean-ikon antrean-ikon-{name}", **{"aria-hidden": "true"})


def urgency_mark(item: QueueItem) -> html.Span:
    """Why a case stands where it stands: a shape, a flag when it has priority, and the reason in words."""
    flag = icon("flag-fill") if item.priority else None
    return html.Span(
        [icon(URGENCY_ICONS[item.urgency]), flag, html.Span(item.reason)],
        className=f"antrean-urgensi antrean-urgensi-{item.urgency}",
    )


def status_chip(status: Status) -> html.Span:
    """The status as the resident reads it."""
    return html.Span(status.label, className=f"antrean-status antrean-status-{status.value.lower()}")


def attempt_mark(attempt: int) -> html.Span | None:
    """That an application repeats an earlier one; nothing for a first one."""
    if attempt == 1:
        return None
    return html.Span(f"ajuan ke-{attempt}", className="antrean-ajuan")
