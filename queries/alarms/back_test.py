"""What rules would have raised on days that are over, judged hour by hour, each as of its moment; and its use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from queries.alarms.ahead import ReadAhead
from queries.alarms.alarm import Alarm
from queries.alarms.asking import Asking
from queries.alarms.episode import Episode, Episodes, repeated, verdict
from queries.alarms.evaluation import AlarmState, evaluate
from queries.alarms.reading import RuleReadings
from queries.alarms.readings.of_limits import limits_afterwards
from queries.alarms.rule import AlarmRule, Rules
from queries.alarms.watch import READERS, read
from queries.budget.time_budget import time_budget
from queries.loading.alarms.transition import Transition

STEP = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
STEP_LIMIT_S = 120.0
"""For all rules at one moment: nobody waits for a single one, and one that took too long would be told as unknown."""
SEEN_TO = ("acknowledged", "assigned", "closed")
"""Answers of people who saw to an alarm."""


@dataclass(frozen=True)
class RuleTested:
    """One rule. fired: alarms raised; cleared: those of them that were over again; median_minutes: how long these
    lasted, None without any; cases: of how many cases, devices or the like they were when they were raised, together;
    subjects: how many areas, departments, places they were about; unknown: moments of which the rule could not be
    judged, of `judged` in all; newest: the last raised, the newest first.

    Of those raised (see `verdict`), useful + idle + undecided = fired: of use, of none, not known yet; late: raised
    when it was too late; answered: seen to by people; stood: so long that it told of nothing new; repeated: of the
    same as another in the week before. decided_cases, passed_cases: of the cases near their limit, those
    of which it is known, and those that passed it; None of other kinds of rules.
    """

    rule: str
    fired: int
    cleared: int
    median_minutes: float | None
    cases: int
    subjects: int
    unknown: int
    judged: int
    useful: int = 0
    idle: int = 0
    undecided: int = 0
    late: int = 0
    answered: int = 0
    stood: int = 0
    repeated: int = 0
    decided_cases: int | None = None
    passed_cases: int | None = None
    newest: tuple[Transition, ...] = ()


@dataclass(frozen=True)
class TestedDays:
    """From `start` until `end`, by what is known at `known` (all aware); alarms: those that really were, as people
    answered them."""

    start: datetime
    end: datetime
    known: datetime
    alarms: Sequence[Alarm] = ()


MOST_NEWEST = 5
Progress = Callable[[str, float], None]


def back_tested(asking: Asking, rules: Rules, days: TestedDays, progress: Progress) -> tuple[RuleTested, ...]:
    """Every rule. Cases are looked at as of each hour by what is known of them now."""
    state, episodes = AlarmState(), Episodes()
    unknown, judged = dict.fromkeys(rules, 0), 0
    moments = _moments(days)
    ahead = ReadAhead(asking, rules, moments)
    for number, moment in enumerate(moments):
        share = number / len(moments)
        ahead.reach(moment, lambda rule, share=share: progress(rule, share))  # type: ignore[misc]
        with time_budget(STEP_LIMIT_S):
            found = {key: read(asking, rule, state, moment) for key, rule in rules.items() if rule.kind in READERS}
        for key, readings in found.items():
            unknown[key] += _says_nothing(readings)
            for one in readings.found if readings else ():
                episodes.see(rules[key], one, moment)
        evaluated = evaluate(rules, found, state, moment)
        state, judged = evaluated.state, judged + 1
        for became in evaluated.transitions:
            episodes.note(became)
        progress(moment.astimezone(asking.profile.time_zone).isoformat(), (number + 1) / len(moments))
    for episode in episodes.all:
        rule = rules[episode.raised.rule]
        if rule.kind == "limit_near":
            episode.limits = limits_afterwards(asking, rule, episode, days.known)
        episode.is_answered = any(_is_answer(alarm, episode, days.end) for alarm in days.alarms)
    by_rule = {key: [episode for episode in episodes.all if episode.raised.rule == key] for key in rules}
    return tuple(_tested(rules[key], of_rule, days.end, (unknown[key], judged)) for key, of_rule in by_rule.items())


def _moments(days: TestedDays) -> list[datetime]:
    """Every hour, in UTC."""
    start = days.start.astimezone(UTC)
    return [start + number * STEP for number in range(max(0, (days.end - start) // STEP) + 1)]


def _says_nothing(readings: RuleReadings | None) -> bool:
    return readings is None or (not readings.found and not readings.is_whole)


def _is_answer(alarm: Alarm, episode: Episode, end: datetime) -> bool:
    """Whether a real alarm that people saw to is about the same at the same time."""
    told, raised = alarm.last, episode.raised
    if (told.rule, told.area_code, told.subject) != (raised.rule, raised.area_code, raised.subject):
        return False
    is_meanwhile = alarm.raised_at <= (episode.cleared_at or end) and raised.as_of <= (alarm.cleared_at or end)
    return is_meanwhile and alarm.answer is not None and alarm.answer.state in SEEN_TO


def _tested(rule: AlarmRule, episodes: Sequence[Episode], end: datetime, judged: tuple[int, int]) -> RuleTested:
    raised = [one.raised for one in episodes]
    lasted = [(one.cleared_at - one.raised.as_of) / MINUTE for one in episodes if one.cleared_at]
    verdicts = [verdict(rule, one, end) for one in episodes]
    uses = [one.use for one in verdicts]
    limits = [one.limits for one in episodes if one.limits]
    return RuleTested(
        rule=rule.key,
        fired=len(raised),
        cleared=len(lasted),
        median_minutes=median(lasted) if lasted else None,
        cases=sum(one.n for one in raised),
        subjects=len({(one.area_code, one.subject) for one in raised}),
        unknown=judged[0],
        judged=judged[1],
        useful=uses.count("useful"),
        idle=uses.count("idle"),
        undecided=uses.count("undecided"),
        late=sum(one.is_late for one in verdicts),
        answered=sum(one.is_answered for one in episodes),
        stood=sum(one.stood for one in verdicts),
        repeated=repeated(episodes),
        decided_cases=sum(one.decided for one in limits) if rule.kind == "limit_near" else None,
        passed_cases=sum(one.passed for one in limits) if rule.kind == "limit_near" else None,
        newest=tuple(reversed(raised))[:MOST_NEWEST],
    )
