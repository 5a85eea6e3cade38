"""Bring an office to where it can be used: schema, reference data, and a simulated city on request."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry.database import RequestDatabase
from dashboard.registry.office_facts import data_kind
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.reference_data import load_reference_data
from dashboard.settings import Settings
from dashboard.simulation.loading import city_is_complete, discard_unfinished_city, load_city

console = Console()


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
        kind, complete = data_kind(session), city_is_complete(session)
    if kind == "nyata" or complete:
        return
    if kind == "contoh":
        console.print("Pengisian data contoh sebelumnya terputus; diulang dari awal.")
        discard_unfinished_city(database)
    with _progress() as progress:
        task = progress.add_task("Menyimulasikan kota (data contoh)", total=1.0)
        load_city(
            database,
            PersonalDataVault.demo(),
            requests=settings.demo_requests,
            months=settings.demo_months,
            seed=settings.demo_seed,
            progress=lambda share: progress.update(task, completed=share),
        )


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        "{task.percentage:>3.0f} %",
        TimeElapsedColumn(),
        console=console,
    )
