"""Whom outside was told of an alarm, and how far that is, for those who see the alarm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboard.access.request_visitor import request_visitor
from dashboard.alarms.messages.message import Message, State, told_of
from dashboard.alarms.messages.outbox import outbox_of
from dashboard.alarms.messages.receiver import receivers_of
from queries.city import City
from queries.errors import RulesError


@dataclass(frozen=True)
class ToldMessage:
    """message: its key; name: of the receiver; steps: what of the alarm it tells; due_at: when it is sent or tried
    again, where it waits; at: when it came to its end (aware); why: the last failure, for those who can correct it."""

    message: str
    receiver: str
    name: str
    state: State
    steps: tuple[str, ...]
    attempts: int
    due_at: datetime | None
    at: datetime | None
    why: str

    @property
    def moments(self) -> dict[str, datetime | None]:
        """By the names of their fields."""
        return {"due_at": self.due_at, "at": self.at}


class ToldAlarms:
    """What is known now of the messages of a city."""

    def __init__(self, city: City) -> None:
        self._messages = outbox_of(city.ground.folder).messages
        self._names = _names(city) if self._messages else {}
        self._sees_why = bool(self._messages) and any(request_visitor().may(one) for one in ("edit", "administer"))

    def of(self, alarm: str) -> tuple[ToldMessage, ...]:
        """Of one alarm, by its key; the oldest first."""
        return tuple(self._told(one, alarm) for one in told_of(self._messages, alarm))

    def _told(self, one: Message, alarm: str) -> ToldMessage:
        steps = tuple(news.step for news in one.news if news.alarm == alarm)
        waits = one.state == "waiting"
        return ToldMessage(
            one.key, one.receiver, self._names.get(one.receiver, one.receiver), one.state, steps, one.attempts,
            one.due_at if waits else None, one.done_at, one.why if self._sees_why else "",
        )  # fmt: skip


def _names(city: City) -> Mapping[str, str]:
    try:
        return {key: one.name for key, one in receivers_of(city).items()}
    except RulesError:
        return {}
