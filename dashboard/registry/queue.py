"""The officers' work queue: what waits, in which order, and why a case is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WIB, LocationCalendar, WorkCalendar
from dashboard.registry.models import PauseReason, QueuePause, Request, UserAccount
from dashboard.registry.numbers import request_number
from dashboard.registry.status import WORKED_STATUSES, Status
from dashboard.registry.urgency import PRIORITIES, active_pickup_day
from dashboard.registry.wording import date_in_words, short_date_in_words
from dashboard.registry.workflow import Officer
from dashboard.registry.workflow.claims import EVERYTHING, QueueFilter, in_codes, within_scope

View = Literal["menunggu", "terlambat", "hari_ini", "tujuh_hari", "milik_saya", "ditahan"]
VIEWS: tuple[View, ...] = ("menunggu", "terlambat", "hari_ini", "tujuh_hari", "milik_saya", "ditahan")
DUE_VIEWS: tuple[View, ...] = ("terlambat", "hari_ini", "tujuh_hari")
"""The views of waiting cases by their deadline."""
Urgency = Literal["terlambat", "pengambilan_besok", "hari_ini", "nanti", "tanpa_target"]
Sorting = Literal["mendesak", "masuk", "tenggat", "layanan", "lokasi"]

PAGE_LIMIT = 200
LIST_LIMIT = 10_000
"""So many cases of a view can be paged through; a count of ``LIST_LIMIT + 1`` stands for more."""

SORTINGS: dict[Sorting, tuple[Any, ...]] = {
    "mendesak": (Request.queue_at, Request.id),
    "masuk": (Request.submitted_at, Request.id),
    "tenggat": (Request.due_at, Request.id),
    "layanan": (Request.service_code, Request.queue_at, Request.id),
    "lokasi": (Request.location_code, Request.queue_at, Request.id),
}
"""Each is the order of an index; "mendesak" is the order in which cases are claimed."""


@dataclass(frozen=True)
class Pause:
    """Why a case is offered to nobody (``tahan``), or not to this officer (``lewati``), and until when."""

    kind: str
    reason: str
    note: str
    by: str
    until: dt.datetime


@dataclass(frozen=True)
class QueueItem:
    """One case in the queue, without personal data."""

    request_id: int
    number: str
    version: int
    status: Status
    service_code: str | None
    variant_code: str | None
    kecamatan_code: str | None
    location_code: str | None
    channel: str | None
    attempt: int
    submitted_at: dt.datetime
    due_at: dt.datetime | None
    pickup_day: dt.date | None
    holder: str | None
    urgency: Urgency
    reason: str
    priority: str | None = None
    lease_until: dt.datetime | None = None
    pause: Pause | None = None


@dataclass(frozen=True)
class QueueCounts:
    """Numbers of cases per view; each equals the length of that view's list, up to ``LIST_LIMIT + 1``."""

    menunggu: int
    terlambat: int
    hari_ini: int
    tujuh_hari: int
    milik_saya: int
    ditahan: int


def queue_page(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    view: View,
    *,
    where: QueueFilter = EVERYTHING,
    sort: Sorting = "mendesak",
    descending: bool = False,
    offset: int = 0,
    limit: int = 50,
    at: dt.datetime | None = None,
) -> list[QueueItem]:
    """Cases of a view, most urgent first unless sorted otherwise.

    Args:
        view: ``menunggu`` cases the officer may be offered; of these ``terlambat`` past their deadline,
            ``hari_ini`` due by the end of today, ``tujuh_hari`` due in the seven days after it;
            ``milik_saya`` those the officer holds; ``ditahan`` those held from everybody, and those the
            officer skipped today.
        offset: at most ``LIST_LIMIT``.
        limit: at most 200.
    """
    at = at or dt.datetime.now(dt.UTC)
    skipped = _skipped(session, officer, at)
    order = [column.desc() if descending else column for column in SORTINGS[sort]]
    # The ids first: what finds them lies in the index, so that the cases before the page stay unread.
    ids = session.scalars(
        sa.select(Request.id)
        .where(*_in_view(officer, view, where, skipped, at))
        .order_by(*order)
        .offset(min(offset, LIST_LIMIT))
        .limit(max(0, min(limit, PAGE_LIMIT, LIST_LIMIT - offset)))
    ).all()
    return queue_items(session, calendar, officer, ids, at=at)


def queue_counts(
    session: Session, officer: Officer, *, where: QueueFilter = EVERYTHING, at: dt.datetime | None = None
) -> QueueCounts:
    """How many cases each view holds."""
    at = at or dt.datetime.now(dt.UTC)
    skipped = _skipped(session, officer, at)

    def conditions(view: View) -> list[sa.ColumnElement[bool]]:
        return _in_view(officer, view, where, skipped, at)

    waiting = sa.select(Request.due_at).where(*conditions("menunggu")).limit(LIST_LIMIT + 1).subquery()
    found = session.execute(
        sa.select(
            sa.func.count().label("menunggu"),
            *(sa.func.count().filter(*_due(view, at, waiting.c.due_at)).label(view) for view in DUE_VIEWS),
            *(_counted(conditions(view)).label(view) for view in ("milik_saya", "ditahan")),
        ).select_from(waiting)
    ).one()
    counts = QueueCounts(**found._mapping)
    if counts.menunggu <= LIST_LIMIT:
        return counts
    # More wait than are looked at: each part of them is counted by itself.
    parts = session.execute(sa.select(*(_counted(conditions(view)).label(view) for view in DUE_VIEWS))).one()
    return replace(counts, **parts._mapping)


def _counted(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.ScalarSelect[int]:
    """How many rows there are, counted no further than it matters."""
    some = sa.select(sa.literal(1)).select_from(Request).where(*conditions).limit(LIST_LIMIT + 1)
    return sa.select(sa.func.count()).select_from(some.subquery()).scalar_subquery()


@dataclass(frozen=True)
class QueueWindow:
    """One screen of a view: its cases, all counts, and where in the view it lies.

    ``total`` is how many cases of the view can be paged through, ``has_more`` whether there are others
    behind them. ``held`` is the number of cases the officer holds, whatever the filter.
    """

    items: tuple[QueueItem, ...]
    counts: QueueCounts
    offset: int
    total: int
    held: int
    has_more: bool = False


def queue_window(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    view: View,
    *,
    where: QueueFilter = EVERYTHING,
    sort: Sorting = "mendesak",
    descending: bool = False,
    page: int = 1,
    page_size: int = 50,
    at: dt.datetime | None = None,
) -> QueueWindow:
    """A page (from 1) of a view with the counts; past the end, the last page."""
    at = at or dt.datetime.now(dt.UTC)
    counts = queue_counts(session, officer, where=where, at=at)
    counted: int = getattr(counts, view)
    total = min(counted, LIST_LIMIT)
    offset = min(page - 1, max(0, total - 1) // page_size) * page_size
    items = queue_page(
        session, calendar, officer, view,
        where=where, sort=sort, descending=descending, offset=offset, limit=page_size, at=at,
    )  # fmt: skip
    held = counts.milik_saya if where == EVERYTHING else _held(session, officer)
    return QueueWindow(tuple(items), counts, offset, total, held, has_more=counted > total)


def _held(session: Session, officer: Officer) -> int:
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(Request)
            .where(Request.claimed_by == officer.id, *within_scope(officer))
        )
        or 0
    )


def queue_item(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_id: int,
    *,
    at: dt.datetime | None = None,
) -> QueueItem | None:
    """One case, whatever its status; ``None`` when unknown or outside the officer's locations."""
    return next(iter(queue_items(session, calendar, officer, [request_id], at=at)), None)


def queue_items(
    session: Session,
    calendar: WorkCalendar,
    officer: Officer,
    request_ids: Sequence[int],
    *,
    at: dt.datetime | None = None,
) -> list[QueueItem]:
    """Cases whatever their status, in the order asked for; those outside the scope are left out."""
    rows = session.execute(
        sa.select(Request, UserAccount.display_name, active_pickup_day(Request.id))
        .outerjoin(UserAccount, UserAccount.id == Request.claimed_by)
        .where(Request.id.in_(request_ids), *within_scope(officer))
    ).all()
    found = _items(session, calendar, officer, rows, at or dt.datetime.now(dt.UTC))
    position = {request_id: number for number, request_id in enumerate(request_ids)}
    return sorted(found, key=lambda item: position[item.request_id])


def why_next(
    request: Request, pickup_day: dt.date | None, hours: LocationCalendar, at: dt.datetime
) -> tuple[Urgency, str]:
    """Why a case stands where it stands, in words for the officer.

    The first that holds: late; its pickup is on the next working day and it is not ready; due today or
    later; longest waiting. A priority is told with each of them, as it moves all of them ahead.
    """
    urgency, reason = _why(request, pickup_day, hours, at)
    if request.priority is not None:
        reason = f"{reason}; prioritas {PRIORITIES[request.priority]}"
    return urgency, reason


def _why(
    request: Request, pickup_day: dt.date | None, hours: LocationCalendar, at: dt.datetime
) -> tuple[Urgency, str]:
    today = at.astimezone(WIB).date()
    near = pickup_day if pickup_day and pickup_day <= hours.open_day_after(today, 1) else None
    if request.due_at is not None and request.due_at < at:
        late = f"Terlambat {_overdue(request.due_at, hours, at)}"
        return "terlambat", f"{late}; {_pickup_in_words(near, today)}" if near else late
    if near:
        words = f"{_pickup_in_words(near, today)}, belum siap"
        return "pengambilan_besok", words[0].upper() + words[1:]
    if request.due_at is None:
        waited = (today - request.submitted_at.astimezone(WIB).date()).days
        return "tanpa_target", f"Tanpa target; {f'menunggu {waited} hari' if waited else 'masuk hari ini'}"
    due = request.due_at.astimezone(WIB)
    if due.date() == today:
        return "hari_ini", f"Jatuh tempo hari ini pukul {due:%H.%M} WIB"
    when = "besok" if due.date() == today + dt.timedelta(days=1) else short_date_in_words(due.date())
    return "nanti", f"Jatuh tempo {when}"


def _pickup_in_words(pickup_day: dt.date, today: dt.date) -> str:
    if pickup_day == today:
        return "diambil hari ini"
    if pickup_day < today:
        return f"seharusnya diambil {date_in_words(pickup_day)}"
    is_tomorrow = pickup_day == today + dt.timedelta(days=1)
    return "diambil besok" if is_tomorrow else f"diambil {date_in_words(pickup_day)}"


def _overdue(due_at: dt.datetime, hours: LocationCalendar, at: dt.datetime) -> str:
    """Lateness in working days begun since the deadline, or in hours on the first of them."""
    due_day, today = due_at.astimezone(WIB).date(), at.astimezone(WIB).date()
    days = 0
    while due_day < today:
        due_day += dt.timedelta(days=1)
        days += hours.is_open(due_day)
    if days >= 1:
        return f"{days} hari kerja"
    minutes = int((at - due_at).total_seconds() // 60)
    return f"{minutes // 60} jam" if minutes >= 60 else f"{minutes} menit"


def _items(
    session: Session, calendar: WorkCalendar, officer: Officer, rows: Sequence[Any], at: dt.datetime
) -> list[QueueItem]:
    pauses = _pauses(session, officer, [request for request, *_ in rows], at)
    return [
        _item(request, holder, pickup_day, pauses.get(request.id), calendar, at)
        for request, holder, pickup_day in rows
    ]


def _item(
    request: Request,
    holder: str | None,
    pickup_day: dt.date | None,
    pause: Pause | None,
    calendar: WorkCalendar,
    at: dt.datetime,
) -> QueueItem:
    urgency, reason = why_next(request, pickup_day, calendar.at(request.location_code), at)
    return QueueItem(
        request_id=request.id,
        number=request_number(request.id),
        version=request.version,
        status=Status(request.status),
        service_code=request.service_code,
        variant_code=request.variant_code,
        kecamatan_code=request.kecamatan_code,
        location_code=request.location_code,
        channel=request.channel,
        attempt=request.attempt,
        submitted_at=request.submitted_at,
        due_at=request.due_at,
        pickup_day=pickup_day,
        holder=holder,
        urgency=urgency,
        reason=_why_paused(pause) if pause else reason,
        priority=request.priority,
        lease_until=request.lease_until,
        pause=pause,
    )


def _why_paused(pause: Pause) -> str:
    if pause.kind == "lewati":
        return f"Anda lewati hari ini: {pause.reason}"
    return f"Ditahan sampai {short_date_in_words(pause.until.astimezone(WIB).date())}: {pause.reason}"


def _pauses(
    session: Session, officer: Officer, requests: Sequence[Request], at: dt.datetime
) -> Mapping[int, Pause]:
    """What keeps each case from this officer now; a hold says more than a skip."""
    held = {request.id for request in requests if request.hold_until is not None}
    free = [request.id for request in requests if request.claimed_by is None]
    if not free:
        return {}
    rows = session.execute(
        sa.select(QueuePause, PauseReason.label, UserAccount.display_name)
        .join(PauseReason, PauseReason.code == QueuePause.reason_code)
        .join(UserAccount, UserAccount.id == QueuePause.user_id)
        .where(
            QueuePause.request_id.in_(free),
            QueuePause.until > at,
            QueuePause.ended_at.is_(None),
            sa.or_(QueuePause.kind == "tahan", QueuePause.user_id == officer.id),
        )
        .order_by(QueuePause.kind, QueuePause.id)  # "tahan" comes last and stays
    )
    return {
        pause.request_id: Pause(pause.kind, label, pause.note, by, pause.until)
        for pause, label, by in rows
        if pause.kind == "lewati" or pause.request_id in held
    }


def _skipped(session: Session, officer: Officer, at: dt.datetime) -> list[int]:
    """Cases that the officer does not want to see again today."""
    return list(
        session.scalars(
            sa.select(QueuePause.request_id).where(
                QueuePause.user_id == officer.id,
                QueuePause.kind == sa.literal_column("'lewati'"),
                QueuePause.until > at,
                QueuePause.ended_at.is_(None),
            )
        )
    )


def _in_view(
    officer: Officer, view: View, where: QueueFilter, skipped: Sequence[int], at: dt.datetime
) -> list[sa.ColumnElement[bool]]:
    # Literals, not parameters, so that the partial indexes of the queue fit.
    worked = Request.status.in_([sa.literal_column(f"'{status.value}'") for status in WORKED_STATUSES])
    conditions = [worked, *within_scope(officer), *_narrowed(where)]
    if view == "milik_saya":
        return [*conditions, Request.claimed_by == officer.id]
    if officer.services is not None:
        conditions.append(in_codes(Request.service_code, officer.services))
    conditions.append(Request.claimed_by.is_(None))
    if view == "ditahan":
        held = Request.hold_until.is_not(None)
        return [*conditions, sa.or_(held, Request.id.in_(skipped)) if skipped else held]
    conditions.append(Request.hold_until.is_(None))
    if skipped:
        conditions.append(Request.id.not_in(skipped))
    return [*conditions, *_due(view, at, Request.due_at)]


def _narrowed(where: QueueFilter) -> list[sa.ColumnElement[bool]]:
    limits = (
        (Request.service_code, where.services),
        (Request.location_code, where.locations),
        (Request.status, where.statuses),
        (Request.channel, where.channels),
    )
    conditions = [in_codes(column, codes) for column, codes in limits if codes]
    return [*conditions, Request.priority.is_not(None)] if where.only_priority else conditions


def _due(view: View, at: dt.datetime, due_at: Any) -> list[sa.ColumnElement[bool]]:
    """When the cases of a view are due."""
    tonight = dt.datetime.combine(at.astimezone(WIB).date() + dt.timedelta(days=1), dt.time(), tzinfo=WIB)
    since, until = {
        "menunggu": (None, None),
        "terlambat": (None, at),
        "hari_ini": (at, tonight),
        "tujuh_hari": (tonight, tonight + dt.timedelta(days=7)),
    }[view]
    bounds: list[sa.ColumnElement[bool]] = [] if since is None else [due_at >= since]
    return bounds if until is None else [*bounds, due_at < until]
