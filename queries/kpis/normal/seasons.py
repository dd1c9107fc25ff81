"""The season of a question: days of a season are compared with days of that season alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from geodata.city.lines_of_business import LineProfile
from geodata.city.profile import Profile
from queries.kpis.conditions import Conditions
from queries.kpis.question import Question
from queries.privacy.text_columns import CATEGORIES
from queries.scope import LineOfBusiness

CHANNEL = "channel"


def same_season(profile: Profile, question: Question, first: date) -> Callable[[date], bool]:
    """Whether a day lies as the day `first` does in the seasons of the lines of business whose cases alone the question
    counts: on the first cold days cases of heating are not more than normal because there were none before."""
    lines = tuple(line for line in profile.lines_of_business.values() if line.season and _is_of(line, question))
    states = tuple(line.is_in_season(first) for line in lines)
    return lambda day: tuple(line.is_in_season(day) for line in lines) == states


def _is_of(line: LineProfile, question: Question) -> bool:
    """Whether all cases that the question counts are of the line: by its conditions, or by what its asker may see."""
    of_scope = question.scope.lines_of_business
    if of_scope is not None and all(_within(line, one) for one in of_scope):
        return bool(of_scope)
    return any(values and values <= known for values, known in _chosen(line, question.where))


def _within(line: LineProfile, one: LineOfBusiness) -> bool:
    return set(one.categories) <= set(line.categories) and set(one.channels) <= set(line.channels)


def _chosen(line: LineProfile, where: Conditions) -> Iterator[tuple[set[str], set[str]]]:
    """The values of each dimension that the question is limited to, and those of the line."""
    for dimension in (CHANNEL, *CATEGORIES):
        values = {value for given, value in where if given == dimension}
        yield values, set(line.channels if dimension == CHANNEL else line.categories)
