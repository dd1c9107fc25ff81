"""Which levels have centres that a roll-call reaches, and how soon they answer: `centres.toml` read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from queries.errors import DictionaryError

STANDARD_CENTRES = Path(__file__).with_name("centres.toml")
OWN_CENTRES = "roll_calls.toml"
MOST_CENTRES = 5_000
"""A level of more areas has no centres."""
LONGEST_HOURS = 48
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True)
class LevelCalled:
    """Centres of a level of the area tree (1: just below the city). key: of the level in the profile."""

    key: str
    level: int
    minutes: int

    @property
    def limit(self) -> timedelta:
        """Within which each of them answers."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Reach:
    """The levels that can be called, the higher first; over_after: how long a call stands that nobody ends."""

    levels: tuple[LevelCalled, ...]
    over_after: timedelta

    @property
    def marks(self) -> tuple[int, ...]:
        """The limits of all levels in minutes, the shortest first."""
        return tuple(sorted({one.minutes for one in self.levels}))

    def named(self, keys: str) -> tuple[LevelCalled, ...]:
        """The levels of some keys, written with commas; those that are gone are left out."""
        wanted = keys.split(",")
        return tuple(one for one in self.levels if one.key in wanted)


def read_reach(keys: Mapping[int, str], own: Path | None = None) -> Reach:
    """The declared levels among those that a city has. keys: of its levels by number, without those that have no
    centres; own: a file that takes the place of the standard one. Raises DictionaryError."""
    file = own or STANDARD_CENTRES
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DictionaryError(file, "", f"the file cannot be read ({error})") from error
    for mistake in _mistakes(table):
        raise DictionaryError(file, "levels", mistake)
    rows = sorted(table["levels"], key=lambda row: int(row["level"]))
    levels = (LevelCalled(keys[row["level"]], row["level"], row["minutes"]) for row in rows if row["level"] in keys)
    return Reach(tuple(levels), timedelta(hours=table["over_after_hours"]))


def _mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    if unknown := sorted(table.keys() - {"levels", "over_after_hours"}):
        yield f"unknown: {', '.join(unknown)}; known are levels, over_after_hours"
    if not _is_within(table.get("over_after_hours"), LONGEST_HOURS):
        yield f"over_after_hours is a whole number from 1 to {LONGEST_HOURS}"
    rows = table.get("levels")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        yield "it has no [[levels]]; write one for each level that has centres"
        return
    for row in rows:
        if row.keys() != {"level", "minutes"}:
            yield "each of [[levels]] has level and minutes, and nothing else"
        elif not _is_within(row["level"], 100) or not _is_within(row["minutes"], LONGEST_MINUTES):
            yield f"level is a number from 1, minutes a whole number from 1 to {LONGEST_MINUTES}"
    if len({row.get("level") for row in rows}) < len(rows):
        yield "a level stands there twice"


def _is_within(value: Any, most: int) -> bool:
    return type(value) is int and 1 <= value <= most
