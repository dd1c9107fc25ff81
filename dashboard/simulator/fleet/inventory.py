"""The devices of the simulated city: 63,000 of the internet of things and 114,000 cameras, where cases happen."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.simulator.chance import chances, generator
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.places import Places


@cache
def device_plan() -> dict[str, Any]:
    """devices.toml."""
    return tomllib.loads((files("dashboard.simulator.fleet") / "devices.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, eq=False)
class Inventory:
    """One row per device, kind after kind; `leaf` is its micro-grid, `lon`, `lat` degrees WGS-84, outdoors."""

    device: pa.Array
    network: pa.Array
    kind: pa.Array
    owner: pa.Array
    kind_number: NDArray[np.int8]
    leaf: NDArray[np.int32]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.leaf)

    @classmethod
    def of(cls, places: Places, seed: int) -> Inventory:
        """All devices of devices.toml, spread as demand is."""
        plan = device_plan()["devices"]
        counts = np.array([one["count"] for one in plan])
        rng = generator(seed, FleetPurpose.PLACES)
        leaf = places.draw(rng, int(counts.sum()))
        point = places.point(rng, leaf)
        number = np.repeat(np.arange(len(plan)), counts)
        chance = chances(seed, FleetPurpose.OWNER, np.arange(len(leaf)))
        owners = [pa.array(one["owners"]) for one in plan]
        starts = np.cumsum(counts) - counts
        parts = [
            owner.take(pa.array((chance[start : start + count] * len(owner)).astype(np.int64)))
            for owner, start, count in zip(owners, starts, counts, strict=True)
        ]
        return cls(
            device=pa.array([f"{one['code']}{at:06d}" for one in plan for at in range(1, one["count"] + 1)]),
            network=pa.array([one["network"] for one in plan]).take(pa.array(number)),
            kind=pa.array([one["kind"] for one in plan]).take(pa.array(number)),
            owner=pa.concat_arrays(parts),
            kind_number=number.astype(np.int8),
            leaf=leaf,
            lon=point[:, 0],
            lat=point[:, 1],
        )

    def rows(self, which: NDArray[np.int64] | None = None) -> dict[str, pa.Array]:
        """What never changes of these devices (all without), as columns of the report kind `devices`."""
        columns = {"device": self.device, "network": self.network, "kind": self.kind, "owner": self.owner}
        columns |= {"lon": pa.array(self.lon), "lat": pa.array(self.lat)}
        return columns if which is None else {name: column.take(pa.array(which)) for name, column in columns.items()}
