"""What people do about roll-calls: call centres, answer, end a call; kept as acts of whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from dashboard.access.actor import Actor
from dashboard.access.request_visitor import request_visitor
from dashboard.errors import NotFound, wrong_parameter
from dashboard.intake.acts_sent import deliver_acts, enter_acts
from dashboard.intake.receiver import RowReceiver
from dashboard.view import parsers
from geodata.areas.area_tree import Area
from queries.city import City
from queries.errors import ActRefused, OutsideScope
from queries.values import (
    ROLL_CALL,
    ROLL_CALL_ANSWER,
    ROLL_CALL_ENDED,
    Act,
    Deed,
    LevelCalled,
    RollCall,
    areas_called,
    new_key,
    roll_call_answer_key,
)

MOST_ANSWERS = 500
Text = Annotated[str, Field(max_length=2_000)]


class RollCallAct(BaseModel):
    """What somebody does about a roll-call. call: `text` says why, `area` whose centres (the whole city without),
    `levels` which, by the keys that /api/v1/roll-calls lists. answer, take_back, end: of the call with `key`; the first
    two name the `areas` whose centres answer, or had not after all."""

    deed: Literal["call", "answer", "take_back", "end"]
    key: Annotated[str, Field(max_length=40)] = ""
    text: Text = ""
    area: Text = ""
    levels: Annotated[list[Text], Field(max_length=20)] = []
    areas: Annotated[list[Text], Field(max_length=MOST_ANSWERS)] = []


class RollCallKept(BaseModel):
    """What became of it. key: of the call; kept: how many acts; unchanged: centres of which nothing had to be kept;
    applied: it is on the screens already; stamp: with which one shows it."""

    key: str
    kept: int
    unchanged: int
    applied: bool
    stamp: str


class Calling:
    """Keeps acts about roll-calls. reception: takes deliveries, where a server has one."""

    def __init__(self, city: City, reception: RowReceiver | None = None) -> None:
        self._city, self._reception = city, reception

    def keep(self, given: RollCallAct, actor: Actor) -> RollCallKept:
        """Keep an act. Raises BadParameter, NotFound, UnknownArea, OutsideScope, ActRefused and IntakeFull."""
        if given.deed == "call":
            act = self._called(given, actor)
            return self._delivered(act.subject, [act], 0)
        call = self._call(given.key)
        if given.deed == "end":
            return self._delivered(call.key, [self._ended(call, actor)], 0)
        return self._answers(given, call, actor)

    def _called(self, given: RollCallAct, actor: Actor) -> Act:
        area = self._may_act_in(given.area) if given.area else self._own_area()
        levels = self._levels(given.levels)
        if not any(areas_called(self._city.tree, area, level.level) for level in levels):
            raise ActRefused("no_centres", "No centre of these levels lies there; choose other ones.")
        keys = ",".join(level.key for level in levels)
        act = self._act(ROLL_CALL, new_key(), actor, "called")
        return replace(act, text=parsers.text("text", given.text), area_code=area.code, unit=keys)

    def _own_area(self) -> Area:
        root, scope = self._city.tree.root, request_visitor().scope
        if not scope.covers(root.area_id, root.last_id):
            raise wrong_parameter("area", "needed")
        return root

    def _levels(self, keys: Sequence[str]) -> list[LevelCalled]:
        known = {one.key: one for one in self._city.roll_calls.reach.levels}
        for key in keys:
            if key not in known:
                raise wrong_parameter("levels", "none_of", given=parsers.quoted(key), known=", ".join(known))
        return [one for key, one in known.items() if key in keys] or list(known.values())

    def _call(self, key: str) -> RollCall:
        call = self._city.roll_calls.one(parsers.text("key", key), scope=request_visitor().scope)
        if call is None:
            raise NotFound("There is no such roll-call.")
        if not call.is_open:
            raise ActRefused("call_over", "The roll-call is over; send a new one.")
        return call

    def _ended(self, call: RollCall, actor: Actor) -> Act:
        made = call.made
        self._may_act_in(made.area.code)
        act = self._act(ROLL_CALL, call.key, actor, ROLL_CALL_ENDED)
        return replace(act, text=made.text, area_code=made.area.code, unit=",".join(level.key for level in made.levels))

    def _answers(self, given: RollCallAct, call: RollCall, actor: Actor) -> RollCallKept:
        centres = {one.area.code: one for one in call.centres}
        acts, unchanged = [], 0
        for code in dict.fromkeys(given.areas):
            self._may_act_in(code)
            if code not in centres:
                raise wrong_parameter("areas", "not_called", given=parsers.quoted(code))
            if (centres[code].answer is None) == (given.deed == "answer"):
                acts.append(self._answer(given, call, code, actor))
            else:
                unchanged += 1
        if not given.areas:
            raise wrong_parameter("areas", "needed")
        return self._delivered(call.key, acts, unchanged)

    def _answer(self, given: RollCallAct, call: RollCall, code: str, actor: Actor) -> Act:
        account = request_visitor().account
        is_own = account is not None and account.areas == (code,)
        deed: Deed = "saved" if given.deed == "answer" else "withdrawn"
        state = "answered" if is_own else "in_its_name"
        act = self._act(ROLL_CALL_ANSWER, roll_call_answer_key(call.key, code), actor, state, deed)
        return replace(act, area_code=code, text=parsers.text("text", given.text))

    def _act(self, kind: str, key: str, actor: Actor, state: str, deed: Deed = "saved") -> Act:
        return Act(kind, key, deed, actor.who, actor.origin, self._city.acts.moment(), state=state)

    def _may_act_in(self, code: str) -> Area:
        area = self._city.tree.area(parsers.code("area", code))
        if not request_visitor().scope.covers(area.area_id, area.last_id):
            raise OutsideScope(area.name)
        return area

    def _delivered(self, key: str, acts: Sequence[Act], unchanged: int) -> RollCallKept:
        done = deliver_acts(self._city, acts, self._reception)
        enter_acts(self._city, acts)
        return RollCallKept(key=key, kept=len(acts), unchanged=unchanged, applied=done.applied, stamp=done.stamp)
