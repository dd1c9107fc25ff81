"""A simulated day of the demo feed in one sitting: what a delivery, a question, a click, memory and log cost by hour.

    python -m benchmarks.endurance FOLDER [--hours 24] [--keep FOLDER] [--step-s 1]

FOLDER: of a built demo city, which is copied; --keep: where the copy stays, for `benchmarks.screen --after`. The feed
goes through the reception of a server in this process, as fast as the machine can; each hour five walls and twenty
analysts ask for their screens and twenty questions are asked by HTTP; every fourth hour a browser clicks around.
Results: endurance.json, and the chart that README shows.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page

from benchmarks.chromium import chromium
from benchmarks.endurance.chart import SHOTS, draw
from benchmarks.live.processes import resident_mb
from benchmarks.screen.clicks import READY, click_through
from benchmarks.simulated_feed import SimulatedHour, opened_city, simulated_feed
from benchmarks.timing import RESULTS, Times, save
from dashboard.server.city_server import beside
from dashboard.settings import Settings
from queries.city import City

WALLS, ANALYSTS = 5, 20
CLICKS_EVERY_H = 4
SMALL = 50
FINE = timedelta(minutes=3)
"""Of each hour in steps of a second, so that small deliveries are applied alone, as on a live city."""
KPIS = ("reported", "open", "closed_on_time", "handling_time", "satisfaction")
SPANS_DAYS = (0, 6, 29, 59)
PERIODS = ("today", "yesterday", "7d", "30d")


def crowd(client: httpx.Client, areas: list[str], turn: int) -> list[float]:
    """Seconds that each screen of five walls and twenty analysts at addresses of their own took."""
    screens = [("/wall", "")] * WALLS
    for person in range(ANALYSTS):
        area = areas[(person + turn) % len(areas)]
        screens.append(("/", f"?area={area}&period={PERIODS[person % len(PERIODS)]}"))
    return [_seconds(client.build_request("POST", "/screen", json={"path": path, "search": search}), client)
            for path, search in screens]  # fmt: skip


def questions(client: httpx.Client, today: date) -> list[float]:
    """Seconds that each of twenty questions took; the version is new, so no answer is at hand."""
    every = [(kpi, today - timedelta(days=days)) for kpi in KPIS for days in SPANS_DAYS]
    addresses = [f"/api/v1/kpi?key={kpi}&from={first}&to={today}" for kpi, first in every]
    return [_seconds(client.build_request("GET", address), client) for address in addresses]


def _seconds(request: httpx.Request, client: httpx.Client) -> float:
    began = time.perf_counter()
    client.send(request).raise_for_status()
    return time.perf_counter() - began


def clicked(page: Page, client: httpx.Client) -> dict[str, Any]:
    """Clicks in a browser, which looks at nothing between the measurements: it would ask for every step of the feed."""
    page.goto(str(client.base_url))
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    found = click_through(page, 1).as_json()
    page.goto("about:blank")
    return found


def measured(hour: SimulatedHour, client: httpx.Client, page: Page, areas: list[str]) -> dict[str, Any]:
    """One hour as a row of figures."""
    asked = Times(tuple(questions(client, hour.until.date())))
    screens = Times(tuple(crowd(client, areas, 7 * hour.number)))
    clicks = clicked(page, client) if (hour.number + 1) % CLICKS_EVERY_H == 0 else {}
    small = [one for one in hour.rounds if one.rows <= SMALL]
    wall, used = (Times(tuple(getattr(one, name) for one in small)) for name in ("wall_ms", "cpu_ms"))
    gc.collect()
    return {
        "hour": hour.number + 1,
        "deliveries": hour.deliveries,
        "rows": hour.rows,
        "apply_ms": round(wall.median, 1) if small else None,
        "apply_p95_ms": round(wall.p95, 1) if small else None,
        "apply_cpu_ms": round(used.median, 1) if small else None,
        "feed_share_of_a_core": round((hour.accept_cpu_s + hour.apply_cpu_s + hour.jobs_cpu_s) / 3600, 4),
        "question_ms": round(1000 * asked.median, 1),
        "question_p95_ms": round(1000 * asked.p95, 1),
        "screen_ms": round(1000 * screens.median, 1),
        "screen_p95_ms": round(1000 * screens.p95, 1),
        "click_ms": clicks.get("painted_ms"),
        "click_p95_ms": clicks.get("painted_p95_ms"),
        "resident_mb": resident_mb(os.getpid()),
        "log_mb": round(hour.log_bytes / 1e6, 2),
        "store_mb": round(hour.store_bytes / 1e6, 1),
    }


def day(folder: Path, hours: int, step: timedelta) -> list[dict[str, Any]]:
    """The rows of figures, the first before anything was delivered."""
    rows = []
    with opened_city(folder) as (city, clock), beside(Settings(token=None, port=0), city) as server:
        areas = [area.code for area in city.tree.children(city.tree.root)]
        with httpx.Client(base_url=server.address.url, trust_env=False, timeout=60) as client, chromium() as browser:
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            rows.append(measured(SimulatedHour(-1, clock.now), client, page, areas))
            print(rows[-1], flush=True)
            for hour in simulated_feed(city, clock, hours=hours, step=step, fine=FINE):
                rows.append(measured(hour, client, page, areas))
                print(rows[-1], flush=True)
                save("endurance", {"step_s": step.seconds, "hours": rows})
    return rows


def question_at_rest_ms(folder: Path) -> float:
    """The median of the same questions after the day, when nothing arrives any more."""
    with (
        opened_city(folder) as (city, clock),
        beside(Settings(token=None, port=0), city) as server,
        httpx.Client(base_url=server.address.url, trust_env=False, timeout=60) as client,
    ):
        crowd(client, [area.code for area in city.tree.children(city.tree.root)], 0)
        return 1000 * Times(tuple(questions(client, clock.now.date()))).median


def restart_s(folder: Path) -> float:
    """Seconds until the city is recovered and open again."""
    began = time.perf_counter()
    with City.open(folder, recover=True):
        return time.perf_counter() - began


def main() -> None:
    """Prints a line an hour and writes figures and chart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--step-s", type=int, default=1, help="what comes within so many seconds is applied together")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        copy = given.keep or Path(name) / "demo"
        shutil.copytree(given.folder, copy)
        began = time.perf_counter()
        rows = day(copy, given.hours, timedelta(seconds=given.step_s))
        figures: dict[str, object] = {"step_s": given.step_s, "seconds": round(time.perf_counter() - began)}
        figures |= {"question_at_rest_ms": round(question_at_rest_ms(copy), 1)}
        figures |= {"restart_s": round(restart_s(copy), 2), "hours": rows}
    save("endurance", figures)
    draw(RESULTS / "endurance.json", SHOTS / "endurance.png")
