"""The city as the office knows it: services, places and calendars, read from the registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.calendar import WorkCalendar
from dashboard.registry.models import (
    Holiday,
    Kecamatan,
    Kelurahan,
    PickupLocation,
    RejectionReason,
    Service,
    ServiceVariant,
)
from dashboard.simulation.assumptions import Assumptions
from dashboard.simulation.clock import CityClock

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True)
class City:
    """Reference rows as sequences; the simulation works with positions in them."""

    services: tuple[str, ...]
    self_print: npt.NDArray[np.bool_]
    sla_days: npt.NDArray[np.int64]
    """Working days per service, 0 where the office has no target."""
    sla_version: npt.NDArray[np.int64]
    variants: tuple[str, ...]
    """Variant codes of all services, one after another."""
    variant_shares: tuple[tuple[int, Shares], ...]
    """Per service: position of its first variant, and the shares of its variants (empty: none)."""
    kelurahan: tuple[str, ...]
    kelurahan_kecamatan: tuple[str, ...]
    kelurahan_shares: Shares
    locations: tuple[str, ...]
    location_shares: Shares
    """Per kelurahan, how its residents choose among the locations; rows sum to 1."""
    reasons: tuple[str, ...]
    needs_text: frozenset[str]
    holidays: frozenset[int]
    idulfitri: tuple[int, ...]
    """Positions (in the clock) of the first day of Idulfitri of every year."""
    clock: CityClock


def read_city(session: Session, assumptions: Assumptions) -> City:
    """Read the reference rows; the holidays of the simulated years must be there already."""
    services = session.scalars(sa.select(Service).order_by(Service.position, Service.code)).all()
    services = [service for service in services if service.code in assumptions.service_mix]
    variants, variant_shares = _variants(session, services, assumptions)
    locations = session.scalars(sa.select(PickupLocation).order_by(PickupLocation.position)).all()
    calendar = WorkCalendar(session)
    clock = CityClock([calendar.at(location.code) for location in locations])
    kelurahan = session.scalars(sa.select(Kelurahan).order_by(Kelurahan.code)).all()
    reasons = session.scalars(sa.select(RejectionReason).order_by(RejectionReason.position)).all()
    holidays = session.scalars(sa.select(Holiday).order_by(Holiday.day)).all()
    return City(
        services=tuple(service.code for service in services),
        self_print=np.array([service.self_print for service in services]),
        sla_days=np.array([service.sla_working_days or 0 for service in services]),
        sla_version=np.array([service.sla_version for service in services]),
        variants=variants,
        variant_shares=variant_shares,
        kelurahan=tuple(row.code for row in kelurahan),
        kelurahan_kecamatan=tuple(row.kecamatan_code for row in kelurahan),
        kelurahan_shares=_kelurahan_shares(session, kelurahan),
        locations=tuple(location.code for location in locations),
        location_shares=np.stack(
            [_location_shares(row.kecamatan_code, locations, assumptions) for row in kelurahan]
        ),
        reasons=tuple(reason.code for reason in reasons),
        needs_text=frozenset(reason.code for reason in reasons if reason.needs_text),
        holidays=frozenset(clock.index_of(row.day) for row in holidays),
        idulfitri=_idulfitri(holidays, clock),
        clock=clock,
    )


def _variants(
    session: Session, services: Sequence[Service], assumptions: Assumptions
) -> tuple[tuple[str, ...], tuple[tuple[int, Shares], ...]]:
    order = sa.select(ServiceVariant).order_by(ServiceVariant.position, ServiceVariant.code)
    rows = session.scalars(order).all()
    codes: list[str] = []
    shares: list[tuple[int, Shares]] = []
    for service in services:
        own = [row.code for row in rows if row.service_code == service.code]
        weights: Shares = assumptions.variant_decay ** np.arange(len(own), dtype=np.float64)
        shares.append((len(codes), weights / weights.sum() if own else weights))
        codes += own
    return tuple(codes), tuple(shares)


def _kelurahan_shares(session: Session, kelurahan: Sequence[Kelurahan]) -> Shares:
    """A kecamatan's population, split evenly over its kelurahan (their own numbers are not known)."""
    population = {row.code: row.population for row in session.scalars(sa.select(Kecamatan))}
    known = [number for number in population.values() if number]
    average = sum(known) / len(known) if known else 1.0
    counts: dict[str, int] = {}
    for row in kelurahan:
        counts[row.kecamatan_code] = counts.get(row.kecamatan_code, 0) + 1
    weights = np.array(
        [(population[row.kecamatan_code] or average) / counts[row.kecamatan_code] for row in kelurahan]
    )
    result: Shares = weights / weights.sum()
    return result


def _location_shares(kecamatan: str, locations: Sequence[PickupLocation], assumptions: Assumptions) -> Shares:
    own = np.array([row.kind == "kecamatan" and row.kecamatan_code == kecamatan for row in locations])
    other = np.array([assumptions.other_office_weights.get(row.kind, 0.0) for row in locations])
    if not own.any():
        return np.asarray(other / other.sum())
    return np.asarray(
        own / own.sum() * assumptions.own_office_share
        + other / other.sum() * (1 - assumptions.own_office_share)
    )


def _idulfitri(holidays: Sequence[Holiday], clock: CityClock) -> tuple[int, ...]:
    first: list[int] = []
    for row in holidays:
        is_feast = "idulfitri" in row.name.lower().replace(" ", "") and row.category == "public"
        index = clock.index_of(row.day)
        if is_feast and (not first or index - first[-1] > 30):
            first.append(index)
    return tuple(first)
