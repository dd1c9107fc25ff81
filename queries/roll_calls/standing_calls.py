"""Roll-calls as they stand at a moment, from the acts that were known by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from geodata.areas.area_tree import Area, AreaTree
from geodata.errors import UnknownArea
from queries.acts.saved import SavedThing
from queries.roll_calls.reach import LevelCalled, Reach
from queries.roll_calls.roll_call import CallMade, CentreAnswer, CentreCalled, How, RollCall

CALL, ANSWER = "roll_call", "roll_call_answer"
ENDED = "ended"


def roll_call_answer_key(call: str, area_code: str) -> str:
    """The key of the answer of a centre to a call: there is one at a time."""
    return f"{call}:{area_code}"


@dataclass(frozen=True)
class CallsAt:
    """What calls are made of at a moment. things: all answers that stand; seen_at: aware."""

    tree: AreaTree
    reach: Reach
    answers: Mapping[str, SavedThing]
    seen_at: datetime

    @classmethod
    def of(cls, tree: AreaTree, reach: Reach, answers: Iterable[SavedThing], seen_at: datetime) -> CallsAt:
        """From the answers that stand."""
        return cls(tree, reach, {one.key: one for one in answers}, seen_at)

    def call(self, thing: SavedThing, centres: tuple[tuple[Area, LevelCalled], ...]) -> RollCall:
        """A call with the answers of some centres."""
        made = self.made(thing)
        over_at = self.over_at(made)
        called = tuple(self._centre(made, over_at, area, level) for area, level in centres)
        return RollCall(made, self.seen_at, over_at, called, self.reach.marks)

    def over_at(self, made: CallMade) -> datetime:
        """When a call is over: ended, or by itself."""
        return min(filter(None, (made.ended_at, made.called_at + self.reach.over_after)))

    def made(self, thing: SavedThing) -> CallMade:
        """What was called."""
        act = thing.act
        ended = act.state == ENDED
        return CallMade(
            thing.key, self._area(act.area_code), self.reach.named(act.unit), act.text, thing.made_at, thing.made_by,
            act.happened_at if ended else None, act.who if ended else "",
        )  # fmt: skip

    def centres(self, thing: SavedThing) -> Iterable[tuple[Area, LevelCalled]]:
        """The areas whose centres a call reaches, level by level in the order of the tree."""
        made = self.made(thing)
        return ((area, level) for level in made.levels for area in areas_called(self.tree, made.area, level.level))

    def _area(self, code: str) -> Area:
        try:
            return self.tree.area(code)
        except UnknownArea:
            return self.tree.root

    def _centre(self, made: CallMade, over_at: datetime, area: Area, level: LevelCalled) -> CentreCalled:
        thing = self.answers.get(roll_call_answer_key(made.key, area.code))
        if thing is None or thing.act.happened_at > over_at:
            return CentreCalled(area, level, None, None)
        act = thing.act
        answer = CentreAnswer(act.happened_at, act.who, cast(How, act.state), act.text)
        return CentreCalled(area, level, answer, max(answer.at - made.called_at, timedelta(0)))


def areas_called(tree: AreaTree, area: Area, level: int) -> tuple[Area, ...]:
    """The areas of a level in an area, that area itself among them."""
    return tuple(tree.by_id(number) for number in tree.at_level(level).tolist() if area.holds(number))
