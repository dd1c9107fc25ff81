"""The clock of a city: the wall clock, the wall clock with an offset, or the newest life-cycle time of its data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

STALE_AFTER = timedelta(days=2)
Mode = Literal["auto", "wall", "data", "offset"]


def wall_now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """mode: wall | offset (the wall clock plus `offset`) | data (stands at the newest life-cycle time)
    | auto (data when the newest life-cycle time is more than two days old, else wall)."""

    mode: Mode = "auto"
    offset: timedelta = timedelta(0)
    wall: Callable[[], datetime] = wall_now

    @classmethod
    def from_setting(cls, setting: str, wall: Callable[[], datetime] = wall_now) -> Clock:
        """auto | wall | data | an ISO instant at which the clock starts now and from which it runs on.

        Raises ValueError for anything else, or for an instant without an offset from UTC.
        """
        if setting in ("auto", "wall", "data"):
            return cls(mode=setting, wall=wall)  # type: ignore[arg-type]
        start = datetime.fromisoformat(setting)
        if start.tzinfo is None:
            raise ValueError(f"the clock's start {setting!r} names no offset from UTC")
        return cls(mode="offset", offset=start - wall(), wall=wall)

    def stands_on_data(self, watermark: datetime | None) -> bool:
        """Whether the clock stands at the newest data. watermark: their newest life-cycle time, None without data."""
        if watermark is None or self.mode in ("wall", "offset"):
            return False
        return self.mode == "data" or self.wall() - watermark > STALE_AFTER

    def now(self, watermark: datetime | None) -> datetime:
        """The moment as of which the city is asked: UTC, whole seconds (data: rounded up, so that nothing is lost)."""
        if watermark is not None and self.stands_on_data(watermark):
            whole = watermark.replace(microsecond=0)
            return (whole if whole == watermark else whole + timedelta(seconds=1)).astimezone(UTC)
        return (self.wall() + self.offset).astimezone(UTC).replace(microsecond=0)
