"""Headless Chromium as the benchmarks and the browser tests start it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from dashboard.exports.browser import WITH_WINDOWS, WITHOUT_SUGGESTIONS, find_browser
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
def chromium(first: Sequence[str] = WITH_WINDOWS, flags: Sequence[str] = FLAGS) -> Iterator[Browser]:
    """A started Chromium: YIPING_BROWSER, else one of `first`, by default with windows as people have it, else that of
    the exports. Raises SnapRefused where there is none."""
    with sync_playwright() as playwright:
        program = find_browser(Settings(), first)
        browser = playwright.chromium.launch(executable_path=str(program), args=list(flags))
        yield browser
        browser.close()
