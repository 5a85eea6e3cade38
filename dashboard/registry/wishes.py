"""Wishes for a home visit follow the application they belong to."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from dashboard.registry.models import HomeVisit, Request, VisitWish
from dashboard.registry.status import Status

Purpose = Literal["antar_dokumen", "perekaman", "verifikasi"]

DELIVERED_CHANNEL = "halo_petugas"
"""Documents of this channel are brought to the applicant."""

FITTING: dict[Purpose, frozenset[Status]] = {
    "antar_dokumen": frozenset({Status.SELESAI}),
    "perekaman": frozenset({Status.VERIFIKASI, Status.PROSES}),
    "verifikasi": frozenset({Status.VERIFIKASI}),
}
"""The statuses in which a visit of each purpose makes sense."""

MOVED_ON = "Status permohonan berubah; kunjungan tidak diperlukan lagi."


def follow_step(session: Session, request: Request) -> None:
    """Withdraw what no longer fits the status; a finished document of Halo Petugas wishes to be brought."""
    wish = open_wish_of(session, request.id)
    if wish is not None and request.status not in FITTING[wish.purpose]:  # type: ignore[index]
        close(session, wish, request.last_change_at, MOVED_ON)
    if request.status == Status.SELESAI and request.channel == DELIVERED_CHANNEL:
        statement = insert(VisitWish).values(
            request_id=request.id, purpose="antar_dokumen", wished_at=request.last_change_at
        )
        session.execute(statement.on_conflict_do_nothing())


def open_wish_of(session: Session, request_id: int) -> VisitWish | None:
    """The open wish of an application, locked; there is at most one."""
    return session.scalar(
        sa.select(VisitWish)
        .where(VisitWish.request_id == request_id, VisitWish.closed_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def close(session: Session, wish: VisitWish, at: dt.datetime, why: str) -> None:
    """End a wish, and the visit that was planned for it."""
    wish.closed_at = at
    session.execute(
        sa.update(HomeVisit)
        .where(HomeVisit.wish_id == wish.id, HomeVisit.outcome.is_(None))
        .values(outcome="batal", visited_at=at, note=why)
    )
    session.flush()
