"""The people and vehicles of the simulated city: home area, shift and rounds of each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.chance import chances, generator
from dashboard.simulator.fleet.purposes import FleetPurpose
from dashboard.simulator.places import Places
from dashboard.simulator.simulated_time import HOUR, MINUTE, Instants
from geodata.areas.tree_file import AreaTree

WAYPOINTS = 24
CENTRE = "dispatch_centre"
KM = 111.32
"""Length of a degree of latitude."""
_JITTER = 10 * MINUTE

Points = NDArray[np.float64]
"""Last axis: kilometres east and north of (0, 0), flat around the city's middle."""


@cache
def crew_plan() -> dict[str, Any]:
    """crews.toml."""
    return tomllib.loads((files("dashboard.simulator.fleet") / "crews.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, eq=False)
class Crews:
    """One row per moving unit, kind after kind (`kind` is the row of crews.toml).

    `home`, `beat` area numbers; `starts` microseconds after the city's midnight, `lasts` microseconds; `base` (n, 2)
    and `waypoints` (n, WAYPOINTS, 2) in km, within `radius` km of the base; `speed` km per hour on the way to a case.
    """

    unit: NDArray[np.object_]
    kind: NDArray[np.int64]
    home: NDArray[np.int32]
    beat: NDArray[np.int32]
    starts: Instants
    lasts: Instants
    base: Points
    waypoints: Points
    radius: NDArray[np.float64]
    speed: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.unit)

    @classmethod
    def of(cls, places: Places, seed: int) -> Crews:
        """All units of crews.toml; where they are at home follows demand."""
        plan = crew_plan()["crews"]
        counts = [one["count"] for one in plan]
        kind = np.repeat(np.arange(len(plan)), counts)
        rng = generator(seed, FleetPurpose.WHO)
        post = places.draw(rng, len(kind))
        tree = places.tree

        def of_kind(name: str) -> NDArray[Any]:
            return np.array([one[name] for one in plan])[kind]

        home = _at_levels(tree, post, of_kind("home"))
        radius = of_kind("radius_km").astype(np.float64)
        base = flat(tree, tree.lon[post - 1], tree.lat[post - 1])
        starts, lasts = _shifts(plan, kind, seed)
        return cls(
            unit=np.array(
                [f"{one['code']}{at:04d}" for one in plan for at in range(1, one["count"] + 1)], dtype=object
            ),
            kind=kind,
            home=home,
            beat=_at_levels(tree, post, of_kind("beat")),
            starts=starts,
            lasts=lasts,
            base=base,
            waypoints=_waypoints(places, rng, home, base, radius),
            radius=radius,
            speed=of_kind("travel_kmh").astype(np.float64),
        )


def flat(tree: AreaTree, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Points:
    """Degrees WGS-84 as kilometres on a plane that touches the city's middle."""
    return np.stack([lon * KM * _narrowing(tree), lat * KM], axis=-1)


def degrees(tree: AreaTree, points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The way back: longitude and latitude, six decimals."""
    return np.round(points[..., 0] / KM / _narrowing(tree), 6), np.round(points[..., 1] / KM, 6)


def _narrowing(tree: AreaTree) -> float:
    return float(np.cos(np.radians(tree.lat[0])))


def _at_levels(tree: AreaTree, leaf: NDArray[np.int32], level: NDArray[np.int64]) -> NDArray[np.int32]:
    found = leaf.copy()
    for one in np.unique(level):
        rows = level == one
        found[rows] = tree.ancestor_at(leaf[rows], min(int(one), tree.depth))
    return found


def _shifts(plan: list[dict[str, Any]], kind: NDArray[np.int64], seed: int) -> tuple[Instants, Instants]:
    number = np.arange(len(kind))
    chance, jitter = chances(seed, FleetPurpose.SHIFT, number, 0), chances(seed, FleetPurpose.SHIFT, number, 1)
    starts, lasts = np.zeros(len(kind), dtype=np.int64), np.zeros(len(kind), dtype=np.int64)
    for row, one in enumerate(plan):
        first, hours, share = np.array(one["shifts"], dtype=np.float64).T
        mine = kind == row
        drawn = np.minimum(np.searchsorted(np.cumsum(share), chance[mine], side="right"), len(share) - 1)
        starts[mine] = (first[drawn] * HOUR).astype(np.int64)
        lasts[mine] = (hours[drawn] * HOUR).astype(np.int64)
    early = np.where(lasts < 24 * HOUR, jitter * _JITTER, 0).astype(np.int64)
    return starts + early, lasts


def _waypoints(
    places: Places, rng: np.random.Generator, home: NDArray[np.int32], base: Points, radius: NDArray[np.float64]
) -> Points:
    """Middles of micro-grids of the home area, drawn in towards the base where they lie beyond the radius."""
    tree = places.tree
    low = np.searchsorted(places.leaf, home)
    high = np.searchsorted(places.leaf, tree.last_id[home - 1], side="right")
    row = low[:, None] + (rng.random((len(home), WAYPOINTS)) * np.maximum(high - low, 1)[:, None]).astype(np.int64)
    leaf = places.leaf[np.minimum(row, len(places.leaf) - 1)]
    away = flat(tree, tree.lon[leaf - 1], tree.lat[leaf - 1]) - base[:, None]
    far = np.maximum(np.linalg.norm(away, axis=-1), 1e-9)
    return np.asarray(base[:, None] + away * np.minimum(radius[:, None] / far, 1.0)[..., None])
