"""``python -m dashboard check``: recompute every figure from the request database."""

from __future__ import annotations

import typer

from dashboard.analytics.checking import AlreadyCheckingError, check_and_keep
from dashboard.analytics.source import SOURCE_ERRORS
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings

ASKED_BY = "baris perintah"


def check() -> None:
    """Compare every figure with the request database; exit 1 when any differs."""
    settings = Settings()
    try:
        result = check_and_keep(RequestDatabase.open(settings), settings, ASKED_BY)
    except (AlreadyCheckingError, *SOURCE_ERRORS) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    files = ", ".join(result.files) or "tidak ada; hanya angka utama yang diperiksa"
    typer.echo(f"{result.matching} dari {result.total} angka cocok (berkas replika: {files}).")
    for one in result.differences:
        typer.echo(f"{one.metric}: {one.where}: replika {one.replica}, basis data {one.database}")
    raise typer.Exit(1 if result.differences else 0)
