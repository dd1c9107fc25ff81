"""Which alarms of a governance loop are open, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from dashboard.alarms.listing import IN_HAND
from dashboard.alarms.naming import alarm_name
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import moment_in
from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import Alarm, AlarmsAsked, Loop, Scope

LoopAlarms = Mapping[str, Sequence[Alarm]]
"""By the key of the loop, the one that was raised first before the others."""


def open_alarms(
    city: City, loops: Iterable[Loop], area: Area, known: datetime | None = None, *, scope: Scope
) -> LoopAlarms | None:
    """The alarms in hand of the rules that each loop names, in an area, as they were known at a moment (aware; None:
    now); None for whoever may see no alarms."""
    if scope.lines_of_business is not None:
        return None
    found = city.alarms.listed(AlarmsAsked(area, IN_HAND), known, scope=scope)
    ordered = sorted(found, key=lambda one: (one.raised_at, one.key))
    return {loop.key: [one for one in ordered if one.last.rule in loop.alarms] for loop in loops}


def alarms_of_loop_as_json(city: City, alarms: Sequence[Alarm] | None, words: Catalogue) -> list[dict[str, Any]] | None:
    """Each with its rule, severity and place, instants in the city's zone; None where they may not be seen."""
    if alarms is None:
        return None
    zone = city.profile.time_zone
    return [
        {
            "key": one.key,
            "rule": one.last.rule,
            "severity": one.told.severity,
            "name": alarm_name(city, one, words).whole,
            "area": city.alarms.area_of(one).code,
            "since": moment_in(zone, one.raised_at),
        }
        for one in alarms
    ]
