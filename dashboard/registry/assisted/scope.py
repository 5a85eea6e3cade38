"""Whose cases they are: the kelurahan a Satgas Pamor helps in, and nothing beyond them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import Kelurahan, PickupLocation, Request, UserKelurahan
from dashboard.registry.numbers import request_number
from dashboard.registry.workflow import Officer, StepNotAllowed
from dashboard.registry.workflow.claims import within_scope
from dashboard.registry.workflow.people import ADMIN
from dashboard.registry.workflow.submission import Channel

CHANNEL: Channel = "halo_pamor"


def own_kelurahan(session: Session, officer: Officer) -> tuple[str, ...] | None:
    """The kelurahan an account helps in.

    ``None`` for an admin who is limited to none; a Satgas Pamor without any helps nowhere.
    """
    codes = tuple(
        session.scalars(
            sa.select(UserKelurahan.kelurahan_code)
            .where(UserKelurahan.user_id == officer.id)
            .order_by(UserKelurahan.kelurahan_code)
        )
    )
    return None if not codes and officer.role == ADMIN else codes


def places_for(session: Session, officer: Officer) -> tuple[dict[str, str], dict[str, str]]:
    """Names by code of the kelurahan and of the pickup locations the account may enter cases for.

    The locations of the kelurahan's own kecamatan come first.
    """
    kelurahan = sa.select(Kelurahan).order_by(Kelurahan.name, Kelurahan.code)
    own = own_kelurahan(session, officer)
    if own is not None:
        kelurahan = kelurahan.where(Kelurahan.code.in_(own))
    if officer.areas is not None:
        kelurahan = kelurahan.where(Kelurahan.kecamatan_code.in_(officer.areas))
    places = session.scalars(kelurahan).all()
    near = {place.kecamatan_code for place in places}
    locations = sa.select(PickupLocation.code, PickupLocation.name).order_by(
        PickupLocation.kecamatan_code.not_in(near).is_not(sa.false()), PickupLocation.position
    )
    if officer.locations is not None:
        locations = locations.where(PickupLocation.code.in_(officer.locations))
    return (
        {place.code: place.name for place in places},
        {row.code: row.name for row in session.execute(locations)},
    )


def followed(session: Session, officer: Officer) -> list[sa.ColumnElement[bool]]:
    """The conditions that keep a query within the cases that an account follows."""
    # A literal, not a parameter, so that the partial index request_assisted fits.
    by_pamor = Request.channel == sa.literal_column(f"'{CHANNEL}'")
    own = own_kelurahan(session, officer)
    theirs = Request.entered_by == officer.id if own is None else Request.kelurahan_code.in_(own)
    return [by_pamor, theirs, *within_scope(officer)]


def follows(session: Session, officer: Officer, request_id: int) -> bool:
    """Whether a case is one of those that an account follows."""
    conditions = followed(session, officer)
    return bool(session.scalar(sa.select(sa.exists().where(Request.id == request_id, *conditions))))


def refuse_foreign(session: Session, officer: Officer, request_id: int) -> None:
    """Raise :class:`StepNotAllowed`, in the same words for a foreign case as for none."""
    if not follows(session, officer, request_id):
        raise StepNotAllowed(
            f"{request_number(request_id)} tidak ditemukan, atau bukan warga dampingan Anda."
        )
