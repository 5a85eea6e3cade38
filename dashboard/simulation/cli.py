"""``python -m dashboard simulate``: fill an empty office with a simulated city, or keep one going."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.reference_data import load_reference_data
from dashboard.settings import Settings

console = Console()


def simulate(
    requests: Annotated[int | None, typer.Option(min=1, help="Jumlah permohonan, kira-kira.")] = None,
    months: Annotated[int | None, typer.Option(min=1, help="Lama simulasi dalam bulan.")] = None,
    years: Annotated[int | None, typer.Option(min=1, help="Lama simulasi dalam tahun.")] = None,
    seed: Annotated[int | None, typer.Option(help="Benih acak; benih sama, kota sama.")] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Jalankan kota terus-menerus pada waktu nyata.")
    ] = False,
    speed: Annotated[float, typer.Option(min=0.01, help="Percepatan arus pada --live.")] = 1.0,
) -> None:
    """Fill an empty database with a simulated city (data contoh), or keep it going with --live."""
    settings = Settings()
    database = RequestDatabase.open(settings)
    database.migrate()
    with database.session.begin() as session:
        load_reference_data(session)
    if live:
        _keep_going(database, seed if seed is not None else settings.demo_seed, speed)
        return
    span = years * 12 if years else months or settings.demo_months
    load_with_progress(
        database, requests or settings.demo_requests, span, settings.demo_seed if seed is None else seed
    )


def load_with_progress(database: RequestDatabase, requests: int, months: int, seed: int) -> None:
    """Load a city with a progress bar; a load that was interrupted before is taken out first."""
    from dashboard.simulation.loading import CityNotWelcome, discard_unfinished_city, load_city

    if discard_unfinished_city(database):
        console.print("Pengisian data contoh sebelumnya terputus; diulang dari awal.")
    try:
        with progress_bar() as progress:
            task = progress.add_task("Menyimulasikan kota (data contoh)", total=1.0)
            summary = load_city(
                database,
                PersonalDataVault.demo(),
                requests=requests,
                months=months,
                seed=seed,
                progress=lambda share: progress.update(task, completed=share),
            )
    except CityNotWelcome as refusal:
        console.print(f"[red]{refusal}[/red]")
        raise typer.Exit(1) from refusal
    console.print(
        f"{summary.requests} permohonan, {summary.transitions} langkah, {summary.people} pemohon, "
        f"{summary.refusals} penolakan kuota sejak {summary.first_day:%d-%m-%Y}; {summary.seconds:.0f} detik."
    )


def progress_bar() -> Progress:
    """The bar that every long preparation shows."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        "{task.percentage:>3.0f} %",
        TimeElapsedColumn(),
        console=console,
    )


def _keep_going(database: RequestDatabase, seed: int, speed: float) -> None:
    from dashboard.simulation.live import keep_city_going
    from dashboard.simulation.loading import CityNotWelcome

    console.print("Kota berjalan pada waktu nyata. Tekan Ctrl-C untuk berhenti.")
    try:
        keep_city_going(database, PersonalDataVault.demo(), seed=seed, speed=speed)
    except CityNotWelcome as refusal:
        console.print(f"[red]{refusal}[/red]")
        raise typer.Exit(1) from refusal
    except KeyboardInterrupt:
        console.print("Dihentikan.")
