"""From what became of alarms to messages: each news once, those of one rule and larger area in one message. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dashboard.alarms.messages.message import Message, News
from dashboard.alarms.messages.outbox import Outbox
from dashboard.alarms.messages.receiver import AlarmReceiver
from queries.values import SEVERITIES, Alarm, key_of

TOLD_FOR = timedelta(days=1)
"""What is older is no news any more."""


@dataclass(frozen=True)
class Gathering:
    """seen: the alarms that a receiver may be told of; above: the area whose alarms are told at once; now: aware."""

    seen: Callable[[AlarmReceiver], Iterable[Alarm]]
    above: Callable[[Alarm], str]
    now: datetime

    def gathered(self, outbox: Outbox, receivers: Mapping[str, AlarmReceiver]) -> Outbox:
        """The outbox with what is new. A receiver that was not declared before is told of what becomes from now on;
        messages to one that is no longer declared are dropped, as are those of which everything is over again."""
        since = {key: outbox.since.get(key, self.now) for key in receivers}
        messages = [self._kept(one, receivers) for one in outbox.messages]
        for key, receiver in receivers.items():
            messages = self._of_receiver(messages, receiver, max(since[key], self.now - TOLD_FOR))
        return Outbox(tuple(messages), since)

    def _kept(self, message: Message, receivers: Mapping[str, AlarmReceiver]) -> Message:
        if message.state == "waiting" and message.receiver not in receivers:
            return message.ended("dropped", self.now)
        return message

    def _of_receiver(self, messages: list[Message], receiver: AlarmReceiver, since: datetime) -> list[Message]:
        mine = [one for one in messages if one.receiver == receiver.key]
        told = {news.transition for one in mine for news in one.news}
        sent = {news.alarm for one in mine if not one.is_gathering and one.state != "dropped" for news in one.news}
        others = [one for one in messages if one.receiver != receiver.key]
        for alarm in self._wanted(receiver):
            fresh = [one for one in _news(alarm, since, over=receiver.over) if one.transition not in told]
            if alarm.cleared_at is not None and alarm.key not in sent:
                mine = [self._without(one, alarm.key) for one in mine]
            elif fresh:
                mine = self._with(mine, receiver, alarm, fresh)
        return [*others, *mine]

    def _wanted(self, receiver: AlarmReceiver) -> Iterator[Alarm]:
        least = SEVERITIES.index(receiver.severity)
        for alarm in self.seen(receiver):
            told = alarm.last
            if SEVERITIES.index(told.severity) >= least and (not receiver.rules or told.rule in receiver.rules):
                yield alarm

    def _without(self, message: Message, alarm: str) -> Message:
        """Over before anybody was told: nothing of it is."""
        left = tuple(one for one in message.news if one.alarm != alarm)
        if not message.is_gathering or left == message.news:
            return message
        return replace(message, news=left) if left else message.ended("dropped", self.now)

    def _with(self, mine: list[Message], receiver: AlarmReceiver, alarm: Alarm, fresh: list[News]) -> list[Message]:
        rule, area = alarm.last.rule, self.above(alarm)
        for place, one in enumerate(mine):
            if one.is_gathering and (one.rule, one.area) == (rule, area) and one.due_at >= self.now:
                return [*mine[:place], replace(one, news=(*one.news, *fresh)), *mine[place + 1 :]]
        key = key_of(receiver.key, *(one.transition for one in fresh))
        due = self.now + timedelta(minutes=receiver.group_minutes)
        return [*mine, Message(key, receiver.key, rule, area, self.now, due, tuple(fresh))]


def _news(alarm: Alarm, since: datetime, *, over: bool) -> Iterator[News]:
    for one in alarm.history:
        if one.as_of >= since and (over or one.step != "cleared"):
            yield News(one.key, alarm.key, one.step)
