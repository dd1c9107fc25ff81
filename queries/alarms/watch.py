"""What all rules find as of a moment, and what becomes of the alarms."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import perf_counter, thread_time

from queries.alarms.asking import Asking, RuleQuestion
from queries.alarms.evaluation import AlarmState, Evaluated, evaluate
from queries.alarms.mode_rules import RulesElsewhere
from queries.alarms.reading import RuleReadings
from queries.alarms.readings.of_clusters import clusters
from queries.alarms.readings.of_kpis import against_normal, against_thresholds
from queries.alarms.readings.of_roll_calls import late_centres
from queries.alarms.readings.of_samples import pass_rates
from queries.alarms.readings.of_silence import silence
from queries.alarms.rule import AlarmRule, Kind, Rules
from queries.errors import TooSlow

log = logging.getLogger("yiping")
Reader = Callable[[Asking, RuleQuestion], RuleReadings | None]
READERS: Mapping[Kind, Reader] = {
    "threshold": against_thresholds,
    "limit_near": against_thresholds,
    "outside_band": against_normal,
    "cluster": clusters,
    "silence": silence,
    "roll_call": late_centres,
    "sample": pass_rates,
}
OF_HOLD = 0.1
"""A condition that must hold for an hour need not be looked at every minute: what was found stands for this share."""
AT_ONCE_S = 0.4
"""Of the processor, by the judging thread, about half of what questions take in all: once that is used no more rules
are asked. The others are the first of the next minute, so that all of them due at once, as after a start, are spread
over some minutes. At least one is asked."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class WatchCost:
    """What judging the rules took, by the clock. asked: of how many rules the city was asked; of the others, of `rules`
    in all, stood what they had found before. slowest: the key of the rule that took longest, empty of none."""

    rules: int = 0
    asked: int = 0
    seconds: float = 0.0
    slowest: str = ""
    slowest_s: float = 0.0


class Watch:
    """The rules as a server judges them, again and again. One thread at a time. cost: of the newest time; at_once_s: as
    AT_ONCE_S."""

    def __init__(self, rules: Rules, at_once_s: float = AT_ONCE_S) -> None:
        self._rules, self._at_once_s = rules, at_once_s
        self._kept = dict[AlarmRule, tuple[datetime, RuleReadings | None]]()
        self._seconds = dict[str, float]()
        self.cost = WatchCost()

    def judged(
        self, asking: Asking, state: AlarmState, as_of: datetime, elsewhere: RulesElsewhere | None = None
    ) -> Evaluated:
        """What becomes of the alarms as of a moment (aware). elsewhere: rules that hold in some areas instead."""
        began, self._seconds = perf_counter(), {}
        usual = {} if elsewhere and elsewhere.is_everywhere else self._rules
        others = elsewhere.rules if elsewhere else {}
        rules = {**usual, **{key: rule for key, rule in others.items() if key not in usual}}
        named = {key: _readable(usual.get(key), others.get(key)) for key in rules}
        self._forget({*usual.values(), *others.values()})
        self._look(asking, dict.fromkeys(one for of_key in named.values() for one in of_key), state, as_of)
        found = dict[str, RuleReadings | None]()
        for key, of_key in named.items():
            looked = {rule: self._kept[rule][1] for rule in of_key if rule in self._kept}
            if not looked or len(looked) < len(of_key):
                continue  # not asked yet: its alarms stay what they are
            if elsewhere:
                found[key] = _by_area(looked, usual.get(key), others.get(key), elsewhere)
            else:
                [found[key]] = looked.values()
        evaluated = evaluate(rules, found, state, as_of)
        slowest = max(self._seconds, key=self._seconds.__getitem__, default="")
        took = perf_counter() - began
        self.cost = WatchCost(len(rules), len(self._seconds), took, slowest, self._seconds.get(slowest, 0.0))
        return evaluated

    def _look(self, asking: Asking, rules: Iterable[AlarmRule], state: AlarmState, as_of: datetime) -> None:
        """Ask those that are due, as many as there is time for, that first which was not asked for longest."""
        began = thread_time()
        due = (rule for rule in rules if self._is_due(rule, as_of))
        for rule in sorted(due, key=self._asked_at):
            before = perf_counter()
            self._kept[rule] = as_of, read(asking, rule, state, as_of)
            self._seconds[rule.key] = self._seconds.get(rule.key, 0.0) + perf_counter() - before
            if thread_time() - began >= self._at_once_s:
                break

    def _asked_at(self, rule: AlarmRule) -> datetime:
        kept = self._kept.get(rule)
        return kept[0] if kept else LONG_AGO

    def _forget(self, rules: set[AlarmRule]) -> None:
        self._kept = {rule: kept for rule, kept in self._kept.items() if rule in rules}

    def _is_due(self, rule: AlarmRule, as_of: datetime) -> bool:
        kept = self._kept.get(rule)
        return kept is None or not timedelta() <= as_of - kept[0] < OF_HOLD * rule.hold


def _readable(*rules: AlarmRule | None) -> tuple[AlarmRule, ...]:
    return tuple(dict.fromkeys(rule for rule in rules if rule and rule.kind in READERS))


def _by_area(
    looked: Mapping[AlarmRule, RuleReadings | None],
    usual: AlarmRule | None,
    other: AlarmRule | None,
    elsewhere: RulesElsewhere,
) -> RuleReadings | None:
    """What both rules of a key find, each in its own areas; None where one of them finds out nothing."""
    if None in looked.values():
        return None
    pairs = [(rule, one) for rule, readings in looked.items() if readings for one in readings.found]
    found = [
        replace(one, by=rule) for rule, one in pairs if rule == (other if elsewhere.holds_in(one.area_code) else usual)
    ]
    return RuleReadings(tuple(found), all(readings.is_whole for readings in looked.values() if readings))


def read(asking: Asking, rule: AlarmRule, state: AlarmState, as_of: datetime) -> RuleReadings | None:
    """What one rule finds; None where that is not known, or takes too long to find out."""
    held = tuple(one for key, one in state.open.items() if key[0] == rule.key)
    try:
        return READERS[rule.kind](asking, RuleQuestion(rule, as_of, held))
    except TooSlow:
        log.warning("The rule of alarms %s took too long and is asked again in a while.", rule.key)
        return None
