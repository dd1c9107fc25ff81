"""Headless Chromium as the benchmarks and the browser tests start it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
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
def chromium(executable: str | None = None) -> Iterator[Browser]:
    """A started Chromium, by default one with windows, as people have it; without one (or with YIPING_BROWSER) that of
    the exports. Raises SnapRefused where there is none."""
    settings = Settings()
    with_windows = None if settings.browser else next(filter(None, map(shutil.which, WITH_WINDOWS)), None)
    with sync_playwright() as playwright:
        program = executable or with_windows or str(find_browser(settings))
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()
