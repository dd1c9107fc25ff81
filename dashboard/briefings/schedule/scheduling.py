"""The job that makes briefings on schedule: what is due and was missed, once, again after a failure, never twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from dashboard.briefings.schedule import making
from dashboard.briefings.schedule.made_briefing import MadeBriefing
from dashboard.briefings.schedule.made_briefings import FirstSeen, MadeBriefings, keep, made_briefings
from dashboard.briefings.schedule.mailing import mail
from dashboard.briefings.schedule.recipient import recipient_of
from dashboard.briefings.schedule.scheduled import ScheduledBriefing, schedule_of
from dashboard.errors import DashboardError, sentence_of
from dashboard.jobs.crontab import newest_due
from dashboard.mail.sending import Undelivered
from dashboard.view.registry import Registry
from queries.city import City


class NotMade(DashboardError):  # noqa: N818
    """Briefings that are due and not made, a sentence for each."""


class Scheduling:
    """Makes the briefings of one city. One thread at a time."""

    def __init__(self, city: City, registry: Registry) -> None:
        self._city, self._registry = city, registry

    def look(self) -> None:
        """Make and send what is due. How far each is, is kept as soon as it is known. Raises ScheduleWrong, NotMade,
        MadeBriefingsDamaged and OSError."""
        folder, now = self._city.ground.folder, self._city.acts.moment()
        declared, before = schedule_of(self._city), made_briefings(folder)
        if not declared and not before.seen:
            return
        known = _with_due(before, declared, self._city, now)
        if known != before:
            keep(folder, known)
        for one in declared.values():
            newest = next(iter(reversed(known.of(one.key))), None)
            if newest is not None and newest.state == "waiting" and newest.again_at <= now:
                known = self._tried(known, one, newest)
        self._remove_old(known, declared)
        _refuse_failures(known, declared)

    def _tried(self, known: MadeBriefings, one: ScheduledBriefing, due: MadeBriefing) -> MadeBriefings:
        city, after = self._city, due
        try:
            visitor = recipient_of(city, one)
            if not making.is_made(city.ground.folder, due, visitor):
                after = making.made(city, self._registry, one, due, visitor)
                known = self._kept(known, after)
                making.remove(city.ground.folder, due, frozenset(file.path for file in after.files))
            if one.mail is not None and after.mailed_at is None:
                mail(one.mail, after, city.ground.folder)
                after = replace(after, mailed_at=city.acts.moment())
            after = after.ended("done")
        except Undelivered as error:
            why = f"{one.key}: the mail was not taken: {error}"
            after = after.ended("refused", why) if error.is_final else after.failed(city.acts.moment(), why)
        except Exception as error:  # whatever it is, the other briefings are made, and this one is tried again
            after = after.failed(city.acts.moment(), _with_key(one.key, sentence_of(error)))
        return self._kept(known, after)

    def _kept(self, known: MadeBriefings, one: MadeBriefing) -> MadeBriefings:
        changed = known.with_one(one)
        keep(self._city.ground.folder, changed)
        return changed

    def _remove_old(self, known: MadeBriefings, declared: Mapping[str, ScheduledBriefing]) -> None:
        """Of each schedule all but the newest, with their files."""
        old = [due for key, one in declared.items() for due in known.of(key)[: -one.keep]]
        if not old:
            return
        city_folder = self._city.ground.folder
        left = tuple(one for one in known.made if one not in old)
        kept = frozenset(file.path for one in left for file in one.files)
        for one in old:
            making.remove(city_folder, one, kept)
        keep(city_folder, MadeBriefings(known.seen, left))


def _with_due(
    before: MadeBriefings, declared: Mapping[str, ScheduledBriefing], city: City, now: datetime
) -> MadeBriefings:
    """With the newest moment of each schedule, where it came after the schedule was first found as it is: what was
    missed before that is not made. One that waits still is missed when the next is due."""
    seen = {
        key: kept if (kept := before.seen.get(key)) and kept.at == one.at else FirstSeen(one.at, now)
        for key, one in declared.items()
    }
    known = MadeBriefings(seen, before.made)
    for key, one in declared.items():
        due_at = newest_due(one.at, city.profile.time_zone, now)
        earlier = known.of(key)
        if due_at is None or due_at <= seen[key].since or (earlier and earlier[-1].due_at >= due_at):
            continue
        for late in earlier:
            if late.state == "waiting":
                known = known.with_one(late.ended("missed", late.why))
        known = known.with_one(MadeBriefing(key, one.briefing, due_at, now, now))
    return known


def _refuse_failures(known: MadeBriefings, declared: Mapping[str, ScheduledBriefing]) -> None:
    """Raises NotMade with what went wrong with the newest of each schedule, until it is made or the next one is."""
    newest = [found[-1] for key in declared if (found := known.of(key))]
    if said := [one.why for one in newest if one.state != "done" and one.why]:
        raise NotMade(" ".join(f"{why.rstrip('.')}." for why in said))


def _with_key(key: str, sentence: str) -> str:
    return sentence if sentence.startswith(f"{key}: ") else f"{key}: {sentence}"
