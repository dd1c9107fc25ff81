"""Local time and UTC for whole columns, from the transitions of an IANA zone.

Instants are int64 microseconds since 1970-01-01 UTC; a local time is the same count of the wall clock. `MISSING` stands
for null.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Instants = NDArray[np.int64]

MISSING = np.iinfo(np.int64).min
SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR

_FIRST = datetime(1900, 1, 1, tzinfo=UTC)
_LAST = datetime(2100, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class LocalReading:
    """UTC instants of a column of local times; ambiguous: how many occurred twice (clocks were set back), skipped: how
    many never occurred (clocks were set forward)."""

    instants: Instants
    ambiguous: int
    skipped: int


@dataclass(frozen=True, eq=False)
class Zone:
    """Transitions of one zone between 1900 and 2100: `offsets[i]` holds from `changes[i-1]` until `changes[i]`."""

    name: str
    changes: Instants
    offsets: Instants

    def to_utc(self, local: Instants) -> LocalReading:
        """UTC of local times: one that occurs twice takes the first reading, one that was skipped moves forward."""
        before, after = self.offsets[:-1], self.offsets[1:]
        window_start = self.changes + np.minimum(before, after)
        window_end = self.changes + np.maximum(before, after)
        period = np.searchsorted(window_end, local, side="right")
        known = local != MISSING
        instants = np.where(known, local - self.offsets[period], MISSING)
        inside = known & (np.searchsorted(window_start, local, side="right") != period)
        forward = (after > before)[period[inside]] if len(self.changes) else np.zeros(0, dtype=bool)
        return LocalReading(instants, ambiguous=int((~forward).sum()), skipped=int(forward.sum()))

    def to_local(self, instants: Instants) -> Instants:
        """Wall clock of UTC instants."""
        offset = self.offsets[np.searchsorted(self.changes, instants, side="right")]
        return np.where(instants != MISSING, instants + offset, MISSING)

    def day_and_hour(self, instants: Instants) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """The zone's day (days since 1970-01-01) and hour 0..23 of UTC instants; meaningless where MISSING."""
        local = self.to_local(instants)
        day = local // DAY
        return day.astype(np.int32), ((local - day * DAY) // HOUR).astype(np.uint8)


@lru_cache(maxsize=32)
def zone_named(name: str) -> Zone:
    """The zone with this IANA name. Raises zoneinfo.ZoneInfoNotFoundError."""
    zone = ZoneInfo(name)
    changes: list[int] = []
    offsets = [_offset(zone, _FIRST)]
    step = timedelta(days=2)
    moment = _FIRST
    while moment < _LAST:
        following = moment + step
        offset = _offset(zone, following)
        if offset != offsets[-1]:
            change = _bisect(zone, moment, following)
            changes.append((change - _EPOCH) // timedelta(microseconds=1))
            offsets.append(offset)
        moment = following
    return Zone(name, np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64))


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware moment."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def instant(microseconds_since_epoch: int) -> datetime:
    """The aware UTC moment of a count of microseconds."""
    return _EPOCH + timedelta(microseconds=int(microseconds_since_epoch))


def _offset(zone: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return offset // timedelta(microseconds=1) if offset else 0


def _bisect(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first whole second with the offset of `high`."""
    old = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset(zone, middle) == old else (low, middle)
    return high
