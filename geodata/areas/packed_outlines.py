"""Outlines of areas as they are stored (WKB), made into shapes only for those that are asked for.

The shapes of a hundred thousand areas take five times the memory of their stored form, and a question needs few.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import shapely


@dataclass(frozen=True, eq=False)
class PackedOutlines:
    """Outlines (degrees WGS-84) of the areas of a tree, row `i` that of the area numbered `i + 1`.

    Indexed like an array of shapes. Every indexing makes new shapes; equal rows within one share theirs. mapped: the
    file in which they lie, where they are not held in memory.
    """

    wkb: pa.BinaryArray
    mapped: mmap.mmap | None = None

    def __len__(self) -> int:
        return len(self.wkb)

    def __getitem__(self, rows: Any) -> Any:
        """The shapes of these rows: an array of the same length, or one shape for a single row."""
        wanted = np.arange(len(self.wkb))[rows] if isinstance(rows, slice) else np.asarray(rows)
        distinct, place = np.unique(wanted, return_inverse=True)
        shapes = shapely.from_wkb(self.wkb.take(pa.array(distinct)).to_numpy(zero_copy_only=False))
        return shapes[place.reshape(wanted.shape)]

    def release_pages(self) -> None:
        """Leaves the pages that were read of a mapped file to the system's file cache alone."""
        if self.mapped is not None:
            self.mapped.madvise(mmap.MADV_DONTNEED)
