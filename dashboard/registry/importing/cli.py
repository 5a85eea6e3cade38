"""``python -m dashboard import``: an event log of another system into the request database."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.registry.database import RequestDatabase
from dashboard.registry.importing.mapping import MappingError, read_mapping
from dashboard.registry.importing.run import Summary, import_events
from dashboard.registry.reference_data import load_reference_data
from dashboard.settings import Settings

WORDS = {
    "events_read": "Peristiwa dibaca",
    "ignored_events": "Peristiwa bukan perubahan status (diabaikan)",
    "repeats_ignored": "Status berulang (diabaikan)",
    "cases_read": "Kasus dibaca",
    "cases_loaded": "Kasus dimuat",
    "cases_extended": "Kasus dilanjutkan",
    "cases_already_present": "Kasus sudah ada",
    "cases_without_mapped_event": "Kasus tanpa peristiwa yang dipetakan",
    "cases_quarantined": "Kasus dikarantina",
    "applications": "Permohonan",
    "resubmissions": "di antaranya pengajuan ulang",
    "transitions": "Perpindahan status",
}
REASONS = {
    "status_graph": "kasus tidak sesuai alur status",
    "unreadable_time": "kasus dengan waktu yang tidak dapat dibaca",
    "broken_row": "kasus dengan baris rusak",
    "missing_case": "baris tanpa nomor kasus",
    "differs_from_stored": "kasus berbeda dari yang tersimpan",
}


def import_log(
    events: Annotated[Path, typer.Argument(help="The event log, a CSV file.", exists=True, dir_okay=False)],
    mapping: Annotated[
        Path, typer.Option("--mapping", help="What the log's columns and values mean (TOML).")
    ],
    quarantine: Annotated[
        Path | None,
        typer.Option("--quarantine", help="Where cases set aside are written; else <events>.karantina.csv."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Import an event log of another system; running it again loads nothing twice."""
    console = Console(stderr=True)
    quarantine = quarantine or events.with_name(f"{events.name}.karantina.csv")
    try:
        rules = read_mapping(mapping)
        if quarantine.resolve() == events.resolve():
            raise MappingError("Berkas karantina tidak boleh sama dengan berkas log.")
        database = RequestDatabase.open(Settings())
        database.migrate()
        with database.session.begin() as session:
            load_reference_data(session)
        with _progress(console) as bar:
            tasks: dict[str, object] = {}

            def show(what: str, share: float) -> None:
                if what not in tasks:
                    tasks[what] = bar.add_task(what, total=1.0)
                bar.update(tasks[what], completed=share)  # type: ignore[arg-type]

            summary = import_events(database, rules, events, quarantine, show)
        database.dispose()
    except MappingError as error:
        console.print(str(error), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps(asdict(summary), ensure_ascii=False, indent=2) if as_json else _text(summary))


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        "{task.percentage:>3.0f} %",
        TimeElapsedColumn(),
        console=console,
    )


def _text(summary: Summary) -> str:
    counts = asdict(summary)
    lines = [f"Impor {summary.source} selesai."]
    for name, words in WORDS.items():
        lines.append(f"  {words}: {_number(counts[name])}")
        if name == "cases_quarantined":
            for reason, count in summary.quarantined_by_reason.items():
                lines.append(f"    {REASONS[reason]}: {_number(count)}")
    if summary.quarantine_file:
        lines.append(f"Berkas karantina: {summary.quarantine_file}")
    return "\n".join(lines)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
