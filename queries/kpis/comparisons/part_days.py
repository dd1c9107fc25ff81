"""The parts of a KPI day by day, as the comparisons need them: asked of the store in one scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geodata.areas.area_tree import Area
from queries.errors import QuestionRefused
from queries.kpis.answer_rows import masked_names
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.measures import MICROSECONDS, adds_up, measures
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.statement import PARTS, StatementContext, members_of, parameters_of
from queries.store.scoped.least_scope import PART_AREA
from queries.store.statements import read_statements

Values = NDArray[np.float64]
DIMENSIONS = ("channel", "category", "category2", "category3", "department")
MOST_PARTS = 500
"""More parts than people read are not compared."""
_SQL = read_statements(Path(__file__).with_name("by_day.sql"))


@dataclass(frozen=True, eq=False)
class PartDays:
    """What was counted of each part on each day of which there are data: arrays of shape (parts, days).

    top, bottom: sums whose quotient is the value: cases in the numerator and all cases of a rate, the sum of durations
    (in the unit of the KPI) and cases of a mean, cases and nothing (1 a day) of a number. n: the cases; squares: of
    durations, the sum of their squares, else zero.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    days: tuple[date, ...]
    top: Values
    bottom: Values
    n: Values
    squares: Values


def is_number(metric: Metric) -> bool:
    """Whether the KPI says how many cases there are, not a share of them or a mean."""
    return metric.kind == "count" or metric.unit == "case/day"


def has_days(asked: ResolvedQuestion) -> bool:
    """Whether the KPI counts cases on days, so that its parts can be followed day by day."""
    return asked.metric.table == "events" and not asked.basis.is_state and adds_up(asked.metric)


def days_of_areas(answers: Answering, question: Question, areas: Sequence[Area]) -> PartDays:
    """Of areas that do not overlap, all inside that of the question. Raises QuestionRefused and as `answer`."""
    refuse_overlaps(areas)
    asked = answers.resolve(question)
    bound = answers.parameters(asked, None)
    bound |= {"first_ids": tuple(a.area_id for a in areas), "last_ids": tuple(a.last_id for a in areas)}
    found = _rows(answers, _compose_of_areas(asked.metric, asked.context), bound)
    parts: dict[object, int] = {place: place for place in range(len(areas))}
    return _table(asked, found, parts, [(area.code, area.name) for area in areas])


def days_of_values(answers: Answering, question: Question) -> PartDays:
    """Of the values of the dimension `question.by`. Raises QuestionRefused and as `answer`."""
    by = question.by or ""
    if by not in DIMENSIONS:
        known = ", ".join(("area", *DIMENSIONS))
        raise QuestionRefused("no_parts", f"Parts by {by!r} are not compared; known are {known}.", known=known)
    asked = answers.resolve(question)
    statement = _compose_of_values(asked.metric, by, asked.context)
    found = _rows(answers, statement, answers.parameters(asked, None))
    values = sorted({str(row["part"]) for row in found})
    names = masked_names(tuple(values))
    return _table(
        asked, found, {value: place for place, value in enumerate(values)}, list(zip(names, names, strict=True))
    )


def refuse_overlaps(areas: Sequence[Area]) -> None:
    """Raises QuestionRefused where an area lies in another, whose cases would count twice, or where they are many."""
    ordered = sorted(areas, key=lambda area: area.area_id)
    for first, second in pairwise(ordered):
        if second.area_id <= first.last_id:
            text = f"{first.name} and {second.name} overlap, so they cannot be compared."
            raise QuestionRefused("overlap", text, first=first.name, second=second.name)
    if len(areas) > MOST_PARTS:
        text = f"At most {MOST_PARTS} areas are compared, and these are {len(areas)}."
        raise QuestionRefused("too_many_areas", text, most=MOST_PARTS, count=len(areas))


@lru_cache(maxsize=128)
def _compose_of_values(metric: Metric, by: str, context: StatementContext) -> str:
    part = PARTS[by]
    column = "category1" if by == "category" else by
    return _SQL.filled(
        "by_day", part=part, measures=_measures(metric), members=members_of(metric, [column, "case_day"], context)
    )


@lru_cache(maxsize=128)
def _compose_of_areas(metric: Metric, context: StatementContext) -> str:
    members = members_of(metric, [PART_AREA, "case_day"], context)
    return _SQL.filled("by_day_of_areas", measures=_measures(metric), members=members)


def _measures(metric: Metric) -> str:
    squares = [_SQL["squares"]] if metric.microseconds else []
    return ", ".join([measures(metric, every=False), *squares])


def _rows(answers: Answering, statement: str, bound: Mapping[str, object]) -> list[dict[str, object]]:
    names, rows = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    return [dict(zip(names, row, strict=True)) for row in rows]


def _table(
    asked: ResolvedQuestion,
    rows: Sequence[Mapping[str, object]],
    place_of: Mapping[object, int],
    named: list[tuple[str, str]],
) -> PartDays:
    days = tuple(day for day in asked.period.days() if asked.coverage.has(day))
    day_of = {day: place for place, day in enumerate(days)}
    kept = [row for row in rows if row["day"] in day_of]
    at = (
        np.array([place_of[row["part"]] for row in kept], dtype=np.intp),
        np.array([day_of[row["day"]] for row in kept], dtype=np.intp),  # type: ignore[index]
    )

    def summed(name: str, scale: float = 1.0) -> Values:
        made = np.zeros((len(named), len(days)))
        made[at] = [float(row.get(name) or 0) * scale for row in kept]  # type: ignore[arg-type]
        return made

    metric, n = asked.metric, summed("n")
    second = 1e6 / MICROSECONDS[metric.unit] if metric.microseconds else 0.0
    top = summed("hits") if metric.kind == "ratio" and not is_number(metric) else n
    if metric.microseconds:
        top = summed("total", 1 / MICROSECONDS[metric.unit])
    bottom = np.ones_like(n) if is_number(metric) else n
    codes, names = zip(*named, strict=True) if named else ((), ())
    return PartDays(codes, names, days, top, bottom, n, summed("squares", second**2))
