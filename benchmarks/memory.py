"""What a server's memory goes to: resident bytes by stage of work, and whether cheap answers wait behind dear ones.

    python -m benchmarks.memory [FOLDER OF A CITY] [--minutes 5] [--name demo]

Stages: started, the first screens, many addresses, exports side by side, dear questions side by side; before the
addresses, with --minutes and of a simulated city, its sources delivering while five walls and twenty analysts look on.
The figures are saved under a name beside those of other cities.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from benchmarks.live.screens import body, panels
from benchmarks.serving import COMMAND, serving
from benchmarks.timing import RESULTS, Times, save
from dashboard.commands.server_file import ServerAddress
from dashboard.simulator.building import build_demo
from geodata.areas.tree_file import read_tree
from queries.budget.memory_budget import STORE_FILE

EXPORTS, EXPORT_ROWS, DEAR, ADDRESSES = 24, 58_000, 64, 200
SETTLED_MB, LOOKS_SETTLED, LONGEST_WAIT_S = 3.0, 20, 120.0
WALLS, ANALYSTS, WALL_S, ANALYST_S = 5, 20, 1.0, 5.0
"""Who looks on while sources deliver, and how often each asks whether there is something new."""
KPIS = ("reported", "open", "closed_on_time", "handling_time", "satisfaction")
PERIODS = ("today", "7d", "30d")


@dataclass
class Resident:
    """Megabytes (of 1,000,000 bytes) that a process holds: at the end of a stage, of these from files, at the most."""

    mb: float = 0.0
    of_files: float = 0.0
    peak: float = 0.0

    def as_json(self) -> dict[str, float]:
        return {"mb": round(self.mb), "of_files_mb": round(self.of_files), "peak_mb": round(self.peak)}


@dataclass
class Waits:
    """Seconds of each cheap answer, by address."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failed: int = 0

    def as_json(self) -> dict[str, object]:
        times = {name: Times(tuple(found)) for name, found in self.seconds.items() if found}
        return {"failed": self.failed} | {
            name: {"p50_ms": round(one.median * 1e3), "max_ms": round(max(one.seconds) * 1e3)}
            for name, one in times.items()
        }


def resident(pid: int) -> tuple[float, float]:
    """Megabytes resident of a process, and how many of them come from files."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines())
    whole, files = (int(lines[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "RssFile"))
    return whole, files


@contextmanager
def weighed(pid: int) -> Iterator[Resident]:
    """The memory of a process after the block, once it no longer changes, and its peak within."""
    found, over = Resident(), threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            found.peak = max(found.peak, resident(pid)[0])

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield found
        found.mb, found.of_files = settled(pid)
    finally:
        over.set()
        looking.join()


def settled(pid: int) -> tuple[float, float]:
    """The memory of a process once it has stayed the same for some seconds."""
    last, same, until = resident(pid), 0, time.monotonic() + LONGEST_WAIT_S
    while same < LOOKS_SETTLED and time.monotonic() < until:
        time.sleep(0.2)
        now = resident(pid)
        same = same + 1 if abs(now[0] - last[0]) < SETTLED_MB else 0
        last = now if not same else last
    return resident(pid)


@dataclass(frozen=True)
class Browser:
    """Asks a server as browsers do."""

    url: str
    panels: dict[str, list[str]]

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", timeout=120.0, trust_env=False)

    def screen(self, path: str, search: str, stamp: str) -> httpx.Response:
        """The answer of a whole screen."""
        headers = {"Content-Type": "application/json"}
        asked = body(self.panels[path], path, stamp, {}, search)
        return httpx.post(f"{self.url}/screen", content=asked, headers=headers, timeout=120.0, trust_env=False)

    def stamp(self) -> str:
        return str(self.get("/api/v1/live").json()["stamp"])


def addresses(folder: Path) -> list[str]:
    """ADDRESSES different queries of screens of a city."""
    tree = read_tree(folder)
    children = tree.children(tree.root)
    codes = [area.code for area in (*children, *(below for child in children for below in tree.children(child)))]
    every = itertools.product(codes, PERIODS, KPIS)
    return [f"?area={code}&period={period}&kpi={kpi}" for code, period, kpi in itertools.islice(every, 0, None, 4)][
        :ADDRESSES
    ]


def first_screens(browser: Browser) -> None:
    """The screens, the map's values, points and some tiles."""
    stamp = browser.stamp()
    for path in browser.panels:
        browser.get(path)
        browser.screen(path, "", stamp)
    for address in ("map?level=3&path=/&search=", "map/points?zoom=11&bbox=113.4,34.6,113.9,34.9&path=/&search="):
        browser.get(f"/api/v1/{address}&stamp={stamp}")


def export(browser: Browser) -> str:
    """What became of one export, read as it comes: its status. Raises SystemExit when rows are missing."""
    address = f"{browser.url}/api/v1/cases?key=reported&limit={EXPORT_ROWS}"
    with httpx.stream("GET", address, timeout=300.0, trust_env=False) as answer:
        rows = sum(piece.count(b"\n") for piece in answer.iter_bytes()) - 1
    if answer.status_code == 200 and rows < EXPORT_ROWS:
        raise SystemExit(f"an export had {rows} rows")
    return str(answer.status_code)


def dear_questions(folder: Path, server: ServerAddress) -> list[str]:
    """DEAR different questions that read all cases more than once."""
    tree = read_tree(folder)
    areas = [tree.root, *tree.children(tree.root)]
    codes = [area.code for area in (*areas, *(below for area in areas[1:] for below in tree.children(area)))]
    return [f"/api/v1/kpi?key=recurrence&by=hour_weekday&area={code}" for code in codes[:DEAR]]


def side_by_side(work: Callable[[int], object], times: int) -> None:
    """`work` so many times at once."""
    with ThreadPoolExecutor(times) as pool:
        list(pool.map(work, range(times)))


def cheap_beside_dear(browser: Browser, dear: list[str]) -> tuple[Waits, dict[str, int]]:
    """How long cheap answers take while all dear questions are asked at once, and what became of these."""
    waits, stamp = Waits(), browser.stamp()
    cheap: dict[str, Callable[[], httpx.Response]] = {
        "healthz": lambda: browser.get("/healthz"),
        "live": lambda: browser.get("/api/v1/live"),
        "screen": lambda: browser.screen("/", "", stamp),
    }
    browser.screen("/", "", stamp)
    statuses: dict[str, int] = {}

    def ask(number: int) -> None:
        status = str(browser.get(dear[number % len(dear)]).status_code)
        statuses[status] = statuses.get(status, 0) + 1

    asking = threading.Thread(target=side_by_side, args=(ask, len(dear)))
    asking.start()
    while asking.is_alive():
        for name, look in cheap.items():
            began = time.perf_counter()
            waits.failed += look().status_code != 200
            waits.seconds.setdefault(name, []).append(time.perf_counter() - began)
        time.sleep(0.05)
    asking.join()
    return waits, statuses


def looks_on(browser: Browser, path: str, search: str, every_s: float, over: threading.Event) -> None:
    """A screen that asks again whenever the stamp has moved."""
    shown = ""
    while not over.wait(every_s):
        if (stamp := browser.stamp()) != shown:
            browser.screen(path, search, stamp)
            shown = stamp


def live(folder: Path, server: ServerAddress, minutes: float) -> dict[str, float]:
    """Megabytes of a server to which the simulated sources deliver, minute by minute, while a crowd looks on."""
    browser, over = Browser(server.url, panels(folder)), threading.Event()
    asked = [("/wall", "", WALL_S)] * WALLS + [("/", search, ANALYST_S) for search in addresses(folder)[:ANALYSTS]]
    crowd = [threading.Thread(target=looks_on, args=(browser, *one, over)) for one in asked]
    feeding = subprocess.Popen([str(COMMAND), "simulate", "--city", str(folder)], stdout=subprocess.DEVNULL)
    found: list[tuple[float, float]] = []
    try:
        for one in crowd:
            one.start()
        until = time.monotonic() + 60 * minutes
        while time.monotonic() < until:
            time.sleep(0.5)
            found.append(resident(server.pid))
    finally:
        over.set()
        feeding.terminate()
        for one in crowd:
            one.join()
        feeding.wait(timeout=60)
    last = sorted(whole for whole, _ in found[len(found) // 2 :])
    figures = Resident(last[len(last) // 2], found[-1][1], max(whole for whole, _ in found)).as_json()
    return figures | {"minutes": minutes, "deliveries": int(browser.stamp().split(".")[0])}


def measure(
    folder: Path, server: ServerAddress, minutes: float, save_stage: Callable[[dict[str, object]], None]
) -> None:
    """Figures by stage of a server that has just started; saved after each, for the last ones take long."""
    browser, figures = Browser(server.url, panels(folder)), dict[str, object]()

    def stage(name: str, work: Callable[[], object]) -> None:
        with weighed(server.pid) as found:
            work()
        figures[name] = found.as_json()
        print(f"{name:24} {json.dumps(figures[name])}", flush=True)
        save_stage(figures)

    stage("started", lambda: None)
    stage("first_screens", lambda: first_screens(browser))
    if minutes:
        figures["live"] = live(folder, server, minutes)
        print("live", json.dumps(figures["live"]), flush=True)
        save_stage(figures)
    stamp = browser.stamp()
    stage("addresses", lambda: [browser.screen("/", search, stamp) for search in addresses(folder)])
    exported: list[str] = []
    stage("exports", lambda: side_by_side(lambda _: exported.append(export(browser)), EXPORTS))
    figures["export_answers"] = Counter(exported)
    dear = dear_questions(folder, server)
    stage("dear", lambda: figures.update(zip(("beside", "dear_answers"), _beside(browser, dear), strict=True)))
    print(json.dumps({name: figures[name] for name in ("beside", "dear_answers")}), flush=True)


def _beside(browser: Browser, dear: list[str]) -> tuple[dict[str, object], dict[str, int]]:
    waits, statuses = cheap_beside_dear(browser, dear)
    return waits.as_json(), statuses


def run(built: Path, work: Path, minutes: float, name: str) -> None:
    """Measures a copy in `work` of the city in `built` and saves the figures under `name`."""
    folder = work / "weighed"
    shutil.copytree(built, folder)
    about = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "store_mb": round((folder / STORE_FILE).stat().st_size / 1e6)}
    file = RESULTS / "memory.json"

    def save_stage(figures: dict[str, object]) -> None:
        others = json.loads(file.read_text("utf-8")) if file.is_file() else {}
        save("memory", others | {name: about | figures})

    with serving(folder) as server:
        measure(folder, server, minutes, save_stage)


def main() -> None:
    """Measures a copy of a city's folder, else of the demo city, built for it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path)
    arguments.add_argument("--minutes", type=float, default=5.0, help="of deliveries with a crowd; 0 for none")
    arguments.add_argument("--name", default="demo")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        work = Path(name)
        if given.folder is None:
            build_demo(work / "demo")
        run(given.folder or work / "demo", work, given.minutes, given.name)


if __name__ == "__main__":
    main()
