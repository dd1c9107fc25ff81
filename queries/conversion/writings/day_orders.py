"""Whether day or month stands first in the dates of a file, decided for each of its columns as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.sentence import Sentence
from queries.conversion.typed_columns import as_text
from queries.conversion.writings.noted_values import NotedValues
from queries.errors import FileRefused
from queries.reading.chunk import Chunk

MOST_WAITING = 4
"""Pieces that wait until a later one shows the order."""
_YEAR_LAST = r"^\s*\d{1,2}[/-]\d{1,2}[/-]\d{4}"
_DAY_FIRST = r"^\s*(1[3-9]|2\d|3[01])[/-]\d{1,2}[/-]\d{4}"
_MONTH_FIRST = r"^\s*\d{1,2}[/-](1[3-9]|2\d|3[01])[/-]\d{4}"
_STRAY = 0.01
"""Share of dates that may contradict the others of their column; they are then no times."""


@dataclass
class _Seen:
    """Dates of a column that can only be read with the day first, only with the month first, and in both ways."""

    day: NotedValues = field(default_factory=NotedValues)
    month: NotedValues = field(default_factory=NotedValues)
    both: NotedValues = field(default_factory=NotedValues)

    @property
    def is_decided(self) -> bool:
        return not self.both.count or bool(self.day.count or self.month.count)


@dataclass
class DayOrders:
    """The orders of the columns of one file. given: what the mapping says for all of them, None for nothing."""

    given: bool | None
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _taken: dict[str, bool] = field(default_factory=dict)

    def known(self, chunks: Iterator[Chunk], columns: Mapping[str, str]) -> Iterator[Chunk]:
        """The same pieces, held back until the order is known or too many wait. columns: canonical → that of the file.

        Raises FileRefused when one column mixes both orders, or shows one after another was taken.
        """
        if self.given is not None:
            yield from chunks
            return
        waiting: list[Chunk] = []
        for chunk in chunks:
            self._observe(chunk, columns)
            waiting.append(chunk)
            if len(waiting) > MOST_WAITING or all(seen.is_decided for seen in self._seen.values()):
                yield from self._released(waiting)
        yield from self._released(waiting)

    def _released(self, waiting: list[Chunk]) -> Iterator[Chunk]:
        for name in self._seen:
            self._taken.setdefault(name, self._shown(name) or False)
        while waiting:
            yield waiting.pop(0)

    def day_first(self, name: str) -> bool | None:
        """Whether the day stands first in a column; None where nothing is known of it."""
        return self.given if self.given is not None else self._taken.get(name, self._of_others())

    def decided(self) -> Iterator[tuple[str, bool, str, int, bool]]:
        """Columns with dates that could be read in both ways: name, whether day first, an example with its row, and
        whether it was only guessed."""
        for name, seen in self._seen.items():
            if seen.both.count:
                guessed = self._shown(name) is None
                proof = max(seen.day, seen.month, key=lambda noted: noted.count)
                shown = proof if proof.count else seen.both
                yield name, bool(self.day_first(name)), *shown.examples[0], guessed

    def _shown(self, name: str) -> bool | None:
        seen = self._seen[name]
        if seen.day.count or seen.month.count:
            return seen.day.count > seen.month.count
        return self._of_others()

    def _of_others(self) -> bool | None:
        """The order that all columns with a proof have."""
        found = {
            seen.day.count > seen.month.count for seen in self._seen.values() if seen.day.count or seen.month.count
        }
        return found.pop() if len(found) == 1 else None

    def _observe(self, chunk: Chunk, columns: Mapping[str, str]) -> None:
        for name, own in columns.items():
            column = chunk.table.column(own)
            if not _may_hold_dates(column):
                continue
            texts = as_text(column)
            year_last = _matching(texts, _YEAR_LAST)
            if not year_last.any():
                continue
            seen = self._seen.setdefault(name, _Seen())
            day, month = _matching(texts, _DAY_FIRST), _matching(texts, _MONTH_FIRST)
            seen.day.add(texts, day & ~month, chunk.lines)
            seen.month.add(texts, month & ~day, chunk.lines)
            seen.both.add(texts, year_last & ~day & ~month, chunk.lines)
            self._refuse_contradictions(name, seen)

    def _refuse_contradictions(self, name: str, seen: _Seen) -> None:
        fewer, more = sorted((seen.day, seen.month), key=lambda noted: noted.count)
        if fewer.count > _STRAY * more.count:
            first, second = (
                f"{noted.examples[0][0]!r} (row {noted.examples[0][1]:,})" for noted in (seen.day, seen.month)
            )
            text = (
                f"{name} mixes dates with the day first, as {first}, and with the month first, as {second}: say in a "
                "mapping how it is written, with day_first or time_format."
            )
            raise FileRefused(Sentence("dates_mixed", text, column=name, first=first, second=second))
        taken = self._taken.get(name)
        if more.count and taken is not None and taken != (seen.day.count > seen.month.count):
            text, line = more.examples[0]
            said = (
                f"{name} was read {'day' if taken else 'month'} first until {text!r} (row {line:,}) showed that the "
                f"{'month' if taken else 'day'} comes first: write day_first = {str(not taken).lower()} into a mapping."
            )
            key = "dates_month_first" if taken else "dates_day_first"
            raise FileRefused(Sentence(key, said, column=name, example=text, row=line))


def _may_hold_dates(column: pa.ChunkedArray) -> bool:
    """Whether a column of text has the year at the end of one of its first dates."""
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return False
    first = column.slice(0, 2_000).drop_null()
    return bool(len(first)) and bool(pc.any(pc.match_substring_regex(first, _YEAR_LAST)).as_py())


def _matching(texts: pa.ChunkedArray, pattern: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.fill_null(pc.match_substring_regex(texts, pattern), False).to_numpy()
    return found
