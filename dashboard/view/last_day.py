"""The days of pages that show those before a moment, where an address does not say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from queries.city import City
from queries.values import Question

NEWEST_DAYS = 30
"""Up to the day of the moment."""


def last_day(city: City, question: Question) -> tuple[date, bool]:
    """The day of the moment of a question, or of now; of data that have ended the last day of the period that screens
    open on, and whether that is a whole month. Raises TooSlow."""
    as_of = question.as_of or city.sources.now()
    _, last, kind = city.kpis.opening_period(as_of, scope=question.scope)
    return last, kind == "last_full_month"


def in_newest_days(question: Question, city: City) -> Question:
    """The question about its days; without any about the NEWEST_DAYS up to the last one. Raises TooSlow."""
    if question.start or question.end:
        return question
    last, _ = last_day(city, question)
    return replace(question, start=last - timedelta(days=NEWEST_DAYS - 1), end=last)
