"""The simulated city: whole lives of the cases of any day, the same for ever for one seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

from dashboard.simulator.cases import Cases
from dashboard.simulator.demand.day_demand import CASES_A_DAY, demand_of
from dashboard.simulator.demand.programme import RoadProgramme
from dashboard.simulator.fleet.alarms import Alarms
from dashboard.simulator.fleet.inventory import Inventory
from dashboard.simulator.lives.ending import call_back, check_and_close, stay_open, void
from dashboard.simulator.lives.life import Life, handle, sign_for, take_in
from dashboard.simulator.lives.pace import Pace
from dashboard.simulator.lives.plan import Planned, plans
from dashboard.simulator.lives.planned_steps import assign_planned_steps
from dashboard.simulator.lives.shelving import shelve
from dashboard.simulator.places import Places
from dashboard.simulator.simulated_time import field_clock, office_clock
from dashboard.simulator.streams import Stream, stream
from geodata.areas.tree_file import AreaTree

SEED = 20_240_820


class Simulation:
    """A city's cases day by day. A day depends on (tree, seed, cases_a_day, that day) and on nothing else."""

    def __init__(self, tree: AreaTree, seed: int = SEED, cases_a_day: float = CASES_A_DAY) -> None:
        self.tree = tree
        self.seed = seed
        self.cases_a_day = cases_a_day

    @cached_property
    def places(self) -> Places:
        """The leaves of the area tree with the demand of each."""
        return Places.of(self.tree)

    @cached_property
    def pace(self) -> Pace:
        """How districts, streets and departments differ."""
        return Pace.of(self.places, stream(self.seed, Stream.PACE, 0))

    @cached_property
    def alarms(self) -> Alarms:
        """Which device reported what machines report."""
        return Alarms(Inventory.of(self.places, self.seed), self.tree, self.seed)

    @cached_property
    def plans(self) -> tuple[Planned, ...]:
        """The rare steps that are planned beforehand."""
        return plans(self.seed)

    @cached_property
    def programme(self) -> RoadProgramme:
        """The road programme of 2024."""
        return RoadProgramme.of(self.places, self.seed)

    def day(self, day: date) -> Cases:
        """The cases reported on a city day, in order, with their whole lives.

        `planned` marks cases of the families of which whole numbers were published: they must arrive as they are.
        """
        reported = demand_of(
            day, self.places, self.seed, self.cases_a_day, programme=self.programme, alarms=self.alarms
        )
        month = day.replace(day=1)
        rng = stream(self.seed, Stream.LIFE, day.toordinal())
        life = Life.begin(reported, day, rng, office_clock(month), field_clock(month))
        take_in(life)
        sign_for(life)
        handle(life, self.pace)
        check_and_close(life, self.pace)
        assign_planned_steps(life, day, self.plans)
        shelve(life)
        call_back(life, self.pace)
        void(life)
        stay_open(life)
        return Cases(life.columns)

    def days(self, first: date, last: date) -> Iterator[tuple[date, Cases]]:
        """Each day from `first` to `last`, both included."""
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            yield day, self.day(day)
