"""A click as the person at the screen sees it: from the new address to the frame that shows all panels and the map."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from benchmarks.timing import Times

ADDRESSES = (
    "/?area=410102000000", "/?area=410105000000&period=7d", "/?period=30d", "/?area=410122000000&kpi=open",
    "/?period=7d&kpi=closed_on_time", "/?kpi=satisfaction&period=30d", "/?area=410104000000",
    "/?period=yesterday&kpi=handling_time", "/",
)  # fmt: skip
"""Eight addresses and home: another area, period, KPI, and several of them at once."""
READY = "html[data-ready='true']"
LIMIT_MS = 30_000
REST_MS = 1_500
CLICK = """async ([address, limit]) => {
  const main = document.querySelector("link[rel=modulepreload][href$='/main.js']").href;
  const { go } = await import(new URL("core/navigation.js", main).href);
  const frame = () => new Promise(requestAnimationFrame);
  const isHere = (slot, search) => !slot.dataset.computing
    && slot.querySelector("[data-panel]")?.dataset.search === search;
  performance.clearResourceTimings();
  const began = performance.now();
  go(address);
  const search = location.search;
  let panels = 0;
  while (performance.now() - began < limit) {
    await frame();
    const slots = [...document.querySelectorAll("[data-slot]")];
    if (!panels && slots.every((slot) => isHere(slot, search))) panels = performance.now() - began;
    const isPainted = document.querySelector(".leaflet-ground").dataset.painted === search;
    if (panels && isPainted) break;
  }
  await frame();
  const painted = performance.now() - began;
  const answers = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/screen"));
  return {
    painted_ms: painted, panels_ms: panels || limit, answers: answers.length,
    asked_ms: answers[0] ? answers[0].startTime - began : 0,
    server_ms: answers.reduce((sum, { serverTiming }) => sum + (serverTiming[0]?.duration ?? 0), 0),
    answer_ms: answers.reduce((sum, { startTime, responseEnd }) => sum + responseEnd - startTime, 0),
  };
}"""
"""[address, limit in ms] → milliseconds since the click: panels and everything shown, the last frame included."""


@dataclass(frozen=True)
class Clicks:
    """Clicks one after the other, in milliseconds. painted: panels, map and legend shown; panels: they alone; server:
    what the server needed for the panels; network: their way; browser: everything else until painted; answers: requests
    for panels, two where some came second. At rest the drawings of a second round are at hand: hence the median of the
    first one apart."""

    painted: Times
    panels: Times
    server: Times
    network: Times
    browser: Times
    answers: int

    def as_json(self) -> dict[str, Any]:
        parts = {name: round(getattr(self, name).median) for name in ("panels", "server", "network", "browser")}
        return {
            "painted_ms": round(self.painted.median),
            "first_time_ms": round(statistics.median(self.painted.seconds[: len(ADDRESSES)])),
            "painted_p95_ms": round(self.painted.p95),
            "longest_ms": round(max(self.painted.seconds)),
            **{f"{name}_ms": value for name, value in parts.items()},
            "answers_per_click": round(self.answers / len(self.painted.seconds), 2),
        }


def click_through(page: Page, rounds: int) -> Clicks:
    """Goes to all ADDRESSES so many times, resting in between; the page shows the analyst's screen, ready."""
    found: list[dict[str, float]] = []
    for address in ADDRESSES * rounds:
        found.append(page.evaluate(CLICK, [address, LIMIT_MS]))
        page.wait_for_timeout(REST_MS)
    server = [one["server_ms"] for one in found]
    network = [one["answer_ms"] - one["server_ms"] for one in found]
    return Clicks(
        painted=Times(tuple(one["painted_ms"] for one in found)),
        panels=Times(tuple(one["panels_ms"] for one in found)),
        server=Times(tuple(server)),
        network=Times(tuple(network)),
        browser=Times(tuple(one["painted_ms"] - one["answer_ms"] for one in found)),
        answers=int(sum(one["answers"] for one in found)),
    )


def opened(page: Page, url: str) -> None:
    """Opens the analyst's screen of a server and waits until it is ready."""
    page.goto(url)
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    page.wait_for_timeout(REST_MS)
