"""What people entered for the units of an evaluation: parts that no file tells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from queries.acts.saved import SavedThing
from queries.privacy.text_columns import leaving

KIND = "evaluation_value"
KEY_CHARACTERS = 24
BETWEEN = "."


@dataclass(frozen=True)
class EnteredValue:
    """A value of one unit for the days from first to last (of the city); who entered it, when (aware) and why, as that
    may leave. key: of the thing."""

    key: str
    part: str
    unit: str
    value: float
    first: date
    last: date
    who: str
    at: datetime
    text: str

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1


EnteredValues = Mapping[tuple[str, str], Sequence[EnteredValue]]
"""By the key of the part, and the code of an area or the name of a department as it may leave."""


def entered_key(evaluation: str, part: str, unit: str, days: tuple[date, date]) -> str:
    """The key of what is entered once: a later value of the same unit and days takes the place of the one before."""
    named = "\x1f".join((KIND, evaluation, part, unit, *(day.isoformat() for day in days)))
    return hashlib.sha256(named.encode()).hexdigest()[:KEY_CHARACTERS]


def part_named(evaluation: str, part: str) -> str:
    """How an act names the part of an evaluation."""
    return f"{evaluation}{BETWEEN}{part}"


def entered_values(things: Iterable[SavedThing], evaluation: str, zone: tzinfo) -> EnteredValues:
    """What stands for an evaluation. zone: of the city."""
    found: dict[tuple[str, str], list[EnteredValue]] = {}
    for one in things:
        act = one.act
        of, _, part = act.loop.partition(BETWEEN)
        if of != evaluation or act.from_at is None or act.until_at is None:
            continue
        first, after = (moment.astimezone(zone).date() for moment in (act.from_at, act.until_at))
        unit = act.area_code or act.unit
        days = (first, after - timedelta(days=1))
        value = EnteredValue(one.key, part, unit, float(act.search), *days, act.who, act.happened_at, act.text)
        found.setdefault((part, unit), []).append(value)
    return found


def of_unit(values: EnteredValues, part: str, unit: str, days: tuple[date, date]) -> tuple[EnteredValue, ...]:
    """The values of a part of a unit (code of its area, or name of the department) that cover any of the days, in
    their order."""
    of_all_days = values.get((part, unit)) or values.get((part, leaving("unit", unit)), ())
    touching = (one for one in of_all_days if one.first <= days[1] and one.last >= days[0])
    return tuple(sorted(touching, key=lambda one: (one.first, one.last)))


def mean_of_days(values: Sequence[EnteredValue], days: tuple[date, date]) -> float | None:
    """The mean over the days, both ends within, of the value that covers each: the one of the fewest days, of equals
    the last that was entered. None where a day is not covered."""
    closest_first = sorted(values, key=lambda one: (one.days, -one.at.timestamp()))
    total, number = 0.0, (days[1] - days[0]).days + 1
    for day in (days[0] + timedelta(days=place) for place in range(number)):
        covering = next((one for one in closest_first if one.first <= day <= one.last), None)
        if covering is None:
            return None
        total += covering.value
    return total / number
