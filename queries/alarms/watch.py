"""What all rules find as of a moment, and what becomes of the alarms."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

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


def watched(asking: Asking, rules: Rules, state: AlarmState, as_of: datetime) -> Evaluated:
    """What becomes of the alarms as of a moment (aware)."""
    found = {key: read(asking, rule, state, as_of) for key, rule in rules.items() if rule.kind in READERS}
    return evaluate(rules, found, state, as_of)


def read(asking: Asking, rule: AlarmRule, state: AlarmState, as_of: datetime) -> RuleReadings | None:
    """What one rule finds; None where that is not known, or takes too long to find out."""
    held = tuple(one for key, one in state.open.items() if key[0] == rule.key)
    try:
        return READERS[rule.kind](asking, RuleQuestion(rule, as_of, held))
    except TooSlow:
        log.warning("The rule of alarms %s took too long and is asked again in a while.", rule.key)
        return None
