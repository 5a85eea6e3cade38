"""``python -m dashboard replica``: look after the replica files."""

from __future__ import annotations

import datetime as dt

import typer

from dashboard.analytics.replica import RESTORED_AHEAD
from dashboard.analytics.replica_folder import FileReport, mark_for_rebuild, report
from dashboard.analytics.restamp import restamp as restamp_rows
from dashboard.analytics.source import SOURCE_ERRORS, Poll, Source
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings

replica = typer.Typer(no_args_is_help=True, help="The DuckDB files that answer every figure.")


@replica.command()
def status() -> None:
    """Show how far each replica file has followed the request database."""
    settings = Settings()
    poll = _describe_source(RequestDatabase.open(settings).url)
    files = report(settings.home_path / "replica", settings)
    if not files:
        typer.echo("Belum ada berkas replika.")
    for file in files:
        typer.echo(_describe_file(file, poll))


@replica.command()
def rebuild() -> None:
    """Have every replica file filled anew; running processes keep answering until theirs is ready."""
    deleted, marked = mark_for_rebuild(Settings().home_path / "replica")
    typer.echo(f"{deleted} berkas dihapus, {marked} berkas yang sedang dipakai diisi ulang oleh prosesnya.")


@replica.command()
def restamp() -> None:
    """Once, after a restore into a server with a lower transaction counter."""
    settings = Settings()
    with RequestDatabase.open(settings).connect() as connection:
        changed = restamp_rows(connection)
    mark_for_rebuild(settings.home_path / "replica")
    for table, rows in changed.items():
        typer.echo(f"{table}: {rows} baris")


def _describe_source(url: str) -> Poll | None:
    source = Source(url)
    try:
        source.connect()
        poll = source.poll(0)
        held = f", tertahan sejak {_time(poll.holder_since)}" if poll.holder_since else ""
        typer.echo(f"Basis data permohonan: transaksi {poll.xmin}, {_time(poll.now)}{held}")
        if source.tables_ahead_of_server():
            typer.echo(RESTORED_AHEAD)
    except SOURCE_ERRORS as error:
        typer.echo(f"Basis data permohonan tidak terjangkau: {error}")
        return None
    finally:
        source.close()
    return poll


def _describe_file(file: FileReport, poll: Poll | None) -> str:
    parts = [file.name]
    if file.pid is not None:
        parts.append(f"dipakai proses lain ({file.pid})")
    if file.message:
        parts.append(file.message)
    if file.progress is not None:
        parts.append(f"terisi {file.progress:.0%}")
    if file.as_of is not None:
        parts.append(f"data per {_time(file.as_of)}")
        if poll is not None:
            parts.append(f"tertinggal {max(0.0, (poll.now - file.as_of).total_seconds()):.1f} detik")
    if file.txid is not None:
        parts.append(f"transaksi {file.txid}")
    if file.horizon_age_seconds is not None:
        parts.append(f"umur horizon {file.horizon_age_seconds:.1f} detik")
    if file.rows:
        parts.append(", ".join(f"{table} {count}" for table, count in file.rows.items()))
    return "; ".join(parts)


def _time(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H.%M.%S} WIB"
