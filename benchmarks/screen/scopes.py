"""Clicks of people who may see less than all: in a district of their own, or without opening cases of sensitive lines.

    python -m benchmarks.screen.scopes FOLDER [--rounds 3]

FOLDER: of a built demo city, which is copied and served live, with accounts. One browser has a page of each account,
one of them at a time; they take turns, in another order each round, at the same addresses. Results: scopes.json, with
the ratio to the account that may see all: the median over the addresses of the ratio of medians.
"""

from __future__ import annotations

import argparse
import secrets
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.chromium import chromium
from benchmarks.live.processes import seconds_used
from benchmarks.screen.clicks import ADDRESSES, clicked, opened
from benchmarks.screen.run import live
from benchmarks.serving import COMMAND
from benchmarks.timing import repeated, save
from dashboard.commands import server_file

DISTRICT = "410105000000"
OPTIONS = {
    "sees_all": ["--role", "analyst"],
    "district": ["--role", "analyst", "--area", DISTRICT],
    "closed_lines": ["--role", "viewer"],
    "district_closed_lines": ["--role", "viewer", "--area", DISTRICT],
}
"""How the accounts are made. A viewer opens no cases of sensitive lines."""
IN_DISTRICT = (
    f"/?area={DISTRICT}", f"/?area={DISTRICT}&period=7d", f"/?area={DISTRICT}&kpi=recurrence&period=30d",
    "/?area=410105001000", f"/?area={DISTRICT}&kpi=open", "/?area=410105002000&period=7d&kpi=closed_on_time",
    f"/?area={DISTRICT}&kpi=satisfaction&period=30d", f"/?area={DISTRICT}&period=yesterday&kpi=handling_time",
)  # fmt: skip
PLACES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "in_a_district": (IN_DISTRICT, tuple(OPTIONS)),
    "of_the_city": (ADDRESSES, ("sees_all", "closed_lines")),
}
LINES = """
[lines_of_business.welfare]
zh = "民政社保"
en = "welfare"
categories = ["民政救助", "劳动社保"]
sensitive = true

[lines_of_business.order]
zh = "公共秩序"
en = "public order"
categories = ["公共秩序"]
channels = ["police_110_np"]
sensitive = true
"""
PASSWORD = secrets.token_urlsafe(18)
WARM_S = 30.0
Clicked = dict[str, list[dict[str, float]]]


def prepare(folder: Path) -> None:
    """Sensitive lines of business, unless the city has lines already, and the accounts."""
    profile = folder / "city.toml"
    text = profile.read_text(encoding="utf-8")
    if "[lines_of_business." not in text:
        profile.write_text(text + LINES, encoding="utf-8")
    for name, options in {"admin": [], **OPTIONS}.items():
        command = [str(COMMAND), "account", "add", name, *options, "--city", str(folder)]
        subprocess.run(command, input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)


def entered(browser: Browser, url: str, name: str) -> Page:
    """A page of somebody who has signed in, on nothing yet."""
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.goto(f"{url}/enter")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: not address.endswith("/enter"))
    page.goto("about:blank")
    return page


def take_turns(
    pages: Mapping[str, Page], url: str, pid: int, addresses: Sequence[str], rounds: int
) -> dict[str, Clicked]:
    """name → address → what each click took, with the processor time of the server meanwhile."""
    found: dict[str, Clicked] = {name: {address: [] for address in addresses} for name in pages}
    names = list(pages)
    for number in range(rounds):
        for name in [*names[number % len(names) :], *names[: number % len(names)]]:
            opened(pages[name], f"{url}{addresses[-1]}")
            for address in addresses:
                before = seconds_used(pid)
                took = clicked(pages[name], address)
                found[name][address].append(took | {"processor_ms": 1000 * (seconds_used(pid) - before)})
            pages[name].goto("about:blank")
    return found


def told(found: Mapping[str, Clicked]) -> dict[str, Any]:
    """Medians of each account, and their ratios to those of who sees all."""
    figures: dict[str, Any] = {}
    for name, clicks in found.items():
        every = [one for several in clicks.values() for one in several]
        painted = [one["painted_ms"] for one in every]
        figures[name] = {
            "painted_ms": round(statistics.median(painted)),
            "painted_p95_ms": round(sorted(painted)[round(0.95 * (len(painted) - 1))]),
            "first_time_ms": round(statistics.median(several[0]["painted_ms"] for several in clicks.values())),
            **{key: round(statistics.median(one[key] for one in every)) for key in ("server_ms", "processor_ms")},
        }
        if name != "sees_all":
            figures[name]["ratio"] = {
                key: round(_ratio(clicks, found["sees_all"], key), 2)
                for key in ("painted_ms", "server_ms", "processor_ms")
            }
    return figures


def _ratio(clicks: Clicked, others: Clicked, key: str) -> float:
    ratios = [
        statistics.median(one[key] for one in several) / max(1, statistics.median(one[key] for one in others[address]))
        for address, several in clicks.items()
    ]
    return statistics.median(ratios)


def main() -> None:
    """Prints the figures and writes them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    figures: dict[str, Any] = {"yardstick_ms": round(1000 * repeated(lambda: sum(range(2_000_000)), 5).median, 1)}
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as work:
        folder = Path(work) / "demo"
        shutil.copytree(given.folder, folder)
        prepare(folder)
        with live(folder) as address, chromium() as browser:
            known = server_file.read(folder)
            if known is None:
                raise SystemExit("the demo has gone")
            url = address.rstrip("/")
            pages = {name: entered(browser, url, name) for name in OPTIONS}
            time.sleep(WARM_S)
            for title, (addresses, names) in PLACES.items():
                some = {name: pages[name] for name in names}
                figures[title] = told(take_turns(some, url, known.pid, addresses, given.rounds))
                print(title, figures[title], flush=True)
    save("scopes", figures)


if __name__ == "__main__":
    main()
