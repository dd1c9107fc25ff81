"""Every KPI of the dictionary over the whole city and 60 days: its number, breakdowns, every level of the map, cells,
and what is normal for each of 30 days.

`python -m benchmarks.every_kpi FOLDER [--times N] [--large FOLDER] [--only KPI]` asks the city in FOLDER (the demo,
0.73 M cases), and with --large that of another folder (10 M cases), prints the dearest and writes
results/every_kpi.json, which keeps what it holds of the other one; with --only nothing is written. Nothing is cached
but what is prepared. Times are the least of N runs; the limit is one of processor time, so that a busy machine will do.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.timing import RESULTS, save
from queries.city_context import CityContext
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Dictionary
from queries.kpis.normal.normal_days import NormalDays
from queries.kpis.question import BREAKDOWNS, Question
from queries.kpis.source_facts import Facts
from queries.scope import WHOLE_CITY
from queries.sources.freshness import Freshness
from queries.store.statement_runner import StatementRunner

DAYS = 60
LIMIT_MS, LIMIT_LARGE_MS = 300, 2000
DEMO, LARGE = "demo", "10 M cases"
SLOWEST = 40
FRESH = Freshness("fresh")


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one question; first: of processor time at the very first, when what it needs may have to be
    prepared."""

    kpi: str
    shape: str
    wall: float
    processor: float
    first: float


def shapes(city: Answering, question: Question, now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    """How a KPI can be asked for, by name."""
    yield "number", partial(city.answer, question, FRESH)
    for by in BREAKDOWNS:
        yield f"by {by}", partial(city.answer, replace(question, by=by), FRESH)
    for number, level in enumerate(city.profile.levels[1:], start=1):
        yield f"map of {level.key}", partial(city.by_level, question, number, FRESH)
    yield "cells", partial(city.bins, question)
    last_month = replace(question, start=question.end - timedelta(days=29)) if question.end else question
    yield "normal of 30 days", lambda: NormalDays().normal(city, last_month, now)


def measured(city: Answering, kpi: str, shape: str, ask: Callable[[], object], times: int) -> Measured:
    """One question, asked so many times."""
    runs = []
    for _ in range(times):
        city.runner.forget()
        wall, processor = time.perf_counter(), time.process_time()
        ask()
        runs.append((1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - processor)))
    walls, processors = zip(*runs, strict=True)
    return Measured(kpi, shape, min(walls), min(processors), runs[0][1])


def every(city: Answering, now: datetime, times: int, only: str | None) -> list[Measured]:
    """Every KPI (or one) and every alternative denominator in every shape, the dearest first."""
    today = now.astimezone(city.profile.time_zone).date()
    found = []
    for key, metric in city.dictionary.items():
        if only not in (None, key):
            continue
        for denominator in (None, *metric.denominators):
            name = f"{key} / {denominator}" if denominator else key
            question = Question(
                key, city.tree.root.code, today - timedelta(days=DAYS - 1), today, now,
                denominator=denominator, scope=WHOLE_CITY,
            )  # fmt: skip
            found += [measured(city, name, shape, ask, times) for shape, ask in shapes(city, question, now)]
    return sorted(found, key=lambda one: -one.processor)


def summary(found: list[Measured], limit: float) -> dict[str, Any]:
    """What is written down: how many keep the limit, and the slowest."""
    return {
        "questions": len(found),
        "limit_ms_of_processor": limit,
        "over_the_limit": sum(one.processor > limit for one in found),
        "over_the_limit_by_wall": sum(one.wall > limit for one in found),
        "slowest": [vars(one) | {"wall": round(one.wall), "processor": round(one.processor), "first": round(one.first)}
                    for one in found[:SLOWEST]],
    }  # fmt: skip


def of_folder(context: CityContext) -> Answering:
    """What the city of a folder is asked with; facts of the data version are looked up once."""
    runner, of_facts = StatementRunner(context.store, 60), StatementRunner(context.store, 60)
    return Answering(Dictionary.read(), context.tree, context.profile, runner, Facts(of_facts))


def asked(folder: Path, limit: float, times: int, only: str | None) -> dict[str, Any]:
    """The figures of the city of a folder."""
    with CityContext.open(folder) as context:
        city = of_folder(context)
        now = city.facts.watermark()
        assert now is not None  # noqa: S101  # a city with cases
        cases = sum(source.rows for source in city.facts.sources())
        return {"cases": cases} | summary(every(city, now, times, only), limit)


def run(folders: dict[str, Path], *, times: int, only: str | None) -> None:
    """Measure, print and save."""
    file = RESULTS / "every_kpi.json"
    figures: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    for name, folder in folders.items():
        figure = figures[name] = asked(folder, LIMIT_LARGE_MS if name == LARGE else LIMIT_MS, times, only)
        print(f"{name}: {figure['over_the_limit']} of {figure['questions']} over {figure['limit_ms_of_processor']} ms")
        for one in figure["slowest"]:
            print(f"  {one['kpi']:45}{one['shape']:22}{one['wall']:8} ms {one['processor']:8} ms of processor")
    if only is None:
        save("every_kpi", figures)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="of a city, for example the demo")
    parser.add_argument("--times", type=int, default=3, help="runs of each question")
    parser.add_argument("--large", type=Path, help="of a city of 10 M cases")
    parser.add_argument("--only", help="one KPI of the dictionary, by its key")
    options = parser.parse_args()
    folders = {DEMO: options.folder, LARGE: options.large}
    run({name: folder for name, folder in folders.items() if folder}, times=options.times, only=options.only)


if __name__ == "__main__":
    main()
