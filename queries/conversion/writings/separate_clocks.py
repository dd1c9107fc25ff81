"""Times whose day stands in one column and whose time of day in another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.calendar.zones import DAY, MISSING, Instants, Zone, zone_named
from queries.conversion.times import Times
from queries.conversion.typed_columns import as_text
from queries.conversion.writings.empty_values import says_empty

_DAY_OF_NO_MEANING = r"^(?:1899-12-3[01]|1900-01-0[01]|1904-01-01|1970-01-01|0001-01-01)[T ]"
"""Before a time of day that a program could only write as a moment: the first days of Excel, Access, Unix and .NET."""
_HOURS_AND_MINUTES = (r"^(\d{1,2})(\d{2})$", r"\1:\2")
_AND_SECONDS = (r"^(\d{1,2})(\d{2})(\d{2})$", r"\1:\2:\3")
_FEW_DIGITS = r"^0?[1-9]$|^[1-9]\d$"
"""Hours as well as minutes."""
_SHARE_OF_A_DAY = r"^0?\.\d+$"


class Read(NamedTuple):
    """What was read, and which rows named their zone."""

    times: Times
    absolute: NDArray[np.bool_]


class TimeReader(Protocol):
    """Reads a column of times whose walls are those of a zone. as_written: by what is known of the writing of the
    column; else as ISO 8601 with any clock. to_its_end: a limit that is a bare day lasts until its end."""

    def __call__(self, column: pa.ChunkedArray, zone: Zone, *, as_written: bool, to_its_end: bool = False) -> Read: ...


@dataclass(frozen=True)
class SeparateTimes:
    """The times, and the rows whose time of day is there and could not be used: of these the day alone was taken."""

    times: Times
    unread: NDArray[np.bool_]


def read_separately(days: pa.ChunkedArray, clocks: pa.ChunkedArray, zone: Zone, read: TimeReader) -> SeparateTimes:
    """Day and time of day of each row as one instant in `zone`. A row without a time of day is its day alone; a day
    that is written with a time of day of its own keeps it; a time of day that is written with the same day, or beside
    none, is both."""
    alone = read(days, zone, as_written=True, to_its_end=True).times
    own = _walls(days, zone, read)
    clock = tidy_clocks(clocks)
    there = clock.is_valid().to_numpy(zero_copy_only=False)
    few = pc.fill_null(pc.match_substring_regex(clock, _FEW_DIGITS), False).to_numpy(zero_copy_only=False)
    midnights = np.where(own == MISSING, MISSING, own - own % DAY)
    joined = read(pa.chunked_array([_beside(midnights, clock)]), zone, as_written=False).times
    instants, is_day = alone.instants.copy(), own == midnights
    usable = there & ~few & (joined.instants != MISSING) & (own != MISSING)
    instants[usable & is_day] = joined.instants[usable & is_day]
    unread = there & ~(usable & (is_day | (joined.instants == alone.instants)))
    if (maybe := unread & is_day & ~few & ~alone.bad).any():
        whole = pa.chunked_array([pc.if_else(pa.array(maybe), clock, pa.scalar(None, pa.string()))])
        found = read(whole, zone, as_written=True).times.instants
        walls = _walls(whole, zone, read)
        same = (found != MISSING) & ((own == MISSING) | (walls - walls % DAY == midnights))
        instants[same], unread[same] = found[same], False
    times = replace(alone, instants=instants, ambiguous=joined.ambiguous, skipped=joined.skipped)
    return SeparateTimes(times, unread & ~alone.bad)


def _walls(column: pa.ChunkedArray, zone: Zone, read: TimeReader) -> Instants:
    """Wall clock times as they are written; of a moment in a zone that is midnight nowhere else, those of `zone`."""
    found, absolute = read(column, zone_named("UTC"), as_written=True)
    local = zone.to_local(found.instants)
    return np.where(absolute & (found.instants % DAY != 0), local, found.instants)


def tidy_clocks(column: pa.ChunkedArray) -> pa.Array:
    """Times of day as texts that may stand behind a day, null where empty."""
    texts = as_text(column).combine_chunks()
    texts = pc.if_else(says_empty(texts), pa.scalar(None, pa.string()), texts)
    texts = pc.replace_substring_regex(texts, _DAY_OF_NO_MEANING, "")
    for pattern, written in (_HOURS_AND_MINUTES, _AND_SECONDS):
        texts = pc.replace_substring_regex(texts, pattern, written)
    shares = pc.fill_null(pc.match_substring_regex(texts, _SHARE_OF_A_DAY), False)
    if not pc.any(shares).as_py():
        return texts
    kept = pc.if_else(shares, texts, pa.scalar(None, pa.string())).cast(pa.float64())
    seconds = pc.min_element_wise(pc.cast(pc.round(pc.multiply(kept, 86_400.0)), pa.int64()), 86_399)
    clock = pc.strftime(pc.cast(pc.multiply(seconds, 1_000_000), pa.timestamp("us")), format="%H:%M:%S")
    return pc.if_else(shares, clock, texts)


def _beside(midnights: Instants, clock: pa.Array) -> pa.Array:
    """`2024-03-05 2:05 pm`; null where the day or the time of day is missing."""
    days = pa.array(midnights, mask=midnights == MISSING).cast(pa.timestamp("us")).cast(pa.date32()).cast(pa.string())
    return pc.binary_join_element_wise(days, clock, " ")
