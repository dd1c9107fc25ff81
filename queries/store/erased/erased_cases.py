"""The cases that were erased, kept in memory so that a load finds them among its rows: 56 bytes for each, and 8 for
each mark of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("erased_cases.sql"))
NONE = -1
_GAPS = " \t\r\n\f\v\u00a0\u3000,;:|\"'{}[]<>=\\()，；："
"""What stands between words."""
_AS_BLANKS = str.maketrans(dict.fromkeys(_GAPS, " "))

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class ErasedOfSource:
    """Of one source. keys: hashes of the numbers of its erased cases, ascending; persons: what stands for the person of
    each, empty where the person stays; has_texts: whether texts of each were erased; marks: of these texts, ascending;
    salts: of the marks; named: hashes of the words of the numbers of cases with has_texts, ascending; lengths: how many
    words these have."""

    keys: Keys
    persons: NDArray[np.bytes_]
    has_texts: NDArray[np.bool_]
    marks: Keys
    salts: tuple[int, ...]
    named: Keys
    lengths: tuple[int, ...]

    def __bool__(self) -> bool:
        return len(self.keys) > 0

    def places(self, numbers: pa.Array | pa.ChunkedArray, computing: duckdb.DuckDBPyConnection) -> Places:
        """For each number of a case its place among the erased ones, NONE for others. computing: a cursor that only
        computes."""
        if not len(self.keys) or not len(numbers):
            return np.full(len(numbers), NONE, dtype=np.int64)
        keys = keys_of(numbers, computing)
        found = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[found] == keys, found, NONE)

    def named_in(self, texts: Sequence[str], computing: duckdb.DuckDBPyConnection) -> list[bool]:
        """Whether each text names a case whose texts were erased, between whatever else stands there."""
        if not len(self.named) or not texts:
            return [False] * len(texts)
        words = [_spans(text, self.lengths) for text in texts]
        every = sorted(set().union(*words))
        keys = keys_of(pa.array(every, pa.string()), computing)
        found = np.minimum(np.searchsorted(self.named, keys), len(self.named) - 1)
        named = {word for word, is_one in zip(every, (self.named[found] == keys).tolist(), strict=True) if is_one}
        return [not named.isdisjoint(of_text) for of_text in words]

    def is_marked(self, mark: int) -> bool:
        """Whether a text with this mark was erased."""
        place = int(np.searchsorted(self.marks, np.uint64(mark)))
        return place < len(self.marks) and int(self.marks[place]) == mark


def _spans(text: str, lengths: Sequence[int]) -> set[str]:
    """As many words of a text that follow each other as each of the lengths says, with one blank between them."""
    words = [word for word in text.translate(_AS_BLANKS).split(" ") if word]
    return {" ".join(words[first : first + n]) for n in lengths for first in range(len(words) - n + 1)}


def keys_of(numbers: pa.Array | pa.ChunkedArray, computing: duckdb.DuckDBPyConnection) -> Keys:
    """The hashes of numbers of cases."""
    computing.register("numbers", pa.table({"number": numbers}))
    try:
        found = computing.execute(_SQL["keys"]).fetchnumpy()["key"]
    finally:
        computing.unregister("numbers")
    return np.ma.getdata(found).astype(np.uint64, copy=False)


@dataclass(frozen=True)
class ErasedCases:
    """As the newest transaction of the writer has left them; read of a source at its first load."""

    _of: dict[str, ErasedOfSource] = field(default_factory=dict)

    def of(self, source: str, cursor: duckdb.DuckDBPyConnection) -> ErasedOfSource:
        """Those of a source, as the cursor sees them where they were not read yet."""
        known = self._of.get(source)
        if known is None:
            known = self._of[source] = _read(source, cursor)
        return known

    def forget(self) -> None:
        """Read them again at the next need."""
        self._of.clear()


def _read(source: str, cursor: duckdb.DuckDBPyConnection) -> ErasedOfSource:
    of = {"source": source}
    cases = cursor.execute(_SQL["cases"], of).to_arrow_table()
    marks = cursor.execute(_SQL["marks"], of).to_arrow_table().column("mark").to_numpy()
    named = cursor.execute(_SQL["named"], of | {"gaps": _GAPS, "blanks": " " * len(_GAPS)}).to_arrow_table()
    lengths = tuple(sorted(set(named.column("n").to_pylist())))
    salts = tuple(salt for (salt,) in cursor.execute(_SQL["salts"], of).fetchall())
    persons = np.array([name.encode() for name in cases.column("person").to_pylist()], dtype="S39")
    has_texts = cases.column("has_texts").to_numpy(zero_copy_only=False).astype(bool)
    keys = named.column("key").to_numpy()
    return ErasedOfSource(cases.column("key").to_numpy(), persons, has_texts, marks, salts, keys, lengths)
