"""What is left to do in a loop, the longest first, with what people did about each case by the moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from queries.acts.act import Act, new_key
from queries.acts.acts_about_cases import subject_of
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF

LOOP = "supervision"
NOISE = LineOfBusiness("噪声", "noise", ("noise",))


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock) as opened:
        yield opened


def waiting(
    city: City, loop: str = LOOP, scope: Scope = WHOLE_CITY, most: int = 30
) -> list[tuple[str, str, list[str]]]:
    asked = Question(loop, "C", as_of=AS_OF, scope=scope)
    found = city.governance.waiting(city.governance.loops[loop], asked, most)
    return [(one.source_id, one.stage.key if one.stage else "", [done.act.state for done in one.acts]) for one in found]


def test_each_case_stands_once_where_it_waits_longest_and_ended_stages_are_left_out(city: City) -> None:
    assert waiting(city, "cross_boundary") == [("K9", "in_hand", [])]
    assert [number for number, _, _ in waiting(city)] == ["K4", "K3", "K6", "K11", "K15"]
    assert waiting(city, most=2) == waiting(city)[:2]


def test_what_was_done_stands_beside_the_case_for_whoever_may_see_it(city: City, clock: SteerableClock) -> None:
    handed = Act(
        "handover", subject_of("handover", LOOP, "tiny", "K6"), "saved", "local", "test", AS_OF.astimezone(UTC),
        source="tiny", source_id="K6", loop=LOOP, unit="监督室", state="handed_over",
    )  # fmt: skip
    city.acts.deliver([handed, replace(handed, act=new_key(), subject="other", loop="rework")])
    clock.advance(hours=1)
    known = clock.moment
    clock.advance(hours=1)
    city.acts.deliver([replace(handed, act=new_key(), state="received")])
    assert [acts for number, _, acts in waiting(city) if number == "K6"] == [["received"]]
    loop, asked = city.governance.loops[LOOP], Question(LOOP, "C", as_of=AS_OF, scope=WHOLE_CITY)
    then = [one for one in city.governance.waiting(loop, asked, 30, known) if one.source_id == "K6"]
    assert [done.act.state for done in then[0].acts] == ["handed_over"]
    assert [number for number, _, _ in waiting(city, scope=Scope(lines_of_business=(NOISE,)))] == ["K3", "K6"]
    assert [acts for number, _, acts in waiting(city, scope=Scope(closed_lines=(NOISE,))) if acts] == []
    west = city.tree.area("E2")
    elsewhere = Scope(areas=((west.area_id, west.last_id),))
    assert city.governance.acts_about(LOOP, "tiny", "K6", scope=elsewhere) == ()
    assert len(city.governance.acts_about(LOOP, "tiny", "K6", scope=WHOLE_CITY)) == 1


def test_a_case_without_title_is_called_by_the_narrowest_category_that_it_has(tmp_path: Path) -> None:
    due = AS_OF.replace(tzinfo=None)
    cases = pa.table({
        "source_id": ["1", "2"], "reported_at": [due, due], "due_at": [due, due], "status": ["open", "open"],
        "category1": ["Noise", "Call Li, 13812345678"], "category2": ["Loud music", None],
    })  # fmt: skip
    with build_city(tmp_path / "two", cases=cases) as city:
        asked = Question(LOOP, "C", as_of=AS_OF + timedelta(days=1), scope=WHOLE_CITY)
        titles = {one.source_id: one.title for one in city.governance.waiting(city.governance.loops[LOOP], asked, 3)}
    assert titles["1"] == "Loud music"
    assert titles["2"]
    assert "13812345678" not in titles["2"]
