"""What the rules of alarms would have raised, of what use that was, and what it costs to find out.

`python -m benchmarks.alarm_rules.fired FOLDER LAST [--days 365] [--processor 1500]` opens the city in FOLDER, judges
its rules hour by hour on the days up to LAST as `yiping alarms --test` does, and writes results/alarms/fired.json. A
year needs a demo of it and of the twelve weeks that are compared with its first ones: `yiping demo --days 449`.

It goes back STRETCH days at a time, the newest first, and writes after each: after so many seconds of the processor it
ends, and the next run with the same LAST goes on before the oldest day that was judged. An alarm that stood when a
stretch began counts as raised then, and one that stood at its end as undecided where nothing else is known of it.
Judged beside the rules of the program are those of tried.toml, against which they were chosen. Of a stretch that was
judged before, the rules alone are judged that are new or have changed since.
"""

from __future__ import annotations

import argparse
import json
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.timing import RESULTS, save
from queries.alarms import ahead, back_test
from queries.alarms.back_test import RuleTested
from queries.alarms.rule import AlarmRule
from queries.alarms.rule_file import read_rules
from queries.calendar.city_days import end_of_day, start_of
from queries.city import City
from queries.samples.drawn_sample import wilson
from queries.scope import WHOLE_CITY

YEAR, STRETCH = 365, 28
NAME = "alarms/fired"
TRIED = Path(__file__).with_name("tried.toml")
TIME_LIMIT_S = 3600.0
ADDED_UP = (
    "fired", "cleared", "useful", "idle", "undecided", "late", "stood", "repeated", "answered", "cases", "unknown",
    "judged", "decided_cases", "passed_cases",
)  # fmt: skip
Counts = dict[str, dict[str, int]]
"""By rule and figure."""


@dataclass
class Told:
    """Tells of each day that was judged, and of what is read ahead."""

    began: float = field(default_factory=time.process_time)
    moments: int = 0

    def note(self, step: str, share: float) -> None:
        self.moments += step[:1].isdigit()
        if not step[:1].isdigit() or self.moments % 24 == 0:
            Console(stderr=True).print(f"{time.process_time() - self.began:7.1f} s {share:5.0%} {step}")


def counts_of(tested: Iterable[RuleTested]) -> Counts:
    """What can be added up of some days; nothing that is 0."""
    return {one.rule: {name: asdict(one)[name] for name in ADDED_UP if asdict(one)[name]} for one in tested}


def figures_of(rule: str, name: str, counts: Mapping[str, int], days: int) -> dict[str, Any]:
    """What a rule raised, with the share that was of use, of those of which it is known, and its 95 % interval."""
    decided, useful = counts["useful"] + counts["idle"], counts["useful"]
    share = {"of": decided, "share": useful / decided, "interval": wilson(useful, decided)} if decided else None
    return {"rule": rule, "name": name, "a_day": round(counts["fired"] / days, 2), "of_use": share, **counts}


def stretches_before(last: date, days: int, done: Iterable[date]) -> list[tuple[date, date]]:
    """First and last day of those that are still to be judged, the newest first."""
    oldest, first = min(done, default=last + timedelta(days=1)), last - timedelta(days=days - 1)
    found = list[tuple[date, date]]()
    while oldest > first:
        until = oldest - timedelta(days=1)
        oldest = max(first, oldest - timedelta(days=STRETCH))
        found.append((oldest, until))
    return found


def digest_of(rule: AlarmRule) -> str:
    """What tells a rule from one of the same key that was declared otherwise."""
    return f"{zlib.crc32(repr(rule).encode()):08x}"


def held_before(last: date, cases: int) -> dict[str, Any]:
    """What an earlier run with the same last day on a city of as many cases has written; empty without."""
    file = RESULTS / f"{NAME}.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    is_same = (found.get("to"), found.get("cases")) == (last.isoformat(), cases)
    return found if is_same and all("rules" in one for one in found.get("stretches", [{}])) else {}


def judged(folder: Path, last: date, days: int, processor_s: float) -> dict[str, Any]:
    """Judge what is still to be judged, as far as the processor time goes, and write after each stretch."""
    began, told = time.process_time(), Told()
    with City.open(folder, time_limit_s=TIME_LIMIT_S) as city:
        zone = city.profile.time_zone
        city.alarms.rules = {**city.alarms.rules, **read_rules(TRIED, city.kpis.dictionary)}
        cases = sum(one.rows for one in city.sources.of_cases(scope=WHOLE_CITY))
        figures = held_before(last, cases)
        stretches: list[dict[str, Any]] = figures.get("stretches", [])
        rules = city.alarms.rules
        names = {key: rule.en for key, rule in rules.items()}
        digests = {key: digest_of(rule) for key, rule in rules.items()}
        for first, until in stretches_before(last, days, (date.fromisoformat(one["from"]) for one in stretches)):
            empty = {"from": first.isoformat(), "to": until.isoformat(), "processor_s": 0.0, "counts": {}, "rules": {}}
            stretches.append(empty)
        for one in stretches:
            changed = [key for key in rules if one["rules"].get(key) != digests[key]]
            if not changed or time.process_time() - began > processor_s:
                continue
            before, city.alarms.rules = time.process_time(), {key: rules[key] for key in changed}
            first, until = (date.fromisoformat(one[name]) for name in ("from", "to"))
            tested = city.alarms.back_test(start_of(first, zone), end_of_day(until, zone), told.note, scope=WHOLE_CITY)
            one["counts"] = {key: of for key, of in {**one["counts"], **counts_of(tested)}.items() if key in rules}
            one["processor_s"] = round(one["processor_s"] + time.process_time() - before, 1)
            one["rules"] = digests
            figures = whole(last, cases, [one for one in stretches if one["rules"]], names)
            save(NAME, figures)
    return figures


def whole(last: date, cases: int, stretches: list[dict[str, Any]], names: Mapping[str, str]) -> dict[str, Any]:
    """The table of the rules over all stretches, and the stretches."""
    first = min(one["from"] for one in stretches)
    days = (last - date.fromisoformat(first)).days + 1
    counts: dict[str, Counter[str]] = {key: Counter() for key in names}
    for one in stretches:
        for rule, of_rule in one["counts"].items():
            counts.setdefault(rule, Counter()).update(of_rule)
    return {
        "from": first, "to": last.isoformat(), "days": days, "cases": cases,
        "choice": f"the newest days first, {STRETCH} at a time, as far as the processor time went",
        "processor_s": round(sum(one["processor_s"] for one in stretches), 1),
        "rules": [
            figures_of(rule, names.get(rule, rule), {name: of_rule[name] for name in ADDED_UP}, days)
            for rule, of_rule in counts.items()
        ],
        "stretches": stretches,
    }  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("last", type=date.fromisoformat, help="the last day")
    asked.add_argument("--days", type=int, default=YEAR)
    asked.add_argument("--processor", type=float, default=1500.0, help="seconds after which no stretch is begun")
    given = asked.parse_args()
    ahead.HELD_LIMIT_S = back_test.STEP_LIMIT_S = TIME_LIMIT_S  # nobody waits
    figures = judged(given.folder, given.last, given.days, given.processor)
    Console().print({key: value for key, value in figures.items() if key != "stretches"})


if __name__ == "__main__":
    main()
