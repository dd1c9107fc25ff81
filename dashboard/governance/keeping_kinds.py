"""What people say of kinds that recur: that there is one, what it is called, how its cures stand; kept as acts."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from dashboard.access.actor import Actor
from dashboard.access.request_scope import request_scope
from dashboard.errors import NotFound, wrong_parameter
from dashboard.governance.case_acts import ActKept
from dashboard.governance.spot_answers import BETWEEN_AREAS, path_to
from dashboard.intake.acts_sent import deliver_acts, enter_acts
from dashboard.intake.receiver import RowReceiver
from dashboard.view import parsers
from dashboard.view.conditions import parse_conditions
from geodata.areas.area_tree import Area
from queries.city import City
from queries.errors import OutsideScope
from queries.values import (
    CURE,
    KIND_DIMENSIONS,
    MOST_WORDS,
    RECURRING_KIND,
    Act,
    Conditions,
    Cure,
    KindCases,
    KindStanding,
    cure_key,
    cure_sorts,
    written_item,
)

Text = Annotated[str, Field(max_length=2_000)]
Deed = Literal["saved", "withdrawn"]
EVERY_PLACE = "*"
LEVELS_IN_A_NAME = 3


class KindJudged(BaseModel):
    """A kind by its cases: those of an area (the city without one) that meet the conditions `where` (as in addresses:
    category3=…;matter=…) and hold every one of the words (by spaces) in their titles. state: `rejected` keeps a
    proposal from coming back; cause, programme: why it recurs, and of which works it is a part."""

    name: Text
    where: Text
    area: Text = ""
    words: Text = ""
    cause: Text = ""
    programme: Text = ""
    matter: Text = ""
    state: Literal["confirmed", "rejected"] = "confirmed"
    deed: Deed = "saved"


class CureGiven(BaseModel):
    """How an item of the checklist of a kind stands since a day. item: the key of one that is there; else a new one in
    an area, `*` for one in every place of its cases that has none yet. n: pieces; lon, lat: degrees WGS-84."""

    kind: Text
    state: Literal["open", "mended", "handed_over"] = "open"
    on: Text
    item: Text = ""
    area: Text = ""
    name: Text = ""
    sort: Text = ""
    n: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    lon: Annotated[float, Field(allow_inf_nan=False)] | None = None
    lat: Annotated[float, Field(allow_inf_nan=False)] | None = None
    text: Text = ""
    deed: Deed = "saved"


class KeepingKinds:
    """Keeps them. reception: takes deliveries, where a server has one."""

    def __init__(self, city: City, reception: RowReceiver | None = None) -> None:
        self._city, self._reception = city, reception

    def judge(self, given: KindJudged, actor: Actor) -> ActKept:
        """Keep what somebody says of a kind all of which they may see. Raises BadParameter, NotFound, UnknownArea,
        OutsideScope, ActRefused and IntakeFull."""
        area = self._whole_area(given.area)
        words = tuple(dict.fromkeys(parsers.text("words", given.words).split()))
        if len(words) > MOST_WORDS:
            raise wrong_parameter("words", "many_words", count=len(words), most=MOST_WORDS)
        cases = KindCases(area.code, self._where(given), words)
        if given.deed == "withdrawn" and cases.key not in self._city.recurring_kinds.judged(scope=request_scope()):
            raise NotFound("There is no such kind; it may be withdrawn already.")
        act = Act(
            RECURRING_KIND,
            cases.key,
            given.deed,
            actor.who,
            actor.origin,
            self._city.acts.moment(),
            name=given.name.strip(),
            text=given.cause.strip(),
            unit=given.programme.strip(),
            search=cases.written(),
            area_code=area.code,
            state=given.state,
        )
        return self._kept([act], cases.key)

    def cure(self, given: CureGiven, actor: Actor) -> ActKept:
        """Keep how items stand of a kind that the asker may see. Raises as `judge`."""
        found = self._city.recurring_kinds.one(parsers.text("kind", given.kind), scope=request_scope())
        if found is None:
            raise NotFound("There is no such kind.")
        on = self._day(given)
        if given.area == EVERY_PLACE and not given.item:
            codes = {one.area for one in found.cures}
            places = [self._city.tree.by_id(one.area_id) for one in found.count.places]
            items = [(one, self._named_by_place(one)) for one in places if one.code not in codes and _is_a_place(one)]
        else:
            items = [self._named(given, found)]
        acts = [self._item(given, found, area, name, on, actor) for area, name in items]
        return self._kept(acts, acts[0].subject if acts else "")

    def _named(self, given: CureGiven, found: KindStanding) -> tuple[Area, str]:
        """The area and the name of one item."""
        if item := self._there(given, found):
            return self._city.tree.area(item.area), item.name
        area = self._city.tree.area(parsers.code("area", given.area or found.kind.cases.area))
        whole = self._city.tree.area(found.kind.cases.area)
        if not whole.holds(area.area_id):
            raise wrong_parameter("area", "outside", area=area.name, within=whole.name)
        return area, given.name.strip() or self._named_by_place(area)

    def _named_by_place(self, area: Area) -> str:
        return " ".join(path_to(area.area_id, self._city).split(BETWEEN_AREAS)[-LEVELS_IN_A_NAME:])

    @staticmethod
    def _there(given: CureGiven, found: KindStanding) -> Cure | None:
        if not given.item:
            return None
        item = next((one for one in found.cures if one.key == given.item), None)
        if item is None:
            raise NotFound("There is no such item in the checklist; it may be withdrawn already.")
        return item

    def _item(  # noqa: PLR0913, PLR0917  (what an act is made of)
        self, given: CureGiven, found: KindStanding, area: Area, name: str, on: datetime, actor: Actor
    ) -> Act:
        item = self._there(given, found)
        sort = item.sort if item else given.sort or next(iter(cure_sorts()))
        if sort not in cure_sorts():
            raise wrong_parameter("sort", "none_of", given=parsers.quoted(sort), known=", ".join(cure_sorts()))
        kind = found.kind.key
        return Act(
            CURE,
            item.key if item else cure_key(kind, sort, name, area.code),
            given.deed,
            actor.who,
            actor.origin,
            self._city.acts.moment(),
            name=name,
            text=given.text.strip(),
            search=written_item(sort, given.n or (item.n if item else 1)),
            area_code=area.code,
            lon=item.lon if item else given.lon,
            lat=item.lat if item else given.lat,
            from_at=on,
            until_at=on,
            loop=kind,
            state=given.state,
        )

    def _day(self, given: CureGiven) -> datetime:
        day, zone = parsers.day("on", given.on), self._city.profile.time_zone
        if day > self._city.acts.moment().astimezone(zone).date():
            raise wrong_parameter("on", "to_come")
        return datetime.combine(day, time(), zone)

    def _where(self, given: KindJudged) -> Conditions:
        scope = request_scope()
        texts = [given.where, f"matter={given.matter.strip()}" if given.matter.strip() else ""]
        where = parse_conditions(
            "where",
            ";".join(filter(None, texts)),
            lambda dimension, value: self._city.kpis.has_value(dimension, value, scope=scope),
        )
        for dimension, _ in where:
            if dimension not in KIND_DIMENSIONS:
                known = ", ".join(KIND_DIMENSIONS)
                raise wrong_parameter("where", "none_of", given=parsers.quoted(dimension), known=known)
        if not where:
            raise wrong_parameter("where", "needed")
        return where

    def _whole_area(self, code: str) -> Area:
        tree, scope = self._city.tree, request_scope()
        area = tree.area(parsers.code("area", code)) if code else tree.root
        sees_all_cases = scope.lines_of_business is None and not scope.closed_lines
        if not sees_all_cases or not scope.covers(area.area_id, area.last_id):
            raise OutsideScope(area.name)
        return area

    def _kept(self, acts: list[Act], key: str) -> ActKept:
        kept = deliver_acts(self._city, acts, self._reception)
        enter_acts(self._city, acts)
        return ActKept(key=key, applied=kept.applied, stamp=kept.stamp)


def _is_a_place(area: Area) -> bool:
    """Whether nothing lies below: where a case is known to a district only, nobody can mend anything."""
    return area.area_id == area.last_id
