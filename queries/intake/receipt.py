"""The answer to the sender of a delivery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from queries.device_reports.row_check import RefusedRow
from queries.intake.unread_values import UnreadValues
from queries.loading.bookkeeping import Outcome
from queries.loading.versions.unchanged_rows import UnchangedKind, UnchangedRow
from queries.store.version_order import VERSION_SCALES, VersionScale

MOST_NAMED = 100


@dataclass(frozen=True)
class DeliveryResult:
    """What became of the accepted rows of a delivery: loaded, superseded and duplicate as in `LoadSummary`; unchanged:
    the first MOST_NAMED of the rows that changed nothing, `line` being the place in the delivery (0-based); newer_by:
    what tells which of two versions is newer, None where every row is kept."""

    loaded: int
    superseded: int
    duplicate: int
    unchanged: tuple[UnchangedRow, ...]
    newer_by: VersionScale | None


@dataclass(frozen=True)
class Receipt:
    """accepted: number of rows on the disk; segment: name of the segment that holds them and the refused ones; first:
    how many rows of other deliveries stand before them in it; unread: values of accepted rows that could not be read;
    unrecognised: columns that nobody knows; withheld: personal columns, of which nothing is kept in clear; result: None
    where the rows are not applied yet."""

    accepted: int
    refused: tuple[RefusedRow, ...] = ()
    segment: str = ""
    first: int = 0
    unread: tuple[UnreadValues, ...] = ()
    unrecognised: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    result: DeliveryResult | None = None

    @property
    def rows(self) -> int:
        """How many rows the delivery had."""
        return self.accepted + len(self.refused)

    def with_result(self, outcome: Outcome) -> Receipt:
        """The same receipt with what became of its rows, as its segment was applied."""
        found = outcome.unchanged
        older, equal = (self._own(found.lines(kind)) for kind in _KINDS)
        named = sorted((row for kind in _KINDS for row in self._named(found.named[kind])), key=lambda row: row.line)
        result = DeliveryResult(
            loaded=self.accepted - older - equal,
            superseded=older,
            duplicate=equal,
            unchanged=tuple(named[:MOST_NAMED]),
            newer_by=next((scale for scale in VERSION_SCALES if scale == outcome.summary.newer_by), None),
        )
        return replace(self, result=result)

    def _own(self, lines: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
        return int(((lines > self.first) & (lines <= self.first + self.rows)).sum())

    def _named(self, rows: Sequence[UnchangedRow]) -> list[UnchangedRow]:
        own = [row for row in rows if self.first < row.line <= self.first + self.rows]
        return [replace(row, line=row.line - self.first - 1) for row in own]


_KINDS: tuple[UnchangedKind, UnchangedKind] = ("older", "equal")
