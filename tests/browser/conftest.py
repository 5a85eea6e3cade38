"""A small simulated city, served by a process of its own, and a Chromium that visits it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from dashboard.access.demo import DEMO_ACCOUNTS, ensure_demo_accounts
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.simulation.loading import load_city
from tests.browser.install_chromium import find_chromium

ROOT = Path(__file__).resolve().parents[2]
PASSWORDS = {account.username: account.password for account in DEMO_ACCOUNTS}
START_SECONDS = 120
WAIT_MILLISECONDS = 20_000
CITY_REQUESTS, CITY_MONTHS = 3_000, 12
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def city(module_database: RequestDatabase) -> RequestDatabase:
    """A year of about three thousand applications."""
    load_city(module_database, PersonalDataVault.demo(), requests=CITY_REQUESTS, months=CITY_MONTHS)
    with module_database.session.begin() as session:
        ensure_demo_accounts(session)
    return module_database


@pytest.fixture(scope="module")
def city_site(city: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the program, served as in production."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    environment = {**os.environ, "EOPEN_DATABASE_URL": city.url, "EOPEN_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "app:server", "--threads", "8", "-b", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_served(f"http://127.0.0.1:{port}/masuk", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET_CHROMIUM)
        yield browser
        browser.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, city_site: str) -> Iterator[Visit]:
    """Opens a page of the city as an account, in a browser context of its own.

    At the end no page may have asked another host for anything, nor have met a failed answer
    or an error in its scripts.
    """
    expect.set_options(timeout=WAIT_MILLISECONDS)
    contexts, hosts, faults = [], set[str](), list[str]()

    def enter(username: str, path: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MILLISECONDS)
        page.on("request", lambda request: hosts.add(_host(request.url)))
        page.on("response", lambda response: faults.extend(_fault(response)))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{city_site}{path}")
        page.fill("[name=nama]", username)
        page.fill("[name=sandi]", PASSWORDS[username])
        page.click("button[type=submit]")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert hosts <= {_host(city_site), ""}
    assert faults == []


def _host(url: str) -> str:
    """The host of a request; empty for what the page holds itself (data:, blob:)."""
    return url.split("/")[2] if url.startswith(("http", "ws")) else ""


def _fault(response: Response) -> list[str]:
    return [f"{response.status} {response.url}"] if response.status >= 500 else []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser waits for two processes on a machine that may be busy; a second failure counts."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.flaky(reruns=1))
