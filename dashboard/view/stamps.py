"""The stamp that a browser sends with a request: `<data version>.<epoch seconds>[.replay|.known]`.

The third part is there while a replay plays: `replay` shows the moment as it is known now, `known` as it was known
then.
A stamp that cannot be read is no error: the browser then gets the present state of the city.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from dashboard.view.parsers import YEARS
from queries.values import Stamp

Playing = Literal["replay", "known"]
WRITTEN = re.compile(r"(?P<version>[0-9]{1,15})\.(?P<seconds>-?[0-9]{1,10})(\.(?P<playing>replay|known))?")


@dataclass(frozen=True)
class BrowserStamp:
    """version: of the data; as_of: the aware moment to look at, in UTC; playing: how a replay shows it."""

    version: int
    as_of: datetime
    playing: Playing | None = None

    def __str__(self) -> str:
        playing = f".{self.playing}" if self.playing else ""
        return f"{self.version}.{int(self.as_of.timestamp())}{playing}"


def parse_stamp(given: str | None, present: Stamp) -> BrowserStamp:
    """What a browser sent; the present stamp of the city for nothing, for the same, or for what is no stamp."""
    now = BrowserStamp(present.data_version, present.as_of)
    found = WRITTEN.fullmatch(given or "")
    if found is None or given == str(present):
        return now
    as_of = datetime.fromtimestamp(int(found["seconds"]), UTC)
    if as_of.year not in YEARS:
        return now
    playing = found["playing"]
    return BrowserStamp(int(found["version"]), as_of, playing)  # type: ignore[arg-type]
