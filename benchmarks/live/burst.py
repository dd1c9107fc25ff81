"""A burst of events in one minute: do the answers stay within their time limit, and when is everything applied?"""

from __future__ import annotations

import itertools
import threading
import time
from typing import Any

import httpx

from benchmarks.live.processes import generator, result_of, watching
from benchmarks.live.served_city import Served
from benchmarks.timing import Times

ROWS, ASKERS = 250, 4
QUESTIONS = (
    "key=reported", "key=reported&by=area", "key=open", "key=open&by=age", "key=closing_rate",
    "key=closing_rate&by=area", "key=closed_on_time", "key=handling_time&by=category", "key=overdue_open&by=area",
    "key=satisfaction", "key=reported&by=hour", "key=repeat", "key=recurrence", "key=open&by=day",
    "key=reported&by=channel",
)  # fmt: skip


class Askers:
    """Threads that ask one KPI after the other until they are told to end."""

    def __init__(self, url: str) -> None:
        self.url, self.seconds, self.failed = url, list[float](), 0
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(ASKERS)]

    def __enter__(self) -> Askers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, first: int) -> None:
        with httpx.Client(base_url=self.url, trust_env=False, timeout=60) as client:
            for query in itertools.islice(itertools.cycle(QUESTIONS), first * 4, None):
                if self._end.wait(0.05):
                    return
                began = time.perf_counter()
                answer = client.get(f"/api/v1/kpi?{query}&from=2000-01-01")
                self.seconds.append(time.perf_counter() - began)
                self.failed += answer.status_code != 200


def measure(served: Served, events: int, seconds: float) -> dict[str, Any]:
    """`events` spread evenly over `seconds` while four people ask."""
    before = served.rows_held()
    with (
        generator(
            "benchmarks.live.feeder", folder=str(served.folder), url=served.url, key=served.key, prefix="burst",
            seconds=seconds, rows_a_second=events / seconds, rows=ROWS,
        ) as feeder,
        watching(served.pid) as used,
        Askers(served.url) as askers,
    ):  # fmt: skip
        feeder.begin()
        fed = result_of(feeder)
        ended = time.perf_counter()
        while served.rows_held() - before < fed["accepted"] and time.perf_counter() - ended < 300:
            time.sleep(0.1)
        after = time.perf_counter() - ended
    answers = Times(tuple(askers.seconds))
    figures = {
        "events": fed["accepted"], "seconds": fed["seconds"], "applied_after_s": after, "answers": len(answers.seconds),
        "answer_p50_s": answers.median, "answer_p95_s": answers.p95, "answer_max_s": max(answers.seconds),
        "failed": askers.failed, "accepted_p95_ms": fed["ack_p95_ms"], "server_cpu": used.cpu,
        "generator_cpu": fed["cpu"],
    }  # fmt: skip
    print(
        f"live: burst of {fed['accepted']:,} in {fed['seconds']:.0f} s, all applied {after:.1f} s after the last; "
        f"{len(answers.seconds)} answers: P95 {answers.p95:.2f} s, longest {max(answers.seconds):.2f} s, "
        f"{askers.failed} failed"
    )
    return figures
