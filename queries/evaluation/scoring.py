"""From measured parts to scores: the points of each, their weighted sum, and the rank within a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from queries.evaluation.entered import EnteredValue
from queries.evaluation.evaluation import EnteredPart, Evaluation, LeftOut, Part, ScoreBand, UnitClass

Missing = Literal["", "no_data", "no_cases", "few"]
Apart = Literal["", "left_out", "few"]
DECIMALS = 2
"""Of a score: who has the same is ranked the same."""


@dataclass(frozen=True)
class Measured:
    """A KPI of one unit; value: None where there is no case."""

    value: float | None
    n: int


NOTHING = Measured(None, 0)


@dataclass(frozen=True)
class PartScore:
    """A part of one unit. points: 0 to 100, None where it counts for nothing, for the reason `missing`."""

    part: Part
    value: float | None
    n: int
    points: float | None
    missing: Missing = ""


@dataclass(frozen=True)
class EnteredScore:
    """A part that people entered for one unit. value: the mean by days; points: 0 to 100; both None where not all days
    are covered. values: what was entered for any of the days, as it stands."""

    part: EnteredPart
    value: float | None
    points: float | None
    values: tuple[EnteredValue, ...]


@dataclass(frozen=True)
class UnitScore:
    """A unit. score: 0 to 100, of the parts that are known, which weigh `known` percent; None, as band, rank and
    `among` (how many units of its class are ranked), of a unit that stands apart. cases: reported in the period."""

    code: str
    name: str
    cases: int
    unit_class: UnitClass
    parts: tuple[PartScore, ...]
    known: float
    score: float | None = None
    band: ScoreBand | None = None
    rank: int | None = None
    among: int | None = None
    apart: Apart = ""
    left_out: LeftOut | None = None
    entered: tuple[EnteredScore, ...] = ()


@dataclass(frozen=True)
class UnitMeasured:
    """What is known of a unit: its cases of the period and on a day, and its parts in their order, those that people
    enter apart."""

    code: str
    name: str
    cases: int
    cases_a_day: float
    parts: tuple[Measured, ...]
    entered: tuple[EnteredScore, ...] = ()


def scored(evaluation: Evaluation, has_data: Sequence[bool], units: Sequence[UnitMeasured]) -> tuple[UnitScore, ...]:
    """Every unit by class and rank, those that stand apart at the end of their class. has_data: of each part, whether
    the sources know what it is about."""
    each = [_unit(evaluation, has_data, unit) for unit in units]
    ranks = _ranks(each)
    ranked = [_ranked(one, ranks) for one in each]
    order = {one.key: place for place, one in enumerate(evaluation.classes)}
    return tuple(sorted(ranked, key=lambda one: (order[one.unit_class.key], one.rank or len(each) + 1)))


def _unit(evaluation: Evaluation, has_data: Sequence[bool], unit: UnitMeasured) -> UnitScore:
    parts = tuple(map(_part, evaluation.parts, has_data, unit.parts))
    every = [(one.part.weight, one.points) for one in parts] + [(one.part.weight, one.points) for one in unit.entered]
    each = [(weight, points) for weight, points in every if points is not None]
    known = sum(weight for weight, _ in each)
    left_out = evaluation.reason_left_out(unit.code, unit.name)
    unit_class = evaluation.class_of(unit.code, unit.name, unit.cases_a_day)
    found = UnitScore(unit.code, unit.name, unit.cases, unit_class, parts, known, entered=unit.entered)
    if left_out:
        return replace(found, apart="left_out", left_out=left_out)
    if not known or known < evaluation.least_weight:
        return replace(found, apart="few")
    score = round(sum(weight * points for weight, points in each) / known, DECIMALS)
    return replace(found, score=score, band=evaluation.band_of(score))


def _part(part: Part, has_data: bool, measured: Measured) -> PartScore:
    if not has_data:
        return PartScore(part, None, 0, None, "no_data")
    if measured.value is None:
        return PartScore(part, None, measured.n, None, "no_cases")
    if measured.n < part.fewest:
        return PartScore(part, measured.value, measured.n, None, "few")
    return PartScore(part, measured.value, measured.n, part.points(measured.value))


def _ranks(units: Sequence[UnitScore]) -> Mapping[str, list[float]]:
    scores: dict[str, list[float]] = defaultdict(list)
    for one in units:
        if one.score is not None:
            scores[one.unit_class.key].append(one.score)
    return scores


def _ranked(unit: UnitScore, scores: Mapping[str, list[float]]) -> UnitScore:
    if unit.score is None:
        return unit
    others = scores[unit.unit_class.key]
    return replace(unit, rank=1 + sum(other > unit.score for other in others), among=len(others))
