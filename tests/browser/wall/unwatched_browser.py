"""A Chromium that nobody watches while it works: what a debugger keeps of every answer is no memory of the page.

Playwright asks the browser to keep the bodies of all answers for it, some hundred megabytes in time. So it is connected
to open the page and to weigh it, and in between only the title of the page is read, over HTTP.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from benchmarks.chromium import FLAGS
from dashboard.exports.browser import find_browser
from dashboard.settings import Settings
from tests.browser.conftest import PATIENCE_MS, VIEWPORT

HEADLESS = ("--headless", "--hide-scrollbars", f"--window-size={VIEWPORT['width']},{VIEWPORT['height']}")
PORT_FILE = "DevToolsActivePort"


@dataclass(frozen=True)
class UnwatchedBrowser:
    """A started browser with one page. port: on which it can be asked."""

    process: int
    port: int

    @contextmanager
    def watched(self) -> Iterator[Page]:
        """The page, for the block."""
        with sync_playwright() as playwright:
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self.port}")
            page = browser.contexts[0].pages[0]
            page.set_default_timeout(PATIENCE_MS)
            yield page
            browser.close()  # goes away; the browser stays

    def title(self) -> str:
        """Of the page."""
        asked = httpx.get(f"http://127.0.0.1:{self.port}/json", timeout=60.0, trust_env=False)
        return next(str(one["title"]) for one in asked.json() if one["type"] == "page")

    def resident_bytes(self) -> int:
        """Of the memory of the process that draws the page, without what it shares as files. Linux."""
        renderers = [one for one in _descendants(self.process) if b"--type=renderer" in _read(one, "cmdline")]
        lines = (_read(one, "status").decode().split("RssAnon:")[1].split()[0] for one in renderers)
        return max(int(kilobytes) * 1024 for kilobytes in lines)


@contextmanager
def unwatched_browser(folder: Path) -> Iterator[UnwatchedBrowser]:
    """A browser that keeps its profile in `folder` and ends with the block."""
    program, port_file = str(find_browser(Settings())), folder / PORT_FILE
    command = [program, *FLAGS, *HEADLESS, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            while not (port_file.is_file() and port_file.read_text().strip()):
                assert process.poll() is None, "the browser did not start"
                time.sleep(0.05)
            yield UnwatchedBrowser(process.pid, int(port_file.read_text().split()[0]))
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # Debian starts it by a script, which would end alone


def _descendants(process: int) -> Iterator[int]:
    for one in Path("/proc").iterdir():
        if one.name.isdigit() and _parent(int(one.name)) == process:
            yield int(one.name)
            yield from _descendants(int(one.name))


def _parent(process: int) -> int:
    fields = _read(process, "stat").rpartition(b")")[2].split()
    return int(fields[1]) if fields else 0


def _read(process: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{process}/{name}").read_bytes()
    except OSError:
        return b""
