"""What a schedule made, for whoever asks: only what was made with just the rights that they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.visitor import Visitor
from dashboard.briefings.schedule.made_briefing import MadeBriefing, MadeFile
from dashboard.briefings.schedule.made_briefings import MadeBriefingsDamaged, made_briefings
from dashboard.briefings.schedule.recipient import rights_of
from dashboard.briefings.schedule.scheduled import ScheduleWrong, schedule_of
from dashboard.errors import NotFound, sentence_of
from queries.city import City

MOST_LISTED = 100


def sent_as_json(city: City) -> dict[str, Any]:
    """The newest that whoever asks may have, the newest first; schedule_mistake: what is wrong with the schedule, for
    those who can correct it."""
    visitor = request_visitor()
    mistake = ""
    try:
        schedule_of(city)
        sent = [_told(one, city, visitor) for one in _seen(city, visitor)]
    except (ScheduleWrong, MadeBriefingsDamaged, OSError) as error:
        mistake, sent = sentence_of(error), []
    shown = mistake if _sees_why(visitor) else ""
    return {"sent": sent[:MOST_LISTED], "schedule_mistake": shown}


def sent_file(city: City, name: str) -> tuple[MadeBriefing, MadeFile, bytes]:
    """A file by its name. Raises NotFound, also for one that whoever asks may not have."""
    for one in _seen(city, request_visitor()):
        for file in one.files:
            if file.name == name:
                try:
                    return one, file, file.within(city.ground.folder).read_bytes()
                except OSError as error:
                    raise NotFound(f"The file {name} is not where it was written.") from error
    raise NotFound("There is no such file of a briefing.")


def _seen(city: City, visitor: Visitor) -> Iterator[MadeBriefing]:
    """The newest first. Whoever sits at the machine, or gives commands there, sees all; others what is theirs: rights
    that were wider when it was made show nothing that they may not see now."""
    sees_all, rights = _sees_all(visitor), rights_of(visitor)
    for one in reversed(made_briefings(city.ground.folder).made):
        if sees_all or (one.files and one.rights == rights):
            yield one


def _told(one: MadeBriefing, city: City, visitor: Visitor) -> dict[str, Any]:
    zone = city.profile.time_zone
    moments = {"due_at": one.due_at, "made_at": one.made_at, "mailed_at": one.mailed_at}
    told = {name: getattr(one, name) for name in ("schedule", "briefing", "title", "area", "place", "period", "state")}
    files = [{"name": file.name, "form": file.form, "bytes": file.bytes} for file in one.files]
    return {
        **told,
        "who": one.who,
        **{name: at.astimezone(zone).isoformat() if at else None for name, at in moments.items()},
        "files": files,
        "attempts": one.attempts,
        "why": one.why if _sees_why(visitor) else "",
    }


def _sees_all(visitor: Visitor) -> bool:
    return visitor.is_local or visitor.may("command")


def _sees_why(visitor: Visitor) -> bool:
    return any(visitor.may(one) for one in ("edit", "administer", "command"))
