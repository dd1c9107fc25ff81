"""The device that detected a case: cameras for the channel video_ai, other devices for the channel iot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.simulator.cases import Cases
from dashboard.simulator.chance import chances
from dashboard.simulator.fleet.inventory import Inventory, device_plan
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from geodata.areas.tree_file import AreaTree

NO_DEVICE = -1


@dataclass(frozen=True, eq=False)
class Detections:
    """Of each case the device that detected it: its row in the inventory (NO_DEVICE: none did), number, place.

    `device` is null, `leaf` 0 and `lon`, `lat` (degrees WGS-84) NaN without one.
    """

    row: NDArray[np.int64]
    device: pa.Array
    leaf: NDArray[np.int32]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


class Alarms:
    """Finds the device of a case: of a suitable kind and near its place, always the same for a case number."""

    def __init__(self, inventory: Inventory, tree: AreaTree, seed: int) -> None:
        self.inventory = inventory
        self.tree = tree
        self.seed = seed

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.lexsort((self.inventory.leaf, self.inventory.kind_number))

    @cached_property
    def _key(self) -> NDArray[np.int64]:
        span = len(self.tree) + 1
        return self.inventory.kind_number[self._order].astype(np.int64) * span + self.inventory.leaf[self._order]

    @cached_property
    def _of_kind(self) -> NDArray[np.int64]:
        """Kind of device (row of devices.toml) that detects each kind of case without a camera."""
        plan = device_plan()
        names = [one["kind"] for one in plan["devices"]]
        descriptions = ["".join(name[1:]) for name in kinds().names]
        fits = [next((kind for word, kind in plan["detects"].items() if word in one), "other") for one in descriptions]
        return np.array([names.index(kind) for kind in fits])

    def detections(self, cases: Cases) -> Detections:
        """The device of each case of the channels iot and video_ai."""
        codes = np.array([channel.code for channel in habits().channel])[cases["channel"]]
        row = np.full(len(cases), NO_DEVICE, dtype=np.int64)
        wanted = np.flatnonzero(np.isin(codes, ["iot", "video_ai"]))
        camera = [one["kind"] for one in device_plan()["devices"]].index("camera")
        kind = np.where(codes[wanted] == "video_ai", camera, self._of_kind[cases["kind"][wanted]])
        chance = chances(self.seed, FleetPurpose.ALARM, cases["number"][wanted])
        row[wanted] = self._near(kind, cases["leaf"][wanted], chance)
        known, at = row >= 0, row.clip(0)
        nowhere = np.full(len(row), np.nan)
        return Detections(
            row=row,
            device=self.inventory.device.take(pa.array(at, mask=~known)),
            leaf=np.where(known, self.inventory.leaf[at], 0).astype(np.int32),
            lon=np.where(known, self.inventory.lon[at], nowhere),
            lat=np.where(known, self.inventory.lat[at], nowhere),
        )

    def _near(self, kind: NDArray[np.int64], leaf: NDArray[np.int32], chance: NDArray[np.float64]) -> NDArray[np.int64]:
        """A device in the same micro-grid, else in the smallest area around it that has one of the kind."""
        found = np.full(len(leaf), NO_DEVICE, dtype=np.int64)
        span = len(self.tree) + 1
        for level in range(self.tree.depth, -1, -1):
            area = self.tree.ancestor_at(leaf, level).clip(1)
            low = np.searchsorted(self._key, kind * span + area, side="left")
            high = np.searchsorted(self._key, kind * span + self.tree.last_id[area - 1], side="right")
            hit = (found < 0) & (high > low)
            found[hit] = self._order[(low + (chance * (high - low)).astype(np.int64))[hit]]
        return found
