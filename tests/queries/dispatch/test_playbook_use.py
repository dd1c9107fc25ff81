"""What was dispatched beside the playbook: counted by hand on the tiny city."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from queries.city import City
from queries.dispatch.playbook import PLAYBOOK_FILE
from queries.dispatch.playbook_use import PlaybookUse
from queries.errors import OutsideScope
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.tiny.cases import AS_OF, case, local, table_of

QUESTION = Question("dispatched_cases", "C", as_of=AS_OF, scope=WHOLE_CITY)
PLAYBOOK = """category,department,valid_from,valid_until
parking,police,,2024-06-05
noise,environment,,
pothole,works,,
lamp,lighting,,
pipe,water,2024-06-09,
"""
COUNTS = ("n", "covered", "as_said", "otherwise", "unknown", "declined_as_said", "declined_otherwise")
OF_K2 = (("dispatched", "1 10:50", "market"), ("declined", "1 11:30", ""), ("dispatched", "1 12:00", "police"))


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=AS_OF) as city:
        (tmp_path / "tiny" / PLAYBOOK_FILE).write_text(PLAYBOOK, encoding="utf-8")
        yield city


def counts(answer: PlaybookUse) -> tuple[int, ...]:
    return tuple(getattr(answer, name) for name in COUNTS)


def test_the_cases_of_the_tiny_city_are_those_counted_by_hand(tiny: City) -> None:
    answer = tiny.dispatch.playbook(QUESTION)
    # K5 (no entry), K7 (before its entry) and K15 (after it) are not covered; K1 and K3 went where the playbook says,
    # K4 and K8 elsewhere; of K2, which was declined, and of K6 and K9 nobody says where they went first
    assert counts(answer) == (10, 7, 2, 2, 3, 0, 0)
    assert (answer.whole.n, answer.rare, answer.rare_cases, answer.nameless) == (10, 3, 3, 0)
    used = {one.entry.category: (one.n, one.state, one.after, one.last_day) for one in answer.entries}
    assert used == {
        "parking": (2, "expired", 1, date(2024, 6, 1)),
        "noise": (4, "valid", 0, date(2024, 6, 9)),
        "pothole": (1, "valid", 0, date(2024, 6, 2)),
        "lamp": (0, "valid", 0, None),
        "pipe": (0, "valid", 0, None),
    }
    assert [(one.unit, one.n) for entry in answer.entries for one in entry.others] == [("culture", 1), ("roads", 1)]


def test_steps_tell_whom_a_declined_case_went_to_first(tiny: City) -> None:
    rows = [
        {"source_id": "K2", "step": step, "happened_at": local(at).isoformat(), "to_value": unit}
        for step, at, unit in OF_K2
    ]
    assert deliver(tiny, "steps", *rows).accepted == 3
    assert counts(tiny.dispatch.playbook(QUESTION)) == (10, 7, 2, 3, 2, 0, 1)
    before = tiny.dispatch.playbook(replace(QUESTION, as_of=local("1 11:00")))  # K2 is with the market, undeclined
    assert counts(before) == (2, 2, 1, 1, 0, 0, 0)


def test_the_children_of_an_area_add_up_to_it_and_nobody_sees_more_than_they_may(tiny: City) -> None:
    whole, parts = tiny.dispatch.playbook(QUESTION), [
        tiny.dispatch.playbook(replace(QUESTION, area=code)) for code in ("E", "W")
    ]  # fmt: skip
    assert [sum(numbers) for numbers in zip(*map(counts, parts), strict=True)] == [*counts(whole)]
    west = tiny.tree.area("W")
    scope = Scope(areas=((west.area_id, west.last_id),))
    assert counts(tiny.dispatch.playbook(replace(QUESTION, area="W", scope=scope))) == counts(parts[1])
    with pytest.raises(OutsideScope):
        tiny.dispatch.playbook(replace(QUESTION, area="E", scope=scope))
    closed = Scope(closed_lines=(LineOfBusiness("噪声", "noise", ("noise",)),))
    without_noise = tiny.dispatch.playbook(replace(QUESTION, scope=closed))
    assert (without_noise.n, "noise" in {one.entry.category for one in without_noise.entries}) == (6, False)
    days = tiny.dispatch.playbook(replace(QUESTION, start=date(2024, 6, 1), end=date(2024, 6, 2)))
    assert counts(days) == (4, 4, 2, 1, 1, 0, 0)


def test_a_frequent_kind_without_an_entry_comes_with_the_department_that_was_mostly_right(tmp_path: Path) -> None:
    def lamps(first: int, number: int, department: str, area: str, **more: object) -> list[dict[str, object]]:
        return [
            case(source_id=f"L{first + place}", area_code=area, category1="street", category3="lamp",
                 department=department, reported="3 9:00", accepted="3 9:05", filed="3 9:10", dispatched="3 15:00",
                 received="3 16:00", **more)
            for place in range(number)
        ]  # fmt: skip

    rows = [
        *lamps(0, 12, "lighting", "E"),
        *lamps(100, 11, "roads", "W", first_declined="3 15:30", declined_count=1),
        *lamps(200, 13, "roads", "W"),
        *lamps(300, 9, "grid company", "W"),
    ]
    with build_city(tmp_path / "lamps", cases=table_of(rows), source="tiny", clock=AS_OF) as city:
        assert not city.dispatch.playbook(QUESTION).playbook.is_there
        rows_of_steps = [
            {"source_id": f"L{number}", "step": "dispatched", "happened_at": local("3 15:00").isoformat(),
             "to_value": "roads"}
            for number in range(100, 111)
        ]  # fmt: skip
        deliver(city, "steps", *rows_of_steps)
        [kind] = city.dispatch.playbook(QUESTION).kinds
        assert (kind.category, kind.n, kind.declined, kind.districts) == (("street", "", "lamp"), 45, 11, 2)
        tried = [(one.unit, one.n, one.declined, one.right) for one in kind.tried]
        assert tried == [("roads", 24, 11, 13), ("lighting", 12, 0, 12), ("grid company", 9, 0, 9)]
        # the grid company was always right, but of too few; lighting was more often right than roads
        assert kind.proposed is not None
        assert kind.proposed.unit == "lighting"
        early = replace(QUESTION, as_of=local("3 15:10"))
        assert city.dispatch.playbook(early).kinds[0].proposed is None  # nobody has received any yet
