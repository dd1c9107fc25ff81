"""Departments, key special grids and systems joined to the platform, and the state of the line to each."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np
import pyarrow as pa

from dashboard.simulator.chance import chances
from dashboard.simulator.fleet.instants import instants
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.simulated_time import HOUR, MINUTE, SECOND
from geodata.areas.special_grids import SpecialGrids

LINK = ("up", "degraded", "down")
_PERIOD = 6 * HOUR
_DEGRADED, _DOWN = 0.14, 0.03  # chance in six hours
_STEP = 30 * SECOND


class Partners:
    """The partners of a city; in every six hours a line may be slow or broken once, for minutes."""

    def __init__(self, grids: SpecialGrids, seed: int) -> None:
        plan = tomllib.loads((files("dashboard.simulator.fleet") / "partners.toml").read_text(encoding="utf-8"))
        key = np.flatnonzero(grids.key)
        self.seed = seed
        self.name = [*plan["departments"], *grids.name[key].tolist(), *plan["systems"]]
        self.kind = (
            ["department"] * len(plan["departments"]) + ["special_grid"] * len(key) + ["system"] * len(plan["systems"])
        )
        codes = {"department": "D", "special_grid": "G", "system": "S"}
        self.partner = [f"{codes[kind]}{self.kind[:at].count(kind) + 1:02d}" for at, kind in enumerate(self.kind)]
        self.grid = [None] * len(plan["departments"]) + grids.code[key].tolist() + [None] * len(plan["systems"])

    def at(self, now: int) -> pa.Table:
        """Every partner as its line stands at `now` (microseconds UTC); `seen_at`: the newest that came over it."""
        number = np.arange(len(self.name))
        period, within = divmod(now, _PERIOD)
        chance = chances(self.seed, FleetPurpose.LINK, number, period)
        begins = chances(self.seed, FleetPurpose.LINK_WHEN, number, period) * (_PERIOD - HOUR)
        lasts = (6 + 40 * chances(self.seed, FleetPurpose.LINK_LASTS, number, period)) * MINUTE
        since = within - begins
        bad = (since >= 0) & (since < lasts)
        link = np.select([bad & (chance < _DOWN), bad & (chance < _DOWN + _DEGRADED)], [2, 1], 0)
        noise = chances(self.seed, FleetPurpose.LAG, number, now // _STEP)
        lag = np.select([link == 2, link == 1], [since / SECOND, 40 + 300 * noise], 1 + 7 * noise)
        lag_s = np.round(lag, 1)
        return pa.table(
            {
                "partner": pa.array(self.partner),
                "kind": pa.array(self.kind),
                "name": pa.array(self.name),
                "link": pa.array(LINK).take(pa.array(link)),
                "lag_s": pa.array(lag_s),
                "special_grid": pa.array(self.grid, pa.string()),
                "seen_at": instants(now - (lag_s * SECOND).astype(np.int64)),
                "reported_at": instants(np.full(len(number), now)),
            }
        )
