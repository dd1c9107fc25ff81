"""Open cases for each grid worker on duty in the tiny city, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from queries.errors import OutsideScope
from queries.fleet.nearest import Vicinity
from queries.fleet.workload import AreaLoad, DutyCounts, Workload
from queries.kpis.answer import NOT_PLACED
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.town import Town

OF_THE_CITY = Question("", "C", as_of=AS_OF, scope=WHOLE_CITY)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """With its cases."""
    with build_city(tmp_path, source="hand", clock=AS_OF) as city:
        yield Town(city, [])


def worker(name: str, home: str | None, duty: str | None = "on", clock: str = "17:58", **more: Any) -> dict[str, Any]:
    seen = local(f"10 {clock}").isoformat()
    said = {"duty": duty} if duty else {}
    return {"unit": name, "kind": "grid_worker", "home_area": home, "seen_at": seen, **said, **more}


def told(load: Workload) -> dict[str, tuple[int | None, DutyCounts, float | None]]:
    return {row.code: (row.open, row.workers, row.load) for row in (load.whole, *load.rows)}


def test_load_by_area_down_the_tree(town: Town) -> None:
    town.report(
        "units",
        worker("e1a", "E1"),
        worker("e1b", "E1", clock="17:00"),  # on duty, not heard of for an hour
        worker("e1c", "E1", "off"),
        worker("w1a", "W1", "leave"),
        worker("w2a", "W2", None),  # does not say
        worker("c", "C"),
        worker("car", "E1", kind="patrol_car"),
    )
    assert town.refused == []
    city = told(town.city.fleet.workload(OF_THE_CITY))
    opened = {row.code: row.n for row in town.ask("open", by="area").rows}
    assert opened == {"E": 1, "W": 3, NOT_PLACED: 0}, "K15; K6, K7, K9"
    assert city == {
        "C": (4, DutyCounts(6, 3, 2, 1), 4 / 3),
        "E": (1, DutyCounts(3, 2, 1, 0), 0.5),
        "W": (3, DutyCounts(2, 0, 0, 1), None),
        NOT_PLACED: (0, DutyCounts(1, 1, 1, 0), 0.0),
    }
    east = told(town.city.fleet.workload(replace(OF_THE_CITY, area="E")))
    assert (east["E1"][1].duty, east["E2"][1].duty) == ("known", "no_units")
    west = told(town.city.fleet.workload(replace(OF_THE_CITY, area="W")))
    assert (west["W1"][1].duty, west["W2"][1].duty, west["W"][1].duty) == ("nobody", "not_stated", "not_stated")
    cars = town.city.fleet.workload(replace(OF_THE_CITY, area="E1"), "patrol_car")
    assert (cars.rows, cars.whole.workers.on_duty) == ((), 1)


def test_where_nothing_is_known_there_is_no_load_but_a_reason(town: Town) -> None:
    none = town.city.fleet.workload(OF_THE_CITY)
    assert (none.whole.open, none.whole.load, [note.code for note in none.notes]) == (4, None, ["no_source"])
    town.report("units", worker("e1a", "E1"))
    past = town.city.fleet.workload(replace(OF_THE_CITY, as_of=local("8 12:00")))
    assert (past.whole.load, past.whole.workers.units, [note.code for note in past.notes]) == (
        None,
        0,
        ["not_known_as_of"],
    )


def test_few_workers_are_marked() -> None:
    def load(on_duty: int) -> AreaLoad:
        return AreaLoad("E", "E side", 10, 0, DutyCounts(9, on_duty, on_duty, 0))

    assert [load(n).is_few for n in (0, 1, 4, 5)] == [False, True, True, False]


def test_one_sees_the_load_of_ones_own_areas_alone(town: Town) -> None:
    town.report("units", worker("e1a", "E1", lon=113.15, lat=34.05), worker("w1a", "W1", lon=113.05, lat=34.05))
    east = Scope(areas=((2, 4),))
    found = told(town.city.fleet.workload(replace(OF_THE_CITY, scope=east)))
    assert found == {"C": (1, DutyCounts(1, 1, 1, 0), 1.0), "E": (1, DutyCounts(1, 1, 1, 0), 1.0)}
    with pytest.raises(OutsideScope):
        town.city.fleet.workload(replace(OF_THE_CITY, area="W", scope=east))
    around = Vicinity((113.1, 34.05), 50_000, 5)
    assert [one.name for one in town.city.fleet.nearest("units", around, AS_OF, scope=east) or ()] == ["e1a"]
