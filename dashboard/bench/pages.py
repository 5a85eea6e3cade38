"""How fast the processing-time page is for its reader: a real web server, asked over HTTP."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dashboard.access.demo import demo_sign_ins
from dashboard.analytics.filters import Filters
from dashboard.bench.browser import Browser
from dashboard.bench.browser import Callback as Entry
from dashboard.bench.timing import MILLI, seconds, spread
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import UserAccount
from dashboard.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
READER = "pimpinan"
CHOICE = "proses-saringan.data"
RUNS, QUICK_RUNS = 20, 4
START_SECONDS = 300.0
"""A replica that is missing is filled first."""


def measure_pages(
    settings: Settings, database: RequestDatabase, *, quick: bool, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Open the page as the demo reader and replay its figures, each with new and with known filters."""
    with database.session() as session:
        password = {demo.username: demo.password for demo in demo_sign_ins(session)}.get(READER)
        present = session.scalar(sa.select(UserAccount.id).where(UserAccount.username == READER))
    if password is None or present is None:
        return {"skipped": f"tanpa akun contoh {READER}: jalankan `python -m dashboard setup --demo`"}
    tell("server mulai")
    with _server(settings, database) as port:
        browser = Browser(port)
        signing_in = seconds(lambda: browser.sign_in(READER, password))
        try:
            return {"sign_in_ms": round(signing_in * MILLI, 1), **_replay(browser, quick, tell)}
        finally:
            browser.sign_out()
            browser.close()


def _replay(browser: Browser, quick: bool, tell: Callable[[str], None]) -> dict[str, Any]:
    runs = QUICK_RUNS if quick else RUNS
    figures = [entry for entry in browser.callbacks() if _is_figure(entry)]
    found: dict[str, Any] = {
        "page": spread([seconds(lambda: browser.get("/")) for _ in range(runs)]),
        "callbacks": {},
    }
    whole: dict[str, list[float]] = {"uncached": [0.0] * runs, "cached": [0.0] * runs}
    for entry in figures:
        name = _name(entry)
        tell(name)
        # The first answer loads what every later one uses.
        browser.call(entry, _values(runs), CHOICE)
        times = {
            "uncached": [_time(browser, entry, _values(run)) for run in range(runs)],
            "cached": [_time(browser, entry, _values(0)) for _ in range(runs)],
        }
        found["callbacks"][name] = {kind: spread(some) for kind, some in times.items()}
        for kind, some in times.items():
            whole[kind] = [total + one for total, one in zip(whole[kind], some, strict=True)]
    found["all_figures_uncached"] = spread(whole["uncached"])
    found["all_figures_cached"] = spread(whole["cached"])
    return found


def _is_figure(entry: Entry) -> bool:
    drawn_by = {f"{part['id']}.{part['property']}" for part in entry["inputs"]}
    in_browser = bool(entry.get("clientside_function"))
    return "proses-" in entry["output"] and CHOICE in drawn_by and not in_browser


def _name(entry: Entry) -> str:
    """``..proses-corong-judul.children...proses-…`` is the figure ``proses-corong``."""
    first = str(entry["output"]).strip(".").split("...")[0].rsplit(".", 1)[0]
    return first.removesuffix("-judul")


def _values(run: int) -> dict[str, Any]:
    """What the page holds. Every run has a first day of its own, so that its answer is not known yet.

    The days lie before the last twelve months: a little more to read, never a period seen before.
    """
    usual = Filters.default()
    assert usual.start is not None
    assert usual.end is not None
    return {
        CHOICE: {
            "dari": (usual.start - dt.timedelta(days=run)).isoformat(),
            "sampai": usual.end.isoformat(),
            "satuan": "kerja",
        },
        "eopen-revisi.data": "bench",
        "eopen-tema.data": "light",
        "proses-layanan-status.value": "VERIFIKASI",
    }


def _time(browser: Browser, entry: Entry, values: dict[str, Any]) -> float:
    answers: list[bytes] = []
    taken = seconds(lambda: answers.append(browser.call(entry, values, CHOICE)))
    if not json.loads(answers[0] or b"{}").get("response"):
        raise RuntimeError(f"{_name(entry)} was answered without a figure")
    return taken


@contextmanager
def _server(settings: Settings, database: RequestDatabase) -> Iterator[int]:
    """A web server of the office on a free port, as in production: one process, threads."""
    port = _free_port()
    environment = {
        **os.environ,
        "EOPEN_DATABASE_URL": database.url,
        "EOPEN_HOME": str(settings.home_path),
    }
    options = ["--worker-class", "gthread", "--threads", str(settings.threads), "--workers", "1"]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "gunicorn", "app:server", "--bind", f"127.0.0.1:{port}", *options],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(process, port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the web server ended with {process.returncode}")
        browser = Browser(port)
        try:
            if json.loads(browser.get("/sehat"))["replika"]:
                return
        except OSError:
            pass
        finally:
            browser.close()
        time.sleep(0.2)
    raise TimeoutError("the web server was not ready in time")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
