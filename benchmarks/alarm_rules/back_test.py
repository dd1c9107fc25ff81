"""What the rules of alarms would have raised on past days and of what use that was, and what judging them costs.

`python -m benchmarks.alarm_rules.back_test FOLDER FIRST..LAST` opens the city in FOLDER (the demo, 0.73 M cases),
judges its rules hour by hour on these days as `yiping alarms --test` does, then minute by minute for MINUTES minutes as
a server does, against judging every rule every minute, and writes results/alarms/back_test.json. Times of one judgement
are of the processor, so that a busy machine will do.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.timing import Times, save
from queries.alarms import watch
from queries.calendar.city_days import end_of_day, start_of
from queries.calendar.clock import Clock
from queries.city import City
from queries.intake.receipt import Receipt
from queries.scope import WHOLE_CITY

MINUTES = 30
TIME_LIMIT_S = 600.0


@dataclass
class Moments:
    """Seconds of processor time between two moments that are told."""

    seconds: list[float] = field(default_factory=list)
    last: float = field(default_factory=time.process_time)

    def note(self, moment: str, share: float) -> None:
        """One more moment."""
        now = time.process_time()
        self.seconds.append(now - self.last)
        self.last = now
        if len(self.seconds) % 24 == 0:
            Console(stderr=True).print(f"{moment} {share:.0%}")

    def figures(self) -> dict[str, Any]:
        """Without the first, which prepares what the others need."""
        times = Times(tuple(self.seconds[1:] or self.seconds))
        return {
            "moments": len(self.seconds),
            "first_s": round(self.seconds[0], 3),
            "median_s": round(times.median, 3),
            "p95_s": round(times.p95, 3),
        }


class Nowhere:
    """Takes deliveries and keeps nothing: the city stays what it is."""

    def accept(self, _source: str, _kind: str, rows: Sequence[Any], _patience_s: float = 0.0) -> Receipt:
        return Receipt(len(rows))


def tested(folder: Path, first: date, last: date) -> dict[str, Any]:
    """The table of the rules."""
    moments = Moments()
    with City.open(folder, time_limit_s=TIME_LIMIT_S) as city:
        zone = city.profile.time_zone
        rules = city.alarms.back_test(start_of(first, zone), end_of_day(last, zone), moments.note, scope=WHOLE_CITY)
        names = {key: rule.en for key, rule in city.alarms.rules.items()}
    table = [{"name": names[one.rule]} | {k: v for k, v in asdict(one).items() if k != "newest"} for one in rules]
    return {"from": first.isoformat(), "to": last.isoformat(), "judged": moments.figures(), "rules": table}


def watched(folder: Path, last: date, of_hold: float) -> dict[str, Any]:
    """What judging costs a server, minute by minute; of_hold: instead of watch.OF_HOLD."""
    moments, clock = Moments(), Steered()
    before, watch.OF_HOLD = watch.OF_HOLD, of_hold
    try:
        with City.open(folder, time_limit_s=TIME_LIMIT_S, clock=Clock("wall", wall=lambda: clock.moment)) as city:
            clock.moment = end_of_day(last, city.profile.time_zone) - timedelta(hours=12)
            moments.last = time.process_time()
            for minute in range(MINUTES):
                city.alarms.watch(Nowhere)
                moments.note(f"{minute + 1} minutes", (minute + 1) / MINUTES)
                clock.moment += timedelta(minutes=1)
    finally:
        watch.OF_HOLD = before
    figures = moments.figures()
    return figures | {"seconds_a_minute": round(sum(moments.seconds[1:]) / (MINUTES - 1), 3)}


@dataclass
class Steered:
    """moment: what a clock shows (aware)."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("days", help="FIRST..LAST")
    given = asked.parse_args()
    first, last = (date.fromisoformat(day) for day in given.days.split(".."))
    figures: dict[str, object] = {
        "as_a_server": {
            "by_hold_time": watched(given.folder, last, watch.OF_HOLD),
            "every_rule_every_minute": watched(given.folder, last, 0.0),
        },
        "test": tested(given.folder, first, last),
    }
    save("alarms/back_test", figures)
    Console().print(figures)


if __name__ == "__main__":
    main()
