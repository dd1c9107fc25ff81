"""The job that tells receivers: gathers what is new, sends what is due, and keeps how far each message is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard.access.roles.account_scope import areas_of, scope_of_role
from dashboard.alarms.groups import area_above
from dashboard.alarms.messages.carriers import carry
from dashboard.alarms.messages.content import content_of
from dashboard.alarms.messages.gathering import Gathering
from dashboard.alarms.messages.message import Message
from dashboard.alarms.messages.outbox import Outbox, keep, outbox_of
from dashboard.alarms.messages.receiver import AlarmReceiver, receivers_of
from dashboard.mail.sending import Undelivered
from dashboard.words.catalogue import catalogue
from queries.city import City
from queries.values import Alarm, AlarmsAsked, Scope

SEES_AS = "viewer"
"""A receiver is told what somebody sees who may not open cases."""


class Posting:
    """Tells the receivers of one city. One thread at a time."""

    def __init__(self, city: City) -> None:
        self._city = city

    def look(self) -> None:
        """Gather and send. What is gathered is kept before anything is sent, and each outcome as soon as it is known.
        Raises RulesError and OSError."""
        city = self._city
        receivers, before = receivers_of(city), outbox_of(city.ground.folder)
        if not receivers and not before.since:
            return
        now = city.acts.moment()
        outbox = Gathering(self._seen, lambda alarm: area_above(city, alarm).code, now).gathered(before, receivers)
        if outbox != before:
            keep(city.ground.folder, outbox, now)
        for message in self._due(outbox):
            outbox = self._sent(outbox, message, receivers[message.receiver])

    def _due(self, outbox: Outbox) -> Iterable[Message]:
        """Of each receiver the first that waits after a failure goes before all others, which wait with it."""
        now, held = self._city.acts.moment(), set[str]()
        waiting = [one for one in outbox.messages if one.state == "waiting"]
        for one in sorted(waiting, key=lambda one: (not one.attempts, one.made_at)):
            if one.receiver in held:
                continue
            if one.due_at <= now:
                yield one
                if self._is_waiting_still(one):
                    held.add(one.receiver)
            elif one.attempts:
                held.add(one.receiver)

    def _is_waiting_still(self, message: Message) -> bool:
        kept = outbox_of(self._city.ground.folder).messages
        return any(one.key == message.key and one.state == "waiting" for one in kept)

    def _sent(self, outbox: Outbox, message: Message, receiver: AlarmReceiver) -> Outbox:
        city, now = self._city, self._city.acts.moment()
        alarms = {one.key: one for one in self._seen(receiver)}
        if not any(news.alarm in alarms for news in message.news):
            after = message.ended("dropped", now)
        else:
            content = content_of(city, message, alarms, catalogue(receiver.language), now)
            try:
                carry(receiver, message, content)
                after = message.ended("sent", now)
            except Undelivered as error:
                why = str(error)
                after = message.ended("refused", now, why) if error.is_final else message.failed(now, why)
        messages = tuple(after if one.key == message.key else one for one in outbox.messages)
        changed = replace(outbox, messages=messages)
        keep(city.ground.folder, changed, now)
        return changed

    def _seen(self, receiver: AlarmReceiver) -> tuple[Alarm, ...]:
        city = self._city
        whole = scope_of_role(SEES_AS, city.profile.lines_of_business)
        scope: Scope = replace(whole, areas=areas_of(receiver.areas, city.tree))
        return city.alarms.listed(AlarmsAsked(city.tree.root), scope=scope)
