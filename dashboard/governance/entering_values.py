"""Values that people enter for the units of an evaluation, kept as acts of whoever asks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from dashboard.access.actor import Actor
from dashboard.access.request_visitor import request_visitor
from dashboard.errors import NotFound, wrong_parameter
from dashboard.evaluation.evaluation_answers import chosen_evaluation
from dashboard.governance.case_acts import ActKept
from dashboard.intake.acts_sent import deliver_acts, enter_acts
from dashboard.intake.receiver import RowReceiver
from dashboard.view import parsers
from queries.city import City
from queries.errors import OutsideScope
from queries.values import (
    EVALUATION_VALUE,
    Act,
    EnteredPart,
    Evaluation,
    entered_key,
    entered_part_name,
)

Text = Annotated[str, Field(max_length=2_000)]
MOST_DAYS = 366


class ValueGiven(BaseModel):
    """A value of one unit for the days from `first` to `last`. evaluation, part: their keys; unit: code of an area, or
    name of a department; text: why, and where it stands; deed: `withdrawn` takes back what was entered for these
    days."""

    evaluation: Text
    part: Text
    unit: Text
    first: Text
    last: Text
    value: Annotated[float | None, Field(allow_inf_nan=False)] = None
    text: Text = ""
    deed: Literal["saved", "withdrawn"] = "saved"


class EnteringValues:
    """Keeps them. reception: takes deliveries, where a server has one."""

    def __init__(self, city: City, reception: RowReceiver | None = None) -> None:
        self._city, self._reception = city, reception

    def keep(self, given: ValueGiven, actor: Actor) -> ActKept:
        """Keep a value of a unit that is all within the scope of the asker. Raises BadParameter, NotFound, UnknownArea,
        OutsideScope, ActRefused and IntakeFull."""
        evaluation = chosen_evaluation(self._city, given.evaluation)
        part = _part(evaluation, given.part)
        act = self._act(given, evaluation, part, actor)
        kept = deliver_acts(self._city, [act], self._reception)
        enter_acts(self._city, [act])
        return ActKept(key=act.subject, applied=kept.applied, stamp=kept.stamp)

    def _act(self, given: ValueGiven, evaluation: Evaluation, part: EnteredPart, actor: Actor) -> Act:
        first, last = _days(given)
        unit = self._unit(evaluation, given.unit)
        key = entered_key(evaluation.key, part.key, unit, (first, last))
        is_area = evaluation.level is not None
        if given.deed == "withdrawn" and not self._city.evaluations.stands(key, scope=request_visitor().scope):
            raise NotFound("There is no such value; it may be withdrawn already.")
        return Act(
            EVALUATION_VALUE,
            key,
            given.deed,
            actor.who,
            actor.origin,
            self._city.acts.moment(),
            text=given.text.strip(),
            search=_value(given, part),
            area_code=unit if is_area else "",
            unit="" if is_area else unit,
            loop=entered_part_name(evaluation.key, part.key),
            from_at=self._midnight(first),
            until_at=self._midnight(last + timedelta(days=1)),
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._city.profile.time_zone)

    def _unit(self, evaluation: Evaluation, given: str) -> str:
        """The unit as an act names it. Of a department everybody's cases count, so the whole city must be seen."""
        scope, root = request_visitor().scope, self._city.tree.root
        if evaluation.level is None:
            if not self._city.kpis.has_value(str(evaluation.units), parsers.text("unit", given), scope=scope):
                raise wrong_parameter("unit", "no_such_unit", given=parsers.quoted(given))
            if not scope.covers(root.area_id, root.last_id):
                raise OutsideScope(root.name)
            return given
        area = self._city.tree.area(parsers.code("unit", given))
        if area.level != evaluation.level:
            raise wrong_parameter("unit", "no_such_unit", given=parsers.quoted(given))
        if not scope.covers(area.area_id, area.last_id):
            raise OutsideScope(area.name)
        return area.code


def _part(evaluation: Evaluation, key: str) -> EnteredPart:
    found = next((one for one in evaluation.entered if one.key == key), None)
    if found is None:
        known = ", ".join(one.key for one in evaluation.entered) or "—"
        raise wrong_parameter("part", "none_of", given=parsers.quoted(key), known=known)
    return found


def _days(given: ValueGiven) -> tuple[date, date]:
    first, last = parsers.day("first", given.first), parsers.day("last", given.last)
    days = {"first": first.isoformat(), "last": last.isoformat()}
    if last < first:
        raise wrong_parameter("last", "before", **days)
    if last - first >= timedelta(days=MOST_DAYS):
        raise wrong_parameter("last", "many_days_of_value", **days, most=MOST_DAYS)
    return first, last


def _value(given: ValueGiven, part: EnteredPart) -> str:
    if given.deed == "withdrawn":
        return ""
    if given.value is None:
        raise wrong_parameter("value", "needed")
    return repr(parsers.decimal("value", repr(given.value), *sorted((part.zero, part.full))))
