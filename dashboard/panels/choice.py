"""Which KPIs the cards show: a list of wishes per place, of which a city gets the first that its sources can answer."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.panels.card import Choice
from dashboard.scene import Scene
from queries.city import City

ANALYST = (
    "reported",
    "open",
    "overdue_open",
    "closing_rate",
    "closed_on_time",
    "handling_time",
    "satisfaction",
    "first_dispatch",
    "handled_daily",
    "voided",
    "cross",
    "filed_rate",
)
WALL = {
    "receive": ("reported", "handled_daily", "filed_rate", "open"),
    "dispatch": ("dispatch_latency", "auto_dispatch", "first_dispatch"),
    "supervise": ("overdue_open", "returned", "cross", "redo_solved", "voided"),
    "assess": ("satisfaction", "handling_time", "closing_rate", "closed_on_time"),
}


def chosen(city: City, wishes: Sequence[str], places: int) -> tuple[str, ...]:
    """`places` KPIs: the wishes that can be answered in their order, then, calmly, those that cannot."""
    known = [key for key in wishes if key in city.dictionary]
    able = [key for key in known if city.answerable(key)]
    unable = [key for key in known if key not in able]
    return tuple([*able, *unable][:places])


def nth(wishes: Sequence[str], place: int, places: int) -> Choice:
    """The choice for one place of a row of `places` cards; None when the dictionary has fewer."""

    def choose(city: City, scene: Scene) -> str | None:
        keys = chosen(city, wishes, places)
        return keys[place] if place < len(keys) else None

    return choose
