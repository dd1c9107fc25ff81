"""Attempts of call-backs, by the steps delivered and by what people enter: counted by hand on the tiny city."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from queries.acts.act import Act, new_key
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF, local

STEPS = """
K1 callback_missed 2 15:00
K1 callback 3 10:00
K2 callback_missed 5 15:00
K2 callback_missed 6 10:00
K2 callback_missed 7 16:00
K3 callback 6 9:00
K3 callback_missed 7 9:00
K3 callback 7 10:00
K8 callback_missed 6 9:00
K8 callback_missed 6 15:00
K8 callback 8 9:00
"""
"""K1 was closed before attempts are told of; K3 answered badly and was called again; of K8 the third one reached."""
WAITING = {
    "5 12:00": {"first": "K2 K3"},
    "5 18:00": {"second": "K2", "first": "K3"},
    "6 12:00": {"to_call_again": "K3", "third": "K2", "second": "K8"},
    "7 18:00": {"called_again": "K3", "given_up": "K2", "third": "K8"},
    "10 18:00": {"called_again": "K3", "reached": "K8", "given_up": "K2"},
}
COUNTED = {  # K2, K3 and K8; of K3 only the first attempt counts: it reached
    ("first_call", None): (1, 3),
    ("first_call", "second"): (0, 3),
    ("first_call", "third"): (1, 3),
    ("first_call", "unreached"): (1, 3),
    ("first_call", "given_up"): (1, 3),
    ("calls_answered", None): (2, 7),
    ("calls_made", None): (7, 7),
    ("calls_made", "of_reached"): (4, 4),
}


def steps() -> list[dict[str, str]]:
    rows = [line.split() for line in STEPS.strip().splitlines()]
    return [
        {"source_id": case, "step": step, "happened_at": local(f"{day} {time}").isoformat()}
        for case, step, day, time in rows
    ]


def stages(city: City, moment: datetime, scope: Scope = WHOLE_CITY, area: str = "C") -> dict[str, str]:
    """Of each stage with cases the numbers of these, as its list has them."""
    loop, asked = city.governance.loops["call_rounds"], Question("", area, as_of=moment, scope=scope)
    found = city.governance.stages(loop, replace(asked, metric=loop.metric_of()))
    listed = dict[str, str]()
    for one in (stage for stage in found.stages if stage.n):
        cases = city.kpis.cases(replace(asked, metric=loop.metric_of(one.stage)))["source_id"].to_pylist()
        assert len(cases) == one.n, one.stage.key
        listed[one.stage.key] = " ".join(cases)
    return listed


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("calls") / "tiny", clock=AS_OF) as city:
        deliver(city, "steps", *steps())
        yield city


def test_a_case_waits_for_the_next_attempt_until_it_is_reached_or_given_up(tiny: City) -> None:
    for moment, expected in WAITING.items():
        assert stages(tiny, local(moment)) == expected, moment
    late = Question("call_rounds.third.late", "C", as_of=local("7 18:00"), scope=WHOLE_CITY)
    assert [one["source_id"] for one in tiny.kpis.cases(late).to_pylist()] == ["K8"]  # its limit was the 7th, 8:10


def test_each_attempt_of_a_waiting_case_is_listed_with_its_time_and_round(tiny: City) -> None:
    loop = tiny.governance.loops["call_rounds"]
    question = Question(loop.metric_of(), "C", as_of=local("7 18:00"), scope=WHOLE_CITY)
    waiting = {one.source_id: one.attempts for one in tiny.governance.waiting(loop, question, 9)}
    assert waiting.keys() == {"K3", "K8"}
    assert [(one.round, one.happened_at, one.reached) for one in waiting["K8"]] == [
        (1, local("6 9:00"), False),
        (2, local("6 15:00"), False),
    ]
    assert [(one.round, one.again, one.reached) for one in waiting["K3"]] == [
        (1, False, True),
        (1, True, False),
        (2, True, True),
    ]


def test_shares_of_the_attempts_add_up_and_count_to_the_first_that_reached(tiny: City) -> None:
    for (key, name), expected in COUNTED.items():
        answer = tiny.kpis.ask(Question(key, "C", denominator=name, as_of=AS_OF, scope=WHOLE_CITY))
        assert (answer.status, answer.numerator, answer.n) == ("ok", *expected), (key, name)


def test_where_no_attempt_is_told_there_are_no_data(tiny_city: City) -> None:
    question = Question("first_call", "C", as_of=AS_OF, scope=WHOLE_CITY)
    for metric in ("first_call", "calls_made", "calls_answered", "call_rounds"):
        answer = tiny_city.kpis.ask(replace(question, metric=metric))
        assert (answer.status, answer.value) == ("no_data", None), metric
    assert tiny_city.kpis.ask(replace(question, metric="callback")).value == 0.75


def test_attempts_are_seen_by_those_who_may_open_the_case(tiny: City) -> None:
    west, east = (tiny.tree.area(code) for code in ("W", "E"))
    narrow = Scope(areas=((west.area_id, west.last_id),))
    assert stages(tiny, AS_OF, narrow, "W") == stages(tiny, AS_OF, area="W") == {"reached": "K8"}
    other = Scope(areas=((east.area_id, east.last_id),))
    assert stages(tiny, AS_OF, other, "E") == {"called_again": "K3", "given_up": "K2"}
    parking = LineOfBusiness("停车", "Parking", categories=("parking",))
    closed = stages(tiny, AS_OF, replace(WHOLE_CITY, closed_lines=(parking,)))
    assert "K2" not in closed.get("given_up", ""), "what became of a closed case may tell which it is"


def attempt(case: str, state: str, moment: datetime, at: datetime | None = None) -> Act:
    return Act(
        "callback_attempt", new_key(), "saved", "local", "test", moment, source="tiny", source_id=case,
        loop="call_rounds", state=state, from_at=at, until_at=at,
    )  # fmt: skip


def test_what_people_enter_counts_once_and_can_be_taken_back(tmp_path: Path) -> None:
    now = local("7 18:00")
    with build_city(tmp_path / "tiny", clock=SteerableClock(now)) as city:
        deliver(city, "steps", *steps()[:4])  # K2 was called in vain twice
        asked = Question("callback", "C", as_of=local("10 18:00"), scope=WHOLE_CITY)
        same = attempt("K2", "missed", now, local("5 15:04"))  # told by the source too
        third = attempt("K2", "missed", now - timedelta(hours=1))
        city.acts.deliver([same, third])
        assert stages(city, local("7 18:00"))["given_up"] == "K2"
        assert stages(city, local("7 16:00")) == {"third": "K2", "first": "K8", "to_call_again": "K3"}
        assert city.kpis.ask(asked).value == 0.75
        reached = attempt("K2", "reached", local("7 17:30"))
        city.acts.deliver([reached])
        assert stages(city, local("7 18:00"))["reached"] == "K2"
        assert city.kpis.ask(asked).value == 1
        city.acts.rebuild()
        assert city.kpis.ask(asked).value == 1
        city.acts.deliver([replace(one, act=new_key(), deed="withdrawn") for one in (reached, third)])
        assert stages(city, local("7 18:00"))["third"] == "K2"
        assert city.kpis.ask(asked).value == 0.75
