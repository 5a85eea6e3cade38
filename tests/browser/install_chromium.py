"""Find a Chromium for the browser tests, or get one; say in one sentence when none can be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HEADLESS_SHELL = "chromium-headless-shell"
"""The same browser without windows of its own: the tests take a third less time with it."""

NAMES = (HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
DOWNLOAD_SECONDS = 300


def find_chromium() -> str | None:
    """Path of a Chromium: the one named in EOPEN_CHROMIUM, one on this machine, or Playwright's own."""
    named = os.environ.get("EOPEN_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if MAC_CHROME.exists():
        return str(MAC_CHROME)
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _run(*command: str) -> bool:
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=DOWNLOAD_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install_headless_shell() -> None:
    """Get the system's package where we are root and have none; without such a package, do without."""
    if os.environ.get("EOPEN_CHROMIUM") or shutil.which(HEADLESS_SHELL):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", HEADLESS_SHELL)


def install_chromium() -> str | None:
    """Playwright's own download, else the system's package where we are root."""
    if _run(sys.executable, "-m", "playwright", "install", "chromium") and (path := _playwrights_own()):
        return path
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "install", "-y", "-qq", "chromium")
        return find_chromium()
    return None


if __name__ == "__main__":
    install_headless_shell()
    found = find_chromium() or install_chromium()
    if found is None:
        sys.exit(
            "No Chromium for the browser tests: install Chrome or Chromium, or name one with EOPEN_CHROMIUM."
        )
    print(f"Browser tests use {found}")
