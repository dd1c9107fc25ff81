"""What becomes of an alarm, as it is delivered: raised, changed, cleared."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal

ALARMS = "alarms"
SOURCE = "alarms of the city"
"""Under this name they lie in landing/; a source of a city has none of blanks."""
Step = Literal["raised", "changed", "cleared"]
Severity = Literal["notice", "warning", "critical"]
_NUMBERS = ("lon", "lat", "value", "threshold", "n")


@dataclass(frozen=True)
class Transition:
    """alarm: the key of the alarm; rule: of the rule that raised it; area_code: where; subject: what it is about there
    beside the area (a department, a source, a category), empty where that is the area itself; lon, lat: a point
    (degrees WGS-84) where there is one; value: what was found, None where nothing is there any more; threshold: what it
    was held against; n: of how many cases, devices or the like; as_of: aware."""

    alarm: str
    step: Step
    rule: str
    severity: Severity
    area_code: str
    subject: str
    value: float | None
    threshold: float | None
    n: int
    as_of: datetime
    lon: float | None = None
    lat: float | None = None

    @property
    def key(self) -> str:
        """Equal of what is delivered twice."""
        return key_of(self.alarm, self.step, self.as_of.astimezone(UTC).isoformat())

    def row(self) -> dict[str, Any]:
        """As it is delivered: the moment as ISO 8601 in UTC."""
        row = {one.name: getattr(self, one.name) for one in fields(self)}
        return row | {"as_of": self.as_of.astimezone(UTC).isoformat()}

    @classmethod
    def of_row(cls, row: Mapping[str, str | None]) -> Transition:
        """The transition of a row of texts."""
        given: dict[str, Any] = {one.name: row.get(one.name) or "" for one in fields(cls)}
        given |= {name: float(given[name]) if given[name] else None for name in _NUMBERS}
        return cls(**given | {"n": int(given["n"] or 0), "as_of": datetime.fromisoformat(given["as_of"])})


def key_of(*parts: str) -> str:
    """A key that the same parts always give."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]
