"""What all rules find as of a moment, and what becomes of the alarms."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from queries.alarms.asking import Asking, RuleQuestion
from queries.alarms.evaluation import AlarmState, Evaluated, evaluate
from queries.alarms.reading import RuleReadings
from queries.alarms.readings.of_clusters import clusters
from queries.alarms.readings.of_kpis import against_normal, against_thresholds
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
}
OF_HOLD = 0.1
"""A condition that must hold for an hour need not be looked at every minute: what was found stands for this share."""


class Watch:
    """The rules as a server judges them, again and again. One thread at a time."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._kept = dict[str, tuple[datetime, RuleReadings | None]]()

    def judged(self, asking: Asking, state: AlarmState, as_of: datetime) -> Evaluated:
        """What becomes of the alarms as of a moment (aware)."""
        for key, rule in self._rules.items():
            if rule.kind in READERS and self._is_due(rule, as_of):
                self._kept[key] = as_of, read(asking, rule, state, as_of)
        return evaluate(self._rules, {key: readings for key, (_, readings) in self._kept.items()}, state, as_of)

    def _is_due(self, rule: AlarmRule, as_of: datetime) -> bool:
        kept = self._kept.get(rule.key)
        return kept is None or not timedelta() <= as_of - kept[0] < OF_HOLD * rule.hold


def read(asking: Asking, rule: AlarmRule, state: AlarmState, as_of: datetime) -> RuleReadings | None:
    """What one rule finds; None where that is not known, or takes too long to find out."""
    held = tuple(one for key, one in state.open.items() if key[0] == rule.key)
    try:
        return READERS[rule.kind](asking, RuleQuestion(rule, as_of, held))
    except TooSlow:
        log.warning("The rule of alarms %s took too long and is asked again in a while.", rule.key)
        return None
