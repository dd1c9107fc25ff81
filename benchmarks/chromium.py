"""Headless Chromium as the benchmarks and the browser tests start it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from dashboard.exports.browser import WITHOUT_SUGGESTIONS, find_browser
from dashboard.settings import Settings

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    WITHOUT_SUGGESTIONS,
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine (YIPING_BROWSER, else the first on the path). Raises SnapRefused without one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser(Settings())), args=list(FLAGS))
        yield browser
        browser.close()
