"""An officer's click on a case, by its name: one table from the buttons to the steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.workflow.claims import claim, release
from dashboard.registry.workflow.pauses import hold, resume, skip
from dashboard.registry.workflow.people import Officer, StepNotAllowed
from dashboard.registry.workflow.priority import set_priority
from dashboard.registry.workflow.steps import (
    Handover,
    RejectionChoice,
    accept,
    correct,
    fail,
    finish,
    hand_over,
    reject,
)

Action = Literal[
    "ambil",
    "lepas",
    "setujui",
    "selesai",
    "tolak",
    "gagal",
    "lewati",
    "tahan",
    "lanjutkan",
    "prioritas",
    "serahkan",
    "batalkan",
]

NOTE_LIMIT = 500


@dataclass(frozen=True)
class Filled:
    """What an officer filled in before the click; most actions need nothing.

    ``pause`` is the code of the reason for skipping or holding, ``until`` the day a hold ends on.
    """

    reasons: tuple[RejectionChoice, ...] = ()
    note: str = ""
    pause: str = ""
    until: dt.date | None = None
    priority: str | None = None
    handover: Handover = "loket"


def rejection_choices(
    codes: Iterable[str], primary: str | None, text: str, needs_text: Iterable[str]
) -> tuple[RejectionChoice, ...]:
    """The reasons of one rejection form, the primary one first.

    Args:
        codes: the chosen reasons, each counted once.
        primary: one of them; the first when it is none of them.
        text: the officer's words for the applicant. They belong to the chosen reason that needs a
            text, else to the primary one.
        needs_text: codes of the reasons that say nothing without a text.
    """
    chosen = list(dict.fromkeys(codes))
    primary = primary if primary in chosen else next(iter(chosen), None)
    bearer = next((code for code in needs_text if code in chosen), primary)
    chosen.sort(key=lambda code: code != primary)
    return tuple(
        RejectionChoice(code, code == primary, text.strip()[:NOTE_LIMIT] if code == bearer else "")
        for code in chosen
    )


@dataclass(frozen=True)
class _Click:
    session: Session
    calendar: WorkCalendar
    officer: Officer
    request_id: int
    version: int
    filled: Filled

    def step(self, take: Callable[..., Any], *details: Any, **options: Any) -> None:
        take(
            self.session,
            self.calendar,
            self.officer,
            self.request_id,
            *details,
            version=self.version,
            **options,
        )


def _hold(click: _Click) -> None:
    form = click.filled
    if form.until is None:
        raise StepNotAllowed("Pilih sampai kapan kasus ini ditahan.")
    hold(click.session, click.calendar, click.officer, click.request_id, form.pause, form.until, form.note)


_ACTIONS: dict[str, Callable[[_Click], None]] = {
    "ambil": lambda click: claim(click.session, click.officer, click.request_id),
    "lepas": lambda click: release(click.session, click.officer, click.request_id),
    "setujui": lambda click: click.step(accept),
    "selesai": lambda click: click.step(finish),
    "tolak": lambda click: click.step(reject, click.filled.reasons),
    "gagal": lambda click: click.step(fail, note=click.filled.note),
    "lewati": lambda click: skip(
        click.session, click.officer, click.request_id, click.filled.pause, click.filled.note
    ),
    "tahan": _hold,
    "lanjutkan": lambda click: resume(click.session, click.officer, click.request_id),
    "prioritas": lambda click: set_priority(
        click.session, click.calendar, click.officer, click.request_id, click.filled.priority
    ),
    "serahkan": lambda click: click.step(hand_over, click.filled.handover),
    "batalkan": lambda click: click.step(correct, click.filled.note),
}


def take_action(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    action: str,
    request_id: int,
    *,
    version: int,
    filled: Filled | None = None,
) -> None:
    """Do what the button says, in the caller's transaction.

    Args:
        version: the version of the case that the officer saw.

    Raises:
        WorkflowError: the step is refused; the text is for the officer.
    """
    if action not in _ACTIONS:
        raise StepNotAllowed("Tindakan tidak dikenal.")
    _ACTIONS[action](_Click(session, calendar, officer, request_id, version, filled or Filled()))
