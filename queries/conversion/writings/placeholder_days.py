"""Days that a source writes where it has no time: 1900-01-01, 1970-01-01, 9999-12-31 and their like."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from queries.calendar.zones import DAY, MISSING, SECOND, Instants, Zone
from queries.conversion.writings.declared import declared

_YEAR = 365 * DAY
_SOONER_THAN_THIS = 631_152_000 * SECOND  # 1990-01-01
_LATER_THAN_THIS = 2_145_916_800 * SECOND  # 2038-01-01
_AT_REST = 60 * SECOND  # 23:59:59.997 is as much the end of a day as 00:00:00 is its beginning
_MOST_AGE = 30 * _YEAR


def is_placeholder_day(walls: Instants) -> NDArray[np.bool_]:
    """True where a wall clock time, or UTC instant, is the beginning or the end of one of these days."""
    found = np.zeros(len(walls), dtype=bool)
    odd = np.flatnonzero((walls != MISSING) & ((walls < _SOONER_THAN_THIS) | (walls >= _LATER_THAN_THIS)))
    if len(odd):
        since_midnight = walls[odd] % DAY
        at_rest = (since_midnight < _AT_REST) | (since_midnight >= DAY - _AT_REST)
        found[odd] = at_rest & np.isin(walls[odd] // DAY, _days())
    return found


def placeholders(
    times: Instants, reported: Instants, is_open: NDArray[np.bool_] | None, zone: Zone
) -> NDArray[np.bool_]:
    """True for instants on such a day, in the clocks of `zone` or UTC, that contradict the rest of their cases:
    more than a year before the report, thirty years after it, or in a case that is open."""
    found = np.zeros(len(times), dtype=bool)
    odd = np.flatnonzero((times != MISSING) & ((times < _SOONER_THAN_THIS) | (times >= _LATER_THAN_THIS)))
    if len(odd):
        at, since = times[odd], reported[odd]
        known = since != MISSING
        contradicts = known & ((at < since - _YEAR) | (at > since + _MOST_AGE))
        if is_open is not None:
            contradicts |= is_open[odd]
        found[odd] = contradicts & (is_placeholder_day(at) | is_placeholder_day(zone.to_local(at)))
    return found


@cache
def _days() -> NDArray[np.int64]:
    return np.array(declared()["placeholder_days"], dtype="datetime64[D]").astype(np.int64)
