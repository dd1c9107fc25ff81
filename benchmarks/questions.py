"""Every question of a city screen, asked of a city of 60 days (0.7 M cases) and of one of 10 M, none of them cached.

`python -m benchmarks.questions [--quick] [--keep FOLDER]` prints a table and writes results/questions.json.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks import in_pandas
from benchmarks.synthetic_city import UNTIL, ZONE, answering, fill
from benchmarks.timing import Times, repeated, save, timed
from queries.calendar.city_days import naive, start_of
from queries.cases.newest import Newest, newest_events
from queries.kpis.answering import Answering
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from queries.sources.freshness import Freshness
from queries.store.store import Store

SIZES = {"0.7 M cases, 60 days": (700_000, 60), "10 M cases, 833 days": (10_000_000, 833)}
QUICK = {"0.07 M cases, 60 days": (70_000, 60), "0.7 M cases, 600 days": (700_000, 600)}
COUNTED = ("reported", "handled_daily", "closing_rate", "closed_on_time", "handling_time", "satisfaction")
STATES = ("open", "overdue_open")
DAY = timedelta(days=1)
TODAY = UNTIL.astimezone(ZoneInfo(ZONE)).date()
Figures = dict[str, Any]


def asked(metric: str, days: int = 1, *, back: int = 0, by: str | None = None) -> Question:
    """About the last `days` days of the whole city, or about as many days ending `back` days earlier."""
    last = TODAY - back * DAY
    return Question(metric, "1", last - (days - 1) * DAY, last, UNTIL - back * DAY, by=by, scope=WHOLE_CITY)


def screen(days: int) -> dict[str, Question]:
    """The questions of the analyst's screen: eight cards now and earlier, six small lines, a trend, five breakdowns."""
    questions = {}
    for metric in (*COUNTED, *STATES):
        questions[metric] = asked(metric, days)
        questions[f"{metric}, before"] = asked(metric, days, back=days)
    for metric in COUNTED:
        questions[f"{metric} by day, 14 days"] = asked(metric, 14, by="day")
    questions["closing_rate by day, 30 days"] = asked("closing_rate", 30, by="day")
    for by in ("area", "category", "channel", "department", "hour"):
        questions[f"closing_rate by {by}"] = asked("closing_rate", days, by=by)
    return questions


OTHERS = {
    "open by day, 30 days": asked("open", 30, by="day"),
    "handling_time by area, 30 days": asked("handling_time", 30, by="area"),
    "recurrence, 30 days": asked("recurrence", 30),
}


def know(city: Answering) -> None:
    """Ask anew what is asked once per data version: sources, newest recording, what the sources know."""
    city.facts.runner.forget()
    city.facts.recorded_at()
    city.facts.untimed()
    for metric in city.dictionary.values():
        city.facts.unmet(metric, datetime.now(UTC))


def uncached(city: Answering, questions: Mapping[str, Question], times: int) -> Times:
    """All questions one after the other; only the facts are known beforehand."""
    know(city)
    seconds = []
    for _ in range(times):
        city.runner.forget()
        seconds.append(timed(lambda: [city.answer(question, Freshness("fresh")) for question in questions.values()])[0])
    return Times(tuple(seconds))


def by_four_panels(city: Answering, questions: Mapping[str, Question], times: int) -> Times:
    """All questions by four threads at once, as a browser asks for its panels: until the last answer is there."""
    know(city)

    def ask(question: Question) -> None:
        city.answer(question, Freshness("fresh"))

    with ThreadPoolExecutor(4) as panels:

        def screen_at_once() -> None:
            city.runner.forget()
            list(panels.map(ask, questions.values()))

        return repeated(screen_at_once, times)


def milliseconds(times: Times) -> Figures:
    """Median, P95 and the least, for a machine that does other things as well."""
    seconds = {"median_ms": times.median, "p95_ms": times.p95, "least_ms": min(times.seconds)}
    return {name: round(value * 1e3, 2) for name, value in seconds.items()}


def measure(city: Answering, times: int) -> Figures:
    """Each question by itself, the screens as sums, and what is asked beside them."""
    figures: Figures = {"facts of a data version": milliseconds(repeated(partial(know, city), times))}

    def newest() -> None:
        city.runner.forget()
        newest_events(city.runner, city.tree, Newest(city.tree.root, UNTIL, 30, scope=WHOLE_CITY))

    figures["newest 30 cases"] = milliseconds(repeated(newest, times))
    for name, question in (screen(1) | OTHERS).items():
        figures[name] = milliseconds(uncached(city, {name: question}, times))
    for days in (1, 30):
        questions = screen(days)
        name = f"screen of {days} days, {len(questions)} questions"
        figures[name] = milliseconds(uncached(city, questions, times))
        figures[f"{name}, four at once"] = milliseconds(by_four_panels(city, questions, times))
    return figures


def against_pandas(city: Answering, store: Store, times: int) -> Figures:
    """The same answers in pandas: milliseconds of both, and how many times longer pandas takes for all of them."""
    start, month = (naive(start_of(day, ZoneInfo(ZONE))) for day in (TODAY, TODAY - 29 * DAY))
    cases = in_pandas.frame(store)
    calls: Mapping[str, Callable[[Any], object]] = in_pandas.answers(naive(UNTIL), start, month)
    questions = {
        **{metric: asked(metric) for metric in ("reported", "open", "closing_rate", "handling_time")},
        "reported by day": asked("reported", 30, by="day"),
        "reported by category": asked("reported", by="category"),
    }
    ours = {name: uncached(city, {name: question}, times).median for name, question in questions.items()}
    theirs = {name: repeated(partial(calls[name], cases), times).median for name in questions}
    figures = {name: {"yiping_ms": ours[name] * 1e3, "pandas_ms": theirs[name] * 1e3} for name in questions}
    return {**figures, "pandas_over_yiping": sum(theirs.values()) / sum(ours.values())}


def run(work: Path, *, quick: bool) -> None:
    """Print and save the comparison; quick: a tenth of the cases."""
    times = 5 if quick else 15
    figures: Figures = {}
    for number, (size, (cases, days)) in enumerate((QUICK if quick else SIZES).items()):
        with Store.open(work / f"questions_{cases}_in_{days}_days") as store:
            seconds, _ = timed(partial(fill, store, cases, days))
            print(f"questions: {size}, filled in {seconds:.0f} s")
            city = answering(store)
            figures[size] = measure(city, times)
            if number == 0:
                figures["pandas"] = against_pandas(city, store, times)
    _print(figures)
    save("questions", figures)


def _print(figures: Figures) -> None:
    small, large = (rows for size, rows in figures.items() if size != "pandas")
    print(f"{'median (P95) in ms':48}{'small':>18}{'large':>18}{'growth':>8}")
    for name, few in small.items():
        many = large[name]
        cells = [f"{row['median_ms']:.1f} ({row['p95_ms']:.1f})" for row in (few, many)]
        print(f"{name:48}{cells[0]:>18}{cells[1]:>18}{many['median_ms'] / few['median_ms']:>8.1f}")
    print(f"pandas takes {figures['pandas']['pandas_over_yiping']:.1f} times as long, columns in memory")


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the cases")
    parser.add_argument("--keep", type=Path, help="keep the synthetic stores in this folder, or use those there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(options.keep or Path(folder), quick=options.quick)


if __name__ == "__main__":
    main()
