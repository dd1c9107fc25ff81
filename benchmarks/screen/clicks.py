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
OTHER_ADDRESSES = (
    "/?area=410103000000", "/?area=410106000000&period=7d", "/?area=410108000000", "/?area=410181000000&kpi=open",
    "/?area=410183000000&period=30d", "/?area=410184000000&kpi=closed_on_time", "/?area=410185000000",
    "/?period=yesterday", "/?kpi=voided",
)  # fmt: skip
"""As many that nobody has asked for before."""
FILTERED = (
    "/?where=channel=app", "/?period=7d&where=channel=app;channel=hotline_12345",
    "/?period=7d&kpi=closed_on_time&where=hour=22;hour=23", "/?period=30d&where=category1=市容环境",
    "/?area=410105000000&period=7d&where=category1!=街面秩序", "/?kpi=open&where=department=城市管理局",
    "/?period=30d&kpi=satisfaction&where=channel=hotline_12345;weekday=6;weekday=7",
    "/?area=410122000000&kpi=handling_time&period=7d&where=department=市政管理处",
)  # fmt: skip
"""Eight addresses with filters of one and of several columns, within and without."""
OTHER_FILTERED = (
    "/?where=channel=grid_patrol", "/?period=7d&where=channel=iot;channel=video_ai",
    "/?period=7d&kpi=closed_on_time&where=hour=09;hour=10", "/?period=30d&where=category1=生态环境",
    "/?area=410103000000&period=7d&where=category1!=市政设施", "/?kpi=open&where=department=生态环境局",
    "/?period=30d&kpi=satisfaction&where=channel=app;weekday=1;weekday=2",
    "/?area=410181000000&kpi=handling_time&period=7d&where=department=城市管理局",
)  # fmt: skip
"""As many that nobody has asked for before."""
READY = "html[data-ready='true']"
LIMIT_MS = 30_000
REST_MS = 1_500
PRESS_MS = 80
"""How long a person holds a button down, between pointerdown and pointerup."""
PAINTED = """
  const frame = () => new Promise(requestAnimationFrame);
  const isHere = (slot, search) => !slot.dataset.computing
    && slot.querySelector("[data-panel]")?.dataset.search === search;
  const search = new URL(address, location.href).search;
  let panels = 0;
  while (performance.now() - began < limit) {
    await frame();
    const slots = [...document.querySelectorAll("[data-slot]:not([data-below])")];
    if (!panels && slots.every((slot) => isHere(slot, search))) panels = performance.now() - began;
    const isPainted = document.querySelector(".leaflet-ground").dataset.painted === search;
    if (panels && isPainted) break;
  }
  await frame();
  const painted = performance.now() - began;
"""
"""The end of a function of the page that knows `address`, `limit` and `began`: waits until everything is shown."""
CLICK = (
    """async ([address, limit]) => {
  const main = document.querySelector("link[rel=modulepreload][href$='/main.js']").href;
  const { go } = await import(new URL("core/navigation.js", main).href);
  performance.clearResourceTimings();
  const began = performance.now();
  go(address);
"""
    + PAINTED
    + """
  const answers = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/screen"));
  return {
    painted_ms: painted, panels_ms: panels || limit, answers: answers.length,
    asked_ms: answers[0] ? answers[0].startTime - began : 0,
    server_ms: answers.reduce((sum, { serverTiming }) => sum + (serverTiming[0]?.duration ?? 0), 0),
    answer_ms: answers.reduce((sum, { startTime, responseEnd }) => sum + responseEnd - startTime, 0),
  };
}"""
)
"""[address, limit in ms] → milliseconds since the click: panels and everything shown, the last frame included."""
LINK = """([address, limit]) => {
  const link = Object.assign(document.createElement("a"), { href: address, id: "benchmark-link", textContent: "x" });
  link.style.cssText = "position: fixed; left: 0; top: 0; z-index: 10000";
  document.body.append(link);
  window.shownAfterPress = new Promise((done) => link.addEventListener("click", async ({ timeStamp: began }) => {
"""
PRESSED = (
    LINK
    + PAINTED
    + """
    link.remove();
    done(painted);
  }, { once: true }));
}"""
)
"""[address, limit in ms]: makes a link to the address; `shownAfterPress` is then in how many milliseconds since the
release of the pointer everything was shown."""


@dataclass(frozen=True)
class Clicks:
    """Clicks one after the other, in milliseconds. painted: panels, map and legend shown; panels: they alone; server:
    what the server needed for the panels; network: their way; browser: everything else until painted; answers: requests
    for panels, two where some came second. At rest the drawings of a second round are at hand: hence the median of the
    first one apart. pressed: from the release of a pointer that was down for PRESS_MS until everything is shown, of
    OTHER_ADDRESSES; the program asks while the pointer is down, all other figures are without a press."""

    painted: Times
    panels: Times
    server: Times
    network: Times
    browser: Times
    pressed: Times
    answers: int

    def as_json(self) -> dict[str, Any]:
        parts = {name: round(getattr(self, name).median) for name in ("panels", "server", "network", "browser")}
        return {
            "painted_ms": round(self.painted.median),
            "first_time_ms": round(statistics.median(self.painted.seconds[: len(ADDRESSES)])),
            "after_80_ms_press_painted_ms": round(self.pressed.median),
            "after_80_ms_press_first_time_ms": round(statistics.median(self.pressed.seconds[: len(OTHER_ADDRESSES)])),
            "painted_p95_ms": round(self.painted.p95),
            "longest_ms": round(max(self.painted.seconds)),
            **{f"{name}_ms": value for name, value in parts.items()},
            "answers_per_click": round(self.answers / len(self.painted.seconds), 2),
        }


def click_through(page: Page, rounds: int) -> Clicks:
    """Goes to all ADDRESSES so many times, then to all OTHER_ADDRESSES, resting in between. The page
    shows the analyst's screen, ready."""
    found = [clicked(page, address) for address in ADDRESSES * rounds]
    pressed = [_pressed(page, address) for address in OTHER_ADDRESSES * rounds]
    return _together(found, pressed)


def click_filters(page: Page) -> dict[str, Any]:
    """The same of FILTERED without a press and of OTHER_FILTERED with one, each for the first time; the page goes home
    between two of them."""
    found, pressed = [], []
    for address, other in zip(FILTERED, OTHER_FILTERED, strict=True):
        found.append(clicked(page, address))
        clicked(page, "/")
        pressed.append(_pressed(page, other))
        clicked(page, "/")
    clicks = _together(found, pressed).as_json()
    return {name: clicks[name] for name in clicks if "first_time" not in name}


def clicked(page: Page, address: str) -> dict[str, float]:
    """Goes to an address and rests: what CLICK measures."""
    found: dict[str, float] = page.evaluate(CLICK, [address, LIMIT_MS])
    page.wait_for_timeout(REST_MS)
    return found


def _together(found: list[dict[str, float]], pressed: list[float]) -> Clicks:
    server = [one["server_ms"] for one in found]
    network = [one["answer_ms"] - one["server_ms"] for one in found]
    return Clicks(
        painted=Times(tuple(one["painted_ms"] for one in found)),
        panels=Times(tuple(one["panels_ms"] for one in found)),
        server=Times(tuple(server)),
        network=Times(tuple(network)),
        browser=Times(tuple(one["painted_ms"] - one["answer_ms"] for one in found)),
        pressed=Times(tuple(pressed)),
        answers=int(sum(one["answers"] for one in found)),
    )


def _pressed(page: Page, address: str) -> float:
    """Clicks a link as a person does. Milliseconds since the release."""
    page.evaluate(PRESSED, [address, LIMIT_MS])
    page.click("#benchmark-link", delay=PRESS_MS)
    took = float(page.evaluate("shownAfterPress"))
    page.wait_for_timeout(REST_MS)
    return took


def opened(page: Page, url: str) -> None:
    """Opens the analyst's screen of a server and waits until it is ready."""
    page.goto(url)
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    page.wait_for_timeout(REST_MS)
