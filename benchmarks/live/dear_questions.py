"""Cheap answers beside dear questions: health check, news, page and a screen at hand, alone and beside 64 of them.

`python -m benchmarks.live.dear_questions FOLDER [--dear N]` serves the city in FOLDER (the demo), asks for the cheap
answers in turn, first alone and then while N different dear questions (quantiles in working time, each of another
period) are asked at the same moment, and writes results/dear_questions.json. On a busy machine the ratio counts.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from benchmarks.serving import serving
from benchmarks.timing import Times, save

ALONE = 60
WARM_UP = 3
SCREEN = {"path": "/wall", "search": ""}
PAUSE_S = 0.02
CHEAP: dict[str, Callable[[httpx.Client], httpx.Response]] = {
    "healthz": lambda client: client.get("/healthz"),
    "live": lambda client: client.get("/api/v1/live"),
    "page": lambda client: client.get("/wall"),
    "screen": lambda client: client.post("/screen", json=SCREEN),
}


def rounds(client: httpx.Client, until: Callable[[int], bool]) -> dict[str, list[float]]:
    """Seconds of each cheap answer, asked in turn until told to stop."""
    taken: dict[str, list[float]] = {name: [] for name in CHEAP}
    number = 0
    while not until(number):
        for name, ask in CHEAP.items():
            began = time.perf_counter()
            ask(client).raise_for_status()
            taken[name].append(time.perf_counter() - began)
        number += 1
        time.sleep(PAUSE_S)
    return taken


def dear(url: str, number: int, start: threading.Barrier) -> tuple[int, float]:
    """Status and seconds of one dear question."""
    day = f"2026-{9 + number // 28:02}-{number % 28 + 1:02}"
    query = f"key=handling_time&denominator=working_time_p90&by=department&from={day}"
    connection = HTTPConnection(urlsplit(url).netloc, timeout=300)  # a client of httpx costs 20 ms of this process
    start.wait()
    began = time.perf_counter()
    connection.request("GET", f"/api/v1/kpi?{query}")
    with connection.getresponse() as answer:
        answer.read()
    connection.close()
    return answer.status, time.perf_counter() - began


def run(folder: Path, most: int) -> None:
    """Measure, print and save."""
    with serving(folder) as server, httpx.Client(base_url=server.url, timeout=120, trust_env=False) as client:
        rounds(client, lambda number: number >= WARM_UP)
        alone = rounds(client, lambda number: number >= ALONE)
        start = threading.Barrier(most + 1)
        with ThreadPoolExecutor(most) as pool:
            asked = [pool.submit(dear, server.url, number, start) for number in range(most)]
            start.wait()
            beside = rounds(client, lambda _: all(one.done() for one in asked))
        answers = [one.result() for one in asked]
    figures: dict[str, object] = {"dear_questions": most, "statuses": dict(Counter(status for status, _ in answers))}
    figures["load_of_the_machine"] = os.getloadavg()[0]
    figures["seconds_until_all_were_answered"] = max(seconds for _, seconds in answers)
    for name in CHEAP:
        before, during = Times(tuple(alone[name])), Times(tuple(beside[name]))
        figures[name] = {
            "alone_median_ms": 1e3 * before.median, "beside_median_ms": 1e3 * during.median,
            "alone_p95_ms": 1e3 * before.p95, "beside_p95_ms": 1e3 * during.p95,
            "longest_ms": 1e3 * max(during.seconds), "ratio_of_medians": during.median / before.median,
            "answers": len(during.seconds),
        }  # fmt: skip
        print(name, {key: round(value, 2) for key, value in figures[name].items()})  # type: ignore[attr-defined]
    print(figures["statuses"], figures["seconds_until_all_were_answered"])
    save("dear_questions", figures)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of a city, for example the demo")
    parser.add_argument("--dear", type=int, default=64, help="dear questions at once")
    options = parser.parse_args()
    run(options.folder, options.dear)


if __name__ == "__main__":
    main()
