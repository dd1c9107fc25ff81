"""What is counted while the pieces of a file are converted, for what a load says of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from queries.conversion.writings.day_orders import DayOrders
from queries.conversion.writings.noted_values import NotedValues
from queries.conversion.writings.stated_systems import StatedSystems


def _noted() -> defaultdict[str, NotedValues]:
    return defaultdict(NotedValues)


@dataclass
class Tally:
    """Unknown words, unreadable numbers, placeholders and unusual times over all pieces of a file."""

    unknown_words: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    not_numbers: defaultdict[str, NotedValues] = field(default_factory=_noted)
    placeholders: defaultdict[str, NotedValues] = field(default_factory=_noted)
    ambiguous: int = 0
    skipped: int = 0
    commas: defaultdict[str, NotedValues] = field(default_factory=_noted)
    pairs: defaultdict[bool, NotedValues] = field(default_factory=lambda: defaultdict(NotedValues))
    made_numbers: int = 0
    exchanged: dict[bool, bool] = field(default_factory=dict)
    stated: StatedSystems = field(default_factory=StatedSystems)
    orders: DayOrders = field(default_factory=lambda: DayOrders(None))
    unread_clocks: defaultdict[str, NotedValues] = field(default_factory=_noted)
    long_ago: defaultdict[str, NotedValues] = field(default_factory=_noted)
    limits_without_start: Counter[str] = field(default_factory=Counter)
    limits_without_calendar: Counter[str] = field(default_factory=Counter)
