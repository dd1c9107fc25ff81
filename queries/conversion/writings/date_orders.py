"""The order of day, month and year where a date is three numbers, decided by the whole column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.calendar.zones import DAY, MISSING, Instants

Numbers = NDArray[np.int64]
Triple = tuple[Numbers, ...]


@dataclass(frozen=True)
class DateOrder:
    """Which of three numbers is the year, the month and the day, by their places from 0."""

    name: str
    year: int
    month: int
    day: int

    def sorted(self, triple: Triple) -> tuple[Numbers, Numbers, Numbers]:
        """Years, months and days."""
        return triple[self.year], triple[self.month], triple[self.day]


MONTH_FIRST = DateOrder("month, day, year", 2, 0, 1)
DAY_FIRST = DateOrder("day, month, year", 2, 1, 0)
YEAR_FIRST = DateOrder("year, month, day", 0, 1, 2)


@dataclass(frozen=True)
class SortedDates:
    """Years, months and days; `guessed`: order → true for the dates that another order could read as well."""

    year: Numbers
    month: Numbers
    day: Numbers
    guessed: dict[DateOrder, NDArray[np.bool_]]


def sorted_dates(triple: Triple, marks: pa.Array, *, day_first: bool | None, by_column: bool) -> SortedDates:
    """Dates of three numbers, each way of writing them (its mark, a year of two or four digits) in one order.

    Points between the numbers mean day, month, year. day_first decides between the two orders with the year at the end.
    by_column: where several orders are possible, that with the fewest different years is taken, else by convention.
    """
    parts = tuple(np.zeros(len(marks), dtype=np.int64) for _ in range(3))
    guessed: dict[DateOrder, NDArray[np.bool_]] = {}
    is_short = triple[2] < 100
    for mark in pc.unique(marks).to_pylist():
        of_mark = pc.equal(marks, mark).to_numpy(zero_copy_only=False)
        for short in (True, False):
            chosen = of_mark & (is_short == short)
            if chosen.any():
                some = tuple(numbers[chosen] for numbers in triple)
                order, is_open = _chosen_order(some, mark, short=short, day_first=day_first, by_column=by_column)
                for part, numbers in zip(parts, order.sorted(some), strict=True):
                    part[chosen] = numbers
                if is_open:
                    guessed[order] = guessed.get(order, np.zeros(len(marks), dtype=bool)) | chosen
    year, month, day = parts
    return SortedDates(year, month, day, guessed)


def _chosen_order(
    triple: Triple, mark: str, *, short: bool, day_first: bool | None, by_column: bool
) -> tuple[DateOrder, bool]:
    """The order of dates written in one way, and whether another one was possible for all of them."""
    if mark == ".":
        candidates: tuple[DateOrder, ...] = (DAY_FIRST, YEAR_FIRST)
    elif day_first is not None:
        candidates = (DAY_FIRST if day_first else MONTH_FIRST, YEAR_FIRST)
    else:
        candidates = (MONTH_FIRST, DAY_FIRST, YEAR_FIRST)
    if mark == "-" and short:
        candidates = (YEAR_FIRST, *(order for order in candidates if order is not YEAR_FIRST))
    if not short:
        candidates = tuple(order for order in candidates if order is not YEAR_FIRST)
    if not by_column:
        return candidates[0], False
    read = {order: _read(triple, order) for order in candidates}
    most = max(valid for valid, _ in read.values())
    possible = [order for order in candidates if read[order][0] == most]
    return min(possible, key=lambda order: read[order][1]), most > 0 and len(possible) > 1


def walls(year: Numbers, month: Numbers, day: Numbers) -> Instants:
    """Midnights of days, microseconds of the wall clock; MISSING where there is no such day."""
    sound = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (year >= 1) & (year <= 9999)
    months = np.where(sound, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (np.where(sound, day, 1) - 1).astype("timedelta64[D]")
    sound &= days.astype("datetime64[M]") == months
    return np.where(sound, days.astype(np.int64) * DAY, MISSING)


def full_years(years: Numbers) -> Numbers:
    """Years of two digits as years from 1970 to 2069 (POSIX: 69 to 99 are of the last century), others as they are."""
    return np.where(years >= 100, years, np.where(years >= 69, years + 1900, years + 2000))


def _read(triple: Triple, order: DateOrder) -> tuple[int, int]:
    """How many dates an order can read that are not far in the future, and in how many different years they lie."""
    year, month, day = order.sorted(triple)
    years = full_years(year)
    read = (walls(years, month, day) != MISSING) & (years <= datetime.now(UTC).year + 5)
    return int(read.sum()), len(np.unique(years[read]))
