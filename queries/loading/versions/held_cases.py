"""The cases that a source has already under the numbers of arrived rows: found by their rows for a small piece, by
looking through all of them for a large one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.store.bound_statements import BoundStatements
from queries.store.case_keys import CaseKeys, Keys, KeysOfSource, version_keys
from queries.store.version_order import FIRST_OF_UPDATE_TIMES

SMALL_PIECE = 2_000  # rows; of more than that looking through all cases is cheaper


@dataclass(frozen=True)
class HeldCases:
    """The cases of one source, as a transaction of the writer sees them."""

    statements: BoundStatements
    keys: CaseKeys
    source: str

    def among(self, rows: pa.Table) -> pa.Table:
        """The held cases under the numbers of staged rows, each once: columns as in case_tables.sql."""
        if rows.num_rows > SMALL_PIECE:
            return self._searched(rows)
        first = self._located(rows, self.known())
        if first is None:  # the table was written to by others, or compacted
            self.keys.forget(self.source)
            first = self._located(rows, self.known())
        return self._searched(rows) if first is None else first

    def known(self) -> KeysOfSource:
        """The keys of the source."""
        return self.keys.of(self.source, self.statements.cursor)

    def are_past(self, rows: pa.Table, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of the staged rows at these places are versions in the history."""
        if rows.num_rows <= SMALL_PIECE:
            maybe = self.known().maybe_past(versions_of(rows.take(pa.array(places))))
            if not maybe.any():
                return maybe
        arrived = rows.select(["row", "source_id", "version", "row_hash"]).take(pa.array(places))
        found = self.statements.run_on(
            "rows_known_as_past", "arrived", arrived, source=self.source, first_of_update_times=FIRST_OF_UPDATE_TIMES
        )
        known: NDArray[np.bool_] = np.isin(arrived.column("row").to_numpy(), found.column("row").to_numpy())
        return known

    def _searched(self, rows: pa.Table) -> pa.Table:
        return self.statements.run_on("held_among", "arrived", rows.select(["source_id"]), source=self.source)

    def _located(self, rows: pa.Table, known: KeysOfSource) -> pa.Table | None:
        """The cases where they should be; None when one is not there."""
        number = rows.column("source_id")
        places, are_behind = known.located(rows.column("key").to_numpy())
        behind = pc.unique(number.filter(pa.array(are_behind))).to_pylist()
        wanted = np.unique(places[places >= 0]).tolist()
        texts = self.statements
        if wanted or not behind:
            found = texts.run("held_in_rows", rows=wanted, source=self.source).to_arrow_table()
        if behind:
            later = texts.run("held_behind", tail=known.tail, numbers=behind, source=self.source).to_arrow_table()
            found = pa.concat_tables([found, later]) if wanted else later
        is_held = pc.is_in(number, value_set=found.column("source_id").combine_chunks())
        all_there = bool((is_held.to_numpy() == ((places >= 0) | are_behind)).all())
        return found if all_there and found.num_rows == len(pc.unique(number.filter(is_held))) else None


def versions_of(rows: pa.Table) -> Keys:
    """Hashes of the versions in staged rows (columns key, version, row_hash)."""
    key, version, row_hash = (rows.column(name).to_numpy() for name in ("key", "version", "row_hash"))
    return version_keys(key, version, row_hash)
