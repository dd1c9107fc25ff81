"""Columns of bare numbers that may be times: seconds and milliseconds since 1970, days and moments in digits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodata.sentence import Sentence
from queries.calendar.zones import instant, microseconds, zone_named
from queries.conversion.times import begin_readings
from queries.conversion.writings.date_orders import latest_year

_EARLIEST = microseconds(datetime(2000, 1, 1, tzinfo=UTC))
_AHEAD = timedelta(days=1)
_KINDS = {8: "days", 10: "seconds", 12: "moments", 13: "milliseconds", 14: "moments"}
_SHOWN = {
    "days": "days written in digits",
    "moments": "moments written in digits",
    "seconds": "seconds since 1970",
    "milliseconds": "milliseconds since 1970",
}
_DENSE = 2


@dataclass(frozen=True)
class NumberTimes:
    """What numbers are as times; an example, and the first and last day on which they then lie."""

    kind: str
    example: str
    first: str
    last: str

    def sentence(self, column: str) -> Sentence:
        """What was guessed, and why."""
        text = (
            f"{column!r} is a guess: numbers such as {self.example} were taken for {_SHOWN[self.kind]}, as all of them "
            f"then lie between {self.first} and {self.last}; take the line away if they are something else."
        )
        key = f"guessed_{self.kind}"
        return Sentence(key, text, header=column, example=self.example, first=self.first, last=self.last)


def number_times(texts: pa.ChunkedArray, cursor: duckdb.DuckDBPyConnection) -> NumberTimes | None:
    """What a column of texts is where every value is a number of as many digits that lies between 2000 and now as a
    time, and the numbers do not follow each other as those of cases do; None for any other. `cursor` only computes."""
    whole = pc.replace_substring_regex(texts, r"\.\d+$", "")
    if not len(texts) or not pc.all(pc.match_substring_regex(whole, r"^\d{8,14}$")).as_py():
        return None
    kind = _KINDS.get(pc.min(pc.utf8_length(whole)).as_py())
    if kind is None or pc.min_max(pc.utf8_length(whole)).as_py() != dict.fromkeys(
        ("min", "max"), len(whole[0].as_py())
    ):
        return None
    numbers = np.unique(whole.cast(pa.int64()).to_numpy())
    if len(numbers) == len(texts) > 1 and numbers[-1] - numbers[0] < _DENSE * len(numbers):
        return None
    now = datetime.now(UTC)
    reading = begin_readings({"time": texts}, cursor)["time"]
    found = reading.finish(zone_named("UTC"), cursor, latest=latest_year(microseconds(now))).instants
    first, last = int(found.min()), int(found.max())
    if first < _EARLIEST or last > microseconds(now + _AHEAD):
        return None
    return NumberTimes(kind, texts[0].as_py(), *(instant(moment).date().isoformat() for moment in (first, last)))
