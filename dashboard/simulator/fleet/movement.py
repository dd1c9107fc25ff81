"""Where every unit is at a moment and what it does: on its rounds, on the way to a case, there, or on the way back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.simulator.cases import Cases
from dashboard.simulator.chance import chances
from dashboard.simulator.fleet.crews import CENTRE, Crews, Points, crew_plan, degrees
from dashboard.simulator.fleet.instants import instants
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.fleet.rounds import DUTY, ON, Rounds, Units
from dashboard.simulator.fleet.work import Jobs, Work
from dashboard.simulator.simulated_time import MINUTE, Instants
from geodata.areas.tree_file import AreaTree
from queries.values import reported_statuses

STATUS = tuple(reported_statuses("unit"))
_IDLE, _ASSIGNED, _EN_ROUTE, _ON_SCENE, _OFFLINE, _SOS = map(
    STATUS.index, ("idle", "assigned", "en_route", "on_scene", "offline", "sos")
)
_NOTICE = 4 * MINUTE
_BLOCK = 10 * MINUTE
_NO_SIGNAL, _IN_NEED = 0.012, 4e-6  # of a block


@dataclass(frozen=True, eq=False)
class _Seen:
    """Units in a state: `point` km, `velocity` km per hour."""

    status: NDArray[np.int8]
    point: Points
    velocity: Points


class Movement:
    """The units of a city at any moment."""

    def __init__(self, crews: Crews, rounds: Rounds, work: Work, tree: AreaTree, seed: int) -> None:
        self.crews, self.rounds, self.work = crews, rounds, work
        self.tree = tree
        self.seed = seed

    def at(self, now: int, cases: Cases | None, since: int | None) -> pa.Table:
        """Reports of all units at `now`; of those off duty only the ones that went after `since` (None: all)."""
        everyone = np.arange(len(self.crews))
        moment = np.full(len(everyone), now)
        duty, changed = self.rounds.duty(everyone, moment)
        data = (duty == ON) | (True if since is None else changed > since)
        unit = everyone[data]
        on = duty[unit] == ON
        at = self._last_signal(unit, moment[unit])
        jobs = Jobs.none() if cases is None else self.work.jobs(cases, now, _BLOCK)
        seen = self._seen(unit, at, jobs)
        lost = at < now
        need = chances(self.seed, FleetPurpose.SOS, unit, now // _BLOCK) < _IN_NEED
        status = np.select([~on | lost, need], [_OFFLINE, _SOS], seen.status)
        speed = np.linalg.norm(seen.velocity, axis=1)
        still, nowhere = speed < 0.05, ~on
        lon, lat = degrees(self.tree, seen.point)
        heading = np.degrees(np.arctan2(seen.velocity[:, 0], seen.velocity[:, 1])) % 360
        names = [one["kind"] for one in crew_plan()["crews"]]
        columns = {
            "unit": pa.array(self.crews.unit[unit], pa.string()),
            "kind": pa.array(names).take(pa.array(self.crews.kind[unit])),
            "home_area": pa.array(self.tree.code[self.crews.home[unit] - 1], pa.string()),
            "duty": pa.array(DUTY).take(pa.array(duty[unit])),
            "status": pa.array(STATUS).take(pa.array(status)),
            "lon": pa.array(lon, mask=nowhere),
            "lat": pa.array(lat, mask=nowhere),
            "heading": pa.array(np.round(heading) % 360, mask=nowhere | still),
            "speed": pa.array(np.round(np.where(still, 0.0, speed), 1), mask=nowhere),
            "seen_at": instants(np.where(on, at, changed[unit])),
            "reported_at": instants(np.where(on, now, changed[unit])),
        }
        return pa.concat_tables([pa.table(columns), self._centres(now).select(list(columns))])

    def _last_signal(self, unit: Units, now: Instants) -> Instants:
        """Now, or the beginning of the ten minutes in which a unit has no signal."""
        block = now // _BLOCK
        start = block * _BLOCK
        duty, since = self.rounds.duty(unit, start)
        lost = (chances(self.seed, FleetPurpose.SIGNAL, unit, block) < _NO_SIGNAL) & (duty == ON) & (since < start)
        return np.where(lost, start, now)

    def _seen(self, unit: Units, at: Instants, jobs: Jobs) -> _Seen:
        point, velocity = self.rounds.position(unit, at)
        status = np.full(len(unit), _IDLE, dtype=np.int8)
        if len(jobs.unit):
            row, job = _matching(unit, at, jobs, self.rounds)
            some, moment = jobs.take(job), at[row]
            travel = some.arrives - some.departs
            start, _ = self.rounds.position(some.unit, some.departs)
            home = self.rounds.slot_ends_at(some.unit, some.ends)
            out = np.clip((moment - some.departs) / travel, 0, 1)[:, None]
            back = np.clip((moment - some.ends) / travel, 0, 1)[:, None]
            left = moment >= some.departs
            here = start + (some.target - start) * out + (home - some.target) * back
            hours = (travel / (60 * MINUTE))[:, None]
            going = np.select(
                [out < 1, (back > 0) & (back < 1)], [(some.target - start) / hours, (home - some.target) / hours], 0.0
            )
            point[row] = np.where(left[:, None], here, point[row])
            velocity[row] = np.where(left[:, None], going, velocity[row])
            given = np.maximum(some.dispatched, some.departs - _NOTICE)
            steps = [moment < given, ~left, moment < some.arrives, moment < some.ends]
            status[row] = np.select(steps, [_IDLE, _ASSIGNED, _EN_ROUTE, _ON_SCENE], _IDLE)
        return _Seen(status, point, velocity)

    def _centres(self, now: int) -> pa.Table:
        """The dispatch centres: one for the city, one for each district; they do not move."""
        area = np.concatenate([[1], self.tree.at_level(min(1, self.tree.depth))])
        n = len(area)
        return pa.table(
            {
                "unit": pa.array([f"ZH{number:04d}" for number in range(1, n + 1)]),
                "kind": pa.array([CENTRE] * n),
                "home_area": pa.array(self.tree.code[area - 1], pa.string()),
                "duty": pa.array(["on"] * n),
                "status": pa.array(["idle"] * n),
                "lon": pa.array(np.round(self.tree.lon[area - 1], 6)),
                "lat": pa.array(np.round(self.tree.lat[area - 1], 6)),
                "heading": pa.nulls(n, pa.float64()),
                "speed": pa.array(np.zeros(n)),
                "seen_at": instants(np.full(n, now)),
                "reported_at": instants(np.full(n, now)),
            }
        )


def _matching(unit: Units, at: Instants, jobs: Jobs, rounds: Rounds) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs (row of `unit`, row of `jobs`): the visit of the slot that a unit is in."""
    slot, _ = rounds.slot(unit, at)
    of_job, _ = rounds.slot(jobs.unit, jobs.ends)
    row = np.searchsorted(unit, jobs.unit)
    row = np.minimum(row, len(unit) - 1)
    same = (unit[row] == jobs.unit) & (slot[row] == of_job)
    return row[same], np.flatnonzero(same)
