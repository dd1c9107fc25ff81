"""The cases of which an input has said again what was held, while it is read piece by piece: where only the arrival
orders versions, what is held of them counts as said by this input too."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.loading.versions.verdicts import Verdicts

Keys = NDArray[np.uint64]


@dataclass
class RepeatedCases:
    """Sorted hashes of their numbers, in arrays of which each is more than twice as long as the next (8 bytes a case,
    and a look through few arrays)."""

    _sorted: list[Keys] = field(default_factory=list)

    def add(self, rows: pa.Table, held: pa.Table, verdicts: Verdicts) -> None:
        """Take the rows of a piece that say what is held, as they were judged."""
        is_known = np.ones(rows.num_rows, dtype=bool)
        is_known[verdicts.place] = False
        known = rows.select(["key", "source_id", "row_hash"]).filter(pa.array(is_known))
        place = pc.index_in(known.column("source_id"), value_set=held.column("source_id").combine_chunks())
        is_held = place.is_valid().to_numpy()
        said, says = (
            held.column("row_hash").take(place.drop_null()).to_numpy(),
            known.column("row_hash").to_numpy()[is_held],
        )
        self._keep(np.unique(known.column("key").to_numpy()[is_held][said == says]))

    def among(self, keys: Keys) -> NDArray[np.bool_]:
        """Which of these numbers are those of such cases."""
        found = np.zeros(len(keys), dtype=bool)
        for some in self._sorted:
            found |= some[np.minimum(np.searchsorted(some, keys), len(some) - 1)] == keys
        return found

    def _keep(self, keys: Keys) -> None:
        if len(keys):
            self._sorted.append(keys)
        while len(self._sorted) > 1 and 2 * len(self._sorted[-1]) >= len(self._sorted[-2]):
            self._sorted[-2:] = [np.union1d(*self._sorted[-2:])]
