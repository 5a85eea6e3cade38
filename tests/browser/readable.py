"""What axe has to say of a page that has come to rest."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

IS_AT_REST = "document.fonts.status === 'loaded' && document.getAnimations().length === 0"


def show_in(page: Page, theme: str) -> None:
    """Switch the page to the ``light`` or ``dark`` theme."""
    page.wait_for_function("document.documentElement.dataset.bsTheme")  # the page has chosen its own
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)


def grave_faults(page: Page) -> list[tuple[str, str]]:
    """The rules that the page breaks gravely, each with the first element that does.

    A page wider than its window breaks one too. Nothing may be moving meanwhile: a button that is
    just changing its colour has no contrast of its own.
    """
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_function(IS_AT_REST)
    broken = Axe().run(page).response["violations"]
    faults = [
        (rule["id"], rule["nodes"][0]["html"]) for rule in broken if rule["impact"] in ("serious", "critical")
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append(("wider than the window", page.url))
    return faults
