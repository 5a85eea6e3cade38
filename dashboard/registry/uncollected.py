"""Documents that nobody fetches: which they are, and how long they have been waiting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WIB
from dashboard.registry.models import HomeVisit, PickupLocation, Request, Service, VisitWish
from dashboard.registry.workflow.claims import within_scope
from dashboard.registry.workflow.people import Officer

BANDS: tuple[tuple[int, int | None], ...] = ((0, 7), (8, 30), (31, 90), (91, None))
"""Days since the document was ready, first and last of each band."""

# The status stands in the text, so that PostgreSQL sees that the partial index request_ready fits.
READY = Request.status == sa.literal_column("'SELESAI'")


@dataclass(frozen=True)
class WaitingCounts:
    """Documents that wait at one location, per band of ``BANDS``."""

    location_code: str | None
    by_band: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.by_band)


def waiting_counts(
    session: Session, officer: Officer, *, location: str | None = None, at: dt.datetime | None = None
) -> list[WaitingCounts]:
    """Documents that wait per location, in the office's order; the sums are the lists' lengths."""
    today = wib_day(at)
    columns = [sa.func.count().filter(*in_band(band, today)) for band in range(len(BANDS))]
    rows = session.execute(
        waiting(officer, location)
        .with_only_columns(Request.location_code, *columns)
        .outerjoin(PickupLocation, PickupLocation.code == Request.location_code)
        .group_by(Request.location_code, PickupLocation.position)
        .order_by(PickupLocation.position)
    )
    return [WaitingCounts(location_code, tuple(counts)) for location_code, *counts in rows]


def waits_at_counter() -> list[sa.ColumnElement[bool]]:
    """The conditions that a document waits to be fetched: not printed at home, not brought home."""
    to_be_visited = sa.exists().where(
        HomeVisit.request_id == Request.id, HomeVisit.outcome.is_(None)
    ) | sa.exists().where(VisitWish.request_id == Request.id, VisitWish.closed_at.is_(None))
    # An array and no join: looking up the service of every document would cost more than all the rest.
    fetched = sa.func.array(sa.select(Service.code).where(sa.not_(Service.self_print)).scalar_subquery())
    return [
        READY,
        Request.service_code == sa.any_(fetched),
        Request.channel.is_distinct_from("halo_petugas"),
        ~to_be_visited,
    ]


def waiting(officer: Officer, location: str | None, band: int | None = None,
            at: dt.datetime | None = None) -> sa.Select[Request]:  # fmt: skip
    """The applications whose documents wait within an officer's scope.

    Args:
        location: only those of one location.
        band: only those of a band of ``BANDS``, as of ``at``.
    """
    conditions = [*waits_at_counter(), *within_scope(officer), *in_band(band, wib_day(at))]
    if location is not None:
        conditions.append(Request.location_code == location)
    return sa.select(Request).where(*conditions)


def in_band(band: int | None, today: dt.date) -> list[sa.ColumnElement[bool]]:
    """The conditions that a document has the age of a band."""
    if band is None:
        return []
    first, last = BANDS[band]
    bounds = [Request.status_since < _midnight(today - dt.timedelta(days=first - 1))] if first else []
    return [*bounds, Request.status_since >= _midnight(today - dt.timedelta(days=last))] if last else bounds


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=WIB)


def wib_day(at: dt.datetime | None = None) -> dt.date:
    """The civil day of a moment, of the present one without it."""
    return (at or dt.datetime.now(dt.UTC)).astimezone(WIB).date()
