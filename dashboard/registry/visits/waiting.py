"""Wishes that wait for a visit: the list, and its counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.lookup import UNKNOWN_APPLICANT, MaskedApplicant, masked_applicants
from dashboard.registry.models import HomeVisit, Kecamatan, Kelurahan, Request, VisitWish
from dashboard.registry.numbers import request_number
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.visits.rules import today
from dashboard.registry.workflow import Officer
from dashboard.registry.workflow.claims import within_scope

WHEN = ("lewat", "hari_ini", "minggu_ini", "nanti", "bebas")
"""The wanted day of a wish: past, today, within seven days, later, none named."""


@dataclass(frozen=True)
class WishItem:
    """A wish that waits for a visit; ``failed`` counts earlier visits that met nobody."""

    wish_id: int
    request_id: int
    number: str
    purpose: str
    wanted_on: dt.date | None
    wished_at: dt.datetime
    kecamatan_code: str | None
    kelurahan: str
    service_code: str | None
    variant_code: str | None
    priority: str | None
    failed: int
    applicant: str


@dataclass(frozen=True)
class WishPage:
    """One page of the waiting wishes, and how many there are under the filters."""

    items: tuple[WishItem, ...]
    offset: int
    total: int


def wish_page(
    session: Session,
    vault: PersonalDataVault,
    officer: Officer,
    *,
    kecamatan: str = "",
    when: str = "",
    page: int = 1,
    page_size: int = 25,
    at: dt.datetime | None = None,
) -> WishPage:
    """Wishes without a planned visit, in the order of :func:`_urgency`; past the end, the last page."""
    conditions = [*_waiting(officer), *_chosen(kecamatan, when, today(at))]
    total = session.scalar(_from_wishes(sa.func.count()).where(*conditions)) or 0
    offset = min(page - 1, max(0, total - 1) // page_size) * page_size
    rows = session.execute(
        _from_wishes(VisitWish, Request, Kelurahan.name.label("kelurahan"), _failed().label("failed"))
        .outerjoin(Kelurahan, Kelurahan.code == Request.kelurahan_code)
        .where(*conditions)
        .order_by(*_urgency(today(at)))
        .offset(offset)
        .limit(page_size)
    ).all()
    people = masked_applicants(session, vault, [row.Request.id for row in rows])
    return WishPage(tuple(_wish_item(row, people) for row in rows), offset, total)


def wish_counts(
    session: Session, officer: Officer, *, at: dt.datetime | None = None
) -> dict[tuple[str, str], int]:
    """Waiting wishes by kecamatan code ("" for none) and wanted day (see ``WHEN``)."""
    when = _when(today(at))
    area = sa.func.coalesce(Request.kecamatan_code, "")
    rows = session.execute(
        _from_wishes(area.label("area"), when.label("wanted"), sa.func.count().label("wishes"))
        .where(*_waiting(officer))
        .group_by(sa.text("1, 2"))
    )
    return {(row.area, row.wanted): row.wishes for row in rows}


def areas_of(session: Session, officer: Officer) -> dict[str, str]:
    """Names of the kecamatan that the officer sees, by code."""
    rows = session.execute(sa.select(Kecamatan.code, Kecamatan.name).order_by(Kecamatan.name))
    return {row.code: row.name for row in rows if officer.areas is None or row.code in officer.areas}


def _wish_item(row: Any, people: dict[int, MaskedApplicant]) -> WishItem:
    wished, request = row.VisitWish, row.Request
    return WishItem(
        wish_id=wished.id,
        request_id=request.id,
        number=request_number(request.id),
        purpose=wished.purpose,
        wanted_on=wished.wanted_on,
        wished_at=wished.wished_at,
        kecamatan_code=request.kecamatan_code,
        kelurahan=row.kelurahan or "Kelurahan tidak diketahui",
        service_code=request.service_code,
        variant_code=request.variant_code,
        priority=request.priority,
        failed=row.failed,
        applicant=people.get(request.id, UNKNOWN_APPLICANT).name,
    )


def _failed() -> sa.ScalarSelect[int]:
    # By the application, which has an index; few applications have a second wish.
    return (
        sa.select(sa.func.count())
        .where(
            HomeVisit.request_id == VisitWish.request_id,
            HomeVisit.wish_id == VisitWish.id,
            HomeVisit.outcome == "tidak_di_rumah",
        )
        .correlate(VisitWish)
        .scalar_subquery()
    )


def _from_wishes(*columns: Any) -> sa.Select[Any]:
    return sa.select(*columns).select_from(VisitWish).join(Request, Request.id == VisitWish.request_id)


def _waiting(officer: Officer) -> list[sa.ColumnElement[bool]]:
    planned = sa.exists().where(HomeVisit.wish_id == VisitWish.id, HomeVisit.outcome.is_(None))
    return [VisitWish.closed_at.is_(None), ~planned, *within_scope(officer)]


def _chosen(kecamatan: str, when: str, today: dt.date) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if kecamatan:
        conditions.append(Request.kecamatan_code == kecamatan)
    if when in WHEN:
        conditions.append(_when(today) == when)
    return conditions


def _when(today: dt.date) -> sa.Case[str]:
    wanted = VisitWish.wanted_on
    return sa.case(
        (wanted.is_(None), sa.literal_column("'bebas'")),
        (wanted < today, sa.literal_column("'lewat'")),
        (wanted == today, sa.literal_column("'hari_ini'")),
        (wanted <= today + dt.timedelta(days=7), sa.literal_column("'minggu_ini'")),
        else_=sa.literal_column("'nanti'"),
    )


def _urgency(this_day: dt.date) -> tuple[Any, ...]:
    """Wanted by next week, by day; then wanted on no certain day, the longest waiting first; then later.

    Of one day, those with priority come first. A wish without a day is never behind one that is weeks away.
    """
    wanted = VisitWish.wanted_on
    near = wanted <= this_day + dt.timedelta(days=7)
    rank = sa.case((near, 0), (wanted.is_(None), 1), else_=2)
    return (rank, wanted, Request.priority.is_(None), VisitWish.wished_at, VisitWish.id)
