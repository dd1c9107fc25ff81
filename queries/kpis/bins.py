"""Where the cases of a KPI lie: how many in each cell of the Web Mercator square, and which cases those are.

The square is cut into 2^depth by 2^depth cells, column 0 in the west, row 0 in the north; a fine depth is asked for
once, every coarser one is that shifted. A case lies in the cell that contains its trusted point and in no other, so the
cells and the cases without such a point add up to the n of the KPI at every depth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.coordinates.web_mercator import NORTHERNMOST, to_degrees
from queries.kpis.dictionary import Metric
from queries.kpis.note import Note
from queries.kpis.statement import PIECES, PUBLIC_COLUMNS, StatementContext, compose_counted

FINEST = 21  # cells of 15.7 m in Zhengzhou, 19.1 m at the equator
# Of more cases than MANY no finer cells than these (63 m, 76 m): ten million cases lie in 7.5 million of the finest.
COARSER, MANY = 19, 2_000_000
MARGIN = 1e-6  # degrees: far more than rounding, far less than a cell
POINT = ("trusted_lon", "trusted_lat")

Counts = NDArray[np.int64]
Cells = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Bins:
    """Cells of a `depth` that hold cases, by column and then row: `x`, `y`, cases `n`, and their mean place in the
    cell as shares of it (`in_x`, `in_y`, uint16 of 65535). `without`: cases without a trusted point.

    recorded: the newest recording that is counted (aware, UTC; None without any); no_data: the KPI has no data or does
    not count cases, and everything is empty; reasons: why it has none. peaks: radius → density at the densest place,
    filled by the heat layer.
    """

    x: Cells
    y: Cells
    n: Counts
    in_x: NDArray[np.uint16]
    in_y: NDArray[np.uint16]
    without: int
    depth: int = FINEST
    recorded: datetime | None = None
    no_data: bool = False
    reasons: tuple[Note, ...] = ()
    peaks: dict[int, float] = field(default_factory=dict)

    @property
    def placed(self) -> int:
        """Cases with a trusted point."""
        return int(self.n.sum())

    def within(self, depth: int, x0: int, y0: int, x1: int, y1: int) -> NDArray[np.intp]:
        """Rows of the cells inside the columns x0..x1 - 1 and rows y0..y1 - 1 of this or a coarser depth."""
        shift = self.depth - depth
        low, high = np.searchsorted(self.x, [x0 << shift, x1 << shift])
        y = self.y[low:high]
        found: NDArray[np.intp] = np.flatnonzero((y >= y0 << shift) & (y < y1 << shift)) + low
        return found

    def counts(self, depth: int, x0: int, y0: int, x1: int, y1: int) -> NDArray[np.float64]:
        """Cases in each cell of a window of a depth: shape (y1 - y0, x1 - x0), row 0 in the north."""
        rows = self.within(depth, x0, y0, x1, y1)
        shift, width, height = self.depth - depth, x1 - x0, y1 - y0
        place = ((self.y[rows] >> shift).astype(np.int64) - y0) * width + (self.x[rows] >> shift) - x0
        counted = np.bincount(place, weights=self.n[rows], minlength=width * height).astype(np.float64)
        return counted.reshape(height, width)


@dataclass(frozen=True)
class Cell:
    """One cell of the world's square: column `x` and row `y` at `depth`, at most FINEST."""

    depth: int
    x: int
    y: int

    def box(self) -> dict[str, float]:
        """Its sides in degrees WGS-84 with a margin, as the statement binds them."""
        lon, lat = to_degrees(
            np.array([self.x, self.x + 1]) / 2**self.depth, np.array([self.y, self.y + 1]) / 2**self.depth
        )
        return {
            "west": float(lon[0]) - MARGIN,
            "east": float(lon[1]) + MARGIN,
            "south": float(lat[1]) - MARGIN if self.y + 1 < 2**self.depth else -90.0,
            "north": float(lat[0]) + MARGIN if self.y else 90.0,
        }


@lru_cache(maxsize=256)
def compose_bins(metric: Metric, context: StatementContext) -> str:
    """Cells with cell_x, cell_y, n, in_x, in_y. Parameters: those of the KPI, $cells (2^depth) and $most."""
    return compose_counted("bins", metric, POINT, context, x=PIECES["world_x"], y=_world_y())


@lru_cache(maxsize=256)
def compose_cases_in_cell(metric: Metric, context: StatementContext) -> str:
    """As `statement.compose_cases`, of one cell: $cells (2^depth), $cell_x, $cell_y, box; $most rows from $after."""
    return compose_counted("cases_in_cell", metric, PUBLIC_COLUMNS, context, x=PIECES["world_x"], y=_world_y())


@lru_cache(maxsize=256)
def compose_cases_without_point(metric: Metric, context: StatementContext) -> str:
    """As `statement.compose_cases`, of those that lie in no cell; $most rows from $after."""
    return compose_counted("cases_without_point", metric, PUBLIC_COLUMNS, context)


def _world_y() -> str:
    return PIECES.filled("world_y", end=repr(NORTHERNMOST))


def depth_for(cases: int) -> int:
    """The depth of the bins of so many cases."""
    return FINEST if cases <= MANY else COARSER


def bins_of(table: pa.Table, depth: int) -> Bins:
    """The bins that `compose_bins` found at a depth."""
    recorded = table.column("recorded_at")[0].as_py() if table.num_rows else None
    bare = table.filter(table.column("cell_x").is_null()).column("n").to_pylist()
    placed = table.filter(table.column("cell_x").is_valid())
    x, y, n, in_x, in_y = (placed.column(name).to_numpy() for name in ("cell_x", "cell_y", "n", "in_x", "in_y"))
    return Bins(
        x.astype(np.int32),
        y.astype(np.int32),
        n.astype(np.int64),
        in_x.astype(np.uint16),
        in_y.astype(np.uint16),
        without=sum(bare),
        depth=depth,
        recorded=recorded.replace(tzinfo=UTC) if recorded else None,
    )


def size_of(bins: Bins) -> int:
    """Bytes that bins take."""
    return sum(column.nbytes for column in (bins.x, bins.y, bins.n, bins.in_x, bins.in_y))


_NONE = np.zeros(0, dtype=np.int32)
NO_BINS = Bins(
    _NONE, _NONE, _NONE.astype(np.int64), _NONE.astype(np.uint16), _NONE.astype(np.uint16), without=0, no_data=True
)
