"""A KPI of parts beside each other: asked, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Literal

import numpy as np

from geodata.areas.area_tree import Area
from queries.kpis import note
from queries.kpis.answer import NOT_PLACED, Answer, AnswerRow
from queries.kpis.answering import Answering
from queries.kpis.breaks.city_breaks import breaks_of_areas
from queries.kpis.comparing.comparability import unsettled_notes
from queries.kpis.comparisons.comparing import ComparedPart, Exposure, Kind, compared
from queries.kpis.comparisons.part_days import (
    DIMENSIONS,
    PartDays,
    days_of_areas,
    days_of_values,
    has_days,
    is_number,
    refuse_overlaps,
)
from queries.kpis.measures import adds_up
from queries.kpis.note import Note
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.sources.freshness import Freshness

COMPARED_BY = ("area", *DIMENSIONS)
REPORTED = "reported"
OF_RESIDENTS, OF_CASES = 10_000.0, 100.0


@dataclass(frozen=True)
class SideBySide:
    """whole: the KPI of everything that the parts are compared in; by: area or a dimension.

    kind: None where no interval can be given (medians and percentiles, means of a state): the parts are not judged.
    per: of numbers what each part is divided by, so many `scale` at a time; None: nothing, and they are not judged.
    days: how many days were seen to vary; of fewer than 7 cases were taken to come independently of each other.
    notes: on breaks that part the days, and on a whole that is not settled, whose parts are not judged; is_uneven: the
    breaks are not those of all areas, so that the parts are not judged either.
    """

    whole: Answer
    by: str
    parts: tuple[ComparedPart, ...] = ()
    kind: Kind | None = None
    per: Literal["residents", "cases"] | None = None
    scale: float = 1.0
    days: int = 0
    notes: tuple[Note, ...] = ()
    is_uneven: bool = False

    @property
    def most(self) -> ComparedPart | None:
        """The part with the largest value of those that are judged; None where none is."""
        return next((part for part in self.parts if part.q is not None), None)

    def as_json(self) -> dict[str, Any]:
        """One JSON object: the whole as an answer, and the parts."""
        parts = [{name: getattr(part, name) for name in ComparedPart.__dataclass_fields__} for part in self.parts]
        about = {"by": self.by, "kind": self.kind, "per": self.per, "scale": self.scale, "days": self.days}
        return {"whole": self.whole.as_json(), **about, "parts": parts, "notes": list(self.notes)}


def compare(answers: Answering, question: Question, areas: Sequence[Area], whole: Answer) -> SideBySide:
    """The parts of a question by `question.by`; by area: `areas`, which do not overlap. whole: the answer to the
    question without parts. Raises QuestionRefused and as `answer`."""
    by, freshness = question.by or "", whole.freshness
    if by == "area":
        refuse_overlaps(areas)
    asked = answers.resolve(replace(question, by=None))
    if whole.status == "no_data":
        return SideBySide(whole, by)
    breaks = breaks_of_areas(answers, question, areas or [asked.area], *whole.days)
    notes = (*map(note.series_break, dict.fromkeys(chain(*breaks))), *unsettled_notes(whole))
    is_judged = adds_up(asked.metric) and (asked.metric.kind != "duration" or has_days(asked))
    is_uneven = len(set(breaks)) > 1
    if is_uneven or not is_judged or not whole.is_settled:
        parts = tuple(_unjudged(row) for row in _rows(answers, question, areas, freshness))
        return SideBySide(whole, by, parts, notes=notes, is_uneven=is_uneven)
    if has_days(asked):
        days = _days(answers, question, areas)
    else:
        days = _one_day(asked, _rows(answers, question, areas, freshness))
    kind: Kind = "number" if is_number(asked.metric) else "share" if asked.metric.kind == "ratio" else "mean"
    exposure = _exposure(answers, asked, by, areas, days) if kind == "number" else None
    judged = tuple(compared(days, kind, exposure, answers.profile.minimum_cases))
    per, scale = (exposure.by, exposure.scale) if exposure else (None, 1.0)
    return SideBySide(whole, by, judged, kind, per, scale, len(days.days), notes)


def _days(answers: Answering, question: Question, areas: Sequence[Area]) -> PartDays:
    if question.by == "area":
        return days_of_areas(answers, replace(question, by=None), areas)
    return days_of_values(answers, question)


def _exposure(
    answers: Answering, asked: ResolvedQuestion, by: str, areas: Sequence[Area], days: PartDays
) -> Exposure | None:
    """What numbers are divided by: residents where they are known of every area, else the cases reported of each part;
    None of all cases reported, which are no measure of themselves."""
    question = asked.question
    if areas and all(area.population for area in areas):
        return Exposure("residents", np.array([float(area.population or 0) for area in areas]), OF_RESIDENTS)
    if question.metric == REPORTED and not question.where:
        return None
    of_cases = replace(question, metric=REPORTED, where=(), denominator=None)
    if answers.resolve(of_cases).reasons or asked.metric.table != "events":
        return None
    reported = _days(answers, replace(of_cases, by=by), areas)
    n = dict(zip(reported.codes, reported.n.sum(axis=1).tolist(), strict=True))
    return Exposure("cases", np.array([n.get(code, 0.0) for code in days.codes]), OF_CASES)


def _rows(answers: Answering, question: Question, areas: Sequence[Area], freshness: Freshness) -> list[AnswerRow]:
    """The parts as answers have them; of areas that are not all those below one, asked for one by one."""
    if question.by != "area":
        return list(answers.answer(question, freshness).rows)
    parent = answers.tree.by_id(areas[0].parent_id) if areas and areas[0].parent_id else None
    children = answers.tree.children(parent) if parent else ()
    if parent and {area.area_id for area in areas} <= {child.area_id for child in children}:
        wanted = {area.code for area in areas}
        found = answers.answer(replace(question, area=parent.code), freshness).rows
        return [row for row in found if row.code in wanted]
    alone = [(area, answers.answer(replace(question, area=area.code, by=None), freshness)) for area in areas]
    return [AnswerRow(a.code, a.name, one.value, one.n, one.numerator, one.denominator) for a, one in alone]


def _unjudged(row: AnswerRow) -> ComparedPart:
    return ComparedPart(row.code, row.name, row.value, None, None, row.n)


def _one_day(asked: ResolvedQuestion, rows: Sequence[AnswerRow]) -> PartDays:
    """Parts that are not known day by day."""
    rows = [row for row in rows if row.code != NOT_PLACED]
    n = np.array([[float(row.n)] for row in rows]).reshape(len(rows), 1)
    top = np.array([[float(row.numerator or 0)] for row in rows]).reshape(len(rows), 1)
    bottom = np.ones_like(n) if is_number(asked.metric) else n
    codes, names = tuple(row.code for row in rows), tuple(row.name for row in rows)
    return PartDays(codes, names, (), top, bottom, n, np.zeros_like(n))
