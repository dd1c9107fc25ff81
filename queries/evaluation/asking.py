"""What an evaluation asks of a city: one question a part for all units, and how many cases each unit has."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from geodata.areas.area_tree import AreaTree
from queries.errors import QuestionRefused
from queries.evaluation.entered import EnteredValue, EnteredValues, mean_of_days, of_unit
from queries.evaluation.evaluation import EnteredPart, Evaluation
from queries.evaluation.scoring import NOTHING, EnteredScore, Measured, UnitMeasured, UnitScore, scored
from queries.kpis.answer import Answer
from queries.kpis.answer_rows import UNKNOWN
from queries.kpis.by_level import LevelAnswer
from queries.kpis.question import Question

CASES = "reported"


@dataclass(frozen=True)
class EvaluationResult:
    """How the units of an evaluation stand. cases: those reported in the period, whose number classes go by; wholes:
    each part of all units together, with what there is to know of it."""

    evaluation: Evaluation
    cases: Answer
    wholes: tuple[Answer, ...]
    units: tuple[UnitScore, ...]


@dataclass(frozen=True)
class EvaluationAsking:
    """By what a city is asked."""

    tree: AreaTree
    ask: Callable[[Question], Answer]
    by_level: Callable[[Question, int], LevelAnswer]
    entered: Callable[[Evaluation, Question], EnteredValues]

    def result(self, evaluation: Evaluation, question: Question) -> EvaluationResult:
        """The result. question: area, days, moment, conditions and scope. Raises QuestionRefused for one without both
        ends of its days, and as `city.kpis.ask`."""
        if question.start is None or question.end is None:
            raise QuestionRefused("no_days", "An evaluation is of a period; name its first and its last day.")
        span = (question.start, question.end)
        days = (question.end - question.start).days + 1
        values = self.entered(evaluation, question)
        base = replace(question, by=None, denominator=None, value_only=True)
        cases, counted = self._measured(evaluation, replace(base, metric=CASES))
        parts = [
            self._measured(evaluation, replace(base, metric=part.kpi, denominator=part.denominator))
            for part in evaluation.parts
        ]
        codes = dict.fromkeys([*counted, *(code for _, measured in parts for code in measured)])
        units = [
            UnitMeasured(
                code,
                self._name(evaluation, code),
                counted.get(code, NOTHING).n,
                counted.get(code, NOTHING).n / days,
                tuple(measured.get(code, NOTHING) for _, measured in parts),
                tuple(entered_score(part, of_unit(values, part.key, code, span), span) for part in evaluation.entered),
            )
            for code in codes
        ]
        wholes = tuple(whole for whole, _ in parts)
        return EvaluationResult(
            evaluation, cases, wholes, scored(evaluation, [one.status != "no_data" for one in wholes], units)
        )

    def _measured(self, evaluation: Evaluation, question: Question) -> tuple[Answer, Mapping[str, Measured]]:
        """A KPI of the whole and of each unit by code."""
        if evaluation.level is None:
            answer = self.ask(replace(question, by=str(evaluation.units)))
            return answer, {row.code: Measured(row.value, row.n) for row in answer.rows if row.code != UNKNOWN}
        found = self.by_level(question, evaluation.level)
        codes = self.tree.code[found.area_id - 1].tolist()
        values = zip(codes, found.value.tolist(), found.n.tolist(), strict=True)
        return found.whole, {code: Measured(None if math.isnan(value) else value, n) for code, value, n in values}

    def _name(self, evaluation: Evaluation, code: str) -> str:
        return code if evaluation.level is None else self.tree.area(code).name


def entered_score(part: EnteredPart, values: tuple[EnteredValue, ...], days: tuple[date, date]) -> EnteredScore:
    """What a unit is given for what people entered of it in the days, both ends within."""
    value = mean_of_days(values, days)
    return EnteredScore(part, value, None if value is None else part.points(value), values)
