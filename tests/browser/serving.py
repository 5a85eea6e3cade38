"""The program served by a process of its own, and the Chromium that visits it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.access.demo import DEMO_ACCOUNTS

ROOT = Path(__file__).resolve().parents[2]
PASSWORDS = {account.username: account.password for account in DEMO_ACCOUNTS}
START_SECONDS = 120
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def web_server(database_url: str, home: Path) -> Iterator[str]:
    """The address of the program, served as in production."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "app:server", "--threads", "8", "-b", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={**os.environ, "EOPEN_DATABASE_URL": database_url, "EOPEN_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_served(f"http://127.0.0.1:{port}/masuk", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        # All of it at once: nobody waits for an orderly end, nothing of its folder is used again.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_served(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, "the web server ended before it served a page"
            assert time.monotonic() < deadline, "the web server did not come up"
            time.sleep(0.2)
