"""Rows of a file as cases: canonical columns, times and the line of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.calendar.zones import Instants


@dataclass(frozen=True)
class ConvertedCases:
    """Accepted rows. `columns`: canonical → Arrow array; `times`: canonical → microseconds UTC, MISSING where empty;
    `lines`: the line of each row. Columns unknown to the source are left out."""

    columns: dict[str, pa.Array]
    times: dict[str, Instants]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lines)

    def where(self, keep: NDArray[np.bool_]) -> ConvertedCases:
        """The rows marked in `keep`."""
        if keep.all():
            return self
        mask = pa.array(keep)
        columns = {name: column.filter(mask) for name, column in self.columns.items()}
        return ConvertedCases(columns, {name: time[keep] for name, time in self.times.items()}, self.lines[keep])
