"""A sample as acts: the drawing, which names week, seed, rule and sizes, and its strata in parts that fit an act."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from queries.acts.act import Act, longest
from queries.acts.saved import SavedThing
from queries.calendar.city_days import end_of_day, start_of
from queries.samples.drawing import Stratum
from queries.samples.sampling_rule import SamplingRule
from queries.samples.weeks import SampledWeek

CASES_IN_A_ROW = 10
"""So many numbers of the greatest length fit into one act."""
_SIZES = ("population", "n", "strata")
SAMPLE, SAMPLE_PART, SAMPLE_VERDICT = "sample", "sample_part", "sample_verdict"


@dataclass(frozen=True)
class SampleDrawing:
    """How a sample was drawn. as_of: of which moment its cases were asked; drawn_at: when that was done, both aware;
    population, n: cases of the week, and how many of them were drawn; strata: how many."""

    week: SampledWeek
    seed: str
    rule: SamplingRule
    version: str
    as_of: datetime
    drawn_at: datetime
    drawn_by: str
    population: int = 0
    n: int = 0
    strata: int = 0


def drawn(drawing: SampleDrawing, strata: Sequence[Stratum]) -> SampleDrawing:
    """The drawing with the sizes of what was drawn."""
    sizes = (sum(one.population for one in strata), sum(len(one.cases) for one in strata), len(strata))
    return replace(drawing, population=sizes[0], n=sizes[1], strata=sizes[2])


def acts_of(drawing: SampleDrawing, strata: Sequence[Stratum], origin: str, root: str, zone: tzinfo) -> list[Act]:
    """The acts by which a sample is kept. origin: from where it is drawn; root: code of the whole city."""
    told = {
        "seed": drawing.seed,
        "version": drawing.version,
        "rule": asdict(drawing.rule),
        "as_of": drawing.as_of.astimezone(UTC).isoformat(),
        **{name: getattr(drawing, name) for name in _SIZES},
    }
    week, base = drawing.week, (drawing.drawn_by, origin, drawing.drawn_at)
    whole = Act(SAMPLE, week.key, "saved", *base, search=_written(told), area_code=root, loop=week.key)
    whole = replace(whole, from_at=start_of(week.monday, zone), until_at=end_of_day(week.sunday, zone))
    parts = [
        Act(SAMPLE_PART, f"{week.key}.{number}", "saved", *base, search=text, area_code=root, loop=week.key)
        for number, text in enumerate(_parts(strata))
    ]
    return [whole, *parts]


def drawing_of(thing: SavedThing) -> SampleDrawing | None:
    """The drawing of an act; None of one that says none."""
    week = SampledWeek.of_key(thing.key)
    try:
        told = json.loads(thing.act.search)
        rule = SamplingRule.of_table(told["rule"])
        as_of = datetime.fromisoformat(told["as_of"])
        sizes = [int(told[name]) for name in _SIZES]
        seed, version = str(told["seed"]), str(told["version"])
    except (ValueError, TypeError, KeyError):
        return None
    if week is None:
        return None
    return SampleDrawing(week, seed, rule, version, as_of, thing.act.happened_at, thing.act.who, *sizes)


def strata_of(week: SampledWeek, parts: Iterable[SavedThing]) -> tuple[Stratum, ...]:
    """The strata of a week, in the order of their values."""
    found: dict[tuple[str, ...], Stratum] = {}
    for part in parts:
        if part.act.loop == week.key:
            for row in json.loads(part.act.search)["strata"]:
                one = _stratum(row)
                before = found.get(one.values)
                cases = (before.cases if before else ()) + one.cases
                found[one.values] = Stratum(one.values, one.population, cases)
    return tuple(found[values] for values in sorted(found))


def _stratum(row: Mapping[str, Any]) -> Stratum:
    cases = tuple((source, number) for source, numbers in row["cases"].items() for number in numbers)
    return Stratum(tuple(row["values"]), row["population"], cases)


def _parts(strata: Iterable[Stratum]) -> Iterator[str]:
    """The strata written down, as many in a text as it may hold; a large stratum is in several rows."""
    room, rows, used = longest("search") - len(_written({"strata": []})), list[Mapping[str, Any]](), 0
    for row in (row for stratum in strata for row in _rows(stratum)):
        length = len(_written(row)) + 1
        if rows and used + length > room:
            yield _written({"strata": rows})
            rows, used = [], 0
        rows.append(row)
        used += length
    if rows:
        yield _written({"strata": rows})


def _rows(stratum: Stratum) -> Iterator[Mapping[str, Any]]:
    """A stratum with its cases, CASES_IN_A_ROW at a time."""
    for first in range(0, len(stratum.cases), CASES_IN_A_ROW):
        numbers: dict[str, list[str]] = {}
        for source, number in stratum.cases[first : first + CASES_IN_A_ROW]:
            numbers.setdefault(source, []).append(number)
        yield {"values": stratum.values, "population": stratum.population, "cases": numbers}


def _written(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
