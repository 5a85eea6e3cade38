"""Bring an office to where it can be used: schema, reference data, and a simulated city on request."""

from __future__ import annotations

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry.database import RequestDatabase
from dashboard.registry.office_facts import data_kind
from dashboard.registry.reference_data import load_reference_data
from dashboard.settings import Settings
from dashboard.simulation.cli import load_with_progress
from dashboard.simulation.loading import city_is_complete


def prepare_office(settings: Settings, *, demo: bool) -> None:
    """Migrate, load reference data and, with ``demo``, fill an empty database with a city.

    Whatever is there already stays; a city whose loading was killed is taken out and loaded again.
    """
    database = RequestDatabase.open(settings)
    database.migrate()
    with database.session.begin() as session:
        load_reference_data(session)
    if demo:
        _prepare_city(settings, database)
    with database.session.begin() as session:
        if data_kind(session) == "contoh":
            ensure_demo_accounts(session)
    database.dispose()


def _prepare_city(settings: Settings, database: RequestDatabase) -> None:
    with database.session() as session:
        if data_kind(session) == "nyata" or city_is_complete(session):
            return
    load_with_progress(database, settings.demo_requests, settings.demo_months, settings.demo_seed)
