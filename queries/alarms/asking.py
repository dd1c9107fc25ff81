"""What rules ask of a city: the questions of the door that they need, and the readings of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from geodata.areas.area_tree import AreaTree
from geodata.city.profile import Profile
from queries.alarms.rule import AlarmRule
from queries.kpis.answer import Answer
from queries.kpis.by_level import LevelAnswer
from queries.kpis.normal.normal_areas import NormalOfAreas
from queries.kpis.question import Question
from queries.loading.alarms.transition import Transition
from queries.roll_calls.roll_call import RollCall
from queries.samples.drawn_sample import DrawnSample
from queries.scope import Scope
from queries.sources.standing import SourceStanding
from queries.store.statement_runner import StatementRunner


class StandingsAt(Protocol):
    """How every source stood at a moment."""

    def __call__(self, as_of: datetime, *, scope: Scope) -> tuple[SourceStanding, ...]: ...


class CallsRunning(Protocol):
    """The roll-calls that ran at a moment."""

    def __call__(self, at: datetime, *, scope: Scope) -> tuple[RollCall, ...]: ...


class JudgedSample(Protocol):
    """The newest sample of closed cases with a verdict that was given by a moment."""

    def __call__(self, at: datetime, *, scope: Scope) -> DrawnSample | None: ...


@dataclass(frozen=True)
class Asking:
    """The city that is asked. ask to judged_sample: questions of the door; scope: the whole city."""

    tree: AreaTree
    profile: Profile
    runner: StatementRunner
    ask: Callable[[Question], Answer]
    by_level: Callable[[Question, int], LevelAnswer]
    normal_areas: Callable[[Question, int], NormalOfAreas]
    hold_moments: Callable[[Iterable[Question], int], None]
    standings: StandingsAt
    roll_calls: CallsRunning
    judged_sample: JudgedSample
    scope: Scope


@dataclass(frozen=True)
class RuleQuestion:
    """A rule as of a moment (aware), and its open alarms."""

    rule: AlarmRule
    as_of: datetime
    open: Sequence[Transition] = ()


def question_of(asking: Asking, asked: RuleQuestion) -> Question:
    """The question of a rule about a KPI of the whole city; a stock has no days."""
    metric, denominator = asked.rule.counted
    today = asked.as_of.astimezone(asking.profile.time_zone).date()
    return Question(
        metric,
        asking.tree.root.code,
        today - timedelta(days=asked.rule.days - 1),
        today,
        asked.as_of,
        denominator=denominator,
        value_only=True,
        scope=asking.scope,
    )


def is_judged(answer: Answer) -> bool:
    """Whether a number says something about the moment: it is known, and not all of its sources are silent."""
    return answer.status != "no_data" and not answer.is_cut_short
