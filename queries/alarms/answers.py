"""What people answer to alarms: acts, of which the last about an alarm stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from queries.acts.saved import SavedThing

ANSWER = "alarm_answer"
Standing = Literal["new", "acknowledged", "assigned", "snoozed", "closed", "over"]
STANDINGS: tuple[Standing, ...] = ("new", "acknowledged", "assigned", "snoozed", "closed", "over")


@dataclass(frozen=True)
class AlarmAnswer:
    """state: a word of act_kinds.toml; at: when it was given, until: until when an alarm is put off (aware); unit: to
    whom it was given; text: a remark, masked."""

    state: Standing
    who: str
    at: datetime
    unit: str = ""
    text: str = ""
    until: datetime | None = None


def answers_by_alarm(things: Iterable[SavedThing]) -> Mapping[str, AlarmAnswer]:
    """The answer that stands to each alarm, by its key."""
    return {one.key: _answer(one) for one in things}


def _answer(thing: SavedThing) -> AlarmAnswer:
    act = thing.act
    return AlarmAnswer(act.state, act.who, act.happened_at, act.unit, act.text, act.until_at)  # type: ignore[arg-type]


def standing_of(answer: AlarmAnswer | None, *, is_over: bool, now: datetime) -> Standing:
    """How an alarm stands at a moment (aware): over, as it was answered, or new, as one is again that was put off."""
    if is_over:
        return "over"
    if answer is None or (answer.state == "snoozed" and (answer.until is None or answer.until <= now)):
        return "new"
    return answer.state
