"""A question to a city: everything that a number depends on, apart from the data themselves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from queries.errors import QuestionRefused
from queries.scope import Scope

BREAKDOWNS = (
    "area", "day", "week", "month", "channel", "category", "category2", "category3", "department",
    "hour", "weekday", "hour_weekday", "age", "score", "status", "closing_level", "special_grid",
)  # fmt: skip

PLACES = "place"
"""Instead of a breakdown, of a question that is not asked but announced: it will be asked by level."""


@dataclass(frozen=True)
class Question:
    """One KPI of one area.

    metric: a key of the KPI dictionary; area: the code of an area of the city's tree.
    start, end: days of the city's zone, both inclusive; None leaves that side open.
    as_of: an aware moment; what happened at or before it counts. None: the clock of the city.
    recorded_as_of: an aware moment; what was recorded at or before it counts. None: everything recorded.
    by: one of BREAKDOWNS, or None for the number alone.
    denominator: a named alternative of the KPI, or None for its default.
    where: conditions (dimension, value), see `conditions.py`; alternatives within a dimension, all must hold.
    value_only: of a duration the value is asked for, without its other statistics.
    scope: what the asker may see.
    """

    metric: str
    area: str
    start: date | None = None
    end: date | None = None
    as_of: datetime | None = None
    recorded_as_of: datetime | None = None
    by: str | None = None
    denominator: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    value_only: bool = False
    scope: Scope = field(kw_only=True)

    def at(self, as_of: datetime) -> Question:
        """The same question asked as of a given moment."""
        return replace(self, as_of=as_of)


def no_cases_in_a_place(kpi: str) -> QuestionRefused:
    """The refusal of a question where the cases lie that a KPI does not count."""
    return QuestionRefused("no_cases", f"{kpi} does not count cases, so there are none in a place.", kpi=kpi)


def refuse_contradictions(question: Question) -> None:
    """Raises QuestionRefused for a question that contradicts itself or names no moment."""
    if question.by is not None and question.by not in BREAKDOWNS:
        known = ", ".join(BREAKDOWNS)
        raise QuestionRefused(
            "no_breakdown", f"There is no breakdown by {question.by!r}; known are {known}.", known=known
        )
    if question.start and question.end and question.start > question.end:
        text = f"The period ends on {question.end}, before it starts on {question.start}."
        raise QuestionRefused("ends_before", text, start=question.start.isoformat(), end=question.end.isoformat())
    for name, instant in (("as_of", question.as_of), ("recorded_as_of", question.recorded_as_of)):
        if instant is not None and instant.tzinfo is None:
            raise QuestionRefused("no_offset", f"{name} {instant.isoformat()} names no offset from UTC.", name=name)
    if question.as_of is None:
        raise QuestionRefused("no_moment", "The question names no moment as of which it is asked.")
