"""The beginning of a stock's history is too low: cases reported before the data begin are not known.

How long that lasts is told from the ages of the cases that a stock has now: where 95 % of them were reported within the
last 30 days, a stock of which the data began 30 days ago lacks at most 5 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from queries.calendar.city_days import end_of_day
from queries.kpis import note
from queries.kpis.answer import Answer, AnswerRow
from queries.kpis.answering import Answering
from queries.kpis.breaks.city_breaks import sources_joined
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.statement import StatementContext, compose_counted, parameters_of
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("stock_ages.sql"))
MISSING = 0.05
"""A stock is known fully where at most this share of it was reported before the data begin."""
LEAST_HORIZON = 28
"""With a shorter view back how old the cases of a stock become is not told from the data."""
LONGEST = 366


@dataclass(frozen=True)
class Beginning:
    """first: the day on which data begin; days: from so many days later on a stock is known fully."""

    first: date
    days: int

    @property
    def full_from(self) -> date:
        """The first day of which a stock is known fully."""
        return self.first + timedelta(days=self.days)

    def holds(self, day: date) -> bool:
        """Whether the stock of a day may be too low."""
        return self.first <= day < self.full_from


def days_until_full(ages: Sequence[tuple[int, int]]) -> int:
    """By ages (whole days since the report) with their cases: the least that at most MISSING of all reach."""
    rest, most, last = sum(n for _, n in ages), MISSING * sum(n for _, n in ages), -1
    for age, n in sorted(ages):
        if rest <= most:
            break
        rest, last = rest - n, age
    return last + 1


def beginnings_of(answers: Answering, asked: ResolvedQuestion) -> tuple[Beginning, ...]:
    """Where data begin of what a stock counts, and until when it may be too low there; none of other KPIs."""
    spans = asked.coverage.spans.values()
    if asked.metric.table != "events" or not asked.basis.is_state or not spans:
        return ()
    start = asked.question.start if asked.question.by == "day" else None
    earliest = min(start or date.max, asked.as_of.astimezone(asked.period.zone).date())
    firsts = (min(span.first for span in spans), *(one.day for one in sources_joined(answers, asked)))
    near = [first for first in firsts if earliest < first + timedelta(days=LONGEST)]
    days = _days(answers, asked) if near else None
    return tuple(Beginning(first, days) for first in near) if days else ()


def with_beginnings(answers: Answering, question: Question, answer: Answer) -> Answer:
    """An answer that says which days of a stock may be too low, and whether the number itself is of such a day."""
    if answer.status == "no_data":
        return answer
    beginnings = beginnings_of(answers, answers.resolve(question))
    if not beginnings:
        return answer

    def of_day(row: AnswerRow) -> AnswerRow:
        is_low = row.value is not None and any(one.holds(date.fromisoformat(row.code)) for one in beginnings)
        return replace(row, is_incomplete=True) if is_low else row

    rows = tuple(map(of_day, answer.rows)) if question.by == "day" else answer.rows
    today = answer.as_of.astimezone(answers.profile.time_zone).date()
    days = {today, *(date.fromisoformat(row.code) for row in rows if question.by == "day" and row.is_incomplete)}
    met = [one for one in beginnings if any(map(one.holds, days))]
    notes = (*answer.notes, *(note.incomplete(one.first, one.full_from, one.days) for one in met))
    is_incomplete = any(one.holds(today) for one in beginnings)
    return replace(answer, rows=rows, is_incomplete=is_incomplete, notes=notes)


def _days(answers: Answering, asked: ResolvedQuestion) -> int | None:
    """How long a stock of the whole city may be too low, told once a week."""
    watermark = answers.facts.watermark()
    if watermark is None:
        return None
    day = watermark.astimezone(asked.period.zone).date()
    sunday = day - timedelta(days=day.weekday() + 1)
    sources = tuple((source.name, source.first_reported) for source in answers.facts.sources())
    key = ("stock", asked.metric, asked.question.scope, sources, sunday)
    found: int | None = answers.facts.weekly.get(key, lambda: _found(answers, asked, sunday))
    return found


def _found(answers: Answering, asked: ResolvedQuestion, sunday: date) -> int | None:
    """By the cases at the end of a day where the data reach back far enough, else as the dictionary declares it."""
    declared = asked.metric.ripens_in_days
    horizon = (sunday - min(span.first for span in asked.coverage.spans.values())).days
    moment = end_of_day(sunday, answers.profile.time_zone)
    ages = _ages(answers, asked.question, moment) if horizon >= LEAST_HORIZON else []
    if sum(n for _, n in ages) < max(1, answers.profile.minimum_cases):
        return declared
    days = min(days_until_full(ages), LONGEST)
    # Beside a short view back the oldest cases are missing in what is measured, too.
    return days if 2 * days <= horizon else max(days, declared or 0)


def _ages(answers: Answering, question: Question, moment: datetime) -> list[tuple[int, int]]:
    plain = Question(question.metric, answers.tree.root.code, denominator=question.denominator, scope=question.scope)
    asked = answers.resolve(plain.at(moment))
    if asked.reasons or asked.only_now:
        return []
    statement, bound = _compose_ages(asked.metric, asked.context), answers.parameters(asked, None)
    _, rows = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    return [(max(0, age), n) for age, n in rows]


@lru_cache(maxsize=64)
def _compose_ages(metric: Metric, context: StatementContext) -> str:
    return compose_counted("ages", metric, ("reported_at",), context, shapes=_SQL)
