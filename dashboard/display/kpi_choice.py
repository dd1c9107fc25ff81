"""The KPIs of the cards: a list of preferences for each place, of which a city shows the first that it can answer.

A period of a day or two gets KPIs that are ripe by then: of the cases reported this morning almost none can be closed,
so a closing rate of today reflects only the time of day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Scope

Choice = Callable[[City, Scene], str | None]
RIPE_AFTER_DAYS = 2


@dataclass(frozen=True)
class Preferences:
    """Keys of KPIs in the order of preference; `at_once` for periods of at most RIPE_AFTER_DAYS days."""

    at_once: tuple[str, ...]
    ripe: tuple[str, ...]

    def of(self, scene: Scene) -> tuple[str, ...]:
        days = scene.period.days
        return self.at_once if days is not None and days <= RIPE_AFTER_DAYS else self.ripe


ANALYST = Preferences(
    at_once=(
        "reported", "handled_daily", "open", "overdue_open", "closed_on_time", "handling_time", "satisfaction",
        "filed_on_time", "auto_dispatch", "received_on_time", "dispatch_latency", "voided",
    ),
    ripe=(
        "reported", "open", "overdue_open", "closing_rate", "closed_on_time", "handling_time", "satisfaction",
        "first_dispatch", "handled_daily", "voided", "cross", "filed_rate",
    ),
)  # fmt: skip
WALL = {
    "receive": Preferences(
        ("reported", "handled_daily", "filed_on_time", "open"), ("reported", "handled_daily", "filed_rate", "open")
    ),
    "dispatch": Preferences(
        ("dispatch_latency", "auto_dispatch", "received_on_time"),
        ("dispatch_latency", "auto_dispatch", "first_dispatch", "received_on_time"),
    ),
    "supervise": Preferences(
        ("overdue_open", "open", "suspended", "voided"), ("overdue_open", "returned", "cross", "redo_solved", "voided")
    ),
    "assess": Preferences(
        ("satisfaction", "handling_time", "closed_on_time"),
        ("satisfaction", "handling_time", "closing_rate", "closed_on_time"),
    ),
}


def chosen(city: City, scope: Scope, preferences: Sequence[str], places: int) -> tuple[str, ...]:
    """`places` KPIs: the preferences that can be answered, in their order, then those that cannot."""
    known = [key for key in preferences if key in city.kpis.dictionary]
    able = city.kpis.answerable_among(tuple(known), scope=scope)
    return tuple(sorted(known, key=lambda key: key not in able)[:places])


def nth(preferences: Preferences, place: int, places: int, *, shows_chosen: bool = False) -> Choice:
    """The choice for one place of a row of `places` cards; None when the dictionary has fewer. shows_chosen: the last
    place has the KPI chosen on the screen where no other has it."""

    def choose(city: City, scene: Scene) -> str | None:
        keys = chosen(city, scene.scope, preferences.of(scene), places)
        if shows_chosen and place == places - 1 and scene.metric.key not in keys:
            return scene.metric.key
        return keys[place] if place < len(keys) else None

    return choose
