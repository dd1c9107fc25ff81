"""What a wall does that nobody looks after: it grows darker at night, moves its picture by a few pixels, and begins
anew when it holds too much memory; declared as the table [unattended] of walls.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

TABLE = "unattended"
TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
BOUNDS: Mapping[str, tuple[int, int]] = {
    "dim_percent": (0, 90), "shift_pixels": (0, 4), "shift_minutes": (1, 240), "memory_mb": (100, 16_000),
}  # fmt: skip


@dataclass(frozen=True)
class Unattended:
    """See dashboard/walls/walls.toml for what each field means. Times of day ("22:00") in the zone of the city."""

    dim_from: str
    dim_until: str
    dim_percent: int
    shift_pixels: int
    shift_minutes: int
    memory_mb: int


def mistake_in_table(table: Mapping[str, Any]) -> str:
    """What is wrong with a table, in one English sentence that names the place; empty where nothing is."""
    known = [field.name for field in fields(Unattended)]
    for name, value in table.items():
        if name not in known:
            return f"{TABLE}.{name}: there is no such field; those there are: {', '.join(known)}."
        if name not in BOUNDS:
            if not isinstance(value, str) or not TIME_OF_DAY.fullmatch(value):
                return f'{TABLE}.{name}: must be a time of day such as "22:00".'
            continue
        least, most = BOUNDS[name]
        if type(value) is not int or not least <= value <= most:
            return f"{TABLE}.{name}: must be a whole number from {least} to {most}."
    return ""
