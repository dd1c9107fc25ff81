"""The hours of the week before and after a measure, cell by cell: the cases of as many whole weeks on both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from queries.kpis.answer import Answer, AnswerRow
from queries.kpis.answering import Answering
from queries.kpis.comparisons.difference import WEEK
from queries.kpis.comparisons.measure import MeasureStatus, comparable_days
from queries.kpis.comparisons.part_days import has_days, is_number
from queries.kpis.note import Note
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.ripening.ripening import Ripening

EVERY_DAY = 0
"""In the place of a weekday (1, Monday, to 7): an hour of all days together."""


@dataclass(frozen=True)
class TideCell:
    """An hour of a weekday, or of EVERY_DAY, before and after; days: so many such days were counted on each side;
    is_enough: there are cases enough to be coloured and spoken of."""

    weekday: int
    hour: int
    before: AnswerRow
    after: AnswerRow
    days: int
    is_enough: bool

    def per_day(self) -> tuple[float, float]:
        """Cases a day before and after."""
        return self.before.n / self.days, self.after.n / self.days


@dataclass(frozen=True)
class Tide:
    """status: as of a MeasureAnswer; before, after: the KPI as a whole, None where nothing is compared; weeks: so many
    were counted on each side; least: of how many cases a cell must be, of a number both sides together, of a rate or a
    mean each; notes: what keeps days out. The cells of the weekdays, and those of EVERY_DAY, each add up to the n of
    their side."""

    key: str
    unit: str
    area: str
    on: date
    status: MeasureStatus
    least: int
    weeks: int = 0
    before: Answer | None = None
    after: Answer | None = None
    cells: tuple[TideCell, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def days(self) -> tuple[tuple[date, date], tuple[date, date]]:
        """First and last day of each side."""
        length = timedelta(days=self.weeks * WEEK)
        one = timedelta(days=1)
        return (self.on - length, self.on - one), (self.on, self.on + length - one)

    def as_json(self) -> dict[str, Any]:
        """One JSON object, days in ISO form."""
        sides: dict[str, Any] = {}
        for name, answer, (first, last) in zip(("before", "after"), (self.before, self.after), self.days, strict=True):
            span = {"from": first.isoformat(), "to": last.isoformat()}
            sides[name] = span | {"n": answer.n, "value": answer.value} if answer else None
        return {
            "key": self.key,
            "unit": self.unit,
            "area": self.area,
            "on": self.on.isoformat(),
            "status": self.status,
            "weeks": self.weeks,
            "least": self.least,
            **sides,
            "cells": [_cell_as_json(cell) for cell in self.cells],
            "notes": list(self.notes),
        }


def tide_of(
    answers: Answering,
    question: Question,
    on: date,
    ask: Callable[[Question], Answer],
    ripening_of: Callable[[ResolvedQuestion], Ripening | None],
) -> Tide:
    """The hours of the week of a question before and after the day `on`, at most by the days of its period; of a rate
    only by those of which it is settled. ask: answers a question. Raises as `answer`."""
    asked = answers.resolve(replace(question, by=None))
    least, metric = answers.profile.minimum_cases, asked.metric
    none = Tide(question.metric, metric.unit, question.area, on, "not_by_day", least)
    if not has_days(asked):
        return none
    if asked.reasons:
        return replace(none, status="no_data")
    area = answers.tree.area(question.area)
    length, without, notes = comparable_days(answers, asked, [area], on, ripening_of(asked))
    if not length:
        return replace(none, status=without, notes=notes)
    found = replace(none, status="ok", weeks=length // WEEK, notes=notes)
    sides = [replace(question, start=first, end=last) for first, last in found.days]
    before, after = (ask(replace(side, by=None)) for side in sides)
    if not before.n and not after.n:
        return replace(none, status="no_cases", notes=notes)
    is_amount = is_number(metric)
    cells: list[TideCell] = []
    for by in ("hour_weekday", "hour"):
        pairs = zip(*(ask(replace(side, by=by)).rows for side in sides), strict=True)
        cells += [_cell(one, other, found, is_amount=is_amount) for one, other in pairs]
    return replace(found, before=before, after=after, cells=tuple(cells))


def _cell(before: AnswerRow, after: AnswerRow, tide: Tide, *, is_amount: bool) -> TideCell:
    weekday, _, hour = before.code.rpartition("-")
    n = before.n + after.n if is_amount else min(before.n, after.n)
    days = tide.weeks if weekday else tide.weeks * WEEK
    return TideCell(int(weekday or EVERY_DAY), int(hour), before, after, days, n >= max(1, tide.least))


def _cell_as_json(cell: TideCell) -> dict[str, Any]:
    rows, per_day = (cell.before, cell.after), cell.per_day()
    told = [
        {"n": row.n, "value": row.value, "cases_per_day": mean} for row, mean in zip(rows, per_day, strict=True)
    ]  # fmt: skip
    about = {"weekday": cell.weekday or None, "hour": cell.hour, "days": cell.days}
    return {**about, "before": told[0], "after": told[1], "enough": cell.is_enough}
