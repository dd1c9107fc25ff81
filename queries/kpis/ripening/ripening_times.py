"""How long the rates of a city ripen is told once a week from what they were and became, and written on answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from queries.as_of_state.state_tables import bases
from queries.budget.single_flight import SingleFlight
from queries.calendar.city_days import end_of_day
from queries.calendar.steps import STEPS, last_of
from queries.kpis import note
from queries.kpis.answer import Answer, AnswerRow
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.measures import Row, added_up, figures
from queries.kpis.normal.comparable import EarlierPeriod
from queries.kpis.normal.normal_statement import compose_at_moments, moments_bound
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.ripening.ripening import AGES, LEAST_HORIZON, Ripening, declared, measured
from queries.kpis.statement import parameters_of

DAYS_LOOKED_AT = 7
MOST_KEPT = 1024


def may_ripen(metric: Metric) -> bool:
    """Whether a KPI is a rate of cases of which the outcome may come later than what puts them into a period."""
    is_rate = metric.kind == "ratio" and metric.unit == "ratio" and metric.table == "events"
    return is_rate and metric.ripens_in_days != 0 and not bases()[metric.basis].is_state


class RipeningTimes:
    """The ripening of each rate of the whole city, kept for a week: what was hardly changes."""

    def __init__(self) -> None:
        self._kept: SingleFlight[Hashable, Ripening | None] = SingleFlight(MOST_KEPT)

    def ripening(self, answers: Answering, asked: ResolvedQuestion) -> Ripening | None:
        """How long the rate of a question ripens; None for one that does not. Raises as `Answering.answer`."""
        if not may_ripen(asked.metric):
            return None
        today = asked.as_of.astimezone(asked.period.zone).date()
        monday = today - timedelta(days=today.weekday())
        sources = tuple((source.name, source.first_reported) for source in answers.facts.sources())
        key = (asked.metric, asked.question.scope, sources, monday)
        return self._kept.get(key, lambda: _found(answers, asked.question, monday))

    def marked(self, answers: Answering, question: Question, answer: Answer) -> Answer:
        """An answer that says what of it is not settled: the whole, days, weeks and months, and in words."""
        if answer.status == "no_data":
            return answer
        asked = answers.resolve(question)
        ripening, start, end = self.ripening(answers, asked), asked.period.start, asked.period.end
        if ripening is None or start is None or end is None:
            return answer
        zone, as_of = asked.period.zone, asked.as_of
        start = max(start, asked.period.first_day or start)

        def of_step(row: AnswerRow) -> AnswerRow:
            first = date.fromisoformat(row.code)
            last = min(last_of(question.by or "", first), end)
            is_unripe = row.value is not None and ripening.is_unripe(max(first, start), last, as_of, zone)
            return replace(row, is_unripe=True) if is_unripe else row

        rows = tuple(map(of_step, answer.rows)) if question.by in STEPS else answer.rows
        is_unripe = ripening.is_unripe(start, end, as_of, zone)
        ripe_to = ripening.ripe_to(as_of, zone)
        marked = replace(answer, rows=rows, is_unripe=is_unripe, ripe_to=ripe_to)
        if not is_unripe and not any(row.is_unripe for row in rows):
            return marked
        return replace(marked, notes=(*answer.notes, note.unripe(ripe_to + timedelta(days=1), ripening.days)))


def _found(answers: Answering, question: Question, monday: date) -> Ripening | None:
    """By the data where they reach back far enough, else as the dictionary declares it."""
    asked, horizon = _of_the_city(answers, question, monday), _horizon(answers, monday)
    days = asked.metric.ripens_in_days
    found = None
    if horizon >= LEAST_HORIZON and not asked.reasons and not asked.only_now:
        rates = _rates(answers, asked, monday - timedelta(days=horizon + 1), horizon)
        found = measured(rates.get, horizon)
    if found is None:
        return declared(days) if days else None
    return found if found.days else None


def _of_the_city(answers: Answering, question: Question, monday: date) -> ResolvedQuestion:
    moment = end_of_day(monday - timedelta(days=1), answers.profile.time_zone)
    plain = Question(question.metric, answers.tree.root.code, scope=question.scope, value_only=True)
    return answers.resolve(replace(plain, denominator=question.denominator, as_of=moment))


def _horizon(answers: Answering, monday: date) -> int:
    """The largest age at which the days looked at are known, by the first day of any source."""
    zone = answers.profile.time_zone
    firsts = [source.first_reported for source in answers.facts.sources() if source.first_reported]
    if not firsts:
        return 0
    known = (monday - min(firsts).astimezone(zone).date()).days - 1 - DAYS_LOOKED_AT
    return max((age for age in AGES if age < known), default=0)


def _rates(answers: Answering, asked: ResolvedQuestion, last: date, horizon: int) -> Mapping[int, float]:
    """Age in days → the rate of the days up to `last` together, of each as of the end of the day so many days later, up
    to the horizon; without the ages of which nothing or too little is known. All are read at once."""
    statement = compose_at_moments(asked.metric, asked.context)
    if statement is None:
        return {}
    days = [last - timedelta(days=back) for back in range(DAYS_LOOKED_AT)]
    looked = [
        (age, EarlierPeriod(day, day, _end_after(day, age, asked))) for age in AGES if age <= horizon for day in days
    ]
    periods = [period for _, period in looked]
    bound = {**answers.parameters(asked, None), **moments_bound(periods, asked.period.zone, is_state=False)}
    names, rows = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    parts: dict[int, list[Row]] = defaultdict(list)
    for number, *row in rows:
        parts[looked[number][0]].append(dict(zip(names[1:], row, strict=True)))
    found = ((age, figures(asked.metric, added_up(one), DAYS_LOOKED_AT)) for age, one in parts.items())
    least = max(1, answers.profile.minimum_cases)
    return {age: value for age, (value, _, _, n) in found if value is not None and n >= least}


def _end_after(day: date, age: int, asked: ResolvedQuestion) -> datetime:
    return end_of_day(day + timedelta(days=age), asked.period.zone)
