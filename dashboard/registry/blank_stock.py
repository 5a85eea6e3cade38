"""How many blank cards are left, how many a working day takes, and for how long that is enough."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.blanks import BLANKS, blank_locations
from dashboard.registry.calendar import WIB, LocationCalendar, WorkCalendar
from dashboard.registry.models import BlankMovement, PickupLocation, UserAccount
from dashboard.registry.workflow.people import Officer

RATE_DAYS = 10
"""Working days over which the daily use is averaged; today, still running, is not one of them."""

LOOK_BACK = dt.timedelta(days=60)
"""Holds the last ten working days, also around Idulfitri."""

WARN_BELOW_DAYS = 3

PAGE_LIMIT = 200

# A corrected step gives its blank back: what bears a step, and the daily use of a simulated city, is use.
IS_USE = sa.or_(BlankMovement.kind == "terpakai", BlankMovement.transition_id.is_not(None))

# Written so that PostgreSQL sees that the partial index blank_movement_written fits.
IS_WRITTEN = sa.and_(
    BlankMovement.kind != sa.literal_column("'terpakai'"), BlankMovement.transition_id.is_(None)
)


@dataclass(frozen=True)
class BlankStock:
    """One kind of blank at one location.

    ``used_per_day`` is the mean of the last ten working days, or of those since the ledger began; ``None``
    before the first of them has passed. ``days_left`` counts whole working days; ``None`` without use.
    ``is_recorded`` tells whether anything ever came in.
    """

    location_code: str
    blank: str
    stock: int
    used_today: int
    used_per_day: float | None
    days_left: int | None
    received_on: dt.date | None
    is_recorded: bool

    @property
    def is_short(self) -> bool:
        """Whether less than three working days are left."""
        runs_out = self.days_left is not None and self.days_left < WARN_BELOW_DAYS
        return self.is_recorded and (self.stock <= 0 or runs_out)


@dataclass(frozen=True)
class Movement:
    """A line of the ledger that somebody wrote."""

    moved_at: dt.datetime
    location_code: str
    blank: str
    kind: str
    amount: int
    actor: str | None
    note: str


@dataclass(frozen=True)
class MovementWindow:
    """One screen of the ledger's written lines."""

    items: tuple[Movement, ...]
    offset: int
    total: int


def stocks(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    *,
    locations: Collection[str] | None = None,
    at: dt.datetime | None = None,
) -> list[BlankStock]:
    """Both kinds of blanks of every location in the officer's scope, in the office's order.

    Args:
        locations: only these of them.
    """
    codes = [code for code in blank_locations(session, officer) if locations is None or code in locations]
    return stocks_at(session, calendar, codes, at)


def all_stocks(session: Session, calendar: WorkCalendar) -> list[BlankStock]:
    """Both kinds of blanks of every location of the office; for whom, the caller has to ask."""
    codes = session.scalars(sa.select(PickupLocation.code).order_by(PickupLocation.position)).all()
    return stocks_at(session, calendar, codes)


def stocks_at(
    session: Session, calendar: WorkCalendar, codes: Sequence[str], at: dt.datetime | None = None
) -> list[BlankStock]:
    """Both kinds of blanks of these locations, whoever asks."""
    today = (at or dt.datetime.now(dt.UTC)).astimezone(WIB).date()
    totals = {(row.location_code, row.blank): row for row in session.execute(_totals(codes))}
    written = {(row.location_code, row.blank): row for row in session.execute(_written(codes))}
    used = _use_by_day(session, codes, today - LOOK_BACK)
    return [
        _stock(key, totals.get(key), written.get(key), used[key], calendar.at(key[0]), today)
        for key in ((code, blank) for code in codes for blank in BLANKS)
    ]


def _totals(codes: Sequence[str]) -> sa.Select[str, str, int, dt.date]:
    # Nothing here but what the index blank_movement_of_stock holds: the ledger never ends.
    return (
        sa.select(
            BlankMovement.location_code,
            BlankMovement.blank,
            sa.func.sum(BlankMovement.amount).label("stock"),
            sa.func.min(BlankMovement.moved_on).label("begun_on"),
        )
        .where(BlankMovement.location_code.in_(codes))
        .group_by(BlankMovement.location_code, BlankMovement.blank)
    )


def _written(codes: Sequence[str]) -> sa.Select[str, str, dt.date | None, bool]:
    """When blanks last came in, and whether anybody ever said how many there are."""
    return (
        sa.select(
            BlankMovement.location_code,
            BlankMovement.blank,
            sa.func.max(BlankMovement.moved_on).filter(BlankMovement.kind == "diterima").label("received_on"),
            sa.func.bool_or(BlankMovement.kind.in_(("diterima", "koreksi"))).label("is_recorded"),
        )
        .where(IS_WRITTEN, BlankMovement.location_code.in_(codes))
        .group_by(BlankMovement.location_code, BlankMovement.blank)
    )


def _use_by_day(
    session: Session, codes: Iterable[str], since: dt.date
) -> defaultdict[tuple[str, str], dict[dt.date, int]]:
    rows = session.execute(
        sa.select(
            BlankMovement.location_code,
            BlankMovement.blank,
            BlankMovement.moved_on,
            -sa.func.sum(BlankMovement.amount),
        )
        .where(IS_USE, BlankMovement.location_code.in_(list(codes)), BlankMovement.moved_on >= since)
        .group_by(BlankMovement.location_code, BlankMovement.blank, BlankMovement.moved_on)
    )
    found: defaultdict[tuple[str, str], dict[dt.date, int]] = defaultdict(dict)
    for code, blank, day, amount in rows:
        found[code, blank][day] = int(amount)
    return found


def _stock(
    key: tuple[str, str], total: Any, written: Any,
    used: dict[dt.date, int], hours: LocationCalendar, today: dt.date,
) -> BlankStock:  # fmt: skip
    if total is None:
        return BlankStock(*key, 0, 0, None, None, None, is_recorded=False)
    per_day = use_per_day(used, hours, begun_on=total.begun_on, today=today)
    stock = int(total.stock)
    return BlankStock(
        *key,
        stock=stock,
        used_today=used.get(today, 0),
        used_per_day=per_day,
        days_left=int(max(stock, 0) / per_day) if per_day else None,
        received_on=written.received_on if written else None,
        is_recorded=bool(written and written.is_recorded),
    )


def use_per_day(
    used: dict[dt.date, int], hours: LocationCalendar, *, begun_on: dt.date, today: dt.date
) -> float | None:
    """Blanks used per working day, over the last ten before today that the ledger has seen.

    What was used on a day off is used all the same: it counts, the day does not.
    """
    days: list[dt.date] = []
    day = today - dt.timedelta(days=1)
    while len(days) < RATE_DAYS and day >= max(begun_on, today - LOOK_BACK):
        if hours.is_open(day):
            days.append(day)
        day -= dt.timedelta(days=1)
    if not days:
        return None
    return max(0, sum(amount for on, amount in used.items() if days[-1] <= on < today)) / len(days)


def movement_window(
    session: Session,
    officer: Officer,
    *,
    location: str | None = None,
    blank: str | None = None,
    page: int = 1,
    page_size: int = 20,
) -> MovementWindow:
    """A page (from 1) of the lines that people wrote, newest first; past the end, the last."""
    conditions = [IS_WRITTEN, BlankMovement.location_code.in_(blank_locations(session, officer))]
    if location is not None:
        conditions.append(BlankMovement.location_code == location)
    if blank is not None:
        conditions.append(BlankMovement.blank == blank)
    total = session.scalar(sa.select(sa.func.count()).select_from(BlankMovement).where(*conditions)) or 0
    size = min(page_size, PAGE_LIMIT)
    offset = min(page - 1, max(0, total - 1) // size) * size
    rows = session.execute(
        sa.select(BlankMovement, UserAccount.display_name)
        .outerjoin(UserAccount, UserAccount.id == BlankMovement.user_id)
        .where(*conditions)
        .order_by(BlankMovement.moved_at.desc(), BlankMovement.id.desc())
        .offset(offset)
        .limit(size)
    )
    items = (
        Movement(row.moved_at, row.location_code, row.blank, row.kind, row.amount, actor, row.note)
        for row, actor in rows
    )
    return MovementWindow(tuple(items), offset, total)
