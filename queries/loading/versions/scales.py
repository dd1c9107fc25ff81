"""What tells which of two versions of a case is newer: the source's own number, its update time, or the order of
arrival. A source has one such scale, declared in its mapping or found in what it delivers first; a number and a time
never meet (see `version_order`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.calendar.zones import MISSING, Instants
from queries.conversion.canonical import LIFE_CYCLE, UPDATED, VERSION
from queries.conversion.converted.converted_cases import ConvertedCases
from queries.loading.inputs.input_lines import InputLines
from queries.store.version_order import ARRIVAL, UPDATE_TIME, VERSION_SCALES, VersionScale

EXAMPLES = 3
Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass
class SourceVersions:
    """The scale of a source while inputs of it are applied. before: as it was, None where nothing was delivered; scale:
    as it is with what was staged so far."""

    before: VersionScale | None = None
    scale: VersionScale | None = None
    _rows: Counter[VersionScale] = field(default_factory=Counter)
    _examples: defaultdict[VersionScale, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.scale = self.scale or self.before

    def columns(self, cases: ConvertedCases, lines: InputLines, moments: Numbers) -> dict[str, pa.Array]:
        """`version` of each row; and where rows are ordered by arrival `delivery` and `latest`, which order those of
        one input: the place of the delivery, and the latest time of the life cycle. moments: when each input became
        known, microseconds UTC."""
        number = cases.columns.get(VERSION, pa.nulls(len(cases), pa.int64()))
        if not len(cases) or (not number.null_count and self.before != "update_time"):
            self._raise_to("number" if len(cases) else None)
            return {"version": number}
        has_number = number.is_valid().to_numpy(zero_copy_only=False)
        updated = cases.times.get(UPDATED, np.full(len(cases), MISSING, dtype=np.int64))
        has_time = updated != MISSING
        inputs = lines.number_of(cases.lines)
        prefers_time = self._prefers_time(has_number, has_time, inputs, len(lines.inputs))
        by_time = has_time & (prefers_time[inputs] | ~has_number)
        by_arrival = ~has_number & ~has_time
        own = number.fill_null(0).to_numpy(zero_copy_only=False)
        version = np.where(by_time, np.where(has_time, updated, 0) + UPDATE_TIME, own)
        version = np.where(by_arrival, moments[inputs] + ARRIVAL, version)
        for scale, chosen in zip(VERSION_SCALES, (by_arrival, by_time), strict=False):
            self._count(scale, cases, chosen)
        columns = {"version": pa.array(version)}
        if by_arrival.any():
            columns["delivery"] = pa.array(np.where(by_arrival, lines.delivery_of(cases.lines), 0))
            columns["latest"] = pa.array(np.where(by_arrival, latest_times(cases), 0))
        return columns

    def behind(self) -> tuple[int, list[str]]:
        """How many rows have no place on the scale, so that they stand behind all that have one, and the numbers of the
        first of these cases."""
        lower = [one for one in VERSION_SCALES if VERSION_SCALES.index(one) < VERSION_SCALES.index(self.scale or one)]
        return sum(self._rows[one] for one in lower), [case for one in lower for case in self._examples[one]][:EXAMPLES]

    def _prefers_time(self, has_number: Marks, has_time: Marks, inputs: Numbers, n: int) -> Marks:
        """For each input whether an update time goes before a number, as if the inputs came one after the other."""
        prefers = np.zeros(n, dtype=bool)
        only_number, only_time, both = (
            np.bincount(inputs[rows], minlength=n) > 0
            for rows in (has_number & ~has_time, has_time & ~has_number, has_number & has_time)
        )
        now = self.before
        for one in np.flatnonzero(np.bincount(inputs, minlength=n)).tolist():
            prefers[one] = now == "update_time"
            is_number = only_number[one] or (both[one] and not prefers[one])
            found: VersionScale = "number" if is_number else "update_time" if only_time[one] or both[one] else "arrival"
            now = higher(now, found)
        self._raise_to(now)
        return prefers

    def _raise_to(self, scale: VersionScale | None) -> None:
        self.scale = higher(self.scale, scale)

    def _count(self, scale: VersionScale, cases: ConvertedCases, chosen: Marks) -> None:
        rows = np.flatnonzero(chosen)
        self._rows[scale] += len(rows)
        if len(rows) and len(self._examples[scale]) < EXAMPLES:
            self._examples[scale] += cases.columns["source_id"].take(pa.array(rows[:EXAMPLES])).to_pylist()


def higher(one: VersionScale | None, other: VersionScale | None) -> VersionScale | None:
    """The higher of two scales; None is lower than all."""
    return max(one, other, key=lambda scale: VERSION_SCALES.index(scale) if scale else -1)


def latest_times(cases: ConvertedCases) -> Instants:
    """The latest time of the life cycle of each row, microseconds UTC."""
    latest = np.full(len(cases), MISSING, dtype=np.int64)
    for name in LIFE_CYCLE:
        if name in cases.times:
            latest = np.maximum(latest, cases.times[name])
    return latest
