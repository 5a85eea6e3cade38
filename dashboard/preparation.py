"""Bring an office to where it can be used: schema, reference data, and a simulated city on request."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

from dashboard.access.demo import ensure_demo_accounts
from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from dashboard.registry.document_store import DOCUMENT_FOLDER, DocumentStore
from dashboard.registry.office_facts import data_kind
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.reference_data import load_reference_data
from dashboard.registry.search import fill_name_keys
from dashboard.settings import Settings
from dashboard.simulation.cli import load_with_progress, progress_bar
from dashboard.simulation.doorsteps import ensure_demo_assisted
from dashboard.simulation.field_work import ensure_demo_visits
from dashboard.simulation.loading import city_is_complete
from dashboard.simulation.papers import ensure_demo_documents
from dashboard.simulation.remarks import ensure_demo_remarks

BAR_SECONDS = 0.1
"""How often the bar of the replica moves."""


def prepare_office(settings: Settings, *, demo: bool) -> None:
    """Migrate, load reference data and, with ``demo``, fill an empty database with a city.

    Whatever is there already stays; a city whose loading was killed is taken out and loaded again.
    """
    database = RequestDatabase.open(settings)
    database.migrate()
    with database.session.begin() as session:
        load_reference_data(session)
    fill_name_keys(settings, database)
    if demo:
        _prepare_city(settings, database)
    with database.session.begin() as session:
        is_simulated = data_kind(session) == "contoh"
        if is_simulated:
            ensure_demo_accounts(session)
    if is_simulated:
        ensure_demo_assisted(database, PersonalDataVault.open(settings, database))
    with database.session.begin() as session:
        if is_simulated:
            ensure_demo_remarks(session)
            ensure_demo_documents(session, DocumentStore(settings.home_path / DOCUMENT_FOLDER))
            ensure_demo_visits(session)
    if demo:
        _fill_first_replica(settings, database)
    database.dispose()


def _prepare_city(settings: Settings, database: RequestDatabase) -> None:
    with database.session() as session:
        if data_kind(session) == "nyata" or city_is_complete(session):
            return
    load_with_progress(database, settings.demo_requests, settings.demo_months, settings.demo_seed)


def _fill_first_replica(settings: Settings, database: RequestDatabase) -> None:
    """Fill the first web process's replica before it starts, where it can be watched."""
    folder = settings.home_path / "replica"
    if any(folder.glob("replica-*.duckdb")):
        return
    replica = Replica(folder, database.url, settings)
    replica.open()
    with ThreadPoolExecutor(1) as pool, progress_bar() as progress:
        task = progress.add_task("Menyiapkan data analitik (DuckDB)", total=1.0)
        filling = pool.submit(replica.catch_up)
        while not filling.done():
            progress.update(task, completed=replica.state.progress or 0.0)
            wait([filling], timeout=BAR_SECONDS)
        progress.update(task, completed=1.0)
    filling.result()
    replica.close()
