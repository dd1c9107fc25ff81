"""The week or month in which the data begin: only part of it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from queries.calendar.steps import STEPS, first_of, last_of
from queries.kpis import note
from queries.kpis.answer import Answer
from queries.kpis.answering import Answering
from queries.kpis.question import Question

BY_REPORT = "R"


def with_first_step(answers: Answering, question: Question, answer: Answer) -> Answer:
    """An answer by week or month that says of which step the first days are missing; of what happens to cases later
    than their report (closings, limits, answers) the first step that has any, which lacks cases reported before."""
    by = question.by or ""
    if answer.status == "no_data" or by not in STEPS or by == "day":
        return answer
    asked = answers.resolve(question)
    firsts = [span.first for span in asked.coverage.spans.values()]
    begun = next((date.fromisoformat(row.code) for row in answer.rows if row.n), None)
    by_report = asked.basis.letter == BY_REPORT
    if not firsts or begun is None or not is_part(by, begun, min(firsts), by_report=by_report):
        return answer
    start = asked.period.start
    if start and first_of(by, start) > first_of(by, min(firsts)):
        return answer
    rows = tuple(replace(row, is_incomplete=row.code == begun.isoformat()) for row in answer.rows)
    return replace(answer, rows=rows, notes=(*answer.notes, note.begins_within(min(firsts))))


def is_part(by: str, step: date, first: date, *, by_report: bool) -> bool:
    """Whether the first step with any case is not known whole, where data begin on the day `first`. by_report: cases
    count from their report on, so that a step is whole whose first day is that of the data; else it may be the next
    one, for nothing happened to the cases of the first days before."""
    begins = first_of(by, first)
    if by_report:
        return step == begins < first
    return step in (begins, last_of(by, first) + timedelta(days=1))
