"""Hundreds of browsers that ask every second, and screens that are refreshed with every version."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.live.processes import generator, result_of, watching
from benchmarks.live.screens import panels
from benchmarks.live.served_city import Served

EVENTS_A_SECOND = 20
ALONE_S = 6.0  # long enough for two screens, one after the other, of a machine that does nothing else


def distinct(served: Served) -> float:
    """How many different questions a wall and an analyst page ask of one stamp: the store's count while nobody else
    asks and nothing arrives."""
    with generator(
        "benchmarks.live.feeder", folder=str(served.folder), url=served.url, key=served.key, prefix="alone",
        seconds=1.0, rows_a_second=EVENTS_A_SECOND, marks_a_second=0,
    ) as feeder:  # fmt: skip
        feeder.begin()
        result_of(feeder)
    time.sleep(1)
    before = served.counts()
    with generator(
        "benchmarks.live.crowd", url=served.url, seconds=ALONE_S, askers=0, screens=2, panels=panels(served.folder)
    ) as crowd:
        crowd.begin()
        seen = result_of(crowd)
    found: float = (served.counts()["asked"] - before["asked"]) / max(1, seen["stamps"])
    print(f"live: {found:.1f} different questions of a stamp by a wall and an analyst page ({seen['stamps']} stamps)")
    return found


def measure(served: Served, askers: int, screens: int, seconds: float, prefix: str) -> dict[str, Any]:
    """What `askers` and `screens` waited for, and how often the store was asked, while 20 events a second arrive."""
    with (
        generator(
            "benchmarks.live.feeder", folder=str(served.folder), url=served.url, key=served.key, prefix=prefix,
            seconds=seconds, rows_a_second=EVENTS_A_SECOND, marks_a_second=0,
        ) as feeder,
        generator(
            "benchmarks.live.crowd", url=served.url, seconds=seconds, askers=askers, screens=screens,
            panels=panels(served.folder),
        ) as crowd,
        watching(served.pid) as used,
    ):  # fmt: skip
        before = served.counts()
        feeder.begin()
        crowd.begin()
        seen = result_of(crowd)
        after = served.counts()
        fed = result_of(feeder)
    asked = after["asked"] - before["asked"]
    figures = seen | {
        "askers": askers, "screens": screens, "data_versions": after["data_version"] - before["data_version"],
        "asked": asked, "asked_per_stamp": asked / max(1, seen["stamps"]), "server_cpu": used.cpu,
        "crowd_cpu": seen["cpu"], "feeder_cpu": fed["cpu"], "accepted_p95_ms": fed["ack_p95_ms"],
    }  # fmt: skip
    print(
        f"live: {askers} browsers and {screens} screens: /live P95 {seen['live']['p95_ms']:.1f} ms, "
        f"a whole screen P95 {seen['refreshes']['p95_ms']:.0f} ms; the store asked "
        f"{figures['asked_per_stamp']:.1f} times per stamp ({seen['stamps']} stamps); server {used.cpu:.0%} of a core"
    )
    return figures
