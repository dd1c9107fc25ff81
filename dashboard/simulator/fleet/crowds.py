"""What sensors in the key special grids and in the shopping quarter measure: persons, and a congestion index."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.simulator.chance import chances
from dashboard.simulator.fleet.instants import instants
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.generating import moment
from dashboard.simulator.simulated_time import CITY_OFFSET, DAY, HOUR, MINUTE, Instants, city_day, works
from geodata.areas.special_grids import SpecialGrids

EVERY = 5 * MINUTE
QUARTER = "ZS20"
_SILENT_PERIOD, _SILENT = 6 * HOUR, 0.02  # the chance that the sensors of a grid fall silent for so long
_OF_DAY, _OF_READING = 0.24, 0.06  # how much days, and readings, of a grid differ
_LEAST_INDEX, _GREATEST_INDEX = 1.0, 10.0


class Crowds:
    """The sensors of a city; a function of seed and moment alone."""

    def __init__(self, grids: SpecialGrids, seed: int) -> None:
        plan = tomllib.loads((files("dashboard.simulator.fleet") / "crowds.toml").read_text(encoding="utf-8"))
        without, self.seed = plan.pop("without"), seed
        sensed = (grids.key | (grids.code == QUARTER)) & ~np.isin(grids.code.astype(str), without)
        places = [place for place in np.flatnonzero(sensed) if str(grids.kind[place]) in plan]
        about = [plan[str(grids.kind[place])] for place in places]
        self.code = [str(grids.code[place]) for place in places]
        self.day = np.array([one["day"] for one in about], dtype=np.float64).reshape(-1, 24) / 100
        self.peak, self.weekend, self.jammed = (
            np.array([one[name] for one in about], dtype=np.float64) for name in ("peak", "weekend", "jammed")
        )

    def readings(self, since: int, until: int, every: int = EVERY) -> pa.Table:
        """All readings in (since, until] (microseconds UTC), oldest first; those of one moment at once."""
        at = np.arange(since // every + 1, until // every + 1, dtype=np.int64) * every
        time, sensor = (axis.ravel() for axis in np.meshgrid(at, np.arange(len(self.code)), indexing="ij"))
        silent = chances(self.seed, FleetPurpose.SENSORS_SILENT, sensor, time // _SILENT_PERIOD) < _SILENT
        time, sensor = time[~silent], sensor[~silent]
        share = self._share(time, sensor)
        persons = np.round(self.peak[sensor] * share)
        noise = 1 + 0.1 * (chances(self.seed, FleetPurpose.CONGESTION, sensor, time // EVERY) - 0.5)
        index = _LEAST_INDEX + (self.jammed[sensor] - _LEAST_INDEX) * share**1.3 * noise
        values = {"footfall": persons, "congestion": np.round(np.clip(index, _LEAST_INDEX, _GREATEST_INDEX), 1)}
        units = {"footfall": "person", "congestion": "index"}
        grids = pa.array(self.code, pa.string()).take(pa.array(sensor))
        tables = [
            pa.table(
                {
                    "special_grid": grids,
                    "quantity": pa.repeat(pa.scalar(name), len(time)),
                    "value": pa.array(value),
                    "unit": pa.repeat(pa.scalar(units[name]), len(time)),
                    "measured_at": instants(time),
                }
            )
            for name, value in values.items()
        ]
        return pa.concat_tables(tables).sort_by("measured_at")

    def _share(self, time: Instants, sensor: NDArray[np.int64]) -> NDArray[np.float64]:
        """How full it is, as a share of the peak: by hour, day off and chance."""
        number, within = np.divmod(time + CITY_OFFSET, DAY)
        hour, part = np.divmod(within, HOUR)
        here, next_hour = self.day[sensor, hour], self.day[sensor, (hour + 1) % 24]
        days, place = np.unique(number, return_inverse=True)
        is_off = np.array([not works(city_day(moment(int(day) * DAY - CITY_OFFSET))) for day in days], dtype=bool)
        of_day = 1 + _OF_DAY * (chances(self.seed, FleetPurpose.CROWD_OF_DAY, sensor, number) - 0.5)
        of_reading = 1 + _OF_READING * (chances(self.seed, FleetPurpose.CROWD, sensor, time // EVERY) - 0.5)
        by_hour = here + (next_hour - here) * (part / HOUR)
        fuller = np.where(is_off[place], self.weekend[sensor], 1.0) / np.maximum(self.weekend[sensor], 1.0)
        return np.asarray(by_hour * fuller * of_day * of_reading)
