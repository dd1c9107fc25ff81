"""What rules would have raised on past days, and whether that was of use: by hand, and on the tiny city."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from queries.acts.act import Act
from queries.alarms import ahead
from queries.alarms.asking import RuleQuestion
from queries.alarms.back_test import RuleTested
from queries.alarms.episode import Episode, Episodes, LimitsAfterwards, Verdict, repeated, verdict
from queries.alarms.reading import RuleReading
from queries.alarms.readings.clusters_ahead import hold_clusters
from queries.alarms.readings.of_clusters import question_of_clusters
from queries.alarms.rule import AlarmRule
from queries.door.alarms import AlarmsAsked
from queries.loading.alarms.transition import Transition
from queries.scope import WHOLE_CITY, answering
from queries.store.statement_runner import Table
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF, local
from tests.queries.alarms.test_alarms import RULES, watch

RULE = AlarmRule("much", "多", "Much", "threshold", "warning", hold_minutes=120, above=10.0)
LOW = AlarmRule("much", "少", "Few", "threshold", "warning", hold_minutes=120, below=10.0)
NEAR = AlarmRule("much", "近", "Near", "limit_near", "notice", spent=75, above=1.0)
HOUR = timedelta(hours=1)
OFTEN = """
[reported_unusual]
zh = "多"
en = "Many"
kind = "outside_band"
kpi = "reported"
side = "above"
levels = [0, 1, 2]
severity = "warning"

[overdue_share]
zh = "超"
en = "Overdue"
kind = "threshold"
kpi = "overdue_open"
denominator = "open_with_limit"
above = 0.3
levels = [0, 1]
least = 1
severity = "warning"

[limit_near]
zh = "近"
en = "Near"
kind = "limit_near"
spent = 75
by = "department"
above = 0
severity = "notice"

[case_cluster]
zh = "聚"
en = "Cluster"
kind = "cluster"
category = "category1"
cases = 2
metres = 4000
minutes = 600
severity = "warning"
"""


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
        (LimitsAfterwards(20, 10, 4, 1), Verdict("useful", is_late=False)),
        (LimitsAfterwards(20, 9, 4, 2), Verdict("idle", is_late=True)),
        (LimitsAfterwards(0, 0, 0, 0), Verdict("undecided", is_late=False)),
    ],
)
def test_an_alarm_about_limits_was_of_use_if_half_of_them_passed_theirs(
    limits: LimitsAfterwards, told: Verdict
) -> None:
    episodes = Episodes()
    episodes.note(Transition("a", "raised", "much", "notice", "E", "", 20.0, 1.0, 20, AS_OF))
    [episode] = episodes.all
    episode.limits = limits
    assert verdict(NEAR, episode, AS_OF) == told
    episode.is_answered = True
    assert verdict(NEAR, episode, AS_OF).use == "useful"


def test_what_stands_for_weeks_was_of_no_use() -> None:
    weeks = [11.0] * (15 * 24)
    assert judged([*weeks, 9], 0, len(weeks)) == Verdict("idle", is_late=False, stood=True)
    assert judged(weeks, 0) == Verdict("idle", is_late=False, stood=True)
    assert judged([*weeks[: 14 * 24], 9], 0, 14 * 24) == Verdict("useful", is_late=False)


def test_what_was_told_in_the_week_before_is_told_again() -> None:
    days = [("E", 0), ("W", 1), ("E", 7), ("W", 9), ("E", 10)]
    raised = [
        Transition("a", "raised", "much", "warning", area, "", 11.0, 10.0, 1, AS_OF + timedelta(days=day))
        for area, day in days
    ]
    assert repeated([Episode(one, one.as_of) for one in raised]) == 2


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


def test_what_is_read_beforehand_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of the program, with numbers that the little city reaches, on half a day of it."""
    tested = list[tuple[tuple[RuleTested, ...], int]]()
    for holders in (ahead.HOLDERS, {}):
        monkeypatch.setattr(ahead, "HOLDERS", holders)
        with build_city(tmp_path / str(len(tested)), "little", cases=history(), clock=NOON, alarms=OFTEN) as city:
            asked = city.sources.statements_asked
            days = (NOON - timedelta(hours=7), NOON - timedelta(hours=2))
            tested.append((city.alarms.back_test(*days, scope=WHOLE_CITY), city.sources.statements_asked - asked))
    (beforehand, few), (alone, many) = tested
    assert beforehand == alone
    by_rule = {one.rule: one for one in alone}
    assert all(by_rule[key].fired for key in ("overdue_share", "limit_near", "case_cluster"))
    assert by_rule["reported_unusual"].unknown == 0
    assert few < many / 3


def test_clusters_read_beforehand_are_those_of_each_hour(tmp_path: Path) -> None:
    hours = [NOON + number * HOUR for number in range(-40, 1)]
    found = list[list[Table]]()
    for is_held in (True, False):
        with build_city(tmp_path / str(is_held), "little", cases=history(), clock=NOON, alarms=OFTEN) as city:
            asking, rule = city.alarms._asking(WHOLE_CITY), city.alarms.rules["case_cluster"]
            with answering(WHOLE_CITY):
                if is_held:
                    hold_clusters(asking, rule, hours)
                asked = city.sources.statements_asked
                rows = [asking.runner.rows(*question_of_clusters(asking, RuleQuestion(rule, hour))) for hour in hours]
            assert (city.sources.statements_asked == asked) is is_held
            found.append(rows)
    assert found[0] == found[1]
    assert any(len(rows) > 10 for _, rows in found[1])
