"""What is normal for each day of a question by day: the bands of all of them from one statement."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from queries.budget.single_flight import SingleFlight
from queries.calendar.city_days import end_of_day
from queries.calendar.working_time import working_calendar
from queries.kpis.answering import Answering
from queries.kpis.measures import NOTHING, Row, figures
from queries.kpis.normal.comparable import Comparing, EarlierPeriod
from queries.kpis.normal.normal import EarlierValue, Normal, normal_of
from queries.kpis.normal.normal_asking import days_before, kept_by, quarter_before
from queries.kpis.normal.seasons import same_season
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.statement import compose_of_spans

MOST_KEPT = 512
NormalOfDays = Mapping[date, Normal]


class NormalDays:
    """What is normal for days, kept by question and quarter of an hour as `NormalValues` are.

    Unlike there, all days are looked at as of the moment of the question: of days that are over, and of which a rate is
    settled, this is the same, and one statement by day says all of them.
    """

    def __init__(self) -> None:
        self._kept: SingleFlight[Hashable, NormalOfDays] = SingleFlight(MOST_KEPT)

    def normal(self, answers: Answering, question: Question, now: datetime) -> NormalOfDays:
        """The days of a question with a moment and a period that have a band. Raises as `Answering.answer`."""
        asked = _by_day(answers, question)
        if not _is_told(asked):
            return {}
        return self._kept.get(kept_by(answers, asked.question, now), lambda: _asked(answers, asked))

    def holds(self, answers: Answering, question: Question, now: datetime) -> bool:
        """Whether what is normal for the days of a question need not be asked of the store."""
        asked = _by_day(answers, question)
        return not _is_told(asked) or self._kept.held(kept_by(answers, asked.question, now)) is not None


def _by_day(answers: Answering, question: Question) -> ResolvedQuestion:
    """The question by day as of a quarter of an hour."""
    asked = answers.resolve(replace(question, by="day", value_only=True))
    return answers.resolve(replace(asked.question, as_of=quarter_before(asked)))


def _is_told(asked: ResolvedQuestion) -> bool:
    """Whether something is known of earlier days, without looking up for each of them each case that may count."""
    if asked.reasons or asked.only_now:
        return False
    return not asked.basis.is_state or compose_of_spans((asked.metric,), asked.context) is not None


def _asked(answers: Answering, asked: ResolvedQuestion) -> NormalOfDays:
    zone, calendar = asked.period.zone, working_calendar(answers.profile)
    days = [day for day in asked.period.days() if end_of_day(day, zone) <= asked.as_of and asked.coverage.is_past(day)]
    if not days:
        return {}
    before, earlier = days_before(answers, asked, min(days)), dict[date, tuple[EarlierPeriod, ...]]()
    for day in days:
        comparable = partial(before.is_comparable, start=day, end=day)
        in_season = same_season(answers.profile, asked.question, day)
        is_known = partial(_both, comparable, in_season)
        earlier[day] = Comparing(zone, calendar, is_known).earlier(day, day, asked.as_of)
    compared = {one.start for periods in earlier.values() for one in periods}
    if not compared:
        return {}
    values = _values(answers, replace(asked.question, start=min(compared), end=max(compared)))
    least = answers.profile.minimum_cases

    def normal(periods: tuple[EarlierPeriod, ...]) -> Normal:
        told = ((one, values.get(one.start, NOTHING)) for one in periods)
        return normal_of(asked.metric, (one for one in (_value(asked, *pair) for pair in told) if one), least)

    bands = {day: normal(periods) for day, periods in earlier.items()}
    return {day: one for day, one in bands.items() if one.band}


def _both(one: Callable[[date], bool], other: Callable[[date], bool], day: date) -> bool:
    return one(day) and other(day)


def _values(answers: Answering, question: Question) -> Mapping[date, Row]:
    """The measures of each day of which there are any, all read at once."""
    asked = answers.resolve(question)
    names, rows = answers.runner.rows(*answers.statement(asked, "day"))
    found = (dict(zip(names, row, strict=True)) for row in rows)
    return {row["part"]: row for row in found if not row.get("is_whole")}


def _value(asked: ResolvedQuestion, period: EarlierPeriod, row: Row) -> EarlierValue | None:
    value, _, _, n = figures(asked.metric, row, 1)
    return None if value is None else EarlierValue(period, value, n)
