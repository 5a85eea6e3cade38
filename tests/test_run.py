"""``python app.py`` with real processes: first start, second start, Ctrl-C, and a kill."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120


class RunningOffice:
    """``python app.py`` on a home of its own."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = home
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("EOPEN_")
        } | {
            "EOPEN_HOME": str(home),
            "EOPEN_PORT": str(self.port),
            "EOPEN_DEMO_REQUESTS": "300",
            "EOPEN_DEMO_MONTHS": "2",
        }
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start, and return once the office says that it serves."""
        self.process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if self.health()["replika"]:
                    return
            except OSError:
                assert self.process.poll() is None, self.process.stdout and self.process.stdout.read()
            time.sleep(0.1)
        raise AssertionError("the office did not come up")

    def health(self) -> dict[str, bool]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sehat", timeout=2) as answer:
            return dict(json.load(answer))

    def family(self) -> list[psutil.Process]:
        """The process, its children, and the database server it started."""
        assert self.process is not None
        own = psutil.Process(self.process.pid)
        server = int((self.home / "postgres" / "postmaster.pid").read_text().split()[0])
        return [own, *own.children(recursive=True), psutil.Process(server)]

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)


@pytest.fixture
def office() -> Iterator[RunningOffice]:
    with tempfile.TemporaryDirectory(prefix="eopen-run-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        office = RunningOffice(Path(folder) / "home")
        yield office
        office.stop()


def requests_in(office: RunningOffice) -> int:
    import psycopg

    with psycopg.connect(f"postgresql://postgres:@/postgres?host={office.home / 'postgres'}") as connection:
        row = connection.execute("select count(*) from request").fetchone()
    assert row is not None
    return int(row[0])


def test_an_office_starts_stops_and_starts_again_with_its_data(office: RunningOffice) -> None:
    office.start()
    first, family = requests_in(office), office.family()
    office.stop()

    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    assert first > 200

    office.start()
    assert requests_in(office) == first


def test_a_killed_office_starts_again_cleanly(office: RunningOffice) -> None:
    office.start()
    first, family = requests_in(office), office.family()
    assert office.process is not None

    office.process.kill()
    _, orphans = psutil.wait_procs(
        [process for process in family if process.name() != "postgres"], timeout=20
    )
    office.start()

    assert orphans == []
    assert requests_in(office) == first


def test_a_start_that_was_killed_while_filling_is_made_good(office: RunningOffice) -> None:
    office.environment["EOPEN_DEMO_REQUESTS"] = "60000"
    starting = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=office.environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if requests_in(office) > 0:
                break
        except Exception:
            time.sleep(0.05)
    setup = psutil.Process(starting.pid).children(recursive=True)
    for process in [*setup, psutil.Process(starting.pid)]:
        process.kill()
    starting.wait()
    half_filled = requests_in(office)

    office.environment["EOPEN_DEMO_REQUESTS"] = "300"
    office.start()

    assert 0 < half_filled < 50_000
    assert 200 < requests_in(office) < 1_000


def test_a_port_in_use_is_told_in_words(office: RunningOffice) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", office.port))
        other.listen()
        done = subprocess.run(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=office.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode != 0
    assert f"Porta {office.port} sedang dipakai" in done.stderr
