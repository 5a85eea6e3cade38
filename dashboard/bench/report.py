"""What was measured, as tables for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table

PERIODS = {"months_12": "12 bulan", "all_history": "seluruh riwayat"}


def print_report(report: dict[str, Any], console: Console) -> None:
    """Print every section that was measured."""
    console.print(_pairs("Mesin", report["machine"]))
    console.print(_pairs("Baris", report["rows"]))
    draw: dict[str, Callable[[dict[str, Any]], list[Table]]] = {
        "metrics": _metrics,
        "follow": _following,
        "claims": lambda found: [_pairs("Ambil berikutnya", found)],
        "pages": _pages,
    }
    for section, tables in draw.items():
        found = report.get(section)
        if found is None:
            continue
        for table in [_pairs(section, found)] if "skipped" in found else tables(found):
            console.print(table)


def _pairs(title: str, values: dict[str, Any]) -> Table:
    table = Table("", "", title=title, show_header=False)
    for name, value in values.items():
        table.add_row(name, _cell(value))
    return table


def _metrics(found: dict[str, Any]) -> list[Table]:
    columns = ("Metrik", "baru p50", "p95", "tersimpan p50", "DuckDB p50", "rasio", "PostgreSQL p50", "kali")
    tables = []
    for period, metrics in found.items():
        table = Table(*columns, title=f"Metrik, {PERIODS[period]} (ms)")
        for name, times in metrics.items():
            postgres = times.get("postgres", {})
            table.add_row(
                name,
                _cell(times["uncached"]["p50_ms"]),
                _cell(times["uncached"]["p95_ms"]),
                _cell(times["cached"]["p50_ms"]),
                _cell(times["bare_duckdb"]["p50_ms"]),
                _cell(times["ratio_to_duckdb"]),
                _cell(postgres.get("p50_ms", "> 120.000" if postgres else "")),
                _cell(times.get("postgres_to_uncached")),
            )
        tables.append(table)
    return tables


def _following(found: dict[str, Any]) -> list[Table]:
    histories = found["histories"]
    table = Table(
        "", *(f"{requests} permohonan" for requests in histories), title="Mengikuti (ms: p50 / p95)"
    )
    for name in next(iter(histories.values())):
        table.add_row(name, *(_cell(office[name]) for office in histories.values()))
    table.caption = f"Satu putaran, riwayat terbesar: {found['round_growth']} kali yang terkecil"
    return [table]


def _pages(found: dict[str, Any]) -> list[Table]:
    table = Table("Panggilan", "baru p50", "p95", "tersimpan p50", "p95", title="Halaman /proses (ms)")
    for name, times in found["callbacks"].items():
        table.add_row(
            name,
            *(_cell(times[kind][rank]) for kind in ("uncached", "cached") for rank in ("p50_ms", "p95_ms")),
        )
    return [_pairs("Halaman", {name: value for name, value in found.items() if name != "callbacks"}), table]


def _cell(value: Any) -> str:
    if isinstance(value, dict) and "p50_ms" in value:
        return f"{_cell(value['p50_ms'])} / {_cell(value['p95_ms'])}"
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 100 else f"{value:.0f}"
    return str(value)
