"""The commands of the office as a whole: set up, work through jobs, check the journal."""

from __future__ import annotations

import os
import threading
import time
from typing import Annotated

import typer

from dashboard.registry import audit as journal
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings

PARENT_CHECK_SECONDS = 1.0

audit = typer.Typer(no_args_is_help=True, help="The hash-chained journal.")


def setup(
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty database with the simulated city.")
    ] = False,
) -> None:
    """Create or migrate the request database and load the reference data."""
    from dashboard.preparation import prepare_office

    prepare_office(Settings(), demo=demo)


def worker(
    parent: Annotated[
        int | None, typer.Option("--parent", help="End when this process, the one that started us, ends.")
    ] = None,
) -> None:
    """Work through the office's jobs until stopped."""
    if parent is not None:
        _end_with(parent)
    from dashboard.jobs import job_application

    with job_application(RequestDatabase.open(Settings())).open() as jobs:
        # One job a minute would leave half a million rows a year behind.
        jobs.run_worker(install_signal_handlers=True, delete_jobs="successful")


@audit.command("verify")
def verify() -> None:
    """Prove that no entry was changed or taken out."""
    with RequestDatabase.open(Settings()).session() as session:
        broken = journal.verify(session)
    typer.echo(broken or "Jurnal utuh.")
    raise typer.Exit(1 if broken else 0)


def _end_with(parent: int) -> None:
    """A killed supervisor cannot stop its children, so they watch for it.

    Its id is told, not asked for: a parent that ended while we were starting is no longer ours.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_CHECK_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
