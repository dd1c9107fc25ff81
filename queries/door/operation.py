"""The mode of operation of the city's areas: everyday or emergency, since when and why, and the emergencies before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from geodata.areas.area_tree import Area
from geodata.errors import UnknownArea
from queries.acts.saved import SavedThings
from queries.city_context import CityContext
from queries.operation.emergency import SWITCH, Emergency, ModeHere, emergencies
from queries.operation.mode import EMERGENCY, NORMAL, Modes
from queries.operation.mode_file import modes_of
from queries.scope import Scope, answering

MOST_EMERGENCIES = 50


class OperationModes:
    """`city.operation`. known: the moment by which something was known (aware; None: now). An emergency is seen by
    whoever may see anything of its area. Methods raise ScopeNotEnforced."""

    def __init__(self, context: CityContext, things: SavedThings) -> None:
        self._context, self._things = context, things

    @property
    def modes(self) -> Modes:
        """What is declared of the modes at present."""
        return modes_of(self._context.folder)[0]

    @property
    def mistake(self) -> str:
        """What is wrong with the city's own file, in one English sentence; empty where nothing is."""
        return modes_of(self._context.folder)[1]

    def here(self, area: Area, known: datetime | None = None, *, scope: Scope) -> ModeHere:
        """The mode of an area: emergency while it, or an area around it, is in one."""
        with answering(scope):
            seen_at = known or self._context.recording_moment()
            present = [one for one in self._seen(seen_at, known, scope) if one.until is None]
            around = [one for one in present if one.area.holds(area.area_id)]
            largest = min(around, key=lambda one: one.area.level, default=None)
            modes = self.modes
            below = tuple(one for one in present if one not in around and area.holds(one.area.area_id))
            return ModeHere(modes[EMERGENCY if largest else NORMAL], largest, below, modes[EMERGENCY], seen_at)

    def emergencies(
        self, area: Area, most: int = MOST_EMERGENCIES, known: datetime | None = None, *, scope: Scope
    ) -> tuple[Emergency, ...]:
        """The emergencies of an area, of those around it and of those in it, the newest first."""
        with answering(scope):
            found = self._seen(known or self._context.recording_moment(), known, scope)
            about = [one for one in found if one.area.holds(area.area_id) or area.holds(one.area.area_id)]
            return tuple(sorted(about, key=lambda one: one.since, reverse=True)[:most])

    def _seen(self, seen_at: datetime, known: datetime | None, scope: Scope) -> Iterator[Emergency]:
        for thing in self._things.things(SWITCH, known):
            try:
                area = self._context.tree.area(thing.act.area_code)
            except UnknownArea:
                continue
            if scope.meets(area.area_id, area.last_id):
                yield from emergencies(area, thing.history, seen_at)
