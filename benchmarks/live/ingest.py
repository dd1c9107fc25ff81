"""How many events a second the server takes and applies, while a wall is open."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.chromium import chromium
from benchmarks.live.processes import generator, result_of, watching
from benchmarks.live.served_city import Served

CONNECTIONS, ROWS = 4, 500
READY = "html[data-ready='true']"


def measure(served: Served, seconds: float) -> dict[str, Any]:
    """Events accepted in `seconds`, and how long until all of them were applied."""
    before = served.rows_held()
    with (
        chromium() as browser,
        generator(
            "benchmarks.live.feeder", folder=str(served.folder), url=served.url, key=served.key, prefix="flood",
            seconds=seconds, connections=CONNECTIONS, rows=ROWS,
        ) as feeder,
        watching(served.pid) as used,
    ):  # fmt: skip
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(served.url + "/wall")
        page.wait_for_selector(READY, state="attached", timeout=60_000)
        began = time.perf_counter()
        feeder.begin()
        while feeder.runs():
            page.wait_for_timeout(500)
        fed = result_of(feeder)
        while served.rows_held() - before < fed["accepted"] and time.perf_counter() - began < seconds + 300:
            page.wait_for_timeout(100)
        until_applied = time.perf_counter() - began
    applied = served.rows_held() - before
    figures = {
        "accepted": fed["accepted"], "applied": applied, "seconds": fed["seconds"], "told_to_wait": fed["told_to_wait"],
        "accepted_a_second": fed["accepted"] / fed["seconds"], "applied_a_second": applied / until_applied,
        "applied_after_s": until_applied - fed["seconds"], "accepted_p95_ms": fed["ack_p95_ms"],
        "server_cpu": used.cpu, "generator_cpu": fed["cpu"],
    }  # fmt: skip
    print(
        f"live: {figures['accepted_a_second']:,.0f} events a second accepted for {seconds:.0f} s with a wall open, "
        f"{figures['applied_a_second']:,.0f} a second applied, the last {until_applied - fed['seconds']:.1f} s after"
    )
    return figures
