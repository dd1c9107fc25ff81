"""What the dates of one column that are written in one way say of the order of their three numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.calendar.zones import DAY, MISSING
from queries.conversion.writings.date_orders import (
    DAY_FIRST,
    MONTH_FIRST,
    DateOrder,
    Triple,
    full_years,
    usual_orders,
    walls,
)
from queries.conversion.writings.noted_values import NotedValues

STRAY = 0.01
"""Share of dates that may contradict the others of their column; they are then no times."""
_ENDS = (DAY_FIRST, MONTH_FIRST)
_MANY_DATES, _MANY_YEARS = 10, 3
"""So many dates show their order where another one would spread them over so many times as many years."""
DATE = (
    r"^\s*(?:\d{1,2}:\d{2}(?::\d{2})?[\s,;]+)?(?:\p{L}{2,12}\.?,?\s+)?"
    r"(?P<first>\d{1,2})\s*(?P<mark>[-/.])\s*(?P<middle>\d{1,2})\s*[-/.]\s*(?P<last>\d{4}|\d{2})(?:\D|$)"
)


_DATE_FIRST = r"^\s{0,1}\d{1,2}\s?[-/.]"
_LOOKED_AT = 2_000
_LONGEST_DATE = 12


class Writing(NamedTuple):
    """A way to write dates: the mark between the numbers ("/" and "-" alike where the year has four digits)."""

    mark: str
    is_short: bool

    def orders(self, day_first: bool | None) -> tuple[DateOrder, ...]:
        """The orders that are possible, the usual one first. day_first: what is said of the file."""
        if self.is_short:
            return usual_orders(self.mark, day_first)
        return (MONTH_FIRST, DAY_FIRST) if day_first is None else (DAY_FIRST if day_first else MONTH_FIRST,)


class Latest(NamedTuple):
    """The latest year, and the latest moment (microseconds), that times of a column can lie in."""

    year: int
    moment: int


@dataclass
class Evidence:
    """How many dates each order can read, in which years they lie then, and examples: `against` an order those that it
    cannot read and another can, and of those that several can."""

    orders: tuple[DateOrder, ...]
    dates: int = 0
    read: dict[DateOrder, int] = field(default_factory=dict)
    years: defaultdict[DateOrder, set[int]] = field(default_factory=lambda: defaultdict(set))
    against: defaultdict[DateOrder, NotedValues] = field(default_factory=lambda: defaultdict(NotedValues))
    several: NotedValues = field(default_factory=NotedValues)

    def likely(self, day_first: bool | None) -> tuple[DateOrder, ...]:
        """The orders that read as many dates as any, that with the fewest years first. day_first: what other columns
        show, which leaves out the order that contradicts it where nothing here does."""
        most = max(self.read.values(), default=0)
        best = [order for order in self.orders if self.read.get(order, 0) == most]
        other = None if day_first is None else MONTH_FIRST if day_first else DAY_FIRST
        fitting = [order for order in best if order is not other] or best
        return tuple(sorted(fitting, key=lambda order: len(self.years[order])))

    def is_guess(self, day_first: bool | None) -> bool:
        """Whether the likeliest order is one of several between which hardly anything decides."""
        likely = self.likely(day_first)
        if len(likely) < 2:
            return False
        first, second = (len(self.years[order]) for order in likely[:2])
        return self.dates < _MANY_DATES or second < _MANY_YEARS * first

    @property
    def day_first(self) -> bool | None:
        """Whether the day stands first, where it is either day or month and dates show which; else None."""
        found = self.likely(None)
        other = {DAY_FIRST: MONTH_FIRST, MONTH_FIRST: DAY_FIRST}.get(found[0])
        is_shown = other in self.orders and other not in found
        return found[0] is DAY_FIRST if is_shown else None

    def shown_by(self, order: DateOrder) -> NotedValues:
        """Dates that this order can read and another one cannot, those that speak against the likeliest other."""
        others = [other for other in self.orders if other is not order and self.against[other].count]
        first = next((other for other in others if order in _ENDS and other in _ENDS), others[0] if others else None)
        return self.several if first is None else self.against[first]


@dataclass
class WrittenDates:
    """The dates of three numbers in a column of texts that are written in one way. numbers: of each different date;
    date_of: row → which of them, past the last where the row holds none; lines: of the rows."""

    texts: pa.ChunkedArray
    lines: NDArray[np.int64]
    numbers: Triple
    date_of: NDArray[np.int64]

    def rows(self, dates: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """True for the rows that hold one of the marked dates."""
        marked: NDArray[np.bool_] = np.append(dates, False)[self.date_of]
        return marked


def written_dates(texts: pa.ChunkedArray, lines: NDArray[np.int64]) -> dict[Writing, WrittenDates]:
    """The dates of three numbers in a column of texts, for each way to write them."""
    encoded = _beginnings(texts).combine_chunks().dictionary_encode()
    fields = pc.extract_regex(encoded.dictionary, DATE)
    different = np.flatnonzero(fields.is_valid().to_numpy(zero_copy_only=False))
    if not len(different):
        return {}
    found = fields.take(pa.array(different))
    first, middle, last = (
        pc.struct_field(found, name).cast(pa.int64()).to_numpy(zero_copy_only=False)
        for name in ("first", "middle", "last")
    )
    is_short = last < 100
    marks = pc.struct_field(found, "mark")
    marks = pc.if_else(pa.array(is_short), marks, pc.if_else(pc.equal(marks, "."), ".", "/"))
    indices = pc.fill_null(encoded.indices, len(encoded.dictionary)).to_numpy()
    by_writing: dict[Writing, WrittenDates] = {}
    for mark in pc.unique(marks).to_pylist():
        of_mark = pc.equal(marks, mark).to_numpy(zero_copy_only=False)
        for short in (True, False):
            chosen = of_mark & (is_short == short)
            if chosen.any() and (short or mark != "."):
                triple = tuple(numbers[chosen] for numbers in (first, middle, last))
                date_of = np.full(len(encoded.dictionary) + 1, int(chosen.sum()), dtype=np.int64)
                date_of[different[chosen]] = np.arange(chosen.sum())
                by_writing[Writing(mark, short)] = WrittenDates(texts, lines, triple, date_of[indices])
    return by_writing


def _beginnings(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """The beginnings of texts that hold the date, of which there are few, where a date stands there."""
    shown = texts.slice(0, _LOOKED_AT).drop_null()
    at_the_beginning = pc.all(pc.match_substring_regex(shown, _DATE_FIRST)).as_py()
    return pc.utf8_slice_codeunits(texts, 0, _LONGEST_DATE) if at_the_beginning else texts


def observe(seen: Evidence, dates: WrittenDates, latest: Latest) -> None:
    """Count the dates of one piece."""
    readable = _readable(seen, dates.numbers, latest)
    times_read = np.sum(list(readable.values()), axis=0)
    how_often = np.bincount(dates.date_of, minlength=len(times_read) + 1)[:-1]
    seen.dates += int(how_often.sum())
    for order, is_read in readable.items():
        seen.read[order] = seen.read.get(order, 0) + int(how_often[is_read].sum())
        seen.against[order].add(dates.texts, dates.rows(~is_read & (times_read > 0)), dates.lines)
    seen.several.add(dates.texts, dates.rows(times_read > 1), dates.lines)


def _readable(seen: Evidence, triple: Triple, latest: Latest) -> dict[DateOrder, NDArray[np.bool_]]:
    """Order → true for the dates that it reads: as days that have come where any order does."""
    valid: dict[DateOrder, NDArray[np.bool_]] = {}
    come: dict[DateOrder, NDArray[np.bool_]] = {}
    years: dict[DateOrder, NDArray[np.int64]] = {}
    for order in seen.orders:
        year, month, day = order.sorted(triple)
        years[order] = full_years(year, latest.year)
        midnights = walls(years[order], month, day)
        valid[order] = midnights != MISSING
        come[order] = valid[order] & (midnights <= latest.moment + DAY)
    has_come = np.any(list(come.values()), axis=0)
    read = {order: come[order] | (valid[order] & ~has_come) for order in seen.orders}
    for order, is_read in read.items():
        seen.years[order].update(np.unique(years[order][is_read]).tolist())
    return read
