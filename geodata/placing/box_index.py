"""Which boxes hold a point: boxes sorted into the squares of a plain raster, in arrays of numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
Places = NDArray[np.int64]


class BoxIndex:
    """boxes: west, south, east, north, shape (n, 4); one that is not finite holds nothing. Takes some 4 bytes for each
    square that a box touches; there are about as many squares as boxes."""

    def __init__(self, boxes: Degrees) -> None:
        self.boxes = boxes
        usable = np.flatnonzero(np.isfinite(boxes).all(axis=1))
        self._side = max(int(np.sqrt(len(usable))), 1)
        corners = boxes[usable].reshape(-1, 2)
        self._corner = corners.min(axis=0, initial=np.inf) if len(usable) else np.zeros(2)
        extent = (corners.max(axis=0, initial=-np.inf) if len(usable) else np.ones(2)) - self._corner
        self._step = np.where(extent > 0, extent, 1.0) / self._side
        first, last = self._squares(boxes[usable, :2]), self._squares(boxes[usable, 2:])
        square, box = squares_of_boxes(
            np.stack([first[:, 0], last[:, 0]]), np.stack([first[:, 1], last[:, 1]]), self._side
        )
        order = np.argsort(square, kind="stable")
        self._box = usable[box[order]].astype(np.int32)
        self._start = np.searchsorted(square[order], np.arange(self._side**2 + 1))

    def holding(self, lon: Degrees, lat: Degrees) -> tuple[Places, Places]:
        """Pairs (point, box) of finite points and the boxes that they lie in or on the border of."""
        x, y = self._squares(np.column_stack([lon, lat])).T
        square = y * self._side + x
        begin, count = self._start[square], self._start[square + 1] - self._start[square]
        point = np.repeat(np.arange(len(lon)), count)
        box = self._box[np.arange(len(point)) - np.repeat(np.cumsum(count) - count - begin, count)]
        west, south, east, north = self.boxes[box].T
        inside = (west <= lon[point]) & (lon[point] <= east) & (south <= lat[point]) & (lat[point] <= north)
        return point[inside], box[inside].astype(np.int64)

    def _squares(self, points: Degrees) -> Places:
        """Column and row of the square of each point, of the nearest one outside."""
        found: Places = np.clip((points - self._corner) / self._step, 0, self._side - 1).astype(np.int64)
        return found


def squares_of_boxes(columns: Places, rows: Places, wide: int) -> tuple[Places, Places]:
    """Pairs (square, box) of every square that a box touches: of `columns` and `rows` first and last, shape (2, n);
    squares are counted row by row, `wide` in a row."""
    across, down = columns[1] - columns[0] + 1, rows[1] - rows[0] + 1
    count = across * down
    box = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(box)) - np.repeat(np.cumsum(count) - count, count)
    return (rows[0][box] + step // across[box]) * wide + columns[0][box] + step % across[box], box
