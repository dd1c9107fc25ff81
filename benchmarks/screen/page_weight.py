"""What a page weighs: bytes over the wire and requests, until its first screen is ready, until its figures are drawn,
and when everything below was looked at. No times: it may be measured while others work.

python -m benchmarks.screen.page_weight FOLDER          # of a city; it is served meanwhile
python -m benchmarks.screen.page_weight http://127.0.0.1:8050
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from benchmarks.chromium import chromium
from benchmarks.serving import serving
from benchmarks.timing import save

READY = "html[data-ready='true']"
FIGURES = "html[data-figures='here']"
SAVES_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
SIZE: ViewportSize = {"width": 1920, "height": 1080}
TIME_LIMIT_MS = 120_000
QUIET_MS = 1_500
PLOTLY = "/plotly.js"
CELLS = "/cells/"


@dataclass
class Weight:
    """What a page has received: bytes as sent, compressed, of each answer by its address."""

    addresses: dict[str, str] = field(default_factory=dict)
    received: dict[str, int] = field(default_factory=dict)

    def told(self) -> dict[str, int]:
        """Requests answered over the network; bytes of plotly.js, of the map's cells, and of everything else."""
        sent = [(self.addresses.get(number, ""), size) for number, size in self.received.items() if size]
        plotly = sum(size for address, size in sent if address.endswith(PLOTLY))
        cells = sum(size for address, size in sent if CELLS in address)
        other = sum(size for _, size in sent) - plotly - cells
        return {"requests": len(sent), "plotly_bytes": plotly, "cells_bytes": cells, "other_bytes": other}


@contextmanager
def weighed(context: BrowserContext) -> Iterator[tuple[Page, Weight]]:
    """A page and what it receives."""
    page, weight = context.new_page(), Weight()
    network = context.new_cdp_session(page)
    network.send("Network.enable")

    def asked(event: Mapping[str, Any]) -> None:
        weight.addresses[event["requestId"]] = event["request"]["url"]

    def finished(event: Mapping[str, Any]) -> None:
        weight.received[event["requestId"]] = int(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", asked)
    network.on("Network.loadingFinished", finished)
    yield page, weight
    page.close()


def _ready(page: Page, selector: str = READY) -> None:
    page.wait_for_selector(selector, state="attached", timeout=TIME_LIMIT_MS)


def _look_below(page: Page) -> None:
    """Scrolls through the page until every panel has been asked for."""
    for place in page.locator(".below .slot").all():
        place.scroll_into_view_if_needed()
        page.wait_for_timeout(QUIET_MS)
        _ready(page)


def of_analyst(browser: Browser, server: str, *, with_figures: bool) -> dict[str, dict[str, int]]:
    """The first visit of a browser that has nothing, then the same page again, at each stage."""
    context = browser.new_context(viewport=SIZE)
    if not with_figures:
        context.add_init_script(SAVES_DATA)
    stages = {}
    with weighed(context) as (page, weight):
        page.goto(server)
        _ready(page)
        stages["first_screen"] = weight.told()
        if with_figures:
            _ready(page, FIGURES)
            stages["with_figures"] = weight.told()
            _look_below(page)
            stages["whole_page"] = weight.told()
    with weighed(context) as (page, weight):
        page.goto(server)
        _ready(page, FIGURES if with_figures else READY)
        page.wait_for_timeout(QUIET_MS)
        stages["again"] = weight.told()
    context.close()
    return stages


def of_screen(browser: Browser, address: str) -> dict[str, dict[str, int]]:
    """The first visit of a screen without figures."""
    context = browser.new_context(viewport=SIZE)
    with weighed(context) as (page, weight):
        page.goto(address)
        _ready(page)
        page.wait_for_timeout(QUIET_MS)
        told = weight.told()
    context.close()
    return {"first_screen": told}


def run(server: str) -> None:
    """`server`: its address."""
    with chromium(first=()) as browser:
        figures: dict[str, dict[str, dict[str, int]]] = {
            "analyst_without_plotly": of_analyst(browser, server, with_figures=False),
            "analyst": of_analyst(browser, server, with_figures=True),
            **{name: of_screen(browser, f"{server}/{name}") for name in ("wall", "sources", "dictionary")},
        }
    for name, stages in figures.items():
        for stage, told in stages.items():
            parts = ", ".join(f"{kind.removesuffix('_bytes')} {size:,}" for kind, size in told.items())
            print(f"{name}, {stage}: {parts}")
    save("page_weight", {**figures})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("city", help="the folder of a city, or the address of a server")
    city = parser.parse_args().city
    if city.startswith("http"):
        run(city)
        return
    with serving(Path(city)) as served:
        run(served.url)


if __name__ == "__main__":
    main()
