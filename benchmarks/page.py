"""A screen in headless Chromium against a warm server: time until every panel is painted, and bytes sent."""

from __future__ import annotations

import time

from playwright.sync_api import Browser

from benchmarks.chromium import chromium
from benchmarks.timing import Times, save

READY = "html[data-ready='true']"
SCREENS = {"analyst": "/", "wall": "/wall"}


def visit(browser: Browser, address: str) -> tuple[float, int]:
    """Seconds until ready with an empty browser cache, and bytes received over the wire."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    received = []
    network.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    seconds = time.perf_counter() - start
    context.close()
    return seconds, sum(received)


def run(server: str, *, repeats: int = 5) -> None:
    """`server`: its address. The first visit of each screen warms it and does not count."""
    figures: dict[str, object] = {}
    with chromium() as browser:
        for name, path in SCREENS.items():
            visit(browser, server + path)
            visits = [visit(browser, server + path) for _ in range(repeats)]
            times = Times(tuple(seconds for seconds, _ in visits))
            size = max(received for _, received in visits)
            print(f"page {name}: ready in {times.median:.2f} s (P95 {times.p95:.2f}), {size / 1e3:,.0f} kB sent")
            figures[name] = {"ready_s": times.median, "ready_p95_s": times.p95, "bytes": size}
    save("page", figures)
