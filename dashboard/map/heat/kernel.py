"""The kernel of the heat: how far a case spreads on the ground, in metres, and how cells of cases become a density.

Quartic (biweight) kernel, Silverman, Density Estimation for Statistics and Data Analysis (1986), eq. 4.5: a case at
distance d < R adds 3 / (πR²) · (1 - (d/R)²)² per unit of area, beyond R nothing. Its integral is 1, so that the density
adds up to the cases. Metres are those at the city's middle: over a city half a degree high they differ by 0.5 %.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dashboard.map.view_box import ViewBox
from geodata.coordinates.web_mercator import TILE_PIXELS
from queries.values import FINEST

Raster = NDArray[np.float64]

EQUATOR = 40_075_016.686  # metres, WGS-84
RADII = (
    100, 200, 300, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000, 15_000, 20_000, 30_000, 50_000,
    100_000, 200_000, 500_000, 1_000_000,
)  # fmt: skip
CELLS_PER_RADIUS = 4  # at least; so a lone case is still round
LEAST_PIXELS = 20  # of the radius on the screen
MOST_CELLS = 30_000  # of a view: bytes that an answer has at most, before they are compressed


def radius_for(view: ViewBox, city: ViewBox, finest: int = FINEST) -> int:
    """The radius (m) at which a view is drawn: LEAST_PIXELS wide or wider, no more than MOST_CELLS to send of a `city`
    with these sides, CELLS_PER_RADIUS of bins of the depth `finest`. It depends on the zoom and the size of the view,
    not on where it is."""
    lat = city.lat
    metres = EQUATOR * math.cos(math.radians(lat)) / TILE_PIXELS / 2**view.zoom
    least = max(LEAST_PIXELS * metres, 0 if finest == FINEST else CELLS_PER_RADIUS * cell_metres(finest, lat))
    for radius in RADII:
        pixels = cell_metres(depth_of(radius, lat), lat) / metres
        around = 2 * radius / metres
        across = (min(one, other + around) for one, other in zip(view.across(), city.across(view.zoom), strict=True))
        if radius >= least and math.prod(side / pixels + 2 for side in across) <= MOST_CELLS:
            return radius
    return RADII[-1]


def depth_of(radius: int, lat: float) -> int:
    """The depth of the cells that a radius (m) is drawn with."""
    return min(FINEST, math.ceil(math.log2(EQUATOR * math.cos(math.radians(lat)) * CELLS_PER_RADIUS / radius)))


def cell_metres(depth: int, lat: float) -> float:
    """The side of a cell on the ground (m)."""
    return EQUATOR * math.cos(math.radians(lat)) / float(2**depth)


@lru_cache(maxsize=64)
def weights(radius: int, depth: int, lat: float) -> Raster:
    """What a case in the middle cell adds to the cells around it: a square with an odd side whose sum is 1."""
    side = cell_metres(depth, lat)
    reach = math.ceil(radius / side) - 1
    away = np.arange(-reach, reach + 1) * side
    near = (away[:, None] ** 2 + away[None, :] ** 2) / radius**2
    found = np.where(near < 1, (1 - near) ** 2, 0.0)
    return np.asarray(found / found.sum(), dtype=np.float64)


def smoothed(counts: Raster, kernel: Raster) -> Raster:
    """The counts spread by the kernel: smaller than `counts` by its reach on every side."""
    reach = len(kernel) - 1
    height, width = counts.shape[0] - reach, counts.shape[1] - reach
    out = np.zeros((height, width))
    for row, column in np.argwhere(kernel > 0):
        out += kernel[row, column] * counts[row : row + height, column : column + width]
    return out


def within_radius(radius: int) -> float:
    """Square kilometres that make a density the number of cases within the radius, each weighted by its nearness (1 in
    the middle, 0 at the edge): πR²/3."""
    return math.pi * (radius / 1000) ** 2 / 3
