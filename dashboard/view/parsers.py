"""One bounded parser for each kind of value that comes from outside: addresses, requests and the command line use them.

Each takes the name of the parameter and the text as given, and raises BadParameter with one sentence. Digits are ASCII
digits, numbers are finite and bounded, texts are short and without control characters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from dashboard.errors import wrong_parameter
from geodata.coordinates.web_mercator import NORTHERNMOST
from queries.values import end_of_day

YEARS = range(1900, 2101)  # those that loading accepts for a time
REACH = {"first": YEARS[0], "last": YEARS[-1]}
HIGHEST_ZOOM = 30
MOST_ROWS = 1_000_000_000
HIGHEST_VERSION = 10**15
HIGHEST_NUMBER = 2**31 - 1  # of an area
LONGEST_TEXT = 10_000
LONGEST_CODE = 200
LONGEST_MOMENT = 40
QUOTED = 100  # characters of a wrong value that a sentence repeats
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
DECIMAL = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?")
DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Box:
    """Sides in degrees WGS-84, inside the square that web maps show; west < east and south < north."""

    west: float
    south: float
    east: float
    north: float


def quoted(given: str) -> str:
    """A wrong value as a sentence repeats it: in quotes, escaped and cut."""
    return repr(given if len(given) <= QUOTED else given[:QUOTED] + "…")


def printable(given: str) -> str:
    """A name or text as it can be repeated to anybody: cut, and without what cannot be written."""
    return UNPRINTABLE.sub("\ufffd", given[:QUOTED])


def refuse_others(given: Iterable[str], names: Sequence[str], *unsaid: str) -> None:
    """Raises BadParameter for the first name of `given` that is neither one of `names`, which the sentence lists, nor
    `unsaid`: an answer without it would be taken for one with it."""
    for name in given:
        if name not in names and name not in unsaid:
            raise wrong_parameter(printable(name), "unknown", known=", ".join(names))


def text(name: str, given: str, longest: int = LONGEST_TEXT) -> str:
    """`given` without the space around it. Raises BadParameter when it is too long or holds control characters."""
    if len(given) > longest:
        raise wrong_parameter(name, "too_long", longest=longest)
    if UNPRINTABLE.search(given):
        raise wrong_parameter(name, "unprintable", given=quoted(given))
    return given.strip()


def code(name: str, given: str) -> str:
    """The code of an area, special grid, source or KPI, known or not. Raises BadParameter."""
    return text(name, given, LONGEST_CODE)


def whole_number(name: str, given: str, low: int, high: int) -> int:
    """An integer from `low` to `high`, both inclusive. Raises BadParameter."""
    if WHOLE_NUMBER.fullmatch(given.strip()) and low <= int(given) <= high:
        return int(given)
    raise wrong_parameter(name, "no_whole_number", given=quoted(given), low=low, high=high)


def limit(name: str, given: str) -> int:
    """The largest number of rows asked for, at least 1. Raises BadParameter."""
    return whole_number(name, given, 1, MOST_ROWS)


def version(name: str, given: str) -> int:
    """A version of the data. Raises BadParameter."""
    return whole_number(name, given, 0, HIGHEST_VERSION)


def level(name: str, given: str, deepest: int) -> int:
    """The number of a level of the area tree, the root's is 0. Raises BadParameter."""
    return whole_number(name, given, 0, deepest)


def decimal(name: str, given: str, low: float, high: float) -> float:
    """A finite number from `low` to `high`, both inclusive. Raises BadParameter."""
    value = float(given) if DECIMAL.fullmatch(given.strip()) else math.nan
    if not low <= value <= high:
        raise wrong_parameter(name, "no_number", given=quoted(given), low=f"{low:g}", high=f"{high:g}")
    return value


def zoom(name: str, given: str) -> float:
    """A zoom of the map: at 0 the world is 256 pixels wide. Raises BadParameter."""
    return decimal(name, given, 0, HIGHEST_ZOOM)


def box(name: str, given: str) -> Box:
    """`west,south,east,north` in degrees WGS-84, cut to what a web map shows. Raises BadParameter."""
    sides = given.split(",")
    if len(sides) != 4:
        raise wrong_parameter(name, "box")
    west, south, east, north = (decimal(name, side, -3600, 3600) for side in sides)
    east = min(east, 180.0 if east - west > 360 else 540.0)  # a city across 180° counts on beyond it
    west = max(west, -180.0)
    south, north = max(south, -NORTHERNMOST), min(north, NORTHERNMOST)
    if not (west < east and south < north):
        raise wrong_parameter(name, "no_part_of_map", given=quoted(given))
    return Box(west, south, east, north)


def day(name: str, given: str) -> date:
    """A city day written 2011-12-31. Raises BadParameter."""
    try:
        found = date.fromisoformat(given if given.isascii() else "")
    except ValueError:
        found = date.min
    if found.year not in YEARS:
        raise wrong_parameter(name, "no_day", given=quoted(given), **REACH)
    return found


def days(name: str, given: str) -> tuple[date, date]:
    """First and last day, both inclusive, of `2011-12-01..2011-12-31`. Raises BadParameter."""
    found = DAYS.fullmatch(given)
    if found is None:
        raise wrong_parameter(name, "no_days", given=quoted(given))
    first, last = day(name, found[1]), day(name, found[2])
    if first > last:
        raise wrong_parameter(name, "before", last=last, first=first)
    return first, last


def moment(name: str, given: str, zone: tzinfo, time_of_bare_day: time | None = None) -> datetime:
    """An aware instant: a bare day is its last microsecond in `zone` (or `time_of_bare_day` there), a time without
    offset is city time.

    An ambiguous local time takes the first reading, a non-existent one moves forward. Raises BadParameter.
    """
    if len(given) <= 10:
        bare = day(name, given)
        return (
            end_of_day(bare, zone).astimezone(zone)
            if time_of_bare_day is None
            else datetime.combine(bare, time_of_bare_day, zone)
        )
    try:
        # An unescaped + of a query string arrives as a space.
        ascii_only = given if given.isascii() and len(given) <= LONGEST_MOMENT else ""
        written = datetime.fromisoformat(f"{ascii_only[:10]}T{ascii_only[11:].replace(' ', '+')}")
    except ValueError:
        written = datetime.min  # noqa: DTZ901 - refused below
    if written.year not in YEARS:
        raise wrong_parameter(name, "no_moment", given=quoted(given), **REACH)
    return written if written.tzinfo else written.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
