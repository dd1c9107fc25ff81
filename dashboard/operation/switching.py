"""What people do about the mode of operation: they switch an area to emergency operation, or back; kept as acts."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from dashboard.access.actor import Actor
from dashboard.access.audit.request_audit import enter_act
from dashboard.access.request_visitor import request_visitor
from dashboard.errors import wrong_parameter
from dashboard.intake.acts_sent import deliver_acts
from dashboard.intake.receiver import RowReceiver
from dashboard.view import parsers
from geodata.areas.area_tree import Area
from queries.city import City
from queries.errors import ActRefused, OutsideScope
from queries.values import EMERGENCY, MODE_SWITCH, NORMAL, RETURNS, Act

Text = Annotated[str, Field(max_length=2_000)]


class ModeAct(BaseModel):
    """A switch. mode: to which; text: why; area: code, the whole city without; until: when an emergency is expected to
    be over, an instant or a day, whose end is meant. An area that is in an emergency gets the new reason and end."""

    mode: Literal["normal", "emergency"]
    text: Text
    area: Text = ""
    until: Text = ""


class ModeKept(BaseModel):
    """What became of it. area: its code; applied: it is on the screens already; stamp: with which one shows it."""

    area: str
    mode: str
    applied: bool
    stamp: str


class Switching:
    """Keeps switches. reception: takes deliveries, where a server has one."""

    def __init__(self, city: City, reception: RowReceiver | None = None) -> None:
        self._city, self._reception = city, reception

    def keep(self, given: ModeAct, actor: Actor) -> ModeKept:
        """Keep a switch. Raises BadParameter, UnknownArea, OutsideScope, ActRefused and IntakeFull."""
        act = self._act(given, self._area(given.area), actor)
        kept = deliver_acts(self._city, [act], self._reception)
        enter_act(self._city.ground.folder, "mode", {"deed": act.state, "area": act.area_code})
        return ModeKept(area=act.area_code, mode=act.state, applied=kept.applied, stamp=kept.stamp)

    def _act(self, given: ModeAct, area: Area, actor: Actor) -> Act:
        visitor = request_visitor()
        act = Act(
            MODE_SWITCH, area.code, "saved", actor.who, actor.origin, self._city.acts.moment(), area_code=area.code,
            text=parsers.text("text", given.text).strip(), state=given.mode,
            unit=visitor.account.role if visitor.account else visitor.who,
        )  # fmt: skip
        if given.mode == NORMAL:
            self._refuse_unless_own(area)
            return act
        if not given.until:
            return act
        until = parsers.moment("until", given.until, self._city.profile.time_zone)
        if until <= act.happened_at:
            raise wrong_parameter("until", "past")
        returns = RETURNS if self._city.operation.modes[EMERGENCY].returns_by_itself else ""
        return replace(act, until_at=until, search=returns)

    def _refuse_unless_own(self, area: Area) -> None:
        """An area that is in an emergency by one around it does not end that."""
        found = self._city.operation.emergencies(area, scope=request_visitor().scope)
        if not any(one.area.code == area.code and one.until is None for one in found):
            raise ActRefused("no_emergency", "The area is in no emergency of its own; choose the area that is.")

    def _area(self, code: str) -> Area:
        area = self._city.tree.area(parsers.code("area", code)) if code else self._city.tree.root
        if not request_visitor().scope.covers(area.area_id, area.last_id):
            raise OutsideScope(area.name)
        return area
