"""The parts of one photograph: `python -m benchmarks.paper.one_photograph ADDRESS WxH` prints their seconds as JSON.

As `dashboard.exports.photograph.snap` takes it, in a process that has imported nothing of it yet; of EMPTY, what every
photograph by Chromium needs.
"""

import json
import os
import sys
import time
from pathlib import Path

EMPTY = "about:blank"


def parts_of(address: str, width: int, height: int) -> dict[str, float]:
    """Seconds of each part of one photograph, in a process that has imported nothing of it yet."""
    marks = [("", time.perf_counter())]

    def mark(name: str) -> None:
        marks.append((name, time.perf_counter()))

    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from dashboard.exports import photograph as taking  # noqa: PLC0415
    from dashboard.exports.browser import find_browser  # noqa: PLC0415
    from dashboard.settings import Settings  # noqa: PLC0415

    mark("imports")
    photograph = taking.Photograph(address, Path("wall.png"), (width, height), as_seen=True)
    arguments = [*taking.QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        mark("driver")
        browser = playwright.chromium.launch(executable_path=str(find_browser(Settings())), args=arguments)
        context = browser.new_context(viewport={"width": width, "height": height}, service_workers="block")
        context.route(taking.elsewhere(address), lambda route: route.abort())
        page = context.new_page()
        mark("browser")
        if address == EMPTY:
            page.goto(address)
        else:
            taking.open_address(page, photograph)
        mark("page")
        taking.picture(page, photograph)
        mark("picture")
        browser.close()
    mark("closing")
    return {name: at - before for (name, at), (_, before) in zip(marks[1:], marks, strict=False)}


if __name__ == "__main__":
    print(json.dumps(parts_of(sys.argv[1], *map(int, sys.argv[2].split("x")))))
