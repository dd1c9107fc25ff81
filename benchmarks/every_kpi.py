"""Every KPI of the dictionary over the whole city and 60 days: its number, breakdowns, every level of the map, cells.

`python -m benchmarks.every_kpi FOLDER [--times N] [--large FOLDER]` asks the city in FOLDER (the demo: 0.73 M cases),
and with --large a synthetic one of 10 M cases in 833 days that is made there, prints the slowest and writes
results/every_kpi.json. Nothing is cached but what is prepared; wall and processor time are the least of N runs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.synthetic_city import UNTIL, answering, fill
from benchmarks.timing import save
from queries.city_context import CityContext
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import BREAKDOWNS, Question
from queries.kpis.source_facts import Facts
from queries.scope import WHOLE_CITY
from queries.sources.freshness import Freshness
from queries.store.statement_runner import StatementRunner
from queries.store.store import Store

DAYS = 60
LIMIT_MS, LIMIT_LARGE_MS = 300, 2000
SLOWEST = 40
FRESH = Freshness("fresh")


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one question; first: of the very first time, when what it needs may have to be prepared."""

    kpi: str
    shape: str
    wall: float
    processor: float
    first: float


def shapes(city: Answering, question: Question) -> Iterator[tuple[str, Callable[[], object]]]:
    """How a KPI can be asked for, by name."""
    yield "number", partial(city.answer, question, FRESH)
    for by in BREAKDOWNS:
        yield f"by {by}", partial(city.answer, replace(question, by=by), FRESH)
    for number, level in enumerate(city.profile.levels[1:], start=1):
        yield f"map of {level.key}", partial(city.by_level, question, number, FRESH)
    yield "cells", partial(city.bins, question)


def measured(city: Answering, kpi: str, shape: str, ask: Callable[[], object], times: int) -> Measured:
    """One question, asked so many times and once before."""
    runs = []
    for _ in range(times + 1):
        city.runner.forget()
        wall, processor = time.perf_counter(), time.process_time()
        ask()
        runs.append((1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - processor)))
    walls, processors = zip(*runs[1:], strict=True)
    return Measured(kpi, shape, min(walls), min(processors), runs[0][0])


def every(city: Answering, now: datetime, times: int) -> list[Measured]:
    """Every KPI and every alternative denominator in every shape, the slowest first."""
    today = now.astimezone(city.profile.time_zone).date()
    found = []
    for key, metric in city.dictionary.items():
        for denominator in (None, *metric.denominators):
            name = f"{key} / {denominator}" if denominator else key
            question = Question(
                key, city.tree.root.code, today - timedelta(days=DAYS - 1), today, now,
                denominator=denominator, scope=WHOLE_CITY,
            )  # fmt: skip
            found += [measured(city, name, shape, ask, times) for shape, ask in shapes(city, question)]
    return sorted(found, key=lambda one: -one.wall)


def summary(found: list[Measured], limit: float) -> dict[str, Any]:
    """What is written down: how many keep the limit, and the slowest."""
    return {
        "questions": len(found),
        "limit_ms": limit,
        "over_the_limit": sum(one.wall > limit for one in found),
        "slowest": [vars(one) | {"wall": round(one.wall), "processor": round(one.processor), "first": round(one.first)}
                    for one in found[:SLOWEST]],
    }  # fmt: skip


def of_folder(context: CityContext) -> Answering:
    """What the city of a folder is asked with; facts of the data version are looked up once."""
    runner, of_facts = StatementRunner(context.store, 60), StatementRunner(context.store, 60)
    return Answering(Dictionary.read(), context.tree, context.profile, runner, Facts(of_facts))


def run(folder: Path, *, times: int, large: Path | None = None) -> None:
    """Measure, print and save."""
    figures: dict[str, Any] = {}
    with CityContext.open(folder) as context:
        city = of_folder(context)
        now = city.facts.watermark() or UNTIL
        figures["demo"] = summary(every(city, now, times), LIMIT_MS)
    if large:
        with Store.open(large) as store:
            fill(store, 10_000_000, 833)
            figures["10 M cases"] = summary(every(answering(store), UNTIL, times), LIMIT_LARGE_MS)
    for name, figure in figures.items():
        print(f"{name}: {figure['over_the_limit']} of {figure['questions']} over {figure['limit_ms']} ms")
        for one in figure["slowest"]:
            print(f"  {one['kpi']:45}{one['shape']:22}{one['wall']:8} ms {one['processor']:8} ms of processor")
    save("every_kpi", figures)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of a city, for example the demo")
    parser.add_argument("--times", type=int, default=3, help="runs of each question")
    parser.add_argument("--large", type=Path, help="where to make, or find, a store of 10 M cases")
    options = parser.parse_args()
    run(options.folder, times=options.times, large=options.large)


if __name__ == "__main__":
    main()
