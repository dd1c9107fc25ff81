"""How departments pass cases on: to the centre of the district and from there to the street, or to the street at once,
which receives them or hands them back. Steps alone: the department goes on answering for the case."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.simulator.cases import NEVER, Cases
from dashboard.simulator.chance import chances
from dashboard.simulator.feed.purposes import CasePurpose
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.simulated_time import HOUR, MINUTE, Instants
from geodata.areas.area_tree import AreaTree

AT_ONCE = 0.3
"""Of the cases passed on those that skip the district."""
HANDED_BACK = 0.08
_LEAST, _MORE = 0.05, 0.4
"""Share that the department passing on least does, and how much more the others may."""
_DISTRICT, _STREET = 1, 2


def passing_steps(cases: Cases, tree: AreaTree, seed: int) -> Iterator[tuple[str, Instants, pa.Array, pa.Array]]:
    """Steps by their word: when they happen (microseconds UTC, NEVER: not), who does each, and whom it goes to."""
    number, department = cases["number"], cases["department"]

    def chance(purpose: CasePurpose, of: NDArray[np.int64] = number) -> NDArray[np.float64]:
        return chances(seed, purpose, of)

    district, street = (tree.ancestor_at(cases["leaf"], level) for level in (_DISTRICT, _STREET))
    habit = _LEAST + _MORE * chance(CasePurpose.PASSES_ON, department) ** 2
    received, finished = cases["received_at"], cases["finished_at"]
    room = np.where((received < NEVER) & (finished < NEVER), finished - received, 0)
    passes = (room > 6 * HOUR) & (street > 0) & ~cases["minor"] & (chance(CasePurpose.PASSED) < habit)
    at_once = chance(CasePurpose.AT_ONCE) < AT_ONCE
    first = np.where(passes, received + (room * 0.1 * chance(CasePurpose.PASSED_AT)).astype(np.int64), NEVER)
    waits = (20 * MINUTE + room * 0.15 * chance(CasePurpose.DISTRICT_WAITS)).astype(np.int64)
    second = np.where(passes & ~at_once, first + waits, NEVER)
    answers = (10 * MINUTE + room * 0.25 * chance(CasePurpose.STREET_WAITS)).astype(np.int64)
    answered = np.where(passes, np.where(at_once, first, second) + answers, NEVER)
    returned = chance(CasePurpose.HANDED_BACK) < HANDED_BACK
    names = _names(tree)
    by, of_district, of_street = _departments(department), names.take(pa.array(district)), names.take(pa.array(street))
    onward = pa.array(np.where(at_once, street, district))
    nobody = pa.nulls(len(number), pa.string())
    yield "passed_on", first, by, names.take(onward)
    yield "passed_on", second, of_district, of_street
    yield "received", np.where(returned, NEVER, answered), of_street, nobody
    yield "handed_back", np.where(returned, answered, NEVER), of_street, by


def _names(tree: AreaTree) -> pa.Array:
    """By area number the name of the area; of a street with that of its district before it."""
    numbers = np.arange(1, len(tree.name) + 1)
    district, street = (tree.ancestor_at(numbers, level) for level in (_DISTRICT, _STREET))
    own = [""] + [str(name) for name in tree.name]
    above = np.where((street == numbers) & (street > 0), district, 0)
    return pa.array(
        ["", *(own[place] + name for place, name in zip(above.tolist(), own[1:], strict=True))], pa.string()
    )


def _departments(department: NDArray[np.int64]) -> pa.Array:
    return pa.array(kinds().departments, pa.string()).take(pa.array(department, pa.int32()))
