"""``python -m dashboard bench``: measure this office on this machine."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings

SECTIONS = ("metrics", "follow", "claims", "lists", "counter", "actions", "pages", "scale")
UNASKED = SECTIONS[:-1]
"""Measured when nothing is named; ten years of an office take many minutes and much disk."""

NARROWEST = 110
"""The tables need this much; a pipe and a small terminal would cut the figures off."""

console = Console()
console.width = max(console.width, NARROWEST)


def bench(
    json_path: Annotated[
        Path | None, typer.Option("--json", help="Where to save the figures; <home>/bench/ when empty.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Few runs and small scratch offices.")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help=f"One of: {', '.join(SECTIONS)}; may be repeated.")
    ] = None,
) -> None:
    """Measure how fast this office answers, follows, claims and draws."""
    from dashboard.bench.report import print_report

    wanted = only or UNASKED
    if set(wanted) - set(SECTIONS):
        raise typer.BadParameter(f"choose from {', '.join(SECTIONS)}", param_hint="--only")
    settings = Settings()
    database = RequestDatabase.open(settings)
    try:
        report = run_bench(settings, database, wanted, quick=quick)
    finally:
        database.dispose()
    print_report(report, console)
    path = json_path or settings.home_path / "bench" / f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(f"Tersimpan di {path}")


def run_bench(
    settings: Settings, database: RequestDatabase, sections: list[str] | tuple[str, ...], *, quick: bool
) -> dict[str, Any]:
    """Measure the sections, in the order in which they are printed."""
    from dashboard.bench.actions import measure_actions
    from dashboard.bench.claims import measure_claims
    from dashboard.bench.counter import measure_counter
    from dashboard.bench.facts import machine_facts, row_counts
    from dashboard.bench.following import measure_following
    from dashboard.bench.lists import measure_lists
    from dashboard.bench.metrics import measure_metrics
    from dashboard.bench.pages import measure_pages
    from dashboard.bench.scale import measure_scale

    report: dict[str, Any] = {
        "quick": quick,
        "machine": machine_facts(settings, database),
        "rows": row_counts(database),
    }
    with console.status("") as status:

        def tell(section: str) -> Callable[[str], None]:
            return lambda what: status.update(f"{section}: {what}")

        measure: dict[str, Callable[[], dict[str, Any]]] = {
            "metrics": lambda: measure_metrics(settings, database, quick=quick, tell=tell("metrics")),
            "follow": lambda: measure_following(settings, database, quick=quick, tell=tell("follow")),
            "claims": lambda: measure_claims(database, quick=quick, tell=tell("claims")),
            "lists": lambda: measure_lists(database, quick=quick, tell=tell("lists")),
            "counter": lambda: measure_counter(settings, database, quick=quick, tell=tell("counter")),
            "actions": lambda: measure_actions(settings, database, quick=quick, tell=tell("actions")),
            "pages": lambda: measure_pages(settings, database, quick=quick, tell=tell("pages")),
            "scale": lambda: measure_scale(settings, database, quick=quick, tell=tell("scale")),
        }
        for section in SECTIONS:
            if section in sections:
                report[section] = measure[section]()
    return report
