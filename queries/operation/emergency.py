"""The emergencies of an area, from the acts by which it was switched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from geodata.areas.area_tree import Area
from queries.acts.act import Act
from queries.operation.mode import EMERGENCY, Mode

SWITCH = "operation_mode"
RETURNS = "returns"
"""What `search` of an act says where the emergency is over by itself at the end that was given."""
Ended = Literal["", "switched", "by_itself"]


@dataclass(frozen=True)
class Emergency:
    """That an area was in emergency operation. since, until: aware, until None while it is; by, role: who switched and
    in which role; text: why (masked), as it was said last; expected_end: aware, None where none was given; returns: it
    is over then by itself; ended, ended_by, ended_role, end_text: how it ended, by whom and why."""

    area: Area
    since: datetime
    by: str
    role: str
    text: str
    expected_end: datetime | None
    returns: bool = False
    until: datetime | None = None
    ended: Ended = ""
    ended_by: str = ""
    ended_role: str = ""
    end_text: str = ""

    def lasted(self, seen_at: datetime) -> timedelta:
        """For how long, up to a moment (aware)."""
        return max((self.until or seen_at) - self.since, timedelta(0))

    def is_late(self, seen_at: datetime) -> bool:
        """Whether it still is, after the end that was expected."""
        return self.until is None and self.expected_end is not None and self.expected_end < seen_at


@dataclass(frozen=True)
class ModeHere:
    """The mode of an area as of a moment. emergency: in which it is, that of the largest area; None in everyday
    operation. below: emergencies of areas within it; of_emergency: what is declared of those."""

    mode: Mode
    emergency: Emergency | None
    below: tuple[Emergency, ...]
    of_emergency: Mode
    seen_at: datetime


def emergencies(area: Area, acts: Iterable[Act], seen_at: datetime) -> Iterator[Emergency]:
    """The emergencies of an area as of a moment (aware), from the acts about it in their order; one that is said again
    goes on with the new reason and end."""
    present: Emergency | None = None
    for act in acts:
        if present and (over := _over(present, act.happened_at)):
            yield over
            present = None
        if act.state == EMERGENCY:
            present = _told(present or _begun(area, act), act)
        elif present:
            yield replace(
                present, until=act.happened_at, ended="switched", ended_by=act.who, ended_role=act.unit,
                end_text=act.text,
            )  # fmt: skip
            present = None
    if present:
        yield _over(present, seen_at) or present


def _begun(area: Area, act: Act) -> Emergency:
    return Emergency(area, act.happened_at, act.who, act.unit, act.text, act.until_at)


def _told(present: Emergency, act: Act) -> Emergency:
    return replace(present, text=act.text, expected_end=act.until_at, returns=act.search == RETURNS)


def _over(present: Emergency, moment: datetime) -> Emergency | None:
    """The emergency ended by itself by a moment; None where it goes on."""
    end = present.expected_end
    if end is None or not present.returns or end > moment:
        return None
    return replace(present, until=end, ended="by_itself")
