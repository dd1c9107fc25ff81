"""The fleet: everything that reports in the simulated city besides its cases. A function of seed and moment alone.

Moments are microseconds since 1970 UTC; tables have the columns of queries/reports/reports.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from dashboard.simulator.cases import Cases, concatenated
from dashboard.simulator.demand.day_demand import demand_of
from dashboard.simulator.demand.programme import RoadProgramme
from dashboard.simulator.fleet.calls import calls_of
from dashboard.simulator.fleet.crews import Crews
from dashboard.simulator.fleet.crowds import EVERY, Crowds
from dashboard.simulator.fleet.health import STATUS, Health
from dashboard.simulator.fleet.instants import instants
from dashboard.simulator.fleet.inventory import Inventory
from dashboard.simulator.fleet.movement import Movement
from dashboard.simulator.fleet.partners import Partners
from dashboard.simulator.fleet.rounds import SLOT, Rounds
from dashboard.simulator.fleet.work import Work
from dashboard.simulator.generating import moment
from dashboard.simulator.places import Places
from dashboard.simulator.simulated_time import MINUTE, city_day
from geodata.areas.special_grids import SpecialGrids
from geodata.areas.tree_file import AreaTree

GRID_WORKERS = 221_000
"""Published (2024-09)."""

CASES_WITHIN = SLOT + 10 * MINUTE
"""`units` needs every case dispatched by the moment and finished less than this before or after; others are ignored."""

_CACHED_DAYS = 2


class Fleet:
    """Devices, units, partners, calls, rosters and sensors of a simulated city."""

    def __init__(self, tree: AreaTree, special_grids: SpecialGrids, seed: int, places: Places | None = None) -> None:
        self.tree = tree
        self.special_grids = special_grids
        self.seed = seed
        self.places = places or Places.of(tree)
        self._days: dict[date, Cases] = {}

    @cached_property
    def inventory(self) -> Inventory:
        """63,000 devices of the internet of things and 114,000 cameras."""
        return Inventory.of(self.places, self.seed)

    @cached_property
    def health(self) -> Health:
        """Heartbeats, faults and repairs of the devices."""
        return Health(len(self.inventory), self.seed)

    @cached_property
    def movement(self) -> Movement:
        """2,000 moving units."""
        crews = Crews.of(self.places, self.seed)
        rounds = Rounds(crews, self.seed)
        return Movement(crews, rounds, Work(crews, rounds, self.tree, self.seed), self.tree, self.seed)

    @cached_property
    def _partners(self) -> Partners:
        return Partners(self.special_grids, self.seed)

    def inventory_devices(self) -> pa.Table:
        """Every device of the inventory before its first report: its status is unknown."""
        n = len(self.inventory)
        nothing = pa.nulls(n, pa.timestamp("us", tz="UTC"))
        unknown = {"status": pa.array(["unknown"] * n), "heartbeat_at": nothing, "reported_at": nothing}
        return pa.table({**self.inventory.rows(), **unknown})

    def devices(self, since: int, now: int) -> pa.Table:
        """The newest report of each device that reports in (since, now]: its heartbeat, or once that it fell silent.

        In ten minutes every working device has a heartbeat; `since` 0 gives the state of all, silent ones included.
        """
        beats = self.health.reports(since, now)
        status = pa.array(STATUS).take(pa.array(beats.status))
        times = {"heartbeat_at": instants(beats.heartbeat), "reported_at": instants(beats.reported)}
        return pa.table({**self.inventory.rows(beats.device), "status": status, **times})

    def units(self, now: int, cases: Cases | None = None, since: int | None = None) -> pa.Table:
        """All units and dispatch centres at `now`: positions of those on duty, following the cases that they visit.

        Off duty there is no position; with `since`, only those that went off after it are in the table. `cases`: whole
        lives, see CASES_WITHIN. Heading in degrees from north, null when standing; speed in km per hour.
        """
        return self.movement.at(now, cases, since)

    def rosters(self, now: int | None = None) -> pa.Table:
        """221,000 grid workers by district, as its micro-grids are (largest remainder); reported at `now`, if given."""
        from geodata.zhengzhou.quotas import largest_remainder  # noqa: PLC0415  # brings all that builds a city

        district = self.tree.at_level(min(1, self.tree.depth))
        cells = np.diff(np.searchsorted(self.places.leaf, [*district.tolist(), len(self.tree) + 1]))
        people = largest_remainder(cells, GRID_WORKERS)
        return pa.table(
            {
                "kind": pa.array(["grid_worker"] * len(district)),
                "area": pa.array(self.tree.code[district - 1], pa.string()),
                "people": pa.array(people),
                "reported_at": _reported_at(len(district), now),
            }
        )

    def partners(self, now: int) -> pa.Table:
        """20 departments, the key special grids and 12 joined systems, with the state of the line to each."""
        return self._partners.at(now)

    def readings(self, since: int, until: int, every: int = EVERY) -> pa.Table:
        """What sensors in special grids measured in (since, until]."""
        return self._crowds.readings(since, until, every)

    @cached_property
    def _crowds(self) -> Crowds:
        return Crowds(self.special_grids, self.seed)

    def calls(self, hours: int | Sequence[int], cases: Cases | None = None) -> pa.Table:
        """Calls in these hours (their first moments), given all cases reported in them (as Simulation.day has them).

        Without `cases` the demand of their days is drawn again (50 ms a day; the last days are cached), which takes the
        fleet's seed for that of the cases.
        """
        starts = [hours] if isinstance(hours, int) else hours
        if cases is None:
            days = sorted({city_day(moment(hour)) for hour in starts})
            cases = concatenated([self._demand(day) for day in days])
        return calls_of(starts, cases, self.seed)

    def _demand(self, day: date) -> Cases:
        if day not in self._days:
            cases = demand_of(day, self.places, self.seed, programme=self._programme)
            self._days[day] = Cases({name: cases[name] for name in ("reported_at", "channel")})
            for old in sorted(self._days)[:-_CACHED_DAYS]:
                del self._days[old]
        return self._days[day]

    @cached_property
    def _programme(self) -> RoadProgramme:
        return RoadProgramme.of(self.places, self.seed)


def _reported_at(rows: int, now: int | None) -> pa.Array:
    return pa.nulls(rows, pa.timestamp("us", tz="UTC")) if now is None else instants(np.full(rows, now))
