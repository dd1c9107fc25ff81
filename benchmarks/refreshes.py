"""Does a wall grow? Refreshes the open page many times with changing numbers and weighs it before and after.

    python -m benchmarks.refreshes http://127.0.0.1:8050/wall --refreshes 2000

Every refresh hands the page a stamp of another moment, so that the numbers of a running day differ each time.
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

from benchmarks.chromium import chromium

WARM_UP = 30
MOMENTS = 240  # minutes back from the stamp in force; the refreshes go to and fro over them
REFRESH = """async ([stamp, before]) => {
  const main = document.querySelector("link[rel=modulepreload][href$='/main.js']").href;
  const { drawAt } = await import(new URL("core/drawing.js", main).href);
  return new Promise((done) => {
  drawAt(stamp);
  const started = performance.now();
  const look = () => {
    const now = document.querySelector(".as-of").textContent;
    const busy = document.documentElement.dataset.drawing === "true";
    if ((now !== before && !busy) || performance.now() - started > 10000) setTimeout(() => done(now), 20);
    else setTimeout(look, 10);
  };
  look();
  });
}"""


@dataclass(frozen=True)
class Weight:
    """What a page holds after garbage collection."""

    heap_bytes: int
    nodes: int
    listeners: int
    documents: int


def weigh(session: CDPSession) -> Weight:
    """Collects garbage, then weighs the page."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    found = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return Weight(
        int(found["JSHeapUsedSize"]), int(found["Nodes"]), int(found["JSEventListeners"]), int(found["Documents"])
    )


def calm(page: Page) -> None:
    """Waits until nothing of the last refresh moves any more: numbers that ran, rings that faded."""
    page.wait_for_timeout(500)
    page.wait_for_function("() => !document.querySelector('.map-pulses')?.childElementCount")


def refresh(page: Page, times: int) -> int:
    """Refreshes the page `times` times over the last minutes; returns how many different moments were shown in the
    header.
    """
    version, _, seconds = page.evaluate("document.documentElement.dataset.stamp").partition(".")
    to_and_fro = itertools.cycle([*range(1, MOMENTS), *range(MOMENTS, 0, -1)])
    shown = page.inner_text(".as-of")
    seen = {shown}
    for minutes in itertools.islice(to_and_fro, times):
        shown = page.evaluate(REFRESH, [f"{version}.{int(seconds) - 60 * minutes}", shown])
        seen.add(shown)
    return len(seen)


def measure(page: Page, times: int, warm_up: int = WARM_UP) -> tuple[Weight, Weight]:
    """The weights before and after `times` refreshes, after so many of a warm-up."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    refresh(page, warm_up)
    calm(page)
    before = weigh(session)
    refresh(page, times)
    calm(page)
    return before, weigh(session)


def main() -> None:
    """Prints the weights and the growth."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("address", nargs="?", default="http://127.0.0.1:8050/wall")
    arguments.add_argument("--refreshes", type=int, default=2000)
    given = arguments.parse_args()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(given.address)
        page.wait_for_selector("html[data-ready='true']", state="attached")
        before, after = measure(page, given.refreshes)
    growth = (after.heap_bytes - before.heap_bytes) / 1e6
    print(f"{given.refreshes} refreshes of {given.address}")
    print(f"before {before}\nafter  {after}\ngrowth {growth:+.2f} MB of JavaScript heap")


if __name__ == "__main__":
    main()
