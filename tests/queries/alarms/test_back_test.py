"""What rules would have raised on past days, and whether that was of use: by hand, and on the tiny city."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from queries.acts.act import Act
from queries.alarms.episode import Episodes, LimitsAfterwards, Verdict, verdict
from queries.alarms.reading import RuleReading
from queries.alarms.rule import AlarmRule
from queries.door.alarms import AlarmsAsked
from queries.loading.alarms.transition import Transition
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF, local
from tests.queries.alarms.test_alarms import RULES, watch

RULE = AlarmRule("much", "多", "Much", "threshold", "warning", hold_minutes=120, above=10.0)
LOW = AlarmRule("much", "少", "Few", "threshold", "warning", hold_minutes=120, below=10.0)
NEAR = AlarmRule("much", "近", "Near", "limit_near", "notice", spent=75, above=1.0)
HOUR = timedelta(hours=1)


def judged(values: list[float], raised: int, cleared: int | None = None, rule: AlarmRule = RULE) -> Verdict:
    """values: of one area, hour by hour; raised, cleared: in which hour."""
    episodes = Episodes()
    for hour, value in enumerate(values):
        is_over = value < 10 if rule is LOW else value > 10
        episodes.see(rule, RuleReading("E", "", value, 10.0, 1, is_over, not is_over), AS_OF + hour * HOUR)
        for step, when in (("raised", raised), ("cleared", cleared)):
            if hour == when:
                at = AS_OF + hour * HOUR
                episodes.note(Transition("a", step, "much", "warning", "E", "", value, 10.0, 1, at))  # type: ignore[arg-type]
    [episode] = episodes.all
    return verdict(rule, episode, AS_OF + (len(values) - 1) * HOUR)


@pytest.mark.parametrize(
    ("values", "raised", "cleared", "told"),
    [
        ([11, 12, 13, 14, 13, 12, 9], 2, 6, Verdict("useful", is_late=False)),
        ([11, 14, 13, 12, 11, 11, 9], 2, 6, Verdict("useful", is_late=True)),  # the worst was over
        ([11, 12, 13, 11, 9], 2, 4, Verdict("idle", is_late=False)),  # for its hold time and no longer
        ([11, 12, 13, 14], 2, None, Verdict("undecided", is_late=False)),
        ([11, 12, 13, 14, 15, 16], 2, None, Verdict("useful", is_late=False)),
        ([14, 9, 11, 12, 13, 11, 9], 4, 6, Verdict("idle", is_late=False)),  # what was before does not count
    ],
)
def test_an_alarm_was_of_use_if_it_lasted_and_late_if_its_worst_lay_before(
    values: list[float], raised: int, cleared: int | None, told: Verdict
) -> None:
    assert judged(values, raised, cleared) == told
    assert judged([20 - value for value in values], raised, cleared, LOW) == told


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (LimitsAfterwards(20, 2, 4, 1), Verdict("useful", is_late=False)),
        (LimitsAfterwards(20, 1, 4, 2), Verdict("idle", is_late=True)),
        (LimitsAfterwards(0, 0, 0, 0), Verdict("undecided", is_late=False)),
    ],
)
def test_an_alarm_about_limits_was_of_use_if_a_tenth_passed_theirs(limits: LimitsAfterwards, told: Verdict) -> None:
    episodes = Episodes()
    episodes.note(Transition("a", "raised", "much", "notice", "E", "", 20.0, 1.0, 20, AS_OF))
    [episode] = episodes.all
    episode.limits = limits
    assert verdict(NEAR, episode, AS_OF) == told
    episode.is_answered = True
    assert verdict(NEAR, episode, AS_OF).use == "useful"


def test_the_tiny_city_hour_by_hour(tmp_path: Path) -> None:
    """K9 is near its limit from the 11th at 14:20 on and passes it on the 12th at 8:20."""
    clock = SteerableClock(local("12 6:00"))
    with build_city(tmp_path / "tiny", clock=clock, recorded_at=AS_OF, alarms=RULES) as city:
        found = (local("11 12:00"), local("12 12:00"))
        [near] = [one for one in city.alarms.back_test(*found, scope=WHOLE_CITY) if one.rule == "near"]
        assert (near.fired, near.undecided, near.decided_cases, near.passed_cases) == (1, 1, 0, 0)
        watch(city)
        [west] = city.alarms.listed(AlarmsAsked(city.tree.area("W"), rule="many_open"), scope=WHOLE_CITY)
        city.acts.deliver(
            [Act("alarm_answer", west.key, "saved", "duty", "screen", clock.moment, state="acknowledged")]
        )
        clock.moment = local("12 12:00")
        tested = {one.rule: one for one in city.alarms.back_test(*found, scope=WHOLE_CITY)}
        near, many = tested["near"], tested["many_open"]
        assert (near.fired, near.useful, near.late, near.decided_cases, near.passed_cases) == (1, 1, 0, 1, 1)
        assert (near.newest[0].as_of, near.median_minutes) == (local("11 15:00"), 18 * 60)
        assert (many.fired, many.useful, many.answered, many.decided_cases) == (2, 2, 1, None)
        assert all(one.useful + one.idle + one.undecided == one.fired for one in tested.values())
