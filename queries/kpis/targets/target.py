"""What a number should be at least or at most, by the will of the city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geodata.city.targets import Direction


@dataclass(frozen=True)
class Target:
    """What a number should be at least or at most. is_met: None where a number is not known, not settled, or of too few
    cases to be judged."""

    value: float
    direction: Direction
    is_met: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return {"value": self.value, "direction": self.direction, "met": self.is_met}
