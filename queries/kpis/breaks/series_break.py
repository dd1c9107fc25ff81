"""A day from which on a series is not comparable with what it was before. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata.city.series_breaks import BreakKind


@dataclass(frozen=True)
class SeriesBreak:
    """day: the first of the new series, a day of the city; zh, en: why, in words."""

    day: date
    kind: BreakKind
    zh: str
    en: str

    def as_json(self) -> dict[str, Any]:
        """One JSON object, the day in ISO form."""
        return {"day": self.day.isoformat(), "kind": self.kind, "zh": self.zh, "en": self.en}


def breaks_between(breaks: Iterable[SeriesBreak], first: date, last: date) -> tuple[SeriesBreak, ...]:
    """Those that part the days from first to last: some lie before them, and some do not."""
    return tuple(one for one in breaks if first < one.day <= last)
