"""The shipped reference data, and that an office's own changes survive."""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import (
    Kecamatan,
    Kelurahan,
    PickupLocation,
    RejectionReason,
    Requirement,
    Service,
    ServiceVariant,
)
from dashboard.registry.reference_data import load_reference_data


def test_a_new_office_knows_its_services_areas_reasons_and_places(database: RequestDatabase) -> None:
    with database.session() as session:
        counts = {
            model.__tablename__: session.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (Service, ServiceVariant, Requirement, Kecamatan, Kelurahan, PickupLocation)
        }
        coded = session.scalar(sa.select(sa.func.count()).where(RejectionReason.code != "LAINNYA"))

    assert counts == {
        "service": 13,
        "service_variant": 43,
        "requirement": 147,
        "kecamatan": 12,
        "kelurahan": 56,
        "pickup_location": 16,
    }
    assert coded == 26


def test_every_reason_but_lainnya_names_whose_fault_it_is(database: RequestDatabase) -> None:
    with database.session() as session:
        without = session.scalars(
            sa.select(RejectionReason.code).where(RejectionReason.fault.is_(None))
        ).all()

    assert without == ["LAINNYA"]


def test_assumptions_keep_their_mark(database: RequestDatabase) -> None:
    with database.session() as session:
        marked = session.scalar(sa.select(sa.func.count()).where(Requirement.confidence == "assumption"))

    assert marked == 23


def test_population_is_the_citys(database: RequestDatabase) -> None:
    with database.session() as session:
        assert session.scalar(sa.select(sa.func.sum(Kecamatan.population))) == 2_627_200


def test_loading_again_keeps_what_the_office_changed(database: RequestDatabase) -> None:
    with database.session.begin() as session:
        session.get_one(Service, "KK").sla_working_days = 2
    with database.session.begin() as session:
        load_reference_data(session)

    with database.session() as session:
        assert session.get_one(Service, "KK").sla_working_days == 2
