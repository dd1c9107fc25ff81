"""The order of day, month and year in the dates of a file, decided for each of its columns as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from geodata.sentence import Sentence
from queries.calendar.zones import DAY
from queries.conversion.typed_columns import as_text
from queries.conversion.writings.date_orders import (
    DAY_FIRST,
    MONTH_FIRST,
    YEAR_FIRST,
    ColumnOrders,
    DateOrder,
    latest_year,
    years_ahead,
)
from queries.conversion.writings.noted_values import value_in_row
from queries.conversion.writings.order_evidence import DATE, STRAY, Evidence, Latest, Writing, observe, written_dates
from queries.errors import FileRefused
from queries.reading.chunk import Chunk

MOST_WAITING = 4
"""Pieces that wait until a later one shows the order."""


class DecidedOrder(NamedTuple):
    """How the dates of a column were read that could be read in several ways: how many, an example with its row, and
    whether it was only guessed."""

    column: str
    writing: Writing
    order: DateOrder
    dates: int
    example: str
    line: int
    guessed: bool


@dataclass
class DayOrders:
    """The orders of the columns of one file. given: what the mapping says for all of them, None for nothing; moment:
    when the file was told, in microseconds."""

    given: bool | None
    moment: int = 0
    _seen: dict[tuple[str, Writing], Evidence] = field(default_factory=dict)
    _taken: dict[tuple[str, Writing], DateOrder] = field(default_factory=dict)

    def known(self, chunks: Iterator[Chunk], columns: Mapping[str, str]) -> Iterator[Chunk]:
        """The same pieces, held back until the order is known or too many wait. columns: canonical → that of the file.

        Raises FileRefused when one column mixes two orders, or shows one after another was taken.
        """
        waiting: list[Chunk] = []
        for chunk in chunks:
            self._observe(chunk, columns)
            waiting.append(chunk)
            if len(waiting) > MOST_WAITING or all(len(self._likely(key)) == 1 for key in self._seen):
                yield from self._released(waiting)
        yield from self._released(waiting)

    def _released(self, waiting: list[Chunk]) -> Iterator[Chunk]:
        for key in self._seen:
            self._taken.setdefault(key, self._likely(key)[0])
        while waiting:
            yield waiting.pop(0)

    def of(self, name: str) -> ColumnOrders:
        """The orders of a column."""
        if self.given is not None:
            day_first: bool | None = self.given
        else:
            long = next((order for (of, way), order in self._taken.items() if of == name and not way.is_short), None)
            day_first = self._of_others() if long is None else long is DAY_FIRST
        short = {way.mark: order for (of, way), order in self._taken.items() if of == name and way.is_short}
        return ColumnOrders(day_first, short)

    def decided(self) -> Iterator[DecidedOrder]:
        """The dates that could be read in several ways."""
        for (name, way), seen in self._seen.items():
            if seen.several.count and len(seen.orders) > 1:
                order = self._taken[name, way]
                guessed = seen.is_guess(self._of_others())
                shown = seen.several if guessed else seen.shown_by(order)
                yield DecidedOrder(name, way, order, seen.several.count, *shown.examples[0], guessed)

    def _likely(self, key: tuple[str, Writing]) -> tuple[DateOrder, ...]:
        return self._seen[key].likely(self._of_others())

    def _of_others(self) -> bool | None:
        """Whether the day stands first in all columns that show it; None where they differ, or none does."""
        found = {shown for seen in self._seen.values() if (shown := seen.day_first) is not None}
        return found.pop() if len(found) == 1 else None

    def _observe(self, chunk: Chunk, columns: Mapping[str, str]) -> None:
        for name, own in columns.items():
            column = chunk.table.column(own)
            if not _may_hold_dates(column):
                continue
            for way, dates in written_dates(as_text(column), chunk.lines).items():
                key = (name, way)
                if self.given is not None and not way.is_short:
                    continue
                seen = self._seen.setdefault(key, Evidence(way.orders(self.given)))
                observe(seen, dates, self._latest(name))
                if self.given is None:
                    self._refuse_contradictions(key, seen)

    def _latest(self, name: str) -> Latest:
        ahead = years_ahead(name)
        return Latest(latest_year(self.moment) + ahead, self.moment + ahead * 365 * DAY)

    def _refuse_contradictions(self, key: tuple[str, Writing], seen: Evidence) -> None:
        name, order = key[0], seen.likely(None)[0]
        if seen.against[order].count > STRAY * seen.read[order]:
            other = max((one for one in seen.orders if one is not order), key=lambda one: seen.read[one])
            first, second = (_shown(seen, one) for one in sorted((order, other), key=_ORDERED.index))
            raise FileRefused(_mixed(name, order, other, first, second))
        taken = self._taken.get(key)
        if taken is not None and seen.read[order] > seen.read[taken]:
            text, line = seen.against[taken].examples[0]
            raise FileRefused(_taken_before(name, taken, order, text, line))


_ORDERED = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)


def _shown(seen: Evidence, order: DateOrder) -> Sentence:
    return value_in_row(*seen.shown_by(order).examples[0])


def _mixed(name: str, order: DateOrder, other: DateOrder, first: Sentence, second: Sentence) -> Sentence:
    ahead, behind = sorted((order, other), key=_ORDERED.index)
    text = (
        f"{name} mixes dates with the {ahead.first} first, as {first}, and with the {behind.first} first, as {second}: "
        "say in a mapping how it is written, with day_first or time_format."
    )
    if YEAR_FIRST in (order, other):
        return Sentence("dates_mixed_with_year", text, column=name, first=first, second=second)
    return Sentence("dates_mixed", text, column=name, first=first, second=second)


def _taken_before(name: str, taken: DateOrder, order: DateOrder, text: str, line: int) -> Sentence:
    until = (
        f"{name} was read {taken.first} first until {text!r} (row {line:,}) showed that the {order.first} comes first"
    )
    if YEAR_FIRST in (taken, order):
        said = f"{until}: write into a mapping how it is written, with time_format."
        return Sentence("dates_other_order", said, column=name, example=text, row=line)
    said = f"{until}: write day_first = {str(order is DAY_FIRST).lower()} into a mapping."
    key = "dates_day_first" if order is DAY_FIRST else "dates_month_first"
    return Sentence(key, said, column=name, example=text, row=line)


def _may_hold_dates(column: pa.ChunkedArray) -> bool:
    """Whether a column of text has a date of three numbers among its first values."""
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return False
    first = column.slice(0, 2_000).drop_null()
    return bool(len(first)) and bool(pc.any(pc.match_substring_regex(first, DATE)).as_py())
