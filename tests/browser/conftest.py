"""A small simulated city, served by a process of its own, and a Chromium that visits it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from dashboard.access.demo import ensure_demo_accounts
from dashboard.registry.database import RequestDatabase
from dashboard.registry.personal import PersonalDataVault
from dashboard.simulation.loading import load_city
from tests.browser.install_chromium import find_chromium
from tests.browser.serving import PASSWORDS, QUIET_CHROMIUM, web_server

WAIT_MILLISECONDS = 20_000
CITY_REQUESTS, CITY_MONTHS = 3_000, 12


@pytest.fixture(scope="module")
def city(module_database: RequestDatabase) -> RequestDatabase:
    """A year of about three thousand applications."""
    load_city(module_database, PersonalDataVault.demo(), requests=CITY_REQUESTS, months=CITY_MONTHS)
    with module_database.session.begin() as session:
        ensure_demo_accounts(session)
    return module_database


@pytest.fixture(scope="module")
def city_site(city: RequestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the program in the city."""
    with web_server(city.url, tmp_path_factory.mktemp("home")) as url:
        yield url


@pytest.fixture(scope="module")
def site(city_site: str) -> str:
    """The address that is visited; a module with an office of its own has its own."""
    return city_site


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET_CHROMIUM)
        yield browser
        browser.close()


Visit = Callable[..., Page]
Sessions = dict[str, Any]
"""The cookies of accounts that have signed in, by user name."""


@pytest.fixture(scope="module")
def sessions() -> Sessions:
    """An account signs in once per module; a later visit brings its cookies along."""
    return {}


@pytest.fixture
def visit(chromium: Browser, site: str, sessions: Sessions) -> Iterator[Visit]:
    """Opens a page of the office as an account, in a browser context of its own.

    At the end no page may have asked another host for anything, nor have met a failed answer
    or an error in its scripts.
    """
    with _visiting(chromium, site, sessions) as enter:
        yield enter


@pytest.fixture(scope="module")
def long_visit(chromium: Browser, site: str, sessions: Sessions) -> Iterator[Visit]:
    """Like ``visit``, for pages that stay open for several tests, which only read them."""
    with _visiting(chromium, site, sessions) as enter:
        yield enter


@contextmanager
def _visiting(chromium: Browser, site: str, sessions: Sessions) -> Iterator[Visit]:
    expect.set_options(timeout=WAIT_MILLISECONDS)
    contexts, hosts, faults = [], set[str](), list[str]()

    def enter(username: str, path: str, *, by_form: bool = False, **options: Any) -> Page:
        is_known = username in sessions and not by_form
        state = {"storage_state": sessions[username]} if is_known else {}
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **state, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MILLISECONDS)
        page.on("request", lambda request: hosts.add(_host(request.url)))
        page.on("response", lambda response: faults.extend(_fault(response)))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{site}{path}")
        if not is_known:
            fill_sign_in(page, username)
            if not by_form:
                sessions[username] = {"cookies": context.cookies(), "origins": []}
        return page

    yield enter
    for context in contexts:
        context.close()
    assert hosts <= {_host(site), ""}
    assert faults == []


def fill_sign_in(page: Page, username: str) -> None:
    """Sign in at the form that a visitor without a session is led to."""
    page.fill("[name=nama]", username)
    page.fill("[name=sandi]", PASSWORDS[username])
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/masuk" not in url)


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
