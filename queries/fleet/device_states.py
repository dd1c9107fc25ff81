"""Every device with where it stands and whether it is online: columns to add up, and single ones of a piece of ground.

The states (fleet_states.toml) divide all devices: online, fault and offline are together the population of the KPI
`online`; devices without any heartbeat are unknown, whatever their status; those in maintenance count separately.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Condition

import numpy as np
import pyarrow as pa
from cachetools import LRUCache, cached
from numpy.typing import NDArray

from geodata.areas.area_tree import NOWHERE, Area, AreaTree, BoundingBox, Numbers
from queries.as_of_state.fleet_states import fleet_states
from queries.as_of_state.state_tables import state_tables
from queries.device_reports.kinds import report_tables
from queries.privacy.text_columns import masked_table
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

STATES = tuple(fleet_states("device"))
ONLINE, OFFLINE = STATES.index("online"), STATES.index("offline")
EXPECTED = [STATES.index(state) for state in ("online", "fault", "offline")]  # the population of the KPI `online`
_SQL = read_statements(Path(__file__).with_name("devices.sql"))
Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class DeviceStates:
    """Devices, one row each. kind: index into device_kinds(); status_state: index into STATES, the state but for
    silence; lon, lat: degrees WGS-84, NaN where not known; heartbeat: the last one, silent_from: when the device
    becomes silent by what has been delivered, both seconds since 1970 UTC or NaN; device, owner: empty where only sums
    are asked for.
    """

    kind: NDArray[np.int64]
    status_state: NDArray[np.int64]
    area_id: Numbers
    lon: Values
    lat: Values
    heartbeat: Values
    silent_from: Values
    device: tuple[str, ...] = ()
    owner: tuple[str | None, ...] = ()

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def located(self) -> NDArray[np.bool_]:
        """Those with a point."""
        return np.isfinite(self.lon) & np.isfinite(self.lat)

    def within(self, area: Area) -> NDArray[np.bool_]:
        """Those that count for an area."""
        return (self.area_id >= area.area_id) & (self.area_id <= area.last_id)

    def where(self, mask: NDArray[np.bool_]) -> DeviceStates:
        """Some of them, for sums."""
        return DeviceStates(
            kind=self.kind[mask],
            status_state=self.status_state[mask],
            area_id=self.area_id[mask],
            lon=self.lon[mask],
            lat=self.lat[mask],
            heartbeat=self.heartbeat[mask],
            silent_from=self.silent_from[mask],
        )

    def states(self, at: float) -> NDArray[np.int64]:
        """Index into STATES of each at a moment (seconds since 1970 UTC), as the column `state` of state.toml."""
        silent = (self.status_state == ONLINE) & (at > self.silent_from)
        return np.where(silent, OFFLINE, self.status_state)


@dataclass(frozen=True, eq=False)
class DeviceCounts:
    """Devices of each area of a level by kind and state: n of shape (areas, kinds, states); above: those inside the
    area asked about that are known only above the level, shape (kinds, states)."""

    area_id: Numbers
    n: NDArray[np.int64]
    above: NDArray[np.int64]


def device_states(runner: StatementRunner) -> DeviceStates:
    """All devices by the newest reports. Raises TooSlow."""
    return _columns(runner.table(_statement("all"), _words()))


def devices_inside(runner: StatementRunner, box: BoundingBox, kinds: tuple[str, ...], most: int) -> DeviceStates:
    """Devices of some kinds in a box (west, south, east, north; degrees WGS-84), at most so many. Raises TooSlow."""
    west, south, east, north = box
    bound = {"west": west, "south": south, "east": east, "north": north, "chosen": kinds, "most": most}
    return _columns(runner.table(_statement("inside"), _words() | bound))


def device_counts(tree: AreaTree, devices: DeviceStates, states: NDArray[np.int64], level: int) -> DeviceCounts:
    """`devices` in their `states` added up by the areas of a level (root is 0); n.sum() + above.sum() = all of them."""
    areas, rows = _rows(tree, level)
    shape = (len(areas) + 1, len(device_kinds()), len(STATES))
    cell = (rows[devices.area_id] * shape[1] + devices.kind) * shape[2] + states
    n = np.bincount(cell, minlength=shape[0] * shape[1] * shape[2]).reshape(shape)
    return DeviceCounts(areas, n[:-1], n[-1])


@cached(LRUCache(16), condition=Condition())
def _rows(tree: AreaTree, level: int) -> tuple[Numbers, NDArray[np.int64]]:
    """The areas of a level, and by area number the row of the one that holds it; one past the last where none does."""
    areas = tree.at_level(level)
    holding = tree.ancestor_at(np.arange(len(tree) + 1), level)
    return areas, np.where(holding == NOWHERE, len(areas), np.searchsorted(areas, holding)).astype(np.int64)


def device_kinds() -> tuple[str, ...]:
    """The kinds of devices in the order of reports.toml."""
    return report_tables()["devices"].columns["kind"].codes


def _words() -> dict[str, tuple[str, ...]]:
    return {"kinds": device_kinds(), "states": STATES}


@cache
def _statement(name: str) -> str:
    devices = state_tables()["devices"]
    columns = {column: devices.columns[column] for column in ("status_state", "silent_from")}
    return _SQL.filled(name, table=devices.table, **columns)


def _columns(table: pa.Table) -> DeviceStates:
    def numbers(name: str) -> Values:
        return np.asarray(table.column(name).to_numpy(), dtype=np.float64)

    single = "device" in table.column_names
    table = masked_table(table)
    return DeviceStates(
        kind=np.asarray(table.column("kind").to_numpy(), dtype=np.int64),
        status_state=np.asarray(table.column("status_state").to_numpy(), dtype=np.int64),
        area_id=table.column("area_id").to_numpy().astype(np.int32),
        lon=numbers("lon"),
        lat=numbers("lat"),
        heartbeat=numbers("heartbeat"),
        silent_from=numbers("silent_from"),
        device=tuple(table.column("device").to_pylist()) if single else (),
        owner=tuple(table.column("owner").to_pylist()) if single else (),
    )
