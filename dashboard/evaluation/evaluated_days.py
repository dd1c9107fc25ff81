"""Of which days an evaluation is, where an address does not say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dashboard.view.last_day import last_day
from queries.city import City
from queries.values import Question, first_of


def with_days(question: Question, city: City) -> Question:
    """The question about its days; with one end alone from the first of its month, or up to today; without any about
    the last whole month, of data that have ended about the last one with reports. Raises TooSlow."""
    if question.start and question.end:
        return question
    today, is_whole_month = last_day(city, question)
    last_month = today if is_whole_month else first_of("month", today) - timedelta(days=1)
    end = question.end or (max(today, question.start) if question.start else last_month)
    return replace(question, start=question.start or first_of("month", end), end=end)
