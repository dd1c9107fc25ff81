"""What becomes of arrived versions of cases, decided as if the inputs that are applied together came one after the
other.

A version `rises` when it is newer than everything before it and the newest of its input: it is current until the next
one rises. What does not rise goes to the history at once. What is newer: the greater version, of equal ones the
greater hash. Versions that are arrivals (see `version_order`) are ordered as in `arrivals`, and one that says what is
said already is no new one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.loading.versions.arrivals import order_of_arrivals
from queries.store.version_order import are_by_arrival

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Marks = NDArray[np.bool_]

NONE = -1
STAYS = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Verdicts:
    """One for each version that is not held yet, shape (versions,). place: its place among the arrived rows;
    input_number: which of the inputs brought it; rises; held: place among the held cases of the one that it replaces,
    NONE without one; replaces_own_input: that one came with the same input; superseded_at: until when it is current,
    microseconds UTC, STAYS where it stays current."""

    place: Numbers
    input_number: Numbers
    rises: Marks
    held: Numbers
    replaces_own_input: Marks
    superseded_at: Numbers

    @property
    def is_current(self) -> Marks:
        """Whether each stays current."""
        current: Marks = self.superseded_at == STAYS
        return current

    def where(self, chosen: Marks) -> Verdicts:
        """Those that are marked."""
        return Verdicts(*(getattr(self, one.name)[chosen] for one in fields(self)))

    def followed_by(self, others: Verdicts) -> Verdicts:
        """These and others."""
        return Verdicts(*(np.concatenate([getattr(one, of.name) for one in (self, others)]) for of in fields(self)))

    def __len__(self) -> int:
        return len(self.place)


@dataclass(frozen=True)
class _Versions:
    """Distinct versions in the order of their cases: case, and rank among all versions at hand."""

    place: Numbers
    case: Numbers
    input_number: Numbers
    rank: Numbers

    def where(self, chosen: Marks) -> _Versions:
        """Those that are marked."""
        return _Versions(self.place[chosen], self.case[chosen], self.input_number[chosen], self.rank[chosen])


def judge(
    arrived: pa.Table, held: pa.Table, are_past: Callable[[Numbers], Marks], moments: Numbers, batches: Sequence[str]
) -> Verdicts:
    """Verdicts on arrived rows (source_id, version, row_hash, row, input_number; also delivery and latest where some
    are arrivals).

    held: source_id, version, row_hash and batch of the cases that are held under these numbers, each once; latest where
    the same input brought it. are_past: which of the arrived rows at some places are past versions already. moments:
    when each input became known, microseconds UTC; batches: its name.
    """
    cases = arrived.column("source_id").combine_chunks().dictionary_encode()
    case = cases.indices.to_numpy().astype(np.int64)
    held_of_case = pc.index_in(cases.dictionary, value_set=_whole(held, "source_id"))
    held_of_case = held_of_case.fill_null(NONE).to_numpy().astype(np.int64)
    version, row_hash, row = (arrived.column(name).to_numpy() for name in ("version", "row_hash", "row"))
    by_arrival = "latest" in arrived.column_names
    once = _first_of_each(case, version, row_hash, np.where(are_by_arrival(version), -row, row) if by_arrival else row)
    of_case = held_of_case[case[once]]
    columns = ("row_hash", "latest", "delivery", "version") if by_arrival else ("row_hash", "version")
    rank, held_rank = _ranks([_values(arrived, name)[once] for name in columns], [_values(held, n) for n in columns])
    held_rank = np.append(held_rank, NONE)  # of a case that is not held
    found = _Versions(once, case[once], arrived.column("input_number").to_numpy().astype(np.int64)[once], rank)
    seen = rank == held_rank[of_case]
    seen[~seen] = are_past(once[~seen])
    own = _own_inputs(held, batches)
    if not by_arrival:
        return _verdicts(found.where(~seen), of_case[~seen], held_rank, own, moments)
    said = np.append(_values(held, "row_hash"), np.uint64(0))[of_case]
    is_arrival = are_by_arrival(version[once])
    order = order_of_arrivals(is_arrival, found, row_hash[once], said, of_case != NONE)
    seen |= order.seen
    races = np.where(is_arrival, order.wins & ~order.repeats, ~seen)
    raced = _verdicts(found.where(races), of_case[races], held_rank, own, moments)
    lost = _lost(found.where(is_arrival & ~order.wins & ~seen), moments)
    return raced.where(raced.rises | ~(is_arrival & seen)[races]).followed_by(lost)


def _lost(beaten: _Versions, moments: Numbers) -> Verdicts:
    """Verdicts on versions that another of the same input has overtaken: they were never current."""
    none = np.zeros(len(beaten.place), dtype=bool)
    nothing_held = np.full(len(beaten.place), NONE)
    return Verdicts(beaten.place, beaten.input_number, none, nothing_held, none, moments[beaten.input_number])


def _verdicts(new: _Versions, of_case: Numbers, held_rank: Numbers, own: Numbers, moments: Numbers) -> Verdicts:
    """Verdicts on versions by their rank. of_case: the place of the held case of each; own: which of the inputs brought
    each held case."""
    rises, is_first, superseded_at = _risen(new, held_rank[of_case], moments)
    replaced = np.where(is_first, of_case, NONE)
    replaces_own = (replaced != NONE) & (own[replaced] == new.input_number)
    return Verdicts(new.place, new.input_number, rises, replaced, replaces_own, superseded_at)


def _own_inputs(held: pa.Table, batches: Sequence[str]) -> Numbers:
    """For each held case, and after them for none, the number of the input that brought it."""
    number_of_batch = {batch: number for number, batch in enumerate(batches)}
    own = [number_of_batch.get(batch, NONE) for batch in held.column("batch").to_pylist()] + [NONE]
    return np.array(own, dtype=np.int64)


def _first_of_each(case: Numbers, version: Numbers, row_hash: Hashes, row: Numbers) -> Numbers:
    """The places of the distinct versions: of equal ones that of the first row."""
    order = np.lexsort((row, row_hash, version, case))
    same = np.zeros(len(order), dtype=bool)
    same[1:] = np.logical_and.reduce([np.diff(values[order]) == 0 for values in (case, version, row_hash)])
    places: Numbers = order[~same]
    return places


def _ranks(arrived: Sequence[Numbers], held: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """The rank of each version among arrived and held ones by these columns, the last first; equal ones have the
    same."""
    columns = [np.concatenate([ours, theirs.astype(ours.dtype)]) for ours, theirs in zip(arrived, held, strict=True)]
    order = np.lexsort(columns)
    grows = np.zeros(len(order), dtype=np.int64)
    grows[1:] = np.logical_or.reduce([np.diff(values[order]) != 0 for values in columns])
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.cumsum(grows)
    return ranks[: len(arrived[0])], ranks[len(arrived[0]) :]


def _risen(new: _Versions, held_rank: Numbers, moments: Numbers) -> tuple[Marks, Marks, Numbers]:
    """Which versions rise, which of them first of their case, and until when each version is current."""
    order = np.lexsort((new.rank, new.input_number, new.case))
    case, number, rank = (values[order] for values in (new.case, new.input_number, new.rank))
    is_newest = np.ones(len(order), dtype=bool)  # of its input
    is_newest[:-1] = (np.diff(case) != 0) | (np.diff(number) != 0)
    newest = order[is_newest]
    case, rank = case[is_newest], rank[is_newest]
    follows = np.zeros(len(newest), dtype=bool)
    follows[1:] = np.diff(case) == 0
    stride = int(rank.max(initial=0)) + 1
    highest = np.maximum.accumulate(case * stride + rank)  # cases ascend, so that none reaches into the next
    before = np.append(NONE, highest[:-1]) - case * stride
    risen = newest[(~follows | (rank > before)) & (rank > held_rank[newest])]
    superseded_at = moments[new.input_number]
    same_case = np.diff(new.case[risen]) == 0
    superseded_at[risen] = np.append(
        np.where(same_case, moments[new.input_number[risen[1:]]], STAYS), np.full(min(len(risen), 1), STAYS)
    )
    rises, is_first = (np.zeros(len(order), dtype=bool) for _ in range(2))
    rises[risen] = True
    is_first[risen] = np.append(np.ones(min(len(risen), 1), dtype=bool), ~same_case)
    return rises, is_first, superseded_at


def _values(table: pa.Table, name: str) -> Numbers:
    """A column; 0 where the table does not have it."""
    if name not in table.column_names:
        return np.zeros(table.num_rows, dtype=np.int64)
    values: Numbers = table.column(name).to_numpy()
    return values


def _whole(table: pa.Table, name: str) -> pa.Array:
    return table.column(name).combine_chunks()
