"""Work: which unit is out for which case. A case is visited by a unit of its street before it is finished.

Who goes is decided case by case among the units that can be there in time and back for their rounds; of several cases
in one slot of a unit the one dispatched first is visited. So nothing that is dispatched later ever changes who goes,
and only cases finished within a slot before or after a moment matter at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import NEVER, Cases
from dashboard.simulator.chance import chances
from dashboard.simulator.fleet.crews import Crews, Points, crew_plan, flat
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.fleet.rounds import ON, SLOT, Rounds, Units
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.simulated_time import HOUR, MINUTE, SECOND, Instants
from geodata.areas.tree_file import AreaTree

_LEAST_STAY, _LONGEST_STAY = 3 * MINUTE, 40 * MINUTE
_NOTICE = 30 * SECOND


@dataclass(frozen=True, eq=False)
class Jobs:
    """Visits, one for a slot of a unit: it leaves at `departs`, is there from `arrives` to `ends`, is as long back."""

    unit: Units
    number: NDArray[np.int64]
    target: Points
    dispatched: Instants
    departs: Instants
    arrives: Instants
    ends: Instants

    def take(self, rows: NDArray[np.int64]) -> Jobs:
        """These rows."""
        return Jobs(**{name: column[rows] for name, column in self.__dict__.items()})

    @classmethod
    def none(cls) -> Jobs:
        """Nobody is out."""
        nothing = np.empty(0, dtype=np.int64)
        return cls(nothing, nothing, np.empty((0, 2)), nothing, nothing, nothing, nothing)


class Work:
    """Gives cases to units."""

    def __init__(self, crews: Crews, rounds: Rounds, tree: AreaTree, seed: int) -> None:
        self.crews = crews
        self.rounds = rounds
        self.tree = tree
        self.seed = seed

    @cached_property
    def _goes(self) -> NDArray[np.int64]:
        """Rows of crews.toml by kind of case and chance (12 equal parts)."""
        plan = crew_plan()
        names = [one["kind"] for one in plan["crews"]]
        who = [plan["goes"].get(name[0], ["grid_worker"]) for name in kinds().names]
        return np.array([[names.index(some[part * len(some) // 12]) for part in range(12)] for some in who])

    def jobs(self, cases: Cases, now: int, longest_ago: int) -> Jobs:
        """Visits in the slots that hold any moment from `now - longest_ago` to `now`, of cases dispatched by `now`."""
        finished, dispatched = cases["finished_at"], cases["dispatched_at"]
        near = (
            (finished > now - longest_ago - SLOT) & (finished <= now + SLOT) & (dispatched <= now) & (finished < NEVER)
        )
        near &= finished > dispatched
        cases = cases.take(np.flatnonzero(near))
        if not len(cases):
            return Jobs.none()
        case, unit = self._who_could(cases)
        possible = self._visits(cases, case, unit)
        return _first_come(self._one_each(possible), self.rounds)

    def _who_could(self, cases: Cases) -> tuple[NDArray[np.int64], Units]:
        """Pairs (case, unit) of the kind that goes and the beat that the case lies in."""
        part = (chances(self.seed, FleetPurpose.WHO, cases["number"]) * 12).astype(np.int64)
        wanted = self._goes[cases["kind"], part]
        pairs = []
        for row, one in enumerate(crew_plan()["crews"]):
            case = np.flatnonzero(wanted == row)
            units = np.flatnonzero(self.crews.kind == row)
            units = units[np.argsort(self.crews.beat[units], kind="stable")]
            place = self.tree.ancestor_at(cases["leaf"][case], min(one["beat"], self.tree.depth))
            beat = self.crews.beat[units]
            low, high = (np.searchsorted(beat, place, side) for side in ("left", "right"))
            size = high - low
            at = np.repeat(low - np.cumsum(size) + size, size) + np.arange(int(size.sum()))
            pairs.append((np.repeat(case, size), units[at]))
        return np.concatenate([case for case, _ in pairs]), np.concatenate([unit for _, unit in pairs])

    def _visits(self, cases: Cases, case: NDArray[np.int64], unit: Units) -> Jobs:
        """The pairs that work out: in time for the case, within one slot, on duty all the while."""
        leaf = cases["leaf"] - 1
        known = np.isfinite(cases["lon"])
        lon, lat = (np.where(known, cases[axis], of_leaf[leaf]) for axis, of_leaf in self._middles)
        target = flat(self.tree, lon, lat)[case]
        number, ends, dispatched = cases["number"][case], cases["finished_at"][case], cases["dispatched_at"][case]
        away = np.linalg.norm(target - self.crews.base[unit], axis=1) + self.crews.radius[unit]
        travel = (away / self.crews.speed[unit] * HOUR).astype(np.int64) + MINUTE
        stay = 8 * MINUTE + (chances(self.seed, FleetPurpose.STAY, number) * (_LONGEST_STAY - 8 * MINUTE)).astype(
            np.int64
        )
        first, last = self.rounds.slot(unit, ends)
        departs = np.maximum(ends - stay - travel, np.maximum(first, dispatched + _NOTICE))
        arrives = departs + travel
        fits = (ends - arrives >= _LEAST_STAY) & (ends + travel < last)
        begins, ceases = self.rounds.duty(unit, first), self.rounds.duty(unit, last)
        fits &= (begins[0] == ON) & (ceases[0] == ON)
        jobs = Jobs(unit, number, target, dispatched, departs, arrives, ends)
        return jobs.take(np.flatnonzero(fits))

    @cached_property
    def _middles(self) -> tuple[tuple[str, NDArray[np.float64]], ...]:
        return ("lon", self.tree.lon), ("lat", self.tree.lat)

    def _one_each(self, jobs: Jobs) -> Jobs:
        """One unit for each case, by lot."""
        lot = chances(self.seed, FleetPurpose.WHO, jobs.number, jobs.unit)
        order = np.lexsort((lot, jobs.number))
        _, first = np.unique(jobs.number[order], return_index=True)
        return jobs.take(order[first])


def _first_come(jobs: Jobs, rounds: Rounds) -> Jobs:
    """One case for each slot of a unit: the one dispatched first."""
    slot, _ = rounds.slot(jobs.unit, jobs.ends)
    order = np.lexsort((jobs.number, jobs.dispatched, slot, jobs.unit))
    slot, unit = slot[order], jobs.unit[order]
    first = np.r_[True, (slot[1:] != slot[:-1]) | (unit[1:] != unit[:-1])][: len(order)]
    return jobs.take(order[first])
