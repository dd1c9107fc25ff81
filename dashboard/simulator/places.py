"""Places of cases: the leaves of the area tree with the demand of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.areas.tree_file import AreaTree

_NEAR = 0.30  # share of the half extent around a leaf's own point; most of a Voronoi cell lies within


@dataclass(frozen=True, eq=False)
class Places:
    """The leaves that demand is drawn from: `leaf` area numbers, `reach` the running share of demand up to each.

    `villages` are the rows of `leaf` that lie in a village, `rural` says the same by area number (row 0: nowhere).
    """

    tree: AreaTree
    leaf: NDArray[np.int32]
    reach: NDArray[np.float64]
    villages: NDArray[np.int64]
    rural: NDArray[np.bool_]

    @classmethod
    def of(cls, tree: AreaTree) -> Places:
        """Demand by the tree's own weights, else by density: small cells stand for many people."""
        leaf = np.flatnonzero(tree.last_id == tree.area_id).astype(np.int32) + 1
        weight = tree.demand_weight[leaf - 1]
        if not np.all(np.isfinite(weight)) or weight.sum() <= 0:
            weight = np.maximum(tree.area_km2[leaf - 1], 1e-4) ** -0.25
        rural = _in_a_village(tree)
        return cls(tree, leaf, np.cumsum(weight / weight.sum()), np.flatnonzero(rural[leaf]), rural)

    def draw(self, rng: np.random.Generator, n: int) -> NDArray[np.int32]:
        """`n` leaves by demand."""
        row = np.searchsorted(self.reach, rng.random(n), side="right")
        return self.leaf[np.minimum(row, len(self.leaf) - 1)]

    def draw_village(self, rng: np.random.Generator, n: int) -> NDArray[np.int32]:
        """`n` leaves in villages by demand; anywhere in a city without villages."""
        if not len(self.villages):
            return self.draw(rng, n)
        reach = np.cumsum(np.diff(self.reach, prepend=0.0)[self.villages])
        row = np.searchsorted(reach, rng.random(n) * reach[-1], side="right")
        village = self.villages[np.minimum(row, len(self.villages) - 1)]
        leaf: NDArray[np.int32] = self.leaf[village]
        return leaf

    def mean(self, of_area: NDArray[np.float64]) -> float:
        """The mean over all demand of a number given by area number (row 0: nowhere)."""
        return float(np.average(of_area[self.leaf], weights=np.diff(self.reach, prepend=0.0)))

    def draw_inside(self, rng: np.random.Generator, area: int, n: int) -> NDArray[np.int32]:
        """`n` leaves of the area with this number, evenly."""
        low, high = np.searchsorted(self.leaf, [area, self.tree.last_id[area - 1] + 1])
        return self.leaf[rng.integers(low, max(high, low + 1), n)]

    def point(self, rng: np.random.Generator, leaf: NDArray[np.int32]) -> NDArray[np.float64]:
        """A point near the middle of each leaf: shape (n, 2), degrees WGS-84, six decimals."""
        box = self.tree.bbox[leaf - 1]
        half = (box[:, 2:] - box[:, :2]) / 2
        own = np.column_stack([self.tree.lon[leaf - 1], self.tree.lat[leaf - 1]])
        return np.round(own + half * rng.uniform(-_NEAR, _NEAR, own.shape), 6)

    def above(self, leaf: NDArray[np.int32], steps: int) -> NDArray[np.int32]:
        """The area `steps` levels above the leaves' level (the root at most)."""
        return self.tree.ancestor_at(leaf, max(self.tree.depth - steps, 0))

    def level(self, leaf: NDArray[np.int32], level: int) -> NDArray[np.int32]:
        """The area of `level` that holds each leaf; the leaf's own number in a shallow tree."""
        found = self.tree.ancestor_at(leaf, min(level, self.tree.depth))
        return np.where(found > 0, found, leaf).astype(np.int32)


def _in_a_village(tree: AreaTree) -> NDArray[np.bool_]:
    """By area number, row 0 being nowhere: whether the area lies in a community whose name is that of a village."""
    named = np.array([False, *(str(name).endswith("村") for name in tree.name)])
    community = tree.ancestor_at(np.arange(1, len(tree) + 1), min(3, tree.depth))
    return np.concatenate([[False], named[community]])
