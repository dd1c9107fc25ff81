"""What people answer to alarms, kept as acts of whoever asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from dashboard.access.actor import Actor
from dashboard.access.audit.request_audit import enter_act
from dashboard.access.request_scope import request_scope
from dashboard.errors import NotFound, refused_by_schema
from dashboard.intake.receiver import RowReceiver
from dashboard.view import parsers
from queries.city import City
from queries.errors import ActRefused
from queries.values import ALARM_ANSWER, Act, Alarm, AlarmsAsked

LONGEST_MINUTES = 30 * 24 * 60


class AlarmAnswerGiven(BaseModel):
    """An answer to an alarm. unit: whom it is given to, where it is assigned; minutes: for how long it is snoozed;
    text: a remark, which loses what is personal in it."""

    key: Annotated[str, Field(max_length=40)]
    state: Literal["acknowledged", "assigned", "snoozed", "closed"]
    unit: Annotated[str, Field(max_length=200)] = ""
    text: Annotated[str, Field(max_length=2000)] = ""
    minutes: Annotated[int | None, Field(ge=1, le=LONGEST_MINUTES)] = None


class AlarmAnswered(BaseModel):
    """What became of it. applied: it is on the screens already; stamp: with which a screen shows it."""

    key: str
    state: str
    applied: bool
    stamp: str


def read_answer(content: bytes) -> AlarmAnswerGiven:
    """An answer from its JSON. Raises BadParameter."""
    try:
        return AlarmAnswerGiven.model_validate_json(content)
    except ValidationError as error:
        raise refused_by_schema(error, "alarm_answer") from error


class AlarmAnswering:
    """Keeps answers. reception: takes deliveries, where a server has one."""

    def __init__(self, city: City, reception: RowReceiver | None = None) -> None:
        self._city, self._reception = city, reception

    def keep(self, given: AlarmAnswerGiven, actor: Actor) -> AlarmAnswered:
        """Keep an answer to an alarm that the asker sees. Raises NotFound, ActRefused, BadParameter and IntakeFull."""
        alarm, city = self._alarm(given.key), self._city
        if given.state == "assigned" and not given.unit.strip():
            raise ActRefused("no_unit", "Say in `unit` whom the alarm is given to.")
        if given.state == "snoozed" and given.minutes is None:
            raise ActRefused("no_minutes", "Say in `minutes` for how long the alarm is put off.")
        now = city.acts.moment()
        until = now + timedelta(minutes=given.minutes) if given.state == "snoozed" and given.minutes else None
        act = Act(
            ALARM_ANSWER, alarm.key, "saved", actor.who, actor.origin, now,
            text=parsers.text("text", given.text), state=given.state, until_at=until,
            unit=parsers.text("unit", given.unit) if given.state == "assigned" else "",
            area_code=city.alarms.area_of(alarm).code,
        )  # fmt: skip
        applied = city.acts.deliver([act], self._reception)
        enter_act(city.ground.folder, "act", {"deed": given.state, "thing": act.kind, "key": act.subject})
        stamp = city.sources.stamp(at_least=city.sources.data_version)
        return AlarmAnswered(key=alarm.key, state=given.state, applied=applied, stamp=str(stamp))

    def _alarm(self, key: str) -> Alarm:
        asked = AlarmsAsked(self._city.tree.root)
        for one in self._city.alarms.listed(asked, scope=request_scope()):
            if one.key == key:
                return one
        raise NotFound("There is no such alarm; it may be over for long.")
