"""Settings of the officers' desk, which an office may change while it works."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import audit
from dashboard.registry.models import OfficeFact
from dashboard.registry.office_facts import set_fact

PREFIX = "desk_"
"""A changed setting is the office fact of this prefix; the database's functions read it there too."""

Setting = Literal["lease_minutes", "most_held", "second_look_percent"]


@dataclass(frozen=True)
class DeskSettings:
    """How the desk works; the values here are the usual ones.

    ``lease_minutes``: how long a claim lasts when nobody works on the case. ``most_held``: with so many
    cases in hand an officer is offered no further one. ``second_look_percent``: decisions that a second
    officer judges again.
    """

    lease_minutes: int = 30
    most_held: int = 8
    second_look_percent: int = 10


USUAL = DeskSettings()
BOUNDS: dict[Setting, tuple[int, int]] = {
    "lease_minutes": (1, 480),
    "most_held": (1, 100),
    "second_look_percent": (0, 100),
}


def desk_settings(session: Session) -> DeskSettings:
    """The office's settings: its own values where it has set them."""
    rows = session.execute(
        sa.select(OfficeFact.key, OfficeFact.value).where(
            OfficeFact.key.in_([PREFIX + name for name in asdict(USUAL)])
        )
    )
    return DeskSettings(**{key.removeprefix(PREFIX): int(value) for key, value in rows})


def change_desk_setting(session: Session, actor: str, name: Setting, value: int) -> None:
    """Set one value, from now on; the journal keeps who did.

    Raises:
        ValueError: the value is out of bounds.
    """
    lowest, highest = BOUNDS[name]
    if not lowest <= value <= highest:
        raise ValueError(f"{name} must lie between {lowest} and {highest}, not at {value}")
    set_fact(session, PREFIX + name, str(value))
    audit.record(session, actor, "atur", f"meja:{name}", nilai=value)
