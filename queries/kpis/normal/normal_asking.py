"""What is normal for a question is asked of the store once for a quarter of an hour."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from queries.budget.single_flight import SingleFlight
from queries.calendar.working_time import working_calendar
from queries.kpis import note
from queries.kpis.absence.coverage import Coverage
from queries.kpis.answering import Answering
from queries.kpis.breaks.city_breaks import breaks_of
from queries.kpis.breaks.series_break import SeriesBreak, breaks_between
from queries.kpis.measures import NOTHING, Row, figures
from queries.kpis.normal.comparable import LONGEST_DAYS, WEEK, WEEKS, Comparing, EarlierPeriod
from queries.kpis.normal.normal import NOTHING_COMPARABLE, EarlierValue, Normal, is_amount, normal_of
from queries.kpis.normal.normal_statement import compose_at_moments, moments_bound
from queries.kpis.normal.seasons import same_season
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.statement import parameters_of
from queries.kpis.stocks.stock_beginning import Beginning, beginnings_of

QUARTER = timedelta(minutes=15)
MOST_KEPT = 4096
Values = tuple[EarlierValue, ...]


class NormalValues:
    """The values of comparable periods, kept by question and quarter of an hour.

    What was does hardly change, so that they are asked for once in a quarter of an hour, however often cases are
    delivered meanwhile; of a moment that is not the present one, again for every version of the data.
    """

    def __init__(self) -> None:
        self._kept: SingleFlight[Hashable, Values] = SingleFlight(MOST_KEPT)

    def normal(self, answers: Answering, question: Question, now: datetime) -> Normal:
        """What is normal for a question with a moment. now: by the clock of the city. Raises as `Answering.answer`."""
        asked = answers.resolve(question)
        if asked.reasons or asked.only_now:
            return NOTHING_COMPARABLE
        quarters = quarters_of(asked)
        before, after = (self._at(answers, asked, quarter, now) for quarter in quarters)
        share = (asked.as_of - quarters[0]) / QUARTER
        earlier = before if quarters[0] == quarters[1] else between(before, after, share)
        found = normal_of(asked.metric, earlier, answers.profile.minimum_cases)
        return replace(found, notes=tuple(map(note.series_break, breaks_before(answers, asked))))

    def holds(self, answers: Answering, question: Question, now: datetime) -> bool:
        """Whether what is normal for a question need not be asked of the store."""
        asked = answers.resolve(question)
        if asked.reasons or asked.only_now or compose_at_moments(asked.metric, asked.context) is None:
            return True
        if not _has_comparable_periods(answers, asked):
            return True
        keys = (kept_by(answers, at_quarter(asked, quarter), now) for quarter in quarters_of(asked))
        return all(self._kept.held(key) is not None for key in keys)

    def _at(self, answers: Answering, asked: ResolvedQuestion, quarter: datetime, now: datetime) -> Values:
        question = at_quarter(asked, quarter)
        return self._kept.get(kept_by(answers, question, now), lambda: _asked(answers, question))


def quarters_of(asked: ResolvedQuestion) -> tuple[datetime, datetime]:
    """The quarters of an hour between which the moment lies. Only how many there are on a running day depends on every
    minute; for all else the earlier one does."""
    local, before = asked.as_of.astimezone(asked.period.zone), quarter_before(asked)
    runs = asked.period.is_running_day and not asked.basis.is_state
    return (before, before + QUARTER) if runs and is_amount(asked.metric) and before != local else (before, before)


def quarter_before(asked: ResolvedQuestion) -> datetime:
    """The last quarter of an hour of the city that has begun at the moment of a question."""
    local = asked.as_of.astimezone(asked.period.zone)
    return local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0)


def at_quarter(asked: ResolvedQuestion, quarter: datetime) -> Question:
    """The question as of a quarter of an hour; of a state without its period, which says nothing."""
    question = replace(asked.question, by=None, value_only=True, as_of=quarter)
    return replace(question, start=None, end=None) if asked.basis.is_state else question


def between(before: Values, after: Values, share: float) -> Values:
    """The values of the same days between two quarters of an hour."""
    later = {one.period.start: one for one in after}
    return tuple(
        replace(
            one,
            value=one.value + share * (later[one.period.start].value - one.value),
            n=round(one.n + share * (later[one.period.start].n - one.n)),
        )
        for one in before
        if one.period.start in later
    )


def kept_by(answers: Answering, question: Question, now: datetime) -> Hashable:
    """By what values are kept, of a question with a moment: breaks too. Where present, also by which sources there are
    and since when."""
    assert question.as_of is not None  # noqa: S101  # of a resolved question
    sources = tuple((source.name, source.first_reported) for source in answers.facts.sources())
    is_present = abs(now - question.as_of) <= QUARTER
    version = None if is_present else answers.runner.versions()
    breaks = breaks_of(answers, answers.resolve(question))
    return question, sources, working_calendar(answers.profile), breaks, version


def _asked(answers: Answering, question: Question) -> Values:
    asked = answers.resolve(question)
    periods = () if asked.reasons else comparable_periods(answers, asked)
    statement = compose_at_moments(asked.metric, asked.context)
    if not periods or statement is None:
        return ()
    bound = {
        **answers.parameters(asked, None),
        **moments_bound(periods, asked.period.zone, is_state=asked.basis.is_state),
    }
    names, rows = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    found = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
    told = ((one, found.get(one.end if asked.basis.is_state else number)) for number, one in enumerate(periods))
    values = (_value(asked, one, row or NOTHING) for one, row in told)
    return tuple(value for value in values if value is not None)


def _value(asked: ResolvedQuestion, period: EarlierPeriod, row: Row) -> EarlierValue | None:
    value, _, _, n = figures(asked.metric, row, len(period.days()))
    return None if value is None else EarlierValue(period, value, n)


def comparable_periods(
    answers: Answering, asked: ResolvedQuestion, *, below: bool = False
) -> tuple[EarlierPeriod, ...]:
    """The earlier periods, of days of which the sources that have the period asked about have data too: where a source
    joined or ended meanwhile, or at another break, numbers before and after cannot be compared. below: as in
    `breaks_of`."""
    days = _days(asked)
    return _comparing(answers, asked, days, below=below).earlier(*days, asked.as_of) if days else ()


def _has_comparable_periods(answers: Answering, asked: ResolvedQuestion) -> bool:
    days = _days(asked)
    return days is not None and _comparing(answers, asked, days).has_earlier(*days, asked.as_of)


def _comparing(
    answers: Answering, asked: ResolvedQuestion, days: tuple[date, date], *, below: bool = False
) -> Comparing:
    start, end = days
    before = days_before(answers, asked, start, below=below)
    is_in_season = same_season(answers.profile, asked.question, end)

    def is_known(day: date) -> bool:
        return is_in_season(day) and before.is_comparable(day, start=start, end=end)

    return Comparing(asked.period.zone, working_calendar(answers.profile), is_known)


@dataclass(frozen=True)
class DaysBefore:
    """What earlier days must be: of data, on the same side of all breaks, and of a stock complete."""

    coverage: Coverage
    breaks: tuple[SeriesBreak, ...]
    beginnings: tuple[Beginning, ...]

    def is_comparable(self, day: date, start: date, end: date) -> bool:
        """Whether a day can be compared with a later period."""
        if breaks_between(self.breaks, day, end) or any(one.holds(day) for one in self.beginnings):
            return False
        return self.coverage.is_whole(day, start, end)


def days_before(answers: Answering, asked: ResolvedQuestion, start: date, *, below: bool = False) -> DaysBefore:
    """Of a question, what the days before `start` must be, the first of its own."""
    weeks_before = replace(asked.question, by="day", start=start - WEEKS * WEEK)
    beginnings = beginnings_of(answers, replace(asked, question=weeks_before))
    return DaysBefore(asked.coverage, breaks_of(answers, asked, below=below), beginnings)


def breaks_before(answers: Answering, asked: ResolvedQuestion, *, below: bool = False) -> tuple[SeriesBreak, ...]:
    """The breaks that keep a question from being compared with earlier periods: within its days or the weeks before."""
    days = _days(asked)
    if days is None or (days[1] - days[0]).days >= LONGEST_DAYS:
        return ()
    return breaks_between(breaks_of(answers, asked, below=below), days[0] - WEEKS * WEEK, days[1])


def _days(asked: ResolvedQuestion) -> tuple[date, date] | None:
    """The first and last day asked about, of a state that of its moment; None without any."""
    if asked.basis.is_state:
        today = asked.as_of.astimezone(asked.period.zone).date()
        return today, today
    days = asked.period.days()
    return (days[0], days[-1]) if days else None
