"""Kinds that come next by season: those that rose in the same weeks of former years, and how many are to be expected.

The days to come are set beside those just before them, in every former year of which there are data: whole days, by the
Spring Festival where that lies in them (`year_before`). Cases of a day come together, so what varies are days;
intervals and chance are those of `queries.kpis.comparisons.chance`, with 5 % of false discoveries over all kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, log, sqrt
from typing import Literal

import numpy as np

from queries.calendar.working_time import working_calendar
from queries.calendar.year_before import year_before
from queries.kpis.absence.coverage import DaysOfData
from queries.kpis.answer_rows import UNKNOWN
from queries.kpis.answering import Answering
from queries.kpis.breaks.city_breaks import CHANCE, breaks_of
from queries.kpis.breaks.series_break import SeriesBreak, breaks_between
from queries.kpis.comparisons import chance
from queries.kpis.comparisons.part_days import PartDays, Values, days_of_values
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion

COMING_METRIC = "reported"
LEVELS = {"category3": "category3", "category2": "category2", "category": "category1"}
"""The dimensions of kinds, the narrowest first, and the column of each."""
DAYS = timedelta(days=28)
DAY = timedelta(days=1)
MOST_YEARS = 5
ComingStatus = Literal["ok", "no_data", "too_little_history", "across_break", "silent"]


@dataclass(frozen=True)
class FormerYear:
    """The same days of a former year, and those just before them; first and last, both inclusive."""

    before: tuple[date, date]
    after: tuple[date, date]


@dataclass(frozen=True)
class ComingKind:
    """A kind that rises. by_year: cases before and after in each former year; before, after: in all of them; rise: the
    quotient, None where there were none before, with its 95 % interval (high None: not bounded); p: adjusted for all
    kinds that were compared; now: cases in the days just past; expected: in the days to come, if they rise as they did,
    with an interval for the number itself; None where nothing is there that could rise, or not all of now is known."""

    code: str
    name: str
    by_year: tuple[tuple[int, int], ...]
    before: int
    after: int
    rise: float | None
    low: float
    high: float | None
    p: float
    now: int
    expected: tuple[float, float, float] | None


@dataclass(frozen=True)
class Coming:
    """status: why nothing is said where it is not ok. first, last: the days to come; just: those just past;
    is_just_known: whether all sources have data of them; since: the first day of data; from_day: too little
    history, the day from which there is enough; years: those that were looked at, the newest first; breaks:
    for which years were left out; silent: years that were left out since a source fell silent in them; compared: kinds
    with enough cases. dimension: of the kinds, by the narrowest categories that the sources have."""

    status: ComingStatus
    first: date
    last: date
    just: tuple[date, date]
    is_just_known: bool = True
    since: date | None = None
    from_day: date | None = None
    years: tuple[FormerYear, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    silent: tuple[FormerYear, ...] = ()
    compared: int = 0
    kinds: tuple[ComingKind, ...] = ()
    dimension: str = next(iter(LEVELS))


def coming(answers: Answering, question: Question) -> Coming:
    """What comes in the DAYS from that of the moment of the question, which must have one. question: area, conditions
    and scope. Raises as `answer`."""
    assert question.as_of is not None  # noqa: S101  # given by the door
    zone = answers.profile.time_zone
    today = question.as_of.astimezone(zone).date()
    dimension = next((name for name, column in LEVELS.items() if answers.facts.values(column)), next(iter(LEVELS)))
    asked = replace(question, metric=COMING_METRIC, by=dimension, start=None, end=None, denominator=None)
    none = Coming("no_data", today, today + DAYS - DAY, (today - DAYS, today - DAY), dimension=dimension)
    since = _since(answers)
    if since is None:
        return none
    resolved = answers.resolve(replace(asked, by=None))
    none = replace(none, since=since, is_just_known=not _falls_silent(answers, resolved, *none.just))
    breaks = breaks_of(answers, resolved)
    every = [one for one in _former_years(answers, none) if one.before[0] >= since]
    whole = [one for one in every if not breaks_between(breaks, one.before[0], one.after[1])]
    silent = tuple(one for one in whole if _falls_silent(answers, resolved, one.before[0], one.after[1]))
    met = tuple(one for one in breaks if any(breaks_between([one], year.before[0], year.after[1]) for year in every))
    none = replace(none, years=tuple(one for one in whole if one not in silent), breaks=met, silent=silent)
    if not none.years:
        status: ComingStatus = "silent" if silent else "across_break" if every else "too_little_history"
        return replace(none, status=status, from_day=since + DAYS + timedelta(days=366))
    kinds, compared = _kinds(answers, asked, none)
    return replace(none, status="ok", compared=compared, kinds=kinds)


def _falls_silent(answers: Answering, resolved: ResolvedQuestion, first: date, last: date) -> bool:
    """Whether a source that has data of the first of some days has none of the last: what is missing is not low. One
    that has so few cases anyway may have had none."""
    rows = {source.name: source.rows for source in answers.facts.sources()}
    ended = {
        name: span for name, span in resolved.coverage.spans.items() if span.meets(first, first) and span.last < last
    }
    return not resolved.coverage.has(last) or any(
        exp(-_rate(rows[name], span) * (last - span.last).days) < CHANCE for name, span in ended.items()
    )


def _rate(rows: int, span: DaysOfData) -> float:
    return rows / ((span.last - span.first).days + 1)


def _since(answers: Answering) -> date | None:
    """The first day of data of any source."""
    firsts = [source.first_reported for source in answers.facts.sources() if source.first_reported]
    return min(firsts).astimezone(answers.profile.time_zone).date() if firsts else None


def _former_years(answers: Answering, of: Coming) -> Iterator[FormerYear]:
    country = working_calendar(answers.profile).country
    start, end = of.first, of.last
    for _ in range(MOST_YEARS):
        back = year_before(start, end, country).back
        start, end = start - back, end - back
        yield FormerYear((start - DAYS, start - DAY), (start, end))


@dataclass(frozen=True, eq=False)
class _Counted:
    """Of each kind the cases of each year on each day, before and after; arrays (kinds, years, days)."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    before: Values
    after: Values
    now: Values


def _kinds(answers: Answering, asked: Question, of: Coming) -> tuple[tuple[ComingKind, ...], int]:
    """The kinds that rise, those that bring the most more first; and how many were compared."""
    years, counted = of.years, _counted(answers, asked, of.years, of.just)
    before, after = counted.before.sum(axis=(1, 2)), counted.after.sum(axis=(1, 2))
    enough = np.maximum(before, after) >= max(answers.profile.minimum_cases, 1)
    varying = chance.of_days(counted.before).sum(axis=1) + chance.of_days(counted.after).sum(axis=1)
    total = np.maximum(before + after, 1.0)
    inflation = np.maximum(1.0, varying / total)
    degrees = np.full(len(total), 2.0 * len(years) * (DAYS.days - 1))
    p = np.ones(len(total))
    if enough.any():
        found = chance.two_sided((after - before)[enough], (inflation * total)[enough], degrees[enough])
        p[enough] = chance.false_discovery_adjusted(found)
    each = counted.after.sum(axis=2) > counted.before.sum(axis=2)
    rises = enough & (p <= chance.level_of_false_discoveries()) & each.all(axis=1)
    low, high = chance.share_interval(after, total, inflation)
    kinds = [
        _kind(counted, place, inflation[place], p[place], (low[place], high[place]))
        for place in np.flatnonzero(rises).tolist()
    ]
    if not of.is_just_known:
        kinds = [replace(one, expected=None) for one in kinds]
    return tuple(sorted(kinds, key=lambda one: (one.before - one.after, one.code))), int(enough.sum())


def _kind(counted: _Counted, place: int, inflation: float, p: float, share: tuple[float, float]) -> ComingKind:
    by_year = zip(counted.before[place].sum(axis=1), counted.after[place].sum(axis=1), strict=True)
    before, after = float(counted.before[place].sum()), float(counted.after[place].sum())
    rise = after / before if before else None
    low, high = share[0] / (1 - share[0]), share[1] / (1 - share[1]) if before and share[1] < 1 else None
    now = float(counted.now[place].sum())
    return ComingKind(
        code=counted.codes[place], name=counted.names[place],
        by_year=tuple((int(one), int(other)) for one, other in by_year),
        before=int(before), after=int(after), rise=rise, low=low, high=high, p=float(p), now=int(now),
        expected=_expected(now, rise, (low, high), inflation),
    )  # fmt: skip


def _expected(
    now: float, rise: float | None, bounds: tuple[float, float | None], inflation: float
) -> tuple[float, float, float] | None:
    """Cases to come with the interval of their number: what is not known of the rise, and the chance of the days just
    past and of those to come, added as variances of logarithms."""
    low, high = bounds
    if rise is None or high is None or not now or low <= 0:
        return None
    z = chance.reach(chance.MANY_DAYS)
    expected = now * rise
    spread = z * sqrt(((log(high) - log(low)) / (2 * z)) ** 2 + inflation / now + inflation / expected)
    return expected, expected * exp(-spread), expected * exp(spread)


def _counted(answers: Answering, asked: Question, years: Sequence[FormerYear], just: tuple[date, date]) -> _Counted:
    now = days_of_values(answers, replace(asked, start=just[0], end=just[1]))
    spans = [days_of_values(answers, replace(asked, start=one.before[0], end=one.after[1])) for one in years]
    names = {code: name for one in (now, *spans) for code, name in zip(one.codes, one.names, strict=True)}
    names.pop(UNKNOWN, None)
    codes = tuple(sorted(names))
    before = [_on_days(span, codes, year.before) for span, year in zip(spans, years, strict=True)]
    after = [_on_days(span, codes, year.after) for span, year in zip(spans, years, strict=True)]
    shape = (len(codes), len(years), DAYS.days)
    return _Counted(
        codes,
        tuple(names[code] for code in codes),
        np.stack(before, axis=1) if codes else np.zeros(shape),
        np.stack(after, axis=1) if codes else np.zeros(shape),
        _on_days(now, codes, just),
    )


def _on_days(counted: PartDays, codes: Sequence[str], span: tuple[date, date]) -> Values:
    """The cases of each code on each day of a span; none on days of which there are no data."""
    made = np.zeros((len(codes), DAYS.days))
    day_of = {day: place for place, day in enumerate(counted.days) if span[0] <= day <= span[1]}
    place_of = {code: place for place, code in enumerate(counted.codes)}
    for row, code in enumerate(codes):
        if code in place_of:
            for day, place in day_of.items():
                made[row, (day - span[0]).days] = counted.n[place_of[code], place]
    return made
