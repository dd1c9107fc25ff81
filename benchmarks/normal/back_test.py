"""How many days lie inside the band of what is normal, of days that the band does not know.

`python -m benchmarks.normal.back_test FOLDER...` opens cities (the demo; Boston's file of 2011), asks every KPI of each
day at 13:00 and at its end, as it stood then, and compares each day with the band of the days before it; and once more
all days as the trend by days shows them with their bands. Written to results/normal_band.json by the name of the city:
of each KPI the days judged and the share of them inside.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
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
from queries.kpis.normal.normal_days import NormalDays
from queries.kpis.normal.normal_statement import compose_at_moments, moments_bound
from queries.kpis.question import Question
from queries.kpis.ripening.ripening_times import RipeningTimes
from queries.kpis.source_facts import Facts
from queries.kpis.statement import parameters_of
from queries.scope import WHOLE_CITY, answering
from queries.sources.freshness import Freshness
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
    zone, calendar, least = city.profile.time_zone, working_calendar(city.profile), city.profile.minimum_cases
    coverage = city.resolve(_by_day(city, metric, first, periods[-1])).coverage
    for day, one in told.items():
        is_known = partial(coverage.is_whole, start=day, end=day)
        earlier = Comparing(zone, calendar, is_known).earlier(day, day, one.period.as_of)
        normal = normal_of(metric, (told[past.end] for past in earlier if past.end in told), least)
        place = normal.place_at(one.value, one.n, is_amount=is_amount(metric))
        if place:
            yield place == "inside"


def shown(city: Answering, metric: Metric, first: date, last: EarlierPeriod) -> Iterator[bool]:
    """Of each day of a trend that has a band whether it lies inside, by what the screen itself asks."""
    question = _by_day(city, metric, first, last)
    normal = NormalDays().normal(city, question, last.as_of)
    answer = RipeningTimes().marked(city, question, city.answer(question, Freshness("fresh")))
    for row in answer.rows:
        band = normal.get(date.fromisoformat(row.code))
        place = band.place_of_row(row, answer) if band else None
        if place:
            yield place == "inside"


def _by_day(city: Answering, metric: Metric, first: date, last: EarlierPeriod) -> Question:
    root = city.tree.root.code
    return Question(metric.key, root, first, last.end, last.as_of, by="day", value_only=True, scope=WHOLE_CITY)


def tested(city: Answering) -> dict[str, object]:
    """The share of days inside by KPI and time of day or in the trend, and of all of them."""
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
    trends: list[bool] = []
    for key, metric in city.dictionary.items():
        for name, periods in moments.items():
            inside = list(judged(city, metric, periods, first))
            every += inside
            found |= _told(f"{key}, {name}", inside)
        in_trend = list(shown(city, metric, first, moments["end of day"][-1]))
        trends += in_trend
        found |= _told(f"{key}, trend", in_trend)
    return {"stated": STATED_COVERAGE, "all": _share(every), "trends": _share(trends), "kpis": found}


def _told(name: str, inside: list[bool]) -> dict[str, object]:
    return {name: _share(inside)} if len(inside) >= LEAST_DAYS else {}


def _share(inside: list[bool]) -> dict[str, object]:
    return {"days": len(inside), "inside": round(sum(inside) / len(inside), 3) if inside else None}


def main() -> None:
    """Test each city named and keep what was found of others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    for folder in parser.parse_args().folders:
        with CityContext.open(folder) as context, answering(WHOLE_CITY):
            runner = StatementRunner(context.store, 60.0)
            city = Answering(Dictionary.read(), context.tree, context.profile, runner, Facts(runner))
            result = tested(city)
        print(folder.name, result["all"], result["trends"])
        known = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
        save("normal_band", {**known, folder.name: result})


if __name__ == "__main__":
    main()
