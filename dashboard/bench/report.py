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
        "claims": _claims,
        "lists": _lists,
        "counter": _counter,
        "actions": _actions,
        "pages": _pages,
        "scale": _scale,
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


def _claims(found: dict[str, Any]) -> list[Table]:
    offices = {name: office for name, office in found.items() if isinstance(office, dict)}
    table = Table(
        "Kasus",
        "kasus per detik",
        "SKIP LOCKED saja",
        "rasio",
        title=f"Ambil berikutnya, {found['processes']} proses, {found['claims']} kasus",
    )
    for name, office in offices.items():
        table.add_row(
            name,
            _cell(office["claims_per_second_median"]),
            _cell(office["bare_claims_per_second_median"]),
            _cell(office["ratio_to_bare"]),
        )
    return [table]


def _lists(found: dict[str, Any]) -> list[Table]:
    return [
        _asked(f"Daftar, {found['open']} kasus terbuka dan {found['closed']} selesai (ms)", found["lists"])
    ]


def _counter(found: dict[str, Any]) -> list[Table]:
    return [_pairs("Loket dan kunjungan", found["sizes"]), _asked("Loket dan kunjungan (ms)", found["lists"])]


def _asked(title: str, lists: dict[str, Any]) -> Table:
    table = Table("Daftar", "p50", "p95", title=title)
    for name, times in lists.items():
        table.add_row(name, *_ranks(times))
    return table


def _actions(found: dict[str, Any]) -> list[Table]:
    table = Table("Tindakan", "kali", "p50", "p95", "ditolak")
    table.title = f"Tindakan {found['officers']} petugas sekaligus, kota berjalan (ms)"
    for name, times in found["actions"].items():
        table.add_row(name, _cell(times["runs"]), *_ranks(times), _cell(found["refused"].get(name, 0)))
    table.caption = (
        f"{_cell(found['calls_per_second'])} panggilan per detik; kerja prosesor server "
        f"{_cell(found['server_cpu_ms_per_call'])} ms per panggilan"
    )
    return [table]


def _pages(found: dict[str, Any]) -> list[Table]:
    tables = [_pairs("Halaman", {"sign_in_ms": found["sign_in_ms"], **found["viewers"]})]
    for page, times in found["pages"].items():
        table = Table("Panggilan", "baru p50", "p95", "tersimpan p50", "p95", title=f"Halaman {page} (ms)")
        for name, entry in times["callbacks"].items():
            table.add_row(name, *_ranks(entry["uncached"], entry["cached"]))
        table.add_row("seluruhnya", *_ranks(times["whole_uncached"], times["whole_cached"]))
        table.caption = f"Kerja prosesor server, seluruhnya baru: {_cell(times['whole_uncached_cpu_ms'])} ms"
        tables.append(table)
    return tables


def _scale(found: dict[str, Any]) -> list[Table]:
    one, many = found["requests"]["one_year"], found["requests"]["many_years"]
    table = Table("Metrik", "satu tahun", "CPU", "12 bulan", "CPU", "kali", "seluruh riwayat", "CPU", "kali")
    table.title = f"Metrik pada {one} dan {many} permohonan (ms: p50 / p95)"
    for name, times in found["metrics"].items():
        cells = [_cell(times["one_year"]), _cell(times["one_year"]["cpu_ms"])]
        for way in ("months_12", "all_history"):
            cells += [
                _cell(value) for value in (times[way], times[way]["cpu_ms"], times[f"{way}_to_one_year"])
            ]
        table.add_row(name, *cells)
    pages = found["pages"]
    return [table, *([_pairs("Halaman", pages)] if "skipped" in pages else _pages(pages))]


def _ranks(*spreads: dict[str, Any]) -> list[str]:
    return [_cell(one[rank]) for one in spreads for rank in ("p50_ms", "p95_ms")]


def _cell(value: Any) -> str:
    if isinstance(value, dict) and "p50_ms" in value:
        return f"{_cell(value['p50_ms'])} / {_cell(value['p95_ms'])}"
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 100 else f"{value:.0f}"
    return str(value)
