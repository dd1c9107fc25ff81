"""Hops between levels, by the steps delivered: counted by hand on the tiny city."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from queries.city import City
from queries.dispatch.hops import Hops
from queries.dispatch.playbook import PLAYBOOK_FILE, Playbook, PlaybookEntry
from queries.dispatch.unit_levels import levels_of_units
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.tiny.cases import AS_OF, local

QUESTION = Question("dispatched_cases", "C", as_of=AS_OF, scope=WHOLE_CITY)
STEPS = """
K1 dispatched 1 9:25 - police
K1 received 1 10:00 police -
K1 passed_on 1 11:00 police {E}
K1 passed_on 1 11:30 {E} {E}{E1}
K1 received 1 12:00 {E}{E1} -
K2 dispatched 1 10:50 - police
K2 declined 1 11:30 police -
K2 dispatched 1 12:00 police roads
K2 received 1 12:30 roads -
K3 dispatched 2 8:30 - police
K3 received 2 9:00 police -
K3 passed_on 2 9:10 police {E}{E1}
K3 handed_back 2 10:10 {E}{E1} police
K6 dispatched 4 9:40 - nobody
K12 dispatched 10 17:55 - police
"""
"""Case, step, time, who does it, whom it goes to; areas by code. K12 is not dispatched by its own row."""


def steps(city: City) -> list[dict[str, str]]:
    names = {code: city.tree.area(code).name for code in ("E", "E1")}
    rows = [[word.format(**names) for word in line.split()] for line in STEPS.strip().splitlines()]
    return [
        {"source_id": case, "step": step, "happened_at": local(f"{day} {time}").isoformat()}
        | {name: value for name, value in (("unit", unit), ("to_value", receiver)) if value != "-"}
        for case, step, day, time, unit, receiver in rows
    ]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("hops") / "tiny"
    with build_city(folder, clock=AS_OF) as city:
        assert city.dispatch.hops(QUESTION) == Hops(city.dispatch.hops(QUESTION).whole)  # no step is delivered yet
        (folder / PLAYBOOK_FILE).write_text("category,department,level\nx,police,city\n", encoding="utf-8")
        deliver(city, "steps", *steps(city))
        yield city


def test_hops_and_their_waiting_are_those_counted_by_hand(tiny: City) -> None:
    found = tiny.dispatch.hops(QUESTION)
    # K1 goes over three hops, K2 and K3 over two, K6 over one; the other six have no steps
    assert (found.whole.n, found.cases, found.n, found.by_number) == (10, 4, 8, (1, 2, 1, 0))
    pairs = {(one.from_level, one.to_level): one for one in found.pairs}
    assert [*pairs] == [
        ("centre", "city"), ("centre", "unknown"), ("city", "district"), ("city", "street"), ("district", "street"),
    ]  # fmt: skip
    first = pairs["centre", "city"]  # waits of K1, K2, K3: 35, 40 and 30 minutes
    assert (first.n, first.unanswered, first.returned) == (3, 0, 1)
    assert first.median_s == 35 * 60
    assert first.p95_s == pytest.approx(39.5 * 60)
    assert (first.total_s, pairs["centre", "unknown"].unanswered) == (105 * 60, 1)
    down = pairs["city", "street"]
    assert (down.n, down.returned, down.median_s) == (1, 1, 3600)
    assert found.total_s == sum(one.total_s for one in found.pairs) == (105 + 30 + 60 + 30 + 30) * 60


def test_units_say_how_much_they_pass_on_to_streets_and_what_comes_back(tiny: City) -> None:
    units = {one.unit: one for one in tiny.dispatch.hops(QUESTION).units}
    police = units["police"]
    assert (police.level, police.n, police.passed_on, police.to_streets, police.passed_back) == ("city", 3, 2, 1, 1)
    assert police.few
    assert units["roads"].level == "unknown"
    assert sum(one.n for one in units.values()) == 8


def test_nothing_later_counts_children_add_up_and_closed_lines_are_left_out(tiny: City) -> None:
    early = tiny.dispatch.hops(replace(QUESTION, as_of=local("1 11:15")))
    assert (early.cases, early.n) == (2, 3)
    waiting = next(one for one in early.pairs if one.to_level == "district")
    assert (waiting.unanswered, waiting.median_s) == (1, None)
    parts = [tiny.dispatch.hops(replace(QUESTION, area=code)) for code in ("E", "W")]
    assert (sum(part.n for part in parts), sum(part.cases for part in parts)) == (8, 4)
    closed = Scope(closed_lines=(LineOfBusiness("噪声", "noise", ("noise",)),))
    assert tiny.dispatch.hops(replace(QUESTION, scope=closed)).cases == 2


def test_a_unit_stands_where_the_playbook_says_or_at_the_area_that_its_name_begins_with(tiny: City) -> None:
    city, district, street = (tiny.tree.area(code).name for code in ("C", "E", "E1"))
    playbook = Playbook((PlaybookEntry(2, "x", f"{district} markets", "unit"),), is_there=True)
    names = [
        f"{district} markets",
        f"{city}{district} police",
        f"{district}{street} office",
        "markets",
        f"{city} roads",
    ]
    assert levels_of_units(names, playbook, tiny.tree) == {
        names[0]: "unit", names[1]: "district", names[2]: "street", names[4]: "city",
    }  # fmt: skip
