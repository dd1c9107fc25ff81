"""Scattering: a centre for every micro-grid, street by street, denser where the street's own centre is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geodata.zhengzhou.streets import NARROWING, Streets

Points = NDArray[np.float64]
Rows = NDArray[np.int64]

_SAMPLES = 6
"""Points tried for every centre."""
_ROUNDS_OF_LLOYD = 2
_SPARSEST = 0.25
"""Density at a street's edge, as a share of that at its centre."""


@dataclass(frozen=True, eq=False)
class Centres:
    """Centres of all micro-grids: `xy` in micro-degrees; of each the `host` (index of a real district) and `street`."""

    xy: Points
    host: Rows
    street: Rows


def scatter_centres(streets: Streets, hosts: dict[str, shapely.Geometry], rng: Generator) -> Centres:
    """Centres of all micro-grids, in whole micro-degrees, all different, each inside its host.

    Drawn at random, then moved twice to the middle of what lies nearest to them (Lloyd): so they keep their distance.
    """
    xy: list[Points] = []
    street: list[Rows] = []
    for code, outline in hosts.items():
        rows = np.flatnonzero((streets.table["host"] == code).to_numpy())
        shapely.prepare(outline)
        xy.append(_scattered(streets, rows, outline, rng))
        street.append(np.repeat(rows, streets.micro_grids[rows]))
    host = np.repeat(np.arange(len(hosts)), [len(points) for points in xy])
    return Centres(np.concatenate(xy), host, np.concatenate(street))


def _scattered(streets: Streets, rows: Rows, outline: shapely.Geometry, rng: Generator) -> Points:
    counts = streets.micro_grids[rows].tolist()
    drawn = [_draw(streets, row, _SAMPLES * count, rng) for row, count in zip(rows.tolist(), counts, strict=True)]
    first = np.concatenate([points[:count] for points, count in zip(drawn, counts, strict=True)])
    samples = np.concatenate(drawn)
    centres = first
    for _ in range(_ROUNDS_OF_LLOYD):
        centres = _lloyd(centres, samples)
    centres = np.rint(centres)
    astray = ~shapely.contains_xy(outline, centres[:, 0], centres[:, 1])
    centres[astray] = first[astray]
    return _apart(centres)


def _draw(streets: Streets, row: int, count: int, rng: Generator) -> Points:
    """Random points (whole micro-degrees) strictly inside a street's region, denser towards its centre."""
    region = streets.region[row]
    shapely.prepare(region)
    centre = streets.table[["x", "y"]].to_numpy()[row]
    reach = 0.45 * np.sqrt(shapely.area(region))
    west, south, east, north = shapely.bounds(region)
    found: list[Points] = []
    missing = count
    while missing > 0:
        points = np.rint(rng.uniform((west, south), (east, north), size=(4 * missing + 64, 2)))
        away = np.hypot((points[:, 0] - centre[0]) * NARROWING, points[:, 1] - centre[1]) / reach
        wanted = rng.random(len(points)) < _SPARSEST + (1 - _SPARSEST) * np.exp(-(away**2))
        points = points[wanted]
        points = points[shapely.contains_properly(region, shapely.points(points))][:missing]
        found.append(points)
        missing -= len(points)
    return np.concatenate(found)


def _lloyd(centres: Points, samples: Points) -> Points:
    """Each centre moved to the mean of the samples nearest to it; one without samples stays."""
    plane = [NARROWING, 1.0]
    _, nearest = cKDTree(centres * plane).query(samples * plane)
    count = np.bincount(nearest, minlength=len(centres))
    moved = centres.copy()
    some = count > 0
    for axis in (0, 1):
        total = np.bincount(nearest, weights=samples[:, axis], minlength=len(centres))
        moved[some, axis] = total[some] / count[some]
    return moved


def _apart(centres: Points) -> Points:
    """The same centres, with those that coincide moved a few micro-degrees apart."""
    for _ in range(20):
        _, first = np.unique(centres, axis=0, return_index=True)
        coinciding = np.setdiff1d(np.arange(len(centres)), first)
        if not len(coinciding):
            break
        centres[coinciding] += [[3.0, 2.0]]
    return centres
