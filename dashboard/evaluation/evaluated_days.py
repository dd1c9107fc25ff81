"""Of which days an evaluation is, where an address does not say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from queries.values import Question, first_of


def with_days(question: Question, today: date) -> Question:
    """The question about its days; with one end alone from the first of its month, or up to today; without any about
    the last whole month."""
    last_month = first_of("month", today) - timedelta(days=1)
    end = question.end or (max(today, question.start) if question.start else last_month)
    return replace(question, start=question.start or first_of("month", end), end=end)
