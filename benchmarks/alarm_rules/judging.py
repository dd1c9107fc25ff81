"""What judging the rules of alarms costs, all of them due at once, and minute by minute as a server does.

`python -m benchmarks.alarm_rules.judging FOLDER MOMENT` opens the city in FOLDER and judges its rules as of ROUNDS
moments that end with MOMENT, each in another quarter of an hour, so that every rule and every band of what is normal is
due, and asked whatever it takes. Beside it MINUTES minutes one after the other as a server judges them, which spreads
what is due over some minutes, from the first after a start. Seconds are of the processor, so that a busy machine will
do; they go to results/alarms/judging.json.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.timing import Times, save
from queries.alarms.evaluation import AlarmState
from queries.alarms.reading import RuleReadings
from queries.alarms.watch import READERS, Watch
from queries.calendar.clock import Clock
from queries.city import City
from queries.scope import WHOLE_CITY, answering

ROUNDS, MINUTES = 5, 20
APART = timedelta(minutes=16)
TIME_LIMIT_S = 600.0
Found = dict[str, RuleReadings | None]


class Steered:
    """moment: what a clock shows (aware)."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def opened(self, folder: Path) -> City:
        return City.open(folder, time_limit_s=TIME_LIMIT_S, clock=Clock("wall", wall=lambda: self.moment))


def all_at_once(folder: Path, last: datetime) -> tuple[dict[str, Any], Found]:
    """Seconds of each round, the first with nothing prepared, and what was found in the last."""
    clock, seconds, found = Steered(last), list[float](), Found()
    with clock.opened(folder) as city, answering(WHOLE_CITY):
        asking = city.alarms._asking(WHOLE_CITY)  # what no screen may ask for
        for number in range(ROUNDS):
            clock.moment = last - (ROUNDS - 1 - number) * APART
            watching, began = Watch(city.alarms.rules, at_once_s=TIME_LIMIT_S), time.process_time()
            watching.judged(asking, AlarmState(), clock.moment)
            seconds.append(time.process_time() - began)
            found = {rule.key: readings for rule, (_, readings) in watching._kept.items()}
            Console(stderr=True).print(f"{clock.moment.isoformat()} {seconds[-1]:.3f} s {watching.cost}")
    return {"first_s": round(seconds[0], 3)} | _times(seconds[1:]), found


def minute_by_minute(folder: Path, last: datetime) -> dict[str, Any]:
    """Seconds of the minutes since a start; those of the first are apart, in which rules were asked for the first time:
    how many there were, and the most that one of them cost."""
    clock, seconds, first = Steered(last), list[float](), list[float]()
    with clock.opened(folder) as city, answering(WHOLE_CITY):
        asking, watching = city.alarms._asking(WHOLE_CITY), Watch(city.alarms.rules)  # what no screen may ask for
        readable, state = {rule for rule in city.alarms.rules.values() if rule.kind in READERS}, AlarmState()
        for number in range(MINUTES):
            clock.moment, began = last - timedelta(minutes=MINUTES - 1 - number), time.process_time()
            is_first = bool(readable - watching._kept.keys())
            state = watching.judged(asking, state, clock.moment).state
            (first if is_first else seconds).append(time.process_time() - began)
    return {"first_minutes": len(first), "most_of_the_first_s": round(max(first), 3)} | _times(seconds)


def _times(seconds: Sequence[float]) -> dict[str, Any]:
    return {"median_s": round(Times(tuple(seconds)).median, 3), "most_s": round(max(seconds), 3)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("moment", type=datetime.fromisoformat, help="with its zone, such as 2026-11-28T20:00+08:00")
    given = asked.parse_args()
    together, found = all_at_once(given.folder, given.moment)
    figures: dict[str, object] = {
        "rules": len(found),
        "unknown": sorted(key for key, readings in found.items() if readings is None),
        "beyond": {
            key: sum(one.is_over for one in readings.found)
            for key, readings in found.items()
            if readings and any(one.is_over for one in readings.found)
        },
        "all_at_once": together,
        "minute_by_minute": minute_by_minute(given.folder, given.moment),
    }
    save("alarms/judging", figures)
    Console().print(figures)


if __name__ == "__main__":
    main()
