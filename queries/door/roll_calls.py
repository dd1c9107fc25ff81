"""Roll-calls of the city: which levels can be called, the calls that were made, and who has answered."""

from __future__ import annotations

from datetime import datetime

from geodata.areas.area_tree import Area
from queries.acts.saved import SavedThing, SavedThings
from queries.city_context import CityContext
from queries.rights.permitted_areas import refuse_outside
from queries.roll_calls.duty_roster import DutyRoster, duty_roster
from queries.roll_calls.reach import MOST_CENTRES, OWN_CENTRES, Reach, read_reach
from queries.roll_calls.roll_call import RollCall
from queries.roll_calls.standing_calls import ANSWER, CALL, CallsAt
from queries.scope import Scope, answering

MOST_CALLS = 50


class RollCalls:
    """`city.roll_calls`. known: the moment by which something was known (aware; None: now). A call has no cases in it:
    whoever may see the area of a centre sees whether that has answered; a call of which one may see no centre is not
    there. Methods raise ScopeNotEnforced."""

    def __init__(self, context: CityContext, things: SavedThings) -> None:
        """Raises DictionaryError for mistakes in the file of the city."""
        self._context, self._things, tree = context, things, context.tree
        own = context.folder / OWN_CENTRES
        levels = enumerate(context.profile.levels)
        keys = {number: one.key for number, one in levels if 0 < len(tree.at_level(number)) <= MOST_CENTRES}
        keys.pop(0, None)
        self.reach: Reach = read_reach(keys, own if own.is_file() else None)
        """The levels that can be called."""

    def listed(
        self, area: Area, most: int = MOST_CALLS, known: datetime | None = None, *, scope: Scope
    ) -> tuple[RollCall, ...]:
        """The calls that reached a centre in an area, with the centres in it, the newest first."""
        with answering(scope):
            calls = self._calls_at(known)
            found: list[RollCall] = []
            for thing in sorted(self._things.things(CALL, known), key=lambda one: one.made_at, reverse=True):
                if len(found) == most:
                    break
                if call := self._seen(calls, thing, area, scope):
                    found.append(call)
            return tuple(found)

    def running(self, at: datetime, *, scope: Scope) -> tuple[RollCall, ...]:
        """The calls that ran at a moment (aware) by what is known of them now, the newest first, with all answers."""
        with answering(scope):
            calls, things = self._calls_at(None), self._things.things(CALL, None)
            running = [one for one in things if calls.made(one).called_at <= at < calls.over_at(calls.made(one))]
            running.sort(key=lambda one: one.made_at, reverse=True)
            seen = (self._seen(calls, one, self._context.tree.root, scope) for one in running)
            return tuple(one for one in seen if one)

    def one(self, key: str, known: datetime | None = None, *, scope: Scope) -> RollCall | None:
        """A call; None where there is none, or the asker may see none of its centres."""
        with answering(scope):
            for thing in self._things.things(CALL, known):
                if thing.key == key:
                    return self._seen(self._calls_at(known), thing, self._context.tree.root, scope)
            return None

    def on_duty(self, area: Area, at: datetime, *, scope: Scope) -> DutyRoster:
        """Who is on duty at a moment (aware) at the centres in an area, by the roster of the city."""
        with answering(scope):
            refuse_outside(area, scope)
            context = self._context
            roster = duty_roster(context.folder, context.tree, context.profile.time_zone)
            return roster.at(at, area, scope)

    def _calls_at(self, known: datetime | None) -> CallsAt:
        seen_at = known or self._context.recording_moment()
        return CallsAt.of(self._context.tree, self.reach, self._things.things(ANSWER, known), seen_at)

    @staticmethod
    def _seen(calls: CallsAt, thing: SavedThing, asked: Area, scope: Scope) -> RollCall | None:
        centres = tuple(
            (area, level)
            for area, level in calls.centres(thing)
            if asked.holds(area.area_id) and scope.covers(area.area_id, area.last_id)
        )
        return calls.call(thing, centres) if centres else None
