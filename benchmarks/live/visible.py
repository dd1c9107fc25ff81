"""From an accepted event to its line in the ticker of an open wall, at a poll a second."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.chromium import chromium
from benchmarks.live.processes import generator, result_of, watching
from benchmarks.live.served_city import Served
from benchmarks.timing import Times

EVENTS_A_SECOND, MARKS_A_SECOND = 20, 2
READY = "html[data-ready='true']"
# When each title of the benchmark first stood in the list, milliseconds since 1970: after the frame that shows it.
WATCH = """() => {
  window.seen = {};
  const look = () => {
    document.querySelectorAll("[data-events] .event-what").forEach((cell) => {
      const title = cell.textContent;
      if (title.startsWith("bench ") && !(title in window.seen)) {
        window.seen[title] = 0;
        requestAnimationFrame(() => { window.seen[title] = Date.now(); });
      }
    });
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


def measure(served: Served, marks: int) -> dict[str, Any]:
    """Seconds from the 202 to the ticker of `marks` events, of which two a second come among 20."""
    with (
        chromium() as browser,
        generator(
            "benchmarks.live.feeder", folder=str(served.folder), url=served.url, key=served.key, prefix="seen",
            seconds=marks / MARKS_A_SECOND, rows_a_second=EVENTS_A_SECOND, marks_a_second=MARKS_A_SECOND,
        ) as feeder,
        watching(served.pid) as used,
    ):  # fmt: skip
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(served.url + "/wall")
        page.wait_for_selector(READY, state="attached", timeout=60_000)
        page.evaluate(WATCH)
        feeder.begin()
        while feeder.runs():
            page.wait_for_timeout(500)
        page.wait_for_timeout(4_000)
        seen = {title: moment / 1e3 for title, moment in page.evaluate("window.seen").items()}
        fed = result_of(feeder)
    accepted = fed["marks"]
    waits = Times(tuple(max(0.0, seen[title] - at) for title, at in accepted.items() if title in seen))
    figures = {
        "events": len(accepted), "seen": len(waits.seconds), "events_a_second": EVENTS_A_SECOND,
        "p50_s": waits.median, "p95_s": waits.p95, "max_s": max(waits.seconds),
        "accepted_p95_ms": fed["ack_p95_ms"], "server_cpu": used.cpu, "generator_cpu": fed["cpu"],
    }  # fmt: skip
    print(
        f"live: accepted → in the ticker: P50 {figures['p50_s']:.2f} s, P95 {figures['p95_s']:.2f} s, longest "
        f"{figures['max_s']:.2f} s; {figures['seen']} of {figures['events']} events, {EVENTS_A_SECOND} a second"
    )
    time.sleep(1)
    return figures
