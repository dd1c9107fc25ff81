"""What rules will ask as of many moments, read beforehand: some statements for weeks instead of some for each hour."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from queries.alarms.asking import Asking
from queries.alarms.readings.clusters_ahead import hold_clusters
from queries.alarms.readings.of_kpis import hold_normal, hold_thresholds
from queries.alarms.rule import AlarmRule, Kind, Rules
from queries.budget.time_budget import time_budget
from queries.errors import NoPlace, TooSlow

log = logging.getLogger("yiping")
HELD_LIMIT_S = 600.0
"""For what one rule asks within its stretch: nobody waits for a single one."""
Holder = Callable[[Asking, AlarmRule, Sequence[datetime]], None]
HOLDERS: Mapping[Kind, tuple[Holder, timedelta]] = {
    "threshold": (hold_thresholds, timedelta(weeks=26)),
    "limit_near": (hold_thresholds, timedelta(weeks=26)),
    "outside_band": (hold_normal, timedelta(weeks=4)),
    "cluster": (hold_clusters, timedelta(weeks=4)),
}
"""And how far it reads at once: a stock reads all its cases again each time, whatever the stretch."""


class ReadAhead:
    """moments: all that will be judged (aware, ascending). Of a rule that takes too long nothing is read beforehand."""

    def __init__(self, asking: Asking, rules: Rules, moments: Sequence[datetime]) -> None:
        self._asking, self._moments = asking, moments
        self._rules = {key: rule for key, rule in rules.items() if rule.kind in HOLDERS}
        self._read_to = dict.fromkeys(self._rules, moments[0])

    def reach(self, moment: datetime, progress: Callable[[str], None]) -> None:
        """Read what is needed as of one of the moments and the stretch after it. progress: is told of each rule."""
        for key in [key for key, until in self._read_to.items() if moment >= until]:
            hold, stretch = HOLDERS[self._rules[key].kind]
            self._read_to[key] = moment + stretch
            progress(key)
            try:
                with time_budget(HELD_LIMIT_S):
                    hold(self._asking, self._rules[key], self._between(moment, moment + stretch))
            except (TooSlow, NoPlace):
                log.warning("What the rule of alarms %s asks cannot be read beforehand.", key)
                del self._read_to[key]

    def _between(self, start: datetime, end: datetime) -> list[datetime]:
        return [moment for moment in self._moments if start <= moment < end]
