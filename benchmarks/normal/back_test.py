"""How many days lie inside the band of what is normal, of days that the band does not know.

`python -m benchmarks.normal.back_test FOLDER...` opens cities (the demo; Boston's file of 2011), asks every KPI of each
day at 13:00 and at its end, as it stood then, and compares each day with the band of the days before it. Written to
results/normal_band.json by the name of the city: of each KPI the days judged and the share of them inside.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from benchmarks.timing import RESULTS, save
from queries.as_of_state.state_tables import bases
from queries.calendar.city_days import end_of_day
from queries.calendar.working_time import working_calendar
from queries.city_context import CityContext
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.measures import NOTHING, figures
from queries.kpis.normal.band import STATED_COVERAGE
from queries.kpis.normal.comparable import Comparing, EarlierPeriod
from queries.kpis.normal.normal import EarlierValue, is_amount, normal_of
from queries.kpis.normal.normal_statement import compose_at_moments, moments_bound
from queries.kpis.question import Question
from queries.kpis.source_facts import Facts
from queries.kpis.statement import parameters_of
from queries.scope import WHOLE_CITY, answering
from queries.store.statement_runner import StatementRunner

NOON = time(13)
LEAST_DAYS = 10
FILE = RESULTS / "normal_band.json"


def values(city: Answering, metric: Metric, periods: Sequence[EarlierPeriod]) -> dict[date, EarlierValue]:
    """What a KPI was on each day as of its moment; nothing where it is not known."""
    last, is_state = periods[-1], bases()[metric.basis].is_state
    root = city.tree.root.code
    question = Question(metric.key, root, last.start, last.end, last.as_of, value_only=True, scope=WHOLE_CITY)
    asked = city.resolve(question)
    statement = None if asked.reasons or asked.only_now else compose_at_moments(asked.metric, asked.context)
    if statement is None:
        return {}
    bound = {**city.parameters(asked, None), **moments_bound(periods, asked.period.zone, is_state=is_state)}
    names, rows = city.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    found = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
    told = {}
    for number, one in enumerate(periods):
        value, _, _, n = figures(metric, found.get(one.end if is_state else number, NOTHING), 1)
        if value is not None:
            told[one.end] = EarlierValue(one, value, n)
    return told


def judged(city: Answering, metric: Metric, periods: Sequence[EarlierPeriod], first: date) -> Iterator[bool]:
    """Of each day that has a band whether it lies inside."""
    told = values(city, metric, periods)
    comparing = Comparing(city.profile.time_zone, working_calendar(city.profile), lambda day: day > first)
    least = city.profile.minimum_cases
    for day, one in told.items():
        earlier = comparing.earlier(day, day, one.period.as_of)
        normal = normal_of(metric, (told[past.end] for past in earlier if past.end in told), least)
        if normal.band and (is_amount(metric) or one.n >= least):
            yield normal.band.low <= one.value <= normal.band.high


def tested(city: Answering) -> dict[str, object]:
    """The share of days inside by KPI and time of day, and of all of them."""
    zone, sources = city.profile.time_zone, city.facts.sources()
    first = min(one.first_reported for one in sources if one.first_reported).astimezone(zone).date()
    last = max(one.last_reported for one in sources if one.last_reported).astimezone(zone).date()
    days = [first + timedelta(days=number) for number in range(1, (last - first).days)]
    moments = {
        "13:00": [EarlierPeriod(day, day, datetime.combine(day, NOON, zone)) for day in days],
        "end of day": [EarlierPeriod(day, day, end_of_day(day, zone)) for day in days],
    }
    found: dict[str, object] = {}
    every: list[bool] = []
    for key, metric in city.dictionary.items():
        for name, periods in moments.items():
            inside = list(judged(city, metric, periods, first))
            every += inside
            if len(inside) >= LEAST_DAYS:
                found[f"{key}, {name}"] = {"days": len(inside), "inside": round(sum(inside) / len(inside), 3)}
    whole = {"days": len(every), "inside": round(sum(every) / len(every), 3) if every else None}
    return {"stated": STATED_COVERAGE, "all": whole, "kpis": found}


def main() -> None:
    """Test each city named and keep what was found of others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    for folder in parser.parse_args().folders:
        with CityContext.open(folder) as context, answering(WHOLE_CITY):
            runner = StatementRunner(context.store, 60.0)
            city = Answering(Dictionary.read(), context.tree, context.profile, runner, Facts(runner))
            result = tested(city)
        print(folder.name, result["all"])
        known = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
        save("normal_band", {**known, folder.name: result})


if __name__ == "__main__":
    main()
