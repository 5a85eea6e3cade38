"""A real web server of an office, for as long as it is asked."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from dashboard.bench.browser import Browser
from dashboard.registry.database import RequestDatabase
from dashboard.settings import Settings

ROOT = Path(__file__).resolve().parents[2]

START_SECONDS = 300.0
"""A replica that is missing is filled first."""


@contextmanager
def web_server(settings: Settings, database: RequestDatabase) -> Iterator[tuple[int, psutil.Process]]:
    """A web server of the office on a free port, as in production: one process, threads."""
    port = _free_port()
    environment = environment_of(settings, database)
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
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment_of(settings: Settings, database: RequestDatabase) -> dict[str, str]:
    """What tells a program of ours which office it works for."""
    return {**os.environ, "EOPEN_DATABASE_URL": database.url, "EOPEN_HOME": str(settings.home_path)}


def processor_seconds(server: psutil.Process) -> float:
    """Processor seconds of the web server so far: what it did, however long it had to wait for its turn."""
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


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
