"""Alarms that belong together: of one rule, in areas side by side or about parts of one area."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import Alarm


def area_above(city: City, alarm: Alarm) -> Area:
    """The area within which an alarm lies beside others of its rule: the one above its own, or the whole city."""
    area = city.alarms.area_of(alarm)
    return city.tree.by_id(area.parent_id) if area.parent_id else area


def grouped(city: City, alarms: Iterable[Alarm]) -> tuple[tuple[Alarm, ...], ...]:
    """All of them in groups of at least one, each where its first stands."""
    groups = dict[tuple[str, str], list[Alarm]]()
    for one in alarms:
        groups.setdefault((one.last.rule, area_above(city, one).code), []).append(one)
    return tuple(tuple(group) for group in groups.values())
