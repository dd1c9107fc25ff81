"""From what rules find to what becomes of alarms: held, raised once, changed when worse, kept if nothing is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.alarms import watch
from queries.alarms.asking import Asking
from queries.alarms.evaluation import AlarmState, evaluate
from queries.alarms.reading import RuleReading, RuleReadings
from queries.alarms.rule import AlarmRule

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
RULE = AlarmRule("much", "多", "Much", "threshold", "warning", above=10.0, clear=8.0)
HELD = AlarmRule("held", "久", "Held", "threshold", "notice", hold_minutes=15, above=10.0)
SILENT = AlarmRule("unanswered", "不明", "Unanswered", "unanswered", "notice", hold_minutes=15)


def reading(value: float, area: str = "E") -> RuleReading:
    return RuleReading(area, "", value, 10.0, int(value), value > 10, value <= 8)


def told(rule: AlarmRule, values: list[float | None], every: float = 5.0) -> list[tuple[int, str, float | None]]:
    """What became of alarms where a rule finds these values of one area, one after the other: minute, step, value."""
    state, steps = AlarmState(), []
    for number, value in enumerate(values):
        at = NOON + timedelta(minutes=every * number)
        found = {rule.key: None if value is None else RuleReadings((reading(value),))}
        result = evaluate({rule.key: rule, SILENT.key: SILENT}, found, state, at)
        state = result.state
        steps += [(int(every * number), f"{one.rule} {one.step}", one.value) for one in result.transitions]
    return steps


def test_an_alarm_is_raised_once_and_over_only_where_all_is_well() -> None:
    assert told(RULE, [9, 11, 11.5, 9, 11, 8, 11]) == [
        (5, "much raised", 11), (25, "much cleared", 8), (30, "much raised", 11),
    ]  # fmt: skip


def test_a_condition_must_hold_without_a_break() -> None:
    assert told(HELD, [11, 11, 9, 11, 11, 11, 11]) == [(30, "held raised", 11)]


def test_it_has_changed_when_it_lies_twice_as_far_beyond() -> None:
    assert told(RULE, [12, 13, 15, 16, 30]) == [
        (0, "much raised", 12), (10, "much changed", 15), (20, "much changed", 30),
    ]  # fmt: skip


def test_where_nothing_is_known_alarms_stay_and_that_is_an_alarm_of_its_own() -> None:
    assert told(RULE, [11, None, None, None, None, 11.5, 7]) == [
        (0, "much raised", 11), (20, "unanswered raised", 20),
        (25, "unanswered cleared", None), (30, "much cleared", 7),
    ]  # fmt: skip


def test_a_rule_that_never_knew_anything_is_silent() -> None:
    assert told(RULE, [None] * 9) == []


def test_what_is_not_there_any_more_is_over_and_so_are_alarms_of_a_rule_that_is_gone() -> None:
    raised = evaluate({"much": RULE}, {"much": RuleReadings((reading(11),))}, AlarmState(), NOON).state
    partly = RuleReadings((), is_whole=False)
    assert evaluate({"much": RULE}, {"much": partly}, raised, NOON).transitions == ()
    for rules, found in (({"much": RULE}, {"much": RuleReadings()}), ({}, {})):
        [one] = evaluate(rules, found, raised, NOON).transitions
        assert (one.step, one.value, one.area_code) == ("cleared", None, "E")


@given(st.lists(st.dictionaries(st.sampled_from("EWS"), st.integers(0, 40)) | st.none(), max_size=12))
def test_of_each_area_at_most_one_alarm_is_open_and_every_one_begins_and_ends_once(
    rounds: list[dict[str, int] | None],
) -> None:
    state, steps = AlarmState(), list[tuple[str, str, str]]()
    for number, values in enumerate(rounds):
        found = None if values is None else RuleReadings(tuple(reading(value, area) for area, value in values.items()))
        result = evaluate({"much": RULE}, {"much": found}, state, NOON + timedelta(minutes=number))
        state = result.state
        steps += [(one.alarm, one.area_code, one.step) for one in result.transitions]
        if values is None:
            assert result.transitions == ()
        else:
            assert {key[1][0] for key in state.open} <= {area for area, value in values.items() if value > 8}
            assert {key[1][0] for key in state.open} >= {area for area, value in values.items() if value > 10}
    raised = Counter(alarm for alarm, _, step in steps if step == "raised")
    cleared = Counter(alarm for alarm, _, step in steps if step == "cleared")
    assert set(raised.values()) | set(cleared.values()) <= {1}
    assert cleared.keys() <= raised.keys()
    assert sum(raised.values()) - sum(cleared.values()) == len(state.open)


def test_what_must_hold_for_an_hour_is_looked_at_every_six_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = list[tuple[str, int]]()

    def read(_asking: object, rule: AlarmRule, _state: AlarmState, as_of: datetime) -> RuleReadings:
        looked.append((rule.key, int((as_of - NOON).total_seconds() // 60)))
        return RuleReadings((reading(11),))

    monkeypatch.setattr(watch, "read", read)
    slow = replace(HELD, hold_minutes=60)
    watching, state, raised = watch.Watch({slow.key: slow, RULE.key: RULE}), AlarmState(), []
    for minute in range(-1, 62):
        asking: Asking = None  # type: ignore[assignment]  # is not asked
        result = watching.judged(asking, state, NOON + timedelta(minutes=max(minute, 0) if minute != 61 else -5))
        state = result.state
        raised += [(one.rule, minute) for one in result.transitions]
    assert [minute for key, minute in looked if key == slow.key] == [*range(0, 61, 6), -5]  # a clock put back
    assert len([key for key, _ in looked if key == RULE.key]) == 63
    assert raised == [("much", -1), ("held", 60)]
