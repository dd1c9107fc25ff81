"""The order of day, month and year where a date is three numbers, and the century of a year of two digits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.sentence import Sentence
from queries.calendar.zones import DAY, MISSING, Instants, microseconds
from queries.conversion.canonical import LIMITS

Numbers = NDArray[np.int64]
Triple = tuple[Numbers, ...]
LatestYears = int | Numbers
"""The latest year that a date can lie in, of all rows or of each."""
_YEARS_AHEAD = 20


@dataclass(frozen=True)
class DateOrder:
    """Which of three numbers is the year, the month and the day, by their places from 0. first: what stands first."""

    name: Sentence
    first: str
    year: int
    month: int
    day: int

    def sorted(self, triple: Triple) -> tuple[Numbers, Numbers, Numbers]:
        """Years, months and days."""
        return triple[self.year], triple[self.month], triple[self.day]


MONTH_FIRST = DateOrder(Sentence("order_month_day_year", "month, day, year"), "month", 2, 0, 1)
DAY_FIRST = DateOrder(Sentence("order_day_month_year", "day, month, year"), "day", 2, 1, 0)
YEAR_FIRST = DateOrder(Sentence("order_year_month_day", "year, month, day"), "year", 0, 1, 2)


@dataclass(frozen=True)
class ColumnOrders:
    """The orders of the dates of one column. day_first: of those with a year of four digits at the end, None where
    nothing is known of it. short: mark between the numbers → order of those with a year of two digits."""

    day_first: bool | None = None
    short: Mapping[str, DateOrder] = field(default_factory=dict)

    def of(self, mark: str, *, is_short: bool) -> DateOrder:
        """The order of the dates with this mark; where it is not known, the first of those that are usual."""
        if not is_short:
            return DAY_FIRST if self.day_first or mark == "." else MONTH_FIRST
        return self.short.get(mark) or usual_orders(mark, self.day_first)[0]


@dataclass(frozen=True)
class Told:
    """When the rows of a file were told, in microseconds; of_lines: the moment of each line, where they differ."""

    moment: int
    of_lines: Callable[[NDArray[np.int64]], Instants] | None = None

    @classmethod
    def now(cls) -> Told:
        """Rows that are looked at now."""
        return cls(microseconds(datetime.now(UTC)))

    def latest_years(self, names: Iterable[str], lines: NDArray[np.int64]) -> dict[str, LatestYears]:
        """The latest year of each column of times: limits may lie ahead, other times may not."""
        latest: LatestYears = latest_year(self.moment)
        if self.of_lines is not None:
            latest = latest_years(self.of_lines(lines))
        return {name: latest + years_ahead(name) for name in names}


def years_ahead(name: str) -> int:
    """By how many years the times of a column may lie after the moment at which they are told."""
    return _YEARS_AHEAD if name in LIMITS else 0


def usual_orders(mark: str, day_first: bool | None) -> tuple[DateOrder, ...]:
    """The orders that dates with a year of two digits can have, the usual one first. Points between the numbers mean
    day, month, year; day_first decides between the two with the year at the end."""
    if mark == ".":
        return DAY_FIRST, YEAR_FIRST
    if day_first is not None:
        ends: tuple[DateOrder, ...] = (DAY_FIRST if day_first else MONTH_FIRST,)
    else:
        ends = (MONTH_FIRST, DAY_FIRST)
    return (YEAR_FIRST, *ends) if mark == "-" and not day_first else (*ends, YEAR_FIRST)


def sorted_dates(triple: Triple, marks: pa.Array, orders: ColumnOrders) -> tuple[Numbers, Numbers, Numbers]:
    """Years, months and days of dates of three numbers, each by its mark and the digits of its year."""
    parts = tuple(np.zeros(len(marks), dtype=np.int64) for _ in range(3))
    short = triple[2] < 100
    for mark in pc.unique(marks).to_pylist():
        of_mark = pc.equal(marks, mark).to_numpy(zero_copy_only=False)
        for is_short in (True, False):
            chosen = of_mark & (short == is_short)
            if chosen.any():
                order = orders.of(mark, is_short=is_short)
                some = tuple(numbers[chosen] for numbers in triple)
                for part, numbers in zip(parts, order.sorted(some), strict=True):
                    part[chosen] = numbers
    year, month, day = parts
    return year, month, day


def walls(year: Numbers, month: Numbers, day: Numbers) -> Instants:
    """Midnights of days, microseconds of the wall clock; MISSING where there is no such day."""
    sound = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (year >= 1) & (year <= 9999)
    months = np.where(sound, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (np.where(sound, day, 1) - 1).astype("timedelta64[D]")
    sound &= days.astype("datetime64[M]") == months
    return np.where(sound, days.astype(np.int64) * DAY, MISSING)


def full_years(years: Numbers, latest: LatestYears) -> Numbers:
    """Years of two digits as the last such year that is not after `latest`, others as they are."""
    return np.where(years >= 100, years, latest - (latest - years) % 100)


def of_rows(latest: LatestYears, rows: NDArray[np.int64]) -> LatestYears:
    """The latest years of some of the rows."""
    return latest if isinstance(latest, int) else latest[rows]


def latest_year(moment: int) -> int:
    """The latest year in which something can have been when it was told at this instant, some clock being ahead."""
    return int(latest_years(np.array([moment], dtype=np.int64))[0])


def latest_years(moments: Instants) -> Numbers:
    """`latest_year` of many."""
    years: Numbers = (moments + DAY).astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970
    return years
