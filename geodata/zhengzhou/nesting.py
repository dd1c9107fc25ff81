"""Nesting: every micro-grid gets its grid, community, street and district, so that the published counts come out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from geodata.zhengzhou.clusters import Neighbours, Rows, clusters, reunited
from geodata.zhengzhou.quotas import largest_remainder
from geodata.zhengzhou.scatter import Centres
from geodata.zhengzhou.source_data import GRIDS
from geodata.zhengzhou.streets import Streets


@dataclass(frozen=True, eq=False)
class Nesting:
    """For each micro-grid its `grid`; for each grid its `community`; for each community its `street` (rows)."""

    grid: Rows
    community: Rows
    street: Rows

    @property
    def community_of_cell(self) -> Rows:
        """For each micro-grid its community."""
        return self.community[self.grid]


def nest(centres: Centres, streets: Streets, neighbours: Neighbours, rng: Generator) -> Nesting:
    """Top down: detached pieces of streets go to their neighbours, then streets are divided, then communities."""
    xy = centres.xy
    street = reunited(centres.street, centres.host, neighbours)
    community = reunited(clusters(xy, street, streets.communities, rng), street, neighbours)
    street_of_community = np.repeat(np.arange(len(streets.communities)), streets.communities)
    cells = np.bincount(community, minlength=len(street_of_community))
    grids = largest_remainder(cells, GRIDS, most=cells)
    grid = reunited(clusters(xy, community, grids, rng), community, neighbours)
    return Nesting(grid, np.repeat(np.arange(len(grids)), grids), street_of_community)
