"""Click to paint where the user stands: at rest, live, after a simulated day, at ten million cases, beside a plain app.

    python -m benchmarks.screen FOLDER [--after FOLDER] [--large FOLDER] [--rounds 3]

FOLDER: of a built demo city, which is copied. --after: one after 24 simulated hours (see benchmarks.endurance);
--large: one of ten million cases. Each row opens a browser of its own on the same machine. Results: screen.json.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import httpx
from playwright.sync_api import Page

from benchmarks.chromium import chromium
from benchmarks.live.processes import resident_mb, watching
from benchmarks.page import visit
from benchmarks.screen.clicks import ADDRESSES, LIMIT_MS, REST_MS, click_filters, click_through, opened
from benchmarks.serving import COMMAND, serving
from benchmarks.timing import Times, repeated, save
from dashboard.commands import server_file
from queries.budget.memory_budget import STORE_FILE

LIVE_FOR_S = 60.0
PLAIN_PORT = 8941
FRAME = """
COPY (SELECT e.* EXCLUDE (title, text), d.code AS district FROM events AS e
  LEFT JOIN read_parquet($areas) AS d ON d.level = 1 AND e.area_id BETWEEN d.area_id AND d.last_id
  ORDER BY reported_at)
TO '{to}'
"""
PLAIN_CLICK = """async ([address, limit]) => {
  const frame = () => new Promise(requestAnimationFrame);
  const began = performance.now();
  history.pushState({}, "", address);
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  const search = location.search;
  const titles = () =>
    [...document.querySelectorAll(".gtitle")].filter((one) => one.textContent.endsWith(" of " + (search || "home")));
  const values = () => [...document.querySelectorAll("p")].filter((one) => one.dataset.search === search);
  while (performance.now() - began < limit) {
    await frame();
    const busy = document.querySelector("[data-dash-is-loading]");
    if (!busy && titles().length === 4 && values().length === 8) break;
  }
  await frame();
  return performance.now() - began;
}"""


@contextmanager
def browsed(url: str) -> Iterator[Page]:
    """A page of a browser of its own on the analyst's screen."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        opened(page, url)
        yield page


@contextmanager
def live(folder: Path) -> Iterator[str]:
    """The address of `yiping demo` over the city of `folder`, with its sources delivering in real time."""
    home = folder.parent
    command = [str(COMMAND), "demo", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | {"YIPING_HOME": str(home)})
    try:
        while (known := server_file.read(folder)) is None:
            if process.poll() is not None:
                raise SystemExit("the demo did not start")
            time.sleep(0.2)
        with suppress(httpx.HTTPError):
            httpx.get(known.url, trust_env=False)
        yield known.url
    finally:
        process.terminate()
        process.wait(timeout=60)


def at_rest(folder: Path, rounds: int) -> dict[str, Any]:
    """Clicks, and the first visit, of a city to which nothing is delivered."""
    with serving(folder) as server:
        with browsed(server.url) as page:
            clicks, filtered = click_through(page, rounds), click_filters(page)
        with chromium() as browser:
            visit(browser, server.url)
            ready = Times(tuple(visit(browser, server.url)[0] for _ in range(5)))
    return clicks.as_json() | {"ready_s": round(ready.median, 2), "with_filters": filtered}


def living(folder: Path, rounds: int) -> dict[str, Any]:
    """Clicks on a city to which the demo feed is delivered, and what that feed costs with no browser open."""
    with live(folder) as url:
        known = server_file.read(folder)
        if known is None:
            raise SystemExit("the demo has gone")
        time.sleep(LIVE_FOR_S)
        with watching(known.pid) as used:
            time.sleep(LIVE_FOR_S)
        with browsed(url) as page:
            clicks, filtered = click_through(page, rounds), click_filters(page)
        memory = resident_mb(known.pid)
    return clicks.as_json() | {"feed_cpu": round(used.cpu, 3), "resident_mb": memory, "with_filters": filtered}


def plain(folder: Path, work: Path, rounds: int) -> dict[str, Any]:
    """The same clicks in a plain Dash app over a pandas frame of the same cases, at rest."""
    frame = work / "frame.parquet"
    with duckdb.connect(str(folder / STORE_FILE), read_only=True) as store:
        store.execute(FRAME.format(to=frame), {"areas": str(folder / "areas.parquet")})
    command = [sys.executable, "-m", "benchmarks.screen.plain_dash", str(frame), str(PLAIN_PORT)]
    process = subprocess.Popen(command)
    url = f"http://127.0.0.1:{PLAIN_PORT}"
    try:
        _wait_for(url)
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            page.goto(url)
            page.wait_for_selector(".gtitle", state="attached", timeout=120_000)
            page.wait_for_timeout(REST_MS)
            took = []
            for address in ADDRESSES * rounds:
                took.append(page.evaluate(PLAIN_CLICK, [address, LIMIT_MS]))
                page.wait_for_timeout(REST_MS)
    finally:
        process.terminate()
        process.wait(timeout=30)
    times = Times(tuple(took))
    return {"painted_ms": round(times.median), "painted_p95_ms": round(times.p95), "longest_ms": round(max(took))}


def _wait_for(url: str) -> None:
    for _ in range(600):
        with suppress(httpx.HTTPError):
            httpx.get(url, trust_env=False)
            return
        time.sleep(0.2)
    raise SystemExit("the plain app did not start")


def main() -> None:
    """Prints each row and writes them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--after", type=Path, help="city after 24 simulated hours")
    parser.add_argument("--large", type=Path, help="city of ten million cases")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    figures: dict[str, object] = {"yardstick_ms": round(1000 * repeated(lambda: sum(range(2_000_000)), 5).median, 1)}
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        work = Path(name)
        rows = [("at_rest", at_rest, given.folder), ("live", living, given.folder)]
        rows += [("live_after_a_day", living, given.after)] if given.after else []
        rows += [("at_rest_large", at_rest, given.large)] if given.large else []
        for title, measure, folder in rows:
            copy = work / title / "demo"
            shutil.copytree(folder, copy)
            figures[title] = measure(copy, given.rounds)
            print(title, figures[title], flush=True)
            shutil.rmtree(copy)
        figures["plain_dash_at_rest"] = plain(given.folder, work, given.rounds)
        print("plain_dash_at_rest", figures["plain_dash_at_rest"], flush=True)
    save("screen", figures)
