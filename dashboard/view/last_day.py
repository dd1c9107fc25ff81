"""The day up to which pages ask that show the days before a moment, where an address does not say it."""

from __future__ import annotations

from datetime import date

from queries.city import City
from queries.values import Question


def last_day(city: City, question: Question) -> tuple[date, bool]:
    """The day of the moment of a question, or of now; of data that have ended the last day of the period that screens
    open on, and whether that is a whole month. Raises TooSlow."""
    as_of = question.as_of or city.sources.now()
    _, last, kind = city.kpis.opening_period(as_of, scope=question.scope)
    return last, kind == "last_full_month"
