"""What the rules of alarms would have raised, of what use that was, and what it costs to find out.

`python -m benchmarks.alarm_rules.fired FOLDER LAST [--days 365]` opens the city in FOLDER, judges its rules hour by
hour on the days up to LAST as `yiping alarms --test` does, and writes results/alarms/fired.json. A year needs a demo
of it and of the twelve weeks that are compared with its first ones: `yiping demo --days 449 --build-only`. The named
alternative is the same without reading ahead, every moment by itself: of SAMPLE hours evenly spread, told for all of
them. Judged beside them are the rules of tried.toml, from which those of the program were chosen.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.timing import save
from queries.alarms import ahead
from queries.alarms.back_test import RuleTested
from queries.alarms.rule_file import read_rules
from queries.calendar.city_days import end_of_day, start_of
from queries.city import City
from queries.samples.drawn_sample import wilson
from queries.scope import WHOLE_CITY

YEAR, SAMPLE = 365, 12
TRIED = Path(__file__).with_name("tried.toml")
TIME_LIMIT_S = 600.0


@dataclass
class Told:
    """Tells of each week that was judged, and of what is read ahead."""

    began: float = field(default_factory=time.perf_counter)
    moments: int = 0

    def note(self, step: str, share: float) -> None:
        self.moments += step[:1].isdigit()
        if not step[:1].isdigit() or self.moments % (7 * 24) == 0:
            Console(stderr=True).print(f"{time.perf_counter() - self.began:7.1f} s {share:5.0%} {step}")


def figures_of(one: RuleTested, name: str, days: int) -> dict[str, Any]:
    """What a rule raised, with the share that was of use, of those of which it is known, and its 95 % interval."""
    decided = one.useful + one.idle
    share = {"of": decided, "share": one.useful / decided, "interval": wilson(one.useful, decided)} if decided else None
    counts = {key: value for key, value in asdict(one).items() if key not in ("rule", "newest")}
    return {"rule": one.rule, "name": name, "a_day": round(one.fired / days, 2), "of_use": share, **counts}


def tested(folder: Path, last: date, days: int) -> dict[str, Any]:
    """The table of the rules, and the seconds that it took."""
    told, first = Told(), last - timedelta(days=days - 1)
    with City.open(folder, time_limit_s=TIME_LIMIT_S) as city:
        zone = city.profile.time_zone
        held = city.sources.of_cases(scope=WHOLE_CITY)
        wall, processor = time.perf_counter(), time.process_time()
        city.alarms.rules = read_rules(TRIED, city.kpis.dictionary)
        rules = city.alarms.back_test(start_of(first, zone), end_of_day(last, zone), told.note, scope=WHOLE_CITY)
        seconds = {"wall_s": time.perf_counter() - wall, "processor_s": time.process_time() - processor}
        names: Mapping[str, str] = {key: rule.en for key, rule in city.alarms.rules.items()}
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "cases": sum(one.rows for one in held),
        "moments": told.moments,
        "ahead": {key: round(value, 1) for key, value in seconds.items()},
        "rules": [figures_of(one, names[one.rule], days) for one in rules],
    }


def one_by_one(folder: Path, last: date, days: int) -> float:
    """Seconds of processor time that the days would take if every moment were asked by itself."""
    seconds = 0.0
    with without_reading_ahead(), City.open(folder, time_limit_s=TIME_LIMIT_S) as city:
        for number in range(SAMPLE):
            day = last - timedelta(days=number * days // SAMPLE)
            at = start_of(day, city.profile.time_zone) + timedelta(hours=number % 24)
            began = time.process_time()
            city.alarms.back_test(at, at, scope=WHOLE_CITY)
            seconds += time.process_time() - began
    return round(seconds / SAMPLE * days * 24, 1)


@contextmanager
def without_reading_ahead() -> Iterator[None]:
    """Within the block nothing is read beforehand."""
    before, ahead.HOLDERS = ahead.HOLDERS, {}
    try:
        yield
    finally:
        ahead.HOLDERS = before


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("last", type=date.fromisoformat, help="the last day")
    asked.add_argument("--days", type=int, default=YEAR)
    given = asked.parse_args()
    figures = tested(given.folder, given.last, given.days)
    figures["one_by_one"] = {"processor_s": one_by_one(given.folder, given.last, given.days), "hours_asked": SAMPLE}
    save("alarms/fired", figures)
    Console().print(figures)


if __name__ == "__main__":
    main()
