"""What is normal for a KPI in every area of a level: the bands from comparable periods of all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import datetime

from queries.budget.single_flight import SingleFlight
from queries.kpis.answering import Answering
from queries.kpis.by_level import LevelAnswer
from queries.kpis.normal.comparable import EarlierPeriod
from queries.kpis.normal.normal import EarlierValue, Normal, normal_of
from queries.kpis.normal.normal_asking import (
    QUARTER,
    Values,
    at_quarter,
    between,
    comparable_periods,
    kept_by,
    quarters_of,
)
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion

MOST_KEPT = 64
NormalOfAreas = Mapping[int, Normal]
ValuesOfAreas = Mapping[int, Values]
ByLevel = Callable[[Question, int], LevelAnswer]


class NormalAreas:
    """The values of comparable periods by number of area, kept by question, level and quarter of an hour as
    `NormalValues` are: each period is one question by level."""

    def __init__(self) -> None:
        self._kept: SingleFlight[Hashable, ValuesOfAreas] = SingleFlight(MOST_KEPT)

    def normal(
        self, answers: Answering, question: Question, level: int, now: datetime, by_level: ByLevel
    ) -> NormalOfAreas:
        """By the number of each area of a level, of a question with a moment about what contains them. by_level: asks a
        KPI of a level. Raises as `Answering.answer`."""
        asked = answers.resolve(replace(question, by=None))
        if asked.reasons or asked.only_now or asked.metric.table != "events":
            return {}
        first, last = quarters_of(asked)

        def at(quarter: datetime) -> ValuesOfAreas:
            then = at_quarter(asked, quarter)
            key = (kept_by(answers, then, now), level)
            return self._kept.get(key, lambda: _asked(answers, then, level, by_level))

        before, share = at(first), (asked.as_of - first) / QUARTER
        after = before if first == last else at(last)
        least = answers.profile.minimum_cases
        return {
            number: normal_of(asked.metric, between(values, after.get(number, ()), share), least)
            for number, values in before.items()
        }


def _asked(answers: Answering, question: Question, level: int, by_level: ByLevel) -> ValuesOfAreas:
    asked = answers.resolve(question)
    periods = () if asked.reasons else comparable_periods(answers, asked, below=True)
    found = dict[int, list[EarlierValue]]()
    for period in periods:
        answer = by_level(_then(asked, period), level)
        columns = (answer.area_id.tolist(), answer.value.tolist(), answer.n.tolist())
        for number, value, n in zip(*columns, strict=True):
            if value == value:  # noqa: PLR0124  # NaN: no case
                found.setdefault(number, []).append(EarlierValue(period, value, n))
    return {number: tuple(values) for number, values in found.items()}


def _then(asked: ResolvedQuestion, period: EarlierPeriod) -> Question:
    if asked.basis.is_state:
        return replace(asked.question, as_of=period.as_of)
    return replace(asked.question, start=period.start, end=period.end, as_of=period.as_of)
