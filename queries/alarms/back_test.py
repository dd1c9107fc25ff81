"""What rules would have raised on days that are over: judged hour by hour, each as of its own moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from queries.alarms.asking import Asking
from queries.alarms.evaluation import AlarmState, evaluate
from queries.alarms.rule import Rules
from queries.alarms.watch import READERS, read
from queries.loading.alarms.transition import Transition

STEP = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class RuleTested:
    """One rule. fired: alarms raised; cleared: those of them that were over again; median_minutes: how long these
    lasted, None without any; cases: of how many cases, devices or the like they were when they were raised, together;
    subjects: how many areas, departments, places they were about; unknown: moments of which the rule could not be
    judged, of `judged` in all; newest: the last raised, the newest first."""

    rule: str
    fired: int
    cleared: int
    median_minutes: float | None
    cases: int
    subjects: int
    unknown: int
    judged: int
    newest: tuple[Transition, ...] = ()


MOST_NEWEST = 5
Progress = Callable[[str, float], None]


def back_tested(
    asking: Asking, rules: Rules, start: datetime, end: datetime, progress: Progress
) -> tuple[RuleTested, ...]:
    """Every rule from `start` until `end` (aware). Cases are looked at as of each hour by what is known of them now."""
    state, became = AlarmState(), dict[str, list[Transition]]()
    unknown, judged = dict.fromkeys(rules, 0), 0
    moment, length = start, max(end - start, STEP)
    while moment <= end:
        found = {key: read(asking, rule, state, moment) for key, rule in rules.items() if rule.kind in READERS}
        for key, readings in found.items():
            unknown[key] += readings is None
        evaluated = evaluate(rules, found, state, moment)
        state, judged = evaluated.state, judged + 1
        for one in evaluated.transitions:
            became.setdefault(one.rule, []).append(one)
        progress(moment.astimezone(asking.profile.time_zone).isoformat(), (moment - start) / length)
        moment = (moment.astimezone(UTC) + STEP).astimezone(start.tzinfo)
    return tuple(_tested(key, became.get(key, ()), unknown[key], judged) for key in rules)


def _tested(key: str, became: Sequence[Transition], unknown: int, judged: int) -> RuleTested:
    raised = {one.alarm: one for one in became if one.step == "raised"}
    ended = {one.alarm: one for one in became if one.step == "cleared"}
    lasted = [(one.as_of - raised[alarm].as_of) / MINUTE for alarm, one in ended.items()]
    return RuleTested(
        rule=key,
        fired=len(raised),
        cleared=len(ended),
        median_minutes=median(lasted) if lasted else None,
        cases=sum(one.n for one in raised.values()),
        subjects=len(_subjects(raised)),
        unknown=unknown,
        judged=judged,
        newest=tuple(reversed(raised.values()))[:MOST_NEWEST],
    )


def _subjects(raised: Mapping[str, Transition]) -> set[tuple[str, str]]:
    return {(one.area_code, one.subject) for one in raised.values()}
