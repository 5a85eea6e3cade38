"""``python -m dashboard metric``: any figure of the pages, from the command line."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dashboard.analytics.catalog import Catalog, MetricError
from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.replica import Replica
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings
from dashboard.ui.export import to_csv

Codes = Annotated[str, typer.Option(help="Codes, separated by commas.")]


def metric(
    name: Annotated[str, typer.Argument(help="Name of the metric.")] = "",
    from_day: Annotated[
        str, typer.Option("--from", help="First day, YYYY-MM-DD; all history when empty.")
    ] = "",
    to_day: Annotated[str, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = "",
    layanan: Codes = "",
    kecamatan: Codes = "",
    lokasi: Codes = "",
    kanal: Codes = "",
    option: Annotated[list[str] | None, typer.Option(help="key=value, as the definition names them.")] = None,
    output: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
    list_all: Annotated[bool, typer.Option("--list", help="List every metric.")] = False,
    definition: Annotated[bool, typer.Option("--definition", help="Say what the metric means.")] = False,
) -> None:
    """Print a metric: the same figure from the same SQL as on the pages."""
    settings = Settings()
    database = RequestDatabase.open(settings)
    replica = Replica(settings.home_path / "replica", database.url, settings)
    catalog = Catalog(replica)
    try:
        if list_all or not name:
            for known in catalog.names():
                typer.echo(f"{known:<18} {catalog.definition(known).title}")
        elif definition:
            _explain(catalog, name)
        else:
            catalog.definition(name)
            query = {"layanan": layanan, "kecamatan": kecamatan, "lokasi": lokasi, "kanal": kanal}
            filters = Filters.from_query({"dari": from_day or "semua", "sampai": to_day, **query})
            choices = dict(pair.split("=", 1) for pair in option or () if "=" in pair)
            replica.open()
            replica.catch_up()
            _print(catalog, name, filters, choices, output)
            replica.close()
    except MetricError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _print(catalog: Catalog, name: str, filters: Filters, choices: dict[str, str], output: str) -> None:
    frame = catalog.run(name, filters, Scope(), **choices).frame
    match output:
        case "csv":
            sys.stdout.write(to_csv(frame).removeprefix("\ufeff"))
        case "json":
            sys.stdout.write(frame.to_json(orient="records", date_format="iso", double_precision=15) + "\n")
        case "table":
            table = Table(*frame.columns, title=catalog.definition(name).title)
            for row in frame.itertuples(index=False):
                table.add_row(*(str(cell) for cell in row))
            Console().print(table)
        case _:
            raise MetricError(f"--format harus table, csv atau json, bukan {output}.")


def _explain(catalog: Catalog, name: str) -> None:
    known = catalog.definition(name)
    lines = {
        "Judul": known.title,
        "Definisi": known.definition,
        "Satuan": known.unit,
        "Butir": known.grain,
        "Periode": known.period,
        "Tidak dihitung": known.excludes,
    }
    for label, text in lines.items():
        typer.echo(f"{label}: {text}")
    for option in known.options:
        values = " | ".join(option.choices) or option.kind
        typer.echo(f"Pilihan {option.name}: {values} (bawaan {option.default}) - {option.help}")
    typer.echo("\n" + known.sql)
