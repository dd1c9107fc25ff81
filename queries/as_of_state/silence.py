"""When units, devices and partners count as silent (thresholds.toml), as numbers and as a condition of statements."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from queries.store.statements import read_statements

_HERE = Path(__file__)
_SQL = read_statements(_HERE.with_name("silence.sql"))
_OTHER = "other"


@cache
def silence_minutes() -> Mapping[str, Mapping[str, int]]:
    """Table (devices, units, partners) → kind or `other` → minutes; 0: never silent."""
    return tomllib.loads(_HERE.with_name("thresholds.toml").read_text(encoding="utf-8"))


def silent_after_s(table: str, kind: str) -> float:
    """Seconds after the last sign of life from which one of this kind is silent; infinite where never."""
    minutes = silence_minutes()[table]
    return 60.0 * minutes.get(kind, minutes[_OTHER]) or math.inf


def minutes_text(table: str) -> str:
    """The limits of a table for people: `15`, or from the shortest to the longest `5–30`."""
    minutes = sorted({limit for limit in silence_minutes()[table].values() if limit})
    return f"{minutes[0]}–{minutes[-1]}" if len(minutes) > 1 else str(minutes[0])


def limit_expression(table: str) -> str:
    """The limit of a row `stored` of the table as an interval; NULL where never silent."""
    minutes = silence_minutes()[table]
    kinds = [_SQL.filled("kind", kind=kind, limit=_limit(limit)) for kind, limit in minutes.items() if kind != _OTHER]
    return (
        _SQL.filled("limit", kinds=" ".join(kinds), other=_limit(minutes[_OTHER])) if kinds else _limit(minutes[_OTHER])
    )


def _limit(minutes: int) -> str:
    return _SQL.filled("minutes", minutes=str(minutes)) if minutes else _SQL["never"]
