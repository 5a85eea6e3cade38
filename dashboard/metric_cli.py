"""``python -m dashboard metric``: any figure of the pages, from the command line."""

from __future__ import annotations

import sys
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from dashboard.analytics.catalog import Catalog, Definition, MetricError, read_definitions
from dashboard.analytics.filters import ALL, DIMENSIONS, Filters, Scope
from dashboard.analytics.replica import Replica, RowsAheadOfServerError
from dashboard.analytics.source import SourceUnreachableError
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings
from dashboard.ui.export import to_csv

FORMATS = ("table", "csv", "json")
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
    definitions = read_definitions()
    try:
        if list_all or not name:
            for known in definitions.values():
                typer.echo(f"{known.name:<18} {known.title}")
            return
        if name not in definitions:
            raise MetricError(f"Tidak ada metrik {name!r}. Yang ada: {', '.join(definitions)}.")
        if definition:
            _explain(definitions[name])
            return
        if output not in FORMATS:
            raise MetricError(f"--format harus table, csv atau json, bukan {output}.")
        codes = {"layanan": layanan, "kecamatan": kecamatan, "lokasi": lokasi, "kanal": kanal}
        query = {"dari": from_day or ALL, "sampai": to_day, **codes}
        _print(*_answer(name, query, _choices(option or [])), output)
    except MetricError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except (SourceUnreachableError, RowsAheadOfServerError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _answer(name: str, query: dict[str, str], choices: dict[str, str]) -> tuple[str, pd.DataFrame]:
    """The metric's title and rows, on what the request database holds now."""
    filters, told = Filters.read(query)
    if told:
        # A page may go on with what it could read; a script must not get another figure.
        raise MetricError(" ".join(told))
    settings = Settings()
    replica = Replica(settings.home_path / "replica", RequestDatabase.open(settings).url, settings)
    replica.open()
    try:
        replica.catch_up()
        catalog = Catalog(replica)
        _must_know(catalog, filters)
        return catalog.definition(name).title, catalog.run(name, filters, Scope(), **choices).frame
    finally:
        replica.close()


def _must_know(catalog: Catalog, filters: Filters) -> None:
    known = catalog.run("pilihan_filter", Filters()).frame
    for dimension in DIMENSIONS:
        codes = list(known.loc[known["jenis"] == dimension, "kode"])
        unknown = set(getattr(filters, dimension)) - set(codes)
        if unknown:
            raise MetricError(
                f"Tidak ada {dimension} {', '.join(sorted(unknown))}. Yang ada: {', '.join(codes)}."
            )


def _choices(pairs: list[str]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            raise MetricError(f"--option harus nama=nilai, bukan {pair}.")
    return dict(pair.split("=", 1) for pair in pairs)


def _print(title: str, frame: pd.DataFrame, output: str) -> None:
    match output:
        case "csv":
            sys.stdout.write(to_csv(frame).removeprefix("\ufeff"))
        case "json":
            sys.stdout.write(frame.to_json(orient="records", date_format="iso", double_precision=15) + "\n")
        case _:
            table = Table(*frame.columns, title=title)
            for row in frame.itertuples(index=False):
                table.add_row(*(str(cell) for cell in row))
            Console().print(table)


def _explain(known: Definition) -> None:
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
