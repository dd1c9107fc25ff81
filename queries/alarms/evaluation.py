"""From what rules find as of a moment and the alarms that were open before to what becomes of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from queries.alarms.reading import RuleReading, RuleReadings, Subject
from queries.alarms.rule import AlarmRule, Rules
from queries.loading.alarms.transition import Step, Transition, key_of

MINUTE_S = 60.0
WORSE_BY = 2.0
"""An alarm has changed when its value lies twice as far beyond the threshold as what was told of it last, ..."""
LEAST_CHANGE = 0.1
"""... and by this share of the threshold at least."""
Found = Mapping[str, RuleReadings | None]
"""What each rule found; None where nothing is known."""
Key = tuple[str, Subject]
"""Rule and subject: of each at most one alarm is open."""


@dataclass(frozen=True)
class AlarmState:
    """open: the last that became of each open alarm; pending: since when a condition holds that no alarm was raised of
    yet; answered: when each rule last found anything, or that nothing is there (aware)."""

    open: Mapping[Key, Transition] = field(default_factory=dict)
    pending: Mapping[Key, datetime] = field(default_factory=dict)
    answered: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Evaluated:
    """The state from now on, and what became of alarms, in the order of the rules."""

    state: AlarmState
    transitions: tuple[Transition, ...]


def evaluate(rules: Rules, found: Mapping[str, RuleReadings | None], state: AlarmState, at: datetime) -> Evaluated:
    """found: by rule, None where nothing is known as of `at` (aware); its alarms then stay what they are."""
    told = {key: one for key, one in found.items() if one is not None}
    answered = {key: moment for key, moment in state.answered.items() if key in rules} | dict.fromkeys(told, at)
    for rule in rules.values():
        if rule.kind == "unanswered":
            told[rule.key] = _unanswered(rule, rules, answered, found, at)
    pending = dict[Key, datetime]()
    transitions = [one for key, readings in told.items() for one in _of_rule(rules[key], readings, state, pending, at)]
    silent = {key: since for key, since in state.pending.items() if key[0] in rules and key[0] not in told}
    gone = [_cleared(one, None, at) for key, one in state.open.items() if key[0] not in rules]
    after = dict(state.open)
    for one in (*transitions, *gone):
        key = (one.rule, (one.area_code, one.subject))
        after.pop(key, None)
        if one.step != "cleared":
            after[key] = one
    return Evaluated(AlarmState(after, pending | silent, answered), (*transitions, *gone))


def _unanswered(
    rule: AlarmRule,
    rules: Rules,
    answered: Mapping[str, datetime],
    found: Mapping[str, RuleReadings | None],
    at: datetime,
) -> RuleReadings:
    """Of each rule that found something before and does not any more, for how many minutes."""
    silent = [
        (key, (at - since).total_seconds() / MINUTE_S)
        for key, since in answered.items()
        if key in found and found[key] is None and rules[key].kind != "unanswered"
    ]
    return RuleReadings(
        tuple(RuleReading("", key, minutes, rule.hold_minutes, 1, True, False) for key, minutes in silent)
    )


def _of_rule(
    rule: AlarmRule, readings: RuleReadings, state: AlarmState, pending: dict[Key, datetime], at: datetime
) -> Iterator[Transition]:
    seen = set[Key]()
    for one in readings.found:
        key = (rule.key, one.about)
        if key in seen:
            continue
        seen.add(key)
        held = state.open.get(key)
        if held is not None:
            yield from _of_open(held, one, at)
        elif one.is_over:
            since, by = state.pending.get(key, at), one.by or rule
            if at - since >= by.hold:
                yield _raised(by, one, at)
            else:
                pending[key] = since
    if readings.is_whole:
        yield from (
            _cleared(held, None, at) for key, held in state.open.items() if key[0] == rule.key and key not in seen
        )


def _of_open(held: Transition, one: RuleReading, at: datetime) -> Iterator[Transition]:
    if one.is_clear:
        yield _cleared(held, one, at)
    elif one.is_over and _is_worse(held, one):
        yield _about(held, "changed", one, at)


def _is_worse(held: Transition, one: RuleReading) -> bool:
    if held.value is None or held.threshold is None:
        return True
    before, now = abs(held.value - held.threshold), abs(one.value - one.threshold)
    return now >= WORSE_BY * before and now - before >= LEAST_CHANGE * abs(one.threshold or one.value)


def _raised(rule: AlarmRule, one: RuleReading, at: datetime) -> Transition:
    alarm = key_of(rule.key, one.area_code, one.subject, at.astimezone(UTC).isoformat())
    empty = Transition(alarm, "raised", rule.key, rule.severity, one.area_code, one.subject, None, None, 0, at)
    return _about(empty, "raised", one, at)


def _cleared(held: Transition, one: RuleReading | None, at: datetime) -> Transition:
    if one is None:
        return replace(held, step="cleared", value=None, n=0, as_of=at)
    return _about(held, "cleared", one, at)


def _about(held: Transition, step: Step, one: RuleReading, at: datetime) -> Transition:
    return replace(
        held, step=step, value=one.value, threshold=one.threshold, n=one.n, lon=one.lon, lat=one.lat, as_of=at
    )
