"""Pictures of every screen, of what opens over it, and of every size, theme and language, to be looked at.

python -m benchmarks.pictures.every_screen FOLDER [--server http://127.0.0.1:8050] [--only phone,why]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.chromium import chromium
from dashboard.commands import server_file
from dashboard.commands.city_folders import new_folder
from dashboard.exports.photograph import READY
from dashboard.settings import Settings

CITY = "demo"
SIZES = {
    "phone": (390, 844),
    "tablet": (820, 1180),
    "laptop": (1366, 768),
    "twice": (683, 384),
    "desk": (1920, 1080),
    "wide": (3840, 1080),
    "large": (7680, 2160),
}
SCREENS = {"analyst": "/", "wall": "/wall", "sources": "/sources", "load": "/load", "dictionary": "/dictionary"}
OPENED = {
    "number": "/?number=closed_on_time&period=30d",
    "list": "/?list=overdue_open",
    "why": "/?why&period=7d",
    "replay": "/?replay",
    "filtered": "/?where=channel=hotline_12345;hour=22;hour=23&period=7d",
    "rate": "/?kpi=closed_on_time&step=week&split=channel&period=30d",
    "layers": "/?layers=cells,points,units,labels",
    "compare": "/?compare&kpi=closed_on_time&period=30d",
    "measure": "/?measure={day}&area=410105000000",
    "saved": "/?saved",
    "notes": "/?saved=notes",
    "case": "/?list=overdue_open&case={case}",
}
REFUSED = {"missing": "/nothing", "parameter": "/?period=tomorrow"}
"""Addresses that are answered with a sentence alone, or with a notice above the screen."""
MEASURED_DAYS = 28
LOOKS = (("dark", "zh-CN"), ("light", "en"), ("dark", "en"), ("light", "zh-CN"))
OPENED_AT = dict(zip(("phone", "tablet", "laptop", "desk", "large"), (*LOOKS, LOOKS[0]), strict=True))
SETTLED_MS = 600
TIME_LIMIT_MS = 90_000
TALLEST = 16_000
"""Pixels of a picture of a whole page."""


@dataclass(frozen=True)
class Sight:
    """A picture to take: its name, the address, and the size of the window."""

    name: str
    address: str
    size: tuple[int, int]


def sights(case: str, day: str) -> Iterator[Sight]:
    """Every screen at every size, dark in Chinese and light in English; at two sizes the other way round too; and what
    opens over the analyst's screen at five sizes. case: the reference of one; day: that of a measure."""
    for size_name, size in SIZES.items():
        looks = LOOKS if size_name in ("phone", "laptop") else LOOKS[:2]
        for theme, language in looks:
            for name, path in SCREENS.items():
                yield Sight(f"{name}-{size_name}-{theme}-{language}", f"{path}?theme={theme}&lang={language}", size)
    for name, address in (OPENED | REFUSED).items():
        for size_name, (theme, language) in OPENED_AT.items():
            asked = address.format(case=case, day=day)
            found = f"{asked}{'&' if '?' in asked else '?'}theme={theme}&lang={language}"
            yield Sight(f"{name}-{size_name}-{theme}-{language}", found, SIZES[size_name])


def opened(page: Page, server: str) -> tuple[str, str]:
    """A case that is overdue, and the day of a measure some weeks ago."""
    answer = page.request.get(f"{server}/api/v1/cases?key=overdue_open&format=json&limit=1").json()
    day = datetime.fromisoformat(answer["as_of"]) - timedelta(days=MEASURED_DAYS)
    found = answer["cases"][0]
    return f"{found['source']}/{found['source_id']}", day.date().isoformat()


def take(browser: Browser, server: str, sight: Sight, folder: Path) -> None:
    """The window as it opens, and the whole page where it is longer."""
    width, height = sight.size
    page = browser.new_page(viewport={"width": width, "height": height})
    try:
        page.goto(server + sight.address)
        if page.locator("link[rel=modulepreload]").count():
            page.wait_for_selector(READY, state="attached", timeout=TIME_LIMIT_MS)
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=folder / f"{sight.name}.png")
        tall = int(page.evaluate("document.documentElement.scrollHeight"))
        if tall > height * 1.1:
            _look_below(page, tall, height)
            page.screenshot(path=folder / f"{sight.name}-whole.png", full_page=tall <= TALLEST)
    finally:
        page.close()


def _look_below(page: Page, tall: int, height: int) -> None:
    """Panels below are asked for when they are looked at."""
    for top in range(0, tall, height // 2):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(SETTLED_MS)
    page.wait_for_selector(READY, state="attached", timeout=TIME_LIMIT_MS)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(SETTLED_MS)


def server_of_demo() -> str:
    """The address of the running server of the demo city. Raises SystemExit."""
    running = server_file.running(new_folder(Settings(), CITY))
    if running is None:
        raise SystemExit("No server of the demo city runs; start it by `make run`, or name one with --server.")
    return running.url


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--server", help="the address of a running server; without: that of the demo city")
    parser.add_argument("--only", default="", help="pieces of the names to take, separated by commas")
    options = parser.parse_args()
    server = options.server or server_of_demo()
    options.folder.mkdir(parents=True, exist_ok=True)
    wanted = [piece for piece in options.only.split(",") if piece]
    with chromium(first=()) as browser:
        for sight in sights(*opened(browser.new_page(), server)):
            if not wanted or all(piece in sight.name for piece in wanted):
                take(browser, server, sight, options.folder)
                print(sight.name, flush=True)


if __name__ == "__main__":
    main()
