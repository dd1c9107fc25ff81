"""What people have saved: views of a screen, and notes pinned to a place and a time."""

from __future__ import annotations

from datetime import datetime

from geodata.areas.area_tree import Area
from queries.acts.act import about_cases
from queries.acts.act_chain import first_broken
from queries.acts.acts_end import missing_at_end
from queries.acts.saved import NotesAsked, SavedThing, SavedThings
from queries.city_context import CityContext
from queries.scope import Scope, answering


class Saved:
    """`city.saved`. known: the moment by which something was known (aware; None: now). Texts leave masked; a note is
    for those who may see all of its area. Every method raises ScopeNotEnforced."""

    def __init__(self, context: CityContext, things: SavedThings) -> None:
        self._context, self._things = context, things

    def things(self, kind: str, known: datetime | None = None, *, scope: Scope) -> list[SavedThing]:
        """The things of any kind that people save, the one saved last first."""
        with answering(scope):
            return [one for one in self._things.things(kind, known) if self._may_be_seen(one, scope)]

    def views(self, known: datetime | None = None, *, scope: Scope) -> list[SavedThing]:
        """The saved views, the one saved last first."""
        return self.things("view", known, scope=scope)

    def notes(self, asked: NotesAsked, known: datetime | None = None, *, scope: Scope) -> list[SavedThing]:
        """The notes of an area and a span, the one written last first."""
        with answering(scope):
            return [one for one in self._things.notes(asked, known) if self._may_be_seen(one, scope)]

    def area_of(self, note: SavedThing) -> Area:
        """The area that a note is pinned to; the whole city where it is gone."""
        return self._things.area_of(note.act)

    def _may_be_seen(self, thing: SavedThing, scope: Scope) -> bool:
        """Notes are about what lies in their area; a view holds nothing but an address. What is about a case is for who
        may see every case there: others ask for it by the cases that they see."""
        kind = thing.act.kind
        if kind in about_cases() and (scope.lines_of_business is not None or scope.closed_lines):
            return False
        if kind == "view" or scope.areas is None:
            return True
        area = self.area_of(thing)
        return scope.covers(area.area_id, area.last_id)

    def broken_at(self) -> datetime | None:
        """When the first act that does not follow from those before it became known; None where the chain of all acts
        is whole."""
        broken = first_broken(self._things.acts())
        return broken.recorded_at if broken else None

    def missing_at_end(self) -> int:
        """How many acts that were there once are missing at the end of the chain, at least."""
        return missing_at_end(self._things.acts(), self._context.folder)
