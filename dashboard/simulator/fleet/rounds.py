"""Rounds: when a unit is on duty, and where it is while it is not on a case.

A unit's time is cut into slots of 90 minutes of its own, of six legs each; at the end of a leg it is at a waypoint that
follows from its number and the leg alone. So a moment does not depend on the moments before it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.chance import chances
from dashboard.simulator.fleet.crews import WAYPOINTS, Crews, Points, crew_plan
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.simulated_time import CITY_OFFSET, DAY, MINUTE, Instants

LEG = 15 * MINUTE
LEGS = 6
SLOT = LEGS * LEG
ON, OFF, LEAVE = 0, 1, 2
DUTY = ("on", "off", "leave")
_WALKING = 0.75  # share of a leg that is on the move
_ON_LEAVE = 0.04

Units = NDArray[np.int64]


class Rounds:
    """Duty and rounds of the crews; moments are int64 microseconds since 1970 UTC, one for each unit asked about."""

    def __init__(self, crews: Crews, seed: int) -> None:
        self.crews = crews
        self.seed = seed
        self.phase: Instants = (chances(seed, FleetPurpose.SLOT, np.arange(len(crews))) * SLOT).astype(np.int64)
        vehicles = [row for row, one in enumerate(crew_plan()["crews"]) if one["shifts"][0][1] == 24]
        self.always = np.isin(crews.kind, vehicles)

    def duty(self, unit: Units, at: Instants) -> tuple[NDArray[np.int8], Instants]:
        """Index into DUTY, and since when (of those on leave: when the shift would have begun)."""
        day, within = np.divmod(at + CITY_OFFSET - self.crews.starts[unit], DAY)
        leave = (chances(self.seed, FleetPurpose.LEAVE, unit, day) < _ON_LEAVE) & ~self.always[unit]
        over = within >= self.crews.lasts[unit]
        duty = np.select([leave, over], [LEAVE, OFF], ON)
        since = at - np.where(leave | ~over, within, within - self.crews.lasts[unit])
        return duty.astype(np.int8), since

    def slot(self, unit: Units, at: Instants) -> tuple[Instants, Instants]:
        """First moment of the slot and of the next one."""
        start = (at + self.phase[unit]) // SLOT * SLOT - self.phase[unit]
        return start, start + SLOT

    def waypoint(self, unit: Units, leg: Instants) -> Points:
        """Where a unit begins a leg (legs are counted since 1970)."""
        number = (chances(self.seed, FleetPurpose.WAYPOINT, unit, leg) * WAYPOINTS).astype(np.int64)
        return np.asarray(self.crews.waypoints[unit, number])

    def slot_ends_at(self, unit: Units, at: Instants) -> Points:
        """Where the unit is when the slot ends."""
        return self.waypoint(unit, ((at + self.phase[unit]) // SLOT + 1) * LEGS)

    def position(self, unit: Units, at: Instants) -> tuple[Points, Points]:
        """Position in km and velocity in km per hour: on the way to the next waypoint, then there for a while."""
        leg, within = np.divmod(at + self.phase[unit], LEG)
        here, there = self.waypoint(unit, leg), self.waypoint(unit, leg + 1)
        share = within / (LEG * _WALKING)
        velocity = (there - here) / (LEG * _WALKING / (60 * MINUTE))
        moving = (share < 1)[:, None]
        return here + (there - here) * np.minimum(share, 1)[:, None], np.where(moving, velocity, 0.0)
