"""Limits given as lengths of time: how long, in which unit, and the moment at which one ends.

Known: a number or a Chinese numeral up to ten, then a unit of limits.toml, as in `2个工作日`, `24小时内`, `30 min`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from queries.calendar.working_time import MINUTE, WorkingCalendar
from queries.calendar.zones import DAY, HOUR, MISSING, Instants

Unit = Literal["minute", "hour", "day", "working_hour", "working_day"]
_CALENDAR_UNITS: Mapping[str, int] = {"minute": MINUTE, "hour": HOUR, "day": DAY}


@dataclass(frozen=True)
class LimitLength:
    """So many units of time, calendar or working time."""

    count: float
    unit: Unit

    @property
    def in_working_time(self) -> bool:
        """Whether only working time counts."""
        return self.unit not in _CALENDAR_UNITS

    def microseconds(self, calendar: WorkingCalendar) -> int:
        """The length in microseconds of calendar or working time; a working day has the office hours of one day."""
        working_units = {"working_hour": HOUR, "working_day": calendar.minutes_a_day * MINUTE}
        return round(self.count * {**_CALENDAR_UNITS, **working_units}[self.unit])


def default_starts() -> Mapping[str, str]:
    """Limit → the time from which it counts where the source's mapping names no other."""
    starts: Mapping[str, str] = _declared()["from"]
    return starts


@lru_cache(maxsize=4096)
def limit_length(text: str) -> LimitLength | None:
    """The length that a text states, None for any other text."""
    found = _pattern().fullmatch(text.strip().casefold())
    if found is None:
        return None
    numeral, unit = found["count"], found["unit"]
    count = _declared()["numerals"].get(numeral)
    units = {word: name for name, words in _declared()["units"].items() for word in words}
    return LimitLength(float(numeral) if count is None else float(count), units[unit])


def ends_of(starts: Instants, lengths: NDArray[np.object_], calendar: WorkingCalendar) -> Instants:
    """When limits of these lengths end that count from `starts` (microseconds UTC); MISSING where a start is missing,
    and in working time where the calendar does not reach from start to end."""
    ends = np.full(len(starts), MISSING, dtype=np.int64)
    for length in set(lengths.tolist()):
        rows = np.flatnonzero((lengths == length) & (starts != MISSING))
        ends[rows] = _end(starts[rows], length, calendar)
    return ends


def _end(starts: Instants, length: LimitLength, calendar: WorkingCalendar) -> Instants:
    microseconds = length.microseconds(calendar)
    if not length.in_working_time:
        return starts + microseconds
    clock = calendar.clock
    if clock is None:
        return np.full(len(starts), MISSING, dtype=np.int64)
    ends = clock.after(starts, microseconds)
    known = clock.covers(starts) & (ends < clock.edges[-1])
    return np.where(known, ends, MISSING)


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("limits.toml").read_text(encoding="utf-8"))


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted((word for words in _declared()["units"].values() for word in words), key=len, reverse=True)
    numerals = "|".join(_declared()["numerals"])
    units, measures, endings = "|".join(words), "|".join(_declared()["measures"]), "|".join(_declared()["endings"])
    count = rf"\d{{1,4}}(\.\d{{1,3}})?|{numerals}"
    return re.compile(rf"(?P<count>{count})\s*({measures})?\s*(?P<unit>{units})({endings})?")
