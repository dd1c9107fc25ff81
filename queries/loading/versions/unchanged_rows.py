"""The rows of an input that changed nothing which is current: how many, which, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.loading.versions.verdicts import NONE, Verdicts
from queries.store.version_order import UPDATE_TIME, scale_of

UnchangedKind = Literal["older", "equal"]
Lines = NDArray[np.int64]

NAMED_OF_FILES, NAMED_OF_DELIVERIES = 3, 1_000
EQUAL = "it says what is held already"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class UnchangedRow:
    """line: of the row in its file or segment, from 1; number: of its case, or what it reports about; kind: older than
    what is held, or equal to something held; reason: the same in words."""

    line: int
    number: str
    kind: UnchangedKind
    reason: str


@dataclass
class UnchangedRows:
    """Those of one input, collected piece by piece. most: so many of each kind are named in `named`; keeps_lines: the
    lines of all are wanted, as several deliveries may share an input."""

    most: int = NAMED_OF_FILES
    keeps_lines: bool = False
    named: dict[UnchangedKind, list[UnchangedRow]] = field(default_factory=lambda: {"older": [], "equal": []})
    _lines: dict[UnchangedKind, list[Lines]] = field(default_factory=lambda: {"older": [], "equal": []})

    def add(self, kind: UnchangedKind, lines: Lines, named: Callable[[int], UnchangedRow]) -> None:
        """Take the rows on these lines; `named` tells of the one at a place among them."""
        found = self.named[kind]
        found += [named(place) for place in range(min(self.most - len(found), len(lines)))]
        if self.keeps_lines and len(lines):
            self._lines[kind].append(lines)

    def lines(self, kind: UnchangedKind) -> Lines:
        """The lines of all rows of a kind, ascending; none where they are not kept."""
        return np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *self._lines[kind]]))

    @property
    def examples(self) -> tuple[UnchangedRow, ...]:
        """Those that are named, in the order of their lines."""
        return tuple(sorted((row for rows in self.named.values() for row in rows), key=lambda row: row.line))


def add_cases(found: UnchangedRows, rows: pa.Table, held: pa.Table, verdicts: Verdicts) -> None:
    """Take those of a piece of staged rows (columns as in `judge`) that were judged against the held cases."""
    is_new, has_risen = (np.zeros(rows.num_rows, dtype=bool) for _ in range(2))
    is_new[verdicts.place] = True
    has_risen[verdicts.place[verdicts.rises]] = True
    older, equal = np.flatnonzero(is_new & ~has_risen), np.flatnonzero(~is_new)
    lines = rows.column("row").to_numpy()
    replaced_own = verdicts.held[verdicts.replaces_own_input & (verdicts.held != NONE)]
    if not (len(older) or len(equal) or len(replaced_own)):
        return
    risen = rows.take(pa.array(np.flatnonzero(has_risen)))

    def older_row(place: int) -> UnchangedRow:
        return _older(rows.slice(int(older[place]), 1), held, risen)

    def equal_row(place: int) -> UnchangedRow:
        line, number = (rows.column(name)[int(equal[place])].as_py() for name in ("row", "source_id"))
        return UnchangedRow(line, number, "equal", EQUAL)

    def replaced_row(place: int) -> UnchangedRow:
        before = held.slice(int(replaced_own[place]), 1)
        return _older(before.append_column("row", before.column("line")), held.slice(0, 0), risen)

    found.add("older", lines[older], older_row)
    found.add("equal", lines[equal], equal_row)
    if len(replaced_own):  # they had counted as current before a later piece came
        found.add("older", held.column("line").to_numpy()[replaced_own], replaced_row)


def _older(row: pa.Table, held: pa.Table, risen: pa.Table) -> UnchangedRow:
    """Why one row is older: than the row of the same case that has risen with it, else than the case that is held."""
    [one] = row.select(["row", "source_id", "version"]).to_pylist()
    for newer, columns in ((risen, ["version", "row"]), (held, ["version"])):
        of_case = newer.filter(pc.equal(newer.column("source_id"), one["source_id"])).select(columns).to_pylist()
        if of_case:
            return UnchangedRow(one["row"], one["source_id"], "older", _why_older(one["version"], **of_case[-1]))
    return UnchangedRow(one["row"], one["source_id"], "older", "a newer one came with it")


def _why_older(own: int, version: int, row: int | None = None) -> str:
    """The sentence; version: the newer one, brought by this row of the same input, or held before."""
    where = "is held" if row is None else f"is in row {row:,}"
    scale, newer = scale_of(own), scale_of(version)
    if scale != newer:
        lacks = "version" if newer == "number" else "update time"
        return f"it has no {lacks}, and {_named(version)} {where}"
    if scale == "arrival":
        return f"a later state of the case {where}"
    if own == version:
        return f"{_named(version)} {where} with other content, which stays"
    return f"{_named(own)} is older than {_named(version)}, which {where}"


def _named(version: int) -> str:
    if scale_of(version) == "number":
        return f"version {version}"
    return f"update time {(_EPOCH + timedelta(microseconds=version - UPDATE_TIME)).isoformat()}"
