"""How fast the pages of figures are for their readers: a real web server, asked over HTTP."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil
import sqlalchemy as sa

from dashboard.access.demo import demo_sign_ins
from dashboard.analytics.filters import Filters
from dashboard.bench.browser import Browser
from dashboard.bench.browser import Callback as Entry
from dashboard.bench.serving import processor_seconds, web_server
from dashboard.bench.timing import MILLI, seconds, spread
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount
from dashboard.settings import Settings

READER = "admin"
"""Of the demo accounts the one that may see every page."""

CHOICE = "-saringan"
"""How the id of a page's choice ends; the page's name stands before it."""

RUNS, QUICK_RUNS = 20, 3
VIEWERS, QUICK_VIEWERS = 20, 3
LOOKS, QUICK_LOOKS = 3, 1
"""Pages that each viewer opens."""


def measure_pages(
    settings: Settings, database: RequestDatabase, *, quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Open every page as a demo reader and replay its figures, with new and with known filters; then
    many viewers at once."""
    with database.session() as session:
        password = {demo.username: demo.password for demo in demo_sign_ins(session)}.get(READER)
        present = session.scalar(sa.select(UserAccount.id).where(UserAccount.username == READER))
    if password is None or present is None:
        return {"skipped": f"tanpa akun contoh {READER}: jalankan `python -m dashboard setup --demo`"}
    tell("server mulai")
    with web_server(settings, database) as (port, server):
        browser = Browser(port)
        signing_in = seconds(lambda: browser.sign_in(READER, password))
        try:
            pages = _pages_of(browser)
            return {
                "sign_in_ms": round(signing_in * MILLI, 1),
                "pages": {
                    page: _replay(browser, server, page, entries, quick, tell)
                    for page, entries in pages.items()
                },
                "viewers": _viewers(port, password, pages, quick, tell),
            }
        finally:
            browser.sign_out()
            browser.close()


def _pages_of(browser: Browser) -> dict[str, list[Entry]]:
    """The callbacks that draw a page when it is opened, by page."""
    pages: dict[str, list[Entry]] = {}
    for entry in browser.callbacks():
        chosen = [part["id"] for part in entry["inputs"] if str(part["id"]).endswith(CHOICE)]
        if chosen and not entry.get("clientside_function"):
            pages.setdefault(chosen[0].removesuffix(CHOICE), []).append(entry)
    return pages


def _replay(
    browser: Browser,
    server: psutil.Process,
    page: str,
    entries: list[Entry],
    quick: bool,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    runs = QUICK_RUNS if quick else RUNS
    found: dict[str, Any] = {}
    whole: dict[str, list[float]] = {"uncached": [0.0] * runs, "cached": [0.0] * runs}
    worked = 0.0
    for entry in entries:
        name = _name(entry)
        tell(name)
        # The first answer loads what every later one uses.
        _ask(browser, page, entry, runs)
        before = processor_seconds(server)
        times = {"uncached": [_time(browser, page, entry, run) for run in range(runs)]}
        worked += (processor_seconds(server) - before) / runs
        times["cached"] = [_time(browser, page, entry, 0) for _ in range(runs)]
        found[name] = {kind: spread(some) for kind, some in times.items()}
        for kind, some in times.items():
            whole[kind] = [total + one for total, one in zip(whole[kind], some, strict=True)]
    return {
        "callbacks": found,
        **{f"whole_{kind}": spread(some) for kind, some in whole.items()},
        "whole_uncached_cpu_ms": round(worked * MILLI, 1),
    }


def _viewers(
    port: int, password: str, pages: dict[str, list[Entry]], quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Many readers at once, opening page after page: each with filters of its own, then all with the same."""
    count, looks = (QUICK_VIEWERS, QUICK_LOOKS) if quick else (VIEWERS, LOOKS)
    tell(f"{count} pembaca sekaligus")
    browsers = [Browser(port) for _ in range(count)]
    for browser in browsers:
        browser.sign_in(READER, password)
    names = list(pages)

    def read(viewer: int, run: int) -> list[float]:
        times = []
        for look in range(looks):
            page = names[(viewer + look) % len(names)]
            times += [_time(browsers[viewer], page, entry, run) for entry in pages[page]]
        return times

    def together(runs: list[int]) -> dict[str, Any]:
        started = time.perf_counter()
        times = [one for some in pool.map(read, range(count), runs) for one in some]
        return {**spread(times), "per_second": round(len(times) / (time.perf_counter() - started), 1)}

    try:
        with ThreadPoolExecutor(count) as pool:
            own = together([1000 + viewer for viewer in range(count)])
            same = together([999] * count)
    finally:
        for browser in browsers:
            browser.sign_out()
            browser.close()
    return {"viewers": count, "own_filters": own, "same_filters": same}


def _name(entry: Entry) -> str:
    """``..proses-corong-judul.children...proses-…`` is the figure ``proses-corong``."""
    first = str(entry["output"]).strip(".").split("...")[0].rsplit(".", 1)[0]
    return first.rsplit("-", 1)[0] if first.endswith(("-judul", "-kartu", "-blok")) else first


def _values(page: str, run: int) -> dict[str, Any]:
    """What the page holds. Every run has a first day of its own, so that its answer is not known yet.

    The days lie before the last twelve months: a little more to read, never a period seen before.
    """
    usual = Filters.default()
    assert usual.start is not None
    assert usual.end is not None
    return {
        f"{page}{CHOICE}.data": {
            "dari": (usual.start - dt.timedelta(days=run)).isoformat(),
            "sampai": usual.end.isoformat(),
            "satuan": "kerja",
            "banding": "sebelumnya",
        },
        "eopen-revisi.data": "bench",
        "eopen-tema.data": "light",
    }


def _ask(browser: Browser, page: str, entry: Entry, run: int) -> bytes:
    return browser.call(entry, _values(page, run), f"{page}{CHOICE}.data")


def _time(browser: Browser, page: str, entry: Entry, run: int) -> float:
    answers: list[bytes] = []
    taken = seconds(lambda: answers.append(_ask(browser, page, entry, run)))
    if not json.loads(answers[0] or b"{}").get("response"):
        raise RuntimeError(f"{_name(entry)} was answered without a figure")
    return taken
