"""Boxes that hold a point, against looking at every box."""

from __future__ import annotations

import numpy as np
import pytest

from geodata.placing.box_index import BoxIndex


@pytest.mark.parametrize("boxes", [0, 1, 2, 300])
def test_the_boxes_of_each_point(boxes: int) -> None:
    random = np.random.default_rng(boxes)
    corner, size = random.integers(0, 40, (boxes, 2)), random.integers(0, 12, (boxes, 2))
    every = np.concatenate([corner, corner + size], axis=1).astype(np.float64)
    if boxes > 2:
        every[5] = np.nan
    lon, lat = random.integers(-5, 60, (2, 500)).astype(np.float64)
    west, south, east, north = every.T[:, None, :]
    expected = (west <= lon[:, None]) & (lon[:, None] <= east) & (south <= lat[:, None]) & (lat[:, None] <= north)
    point, box = BoxIndex(every).holding(lon, lat)
    assert sorted(zip(point.tolist(), box.tolist(), strict=True)) == list(
        zip(*map(list, np.nonzero(expected)), strict=True)
    )
