"""When cases met the rules of supervision, and which are handed over by themselves: those whose hold time is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from queries.acts.act import Act, new_key
from queries.acts.acts_about_cases import subject_of
from queries.city import City
from queries.governance.rule_hits import HitEvidence
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF, local

LOOP = "supervision"


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock) as opened:
        yield opened


def due(city: City, most: int = 10) -> list[Act]:
    return city.governance.handovers_due("system", "test", city.acts.moment(), most)


def numbers(acts: list[Act]) -> list[str]:
    return [act.source_id for act in acts]


def mark(number: str, state: str = "refuted") -> Act:
    subject = subject_of("case_mark", LOOP, "tiny", number)
    return Act(
        "case_mark", subject, "saved", "li", "test", AS_OF.astimezone(UTC), source="tiny", source_id=number, loop=LOOP,
        state=state,
    )  # fmt: skip


def test_each_rule_says_since_when_it_is_met_and_from_when_on_a_case_is_handed_over(city: City) -> None:
    asked = Question(LOOP, "C", as_of=AS_OF, scope=WHOLE_CITY)
    cases = city.governance.waiting(city.governance.loops[LOOP], asked, 30)
    found = {one.source_id: {hit.rule.key: (hit.hit_at, hit.hands_over_at) for hit in one.hits} for one in cases}
    assert found["K6"] == {
        "overdue": (local("6 9:20"), local("9 9:20")),
        "unreceived": (local("4 10:40"), None),
    }
    assert found["K15"] == {
        "overdue": (local("10 8:20"), local("13 8:20")),
        "sent_back": (local("8 10:00"), local("13 10:00")),
    }
    assert found["K3"] == {"dissatisfied": (local("6 9:00"), local("9 9:00")), "unsolved": (local("6 9:00"), None)}


def test_cases_whose_hold_time_is_over_are_handed_over_once_with_evidence(city: City, clock: SteerableClock) -> None:
    city.acts.deliver([mark("K4"), mark("K3", "confirmed")])
    assert numbers(due(city)) == ["K3", "K6", "K11"]
    assert numbers(due(city, 2)) == ["K3", "K6"]
    acts = due(city)
    city.acts.deliver(acts)
    assert due(city) == []
    [kept] = [one for one in city.saved.things("handover", scope=WHOLE_CITY) if one.act.source_id == "K6"]
    assert (kept.act.who, kept.act.state, kept.act.unit) == ("system", "handed_over", "纪检监察室")
    evidence = HitEvidence.of_text(kept.act.search)
    assert evidence == HitEvidence(AS_OF, evidence.version if evidence else None, {
        "overdue": local("6 9:20"), "unreceived": local("4 10:40"),
    })  # fmt: skip
    assert evidence.version
    city.acts.deliver([replace(kept.act, act=new_key(), deed="withdrawn")])
    city.acts.deliver([replace(acts[0], act=new_key(), who="li", state="received")])
    clock.advance(hours=62)
    assert due(city) == []
    clock.advance(hours=1)
    assert numbers(due(city)) == ["K15"]
    city.acts.rebuild()
    assert numbers(due(city)) == ["K15"]
    [received] = [one for one in city.saved.things("handover", scope=WHOLE_CITY) if one.act.source_id == "K3"]
    assert [(act.who, act.state) for act in received.history] == [("system", "handed_over"), ("li", "received")]


def test_a_case_that_meets_no_rule_any_more_has_no_evidence(city: City) -> None:
    loop = city.governance.loops[LOOP]
    asked = Question(LOOP, "C", as_of=AS_OF, scope=WHOLE_CITY)
    assert city.governance.evidence(loop, asked, "tiny", "K9") is None
    found = city.governance.evidence(loop, replace(asked, area="W"), "tiny", "K6")
    assert found is not None
    assert list(found.hits) == ["overdue", "unreceived"]
    for text in ("", "{}", "?area=C", "[1]", '{"hits": {"a": 1}, "as_of": "x"}'):
        assert HitEvidence.of_text(text) is None
