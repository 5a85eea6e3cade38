"""``python -m dashboard report``: the report leadership signs, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.analytics.filters import Filters, Scope
from dashboard.analytics.replica import RowsAheadOfServerError
from dashboard.analytics.source import SourceUnreachableError
from dashboard.office import Office
from dashboard.report.making import WRITERS, office_caught_up, report_of
from dashboard.report.period import Period, PeriodError
from dashboard.settings import Settings

Codes = Annotated[str, typer.Option(help="Only these codes, separated by commas.")]


def report(
    period: Annotated[str, typer.Option(help="A month, YYYY-MM, or a week, YYYY-Www.")],
    to: Annotated[Path, typer.Option(help="File to write, .pdf or .xlsx.")],
    lokasi: Codes = "",
    kecamatan: Codes = "",
) -> None:
    """Write the report of a period, as PDF/A to be signed or as a workbook."""
    kind = to.suffix.lower().removeprefix(".")
    if kind not in WRITERS:
        raise _refused("Nama berkas --to harus berakhir .pdf atau .xlsx.")
    if not to.absolute().parent.is_dir():
        raise _refused(f"Folder {to.absolute().parent} tidak ada.")
    try:
        asked = Period.read(period)
        with office_caught_up(Settings()) as office:
            content = report_of(office, asked, _scope(office, lokasi, kecamatan))
        to.write_bytes(WRITERS[kind](content))
    except PeriodError as error:
        raise _refused(str(error)) from None
    except (SourceUnreachableError, RowsAheadOfServerError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{to} ditulis.")


def _scope(office: Office, lokasi: str, kecamatan: str) -> Scope:
    """The rows asked for; a code that does not exist must not make an empty report."""
    filters, told = Filters.read({"lokasi": lokasi, "kecamatan": kecamatan})
    if told:
        raise _refused(" ".join(told))
    known = office.catalog.run("pilihan_filter", Filters()).frame
    for kind, codes in (("lokasi", filters.lokasi), ("kecamatan", filters.kecamatan)):
        there = list(known.loc[known["jenis"] == kind, "kode"])
        unknown = sorted(set(codes) - set(there))
        if unknown:
            raise _refused(f"Tidak ada {kind} {', '.join(unknown)}. Yang ada: {', '.join(there)}.")
    return Scope(filters.lokasi or None, filters.kecamatan or None)


def _refused(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(2)
